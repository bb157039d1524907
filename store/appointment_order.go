package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// SetAppointment sets an appointment of any kind for a person on somebody's decision, in
// a slot or at a time of its own, with its convocation and reminders. ErrNotFound for a
// person outside the actor's scope; ErrConflict for one who is gone or has a first
// interview already, and for a slot that is full; FieldErrors for what could not be told
// to the person, and for whoever is not free then. What it replaces is given up: a
// person who knew of it is told, unless they asked for it.
func (s *Store) SetAppointment(ctx context.Context, now time.Time, actor parcours.Actor, order parcours.AppointmentOrder) (parcours.Appointment, error) {
	var set parcours.Appointment
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		file, err := tx.personToSee(ctx, actor, order.PersonID)
		if err != nil {
			return err
		}
		a, err := tx.ordered(ctx, now, actor, order)
		if err != nil {
			return err
		}
		var old parcours.Appointment
		if order.Replaces != "" {
			if old, err = tx.movable(ctx, now, order.PersonID, order.Replaces); err != nil {
				return err
			}
			if err := tx.setHere(ctx, old); err != nil {
				return err
			}
		}
		if err := tx.mayHave(ctx, now, file, a, old); err != nil {
			return err
		}
		if err := tx.vacate(ctx, now, actor, old, a.Origin, file.Person); err != nil {
			return err
		}
		deadline := tx.rules.Deadline(file.Person.EnteredOn)
		if order.SlotID != "" {
			set, err = tx.book(ctx, now, order.PersonID, deadline, order.SlotID, a.Origin, old.ID)
		} else {
			set, err = tx.enterAppointment(ctx, now, a, deadline)
		}
		if err != nil {
			return err
		}
		return tx.announce(ctx, now, by(actor), set, file.Person)
	})
	if err != nil {
		return set, fmt.Errorf("set appointment: %w", err)
	}
	return set, nil
}

// MoveAppointment gives an appointment to come that is in no slot another time, length,
// place or people. It stays the same one: what was planned about it as it was is
// withdrawn, and the person is told it anew. The same again changes nothing. ErrConflict
// for one that is over, cancelled, in a slot or set in another tool; the rest as for
// SetAppointment.
func (s *Store) MoveAppointment(ctx context.Context, now time.Time, actor parcours.Actor, appointmentID string, order parcours.AppointmentOrder) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		file, err := tx.personToSee(ctx, actor, order.PersonID)
		if err != nil {
			return err
		}
		was, err := tx.appointmentOf(ctx, order.PersonID, appointmentID)
		if err != nil {
			return err
		}
		switch {
		case !was.Standing(now):
			return fmt.Errorf("%w: it is over or cancelled", parcours.ErrConflict)
		case was.SlotID != "":
			return fmt.Errorf("%w: it is in a slot", parcours.ErrConflict)
		}
		if err := tx.setHere(ctx, was); err != nil {
			return err
		}
		order.Kind, order.Origin, order.Replaces = was.Kind, was.Origin, was.Replaces
		a, err := tx.ordered(ctx, now, actor, order)
		if err != nil || same(a, was) {
			return err
		}
		if err := tx.mayHave(ctx, now, file, a, was); err != nil {
			return err
		}
		a.ID, a.ParticipationID, a.Version, a.Outcome, a.BookedAt = was.ID, was.ParticipationID, was.Version+1, was.Outcome, was.BookedAt
		return tx.moveTo(ctx, now, actor, a, file.Person)
	})
	if err != nil {
		return fmt.Errorf("move appointment: %w", err)
	}
	return nil
}

// personToSee locks a person of the actor's scope who may be given an appointment, and
// reads their file.
func (tx *tx) personToSee(ctx context.Context, actor parcours.Actor, personID string) (parcours.File, error) {
	if err := tx.allowed(ctx, actor, personID); err != nil {
		return parcours.File{}, err
	}
	if err := tx.lock(ctx, "person", personID); err != nil {
		return parcours.File{}, err
	}
	file, err := tx.file(ctx, personID)
	if err == nil && !file.Person.ExitedOn.IsZero() {
		err = fmt.Errorf("%w: the person is gone", parcours.ErrConflict)
	}
	return file, err
}

