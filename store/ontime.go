package store

import (
	"context"
	"database/sql"
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
		groups, err := tx.OnTimeGroups(ctx, gen.OnTimeGroupsParams{
			Mature: today.AddDays(-s.rules.ConveneWithinDays).String(), Within: int64(s.rules.ConveneWithinDays),
			Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, g := range groups {
			group := promiseGroup(g)
			figures.Add(group, s.rules, today)
			if group.LeftOut != parcours.LeftOutDuties {
				figures.Sources[parcours.EntrySource(g.EntrySource)] += group.People
			}
		}
		if err := tx.delays(ctx, &figures, f); err != nil {
			return err
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

func promiseGroup(g gen.OnTimeGroupsRow) parcours.PromiseGroup {
	has := bits(g.Bits)
	group := parcours.PromiseGroup{
		EnteredOn: date(g.EnteredOn), Active: has(1), Convened: has(8), ConvenedInTime: has(16), By: g.ConvenedBy,
		SentInTime: has(32), MetInTime: has(64), People: int(g.People),
	}
	switch {
	case has(2):
		group.LeftOut = parcours.LeftOutDuties
	case has(4):
		group.LeftOut = parcours.LeftOutExited
	}
	return group
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
	add := func(d *parcours.Delays, days sql.NullInt64, people int) {
		if days.Valid {
			d.Add(int(days.Int64), people)
		} else {
			d.Of += people
		}
	}
	for _, row := range rows {
		add(&figures.Booked, row.ToBooked, int(row.People))
		add(&figures.Convened, row.ToConvened, int(row.People))
		add(&figures.Met, row.ToMet, int(row.People))
	}
	for _, d := range []*parcours.Delays{&figures.Booked, &figures.Convened, &figures.Met} {
		d.Close()
	}
	return nil
}
