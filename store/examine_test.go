package store_test

import (
	"slices"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func (h *house) departures() []parcours.Departure {
	h.Helper()
	var all []parcours.Departure
	h.must(h.s.Departures(h.Context(), h.now.Add(-time.Hour), h.now.Add(time.Hour), func(d parcours.Departure) { all = append(all, d) }))
	return all
}

func TestDeparturesAreWhatLeftToPeopleInOrder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		if got := h.departures(); len(got) != 0 {
			t.Fatalf("before anything left: %+v", got)
		}
		for _, d := range h.claim() {
			h.send(d)
		}
		got := h.departures()
		if len(got) != 2 || got[0].PersonID == got[1].PersonID {
			t.Fatalf("departures: %+v", got)
		}
		for _, d := range got {
			if d.Kind != parcours.KindConvocation || d.N != 1 || d.Channel != parcours.ChannelSMS || !d.LeftAt.Equal(h.now) || d.Doubled || d.Lane != parcours.LaneConvocation {
				t.Errorf("a convocation that left at %s: %+v", h.now, d)
			}
		}
		if !slices.IsSortedFunc(got, func(a, b parcours.Departure) int { return compareText(a.PersonID, b.PersonID) }) {
			t.Errorf("not person by person: %+v", got)
		}
		var none []parcours.Departure
		h.must(s.Departures(t.Context(), h.now.Add(time.Minute), h.now.Add(time.Hour), func(d parcours.Departure) { none = append(none, d) }))
		if len(none) != 0 {
			t.Errorf("after it: %+v", none)
		}
	})
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestAMessageThatLeftTwiceIsFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
		h.now = h.dueNext()
		again, _ := h.sent()
		if again.Notification.ID != d.Notification.ID {
			t.Fatalf("another message left: %+v", again)
		}
		if got := h.departures(); len(got) != 2 || got[0].Doubled || got[1].Doubled {
			t.Fatalf("the first was refused, the second left once: %+v", got)
		}
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "") // it arrived after all
		if got := h.departures(); len(got) != 2 || !got[0].Doubled || !got[1].Doubled {
			t.Errorf("both arrive: %+v", got)
		}
	})
}

func TestAMessageThatNothingWillMoveIsStuck(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		routine := h.also(d.Notification.ID, "nudge", parcours.LaneWeekly, parcours.Routine)
		if stuck, err := s.Stuck(t.Context(), h.now.Add(-time.Minute), 10); err != nil || len(stuck) != 0 {
			t.Errorf("due in a minute, and stuck: %q, %v", stuck, err)
		}
		claimed := h.claimed() // and never let go
		stuck, err := s.Stuck(t.Context(), h.now, 10)
		h.must(err)
		if !slices.Equal(stuck, []string{routine}) {
			t.Errorf("stuck: %q, want the message that was claimed and forgotten", stuck)
		}
		h.send(claimed)
		if stuck, err = s.Stuck(t.Context(), h.now, 10); err != nil || len(stuck) != 0 {
			t.Errorf("sent, its receipt awaited, and stuck: %q, %v", stuck, err)
		}
	})
}