// ordered reads the appointment that an order is for, and checks that the person could
// be told of it and that those whom they meet are free.
func (tx *tx) ordered(ctx context.Context, now time.Time, actor parcours.Actor, o parcours.AppointmentOrder) (parcours.Appointment, error) {
	a := parcours.Appointment{PersonID: o.PersonID, SlotID: o.SlotID, Origin: o.Origin, Replaces: o.Replaces}
	if a.Origin == "" {
		a.Origin = parcours.OriginImposed
	}
	if a.Origin == parcours.OriginMoved && o.Replaces == "" {
		return a, parcours.WrongField("origin", "what a person asked to move replaces something")
	}
	if o.SlotID != "" {
		slot, err := tx.slotOf(ctx, actor, o.SlotID)
		if errors.Is(err, parcours.ErrNotFound) {
			return a, parcours.WrongField("slot_id", "the slot is not known")
		}
		if err != nil {
			return a, err
		}
		a.Kind, a.StartsAt, a.Duration, a.Place, a.Professionals, a.TerritoryID = slot.Kind, slot.StartsAt, slot.Duration, slot.Place, slot.Professionals, slot.TerritoryID
		if err := tx.rules.CheckAppointment(a, tx.service, now); err != nil {
			return a, inSlot(err)
		}
		return a, nil
	}
	a.Kind, a.StartsAt, a.Duration = o.Kind, o.StartsAt, time.Duration(o.Minutes)*time.Minute
	var wrong parcours.FieldErrors
	var err error
	if a.Place, err = tx.placeNamed(ctx, actor, o.PlaceID); !wrong.Gather(err) {
		return a, err
	}
	a.TerritoryID = a.Place.TerritoryID
	if a.Professionals, err = tx.staffWithIDs(ctx, actor, o.ProfessionalIDs); !wrong.Gather(err) {
		return a, err
	}
	wrong.Gather(tx.rules.CheckAppointment(a, tx.service, now))
	if len(wrong) > 0 {
		return a, wrong
	}
	busy, err := tx.busy(ctx, parcours.SlotRow{StartsAt: a.StartsAt, Minutes: o.Minutes}, a.Professionals, "")
	if err == nil && busy {
		err = parcours.WrongField("professional_ids", "one of them has a slot then: take it, or close it first")
	}
	return a, err
}

// inSlot says of a slot what is wrong with what it holds: the request names nothing else.
func inSlot(err error) error {
	var wrong parcours.FieldErrors
	if !errors.As(err, &wrong) {
		return err
	}
	of := slices.Clone(wrong)
	for i := range of {
		of[i].Field = "slot_id"
	}
	return of
}

func (tx *tx) placeNamed(ctx context.Context, actor parcours.Actor, id string) (parcours.Place, error) {
	row, err := tx.PlaceByID(ctx, id)
	if err == nil {
		err = within(actor, row.TerritoryID)
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, parcours.ErrNotFound) {
		return parcours.Place{}, parcours.WrongField("place_id", "the place is not known")
	}
	return parcours.Place{ID: row.ID, TerritoryID: row.TerritoryID, Name: row.Name, Address: row.Address, Phone: row.Phone}, err
}

func (tx *tx) staffWithIDs(ctx context.Context, actor parcours.Actor, ids []string) ([]parcours.Professional, error) {
	var staff []parcours.Professional
	for i, id := range ids {
		row, err := tx.Professional(ctx, id)
		if err == nil && row.TerritoryID.String != "" {
			err = within(actor, row.TerritoryID.String)
		}
		if errors.Is(err, sql.ErrNoRows) || errors.Is(err, parcours.ErrNotFound) || slices.Contains(ids[:i], id) {
			return nil, parcours.WrongField("professional_ids", "one of them is not known, or named twice")
		}
		if err != nil {
			return nil, err
		}
		p, err := tx.professional(row)
		if err != nil {
			return nil, err
		}
		staff = append(staff, p)
	}
	return staff, nil
}

