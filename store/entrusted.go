package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Entrust lets a professional who is not the referent follow a person: a nurse, a
// partner. ErrNotFound outside the actor's scope, ErrInvalid for no professional.
func (s *Store) Entrust(ctx context.Context, now time.Time, actor parcours.Actor, personID, professionalID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if err := tx.checkRole(ctx, parcours.AccountNurse, professionalID); err != nil {
			return err
		}
		return tx.Queries.Entrust(ctx, gen.EntrustParams{PersonID: personID, ProfessionalID: professionalID, EntrustedBy: actor.AccountID, EntrustedAt: millis(now)})
	})
	if err != nil {
		return fmt.Errorf("entrust: %w", err)
	}
	return nil
}

// EndTrust is the reverse of Entrust; ErrNotFound when there is nothing to end.
func (s *Store) EndTrust(ctx context.Context, actor parcours.Actor, personID, professionalID string) error {
	return s.changeAccount(ctx, "end trust", func(ctx context.Context, tx *tx) (int64, error) {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return 0, err
		}
		return tx.Queries.EndTrust(ctx, personID, professionalID)
	})
}

// EntrustedTo returns the professionals other than the referent who follow a person.
func (s *Store) EntrustedTo(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Professional, error) {
	var professionals []parcours.Professional
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		professionals = nil
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		rows, err := tx.Queries.EntrustedTo(ctx, personID)
		for _, row := range rows {
			professionals = append(professionals, parcours.Professional{
				ID: row.ID, FirstName: row.FirstName, LastName: row.LastName, Structure: row.Structure, Role: parcours.ProfessionalRole(row.Role),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("entrusted: %w", err)
	}
	return professionals, nil
}

// follows reports whether the actor sees all of a person's file; whoever only
// attends an appointment of theirs sees that.
func (tx *tx) follows(ctx context.Context, actor parcours.Actor, personID string) (bool, error) {
	if !actor.AttendsOnly() {
		return true, nil
	}
	follows, err := tx.Queries.Follows(ctx, personID, null(actor.ProfessionalID), tx.today(tx.now()).String())
	if err != nil {
		return false, fmt.Errorf("scope: %w", err)
	}
	return follows, nil
}

// forActor leaves in a file what the actor may read of it.
func (tx *tx) forActor(ctx context.Context, actor parcours.Actor, file parcours.File) (parcours.File, error) {
	if !actor.SeesInternalID() {
		file.Person.InternalID = ""
	}
	follows, err := tx.follows(ctx, actor, file.Person.ID)
	if err != nil || follows {
		return file, err
	}
	file.Contacts, file.Claims, file.Jobs, file.Escalations = nil, nil, nil, nil
	file.Person.Address, file.Person.Postcode, file.Person.City = "", "", ""
	var attended []parcours.Appointment
	for _, a := range file.Appointments {
		for _, p := range a.Professionals {
			if p.ID == actor.ProfessionalID {
				attended = append(attended, a)
				break
			}
		}
	}
	file.Appointments = attended
	return file, nil
}
