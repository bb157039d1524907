package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Calendar returns the slots that start in [since, until), cancelled ones included,
// soonest first; territoryID may be empty for all. It names nobody.
func (s *Store) Calendar(ctx context.Context, territoryID string, since, until time.Time) ([]parcours.CalendarSlot, error) {
	var slots []parcours.CalendarSlot
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		slots, err = tx.calendar(ctx, territoryID, since, until)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	return slots, nil
}

func (tx *tx) calendar(ctx context.Context, territoryID string, since, until time.Time) ([]parcours.CalendarSlot, error) {
	rows, err := tx.CalendarSlots(ctx, millis(since), millis(until), territoryID)
	if err != nil {
		return nil, err
	}
	staff, err := tx.CalendarStaff(ctx, millis(since), millis(until))
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
	slots := make([]parcours.CalendarSlot, 0, len(rows))
	for _, r := range rows {
		slots = append(slots, tx.calendarSlot(gen.CalendarSlotRow(r), professionals[r.ID]))
	}
	return slots, nil
}

func (c *core) calendarSlot(r gen.CalendarSlotRow, staff []parcours.Professional) parcours.CalendarSlot {
	slot := parcours.CalendarSlot{
		Slot: parcours.Slot{
			ID: r.ID, TerritoryID: r.TerritoryID, Kind: parcours.AppointmentKind(r.Kind), StartsAt: instant(r.StartsAt),
			Duration: time.Duration(r.Minutes) * time.Minute, Capacity: int(r.Capacity), Booked: int(r.Booked), Professionals: staff,
			Place: parcours.Place{ID: r.PlaceID, TerritoryID: r.TerritoryID, Name: r.PlaceName, Address: r.PlaceAddress, Phone: r.PlacePhone},
		},
		Territory: r.Territory, Meeting: parcours.Meeting(r.Meeting), ClosedAt: instant(r.ClosedAt), Series: r.Series,
	}
	if r.ClosedAt > 0 {
		slot.Capacity = int(r.ClosedCapacity)
	}
	slot.Staffed = c.rules.Staffed(slot.Slot)
	return slot
}

// openSlots returns the slots of a kind that start at or after from and were not
// cancelled, full ones included.
func (tx *tx) openSlots(ctx context.Context, kind parcours.AppointmentKind, from time.Time) ([]parcours.Slot, error) {
	all, err := tx.calendar(ctx, "", from, from.AddDate(2, 0, 0))
	if err != nil {
		return nil, err
	}
	var slots []parcours.Slot
	for _, slot := range all {
		if slot.Kind == kind && slot.ClosedAt.IsZero() {
			slots = append(slots, slot.Slot)
		}
	}
	return slots, nil
}

// CalendarSlot returns one slot with those who have it; ErrNotFound for anybody but
// a coordinator.
func (s *Store) CalendarSlot(ctx context.Context, actor parcours.Actor, id string) (parcours.CalendarSlot, error) {
	var slot parcours.CalendarSlot
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		slot, err = tx.slotOf(ctx, actor, id)
		if err != nil {
			return err
		}
		rows, err := tx.BookingsOfSlot(ctx, null(id))
		if err != nil {
			return err
		}
		slot.Bookings = nil
		for _, r := range rows {
			_, channel, _, err := tx.route(ctx, r.PersonID, nil)
			if err != nil {
				return err
			}
			slot.Bookings = append(slot.Bookings, parcours.SlotBooking{
				PersonID: r.PersonID, Name: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(),
				By: channel, Confirmed: r.ConfirmedAt > 0, Told: r.ConvenedOn != "",
			})
		}
		return nil
	})
	if err != nil {
		return slot, fmt.Errorf("slot: %w", err)
	}
	return slot, nil
}

