package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"relais/parcours"
)

// WeeklyFigures counts the weeks of the filter, whose period bounds their Monday. Weeks
// of which nothing was to be expected are left out: an impediment that was accepted,
// a part of a week, a job that has started, a person who left.
func (s *Store) WeeklyFigures(ctx context.Context, f parcours.Filter) (parcours.WeeklyFigures, error) {
	var figures parcours.WeeklyFigures
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		figures = parcours.WeeklyFigures{LeftOut: map[parcours.WeekSkip]int{}}
		minutes := map[int]int{}
		err := tx.weekGroups(ctx, f, false, func(g weekGroup) { s.countWeeks(&figures, g, minutes) })
		if err != nil {
			return err
		}
		figures.MedianMinutes = medianOf(minutes)
		figures.Kinds, err = tx.byKind(ctx, f)
		return err
	})
	if err != nil {
		return figures, fmt.Errorf("weekly figures: %w", err)
	}
	return figures, nil
}

// countWeeks adds a group of equal weeks, and to minutes how many weeks stated each number.
func (c *core) countWeeks(f *parcours.WeeklyFigures, g weekGroup, minutes map[int]int) {
	skip := g.Skip
	if g.Accepted {
		skip = parcours.SkipImpediment
	}
	switch skip {
	case parcours.SkipPartial, parcours.SkipImpediment, parcours.SkipWork, parcours.SkipExited:
		f.LeftOut[skip] += g.Weeks
		return
	}
	if !g.Closed {
		f.Open += g.Weeks
		return
	}
	f.Planned += g.Weeks
	f.Asked += count(g.Asked, g.Weeks)
	f.Delivered += count(g.Delivered, g.Weeks)
	f.HandedOver += count(g.Handed && !g.Delivered, g.Weeks)
	f.Answered += count(g.Answered, g.Weeks)
	f.AnsweredOfDelivered += count(g.Answered && (g.Delivered || g.Handed), g.Weeks)
	f.Impediments += count(g.Answered && g.Hindered, g.Weeks)
	if !g.Stated {
		return
	}
	f.Stated += g.Weeks
	switch c.rules.Balance(g.Minutes, g.MinHours, g.MaxHours) {
	case parcours.BalanceBelow:
		f.Below += g.Weeks
	case parcours.BalanceAbove:
		f.Above += g.Weeks
	default:
		f.Within += g.Weeks
	}
	minutes[g.Minutes] += g.Weeks
}

// medianOf is median of numbers that are each counted.
func medianOf(counts map[int]int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	before := 0
	for _, value := range slices.Sorted(maps.Keys(counts)) {
		if before += counts[value]; before > (total-1)/2 {
			return value
		}
	}
	return -1
}

// byKind sums the activities of each kind, in the order of the list of kinds.
func (tx *tx) byKind(ctx context.Context, f parcours.Filter) ([]parcours.KindHours, error) {
	minutes, people, err := tx.kindHours(ctx, f)
	if err != nil {
		return nil, err
	}
	var kinds []parcours.KindHours
	for _, kind := range parcours.ActivityKinds() {
		weeks := minutes[kind]
		if len(weeks) == 0 {
			continue
		}
		k := parcours.KindHours{Kind: kind, Weeks: len(weeks), MedianMinutes: median(weeks), People: len(people[kind])}
		for _, m := range weeks {
			k.Minutes += m
		}
		kinds = append(kinds, k)
	}
	return kinds, nil
}
