package store_test

import (
	"fmt"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhoOpposesIsTakenOutOfEveryChannel: after an opposition no SMS, chat, e-mail, letter or
// call goes to the person, and no file has them followed again.
func TestWhoOpposesIsTakenOutOfEveryChannel(t *testing.T) {
	t.Parallel()
	storetest.EachWith(t, store.Options{
		Now: func() time.Time { return monday }, CalendarLink: func(token string) string { return "https://relais.exemple.fr/rdv/" + token },
	}, func(t *testing.T, s *store.Store) {
		other := parcours.PersonRow{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{parcours.ParsePhone("02 61 91 01 44")}, Address: "3 rue des Hortensias", Postcode: "35600", City: "Redon"}
		h := convoked(t, s, yann(), other)
		zone := storetest.Rules(t).Zone
		h.link(h.person("I-2"), "", "35000171")
		h.must(s.SetWeeklyPlan(t.Context(), h.now, everyone(), parcours.WeeklyPlan{PersonID: h.person("I-2"), MinHours: 15, MaxHours: 20, From: parcours.DateOf(h.now, zone)}))
		h.now = h.dueNext()
		for _, d := range h.claim() {
			h.send(d)
		}
		byHand := func() string {
			calls, err := s.CallsDue(t.Context(), h.now, everyone(), parcours.Filter{})
			h.must(err)
			letters, err := s.LettersDue(t.Context(), h.now, everyone(), parcours.Filter{})
			h.must(err)
			return fmt.Sprintf("%d calls, %d letters", len(calls), len(letters))
		}
		if byHand() == "0 calls, 0 letters" {
			t.Fatal("nobody is to be called or written to: the test proves nothing")
		}
		for _, id := range []string{"I-1", "I-2"} {
			h.must(s.Exit(t.Context(), h.now, everyone(), h.person(id), parcours.ExitOpposition, parcours.DateOf(h.now, zone)))
		}
		nothing := func(after string) {
			t.Helper()
			for days := range 45 {
				if due := h.leavesOn(days); len(due) > 0 {
					t.Errorf("%s: %s leaves to %s on day %d", after, due[0].Notification.Kind, due[0].Attempt.Channel, days)
				}
			}
			h.want(after, byHand(), "0 calls, 0 letters")
		}
		nothing("the opposition")
		results := importPeople(t, s, h.now, yann(), other)
		for _, r := range results {
			if r.Outcome == parcours.RowCreated {
				t.Errorf("imported again: %+v", r)
			}
		}
		_, err := s.PlacePeople(t.Context(), h.now)
		h.must(err)
		if booked := assign(t, s).Booked; len(booked) != 0 {
			t.Errorf("%d people are convened again", len(booked))
		}
		nothing("another import")
		for _, exited := range h.all("select exited_on from person") {
			if exited == "" {
				t.Error("an import follows the person again")
			}
		}
	})
}

// leavesOn is what may leave on a day after now, at noon.
func (h *house) leavesOn(days int) []parcours.Delivery {
	h.Helper()
	claimed, err := h.s.ClaimDue(h.Context(), parcours.Claim{
		Channels: []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail}, Now: h.now.AddDate(0, 0, days).Add(3 * time.Hour), Process: h.process, LeaseUntil: h.process.Add(time.Minute), Owner: "worker", Limit: 100,
	})
	h.must(err)
	var theirs []parcours.Delivery
	for _, d := range claimed {
		if d.Notification.PersonID != "" {
			theirs = append(theirs, d)
		}
	}
	return theirs
}