// slotOf reads a slot for whoever may change it: the coordinator.
func (tx *tx) slotOf(ctx context.Context, actor parcours.Actor, id string) (parcours.CalendarSlot, error) {
	var none parcours.CalendarSlot
	if !actor.SeesAll() {
		return none, parcours.ErrNotFound
	}
	row, err := tx.CalendarSlot(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return none, parcours.ErrNotFound
	}
	if err == nil {
		err = within(actor, row.TerritoryID)
	}
	if err != nil {
		return none, err
	}
	staff, err := tx.StaffOfSlot(ctx, id)
	if err != nil {
		return none, err
	}
	professionals, err := tx.core.professionals(staff)
	return tx.calendarSlot(row, professionals), err
}

// PlanSlots says which slots an order would open, and why not the others; it writes
// nothing. ErrInvalid for an order that cannot be.
func (s *Store) PlanSlots(ctx context.Context, now time.Time, order parcours.SlotOrder) ([]parcours.SlotDay, error) {
	var days []parcours.SlotDay
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		_, _, planned, err := tx.planSlots(ctx, now, order)
		days = planned
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plan slots: %w", err)
	}
	return days, nil
}

// planSlots returns the days of an order with what stands in the way of each, its
// place and its professionals.
func (tx *tx) planSlots(ctx context.Context, now time.Time, order parcours.SlotOrder) (parcours.Place, []parcours.Professional, []parcours.SlotDay, error) {
	var place parcours.Place
	if order.Day.IsZero() || order.Kind == "" || order.Capacity < 1 || order.Minutes < 5 || order.Minutes > 8*60 || len(order.ProfessionalIDs) == 0 {
		return place, nil, nil, fmt.Errorf("%w: a slot has a day, a kind, a length, a place and somebody", parcours.ErrInvalid)
	}
	row, err := tx.PlaceByID(ctx, order.PlaceID)
	if errors.Is(err, sql.ErrNoRows) {
		return place, nil, nil, fmt.Errorf("%w: the place is not known", parcours.ErrInvalid)
	}
	if err != nil {
		return place, nil, nil, err
	}
	place = parcours.Place{ID: row.ID, TerritoryID: row.TerritoryID, Name: row.Name, Address: row.Address, Phone: row.Phone}
	var staff []parcours.Professional
	for _, id := range order.ProfessionalIDs {
		row, err := tx.Professional(ctx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return place, nil, nil, fmt.Errorf("%w: a professional is not known", parcours.ErrInvalid)
		}
		if err != nil {
			return place, nil, nil, err
		}
		p, err := tx.professional(row)
		if err != nil {
			return place, nil, nil, err
		}
		staff = append(staff, p)
	}
	days := tx.rules.Days(order, staff, now)
	for i, d := range days {
		if d.Omission != parcours.OmitNone {
			continue
		}
		if !tx.rules.Staffed(parcours.Slot{Kind: order.Kind, StartsAt: d.StartsAt, Professionals: staff}) {
			return place, nil, nil, fmt.Errorf("%w: a joint interview needs one professional of each institution", parcours.ErrInvalid)
		}
		known, err := tx.SlotByKey(ctx, orderKey(d.StartsAt, place, order.Kind, staff))
		if err != nil {
			return place, nil, nil, fmt.Errorf("find slot: %w", err)
		}
		if len(known) > 0 && known[0].ClosedAt == 0 {
			days[i].Omission = parcours.OmitKnown
			continue
		}
		for _, p := range staff {
			busy, err := tx.busy(ctx, parcours.SlotRow{StartsAt: d.StartsAt, Minutes: order.Minutes}, []parcours.Professional{p}, "")
			if err != nil {
				return place, nil, nil, err
			}
			if busy {
				days[i].Omission, days[i].Who = parcours.OmitBusy, p.Name()
				break
			}
		}
	}
	return place, staff, days, nil
}

// orderKey is the key that a file with the same slot gives.
func orderKey(startsAt time.Time, place parcours.Place, kind parcours.AppointmentKind, staff []parcours.Professional) string {
	return slotKey(startsAt, place.TerritoryID, place.Name, kind, []string{staff[0].Email})
}

