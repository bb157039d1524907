package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// PeopleAfter returns at most limit people of the actor's territory after an id, in
// the order of ids; referentID may be empty. ErrNotFound for anybody who does not
// see all.
func (s *Store) PeopleAfter(ctx context.Context, actor parcours.Actor, referentID, after string, limit int) ([]parcours.PersonLine, error) {
	var people []parcours.PersonLine
	err := s.page(ctx, actor, func(ctx context.Context, tx *tx) error {
		rows, err := tx.PeoplePage(ctx, gen.PeoplePageParams{After: after, Territory: actor.TerritoryID, Referent: referentID, Most: int32(limit)})
		if err != nil {
			return err
		}
		people = make([]parcours.PersonLine, 0, len(rows))
		for _, r := range rows {
			people = append(people, parcours.PersonLine{
				ID: r.ID, InternalID: r.InternalID, FirstName: r.FirstName, LastName: r.LastName, TerritoryID: r.TerritoryID, Territory: r.Territory,
				ReferentID: r.ReferentID, EnteredOn: date(r.EnteredOn), ExitedOn: date(r.ExitedOn), ConvenedOn: date(r.ConvenedOn), MetOn: date(r.MetOn),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("people after: %w", err)
	}
	return people, nil
}

// AppointmentsAfter returns at most limit appointments of the actor's territory that
// start before until and come after the instant and the participation's id given, in
// that order, one for each person who has it. ErrNotFound as for PeopleAfter.
func (s *Store) AppointmentsAfter(ctx context.Context, actor parcours.Actor, at time.Time, id string, until time.Time, limit int) ([]parcours.Appointment, error) {
	var list []parcours.Appointment
	err := s.page(ctx, actor, func(ctx context.Context, tx *tx) error {
		rows, err := tx.AppointmentsPage(ctx, gen.AppointmentsPageParams{
			AfterAt: millis(at), AfterID: id, Until: millis(until), Territory: actor.TerritoryID, Most: int32(limit),
		})
		if err != nil {
			return err
		}
		list = make([]parcours.Appointment, 0, len(rows))
		for _, r := range rows {
			a, err := tx.appointmentOf(ctx, r.PersonID, r.AppointmentID)
			if err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("appointments after: %w", err)
	}
	return list, nil
}

// QuestionsAfter returns at most limit questions of the actor's territory after an
// id, oldest first; of one state, or of all when it is empty. ErrNotFound as for
// PeopleAfter.
func (s *Store) QuestionsAfter(ctx context.Context, actor parcours.Actor, state parcours.EscalationState, after string, limit int) ([]parcours.Escalation, error) {
	var list []parcours.Escalation
	err := s.page(ctx, actor, func(ctx context.Context, tx *tx) error {
		ids, err := tx.QuestionsPage(ctx, gen.QuestionsPageParams{After: after, State: string(state), Territory: actor.TerritoryID, Most: int32(limit)})
		if err != nil {
			return err
		}
		list, err = tx.escalations(ctx, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("questions after: %w", err)
	}
	return list, nil
}

// page reads for an actor who sees all, of a territory maybe.
func (s *Store) page(ctx context.Context, actor parcours.Actor, fn func(context.Context, *tx) error) error {
	if !actor.SeesAll() {
		return parcours.ErrNotFound
	}
	return s.read(ctx, fn)
}

// Plans returns the weekly plans of a person, oldest first; ErrNotFound outside the
// actor's scope.
func (s *Store) Plans(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.WeeklyPlan, error) {
	var plans []parcours.WeeklyPlan
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		rows, err := tx.PlansOfPerson(ctx, personID)
		if err != nil {
			return err
		}
		plans = make([]parcours.WeeklyPlan, 0, len(rows))
		for _, row := range rows {
			plans = append(plans, planOf(row, personID))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("plans: %w", err)
	}
	return plans, nil
}
