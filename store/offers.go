package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// offers are free slots of the same kind and territory that leave the notice,
// soonest first: enough of them for the conversation to choose different days, and
// those that the person was offered already, however late. A time that the person
// could not come at is not offered again.
func (l *loader) offers(ctx context.Context, a parcours.Appointment, refused []time.Time) ([]parcours.Slot, error) {
	territoryID := a.TerritoryID
	if territoryID == "" {
		territoryID = l.d.Person.TerritoryID
	}
	elsewhere, err := l.territoriesUpstream(ctx)
	if err != nil || elsewhere[territoryID] || elsewhere[l.d.Person.TerritoryID] {
		return nil, err
	}
	from := l.rules.FirstBookable(l.now).At(0, 0, l.rules.Zone)
	const looked = 60
	wanted := gen.SlotsToOfferParams{Kind: string(a.Kind), TerritoryID: territoryID, StartsAt: millis(from), Limit: looked}
	rows, err := l.SlotsToOffer(ctx, wanted)
	if err != nil {
		return nil, fmt.Errorf("offers: %w", err)
	}
	professionals, err := l.staffToOffer(ctx, wanted)
	if err != nil {
		return nil, fmt.Errorf("professionals of the offers: %w", err)
	}
	later, err := l.offered(ctx, wanted, rows, professionals)
	if err != nil {
		return nil, fmt.Errorf("offers: %w", err)
	}
	var offers []parcours.Slot
	for _, row := range slices.Concat(rows, later) {
		s := offer(row, professionals[row.ID])
		if !s.StartsAt.Equal(a.StartsAt) && !slices.ContainsFunc(refused, s.StartsAt.Equal) && l.rules.Staffed(s) {
			offers = append(offers, s)
		}
	}
	slices.SortStableFunc(offers, func(a, b parcours.Slot) int { return a.StartsAt.Compare(b.StartsAt) })
	return offers, nil
}

// staffToOffer returns the professionals of the soonest free slots, by slot.
func (tx *tx) staffToOffer(ctx context.Context, wanted gen.SlotsToOfferParams) (map[string][]parcours.Professional, error) {
	staff, err := tx.StaffToOffer(ctx, gen.StaffToOfferParams(wanted))
	if err != nil {
		return nil, err
	}
	professionals := map[string][]parcours.Professional{}
	for _, p := range staff {
		professionals[p.SlotID] = append(professionals[p.SlotID], professionalOf(gen.AppointmentProfessionalsRow{
			ID: p.ID, Email: p.Email, FirstName: p.FirstName, LastName: p.LastName, Structure: p.Structure, StructureKind: p.StructureKind,
			Phone: p.Phone, Role: p.Role, AbsentFrom: p.AbsentFrom, AbsentUntil: p.AbsentUntil,
		}))
	}
	return professionals, nil
}

// offered are the slots that open prompts name and that are not among the soonest:
// what was offered may be chosen while it is free. Their staff is added.
func (l *loader) offered(ctx context.Context, wanted gen.SlotsToOfferParams, soonest []gen.SlotsToOfferRow, staff map[string][]parcours.Professional) ([]gen.SlotsToOfferRow, error) {
	seen := map[string]bool{}
	for _, row := range soonest {
		seen[row.ID] = true
	}
	prompts := l.d.Prompts
	if l.d.Pressed != nil {
		prompts = append(slices.Clone(prompts), *l.d.Pressed)
	}
	var later []gen.SlotsToOfferRow
	for _, p := range prompts {
		for _, c := range p.Choices {
			if c.SlotID == "" || seen[c.SlotID] {
				continue
			}
			seen[c.SlotID] = true
			row, err := l.SlotToOffer(ctx, c.SlotID, wanted.Kind, wanted.StartsAt)
			if errors.Is(err, sql.ErrNoRows) {
				continue // taken, or too soon by now
			}
			if err != nil {
				return nil, err
			}
			professionals, err := l.StaffOfSlot(ctx, row.ID)
			if err != nil {
				return nil, err
			}
			for _, p := range professionals {
				staff[row.ID] = append(staff[row.ID], professionalOf(gen.AppointmentProfessionalsRow{
					ID: p.ID, Email: p.Email, FirstName: p.FirstName, LastName: p.LastName, Structure: p.Structure, StructureKind: p.StructureKind,
					Phone: p.Phone, Role: p.Role, AbsentFrom: p.AbsentFrom, AbsentUntil: p.AbsentUntil,
				}))
			}
			later = append(later, gen.SlotsToOfferRow(row))
		}
	}
	return later, nil
}

func offer(row gen.SlotsToOfferRow, professionals []parcours.Professional) parcours.Slot {
	return parcours.Slot{
		ID: row.ID, TerritoryID: row.TerritoryID, Kind: parcours.AppointmentKind(row.Kind), StartsAt: instant(row.StartsAt),
		Duration: time.Duration(row.Minutes) * time.Minute, Capacity: int(row.Capacity), Booked: int(row.Booked), Professionals: professionals,
		Place: parcours.Place{ID: row.PlaceID, TerritoryID: row.TerritoryID, Name: row.PlaceName, Address: row.PlaceAddress, Phone: row.PlacePhone},
	}
}
