package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Waiting returns the people who have no first interview, with their deadlines,
// earliest entry first. Whoever has no territory yet waits for PlacePeople, and
// whose territory sets its appointments in RDV-Solidarités is convened there.
func (s *Store) Waiting(ctx context.Context, today parcours.Date) ([]parcours.Waiting, error) {
	var waiting []parcours.Waiting
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Waiting(ctx, today.String())
		if err != nil {
			return err
		}
		elsewhere, err := tx.territoriesUpstream(ctx)
		if err != nil {
			return err
		}
		waiting = make([]parcours.Waiting, 0, len(rows))
		for _, r := range rows {
			if elsewhere[r.TerritoryID.String] {
				continue
			}
			waiting = append(waiting, parcours.Waiting{PersonID: r.ID, TerritoryID: r.TerritoryID.String, Deadline: s.rules.Deadline(date(r.EnteredOn))})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("waiting: %w", err)
	}
	return waiting, nil
}

// FreeSlots returns the slots of a kind that start at or after from and have
// room, soonest first, with their professionals: those of the territories, or all of them
// when none is named.
func (s *Store) FreeSlots(ctx context.Context, kind parcours.AppointmentKind, from time.Time, territories ...string) ([]parcours.Slot, error) {
	var slots []parcours.Slot
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		if len(territories) == 0 {
			slots, err = tx.freeSlots(ctx, kind, from)
			return err
		}
		slots = nil
		for _, id := range territories {
			some, err := tx.slotsOf(ctx, gen.SlotsToOfferParams{Kind: string(kind), TerritoryID: id, StartsAt: millis(from), Limit: freeAtOnce})
			if err != nil {
				return err
			}
			slots = append(slots, some...)
		}
		slices.SortStableFunc(slots, func(a, b parcours.Slot) int { return a.StartsAt.Compare(b.StartsAt) })
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("free slots: %w", err)
	}
	return slots, nil
}

// freeAtOnce bounds how many slots of a territory are looked at: more than it has free.
const freeAtOnce = 20_000

// slotsOf returns the soonest free slots of one territory with their professionals.
func (tx *tx) slotsOf(ctx context.Context, wanted gen.SlotsToOfferParams) ([]parcours.Slot, error) {
	rows, err := tx.SlotsToOffer(ctx, wanted)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	staff, err := tx.staffToOffer(ctx, wanted)
	if err != nil {
		return nil, err
	}
	slots := make([]parcours.Slot, 0, len(rows))
	for _, row := range rows {
		slots = append(slots, offer(row, staff[row.ID]))
	}
	return slots, nil
}

func (tx *tx) freeSlots(ctx context.Context, kind parcours.AppointmentKind, from time.Time) ([]parcours.Slot, error) {
	rows, err := tx.FreeSlots(ctx, string(kind), millis(from))
	if err != nil {
		return nil, err
	}
	staff, err := tx.FreeSlotProfessionals(ctx, string(kind), millis(from))
	if err != nil {
		return nil, err
	}
	professionals := map[string][]parcours.Professional{}
	for _, row := range staff {
		p, err := tx.professional(row.Professional)
		if err != nil {
			return nil, err
		}
		professionals[row.SlotID] = append(professionals[row.SlotID], p)
	}
	slots := make([]parcours.Slot, 0, len(rows))
	for _, r := range rows {
		slots = append(slots, parcours.Slot{
			ID: r.ID, TerritoryID: r.TerritoryID, Kind: kind, StartsAt: instant(r.StartsAt), Duration: time.Duration(r.Minutes) * time.Minute,
			Place:    parcours.Place{ID: r.PlaceID, TerritoryID: r.TerritoryID, Name: r.PlaceName, Address: r.PlaceAddress, Phone: r.PlacePhone},
			Capacity: int(r.Capacity), Booked: int(r.Booked), Professionals: professionals[r.ID],
		})
	}
	return slots, nil
}

// Convene books the assigned slot and writes the convocation and its reminders.
// It answers ErrConflict when the slot was filled, or the person booked or gone,
// in the meantime.
func (s *Store) Convene(ctx context.Context, now time.Time, assigned parcours.Assigned) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.convene(ctx, now, actorRelais, assigned)
		return err
	})
	if err != nil {
		return fmt.Errorf("convene: %w", err)
	}
	return nil
}

// convene is Convene on an author's decision, in the transaction that has begun.
func (tx *tx) convene(ctx context.Context, now time.Time, author string, assigned parcours.Assigned) (parcours.Appointment, error) {
	var appointment parcours.Appointment
	if err := tx.lock(ctx, "person", assigned.PersonID); err != nil {
		return appointment, err
	}
	who, err := tx.PersonToConvene(ctx, assigned.PersonID)
	if err != nil {
		return appointment, err
	}
	if who.BookedOn != "" || who.ExitedOn != "" {
		return appointment, fmt.Errorf("%w: the person is booked or gone", parcours.ErrConflict)
	}
	person := parcours.Person{
		ID: who.ID, Title: parcours.Title(who.Title), FirstName: who.FirstName, LastName: who.LastName,
		Language: parcours.Language(who.Language), Discreet: who.Discreet, EnteredOn: date(who.EnteredOn), TerritoryID: who.TerritoryID,
	}
	appointment, err = tx.book(ctx, now, person.ID, tx.rules.Deadline(person.EnteredOn), assigned.SlotID, parcours.OriginImposed, "")
	if err != nil {
		return appointment, err
	}
	return appointment, tx.announce(ctx, now, author, appointment, person)
}

// announce keeps that an appointment was set, and plans its convocation and reminders. A
// first interview ends the invitation to choose one.
func (tx *tx) announce(ctx context.Context, now time.Time, author string, a parcours.Appointment, person parcours.Person) error {
	said := details{"starts_at": a.StartsAt.Format(time.RFC3339), "kind": string(a.Kind), "origin": string(a.Origin)}
	if a.Replaces != "" {
		said["replaces"] = a.Replaces
	}
	if err := tx.append(ctx, now, person.ID, parcours.EventBooked, author, a.ID, said); err != nil {
		return err
	}
	if a.Kind.First() {
		if err := tx.endInvitation(ctx, now, person.ID, author); err != nil {
			return err
		}
	}
	return tx.planAppointment(ctx, now, a, person)
}

// planAppointment plans the convocation and the reminders of an appointment.
func (tx *tx) planAppointment(ctx context.Context, now time.Time, a parcours.Appointment, person parcours.Person) error {
	for _, n := range tx.rules.PlanAppointment(a, person, tx.service, now) {
		if _, _, err := tx.notify(ctx, now, n); err != nil {
			return err
		}
	}
	return nil
}