// OpenSlots opens what PlanSlots says, and returns the series that all of it shares,
// empty when nothing could be opened.
func (s *Store) OpenSlots(ctx context.Context, now time.Time, actor parcours.Actor, order parcours.SlotOrder) (series string, days []parcours.SlotDay, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		if actor.TerritoryID != "" {
			place, err := tx.PlaceByID(ctx, order.PlaceID)
			if err == nil {
				err = within(actor, place.TerritoryID)
			}
			if errors.Is(err, sql.ErrNoRows) || errors.Is(err, parcours.ErrNotFound) {
				return fmt.Errorf("%w: the place is not known", parcours.ErrInvalid)
			}
			if err != nil {
				return err
			}
		}
		var err error
		series, days, err = tx.openOrder(ctx, now, order)
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("open slots: %w", err)
	}
	return series, days, nil
}

func (tx *tx) openOrder(ctx context.Context, now time.Time, order parcours.SlotOrder) (string, []parcours.SlotDay, error) {
	place, staff, days, err := tx.planSlots(ctx, now, order)
	if err != nil {
		return "", nil, err
	}
	series := ""
	for _, d := range days {
		if d.Omission != parcours.OmitNone {
			continue
		}
		if series == "" {
			series = tx.newID(now)
		}
		key := orderKey(d.StartsAt, place, order.Kind, staff)
		known, err := tx.SlotByKey(ctx, key)
		if err != nil {
			return "", nil, fmt.Errorf("find slot: %w", err)
		}
		id := ""
		if len(known) > 0 { // one that was cancelled
			id = known[0].ID
			if _, err := tx.OpenSlot(ctx, id, millis(now)); err != nil {
				return "", nil, fmt.Errorf("open slot: %w", err)
			}
			err = tx.UpdateSlot(ctx, gen.UpdateSlotParams{ID: id, Minutes: int64(order.Minutes), Capacity: int64(order.Capacity), Kind: string(order.Kind), UpdatedAt: millis(now)})
			if err == nil {
				err = tx.DeleteSlotProfessionals(ctx, id)
			}
		} else {
			id = tx.newID(now)
			err = tx.InsertSlot(ctx, gen.InsertSlotParams{
				ID: id, SlotKey: key, TerritoryID: place.TerritoryID, PlaceID: place.ID, Kind: string(order.Kind), StartsAt: millis(d.StartsAt),
				Minutes: int64(order.Minutes), Capacity: int64(order.Capacity), CreatedAt: millis(now),
			})
		}
		if err != nil {
			return "", nil, fmt.Errorf("open slot: %w", err)
		}
		if err := tx.setStaff(ctx, id, staff); err != nil {
			return "", nil, err
		}
		if err := tx.SetSeries(ctx, id, series); err != nil {
			return "", nil, fmt.Errorf("open slot: %w", err)
		}
	}
	return series, days, nil
}

// SetCapacity changes how many people a slot is for; ErrConflict when more have it
// already, or when it was cancelled.
func (s *Store) SetCapacity(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, capacity int) error {
	return s.onSlot(ctx, "capacity", actor, slotID, func(ctx context.Context, tx *tx, _ parcours.CalendarSlot) error {
		if capacity < 1 || capacity > 200 {
			return fmt.Errorf("%w: a slot is for 1 to 200 people", parcours.ErrInvalid)
		}
		set, err := tx.SetCapacity(ctx, slotID, int64(capacity), millis(now))
		if err == nil && set == 0 {
			return fmt.Errorf("%w: more people have it, or it was cancelled", parcours.ErrConflict)
		}
		return err
	})
}

// CloseSlot cancels a slot to come. Those who have it are told that the service
// cancels, and wait for another one: only when booked is how many they are, so that
// nobody is cancelled who was not seen; ErrConflict otherwise.
func (s *Store) CloseSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, booked int) error {
	return s.onSlot(ctx, "close slot", actor, slotID, func(ctx context.Context, tx *tx, slot parcours.CalendarSlot) error {
		return tx.closeSlot(ctx, now, actor, slot, booked)
	})
}

