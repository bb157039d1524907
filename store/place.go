package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Places returns all the places, by territory and name.
func (s *Store) Places(ctx context.Context, now time.Time) ([]parcours.ManagedPlace, error) {
	var places []parcours.ManagedPlace
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.ManagedPlaces(ctx, millis(now))
		places = nil
		for _, r := range rows {
			places = append(places, parcours.ManagedPlace{
				Place:     parcours.Place{ID: r.ID, TerritoryID: r.TerritoryID, Name: r.Name, Address: r.Address, Phone: r.Phone},
				Territory: r.Territory, Meeting: parcours.Meeting(r.Meeting), Upcoming: int(r.Upcoming), Booked: int(r.Booked),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	return places, nil
}

// SavePlace adds a place, or changes the one of its id. The name and the address of a
// place where somebody is expected do not change (ErrConflict): they were told it. A
// new phone number goes into what is still to be said.
func (s *Store) SavePlace(ctx context.Context, now time.Time, actor parcours.Actor, p parcours.ManagedPlace) (string, error) {
	p.Name, p.Address, p.Phone = strings.TrimSpace(p.Name), strings.TrimSpace(p.Address), strings.TrimSpace(p.Phone)
	id := p.ID
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		switch {
		case !actor.SeesAll():
			return parcours.ErrNotFound
		case p.Name == "" || p.Address == "" || !slices.Contains(parcours.Meetings(), p.Meeting):
			return fmt.Errorf("%w: a place has a name, an address and a way of meeting", parcours.ErrInvalid)
		}
		if p.ID == "" {
			id = tx.newID(now)
			err := tx.InsertPlace(ctx, gen.InsertPlaceParams{
				ID: id, TerritoryID: p.TerritoryID, Name: p.Name, NameKey: parcours.FoldName(p.Name), Address: p.Address, Phone: p.Phone,
				Meeting: string(p.Meeting), CreatedAt: millis(now),
			})
			return tx.dialect.classify(err)
		}
		was, err := tx.PlaceByID(ctx, p.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		if was.Name != p.Name || was.Address != p.Address {
			standing, err := tx.StandingAtPlace(ctx, p.ID, millis(now))
			if err != nil {
				return err
			}
			if standing > 0 {
				return fmt.Errorf("%w: %d people are expected there", parcours.ErrConflict, standing)
			}
		}
		err = tx.UpdatePlace(ctx, gen.UpdatePlaceParams{ID: p.ID, Name: p.Name, NameKey: parcours.FoldName(p.Name), Address: p.Address, Phone: p.Phone, Meeting: string(p.Meeting)})
		if err != nil || was.Phone == p.Phone {
			return err
		}
		return tx.sayPhone(ctx, now, p.ID, cmp.Or(p.Phone, tx.service.Phone))
	})
	if err != nil {
		return "", fmt.Errorf("save place: %w", err)
	}
	return id, nil
}

// sayPhone puts the number of a place into the messages about it that have not left.
func (tx *tx) sayPhone(ctx context.Context, now time.Time, placeID, phone string) error {
	ids, err := tx.PlannedAtPlace(ctx, placeID, millis(now))
	if err != nil {
		return err
	}
	for _, id := range ids {
		n, err := tx.readNotification(ctx, id)
		if err != nil {
			return err
		}
		n.Facts.Phone = phone
		sealed, err := tx.vault.sealFacts(n.Facts)
		if err != nil {
			return err
		}
		if err := tx.SealFacts(ctx, id, sealed); err != nil {
			return err
		}
	}
	return nil
}
