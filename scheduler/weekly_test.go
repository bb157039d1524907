package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// asked lives some weeks with one person who never answers, and returns the messages
// that were written, with when they were due.
func asked(t *testing.T, s *store.Store, from parcours.Date, weeks int) []string {
	t.Helper()
	zone := paris(t)
	start := from.At(7, 0, zone)
	batch := parcours.ImportBatch{ID: "b", Kind: "people", FileName: "people.csv"}
	_, err := s.ImportPeople(t.Context(), start, batch, []parcours.PersonRow{{
		Row: parcours.Row{Line: 2}, FirstName: "Yann", LastName: "Tanguy", InternalID: "I-2", Phones: []parcours.Phone{{E164: "+33639980171", Kind: parcours.PhoneMobile}},
	}}, false)
	if err != nil {
		t.Fatal(err)
	}
	plan := &parcours.WeeklyPlan{MinHours: 15, MaxHours: 20, From: from}
	_, err = s.ImportActivities(t.Context(), start, parcours.ImportBatch{ID: "a", Kind: "activities"}, []parcours.ActivityRow{{Row: parcours.Row{Line: 2}, InternalID: "I-2", Plan: plan}}, false)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	job := scheduler.Weekly("0 * * * *", s)
	send := scheduler.Job{Name: "send", Spec: "0 * * * *", Run: func(ctx context.Context, now time.Time) error {
		claimed, err := s.ClaimDue(ctx, parcours.Claim{Channels: []parcours.Channel{parcours.ChannelSMS}, Now: now, Process: now, LeaseUntil: now.Add(time.Minute), Owner: "test", Limit: 10})
		if err != nil {
			return err
		}
		for _, d := range claimed {
			if v := storetest.Rules(t).Gate(d, now); v.Action != parcours.GateSend {
				return fmt.Errorf("%s at %s: %s", d.Notification.Kind, now, v.Reason)
			}
			d.Attempt.Body, d.Attempt.Encoding, d.Attempt.Parts, d.Attempt.Sender = "Bonjour", parcours.GSM7, 1, "RELAIS"
			kept, err := s.MarkSending(ctx, now, now, []parcours.Attempt{d.Attempt})
			if err != nil || len(kept) != 1 {
				return fmt.Errorf("%d marked, %w", len(kept), err)
			}
			err = s.RecordAccepted(ctx, now, d.Attempt, parcours.Receipt{
				Source: "answer", AttemptID: d.Attempt.ID, ProviderID: fmt.Sprint("SM", len(told)), Status: "queued", State: parcours.AttemptAccepted, At: now,
			})
			if err != nil {
				return err
			}
			due := d.Notification.DueAt.In(zone)
			told = append(told, fmt.Sprintf("%s %s, %s", d.Notification.Kind, d.Notification.Facts.Week.Monday, due.Format("Mon 02/01 15h")))
		}
		return nil
	}}
	clock, err := scheduler.New(zone, slog.New(slog.DiscardHandler), job, send)
	if err != nil {
		t.Fatal(err)
	}
	// Twice over the same hours: what is done is not done again.
	for at := start; at.Before(start.AddDate(0, 0, 7*weeks)); at = at.AddDate(0, 0, 1) {
		for range 2 {
			if err := clock.Advance(t.Context(), at, at.AddDate(0, 0, 1)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return told
}

func TestWeeksAreAskedForAcrossClockChangesAndHolidays(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	for name, tt := range map[string]struct {
		from  parcours.Date
		weeks int
		days  []string // on which a request, then a nudge, are due
	}{
		"spring: the clocks on 29 March, Easter Monday on 6 April": {parcours.NewDate(2026, time.March, 23), 3, []string{"Fri 27/03", "Mon 30/03", "Fri 03/04", "Tue 07/04"}},
		"two Fridays off in May":                                   {parcours.NewDate(2026, time.April, 27), 3, []string{"Mon 04/05", "Tue 05/05", "Mon 11/05", "Tue 12/05"}},
		"autumn: the clocks on 25 October":                         {parcours.NewDate(2026, time.October, 19), 2, []string{"Fri 23/10", "Mon 26/10"}},
		"Christmas and the new year":                               {parcours.NewDate(2026, time.December, 21), 3, []string{"Mon 28/12", "Tue 29/12", "Mon 04/01", "Tue 05/01"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				told := asked(t, s, tt.from, tt.weeks)
				var want []string
				people, err := s.People(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, "I-2", 1)
				if err != nil || len(people) != 1 {
					t.Fatalf("%d people, %v", len(people), err)
				}
				for i, day := range tt.days {
					w := parcours.Week{Monday: tt.from.AddDays(7 * (i / 2))}
					c := rules.WeekCalendar(w, people[0].PersonID)
					kind, due := parcours.KindWeeklyRequest, c.RequestAt
					if i%2 == 1 {
						kind, due = parcours.KindWeeklyNudge, c.NudgeAt
					}
					if got := due.In(rules.Zone).Format("Mon 02/01"); got != day {
						t.Errorf("%s of %s is due on %s, want %s", kind, w, got, day)
					}
					want = append(want, fmt.Sprintf("%s %s, %s", kind, w.Monday, due.In(rules.Zone).Format("Mon 02/01 15h")))
				}
				if len(told) > len(want) {
					told = told[:len(want)] // the week that has just begun to be asked about
				}
				if diff := cmp.Diff(want, told); diff != "" {
					t.Errorf("messages (-want +got):\n%s", diff)
				}
			})
		})
	}
}
