package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// checks are what must always hold, and what was found against it.
type checks struct {
	// departures were looked at; the counts are of those that broke a promise.
	departures, outOfHours, secondOfDay, doubled int
	// unlisted people were late and on no list that the coordinator works.
	unlisted int
	late     int
	// stuck messages should still come, and nothing will move them.
	stuck []string
	// damages of the journal, differing figures.
	damages, differing int
	parked, lost       int
	// last is what left last to the person being looked at, by day.
	last []parcours.Departure
	// listed are the people of the coordinator's lists, week by week.
	listed []map[string]bool
	ends   []time.Time
}

// checkWeek looks at everything that left in a week, and keeps whom the coordinator's
// lists hold at its end.
func (s *simulation) checkWeek(ctx context.Context, since, until time.Time) error {
	c := &s.checks
	err := s.store.Departures(ctx, since, until, func(d parcours.Departure) {
		c.departures++
		if !d.AtItsHour(s.rules) {
			c.outOfHours++
		}
		if d.Doubled {
			c.doubled++
		}
		if len(c.last) > 0 && c.last[0].PersonID != d.PersonID {
			c.last = c.last[:0]
		}
		if slices.ContainsFunc(c.last, func(before parcours.Departure) bool { return d.GivesWay(before, s.rules) }) {
			c.secondOfDay++
		}
		c.last = append(c.last, d)
	})
	if err != nil {
		return err
	}
	c.last = nil
	listed := map[string]bool{}
	for _, list := range []parcours.WorkList{parcours.ListNotConvened, parcours.ListAtRisk} {
		const page = 1000
		for offset := 0; ; offset += page {
			work, err := s.store.Work(ctx, until, list, parcours.Filter{}, parcours.WorkPage{Offset: offset, Limit: page})
			if err != nil {
				return err
			}
			for _, line := range work.Lines {
				listed[line.PersonID] = true
			}
			if len(work.Lines) < page {
				break
			}
		}
	}
	c.listed, c.ends = append(c.listed, listed), append(c.ends, until)
	return nil
}

// checkEnd checks what holds of the whole at the end, and returns the figures recounted
// from the journals beside those reported.
func (s *simulation) checkEnd(ctx context.Context, now time.Time) (counted, printed recounted, err error) {
	c := &s.checks
	if c.stuck, err = s.store.Stuck(ctx, now, 100); err != nil {
		return nil, nil, err
	}
	incidents, err := s.store.Incidents(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range incidents {
		if i.Kind == "inbound_parked" {
			c.parked++
		}
	}
	c.lost = s.world.Twilio.Lost()
	check, err := s.store.VerifyJournals(ctx, "", nil, func(parcours.Damage) {})
	if err != nil {
		return nil, nil, err
	}
	c.damages = check.Damages
	counted, late, err := s.recount(ctx, now)
	if err != nil {
		return nil, nil, err
	}
	c.late = len(late)
	for id, l := range late {
		deadline := s.rules.Deadline(l.entered)
		for week, end := range c.ends {
			day := parcours.DateOf(end, s.rules.Zone)
			if deadline.Before(day) && (l.convened.IsZero() || day.Before(l.convened)) && l.duties != "no" && l.met.IsZero() && !c.listed[week][id] {
				c.unlisted++
				break
			}
		}
	}
	if printed, err = s.reported(ctx, now); err != nil {
		return nil, nil, err
	}
	for name, n := range printed {
		if counted[name] != n {
			c.differing++
		}
	}
	return counted, printed, nil
}

// digest is that of the heads of all journals, which chain every entry before them: two
// runs that differ anywhere differ here.
func (s *simulation) digest(ctx context.Context) (string, error) {
	h := sha256.New()
	err := s.store.JournalHeads(ctx, func(head parcours.JournalHead) error {
		fmt.Fprintf(h, "%s %d %s\n", head.PersonID, head.Seq, head.Hash)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// broken tells how often each promise was.
func (c *checks) broken(w *watch) map[string]int {
	return map[string]int{
		"nothing rang twice":                           w.twice,
		"one message, one channel, one departure":      c.doubled,
		"nothing left out of hours":                    c.outOfHours,
		"one message of ours a day":                    c.secondOfDay,
		"whoever is late is on the coordinator's list": c.unlisted,
		"every message is over or still to come":       len(c.stuck),
		"nothing received was set aside or lost":       c.parked + c.lost,
		"the journals are whole":                       c.damages,
		"the figures are those of the journals":        c.differing,
	}
}