// mayHave refuses a second first interview, one away from the person's territory, and
// two appointments at the same time; old is what this one takes the place of.
func (tx *tx) mayHave(ctx context.Context, now time.Time, file parcours.File, a, old parcours.Appointment) error {
	if a.Kind.First() && !old.Kind.First() {
		who, err := tx.PersonToConvene(ctx, a.PersonID)
		if err != nil {
			return err
		}
		if who.BookedOn != "" {
			return fmt.Errorf("%w: the person has a first interview", parcours.ErrConflict)
		}
	}
	field := "starts_at"
	if a.SlotID != "" {
		field = "slot_id"
	}
	if a.Kind.First() && a.TerritoryID != file.Person.TerritoryID {
		if field == "starts_at" {
			field = "place_id"
		}
		return parcours.WrongField(field, "a first interview is in the person's territory")
	}
	for _, other := range file.Appointments {
		if other.ID != old.ID && other.Standing(now) && other.Overlaps(a) {
			return parcours.WrongField(field, "the person has another appointment then")
		}
	}
	return nil
}

// setHere refuses an appointment that is set in another tool, which has the last word.
func (tx *tx) setHere(ctx context.Context, a parcours.Appointment) error {
	elsewhere, err := tx.SetUpstream(ctx, a.ID)
	if err == nil && elsewhere {
		err = fmt.Errorf("%w: it is set in RDV-Solidarités", parcours.ErrConflict)
	}
	return err
}

// vacate cancels what another appointment takes the place of: by the person where they
// asked for it, else by the service, which then tells whoever knew of it.
func (tx *tx) vacate(ctx context.Context, now time.Time, actor parcours.Actor, old parcours.Appointment, origin parcours.Origin, person parcours.Person) error {
	if !old.Standing(now) {
		return nil
	}
	if origin == parcours.OriginMoved {
		return tx.settleOutcome(ctx, now, old, parcours.OutcomeExcused, parcours.ImpedimentNone, by(actor), parcours.EventMoved, nil)
	}
	_, untold, err := tx.convocationOf(ctx, old)
	if err != nil {
		return err
	}
	if err := tx.settleOutcome(ctx, now, old, parcours.OutcomeRevoked, parcours.ImpedimentNone, by(actor), parcours.EventRevoked, nil); err != nil || untold {
		return err
	}
	for _, n := range tx.rules.PlanCancellation(old, person, tx.service, now) {
		if _, _, err := tx.notify(ctx, now, n); err != nil {
			return err
		}
	}
	return nil
}

// same reports whether an appointment would be as it was.
func same(a, was parcours.Appointment) bool {
	return a.StartsAt.Equal(was.StartsAt) && a.Duration == was.Duration && a.Place.ID == was.Place.ID &&
		slices.EqualFunc(a.Professionals, was.Professionals, func(x, y parcours.Professional) bool { return x.ID == y.ID })
}

// moveTo writes an appointment in its new version, and says it anew.
func (tx *tx) moveTo(ctx context.Context, now time.Time, actor parcours.Actor, a parcours.Appointment, person parcours.Person) error {
	deadline := tx.rules.Deadline(person.EnteredOn)
	a.Late = a.Kind.First() && !deadline.IsZero() && tx.today(a.StartsAt).After(deadline)
	if err := tx.bumpAppointment(ctx, now, a, by(actor)); err != nil {
		return err
	}
	if err := tx.DeleteAppointmentProfessionals(ctx, a.ID); err != nil {
		return fmt.Errorf("professionals of the appointment: %w", err)
	}
	if err := tx.staffAppointment(ctx, a.ID, a.Professionals); err != nil {
		return err
	}
	if err := tx.MoveParticipation(ctx, a.ID, a.PersonID, millis(a.StartsAt)); err != nil {
		return fmt.Errorf("move participation: %w", err)
	}
	if a.Kind.First() {
		if err := tx.SetAppointmentOn(ctx, a.PersonID, tx.today(a.StartsAt).String(), string(a.Outcome)); err != nil {
			return fmt.Errorf("milestone: %w", err)
		}
	}
	if err := tx.append(ctx, now, a.PersonID, parcours.EventMoved, by(actor), a.ID, details{"starts_at": a.StartsAt.UTC().Format(time.RFC3339)}); err != nil {
		return err
	}
	return tx.planAppointment(ctx, now, a, person)
}
