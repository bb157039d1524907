package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhoLeftBeforeTheTermIsInNoRate: an exit leaves a person out of the promise from
// the moment it is noted, and a return puts them back.
func TestWhoLeftBeforeTheTermIsInNoRate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person, entered := h.person("I-1"), h.milestone(h.person("I-1"), "entered_on")
		on, err := parcours.ParseDate(entered)
		h.must(err)
		later := on.AddDays(60)
		figures := func() parcours.Deadlines {
			t.Helper()
			d, err := s.Deadlines(t.Context(), later, parcours.Filter{})
			h.must(err)
			return d
		}
		if d := figures(); d.Mature != 1 || d.LeftOut[parcours.LeftOutExited] != 0 {
			t.Errorf("before: %d mature, left out %v", d.Mature, d.LeftOut)
		}
		h.now = later.At(9, 0, time.UTC)
		h.must(s.Exit(t.Context(), h.now, office, person, parcours.ExitMoved, on.AddDays(5)))
		if d := figures(); d.Mature != 0 || d.LeftOut[parcours.LeftOutExited] != 1 {
			t.Errorf("after they left on the fifth day: %d mature, left out %v", d.Mature, d.LeftOut)
		}
		h.must(s.Return(t.Context(), h.now, office, person))
		if d := figures(); d.Mature != 1 || d.LeftOut[parcours.LeftOutExited] != 0 {
			t.Errorf("after their return: %d mature, left out %v", d.Mature, d.LeftOut)
		}
	})
}
