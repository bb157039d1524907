package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// bounds returns the filter's dates as text that compares with entered_on.
func bounds(f parcours.Filter) (from, to string) {
	return span(f.EnteredFrom, f.EnteredTo)
}

func span(first, last parcours.Date) (from, to string) {
	from, to = first.String(), last.String()
	if to == "" {
		to = "9999-12-31"
	}
	return from, to
}

// period returns the instants of the filter's period: the first one of its first day
// and that of the day after its last one, but never later than latest.
func (c *core) period(f parcours.Filter, latest time.Time) (from, to int64) {
	to = millis(latest)
	if !f.From.IsZero() {
		from = millis(f.From.At(0, 0, c.rules.Zone))
	}
	if !f.To.IsZero() {
		to = min(to, millis(f.To.AddDays(1).At(0, 0, c.rules.Zone)))
	}
	return from, to
}

// receiptsBefore is the last date of sending whose receipt should be there by now.
func (c *core) receiptsBefore(now time.Time) parcours.Date {
	return c.today(now.Add(-c.rules.NoReceiptAfter))
}

// Reach counts how far the people of the filter have been reached. People who
// left are not counted.
func (s *Store) Reach(ctx context.Context, now time.Time, f parcours.Filter) (parcours.Reach, error) {
	var reach parcours.Reach
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		from, to := bounds(f)
		groups, err := tx.ReachGroups(ctx, gen.ReachGroupsParams{
			NoReceiptBefore: s.receiptsBefore(now).String(), Today: s.today(now).String(),
			Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		reach = parcours.Reach{Losses: map[parcours.ReachLevel]map[parcours.LossCause]int{}}
		for _, g := range groups {
			has := bits(g.Bits)
			reach.Add(parcours.Standing{
				Contact: parcours.LossCause(g.ContactLoss), Sent: has(1), Waited: has(2), HandedOver: has(4), Delivered: has(8),
				Undelivered: has(16), Answered: has(32), Met: has(64), Due: has(128), LastOutcome: parcours.Outcome(g.LastOutcome),
			}, int(g.People))
		}
		return nil
	})
	if err != nil {
		return reach, fmt.Errorf("reach: %w", err)
	}
	return reach, nil
}

// bits reads what a statement says of a group in one number: whether the bit of that
// value is set. A number is grouped in half the time that its columns take.
func bits(n int64) func(bit int64) bool { return func(bit int64) bool { return n&bit != 0 } }

// clock is the dates that the promise of N days is judged by.
type clock struct {
	entered, convened, met, deadline parcours.Date
}

func (c *core) clockOf(entered, convened, met string) clock {
	dates := clock{entered: date(entered), convened: date(convened), met: date(met)}
	dates.deadline = c.rules.Deadline(dates.entered)
	return dates
}

func (c clock) inTime(on parcours.Date) bool { return !on.IsZero() && !on.After(c.deadline) }

func count(yes bool, n int) int {
	if yes {
		return n
	}
	return 0
}

// median returns the lower median, or -1 when there is nothing.
func median(days []int) int {
	if len(days) == 0 {
		return -1
	}
	slices.Sort(days)
	return days[(len(days)-1)/2]
}

// Loads returns the referents with the number of active people they follow and
// of questions that wait for them, by territory and name.
func (s *Store) Loads(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.Load, error) {
	var loads []parcours.Load
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Loads(ctx, millis(now), f.TerritoryID, f.ReferentID)
		if err != nil {
			return err
		}
		loads = make([]parcours.Load, 0, len(rows))
		for _, r := range rows {
			loads = append(loads, parcours.Load{
				ProfessionalID: r.ID, Name: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(), Territory: r.Territory,
				People: int(r.People), Target: s.rules.CaseloadTarget, OpenQuestions: int(r.OpenQuestions), OverdueQuestions: int(r.OverdueQuestions),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("loads: %w", err)
	}
	return loads, nil
}

// Territories returns the territories by name.
func (s *Store) Territories(ctx context.Context) ([]parcours.Territory, error) {
	var territories []parcours.Territory
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Territories(ctx)
		if err != nil {
			return err
		}
		territories = make([]parcours.Territory, 0, len(rows))
		for _, r := range rows {
			territories = append(territories, parcours.Territory{ID: r.ID, Name: r.Name})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("territories: %w", err)
	}
	slices.SortFunc(territories, func(a, b parcours.Territory) int {
		return strings.Compare(parcours.FoldName(a.Name), parcours.FoldName(b.Name))
	})
	return territories, nil
}
