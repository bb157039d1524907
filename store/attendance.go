package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Attendance counts what became of the appointments of the period whose time has passed.
func (s *Store) Attendance(ctx context.Context, now time.Time, f parcours.Filter) (parcours.Attendance, error) {
	figures := parcours.Attendance{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		figures = parcours.Attendance{MostMissing: s.rules.MissingOutcomesAtMost}
		from, to := bounds(f)
		first, last := s.period(f, now)
		groups, err := tx.AttendanceGroups(ctx, gen.AttendanceGroupsParams{
			Notice: s.rules.ServiceNotice.Milliseconds(), FromAt: first, ToAt: last, Everybody: f.Everybody(), Territory: f.TerritoryID, Referent: f.ReferentID,
			Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, g := range groups {
			figures.Add(parcours.AttendanceGroup{
				Origin: parcours.Origin(g.Origin), Joint: s.joint(g.Kind), Reminded: g.Reminded, Outcome: parcours.Outcome(g.Outcome), Late: g.Late,
				Appointments: int(g.Appointments), People: int(g.People),
			})
		}
		return nil
	})
	if err != nil {
		return figures, fmt.Errorf("attendance: %w", err)
	}
	return figures, nil
}

func (c *core) joint(kind string) bool {
	return slices.Contains(c.rules.JointKinds, parcours.AppointmentKind(kind))
}

// attendancePeople returns whom the appointments that keep accepts are of.
func (tx *tx) attendancePeople(ctx context.Context, now time.Time, f parcours.Filter, keep func(parcours.AttendanceGroup) bool) (map[string]bool, error) {
	from, to := bounds(f)
	first, last := tx.period(f, now)
	rows, err := tx.AttendancePeople(ctx, gen.AttendancePeopleParams{
		Notice: tx.rules.ServiceNotice.Milliseconds(), FromAt: first, ToAt: last, Everybody: f.Everybody(), Territory: f.TerritoryID, Referent: f.ReferentID,
		Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
	})
	if err != nil {
		return nil, err
	}
	people := map[string]bool{}
	for _, r := range rows {
		g := parcours.AttendanceGroup{Origin: parcours.Origin(r.Origin), Joint: tx.joint(r.Kind), Reminded: r.Reminded, Outcome: parcours.Outcome(r.Outcome), Late: r.Late}
		if keep(g) {
			people[r.PersonID] = true
		}
	}
	return people, nil
}
