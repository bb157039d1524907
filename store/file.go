package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// allowed answers ErrNotFound when the actor may not open the person's file: the
// coordinator opens all, a referent and their stand-in those they follow, a partner
// those of its structure, any professional those entrusted to them or that they
// have an appointment with. Nobody learns whether a file
// that they may not open exists.
func (tx *tx) allowed(ctx context.Context, actor parcours.Actor, personID string) error {
	visible, err := tx.Visible(ctx, gen.VisibleParams{
		PersonID: personID, SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: tx.today(tx.now()).String(),
		Structure: actor.Structure,
	})
	if err != nil {
		return fmt.Errorf("scope: %w", err)
	}
	if !visible {
		return fmt.Errorf("person: %w", parcours.ErrNotFound)
	}
	if actor.TerritoryID == "" {
		return nil
	}
	territoryID, err := tx.TerritoryOfPerson(ctx, personID)
	if err != nil {
		return fmt.Errorf("scope: %w", err)
	}
	return within(actor, territoryID)
}

// within answers ErrNotFound for an actor who is bound to another territory.
func within(actor parcours.Actor, territoryID string) error {
	if actor.TerritoryID != "" && actor.TerritoryID != territoryID {
		return fmt.Errorf("territory: %w", parcours.ErrNotFound)
	}
	return nil
}

