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
	from, to = f.EnteredFrom.String(), f.EnteredTo.String()
	if to == "" {
		to = "9999-12-31"
	}
	return from, to
}

// receiptsBefore is the last date of sending whose receipt should be there by now.
func (s *Store) receiptsBefore(now time.Time) parcours.Date {
	return s.today(now.Add(-s.rules.NoReceiptAfter))
}

// Reach counts how far the people of the filter have been reached. People who
// left are not counted.
func (s *Store) Reach(ctx context.Context, now time.Time, f parcours.Filter) (parcours.Reach, error) {
	var reach parcours.Reach
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		from, to := bounds(f)
		groups, err := tx.ReachGroups(ctx, gen.ReachGroupsParams{
			NoReceiptBefore: s.receiptsBefore(now).String(), Today: s.today(now).String(),
			Territory: f.TerritoryID, Referent: f.ReferentID, EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		reach = parcours.Reach{Losses: map[parcours.ReachLevel]map[parcours.LossCause]int{}}
		for _, g := range groups {
			reach.Add(parcours.Standing{
				Contact: parcours.LossCause(g.ContactLoss), Sent: g.Sent, Waited: g.Waited, HandedOver: g.HandedOver,
				Delivered: g.Delivered, Undelivered: g.Undelivered, Answered: g.Answered, Met: g.Met, Due: g.Due,
				LastOutcome: parcours.Outcome(g.LastOutcome),
			}, int(g.People))
		}
		return nil
	})
	if err != nil {
		return reach, fmt.Errorf("reach: %w", err)
	}
	return reach, nil
}

// Deadlines counts how the promise of N days is kept. Only people whose deadline
// is before today are mature and enter the rates; people who left or are not
// subject to duties are left out.
func (s *Store) Deadlines(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Deadlines, error) {
	figures := parcours.Deadlines{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		from, to := bounds(f)
		groups, err := tx.DeadlineGroups(ctx, gen.DeadlineGroupsParams{Territory: f.TerritoryID, Referent: f.ReferentID, EnteredFrom: from, EnteredTo: to})
		if err != nil {
			return err
		}
		figures = parcours.Deadlines{WithinDays: s.rules.ConveneWithinDays, Clock: map[parcours.ClockColour]int{}}
		var convened, met []int
		for _, g := range groups {
			clock := s.clockOf(g.EnteredOn, g.ConvenedOn, g.MetOn)
			n := int(g.People)
			figures.Clock[s.rules.Clock(clock.entered, clock.convened, today)] += n
			if clock.mature(today) {
				figures.Mature += n
				figures.ConvenedInTime += count(clock.inTime(clock.convened), n)
				figures.MetInTime += count(clock.inTime(clock.met), n)
			}
			convened = appendDays(convened, clock.entered, clock.convened, n)
			met = appendDays(met, clock.entered, clock.met, n)
		}
		figures.MedianDaysToConvened, figures.MedianDaysToMet = median(convened), median(met)
		missing, err := tx.OutcomesMissing(ctx, gen.OutcomesMissingParams{
			Now: millis(today.At(0, 0, s.rules.Zone)), Territory: f.TerritoryID, Referent: f.ReferentID, EnteredFrom: from, EnteredTo: to,
		})
		figures.OutcomesMissing = int(missing)
		return err
	})
	if err != nil {
		return figures, fmt.Errorf("deadlines: %w", err)
	}
	return figures, nil
}

// clock is the dates that the promise of N days is judged by.
type clock struct {
	entered, convened, met, deadline parcours.Date
}

func (s *Store) clockOf(entered, convened, met string) clock {
	c := clock{entered: date(entered), convened: date(convened), met: date(met)}
	c.deadline = s.rules.Deadline(c.entered)
	return c
}

func (c clock) mature(today parcours.Date) bool { return c.deadline.Before(today) }

func (c clock) inTime(on parcours.Date) bool { return !on.IsZero() && !on.After(c.deadline) }

func count(yes bool, n int) int {
	if yes {
		return n
	}
	return 0
}

// appendDays adds the delay of n people who share two dates; a delay below zero
// is a date that was typed wrong and is left out.
func appendDays(days []int, entered, on parcours.Date, n int) []int {
	if on.IsZero() || on.Before(entered) {
		return days
	}
	for range n {
		days = append(days, entered.DaysUntil(on))
	}
	return days
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
