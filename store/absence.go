package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Team returns the professionals by name, with their absences. Everybody who works
// with people sees it: it says who answers for whom.
func (s *Store) Team(ctx context.Context) ([]parcours.Professional, error) {
	var team []parcours.Professional
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Team(ctx)
		if err != nil {
			return err
		}
		team, err = tx.core.professionals(rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("team: %w", err)
	}
	return team, nil
}

// SetAbsence says from when to when a professional is away and who stands in; the
// zero From ends an absence, the zero Until leaves its end open. The coordinator
// sets anybody's, others their own: ErrNotFound otherwise. What comes meanwhile goes
// to the stand-in, who also sees what was open before.
func (s *Store) SetAbsence(ctx context.Context, now time.Time, actor parcours.Actor, a parcours.Absence) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() && (actor.ProfessionalID == "" || actor.ProfessionalID != a.ProfessionalID) {
			return parcours.ErrNotFound
		}
		switch {
		case a.From.IsZero():
			a = parcours.Absence{ProfessionalID: a.ProfessionalID}
		case !a.Until.IsZero() && a.Until.Before(a.From):
			return fmt.Errorf("%w: an absence ends after it begins", parcours.ErrInvalid)
		case a.StandInID == a.ProfessionalID:
			return fmt.Errorf("%w: nobody stands in for themselves", parcours.ErrInvalid)
		}
		if a.StandInID != "" {
			if _, err := tx.Professional(ctx, a.StandInID); errors.Is(err, sql.ErrNoRows) {
				return fmt.Errorf("%w: the stand-in is not known", parcours.ErrInvalid)
			} else if err != nil {
				return err
			}
		}
		set, err := tx.SetAbsence(ctx, gen.SetAbsenceParams{
			AbsentFrom: a.From.String(), AbsentUntil: a.Until.String(), StandInID: null(a.StandInID), UpdatedAt: millis(now), ID: a.ProfessionalID,
		})
		if err == nil && set == 0 {
			return parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set absence: %w", err)
	}
	return nil
}
