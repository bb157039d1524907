package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ImportContacts completes people who are known by the CNAF's contacts file, and says
// what became of each row. It creates nobody. A person is found by NIR, else by the
// household's number, which may name several: the phone is then theirs together, and
// is marked as shared. A number that somebody has confirmed, or that is known to be a
// former one, outweighs the file.
func (s *Store) ImportContacts(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ContactRow, dryRun bool) ([]parcours.RowResult, error) {
	return importRows(ctx, s, now, batch, rows, dryRun,
		func(row parcours.ContactRow) int { return row.Line },
		func(ctx context.Context, tx *tx, row parcours.ContactRow) (parcours.RowResult, error) {
			return tx.importDossierContact(ctx, now, batch, row)
		})
}

// dossierMatch is whom a row of contacts is about.
type dossierMatch struct {
	people []string
	// subject is the one whose role, title and dates the row gives; empty in doubt.
	subject string
	// shared: the phone may be somebody else's of the household.
	shared bool
}

func (tx *tx) importDossierContact(ctx context.Context, now time.Time, batch parcours.ImportBatch, row parcours.ContactRow) (parcours.RowResult, error) {
	match, refused, err := tx.matchDossier(ctx, row)
	if err != nil || len(match.people) == 0 {
		return refused, err
	}
	result := parcours.RowResult{Outcome: parcours.RowUnchanged}
	if match.shared && row.Phone.Kind != parcours.PhoneNone {
		result.Warnings = append(result.Warnings, parcours.Problem{
			What: "Ce téléphone est celui du dossier : il est noté comme partagé, et les messages y restent neutres.",
			Mend: "Demander à chaque personne son propre numéro.",
		})
	}
	for _, personID := range match.people {
		changed, warnings, err := tx.enrich(ctx, now, personID, row, match)
		if err != nil {
			return result, err
		}
		result.Warnings = append(result.Warnings, warnings...)
		if len(changed) == 0 {
			continue
		}
		if err := tx.noteChanged(ctx, now, batch, personID, changed); err != nil {
			return result, err
		}
		result.Outcome = parcours.RowUpdated
		for _, name := range changed {
			if !slices.Contains(result.Changed, name) {
				result.Changed = append(result.Changed, name)
			}
		}
	}
	return result, nil
}

// matchDossier finds whom a row is about; nobody comes with the row's refusal.
func (tx *tx) matchDossier(ctx context.Context, row parcours.ContactRow) (dossierMatch, parcours.RowResult, error) {
	if row.NIR != "" {
		candidates, err := tx.candidates(ctx, parcours.PersonRow{NIR: row.NIR})
		if err != nil {
			return dossierMatch{}, parcours.RowResult{}, err
		}
		identity := parcours.Identify(parcours.PersonRow{NIR: row.NIR}, candidates)
		switch identity.Kind {
		case parcours.IdentityMatch:
			return dossierMatch{people: []string{identity.PersonID}, subject: identity.PersonID, shared: otherName(row, candidates.ByNIR[0].FirstName)}, parcours.RowResult{}, nil
		case parcours.IdentityConflict:
			return dossierMatch{}, parcours.RowResult{Outcome: parcours.RowConflict, Problems: []parcours.Problem{identity.Problem}}, nil
		case parcours.IdentityClosed:
			return dossierMatch{}, parcours.RowResult{Outcome: parcours.RowIgnored, Problems: []parcours.Problem{identity.Problem}}, nil
		}
	}
	return tx.matchNumber(ctx, row)
}

