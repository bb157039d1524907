package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/parcours"
)

// paris is the zone of every house.
func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// begins makes a house begin at an instant, and remind of appointments two days before.
func begins(at time.Time) func(*blueprint) {
	return func(b *blueprint) {
		b.world.Start = at
		b.settings.ReminderDays = []int{2}
	}
}

// newcomer is a person who entered three days before now.
func (h *house) newcomer(n int) parcours.PersonRow {
	p := person(n)
	p.RightsOpenedOn = parcours.DateOf(h.Clock.Now(), paris(h.T)).AddDays(-3)
	return p
}

// wantRings compares when phones rang, by the clock on the wall, and with what.
func (h *house) wantRings(want ...string) {
	h.Helper()
	var got []string
	for _, m := range h.sent() {
		kind := h.ask("select n.kind from notification n join attempt a on a.notification_id = n.id where a.provider_id = $1", m.SID)
		got = append(got, m.At.In(paris(h.T)).Format("Mon 2 Jan 15:04")+" "+strings.Join(kind, "+"))
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		h.Errorf("messages (-want +got):\n%s", diff)
	}
}

// TestFailure19Calendar crosses the nights on which clocks change and the ends of
// months, lets the machine sleep over what is due, ticks twice, and moves or cancels
// an appointment while its message is on its way out: the hour is the one on the wall,
// the version the right one, and what is too late does not leave.
func TestFailure19Calendar(t *testing.T) {
	t.Parallel()
	at := func(year int, month time.Month, day, hour, minute int) time.Time {
		return time.Date(year, month, day, hour, minute, 0, 0, paris(t))
	}
	for _, c := range []struct {
		name  string
		begin time.Time
		want  []string
	}{
		{"the night that loses an hour", at(2023, time.March, 25, 23, 30), []string{"Mon 27 Mar 09:00 convocation", "Fri 31 Mar 10:00 reminder"}},
		{"a reminder across it", at(2023, time.March, 23, 10, 0), []string{"Thu 23 Mar 10:00 convocation", "Tue 28 Mar 10:00 reminder"}},
		{"the night that gains an hour", at(2023, time.October, 28, 23, 30), []string{"Mon 30 Oct 09:00 convocation", "Fri 3 Nov 10:00 reminder"}},
		{"a reminder across it, before a holiday", at(2023, time.October, 26, 10, 0), []string{"Thu 26 Oct 10:00 convocation", "Tue 31 Oct 10:00 reminder"}},
		{"the end of a month", at(2024, time.January, 26, 10, 0), []string{"Fri 26 Jan 10:00 convocation", "Wed 31 Jan 10:00 reminder"}},
		{"the end of February", at(2024, time.February, 23, 10, 0), []string{"Fri 23 Feb 10:00 convocation", "Wed 28 Feb 10:00 reminder"}},
		{"the end of a year", at(2024, time.December, 26, 10, 0), []string{"Thu 26 Dec 10:00 convocation", "Tue 31 Dec 10:00 reminder"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inHouses(t, func(h *house) {
				h.convene(h.newcomer(1))
				h.pass(15 * 24 * time.Hour)
				h.wantRings(c.want...)
				h.wantLines("incidents", nil, "select kind from incident")
			}, begins(c.begin))
		})
	}

	const day = 24 * time.Hour
	for _, c := range []struct {
		name   string
		asleep time.Duration // from the evening of the first day
		want   []string
		states []string
	}{
		{"asleep over the night", 12 * time.Hour, []string{"Mon 3 Jul 10:00 convocation", "Fri 7 Jul 10:00 reminder"}, []string{"convocation delivered", "reminder delivered"}},
		{"asleep over the hour of the reminder", 3*day + 21*time.Hour, []string{"Mon 3 Jul 10:00 convocation", "Fri 7 Jul 15:00 reminder"}, []string{"convocation delivered", "reminder delivered"}},
		{"asleep until the reminder comes too late", 4*day + 18*time.Hour, []string{"Mon 3 Jul 10:00 convocation"}, []string{"convocation delivered", "reminder expired"}},
		{"asleep until after the appointment", 9 * day, []string{"Mon 3 Jul 10:00 convocation"}, []string{"convocation delivered", "reminder expired"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inHouses(t, func(h *house) {
				h.convene(person(1))
				h.pass(8 * time.Hour)
				h.Clock.MoveTo(h.Clock.Now().Add(c.asleep)) // nobody works meanwhile
				h.pass(10 * day)
				h.wantRings(c.want...)
				h.wantLines("states", c.states, "select kind, state from notification order by kind")
			}, begins(monday))
		})
	}

	t.Run("a tick twice, and by two nodes", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			other := h.open()
			defer other.store.Close()
			now := h.Clock.Now()
			for _, n := range []*node{h.node, other, h.node} {
				h.must(n.scheduler.Advance(h.Context(), now.Add(-10*time.Second), now))
			}
			h.pass(10 * day)
			h.wantRings("Mon 3 Jul 10:00 convocation", "Fri 7 Jul 10:00 reminder")
		}, begins(monday))
	})

	t.Run("cancelled between the claim and the mark", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.at(beforeMark, func() { h.revoke(1) })
			h.pass(10 * day)
			h.wantRings("Mon 3 Jul 10:00 cancellation")
			h.wantLines("states", []string{"cancellation delivered", "convocation cancelled", "reminder cancelled"}, "select kind, state from notification order by kind")
		}, begins(monday))
	})

	t.Run("moved between the claim and the mark", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.freeSlot(9)
			h.pass(4*day - 10*time.Minute)
			h.say(1, "3")
			h.pass(time.Minute)
			h.at(beforeMark, func() { h.say(1, "1") }) // the slot that was offered, while the reminder of the other leaves
			h.pass(20 * day)
			h.wantRings("Mon 3 Jul 10:00 convocation", "Fri 7 Jul 09:50 reply", "Fri 7 Jul 10:00 reply", "Mon 10 Jul 10:00 reminder")
			h.wantLines("states", []string{"convocation delivered", "reminder cancelled", "reminder delivered", "reply delivered", "reply delivered"},
				"select kind, state from notification order by kind, created_at, id")
			last := h.sent()[3]
			if !strings.Contains(last.Text, "mercredi 12 juillet à 10h") {
				h.Errorf("the reminder says %q, want the new time", last.Text)
			}
		}, begins(monday))
	})
}

// freeSlot imports a slot that nobody has, so many days from now.
func (h *house) freeSlot(days int) {
	h.Helper()
	h.serial++
	_, err := h.node.store.ImportSlots(h.Context(), h.Clock.Now(), parcours.ImportBatch{ID: fmt.Sprintf("batch-%d", h.serial), Kind: "slots", FileName: "slots.csv"}, []parcours.SlotRow{{
		StartsAt: h.Clock.Now().AddDate(0, 0, days).Truncate(time.Hour), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02",
		Territory: "Redon", Kind: parcours.JointInterview, Capacity: 1,
		ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"},
	}}, false)
	h.must(err)
}

// say lets a person write, and the service hear it.
func (h *house) say(n int, text string) {
	h.Helper()
	h.Twilio.Receive(mobile(n), text)
	h.happen()
	if _, err := h.node.bot.Process(h.Context()); err != nil {
		h.Errorf("turn: %v", err)
	}
}
