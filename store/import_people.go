package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const columnNIR = "person.nir_sealed"

// ImportPeople creates or updates one person for each row and says what became
// of it; the results are in the order of the rows. Who a row is about is decided
// by parcours.Identify. Absent fields never erase; outcomes, conversation,
// consent and referent are never reset.
func (s *Store) ImportPeople(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.PersonRow, dryRun bool) ([]parcours.RowResult, error) {
	if batch.TerritoryID != "" {
		return importRows(ctx, s, now, batch, rows, dryRun,
			func(row parcours.PersonRow) int { return row.Line },
			func(ctx context.Context, tx *tx, row parcours.PersonRow) (parcours.RowResult, error) {
				return tx.importPerson(ctx, now, batch, row)
			})
	}
	looked := make([]aheadRow, len(rows))
	for i := range rows {
		looked[i].PersonRow = rows[i]
	}
	return s.importAhead(ctx, importing{now: now, batch: batch}, looked, dryRun,
		func(ctx context.Context, tx *tx, row *aheadRow) (parcours.RowResult, error) {
			return tx.importPerson(ctx, now, batch, row.PersonRow)
		}, nothingMore)
}

func (tx *tx) importPerson(ctx context.Context, now time.Time, batch parcours.ImportBatch, row parcours.PersonRow) (parcours.RowResult, error) {
	candidates, err := tx.candidates(ctx, row)
	if err != nil {
		return parcours.RowResult{}, err
	}
	identity, err := tx.orErased(ctx, row, parcours.Identify(row, candidates))
	if err != nil {
		return parcours.RowResult{}, err
	}
	if outside, err := tx.outside(ctx, batch, identity.PersonID); err != nil || outside {
		return elsewhere(), err
	}
	id, result, err := tx.writePerson(ctx, now, batch, row, identity)
	if err != nil {
		return result, err
	}
	result.PersonID = id
	if batch.TerritoryID == "" || result.Outcome != parcours.RowCreated {
		return result, nil
	}
	whose, err := tx.ReferentOfPerson(ctx, id)
	if err != nil || len(whose) == 0 {
		return result, err
	}
	_, err = tx.place(ctx, now, gen.UnplacedRow{ID: id, ReferentID: whose[0].ReferentID}, batch.TerritoryID, "")
	return result, err
}

// outside reports whether a person is of another territory than the only one that the
// batch may touch.
func (tx *tx) outside(ctx context.Context, batch parcours.ImportBatch, personID string) (bool, error) {
	if batch.TerritoryID == "" || personID == "" {
		return false, nil
	}
	territoryID, err := tx.TerritoryOfPerson(ctx, personID)
	return territoryID != batch.TerritoryID, err
}

func elsewhere() parcours.RowResult {
	return parcours.RowResult{Outcome: parcours.RowError, Problems: []parcours.Problem{{
		What: "Cette personne relève d'un autre territoire.", Mend: "S'adresser à la coordination de ce territoire.",
	}}}
}

// writePerson creates or updates whom a row is about; the id is empty when nobody was
// written.
func (tx *tx) writePerson(ctx context.Context, now time.Time, batch parcours.ImportBatch, row parcours.PersonRow, identity parcours.Identity) (string, parcours.RowResult, error) {
	if refused := refusedAs(identity); refused.Outcome != "" {
		return "", refused, nil
	}
	if identity.Kind == parcours.IdentityNone {
		if wrong := row.NIRDisagreement(); wrong != nil {
			return "", parcours.RowResult{Outcome: parcours.RowError, Problems: []parcours.Problem{*wrong}, Warnings: identity.Warnings}, nil
		}
	}
	result := parcours.RowResult{Warnings: identity.Warnings}
	referentID, warning, err := tx.referentNamed(ctx, row.ReferentEmail)
	if err != nil {
		return "", result, err
	}
	if warning.What != "" {
		result.Warnings = append(result.Warnings, warning)
	}
	person := identity.PersonID
	if identity.Kind == parcours.IdentityNone {
		result.Outcome = parcours.RowCreated
		person, err = tx.createPerson(ctx, now, batch, row, referentID)
	} else {
		result.Changed, err = tx.updatePerson(ctx, now, person, row, referentID)
	}
	if err != nil {
		return "", result, err
	}
	shared := len(identity.SharedWith) > 0
	if identity.Kind == parcours.IdentityNone {
		return person, result, tx.firstContacts(ctx, now, person, row, shared)
	}
	contacts, err := tx.importContacts(ctx, now, person, row, shared)
	if err != nil {
		return person, result, err
	}
	result.Changed = append(result.Changed, contacts...)
	result.Outcome = parcours.RowUnchanged
	if len(result.Changed) > 0 {
		result.Outcome = parcours.RowUpdated
		err = tx.noteChanged(ctx, now, batch, person, result.Changed)
	}
	return person, result, err
}

