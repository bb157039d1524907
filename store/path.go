package store

import (
	"context"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// Path counts who was oriented and who signed a contract in time.
func (s *Store) Path(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Path, error) {
	figures := parcours.Path{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		figures = parcours.Path{OrientedWithin: s.rules.OrientedWithinDays, ContractedWithin: s.rules.ContractWithinDays}
		from, to := bounds(f)
		groups, err := tx.PathGroups(ctx, gen.PathGroupsParams{
			OrientedBefore: today.AddDays(-s.rules.OrientedWithinDays).String(), OrientedWithin: int64(s.rules.OrientedWithinDays),
			ContractedBefore: today.AddDays(-s.rules.ContractWithinDays).String(), ContractedWithin: int64(s.rules.ContractWithinDays),
			Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, g := range groups {
			has := bits(g.Bits)
			noDuties := has(2)
			figures.Add(parcours.PathGroup{
				Orientation: parcours.Orientation(g.Orientation), Mature: has(1), LeftOut: leftOut(noDuties, has(4)), Oriented: has(8),
				OrientedInTime: has(16), ContractMature: has(32), ContractLeftOut: leftOut(noDuties, has(64)),
				Contracted: has(128), ContractedInTime: has(256), People: int(g.People),
			})
		}
		return nil
	})
	if err != nil {
		return figures, fmt.Errorf("path: %w", err)
	}
	return figures, nil
}

func leftOut(noDuties, left bool) parcours.LeftOut {
	switch {
	case noDuties:
		return parcours.LeftOutDuties
	case left:
		return parcours.LeftOutExited
	}
	return parcours.LeftOutNone
}

// pathPeople returns the people whose own group keep accepts.
func (tx *tx) pathPeople(ctx context.Context, today parcours.Date, f parcours.Filter, keep func(parcours.PathGroup) bool) (map[string]bool, error) {
	from, to := bounds(f)
	rows, err := tx.PathPeople(ctx, gen.PathPeopleParams{
		Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
	})
	if err != nil {
		return nil, err
	}
	oriented, contracted := int64(tx.rules.OrientedWithinDays), int64(tx.rules.ContractWithinDays)
	people := map[string]bool{}
	for _, r := range rows {
		noDuties := r.SubjectToDuties == string(parcours.No)
		g := parcours.PathGroup{
			Orientation: parcours.Orientation(r.Orientation), Mature: date(r.EnteredOn).AddDays(int(oriented)).Before(today),
			LeftOut: leftOut(noDuties, r.ToExited.Valid && r.ToExited.Int64 <= oriented), Oriented: r.ToOriented.Valid,
			OrientedInTime:  r.ToOriented.Valid && r.ToOriented.Int64 <= oriented,
			ContractLeftOut: leftOut(noDuties, r.ToOriented.Valid && r.ToExited.Valid && r.ToExited.Int64-r.ToOriented.Int64 <= contracted),
			Contracted:      r.ToContracted.Valid, ContractedInTime: r.ToContracted.Valid && r.ToContracted.Int64 <= contracted, People: 1,
		}
		if on := date(r.OrientedOn); !on.IsZero() {
			g.ContractMature = on.AddDays(int(contracted)).Before(today)
		}
		if keep(g) {
			people[r.PersonID] = true
		}
	}
	return people, nil
}