// matchNumber finds people by the household's number. The row of a spouse, or one
// whose NIR nobody bears, speaks of somebody else of the household: its phone may be
// theirs.
func (tx *tx) matchNumber(ctx context.Context, row parcours.ContactRow) (dossierMatch, parcours.RowResult, error) {
	unknown := refusedRow(parcours.RowIgnored, "", "Personne inconnue : le fichier des contacts complète les personnes déjà connues, il n'en crée pas.", "Importer d'abord le fichier des personnes ou le flux bénéficiaire.")
	if row.AffiliationKey == "" {
		return dossierMatch{}, unknown, nil
	}
	people, err := tx.PeopleOfDossier(ctx, row.AffiliationKey)
	if err != nil {
		return dossierMatch{}, parcours.RowResult{}, fmt.Errorf("find by affiliation number: %w", err)
	}
	people = slices.DeleteFunc(people, func(p gen.PeopleOfDossierRow) bool { return p.ArchivedAt > 0 })
	people = slices.CompactFunc(people, func(a, b gen.PeopleOfDossierRow) bool { return a.ID == b.ID })
	if len(people) == 0 {
		return dossierMatch{}, unknown, nil
	}
	match := dossierMatch{shared: len(people) > 1 || row.Role == parcours.RoleSpouse}
	for _, p := range people {
		match.people = append(match.people, p.ID)
		match.shared = match.shared || otherName(row, p.FirstName) || row.NIR != "" && p.NirIndex != ""
	}
	if first := people[0]; len(people) == 1 && (row.NIR == "" || first.NirIndex == "") && row.Role != parcours.RoleNone && first.Role == string(row.Role) {
		match.subject = first.ID
	}
	return match, parcours.RowResult{}, nil
}

// otherName reports whether the file's answerable person is not the one found.
func otherName(row parcours.ContactRow, firstName string) bool {
	return row.ResponsibleFirstName != "" && !parcours.SameGivenName(row.ResponsibleFirstName, firstName)
}

// enrich writes what a row says of one person, and returns the names of the fields
// that changed.
func (tx *tx) enrich(ctx context.Context, now time.Time, personID string, row parcours.ContactRow, match dossierMatch) (changed []string, warnings []parcours.Problem, err error) {
	if personID == match.subject {
		facts := parcours.PersonRow{Role: row.Role, Title: row.Title, DutiesStartOn: row.DutiesStartOn, AffiliationNumber: row.AffiliationNumber, AffiliationKey: row.AffiliationKey}
		if changed, err = tx.updatePerson(ctx, now, personID, facts, ""); err != nil {
			return nil, nil, err
		}
	}
	before, err := tx.contactPoints(ctx, personID)
	if err != nil {
		return nil, nil, err
	}
	phone, warnings, err := tx.enrichPhone(ctx, now, personID, before, row.Phone, match.shared)
	if err != nil {
		return nil, nil, err
	}
	if phone {
		changed = append(changed, "phone_number")
	}
	email := contact{channel: parcours.ChannelEmail, address: row.Email, shared: match.shared, replaces: []parcours.Channel{parcours.ChannelEmail}}
	did, err := tx.enrichContact(ctx, now, personID, before, email)
	if err != nil {
		return nil, nil, err
	}
	if did {
		changed = append(changed, "email")
	}
	if phone || did {
		if err := tx.updateContactLoss(ctx, personID); err != nil {
			return nil, nil, err
		}
		if err := tx.unlist(ctx, now, personID); err != nil {
			return nil, nil, err
		}
	}
	filed, err := tx.enrichDossier(ctx, now, personID, row)
	if filed {
		changed = append(changed, "dossier")
	}
	return changed, warnings, err
}

func (tx *tx) enrichPhone(ctx context.Context, now time.Time, personID string, before []parcours.ContactPoint, phone parcours.Phone, shared bool) (bool, []parcours.Problem, error) {
	c := contact{channel: parcours.ChannelCall, address: phone.E164, kind: phone.Kind, shared: shared, replaces: []parcours.Channel{parcours.ChannelCall}}
	switch phone.Kind {
	case parcours.PhoneNone, parcours.PhoneInvalid, parcours.PhoneService:
		return false, nil, nil
	case parcours.PhoneMobile, parcours.PhoneForeign:
		c.channel, c.replaces = parcours.ChannelSMS, []parcours.Channel{parcours.ChannelSMS, parcours.ChannelCall}
	}
	var warnings []parcours.Problem
	if was := slices.IndexFunc(before, func(p parcours.ContactPoint) bool { return p.Channel == c.channel && p.Address == c.address }); was >= 0 && before[was].Status != parcours.ContactCurrent {
		warnings = append(warnings, parcours.Problem{What: "Ce numéro est connu comme ancien ou comme celui d'une autre personne : il n'est pas repris.", Mend: "Le vérifier avec la personne."})
	}
	did, err := tx.enrichContact(ctx, now, personID, before, c)
	return did, warnings, err
}

