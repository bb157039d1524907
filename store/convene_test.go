package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// ready imports a team, one slot of one place a week ahead, and one person, placed.
func ready(t *testing.T, s *store.Store, people ...parcours.PersonRow) {
	t.Helper()
	team(t, s)
	importSlots(t, s, slotRow(monday.AddDate(0, 0, 7), 1))
	importPeople(t, s, monday, people...)
	if _, err := s.PlacePeople(t.Context(), monday); err != nil {
		t.Fatal(err)
	}
}

func assign(t testing.TB, s *store.Store) parcours.Assignment {
	t.Helper()
	waiting, err := s.Waiting(t.Context(), parcours.DateOf(monday, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	slots, err := s.FreeSlots(t.Context(), parcours.JointInterview, monday)
	if err != nil {
		t.Fatal(err)
	}
	return storetest.Rules(t).Assign(waiting, slots, monday)
}

func TestPeopleGetTheTerritoryOfTheirTownAndTheLeastLoadedReferent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ready(t, s, maelys(), parcours.PersonRow{FirstName: "Yann", LastName: "Tanguy", Postcode: "35600", Phones: []parcours.Phone{mobile(171)}})
		loads, err := s.Loads(t.Context(), monday, parcours.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, load := range loads {
			if load.People != 1 || load.Territory != "Redon" {
				t.Errorf("%s follows %d people in %q, want 1 in Redon", load.Name, load.People, load.Territory)
			}
		}
		if len(loads) != 2 {
			t.Errorf("%d referents, want 2", len(loads))
		}
	})
}

func TestConvokingBooksThePlaceAndWritesTheConvocation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ready(t, s, maelys())
		plan := assign(t, s)
		if len(plan.Booked) != 1 {
			t.Fatalf("assignment = %+v, want one booking", plan)
		}
		if err := s.Convene(t.Context(), monday, plan.Booked[0]); err != nil {
			t.Fatal(err)
		}
		if err := s.Convene(t.Context(), monday, plan.Booked[0]); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("convening twice = %v, want a conflict", err)
		}
		if left := assign(t, s); len(left.Booked) != 0 || len(left.Unplaced) != 0 {
			t.Errorf("after convening = %+v, want nothing to do", left)
		}
		claimed, err := s.ClaimDue(t.Context(), parcours.Claim{
			Channels: []parcours.Channel{parcours.ChannelSMS}, Now: monday, Process: time.Now(), LeaseUntil: time.Now().Add(time.Minute), Owner: "test", Limit: 10,
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(claimed) != 1 || claimed[0].Notification.Kind != parcours.KindConvocation || claimed[0].Attempt.Address != mobile(144).E164 {
			t.Errorf("claimed %+v, want the convocation to the mobile", claimed)
		}
	})
}

func TestTheLastPlaceGoesToOnePersonOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ready(t, s, maelys(), parcours.PersonRow{FirstName: "Yann", LastName: "Tanguy", Postcode: "35600", Phones: []parcours.Phone{mobile(171)}})
		waiting, err := s.Waiting(t.Context(), parcours.Date{})
		if err != nil {
			t.Fatal(err)
		}
		slots, err := s.FreeSlots(t.Context(), parcours.JointInterview, monday)
		if err != nil {
			t.Fatal(err)
		}
		results := make(chan error, len(waiting))
		for _, w := range waiting {
			go func() {
				results <- s.Convene(t.Context(), monday, parcours.Assigned{PersonID: w.PersonID, SlotID: slots[0].ID})
			}()
		}
		var booked, refused int
		for range waiting {
			switch err := <-results; {
			case err == nil:
				booked++
			case errors.Is(err, parcours.ErrConflict):
				refused++
			default:
				t.Error(err)
			}
		}
		if booked != 1 || refused != 1 {
			t.Errorf("booked %d, refused %d; want 1 and 1", booked, refused)
		}
	})
}

func TestANewMobileTakesPeopleOffTheCallList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		unreachable := maelys()
		unreachable.Phones = []parcours.Phone{{E164: "+33261910144", Kind: parcours.PhoneLandline}}
		ready(t, s, unreachable)
		for _, b := range assign(t, s).Booked {
			if err := s.Convene(t.Context(), monday, b); err != nil {
				t.Fatal(err)
			}
		}
		today := parcours.DateOf(monday, time.UTC)
		listed, err := s.Unreachable(t.Context(), today, parcours.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(listed) != 1 || listed[0].Cause != parcours.LossLandline || listed[0].NextChannel != parcours.ChannelCall {
			t.Fatalf("unreachable = %+v, want one, by landline, to call", listed)
		}
		importPeople(t, s, monday, maelys())
		if listed, err = s.Unreachable(t.Context(), today, parcours.Filter{}); err != nil || len(listed) != 0 {
			t.Errorf("unreachable = %+v (%v), want nobody any more", listed, err)
		}
		due, ok, err := s.NextDue(t.Context(), []parcours.Channel{parcours.ChannelSMS})
		if err != nil || !ok || due.After(monday.Add(time.Hour)) {
			t.Errorf("next SMS due at %v (%v, %v), want at once", due, ok, err)
		}
	})
}