// noteChanged writes into a person's journal which fields a file changed.
func (tx *tx) noteChanged(ctx context.Context, now time.Time, batch parcours.ImportBatch, personID string, changed []string) error {
	return tx.append(ctx, now, personID, parcours.EventUpdated, actorRelais, batch.ID, details{"changed": strings.Join(changed, " ")})
}

// candidates finds the people, and the tombstones, that each key of a row names.
func (tx *tx) candidates(ctx context.Context, row parcours.PersonRow) (parcours.Candidates, error) {
	var c parcours.Candidates
	var err error
	if row.NIR != "" {
		rows, err := tx.PeopleByNIR(ctx, tx.vault.nirIndex(row.NIR))
		if err != nil {
			return c, fmt.Errorf("find by NIR: %w", err)
		}
		for _, r := range rows {
			if c.ByNIR, err = tx.known(ctx, c.ByNIR, gen.PeopleByAddressRow(r)); err != nil {
				return c, err
			}
		}
		if c.ByNIR, err = tx.buried(ctx, c.ByNIR, row, "nir", row.NIR); err != nil {
			return c, err
		}
	}
	if row.InternalID != "" {
		rows, err := tx.PeopleByInternalID(ctx, row.InternalID)
		if err != nil {
			return c, fmt.Errorf("find by internal id: %w", err)
		}
		for _, r := range rows {
			if c.ByInternalID, err = tx.known(ctx, c.ByInternalID, gen.PeopleByAddressRow(r)); err != nil {
				return c, err
			}
		}
		if c.ByInternalID, err = tx.buried(ctx, c.ByInternalID, row, "internal_id", row.InternalID); err != nil {
			return c, err
		}
	}
	if row.Email != "" {
		if c.ByEmail, err = tx.reachedAt(ctx, c.ByEmail, row, row.Email); err != nil {
			return c, err
		}
	}
	for _, phone := range row.Phones {
		if phone.Kind == parcours.PhoneInvalid {
			continue // two people may share a text that says nothing
		}
		if c.ByPhone, err = tx.reachedAt(ctx, c.ByPhone, row, phone.E164); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (tx *tx) reachedAt(ctx context.Context, found []parcours.KnownPerson, row parcours.PersonRow, address string) ([]parcours.KnownPerson, error) {
	rows, err := tx.PeopleByAddress(ctx, tx.vault.addressIndex(address))
	if err != nil {
		return nil, fmt.Errorf("find by address: %w", err)
	}
	for _, r := range rows {
		if found, err = tx.known(ctx, found, r); err != nil {
			return nil, err
		}
	}
	return tx.buried(ctx, found, row, "address", address, parcours.FirstGivenName(row.FirstName))
}

func (tx *tx) known(ctx context.Context, found []parcours.KnownPerson, r gen.PeopleByAddressRow) ([]parcours.KnownPerson, error) {
	nir, err := tx.vault.openText(columnNIR, r.NirSealed)
	if err != nil {
		return nil, err
	}
	k := parcours.KnownPerson{PersonID: r.ID, NIR: nir, InternalID: r.InternalID, FirstName: r.FirstName, BirthDate: date(r.BirthDate)}
	if r.ArchivedAt > 0 {
		k.ArchivedOn = tx.today(instant(r.ArchivedAt))
	}
	if err := tx.also(ctx, &k); err != nil {
		return nil, err
	}
	return append(found, k), nil
}

// referentNamed returns the referent whose e-mail a file names, or a warning.
func (tx *tx) referentNamed(ctx context.Context, email string) (id string, warning parcours.Problem, err error) {
	if email == "" {
		return "", warning, nil
	}
	rows, err := tx.ProfessionalByEmail(ctx, email)
	if err != nil {
		return "", warning, fmt.Errorf("find referent: %w", err)
	}
	if len(rows) == 0 {
		warning = parcours.Problem{
			What: "Ce référent n'est pas encore connu ; le lien se fera quand il le sera.",
			Mend: "Importer le fichier des référents, ou corriger l'adresse.",
		}
		return "", warning, nil
	}
	return rows[0].ID, warning, nil
}

func (tx *tx) household(ctx context.Context, now time.Time, row parcours.PersonRow) (sql.NullString, error) {
	if row.AffiliationKey == "" {
		return sql.NullString{}, nil
	}
	id, err := tx.UpsertHousehold(ctx, gen.UpsertHouseholdParams{
		ID: tx.newID(now), AffiliationNumber: row.AffiliationNumber, AffiliationKey: row.AffiliationKey, Fund: string(row.Fund), CreatedAt: millis(now),
	})
	if err != nil {
		return sql.NullString{}, fmt.Errorf("household: %w", err)
	}
	return null(id), nil
}

func (tx *tx) createPerson(ctx context.Context, now time.Time, batch parcours.ImportBatch, row parcours.PersonRow, referentID string) (string, error) {
	household, err := tx.household(ctx, now, row)
	if err != nil {
		return "", err
	}
	entered, source := tx.rules.Entry(row.EnteredOn, row.DutiesStartOn, row.RightsOpenedOn, tx.today(now))
	p := tx.personOf(now, row, referentID, entered, source)
	p.HouseholdID = household
	if row.NIR != "" {
		p.NirSealed, p.NirIndex = tx.vault.seal(columnNIR, []byte(row.NIR)), tx.vault.nirIndex(row.NIR)
	}
	if err := tx.InsertPerson(ctx, p); err != nil {
		return "", fmt.Errorf("insert person: %w", err)
	}
	if _, err := tx.InsertMilestone(ctx, gen.InsertMilestoneParams{PersonID: p.ID, ReferentID: p.ReferentID, EnteredOn: p.EnteredOn, ContactLoss: string(parcours.LossNoNumber), SubjectToDuties: p.SubjectToDuties, EntrySource: p.EntrySource}); err != nil {
		return "", fmt.Errorf("insert milestones: %w", err)
	}
	return p.ID, tx.appendAfter(ctx, gen.LastEventRow{}, now, p.ID, parcours.EventEntered, actorRelais, batch.ID, enteredDetails(batch, p))
}

// personOf is somebody new as a row says that they are, without their NIR and their
// household.
func (c *core) personOf(now time.Time, row parcours.PersonRow, referentID string, entered parcours.Date, source parcours.EntrySource) gen.InsertPersonParams {
	return gen.InsertPersonParams{
		ID: c.newID(now), Role: string(row.Role), Title: string(row.Title), FirstName: row.FirstName, LastName: row.LastName,
		BirthName: row.BirthName, FirstKey: parcours.FoldName(row.FirstName), LastKey: parcours.FoldName(row.LastName), BirthDate: row.BirthDate.String(),
		InternalID: row.InternalID, FranceTravailID: row.FranceTravailID, Address: row.Address,
		Postcode: row.Postcode, City: row.City, Structure: row.Structure, Tags: row.Tags, ReferentID: null(referentID),
		ReferentWanted: row.ReferentEmail, TerritoryWanted: row.Territory, Language: string(cmp.Or(row.Language, parcours.French)),
		EnteredOn: entered.String(), EntrySource: string(source), RightsOpenedOn: row.RightsOpenedOn.String(), DutiesStartOn: row.DutiesStartOn.String(),
		SubjectToDuties: string(row.SubjectToDuties), CreatedAt: millis(now),
	}
}

// enteredDetails are what the first entry of a person's journal says.
func enteredDetails(batch parcours.ImportBatch, p gen.InsertPersonParams) details {
	return details{"entered_on": p.EnteredOn, "entry_source": p.EntrySource, "source": batch.Source, "duties": p.SubjectToDuties}
}

// updatePerson writes the fields of the row that are present and differ, and
// returns their names.
func (tx *tx) updatePerson(ctx context.Context, now time.Time, id string, row parcours.PersonRow, referentID string) ([]string, error) {
	was, err := tx.PersonForImport(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("person %s: %w", id, parcours.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("read person: %w", err)
	}
	if row, err = tx.saidBefore(ctx, id, row); err != nil {
		return nil, err
	}
	household, err := tx.household(ctx, now, row)
	if err != nil {
		return nil, err
	}
	p, changed := tx.changesOf(now, was, row, household, referentID)
	if len(changed) == 0 {
		return nil, nil
	}
	p.FirstKey, p.LastKey = parcours.FoldName(p.FirstName), parcours.FoldName(p.LastName)
	if err := tx.UpdatePerson(ctx, p); err != nil {
		return nil, fmt.Errorf("update person: %w", err)
	}
	err = tx.SetMilestoneEntry(ctx, gen.SetMilestoneEntryParams{
		PersonID: id, EnteredOn: p.EnteredOn, ReferentID: p.ReferentID, SubjectToDuties: p.SubjectToDuties, EntrySource: p.EntrySource,
	})
	if err != nil {
		return nil, fmt.Errorf("update milestones: %w", err)
	}
	return changed, tx.keepDelays(ctx, id)
}

// changesOf is a person as a row says that they are now, and the names of the fields
// that it changes.
func (c *core) changesOf(now time.Time, was gen.PersonForImportRow, row parcours.PersonRow, household sql.NullString, referentID string) (gen.UpdatePersonParams, []string) {
	p := gen.UpdatePersonParams{
		ID: was.ID, HouseholdID: was.HouseholdID, Role: was.Role, Title: was.Title, FirstName: was.FirstName, LastName: was.LastName, BirthName: was.BirthName,
		BirthDate: was.BirthDate, NirIndex: was.NirIndex, InternalID: was.InternalID, FranceTravailID: was.FranceTravailID, Address: was.Address,
		Postcode: was.Postcode, City: was.City, Structure: was.Structure, Tags: was.Tags, ReferentID: was.ReferentID, ReferentWanted: was.ReferentWanted,
		TerritoryWanted: was.TerritoryWanted, EnteredOn: was.EnteredOn, EntrySource: was.EntrySource, RightsOpenedOn: was.RightsOpenedOn,
		DutiesStartOn: was.DutiesStartOn, SubjectToDuties: was.SubjectToDuties, UpdatedAt: millis(now),
	}
	var changed changes
	changed.text("role", &p.Role, string(row.Role))
	changed.text("title", &p.Title, string(row.Title))
	changed.text("first_name", &p.FirstName, row.FirstName)
	changed.text("last_name", &p.LastName, row.LastName)
	changed.text("birth_name", &p.BirthName, row.BirthName)
	changed.text("birth_date", &p.BirthDate, row.BirthDate.String())
	changed.text("department_internal_id", &p.InternalID, row.InternalID)
	changed.text("france_travail_id", &p.FranceTravailID, row.FranceTravailID)
	changed.text("address", &p.Address, row.Address)
	changed.text("postcode", &p.Postcode, row.Postcode)
	changed.text("city", &p.City, row.City)
	changed.text("structure", &p.Structure, row.Structure)
	changed.text("tags", &p.Tags, row.Tags)
	changed.text("rights_opening_date", &p.RightsOpenedOn, row.RightsOpenedOn.String())
	changed.text("duties_start_date", &p.DutiesStartOn, row.DutiesStartOn.String())
	changed.text("subject_to_duties", &p.SubjectToDuties, string(row.SubjectToDuties))
	if household.Valid && household != p.HouseholdID {
		p.HouseholdID = household
		changed = append(changed, "affiliation_number")
	}
	if row.NIR != "" && p.NirIndex == "" {
		p.NirSealed, p.NirIndex = c.vault.seal(columnNIR, []byte(row.NIR)), c.vault.nirIndex(row.NIR)
		changed = append(changed, "nir")
	}
	if !was.ReferentID.Valid {
		changed.text("referent_email", &p.ReferentWanted, row.ReferentEmail)
		p.ReferentID = null(referentID)
	}
	if !was.TerritoryID.Valid {
		changed.text("territory", &p.TerritoryWanted, row.Territory)
	}
	changed = append(changed, c.updateEntry(&p, row, was.CreatedAt)...)
	return p, changed
}

// updateEntry moves the start of the clock when the row knows it from a better
// source than before, or corrects the same source. A person once known never
// falls back on the date of an import.
func (c *core) updateEntry(p *gen.UpdatePersonParams, row parcours.PersonRow, createdAt int64) []string {
	explicit := row.EnteredOn
	if explicit.IsZero() && p.EntrySource == string(parcours.EntryExplicit) {
		explicit = date(p.EnteredOn)
	}
	entered, source := c.rules.Entry(explicit, date(p.DutiesStartOn), date(p.RightsOpenedOn), c.today(instant(createdAt)))
	if entered.String() == p.EnteredOn {
		return nil
	}
	p.EnteredOn, p.EntrySource = entered.String(), string(source)
	return []string{"entered_on"}
}

// changes lists the fields that an update changed.
type changes []string

// text writes a present value that differs.
func (c *changes) text(name string, field *string, value string) {
	if value == "" || value == *field {
		return
	}
	*field = value
	*c = append(*c, name)
}
