package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Escalations returns those of a state in the actor's scope, urgent first, then
// by the end of the promised delay, at most 500. The coordinator sees all, those
// of nobody included.
func (s *Store) Escalations(ctx context.Context, actor parcours.Actor, state parcours.EscalationState) ([]parcours.Escalation, error) {
	var list []parcours.Escalation
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		ids, err := tx.escalationsIn(ctx, gen.EscalationsInStateParams{
			State: string(state), SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: s.today(s.now()).String(),
			Structure: actor.Structure,
		})
		if err != nil {
			return err
		}
		list, err = tx.escalations(ctx, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("escalations: %w", err)
	}
	return list, nil
}

func (tx *tx) escalationsOfPerson(ctx context.Context, personID string) ([]parcours.Escalation, error) {
	ids, err := tx.EscalationsOfPerson(ctx, null(personID))
	if err != nil {
		return nil, fmt.Errorf("escalations of person: %w", err)
	}
	return tx.escalations(ctx, ids)
}

// allowedQuestion answers ErrNotFound outside the actor's scope.
func (tx *tx) allowedQuestion(ctx context.Context, actor parcours.Actor, id string) error {
	visible, err := tx.EscalationVisible(ctx, gen.EscalationVisibleParams{
		ID: id, SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: tx.today(tx.now()).String(),
		Structure: actor.Structure,
	})
	if err != nil {
		return fmt.Errorf("scope: %w", err)
	}
	if !visible {
		return fmt.Errorf("escalation: %w", parcours.ErrNotFound)
	}
	if actor.TerritoryID == "" {
		return nil
	}
	territoryID, err := tx.TerritoryOfEscalation(ctx, id)
	if err != nil {
		return fmt.Errorf("scope: %w", err)
	}
	return within(actor, territoryID)
}

// Escalation returns one escalation with its thread; ErrNotFound outside the
// actor's scope.
func (s *Store) Escalation(ctx context.Context, actor parcours.Actor, id string) (parcours.Escalation, error) {
	var e parcours.Escalation
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		err := tx.allowedQuestion(ctx, actor, id)
		if err == nil {
			e, _, err = tx.escalation(ctx, id)
		}
		return err
	})
	if err != nil {
		return e, fmt.Errorf("escalation: %w", err)
	}
	return e, nil
}

// AnswerEscalation sends the actor's words to whoever asked, the way they wrote.
// A second answer to the same question is sent as well.
func (s *Store) AnswerEscalation(ctx context.Context, now time.Time, actor parcours.Actor, id, text string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowedQuestion(ctx, actor, id); err != nil {
			return err
		}
		author, err := tx.author(ctx, actor)
		if err != nil {
			return err
		}
		return tx.answer(ctx, now, author, id, text, "")
	})
	if err != nil {
		return fmt.Errorf("answer escalation: %w", err)
	}
	return nil
}

// CloseEscalation settles an escalation without an answer. ErrConflict when it
// was answered or closed meanwhile.
func (s *Store) CloseEscalation(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowedQuestion(ctx, actor, id); err != nil {
			return err
		}
		closed, err := tx.CloseEscalation(ctx, id, millis(now), by(actor))
		if err != nil {
			return err
		}
		if closed == 0 {
			return fmt.Errorf("%w: answered or closed meanwhile", parcours.ErrConflict)
		}
		e, _, err := tx.escalation(ctx, id)
		if err != nil {
			return err
		}
		return tx.append(ctx, now, e.PersonID, parcours.EventAnswered, by(actor), id, details{"closed": "true"})
	})
	if err != nil {
		return fmt.Errorf("close escalation: %w", err)
	}
	return nil
}

// OverdueEscalations returns the open escalations whose delay has passed at now
// and which had no second notice, the most overdue first.
func (s *Store) OverdueEscalations(ctx context.Context, now time.Time) ([]parcours.Escalation, error) {
	var list []parcours.Escalation
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		ids, err := tx.OverdueEscalations(ctx, millis(now))
		if err != nil {
			return err
		}
		list, err = tx.escalations(ctx, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("overdue escalations: %w", err)
	}
	return list, nil
}

// SecondNotice tells whoever must answer again, and with them their stand-in or,
// when there is none, the coordinators. It does so once.
func (s *Store) SecondNotice(ctx context.Context, now time.Time, escalationID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		first, err := tx.MarkSecondNotice(ctx, escalationID, millis(now))
		if err != nil || first == 0 {
			return err
		}
		e, _, err := tx.escalation(ctx, escalationID)
		if err != nil {
			return err
		}
		to, err := tx.chased(ctx, now, e)
		if err != nil {
			return err
		}
		return tx.notice(ctx, now, escalationID, to, parcours.NoticeSecond, parcours.ImpedimentNone)
	})
	if err != nil {
		return fmt.Errorf("second notice: %w", err)
	}
	return nil
}

// chased returns who gets the second notice.
func (tx *tx) chased(ctx context.Context, now time.Time, e parcours.Escalation) ([]parcours.Professional, error) {
	var to []parcours.Professional
	if e.ProfessionalID != "" {
		row, err := tx.Professional(ctx, e.ProfessionalID)
		if err != nil {
			return nil, fmt.Errorf("professional in charge: %w", err)
		}
		charge, err := tx.professional(row)
		if err != nil {
			return nil, err
		}
		to = append(to, charge)
		standIn, err := tx.inCharge(ctx, charge.StandInID, now)
		if err != nil {
			return nil, err
		}
		if standIn.ID != "" && standIn.ID != charge.ID {
			return append(to, standIn), nil
		}
	}
	territoryID := ""
	if e.PersonID != "" {
		rows, err := tx.ReferentOfPerson(ctx, e.PersonID)
		if err != nil {
			return nil, fmt.Errorf("territory: %w", err)
		}
		if len(rows) > 0 {
			territoryID = rows[0].TerritoryID
		}
	}
	coordinators, err := tx.coordinators(ctx, territoryID, now)
	return append(to, coordinators...), err
}

// escalationsIn returns the ids of the questions in a state that somebody sees, the most
// pressing first.
func (tx *tx) escalationsIn(ctx context.Context, p gen.EscalationsInStateParams) ([]string, error) {
	if p.State != string(parcours.EscalationOpen) {
		return tx.EscalationsInState(ctx, p)
	}
	return tx.OpenEscalationsFor(ctx, gen.OpenEscalationsForParams{SeesAll: p.SeesAll, ProfessionalID: p.ProfessionalID, Today: p.Today, Structure: p.Structure})
}
