package parcours_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"relais/parcours"
)

func TestOutcomeLegalMoves(t *testing.T) {
	t.Parallel()
	all := []parcours.Outcome{
		parcours.OutcomeUnknown, parcours.OutcomeSeen, parcours.OutcomeExcused,
		parcours.OutcomeRevoked, parcours.OutcomeNoShow,
	}
	startsAt := at(t, "2023-07-11 09:00")
	for _, tt := range []struct {
		name string
		now  time.Time
		to   []parcours.Outcome
	}{
		{"a minute before", startsAt.Add(-time.Minute), []parcours.Outcome{parcours.OutcomeUnknown, parcours.OutcomeExcused, parcours.OutcomeRevoked}},
		{"on the minute", startsAt, []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeRevoked, parcours.OutcomeNoShow}},
		{"a week after", startsAt.AddDate(0, 0, 7), []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeRevoked, parcours.OutcomeNoShow}},
	} {
		for _, from := range all {
			for _, to := range all {
				err := parcours.MayMove(from, to, startsAt, tt.now)
				legal := from == to || slices.Contains(tt.to, to)
				if (err == nil) != legal {
					t.Errorf("%s: %s to %s: %v", tt.name, from, to, err)
				}
				if err != nil && !errors.Is(err, parcours.ErrInvalid) {
					t.Errorf("%s: %s to %s: kind of %v", tt.name, from, to, err)
				}
			}
		}
	}
}

func TestOutcomeRefusesWordsItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, now := range []string{"2023-07-10 09:00", "2023-07-12 09:00"} {
		if err := parcours.MayMove("late", "late", at(t, "2023-07-11 09:00"), at(t, now)); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("at %s: got %v", now, err)
		}
	}
}