// People returns the people in the actor's scope whose name, number, internal id
// or household number matches search, by name; all of them for an empty search.
func (s *Store) People(ctx context.Context, actor parcours.Actor, search string, limit int) ([]parcours.ListedPerson, error) {
	var people []parcours.ListedPerson
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		people = nil
		now := s.now()
		found, err := tx.found(ctx, actor, s.search(actor, search, limit, now))
		if err != nil {
			return err
		}
		for _, id := range found {
			if actor.TerritoryID != "" {
				if territoryID, err := tx.TerritoryOfPerson(ctx, id); err != nil {
					return err
				} else if territoryID != actor.TerritoryID {
					continue
				}
			}
			row, err := tx.ListedPerson(ctx, millis(now), id)
			if err != nil {
				return err
			}
			c := s.clockOf(row.EnteredOn, row.ConvenedOn, "")
			people = append(people, parcours.ListedPerson{
				PersonID:  row.ID,
				Name:      parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(),
				Territory: row.Territory,
				Referent:  parcours.Professional{FirstName: row.ReferentFirstName, LastName: row.ReferentLastName}.Name(),
				EnteredOn: c.entered, Deadline: c.deadline, Colour: s.rules.Clock(c.entered, c.convened, s.today(now)),
				Cause: parcours.LossCause(row.ContactLoss), StartsAt: instant(row.NextStartsAt),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return people, nil
}

// found returns the ids of whom the actor finds.
func (tx *tx) found(ctx context.Context, actor parcours.Actor, p gen.SearchFollowedParams) ([]string, error) {
	if actor.SeesAll() {
		return tx.SearchPeople(ctx, gen.SearchPeopleParams{Pattern: p.Pattern, Exact: p.Exact, Affiliation: p.Affiliation, Address: p.Address, Most: p.Most})
	}
	return tx.SearchFollowed(ctx, p)
}

func (s *Store) search(actor parcours.Actor, text string, limit int, now time.Time) gen.SearchFollowedParams {
	p := gen.SearchFollowedParams{
		ProfessionalID: null(actor.ProfessionalID), Today: s.today(now).String(), Most: int32(min(max(limit, 1), 1000)),
		Structure: actor.Structure, Affiliation: "-", Address: "-",
	}
	if text = strings.TrimSpace(text); text == "" {
		return p
	}
	folded := strings.NewReplacer("%", "", "_", "", `\`, "").Replace(parcours.FoldName(text))
	p.Pattern, p.Exact = folded+"%", "-"
	if actor.SeesInternalID() {
		p.Exact = text
	}
	if folded == "" {
		p.Pattern = "\x00"
	}
	if phone := parcours.ParsePhone(text); phone.Kind != parcours.PhoneInvalid && phone.Kind != parcours.PhoneNone {
		p.Address = s.vault.addressIndex(phone.E164)
	} else if strings.Contains(text, "@") {
		p.Address = s.vault.addressIndex(strings.ToLower(text))
	}
	if _, key, _ := parcours.ParseAffiliation(text); key != "" {
		p.Affiliation = key
	}
	return p
}

// Person returns one person's file, without the NIR and without what the actor may
// not read of it; ErrNotFound outside the actor's scope. The id of a file that was
// merged into another finds that one.
func (s *Store) Person(ctx context.Context, actor parcours.Actor, id string) (parcours.File, error) {
	var file parcours.File
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		id, err := tx.followed(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.allowed(ctx, actor, id); err != nil {
			return err
		}
		if file, err = tx.file(ctx, id); err != nil {
			return err
		}
		file, err = tx.forActor(ctx, actor, file)
		return err
	})
	if err != nil {
		return parcours.File{}, fmt.Errorf("person file: %w", err)
	}
	return file, nil
}

func (tx *tx) file(ctx context.Context, id string) (parcours.File, error) {
	r, err := tx.PersonFile(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return parcours.File{}, parcours.ErrNotFound
	}
	if err != nil {
		return parcours.File{}, err
	}
	file := parcours.File{
		Person: parcours.Person{
			ID: r.ID, HouseholdID: r.HouseholdID, AffiliationNumber: r.AffiliationNumber, Fund: parcours.Fund(r.Fund), Role: parcours.Role(r.Role),
			Title: parcours.Title(r.Title), FirstName: r.FirstName, LastName: r.LastName, BirthName: r.BirthName, BirthDate: date(r.BirthDate),
			InternalID: r.InternalID, FranceTravailID: r.FranceTravailID, Address: r.Address, Postcode: r.Postcode, City: r.City,
			Structure: r.Structure, Tags: r.Tags, TerritoryID: r.TerritoryID, Territory: r.Territory, ReferentID: r.ReferentID,
			Language: parcours.Language(r.Language), PreferredChannel: parcours.Channel(r.PreferredChannel), Discreet: r.Discreet,
			EnteredOn: date(r.EnteredOn), EntrySource: parcours.EntrySource(r.EntrySource), RightsOpenedOn: date(r.RightsOpenedOn),
			DutiesStartOn: date(r.DutiesStartOn), SubjectToDuties: parcours.Tri(r.SubjectToDuties), ExitedOn: date(r.ExitedOn), HeldAt: instant(r.HeldAt), CreatedAt: instant(r.CreatedAt),
		},
		ConvenedOn: date(r.ConvenedOn),
		MetOn:      date(r.MetOn),
	}
	if file.Person.ReferentID != "" {
		row, err := tx.Professional(ctx, file.Person.ReferentID)
		if err != nil {
			return file, fmt.Errorf("referent: %w", err)
		}
		if file.Referent, err = tx.professional(row); err != nil {
			return file, err
		}
	}
	if file.Contacts, err = tx.contactPoints(ctx, id); err != nil {
		return file, err
	}
	if file.Appointments, err = tx.appointments(ctx, id); err != nil {
		return file, err
	}
	facts, err := tx.FactsOfPerson(ctx, id)
	if err != nil {
		return file, fmt.Errorf("facts: %w", err)
	}
	for _, f := range facts {
		file.Facts = append(file.Facts, parcours.Fact{
			ID: f.ID, PersonID: f.PersonID, Kind: parcours.FactKind(f.Kind), On: date(f.OnDate), EndsOn: date(f.EndsOn), Value: f.Value,
			By: f.RecordedBy, At: instant(f.RecordedAt),
		})
	}
	if file.Claims, err = tx.claims(ctx, id); err != nil {
		return file, err
	}
	if file.Jobs, err = tx.jobs(ctx, id); err != nil {
		return file, err
	}
	file.Escalations, err = tx.escalationsOfPerson(ctx, id)
	return file, err
}
