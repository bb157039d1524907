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

// Mobilisation returns a person's plans, their weeks since a date and their activities
// from this week on; ErrNotFound outside the actor's scope.
func (s *Store) Mobilisation(ctx context.Context, now time.Time, actor parcours.Actor, personID string, since parcours.Date) (parcours.Mobilisation, error) {
	var m parcours.Mobilisation
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		m = parcours.Mobilisation{}
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		plans, err := tx.PlansOfPerson(ctx, personID)
		if err != nil {
			return err
		}
		for _, row := range plans {
			m.Plans = append(m.Plans, planOf(row, personID))
		}
		weeks, err := tx.WeeksOfPerson(ctx, personID, parcours.WeekOf(since).Monday.String())
		if err != nil {
			return err
		}
		if m.Weeks, err = tx.weekHistories(ctx, weeks); err != nil {
			return err
		}
		rows, err := tx.ActivitiesFrom(ctx, personID, parcours.WeekOf(tx.today(now)).Monday.String())
		if err != nil {
			return err
		}
		for _, row := range rows {
			a, err := tx.activityOf(gen.ActivitiesBetweenRow(row))
			if err != nil {
				return err
			}
			m.Activities = append(m.Activities, a)
		}
		return nil
	})
	if err != nil {
		return m, fmt.Errorf("mobilisation: %w", err)
	}
	return m, nil
}

// PlanActivity writes an activity that a professional and the person agreed on. The
// same person, day, time, kind and label is the same activity, whose place and length
// change. ErrInvalid when it has no day or no length.
func (s *Store) PlanActivity(ctx context.Context, now time.Time, actor parcours.Actor, a parcours.Activity) error {
	if a.Day.IsZero() || a.Minutes <= 0 || a.Minutes > 24*60 || a.Start < -1 || a.Start >= 24*60 {
		return fmt.Errorf("plan activity: %w: it has a day and a length", parcours.ErrInvalid)
	}
	return s.onPerson(ctx, "plan activity", actor, a.PersonID, func(ctx context.Context, tx *tx) error {
		_, err := tx.planActivity(ctx, now, by(actor), a, false)
		return err
	})
}

// CallOffActivity takes an activity out of a person's plan: it is recalled no more.
// ErrNotFound when it is not theirs, or was called off.
func (s *Store) CallOffActivity(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) error {
	return s.onPerson(ctx, "call an activity off", actor, personID, func(ctx context.Context, tx *tx) error {
		rows, err := tx.ActivityOfPerson(ctx, id, personID)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return parcours.ErrNotFound
		}
		row := rows[0]
		err = tx.UpdateActivity(ctx, gen.UpdateActivityParams{
			ID: id, Kind: row.Kind, LabelSealed: row.LabelSealed, Place: row.Place, StartMinute: row.StartMinute, Minutes: row.Minutes,
			CancelledAt: millis(now), UpdatedAt: millis(now),
		})
		if err != nil {
			return err
		}
		if err := tx.endAsking(ctx, now, personID, id, parcours.ReasonCalledOff); err != nil {
			return err
		}
		return tx.append(ctx, now, personID, parcours.EventActivity, by(actor), id, details{
			"kind": row.Kind, "on": row.Day, "minutes": fmt.Sprint(row.Minutes), "what": "called_off",
		})
	})
}

// ValidateWeek notes what a professional says of the hours of a week. It stands beside
// what the person declared, and changes nothing of that. ErrNotFound when the week was
// not planned.
func (s *Store) ValidateWeek(ctx context.Context, now time.Time, actor parcours.Actor, personID string, week parcours.Week, minutes int) error {
	if minutes < 0 || minutes > mostWeekMinutes {
		return fmt.Errorf("validate week: %w: a week has 0 to %d hours", parcours.ErrInvalid, mostWeekMinutes/60)
	}
	return s.onPerson(ctx, "validate week", actor, personID, func(ctx context.Context, tx *tx) error {
		row, err := tx.WeekOfPerson(ctx, personID, week.Monday.String())
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = tx.Queries.ValidateWeek(ctx, gen.ValidateWeekParams{ID: row.ID, ValidatedMinutes: int64(minutes), ValidatedAt: millis(now), ValidatedBy: by(actor)})
		if err != nil {
			return err
		}
		return tx.append(ctx, now, personID, parcours.EventValidated, by(actor), row.ID, details{"week": row.Monday, "minutes": fmt.Sprint(minutes)})
	})
}

// mostWeekMinutes bounds what is written of a week: more is a slip of the keyboard.
const mostWeekMinutes = 80 * 60
