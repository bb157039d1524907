package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// mergedKeys are by what a row of a file may name somebody as a file said that was merged
// into theirs. There are few of those: who is named so is looked up row by row.
type mergedKeys struct{ people, internalIDs, affiliations map[string]bool }

// mergedKeys reads them, once in a transaction.
func (tx *tx) mergedKeys(ctx context.Context) (*mergedKeys, error) {
	if tx.merged == nil {
		rows, err := tx.MergedKeys(ctx)
		if err != nil {
			return nil, fmt.Errorf("merged files: %w", err)
		}
		keys := &mergedKeys{map[string]bool{}, map[string]bool{}, map[string]bool{}}
		for _, r := range rows {
			keys.people[r.PersonID], keys.internalIDs[r.InternalID], keys.affiliations[r.AffiliationKey] = true, true, true
		}
		delete(keys.internalIDs, "")
		delete(keys.affiliations, "")
		tx.merged = keys
	}
	return tx.merged, nil
}

// name reports whether a row may be about somebody with whose file another was merged.
func (k *mergedKeys) name(row *aheadRow, c parcours.Candidates) bool {
	if len(k.people) == 0 {
		return false
	}
	return k.internalIDs[row.InternalID] || k.affiliations[row.AffiliationKey] ||
		slices.ContainsFunc(slices.Concat(c.ByNIR, c.ByInternalID, c.ByEmail, c.ByPhone), func(p parcours.KnownPerson) bool { return k.people[p.PersonID] })
}

// mergedInto are the files that were merged into somebody's, of whom most have none.
func (tx *tx) mergedInto(ctx context.Context, personID string) ([]gen.MergedFilesOfRow, error) {
	keys, err := tx.mergedKeys(ctx)
	if err != nil || !keys.people[personID] {
		return nil, err
	}
	files, err := tx.MergedFilesOf(ctx, personID)
	if err != nil {
		return nil, fmt.Errorf("merged files: %w", err)
	}
	return files, nil
}

// also completes somebody who was found by what the files said that were merged into
// theirs.
func (tx *tx) also(ctx context.Context, k *parcours.KnownPerson) error {
	files, err := tx.mergedInto(ctx, k.PersonID)
	for _, f := range files {
		k.Also = append(k.Also, parcours.KnownPerson{
			PersonID: k.PersonID, NIR: k.NIR, InternalID: f.InternalID, FirstName: f.FirstName, BirthDate: date(f.BirthDate),
		})
	}
	return err
}

// saidBefore takes out of a row what a merged file said already, when the row is that
// file's: a human chose what the kept one says. Anything else in it is news.
func (tx *tx) saidBefore(ctx context.Context, personID string, row parcours.PersonRow) (parcours.PersonRow, error) {
	files, err := tx.mergedInto(ctx, personID)
	for _, f := range files {
		if row.InternalID != "" && row.InternalID == f.InternalID || row.InternalID == "" && saidAll(f, row) {
			return news(f, row), nil
		}
	}
	return row, err
}

// saidField is one field of a row, and what a merged file said of it.
type saidField struct {
	now *string
	was string
}

// fieldsOf are the fields of a row that are written as they are read.
func fieldsOf(f gen.MergedFilesOfRow, row *parcours.PersonRow) []saidField {
	return []saidField{
		{(*string)(&row.Role), f.Role},
		{(*string)(&row.Title), f.Title},
		{&row.FirstName, f.FirstName},
		{&row.LastName, f.LastName},
		{&row.BirthName, f.BirthName},
		{&row.InternalID, f.InternalID},
		{&row.FranceTravailID, f.FranceTravailID},
		{&row.AffiliationKey, f.AffiliationKey},
		{&row.Address, f.Address},
		{&row.Postcode, f.Postcode},
		{&row.City, f.City},
		{&row.Structure, f.Structure},
		{&row.Tags, f.Tags},
		{&row.ReferentEmail, f.ReferentWanted},
		{&row.Territory, f.TerritoryWanted},
		{(*string)(&row.SubjectToDuties), f.SubjectToDuties},
	}
}

// saidDate is one date of a row, and what a merged file said of it.
type saidDate struct {
	now *parcours.Date
	was string
}

func datesOf(f gen.MergedFilesOfRow, row *parcours.PersonRow) []saidDate {
	dates := []saidDate{{&row.BirthDate, f.BirthDate}, {&row.RightsOpenedOn, f.RightsOpenedOn}, {&row.DutiesStartOn, f.DutiesStartOn}}
	if f.EntrySource == string(parcours.EntryExplicit) {
		dates = append(dates, saidDate{&row.EnteredOn, f.EnteredOn})
	}
	return dates
}

// same: capitals and accents say nothing new.
func (f saidField) same() bool {
	return *f.now == f.was || f.was != "" && parcours.FoldName(*f.now) == parcours.FoldName(f.was)
}

// saidAll reports whether a merged file said all that a row says.
func saidAll(f gen.MergedFilesOfRow, row parcours.PersonRow) bool {
	return !slices.ContainsFunc(fieldsOf(f, &row), func(field saidField) bool { return *field.now != "" && !field.same() }) &&
		!slices.ContainsFunc(datesOf(f, &row), func(d saidDate) bool { return !d.now.IsZero() && d.now.String() != d.was })
}

// news leaves of a row what a merged file did not say. The id stays the kept file's.
func news(f gen.MergedFilesOfRow, row parcours.PersonRow) parcours.PersonRow {
	if row.AffiliationKey == f.AffiliationKey {
		row.AffiliationNumber = ""
	}
	for _, field := range fieldsOf(f, &row) {
		if field.same() {
			*field.now = ""
		}
	}
	for _, d := range datesOf(f, &row) {
		if d.now.String() == d.was {
			*d.now = parcours.Date{}
		}
	}
	return row
}

// followed returns the id of the file into which one was merged, and the id itself for
// any other.
func (tx *tx) followed(ctx context.Context, id string) (string, error) {
	into, err := tx.MergedInto(ctx, id)
	if err != nil || len(into) == 0 {
		return id, err
	}
	return into[0], nil
}

// journals returns the entries of a person's journal and those of the files that were
// merged into theirs, in the order of time; each keeps its number in its own chain.
func (tx *tx) journals(ctx context.Context, personID string) ([]gen.Event, error) {
	own, err := tx.EventsOfPerson(ctx, personID)
	if err != nil {
		return nil, err
	}
	merged, err := tx.EventsMerged(ctx, personID)
	if err != nil || len(merged) == 0 {
		return own, err
	}
	all := append(merged, own...)
	slices.SortStableFunc(all, func(a, b gen.Event) int { return cmp.Compare(a.At, b.At) })
	return all, nil
}
