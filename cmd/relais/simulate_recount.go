package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"relais/parcours"
)

// recounted are figures as the journals tell them, entry by entry, without the store's
// SQL: what the reports print must be the same.
type recounted map[string]int

// lived is one person as their journal tells.
type lived struct {
	entered, exited      parcours.Date
	duties               string
	sent, delivered      parcours.Date
	handed, answered     bool
	convened, met        parcours.Date
	jobs, declared, left int
	weeks                map[string]bool
}

// carried is what became of one message on one channel.
type carried struct {
	channel, kind   string
	at              time.Time
	sent, delivered parcours.Date
	failed          bool
	seq             int64
}

// read counts one journal.
func (s *simulation) read(events []parcours.Event) (lived, error) {
	l := lived{weeks: map[string]bool{}}
	attempts := map[string]*carried{}
	visits := map[string]time.Time{}
	jobs := map[string]bool{}
	var answeredAt time.Time
	for _, e := range events {
		var said map[string]string
		if err := json.Unmarshal(e.Payload, &said); err != nil {
			return l, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		on := parcours.DateOf(e.At, s.rules.Zone)
		switch e.Kind {
		case parcours.EventEntered:
			l.duties = said["duties"]
			day, err := parcours.ParseDate(said["entered_on"])
			if err != nil {
				return l, err
			}
			l.entered = day
		case parcours.EventExited:
			l.exited = on
		case parcours.EventReturned:
			l.exited = parcours.Date{}
		case parcours.EventSent, parcours.EventDelivered, parcours.EventUndelivered:
			t := attempts[e.Subject]
			if t == nil {
				t = &carried{channel: said["channel"], kind: said["kind"]}
				attempts[e.Subject] = t
			}
			switch e.Kind {
			case parcours.EventSent:
				t.sent, t.at, t.seq = on, e.At, e.Seq
				l.left++
			case parcours.EventDelivered:
				t.delivered = on
			default:
				t.failed = true
			}
		case parcours.EventReceived:
			if !l.answered && s.answers(e.At, said["channel"], attempts) {
				l.answered, answeredAt = true, e.At
			}
		case parcours.EventNotTheirs:
			if e.At.Equal(answeredAt) { // whoever has the number now answers for nobody
				l.answered, answeredAt = false, time.Time{}
			}
		case parcours.EventBooked:
			starts, err := time.Parse(time.RFC3339, said["starts_at"])
			if err != nil {
				return l, err
			}
			visits[e.Subject] = starts
		case parcours.EventOutcome:
			if said["to"] == string(parcours.OutcomeSeen) {
				l.met = first(l.met, parcours.DateOf(visits[e.Subject], s.rules.Zone))
			}
		case parcours.EventJobDeclared:
			jobs[e.Subject] = false
		case parcours.EventEmployed:
			jobs[e.Subject] = true
		case parcours.EventJobRefused:
			delete(jobs, e.Subject)
		case parcours.EventDeclared:
			l.weeks[e.Subject] = true
		}
	}
	for _, confirmed := range jobs {
		if confirmed {
			l.jobs++
		} else {
			l.declared++
		}
	}
	for _, t := range attempts {
		if !parcours.Counts(t.kind) {
			continue
		}
		l.sent, l.delivered = first(l.sent, t.sent), first(l.delivered, t.delivered)
		handed := t.channel == string(parcours.ChannelTelegram) && !t.sent.IsZero()
		l.handed = l.handed || handed
		if t.kind != parcours.KindConvocation && t.kind != parcours.KindInvitation {
			continue
		}
		l.convened = first(l.convened, t.delivered)
		if handed {
			l.convened = first(l.convened, t.sent)
		}
	}
	return l, nil
}

// first is the earlier of two dates, of which either may be missing.
func first(a, b parcours.Date) parcours.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// answers reports whether what came in answers the last message that left on its channel,
// did not fail, and is some days old at most.
func (s *simulation) answers(at time.Time, channel string, attempts map[string]*carried) bool {
	var last time.Time
	for _, t := range attempts {
		if t.channel == channel && !t.failed && t.at.After(last) && !t.at.After(at) {
			last = t.at
		}
	}
	return !last.IsZero() && !at.After(last.Add(s.rules.AnsweredWithin))
}

// recount reads every journal, and returns the figures with whom nothing convened in time.
func (s *simulation) recount(ctx context.Context, now time.Time) (recounted, map[string]lived, error) {
	counts, late := recounted{}, map[string]lived{}
	today := parcours.DateOf(now, s.rules.Zone)
	// Two rows of the files may be about one person.
	for _, id := range slices.Compact(slices.Sorted(maps.Values(s.persons))) {
		events, err := s.store.Journal(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		l, err := s.read(events)
		if err != nil {
			return nil, nil, fmt.Errorf("journal of %s: %w", id, err)
		}
		counts["journal entries"] += len(events)
		counts["messages"] += l.left
		counts.add(l, today, s.rules)
		if deadline := s.rules.Deadline(l.entered); l.exited.IsZero() && deadline.Before(today) && (l.convened.IsZero() || l.convened.After(deadline)) {
			late[id] = l
		}
	}
	return counts, late, nil
}

func (c recounted) add(l lived, today parcours.Date, rules parcours.Rules) {
	yes := func(name string, is bool) {
		if is {
			c[name]++
		}
	}
	c["jobs"] += l.jobs
	c["jobs to confirm"] += l.declared
	deadline := rules.Deadline(l.entered)
	subject := l.duties != "no" && (l.exited.IsZero() || l.exited.After(deadline))
	yes("deadlines passed", subject && deadline.Before(today))
	yes("convened in time", subject && deadline.Before(today) && !l.convened.IsZero() && !l.convened.After(deadline))
	yes("met in time", subject && deadline.Before(today) && !l.met.IsZero() && !l.met.After(deadline))
	if !l.exited.IsZero() {
		return
	}
	c["people"]++
	sent, delivered, met := !l.sent.IsZero(), !l.delivered.IsZero(), !l.met.IsZero()
	yes("sent", sent)
	yes("delivered", delivered)
	yes("handed over", sent && !delivered && l.handed)
	yes("answered", l.answered)
	yes("met", met && delivered)
	yes("met without receipt", met && !delivered)
}

// reported are the same figures as the reports print them.
func (s *simulation) reported(ctx context.Context, now time.Time) (recounted, error) {
	today := parcours.DateOf(now, s.rules.Zone)
	reach, err := s.store.Reach(ctx, now, parcours.Filter{})
	if err != nil {
		return nil, err
	}
	deadlines, err := s.store.Deadlines(ctx, today, parcours.Filter{})
	if err != nil {
		return nil, err
	}
	work, err := s.store.Employment(ctx, today, parcours.Filter{})
	if err != nil {
		return nil, err
	}
	return recounted{
		"people": reach.People, "sent": reach.Sent, "handed over": reach.HandedOver, "delivered": reach.Delivered, "answered": reach.Answered,
		"met": reach.Met, "met without receipt": reach.MetWithoutReceipt,
		"deadlines passed": deadlines.Mature, "convened in time": deadlines.ConvenedInTime, "met in time": deadlines.MetInTime,
		"jobs": work.Jobs, "jobs to confirm": work.Declared,
	}, nil
}
