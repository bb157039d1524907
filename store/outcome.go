package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// settleOutcome moves a participation from the outcome it has in a to another,
// gives its place back when it is cancelled before its time, and withdraws what
// is still planned about it. ErrInvalid when the move is not legal at now,
// ErrConflict when the outcome changed meanwhile. kind is the journal's word for
// it. It writes no message.
func (tx *tx) settleOutcome(ctx context.Context, now time.Time, a parcours.Appointment, to parcours.Outcome, why parcours.Impediment, actor string, kind parcours.EventKind, payload details) error {
	if err := parcours.MayMove(a.Outcome, to, a.StartsAt, now); err != nil {
		return err
	}
	return tx.writeOutcome(ctx, now, a, to, why, actor, kind, payload)
}

// writeOutcome is settleOutcome without the question whether the move is legal.
func (tx *tx) writeOutcome(ctx context.Context, now time.Time, a parcours.Appointment, to parcours.Outcome, why parcours.Impediment, actor string, kind parcours.EventKind, payload details) error {
	moved, err := tx.SetOutcome(ctx, gen.SetOutcomeParams{
		Outcome: string(to), Impediment: string(why), OutcomeBy: actor, OutcomeAt: millis(now),
		AppointmentID: a.ID, PersonID: a.PersonID, Was: string(a.Outcome),
	})
	if err != nil {
		return fmt.Errorf("outcome: %w", err)
	}
	if moved == 0 {
		return fmt.Errorf("outcome: %w: it changed meanwhile", parcours.ErrConflict)
	}
	if err := tx.settlePlace(ctx, now, a, to); err != nil {
		return err
	}
	if err := tx.noteMet(ctx, a, to); err != nil {
		return err
	}
	if to != parcours.OutcomeUnknown {
		if err := tx.withdrawAppointment(ctx, now, a, actor, string(to)); err != nil {
			return err
		}
	}
	if payload == nil {
		payload = details{}
	}
	payload["from"], payload["to"], payload["impediment"] = string(a.Outcome), string(to), string(why)
	return tx.append(ctx, now, a.PersonID, kind, actor, a.ID, payload)
}

// settlePlace gives back or takes again the place that an outcome frees or needs.
func (tx *tx) settlePlace(ctx context.Context, now time.Time, a parcours.Appointment, to parcours.Outcome) error {
	stood, stands := holdsPlace(a.Outcome), holdsPlace(to)
	if a.SlotID == "" || stood == stands || !now.Before(a.StartsAt) {
		return nil
	}
	if stood {
		return tx.release(ctx, now, a.SlotID)
	}
	taken, err := tx.TakePlace(ctx, a.SlotID, millis(now))
	if err != nil {
		return fmt.Errorf("take a place: %w", err)
	}
	if taken == 0 {
		return fmt.Errorf("%w: the slot is full", parcours.ErrConflict)
	}
	return nil
}

func holdsPlace(o parcours.Outcome) bool {
	return o != parcours.OutcomeExcused && o != parcours.OutcomeRevoked
}

// noteMet keeps the milestones true to the outcomes: the first day on which the
// person was seen, and what became of their latest appointment. A correction
// takes a meeting back.
func (tx *tx) noteMet(ctx context.Context, a parcours.Appointment, to parcours.Outcome) error {
	seen, err := tx.FirstSeen(ctx, a.PersonID)
	if err != nil {
		return fmt.Errorf("first meeting: %w", err)
	}
	met := ""
	if seen > 0 {
		met = tx.today(instant(seen)).String()
	}
	err = tx.SetMet(ctx, gen.SetMetParams{MetOn: met, OnDate: tx.today(a.StartsAt).String(), Outcome: string(to), PersonID: a.PersonID})
	if err != nil {
		return fmt.Errorf("milestone: %w", err)
	}
	return tx.keepDelays(ctx, a.PersonID)
}
