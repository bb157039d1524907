package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// moveUpstream gives a known appointment the time, place and people it has there.
func (tx *tx) moveUpstream(ctx context.Context, a applying, set settingRdv, was parcours.Appointment, link gen.UpstreamParticipationsRow) (rdvChange, error) {
	var change rdvChange
	var err error
	if change.pending, change.untold, err = tx.convocationOf(ctx, was); err != nil {
		return change, err
	}
	change.resumed = link.Reminder && !set.part.Reminder
	placeID := was.Place.ID
	if set.rdv.Place != "" {
		if placeID, err = tx.placeUpstream(ctx, a.now, set); err != nil {
			return change, err
		}
	}
	change.moved = !set.rdv.StartsAt.Equal(was.StartsAt) || placeID != was.Place.ID
	change.restaff = set.rdv.Duration != was.Duration || set.rdv.Kind != was.Kind || len(set.staff) > 0 && !slices.EqualFunc(set.staff, was.Professionals, func(x, y parcours.Professional) bool {
		return x.ID == y.ID
	})
	if !change.moved && !change.restaff {
		return change, nil
	}
	err = tx.MoveAppointment(ctx, gen.MoveAppointmentParams{
		ID: was.ID, PlaceID: placeID, TerritoryID: null(set.territoryID), Kind: string(set.rdv.Kind), StartsAt: millis(set.rdv.StartsAt),
		Minutes: int64(set.rdv.Duration / time.Minute), Version: int64(was.Version), Late: tx.late(set),
	})
	if err != nil {
		return change, fmt.Errorf("move appointment: %w", err)
	}
	if len(set.staff) > 0 {
		if err := tx.DeleteAppointmentProfessionals(ctx, was.ID); err != nil {
			return change, fmt.Errorf("professionals of the appointment: %w", err)
		}
		if err := tx.staffAppointment(ctx, was.ID, set.staff); err != nil {
			return change, err
		}
	}
	if !change.moved {
		return change, nil
	}
	if err := tx.MoveParticipation(ctx, was.ID, was.PersonID, millis(set.rdv.StartsAt)); err != nil {
		return change, fmt.Errorf("move participation: %w", err)
	}
	if set.rdv.Kind.First() && was.Outcome == parcours.OutcomeUnknown {
		if err := tx.SetAppointmentOn(ctx, was.PersonID, tx.today(set.rdv.StartsAt).String(), string(was.Outcome)); err != nil {
			return change, fmt.Errorf("milestone: %w", err)
		}
	}
	return change, tx.append(ctx, a.now, was.PersonID, parcours.EventMoved, actorUpstream, was.ID, details{"starts_at": set.rdv.StartsAt.UTC().Format(time.RFC3339)})
}

// convocationOf reports whether a convocation still waits, and whether the person
// was told by none before it.
func (tx *tx) convocationOf(ctx context.Context, a parcours.Appointment) (pending, untold bool, err error) {
	waiting, err := tx.plannedOfKind(ctx, a, parcours.KindConvocation)
	if err != nil || len(waiting) == 0 {
		return false, false, err
	}
	left, err := tx.ConvocationLeft(ctx, null(a.ID), null(a.PersonID))
	if err != nil {
		return false, false, fmt.Errorf("convocation: %w", err)
	}
	return true, !left, nil
}

func (tx *tx) plannedOfKind(ctx context.Context, a parcours.Appointment, kind string) ([]string, error) {
	ids, err := tx.PlannedOfKind(ctx, null(a.ID), null(a.PersonID), kind)
	if err != nil {
		return nil, fmt.Errorf("planned about appointment %s: %w", a.ID, err)
	}
	return ids, nil
}

