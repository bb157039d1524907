package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

// play lets time go by until the end, a minute in which something happens after the
// other, and reports whether it came to it: it stops between two minutes when
// interrupted ends.
func (s *simulation) play(interrupted context.Context, until time.Time, week func(n int) error) (whole bool, err error) {
	ctx := context.WithoutCancel(interrupted)
	now, begun := s.now(), s.now()
	nextWeek := begun.AddDate(0, 0, 7)
	if err := s.settle(ctx); err != nil {
		return false, err
	}
	for n := 1; interrupted.Err() == nil; {
		next, err := s.next(ctx, now)
		if err != nil {
			return false, err
		}
		for ; !next.Before(nextWeek) && !nextWeek.After(until); nextWeek = begun.AddDate(0, 0, 7*n) {
			s.world.Clock.MoveTo(nextWeek)
			now = nextWeek
			if err := week(n); err != nil {
				return false, err
			}
			n++
		}
		if !next.Before(until) {
			return true, nil
		}
		if err := s.minute(ctx, now, next); err != nil {
			return false, err
		}
		now = next
	}
	return false, nil
}

// next returns the end of the first minute in which something happens: a tick, an event
// of the world, a message that is due.
func (s *simulation) next(ctx context.Context, now time.Time) (time.Time, error) {
	next := s.scheduler.Next(now)
	if event, ok := s.world.Queue.Next(); ok && event.Before(next) {
		next = event
	}
	if s.due.IsZero() {
		if err := s.look(ctx); err != nil {
			return next, err
		}
	}
	if s.due.After(now) && s.due.Before(next) {
		next = s.due
	}
	if whole := next.Truncate(time.Minute); !whole.Equal(next) {
		next = whole.Add(time.Minute)
	}
	return next, nil
}

// never is when an outbox has something to do in which nothing waits.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// look asks the outbox when it has something to do.
func (s *simulation) look(ctx context.Context) error {
	due, ok, err := s.store.NextDue(ctx, []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelEmail})
	if err != nil {
		return err
	}
	if s.due = due; !ok {
		s.due = never
	}
	return nil
}

// minute plays everything until to, in order: what the world does, each at its moment;
// the ticks of the clockwork; then what follows from it, for many people together.
func (s *simulation) minute(ctx context.Context, from, to time.Time) error {
	for {
		event, ok := s.world.Queue.Next()
		if !ok || event.After(to) {
			break
		}
		if err := s.world.Queue.Step(ctx); err != nil {
			return err
		}
	}
	s.world.Clock.MoveTo(to)
	if !s.scheduler.Next(from).After(to) {
		if err := s.scheduler.Advance(ctx, from, to); err != nil {
			return err
		}
		s.due = time.Time{} // jobs write messages
	}
	return s.settle(ctx)
}

// settle lets what has happened have all its consequences: turns recorded, due messages
// sent, receipts asked for.
func (s *simulation) settle(ctx context.Context) error {
	const rounds = 10_000
	for range rounds {
		turns, sent := 0, 0
		var err error
		if s.woken() {
			if turns, err = s.bot.Process(ctx); err != nil {
				return err
			}
			s.received += turns
			s.due = time.Time{}
		}
		if s.due.IsZero() {
			if err := s.look(ctx); err != nil {
				return err
			}
		}
		if now := s.now(); !s.due.After(now) || !now.Before(s.recoverAt) {
			if sent, err = s.dispatcher.Dispatch(ctx); err != nil {
				return err
			}
			if sent == 0 {
				s.recoverAt = now.Add(recoverSimulated)
			}
			s.due = time.Time{}
		}
		if turns+sent == 0 && !s.now().Before(s.askAt) {
			if sent, err = s.ask(ctx); err != nil {
				return err
			}
			if sent == 0 {
				s.askAt = s.now().Add(askSimulated)
			}
		}
		if turns+sent == 0 {
			return ctx.Err()
		}
	}
	return fmt.Errorf("at %s: %w", s.now().Format(time.RFC3339), errors.New("messages answer each other without end"))
}

// How often the outbox is put in order though nothing is due, and providers are asked for
// what is in doubt or was not heard of: 15 and 5 seconds in the service.
const (
	recoverSimulated = 10 * time.Minute
	askSimulated     = 5 * time.Minute
)

// ask looks up what is in doubt and the receipts that did not come.
func (s *simulation) ask(ctx context.Context) (int, error) {
	looked, err := s.dispatcher.LookUp(ctx)
	if err != nil {
		return looked, err
	}
	polled, err := s.dispatcher.PollReceipts(ctx)
	return looked + polled, err
}

// woken reports whether something was received since it was last asked.
func (s *simulation) woken() bool {
	select {
	case <-s.inboxWake:
		return true
	default:
		return false
	}
}
