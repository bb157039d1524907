package store

import (
	"context"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// Deadlines counts how the promise of N days is kept. Only people whose deadline
// is before today are mature and enter the rates; people who left by then or are not
// subject to duties are left out.
func (s *Store) Deadlines(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Deadlines, error) {
	figures := parcours.Deadlines{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		figures = parcours.Deadlines{
			WithinDays: s.rules.ConveneWithinDays, Clock: map[parcours.ClockColour]int{},
			LeftOut: map[parcours.LeftOut]int{}, Sources: map[parcours.EntrySource]int{},
		}
		from, to := bounds(f)
		within := int64(s.rules.ConveneWithinDays)
		groups, err := tx.OnTimeGroups(ctx, gen.OnTimeGroupsParams{
			Within: within, Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, g := range groups {
			figures.Add(parcours.PromiseGroup{
				EnteredOn: date(g.EnteredOn), Active: g.Active, LeftOut: parcours.LeftOut(g.LeftOut),
				Convened: g.Convened != "", ConvenedInTime: g.Convened != "" && g.Convened != "late", By: g.Convened,
				SentInTime: g.SentInTime, MetInTime: g.MetInTime, People: int(g.People),
			}, s.rules, today)
		}
		if err := tx.delays(ctx, &figures, f); err != nil {
			return err
		}
		sources, err := tx.EntrySources(ctx, gen.EntrySourcesParams{
			Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, row := range sources {
			figures.Sources[parcours.EntrySource(row.EntrySource)] = int(row.People)
		}
		missing, err := tx.OutcomesMissing(ctx, gen.OutcomesMissingParams{
			Now: millis(today.At(0, 0, s.rules.Zone)), Territory: f.TerritoryID, Referent: f.ReferentID,
			Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		figures.OutcomesMissing = int(missing)
		return err
	})
	if err != nil {
		return figures, fmt.Errorf("deadlines: %w", err)
	}
	return figures, nil
}

// delays fills in the spread of the three delays.
func (tx *tx) delays(ctx context.Context, figures *parcours.Deadlines, f parcours.Filter) error {
	from, to := bounds(f)
	rows, err := tx.DelaySpread(ctx, gen.DelaySpreadParams{
		Within: int64(tx.rules.ConveneWithinDays), Territory: f.TerritoryID, Referent: f.ReferentID,
		Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
	})
	if err != nil {
		return err
	}
	spread := map[string]*parcours.Delays{"booked": &figures.Booked, "convened": &figures.Convened, "met": &figures.Met}
	for _, row := range rows {
		d := spread[row.What]
		if !row.Days.Valid {
			d.Of += int(row.People)
			continue
		}
		d.Add(int(row.Days.Int64), int(row.People))
	}
	for _, d := range spread {
		d.Close()
	}
	return nil
}
