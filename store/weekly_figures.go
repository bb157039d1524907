package store

import (
	"context"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// WeeklyFigures counts the weeks of the filter, whose period bounds their Monday. Weeks
// of which nothing was to be expected are left out: an impediment that was accepted,
// a part of a week, a job that has started, a person who left.
func (s *Store) WeeklyFigures(ctx context.Context, f parcours.Filter) (parcours.WeeklyFigures, error) {
	var figures parcours.WeeklyFigures
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		from, to := span(f.From, f.To)
		first, last := bounds(f)
		groups, err := tx.WeekGroups(ctx, gen.WeekGroupsParams{
			MondayFrom: from, MondayTo: to, Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: first, EnteredTo: last,
		})
		if err != nil {
			return err
		}
		figures = parcours.WeeklyFigures{LeftOut: map[parcours.WeekSkip]int{}}
		var minutes []int
		for _, g := range groups {
			minutes = s.countWeeks(&figures, g, minutes)
		}
		figures.MedianMinutes = median(minutes)
		rows, err := tx.HoursByKind(ctx, gen.HoursByKindParams{
			MondayFrom: from, MondayTo: to, Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: first, EnteredTo: last,
		})
		if err != nil {
			return err
		}
		figures.Kinds = byKind(rows)
		figures.Validated, err = tx.validatedHours(ctx, f)
		return err
	})
	if err != nil {
		return figures, fmt.Errorf("weekly figures: %w", err)
	}
	return figures, nil
}

// countWeeks adds a group of equal weeks, and returns minutes with theirs.
func (c *core) countWeeks(f *parcours.WeeklyFigures, g gen.WeekGroupsRow, minutes []int) []int {
	n := int(g.Weeks)
	skip := parcours.WeekSkip(g.Skip)
	if g.ImpedimentState == string(parcours.ImpedimentAccepted) {
		skip = parcours.SkipImpediment
	}
	switch skip {
	case parcours.SkipPartial, parcours.SkipImpediment, parcours.SkipWork, parcours.SkipExited:
		f.LeftOut[skip] += n
		return minutes
	}
	if !g.Closed {
		f.Open += n
		return minutes
	}
	f.Planned += n
	f.Asked += count(g.Asked, n)
	f.Delivered += count(g.Delivered, n)
	f.HandedOver += count(g.Handed && !g.Delivered, n)
	f.Answered += count(g.Answered, n)
	f.AnsweredOfDelivered += count(g.Answered && (g.Delivered || g.Handed), n)
	f.Impediments += count(g.Answered && g.Impediment != "", n)
	if !g.Answered || !g.Stated {
		return minutes
	}
	f.Stated += n
	switch c.rules.Balance(int(g.Minutes), int(g.MinHours), int(g.MaxHours)) {
	case parcours.BalanceBelow:
		f.Below += n
	case parcours.BalanceAbove:
		f.Above += n
	default:
		f.Within += n
	}
	return append(minutes, slices.Repeat([]int{int(g.Minutes)}, n)...)
}

// byKind sums the activities of each kind, in the order of the list of kinds.
func byKind(rows []gen.HoursByKindRow) []parcours.KindHours {
	minutes, people := map[parcours.ActivityKind][]int{}, map[parcours.ActivityKind]map[string]bool{}
	for _, row := range rows {
		kind := parcours.ActivityKind(row.Kind)
		minutes[kind] = append(minutes[kind], int(row.Minutes))
		if people[kind] == nil {
			people[kind] = map[string]bool{}
		}
		people[kind][row.PersonID] = true
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
	return kinds
}