// enrichContact adds one address of the household's file to a person and reports
// whether something changed. It takes the place of another one of the person's only
// when it is surely theirs, and nobody has confirmed that other one.
func (tx *tx) enrichContact(ctx context.Context, now time.Time, personID string, before []parcours.ContactPoint, c contact) (bool, error) {
	if c.address == "" {
		return false, nil
	}
	index := tx.vault.addressIndex(c.address)
	others, err := tx.OthersAtAddress(ctx, index, personID)
	if err != nil {
		return false, fmt.Errorf("others at an address: %w", err)
	}
	c.shared = c.shared || others
	known := slices.ContainsFunc(before, func(p parcours.ContactPoint) bool { return p.Channel == c.channel && p.Address == c.address })
	did := false
	if !known {
		confirmed := slices.ContainsFunc(before, func(p parcours.ContactPoint) bool {
			return p.Status == parcours.ContactCurrent && p.Verified && slices.Contains(c.replaces, p.Channel)
		})
		if c.shared || confirmed {
			c.replaces = nil
			for _, p := range before {
				c.position = max(c.position, int64(p.Position)+1)
			}
		}
		if did, err = tx.importContact(ctx, now, personID, before, c, nil); err != nil {
			return false, err
		}
	}
	if !c.shared {
		return did, nil
	}
	marked, err := tx.SharePhone(ctx, personID, index, millis(now))
	if err != nil {
		return false, fmt.Errorf("share phone: %w", err)
	}
	return did || marked > 0, tx.ShareAddress(ctx, index, millis(now))
}

// enrichDossier keeps the number and the day of the request.
func (tx *tx) enrichDossier(ctx context.Context, now time.Time, personID string, row parcours.ContactRow) (bool, error) {
	if row.RequestNumber == "" && row.RequestedOn.IsZero() {
		return false, nil
	}
	return tx.putDossier(ctx, now, personID, func(d *gen.PutDossierParams) {
		d.RequestNumber = row.RequestNumber
		if !row.RequestedOn.IsZero() {
			d.RequestedOn = row.RequestedOn.String()
		}
	})
}

// putDossier changes what is known of a person's household's file, and reports
// whether it was known otherwise.
func (tx *tx) putDossier(ctx context.Context, now time.Time, personID string, change func(*gen.PutDossierParams)) (bool, error) {
	who, err := tx.HouseholdOfPerson(ctx, personID)
	if err != nil || who.HouseholdID == "" {
		return false, err
	}
	known, err := tx.DossierOfHousehold(ctx, who.HouseholdID)
	if err != nil {
		return false, fmt.Errorf("read dossier: %w", err)
	}
	d := gen.PutDossierParams{HouseholdID: who.HouseholdID, UpdatedAt: millis(now)}
	for _, was := range known {
		d.Office, d.RequestNumber, d.RequestedOn, d.State = was.Office, was.RequestNumber, was.RequestedOn, was.State
		d.SuspensionReason, d.ClosureReason, d.ClosedOn, d.ReferenceOn = was.SuspensionReason, was.ClosureReason, was.ClosedOn, was.ReferenceOn
	}
	change(&d)
	changed, err := tx.PutDossier(ctx, d)
	if err != nil {
		return false, fmt.Errorf("put dossier: %w", err)
	}
	return changed > 0, nil
}