func (tx *tx) closeSlot(ctx context.Context, now time.Time, actor parcours.Actor, slot parcours.CalendarSlot, booked int) error {
	if !now.Before(slot.StartsAt) {
		return fmt.Errorf("%w: it has started", parcours.ErrInvalid)
	}
	bookings, err := tx.BookingsOfSlot(ctx, null(slot.ID))
	if err != nil {
		return err
	}
	if len(bookings) != booked || slot.Booked != booked {
		return fmt.Errorf("%w: %d people have it", parcours.ErrConflict, slot.Booked)
	}
	for _, b := range bookings {
		if err := tx.revoke(ctx, now, actor, b.AppointmentID); err != nil {
			return err
		}
	}
	closed, err := tx.CloseSlot(ctx, slot.ID, millis(now))
	if err == nil && closed == 0 {
		return fmt.Errorf("%w: it was booked or cancelled meanwhile", parcours.ErrConflict)
	}
	return err
}

// ReopenSlot takes a cancellation back. Those who had the slot do not get it back:
// they were told.
func (s *Store) ReopenSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string) error {
	return s.onSlot(ctx, "reopen slot", actor, slotID, func(ctx context.Context, tx *tx, slot parcours.CalendarSlot) error {
		for _, p := range slot.Professionals {
			busy, err := tx.busy(ctx, parcours.SlotRow{StartsAt: slot.StartsAt, Minutes: int(slot.Duration.Minutes())}, []parcours.Professional{p}, slotID)
			if err != nil {
				return err
			}
			if busy {
				return fmt.Errorf("%w: somebody is in another slot by now", parcours.ErrConflict)
			}
		}
		opened, err := tx.OpenSlot(ctx, slotID, millis(now))
		if err == nil && opened == 0 {
			return fmt.Errorf("%w: it is open", parcours.ErrConflict)
		}
		return err
	})
}

// MoveSlot takes a slot that nobody has to another day, hour or place: it is
// cancelled, and one like it is opened there. It returns the series of the new one.
func (s *Store) MoveSlot(ctx context.Context, now time.Time, actor parcours.Actor, slotID string, day parcours.Date, hour, minute int, placeID string) (string, error) {
	var series string
	err := s.onSlot(ctx, "move slot", actor, slotID, func(ctx context.Context, tx *tx, slot parcours.CalendarSlot) error {
		if err := tx.closeSlot(ctx, now, actor, slot, 0); err != nil {
			return err
		}
		order := parcours.SlotOrder{
			PlaceID: cmp.Or(placeID, slot.Place.ID), Kind: slot.Kind, Day: day, Hour: hour, Minute: minute,
			Minutes: int(slot.Duration.Minutes()), Capacity: slot.Capacity,
		}
		for _, p := range slot.Professionals {
			order.ProfessionalIDs = append(order.ProfessionalIDs, p.ID)
		}
		var err error
		if series, _, err = tx.openOrder(ctx, now, order); err == nil && series == "" {
			return fmt.Errorf("%w: somebody is not free then", parcours.ErrConflict)
		}
		return err
	})
	return series, err
}

// CloseSeries takes back slots that were opened together, but those that somebody
// has, which kept counts.
func (s *Store) CloseSeries(ctx context.Context, now time.Time, actor parcours.Actor, series string) (closed, kept int, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		closed, kept = 0, 0
		if !actor.SeesAll() || series == "" {
			return parcours.ErrNotFound
		}
		slots, err := tx.SlotsOfSeries(ctx, series, millis(now))
		if err != nil {
			return err
		}
		for _, slot := range slots {
			n, err := tx.CloseSlot(ctx, slot.ID, millis(now))
			if err != nil {
				return err
			}
			closed += int(n)
		}
		kept = len(slots) - closed
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("close series: %w", err)
	}
	return closed, kept, nil
}

func (s *Store) onSlot(ctx context.Context, what string, actor parcours.Actor, slotID string, fn func(ctx context.Context, tx *tx, slot parcours.CalendarSlot) error) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.lock(ctx, "slot", slotID); err != nil {
			return err
		}
		slot, err := tx.slotOf(ctx, actor, slotID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, slot)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
