package store_test

import (
	"maps"
	"slices"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestValidatedHoursStandBesideThoseThatWereDeclared(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := agreed(t, s, week27, yann())
		person := h.person("I-2")
		desk := parcours.Actor{Role: parcours.AccountCoordinator, AccountID: "claire"}
		week := parcours.Week{Monday: week27}
		h.tick(h.at(7, 18))
		h.receive(sms(171, "12"))
		h.must(h.declare(h.weeks(person)[0].ID, stated(12*60)))
		h.must(s.ValidateWeek(t.Context(), h.now, desk, person, week, 16*60))
		if got := h.figures().Validated; got.Weeks != 0 {
			t.Errorf("a week that is open is counted: %+v", got)
		}
		h.tick(h.at(12, 12))
		validated := func(minutes int, want parcours.ValidatedHours) {
			t.Helper()
			h.must(s.ValidateWeek(t.Context(), h.now, desk, person, week, minutes))
			f := h.figures()
			if f.Stated != 1 || f.Below != 1 || f.MedianMinutes != 12*60 {
				t.Errorf("what was declared has changed: %+v", f)
			}
			if diff := cmp.Diff(want, f.Validated); diff != "" {
				t.Errorf("validated %d minutes (-want +got):\n%s", minutes, diff)
			}
		}
		validated(16*60, parcours.ValidatedHours{Weeks: 1, Within: 1, MedianMinutes: 16 * 60, Stated: 1})
		validated(12*60, parcours.ValidatedHours{Weeks: 1, Below: 1, MedianMinutes: 12 * 60, Stated: 1, Same: 1})
		validated(0, parcours.ValidatedHours{Weeks: 1, Below: 1, Stated: 1})
		validated(40*60, parcours.ValidatedHours{Weeks: 1, Above: 1, MedianMinutes: 40 * 60, Stated: 1})

		behind := map[parcours.Figure]int{}
		for _, figure := range []parcours.Figure{parcours.FigureValidated, parcours.FigureValidatedAbove, parcours.FigureValidatedWithin, parcours.FigureValidatedSame} {
			n, err := s.PeopleBehind(t.Context(), h.now, parcours.Filter{}, figure)
			h.must(err)
			behind[figure] = n
		}
		if got := slices.Sorted(maps.Keys(behind)); behind[parcours.FigureValidated] != 1 || behind[parcours.FigureValidatedAbove] != 1 || behind[parcours.FigureValidatedWithin] != 0 || behind[parcours.FigureValidatedSame] != 0 {
			t.Errorf("lists of %v: %v", got, behind)
		}

		// An impediment that was accepted: nothing was to be expected of the week.
		h.must(s.SettleImpediment(t.Context(), h.now, desk, person, week, parcours.ImpedimentHealth, parcours.ImpedimentAccepted))
		if got := h.figures(); got.Validated.Weeks != 0 || got.Planned != 0 {
			t.Errorf("a week left out is counted: %+v", got)
		}
	})
}