// followOutcome gives the participation the outcome it has upstream, the authority for
// its own appointments: a move that would not be legal here is made, and flagged. That
// nothing is known there erases no excuse that was made here. silent: nobody has to be
// told of a cancellation, because they were told of no appointment, or are told there.
func (tx *tx) followOutcome(ctx context.Context, a applying, was parcours.Appointment, to parcours.Outcome, silent bool) error {
	if was.Outcome == to {
		return nil
	}
	if to == parcours.OutcomeUnknown {
		if here, err := tx.excusedHere(ctx, was); err != nil || here {
			return err
		}
	}
	if err := parcours.MayMove(was.Outcome, to, was.StartsAt, a.now); err != nil {
		_, err := tx.raise(ctx, a.now, parcours.Incident{
			Key: "upstream_outcome/" + was.ID + "/" + string(was.Outcome) + "/" + string(to), Kind: "upstream_outcome", PersonID: was.PersonID,
			Details: details{"from": string(was.Outcome), "to": string(to)},
		}, "")
		if err != nil {
			return err
		}
	}
	kind := parcours.EventOutcome
	if to == parcours.OutcomeRevoked {
		kind = parcours.EventRevoked
	}
	future := a.now.Before(was.StartsAt)
	if err := tx.writeOutcome(ctx, a.now, was, to, parcours.ImpedimentNone, actorUpstream, kind, nil); err != nil {
		return err
	}
	if to != parcours.OutcomeRevoked || !future {
		return nil
	}
	if was.Kind.First() {
		if err := tx.WaitAgain(ctx, was.PersonID); err != nil {
			return fmt.Errorf("milestone: %w", err)
		}
	}
	if silent || was.Outcome != parcours.OutcomeUnknown {
		return nil
	}
	file, err := tx.file(ctx, was.PersonID)
	if err != nil {
		return err
	}
	for _, n := range tx.rules.PlanCancellation(was, file.Person, tx.service, a.now) {
		if _, _, err := tx.notify(ctx, a.now, n); err != nil {
			return err
		}
	}
	return nil
}

// excusedHere reports whether the person excused themselves, or a professional did,
// here and not upstream.
func (tx *tx) excusedHere(ctx context.Context, a parcours.Appointment) (bool, error) {
	if a.Outcome != parcours.OutcomeExcused {
		return false, nil
	}
	author, err := tx.OutcomeBy(ctx, a.ID, a.PersonID)
	if err != nil {
		return false, fmt.Errorf("outcome: %w", err)
	}
	return author != actorUpstream, nil
}

// planUpstream plans what is said of an appointment to come, but the kinds of message
// that the source itself sends.
func (tx *tx) planUpstream(ctx context.Context, a applying, set settingRdv, was parcours.Appointment, change rdvChange) error {
	if !was.Standing(a.now) {
		return nil
	}
	anew := change.moved || change.restaff || change.reopened || change.resumed
	if anew {
		was.Version++
		if err := tx.bumpAppointment(ctx, a.now, was, actorUpstream); err != nil {
			return err
		}
		if change.reopened && was.Kind.First() {
			if err := tx.firstBooked(ctx, a.now, set); err != nil {
				return err
			}
		}
	}
	sent := map[string]bool{parcours.KindConvocation: set.part.Lifecycle, parcours.KindReminder: set.part.Reminder}
	if !anew && !change.fresh {
		return tx.leaveToSource(ctx, a.now, was, sent)
	}
	told := !change.fresh && !change.moved && !change.reopened && !change.pending
	for _, n := range tx.rules.PlanAppointment(was, set.person, tx.service, a.now) {
		if sent[n.Kind] || told && n.Kind == parcours.KindConvocation {
			continue
		}
		if _, _, err := tx.notify(ctx, a.now, n); err != nil {
			return err
		}
	}
	return nil
}

// bumpAppointment begins a new version of an appointment: what was planned about the
// one before is withdrawn.
func (tx *tx) bumpAppointment(ctx context.Context, now time.Time, a parcours.Appointment, author string) error {
	if err := tx.withdrawAppointment(ctx, now, a, author, parcours.ReasonSuperseded); err != nil {
		return err
	}
	err := tx.MoveAppointment(ctx, gen.MoveAppointmentParams{
		ID: a.ID, PlaceID: a.Place.ID, TerritoryID: null(a.TerritoryID), Kind: string(a.Kind), StartsAt: millis(a.StartsAt),
		Minutes: int64(a.Duration / time.Minute), Version: int64(a.Version), Late: a.Late,
	})
	if err != nil {
		return fmt.Errorf("appointment: %w", err)
	}
	return nil
}

// leaveToSource withdraws what was planned here and is by now sent there.
func (tx *tx) leaveToSource(ctx context.Context, now time.Time, a parcours.Appointment, sent map[string]bool) error {
	for _, kind := range []string{parcours.KindConvocation, parcours.KindReminder} {
		if !sent[kind] {
			continue
		}
		ids, err := tx.plannedOfKind(ctx, a, kind)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := tx.withdraw(ctx, now, id, actorUpstream, "sent_upstream"); err != nil {
				return err
			}
		}
	}
	return nil
}
