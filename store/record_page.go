package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// RecordsAfter returns at most limit appointments with what the receiver may be told of
// whom they are with: of its territory, of the people whom its structure follows. They
// start before until and come after the instant and the participation's id given, in
// that order; what was deleted where it was set is left out, and what never came about
// of somebody who left. ErrNotFound for an actor who does not see all, ErrInvalid for a
// receiver who may not be told what it asks for.
func (s *Store) RecordsAfter(ctx context.Context, actor parcours.Actor, to parcours.PartnerEndpoint, at time.Time, id string, until time.Time, limit int) ([]parcours.PartnerContent, error) {
	var list []parcours.PartnerContent
	err := s.page(ctx, actor, func(ctx context.Context, tx *tx) error {
		if err := to.Check(); err != nil {
			return fmt.Errorf("%w: who receives them has a name, and is told of everybody or for a structure", err)
		}
		rows, err := tx.RecordsPage(ctx, gen.RecordsPageParams{
			AfterAt: millis(at), AfterID: id, Until: millis(until), Territory: cmp.Or(actor.TerritoryID, to.TerritoryID), Structure: to.Structure, Most: int32(limit),
		})
		if err != nil {
			return err
		}
		list = make([]parcours.PartnerContent, 0, len(rows))
		for _, r := range rows {
			c := parcours.PartnerContent{Person: parcours.Person{
				ID: r.PersonID, FirstName: r.FirstName, LastName: r.LastName, BirthDate: date(r.BirthDate), FranceTravailID: r.FranceTravailID,
			}}
			if to.WithNIR {
				if c.Person.NIR, err = tx.vault.openText(columnNIR, r.NirSealed); err != nil {
					return err
				}
			}
			all, err := tx.appointments(ctx, r.PersonID)
			if err != nil {
				return err
			}
			if err := tx.partnerAppointment(ctx, &c, all, r.AppointmentID); err != nil {
				return err
			}
			list = append(list, c.Narrow(to))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("records after: %w", err)
	}
	return list, nil
}
