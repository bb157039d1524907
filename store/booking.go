package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// book takes a place of the slot for the person and writes the appointment. It
// answers ErrConflict when the slot is full. It plans no message: that is the
// caller's, who knows whether the person chose the time. replaces is the id of
// the appointment that this one takes the place of, or empty.
func (tx *tx) book(ctx context.Context, now time.Time, personID string, deadline parcours.Date, slotID string, origin parcours.Origin, replaces string) (parcours.Appointment, error) {
	var none parcours.Appointment
	taken, err := tx.TakePlace(ctx, slotID, millis(now))
	if err != nil {
		return none, fmt.Errorf("take a place: %w", err)
	}
	if taken == 0 {
		return none, fmt.Errorf("%w: the slot is full", parcours.ErrConflict)
	}
	slot, err := tx.Slot(ctx, slotID)
	if err != nil {
		return none, fmt.Errorf("slot: %w", err)
	}
	return tx.enterAppointment(ctx, now, parcours.Appointment{
		PersonID: personID, SlotID: slotID, TerritoryID: slot.TerritoryID,
		Kind: parcours.AppointmentKind(slot.Kind), StartsAt: instant(slot.StartsAt), Duration: time.Duration(slot.Minutes) * time.Minute,
		Place:  parcours.Place{ID: slot.PlaceID, TerritoryID: slot.TerritoryID, Name: slot.PlaceName, Address: slot.PlaceAddress, Phone: slot.PlacePhone},
		Origin: origin, Replaces: replaces,
	}, deadline)
}

// enterAppointment writes an appointment that has no id yet and returns it whole: with
// its own professionals, or its slot's. A first interview is a milestone, late when its
// day is after the deadline.
func (tx *tx) enterAppointment(ctx context.Context, now time.Time, a parcours.Appointment, deadline parcours.Date) (parcours.Appointment, error) {
	on := parcours.DateOf(a.StartsAt, tx.rules.Zone)
	a.ID, a.Version, a.Outcome, a.BookedAt = tx.newID(now), 1, parcours.OutcomeUnknown, now
	a.Late = a.Kind.First() && !deadline.IsZero() && on.After(deadline)
	err := tx.InsertAppointment(ctx, gen.InsertAppointmentParams{
		ID: a.ID, SlotID: null(a.SlotID), TerritoryID: null(a.TerritoryID), PlaceID: a.Place.ID, Kind: string(a.Kind), StartsAt: millis(a.StartsAt),
		Minutes: int64(a.Duration / time.Minute), Origin: string(a.Origin), Version: int64(a.Version), ReplacesID: null(a.Replaces), Late: a.Late, BookedAt: millis(now),
	})
	if err != nil {
		return a, fmt.Errorf("insert appointment: %w", err)
	}
	if a.SlotID != "" {
		err = tx.CopyProfessionals(ctx, a.ID, a.SlotID)
	} else {
		err = tx.staffAppointment(ctx, a.ID, a.Professionals)
	}
	if err != nil {
		return a, fmt.Errorf("professionals of the appointment: %w", err)
	}
	a.ParticipationID = tx.newID(now)
	err = tx.InsertParticipation(ctx, gen.InsertParticipationParams{
		ID: a.ParticipationID, AppointmentID: a.ID, PersonID: a.PersonID, Outcome: string(a.Outcome), CreatedAt: millis(now), StartsAt: millis(a.StartsAt),
	})
	if err != nil {
		return a, fmt.Errorf("insert participation: %w", err)
	}
	if a.Kind.First() {
		if err := tx.reachAll(ctx, a.PersonID, []stage{stageBooked, stageFirstBooked}, tx.today(now)); err != nil {
			return a, err
		}
		if err := tx.SetAppointmentOn(ctx, a.PersonID, on.String(), string(a.Outcome)); err != nil {
			return a, fmt.Errorf("milestone: %w", err)
		}
	}
	professionals, err := tx.AppointmentProfessionals(ctx, a.ID)
	if err != nil {
		return a, fmt.Errorf("professionals of the appointment: %w", err)
	}
	a.Professionals = nil
	for _, p := range professionals {
		a.Professionals = append(a.Professionals, professionalOf(p))
	}
	return a, nil
}

// release gives the place of an appointment back to its slot, when it has one.
func (tx *tx) release(ctx context.Context, now time.Time, slotID string) error {
	if slotID == "" {
		return nil
	}
	if err := tx.GiveBackPlace(ctx, slotID, millis(now)); err != nil {
		return fmt.Errorf("give a place back: %w", err)
	}
	return nil
}

// appointments returns all the appointments of a person, soonest first.
func (tx *tx) appointments(ctx context.Context, personID string) ([]parcours.Appointment, error) {
	rows, err := tx.AppointmentsOfPerson(ctx, personID)
	if err != nil {
		return nil, fmt.Errorf("appointments: %w", err)
	}
	all := make([]parcours.Appointment, 0, len(rows))
	for _, r := range rows {
		a := parcours.Appointment{
			ID: r.ID, ParticipationID: r.ParticipationID, PersonID: r.PersonID, SlotID: r.SlotID, TerritoryID: r.TerritoryID,
			Kind: parcours.AppointmentKind(r.Kind), StartsAt: instant(r.StartsAt), Duration: time.Duration(r.Minutes) * time.Minute,
			Place:  parcours.Place{ID: r.PlaceID, TerritoryID: r.TerritoryID, Name: r.PlaceName, Address: r.PlaceAddress, Phone: r.PlacePhone},
			Origin: parcours.Origin(r.Origin), Version: int(r.Version), Replaces: r.ReplacesID, Late: r.Late,
			Outcome: parcours.Outcome(r.Outcome), Impediment: parcours.Impediment(r.Impediment),
			ConfirmedAt: instant(r.ConfirmedAt), BookedAt: instant(r.BookedAt),
		}
		professionals, err := tx.AppointmentProfessionals(ctx, r.ID)
		if err != nil {
			return nil, fmt.Errorf("professionals of the appointment: %w", err)
		}
		for _, p := range professionals {
			a.Professionals = append(a.Professionals, professionalOf(p))
		}
		all = append(all, a)
	}
	return all, nil
}

func professionalOf(p gen.AppointmentProfessionalsRow) parcours.Professional {
	return parcours.Professional{
		ID: p.ID, Email: p.Email, FirstName: p.FirstName, LastName: p.LastName, Structure: p.Structure,
		StructureKind: parcours.StructureKind(p.StructureKind), Phone: p.Phone, Role: parcours.ProfessionalRole(p.Role),
		AbsentFrom: date(p.AbsentFrom), AbsentUntil: date(p.AbsentUntil),
	}
}
