package notifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
)

const (
	// listingLag is how late a message may show in a provider's listing: each one goes
	// back so far behind the beginning of the one before.
	listingLag = 15 * time.Minute
	// settleAfter is how long after an outage it is asked for: what could not be kept
	// may be brought again by then, and the database be back.
	settleAfter = 5 * time.Second
	// catchUpAgain is how soon after a failure.
	catchUpAgain = 15 * time.Second
	// catchUpPages is how many pages one look reads; the next one goes on from there.
	catchUpPages = 100
	// listingWithin is how long a listing may go on from look to look: after that it
	// begins anew, so that what is written meanwhile does not wait for its end.
	listingWithin = 2 * time.Hour
	// webhookWithin is how late a webhook may be before a human is told that none came.
	webhookWithin = 5 * time.Minute
)

// errListing: the provider's listing does not end where it should.
var errListing = errors.New("the provider's listing of what people wrote is too long, or leads in a circle: the rest is looked for later")

// CatchUp keeps what people wrote to the senders that can be answered and no webhook
// brought, and returns how many messages that were. It lists them at the provider,
// the newest first, down to where an earlier listing had come; a listing that is cut
// short, by a failure or after 100 pages, goes on where it stopped. What was written
// before the very first one is not ours to answer.
//
// Such a message is received when the provider got it, not when it was found: its
// place in the conversation, what it may answer and the hours at which it is
// answered follow from when the person wrote it.
func (d *Dispatcher) CatchUp(ctx context.Context) (missed int, err error) {
	d.prepare()
	var failures []error
	for _, s := range d.Senders {
		receiver, can := s.(Receiver)
		if !can || !s.TwoWay() {
			continue
		}
		n, err := d.catchUp(ctx, s.Name(), receiver)
		missed += n
		if err != nil {
			failures = append(failures, fmt.Errorf("catch up with %s: %w", s.Name(), err))
		}
	}
	return missed, errors.Join(failures...)
}

func (d *Dispatcher) catchUp(ctx context.Context, name string, receiver Receiver) (missed int, err error) {
	mark, err := d.Outbox.CaughtUp(ctx, name)
	if err != nil {
		return 0, err
	}
	begun := d.Process().UTC()
	if mark.Until.IsZero() {
		mark.Until = begun
	}
	resumed := mark.Page != "" && begun.Sub(mark.Begun) < listingWithin
	if !resumed {
		mark.Page, mark.Begun = "", begun
	}
	seen := map[string]bool{}
	for {
		page, err := d.receive(ctx, receiver, mark.Page)
		if err != nil && resumed { // the provider may have forgotten the page
			resumed = false
			mark.Page, mark.Begun = "", begun
			continue
		}
		if err != nil {
			return missed, err
		}
		resumed, seen[mark.Page] = false, true
		found := d.writtenSince(mark.Until, page.Messages)
		over := page.Next == "" || endOfSecond(page.Since).Before(mark.Until)
		next := parcours.CatchUp{Until: mark.Until, Begun: mark.Begun, Page: page.Next}
		circle := !over && seen[page.Next]
		if circle { // the next look begins anew
			next.Page = ""
		}
		if over {
			next = parcours.CatchUp{Until: mark.Begun.Add(-listingLag)}
			if next.Until.Before(mark.Until) {
				next.Until = mark.Until
			}
		}
		fresh, err := d.Outbox.RecordCatchUp(ctx, name, next, found)
		if err != nil {
			return missed, err
		}
		missed += len(fresh)
		d.tellMissed(ctx, name, fresh)
		if over {
			return missed, nil
		}
		if circle || len(seen) == catchUpPages {
			d.tellEndless(ctx, name)
			return missed, errListing
		}
		mark = next
	}
}

// tellEndless tells a human, once a day, that a listing was not read to its end.
func (d *Dispatcher) tellEndless(ctx context.Context, name string) {
	now := d.Now()
	d.incident(ctx, parcours.Incident{
		Key: "listing_endless/" + name + "/" + parcours.DateOf(now, d.Rules.Zone).String(), Kind: "listing_endless",
		Details: map[string]string{"sender": name, "count": strconv.Itoa(catchUpPages)}, At: now,
	})
}

// receive asks for one page.
func (d *Dispatcher) receive(ctx context.Context, receiver Receiver, page string) (ReceivedPage, error) {
	ctx, cancel := context.WithTimeout(ctx, d.SendTimeout)
	defer cancel()
	return receiver.Received(ctx, page)
}

// writtenSince returns what people wrote since an instant, the oldest first. Those of one
// second, which is all that a provider tells, are a millisecond apart, so that they keep
// their order whichever node finds which of them.
func (d *Dispatcher) writtenSince(since time.Time, messages []ReceivedMessage) []parcours.RawInbound {
	var found []parcours.RawInbound
	now := d.Now()
	ahead := now.Sub(d.Process()).Round(time.Millisecond) // business time's, of process time
	var second, last time.Time
	nth := time.Duration(0)
	for _, m := range slices.Backward(messages) {
		if nth++; !m.CreatedAt.Equal(second) {
			second, nth = m.CreatedAt, 0
		}
		written := endOfSecond(m.CreatedAt)
		if written.Before(since) || d.sendsFrom(m.From) {
			continue
		}
		at := written.Add(ahead + min(nth, 999)*time.Millisecond)
		if at.After(now) {
			at = now
		}
		if !at.After(last) {
			at = last.Add(time.Millisecond)
		}
		last = at
		found = append(found, parcours.RawInbound{Provider: m.Provider, ProviderID: m.ProviderID, ReceivedAt: at, Payload: m.Payload})
	}
	return found
}

// endOfSecond is the latest that a provider's time, which is to the second, may
// mean: nobody is to seem to have answered before they were asked.
func endOfSecond(t time.Time) time.Time { return t.Add(time.Second - 1) }

// sendsFrom reports whether a number is one of our senders, whom nobody answers.
func (d *Dispatcher) sendsFrom(number string) bool {
	return slices.ContainsFunc(d.Senders, func(s Sender) bool {
		r, can := s.(Receiver)
		return can && r.SendsFrom(number)
	})
}

// tellMissed tells a human, once a day, that webhooks do not come.
func (d *Dispatcher) tellMissed(ctx context.Context, name string, missed []parcours.RawInbound) {
	if len(missed) == 0 {
		return
	}
	d.Log.Warn("messages found that no webhook brought", logSender, name, logCount, len(missed))
	now := d.Now()
	late := 0
	for _, in := range missed {
		if now.Sub(in.ReceivedAt) > webhookWithin {
			late++
		}
	}
	if late == 0 {
		return // its webhook may be under way
	}
	d.incident(ctx, parcours.Incident{
		Key: "webhook_missed/" + name + "/" + parcours.DateOf(now, d.Rules.Zone).String(), Kind: "webhook_missed",
		Details: map[string]string{"sender": name, "count": strconv.Itoa(late)}, At: now,
	})
}

// Missed tells Run that something people wrote may not have been kept: it is looked
// for soon, and not only at the next regular catch-up.
func (d *Dispatcher) Missed() {
	d.prepare()
	select {
	case d.outage <- struct{}{}:
	default:
	}
}

// keepUp catches up at the start, regularly, and soon after an outage.
func (d *Dispatcher) keepUp(ctx context.Context) {
	for ctx.Err() == nil {
		wait := d.CatchUpEvery
		if _, err := d.CatchUp(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("what people wrote not looked for", logError, err)
			wait = min(wait, catchUpAgain)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-d.outage:
			sleep(ctx, min(wait, settleAfter))
		}
		timer.Stop()
	}
}
