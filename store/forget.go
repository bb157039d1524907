package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pressly/goose/v3"

	"relais/parcours"
	"relais/store/gen"
)

// Forgotten counts what an erasure took away.
type Forgotten struct {
	// Rows were deleted, by table; the journal's entries stay, without their details.
	Rows map[string]int64
	// Entries of the journal were emptied.
	Entries int64
}

// AccessErased is the action that the access log keeps of whoever erases somebody.
const AccessErased = "erase_person"

// Forget erases a person: every row of the list of what is held about people, on every
// channel and under every name. What stays is the chain of their journal, without
// details, under an id that names nobody any more; digests that keep a file from bringing
// them back; their STOP, so that it is obeyed should the number come back with somebody
// else; and who read or changed their data, for the trail. Of texts whose copy the SMS
// provider still keeps, the provider's id stays until that copy is erased.
//
// Kept exports that hold people's data go too, and so do the answers that programs were
// given and that are kept for a day, whoever is in them.
//
// It cannot be undone. ErrConflict while a message to them is on its way.
func (s *Store) Forget(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (Forgotten, error) {
	var done Forgotten
	tables, err := catalogue(ctx, goose.MaxVersion)
	if err != nil {
		return done, fmt.Errorf("erase person: %w", err)
	}
	err = s.overwriting(ctx, func(ctx context.Context, tx *tx) error {
		done = Forgotten{Rows: map[string]int64{}}
		if !actor.RunsAccessRequests() {
			return parcours.ErrNotFound
		}
		personID, err := tx.followed(ctx, personID)
		if err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", personID); err != nil {
			return err
		}
		return tx.forget(ctx, now, actor, personID, tables, &done)
	})
	if err != nil {
		return done, fmt.Errorf("erase person: %w", err)
	}
	return done, s.dialect.fold(ctx, s.reader)
}

func (tx *tx) forget(ctx context.Context, now time.Time, actor parcours.Actor, personID string, tables []table, done *Forgotten) error {
	onTheWay, err := tx.PersonOnTheWay(ctx, null(personID))
	if err != nil {
		return err
	}
	if onTheWay {
		return fmt.Errorf("%w: a message to this person is on its way; try again in a quarter of an hour", parcours.ErrConflict)
	}
	who, nir, merged, err := tx.remember(ctx, now, personID)
	if err != nil {
		return err
	}
	if err := tx.forgetElsewhere(ctx, personID, tracesOf(who, nir, merged)); err != nil {
		return err
	}
	if err := tx.logAccess(ctx, now, actor, AccessErased, personID); err != nil {
		return err
	}
	if err := tx.endJournals(ctx, now, personID, merged, parcours.EventErased, by(actor)); err != nil {
		return err
	}
	if err := tx.dropFilesOfPeople(ctx); err != nil {
		return err
	}
	met, err := tx.AppointmentsOf(ctx, personID)
	if err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) {
		if err := tx.forgetRows(ctx, t.name, personID, done); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	if err := tx.forgetAppointments(ctx, met); err != nil {
		return err
	}
	if err := tx.forgetHousehold(ctx, who.HouseholdID.String); err != nil {
		return err
	}
	if err := tx.UntieOptOuts(ctx, null(personID)); err != nil {
		return err
	}
	done.Entries, err = tx.emptyJournals(ctx, personID, merged)
	return err
}

// dropFilesOfPeople takes away what was taken out of the console and what programs were
// answered: nobody knows whom each of them holds.
func (tx *tx) dropFilesOfPeople(ctx context.Context) error {
	return errors.Join(tx.DropKeptExportsOfPeople(ctx), tx.EmptyAPICalls(ctx))
}

// endJournals writes the last entry of a person's journal, and of those of the files that
// were merged into theirs.
func (tx *tx) endJournals(ctx context.Context, now time.Time, personID string, merged []gen.MergedFilesOfRow, kind parcours.EventKind, actor string) error {
	if err := tx.append(ctx, now, personID, kind, actor, personID, nil); err != nil {
		return err
	}
	for _, f := range merged {
		if err := tx.append(ctx, now, f.ID, kind, actor, f.ID, nil); err != nil {
			return err
		}
	}
	return nil
}

// emptyJournals takes the details out of those journals, and counts their entries.
func (tx *tx) emptyJournals(ctx context.Context, personID string, merged []gen.MergedFilesOfRow) (int64, error) {
	entries, err := tx.EmptyJournal(ctx, personID)
	for _, f := range merged {
		if err != nil {
			break
		}
		var more int64
		more, err = tx.EmptyJournal(ctx, f.ID)
		entries += more
	}
	return entries, err
}

// remember keeps what must outlive somebody who goes: digests of their identifiers, and
// the ids of texts whose copy the SMS provider still keeps. It returns who they are, their
// NIR, and the files that were merged into theirs.
func (tx *tx) remember(ctx context.Context, now time.Time, personID string) (who gen.IdentifiersRow, nir string, merged []gen.MergedFilesOfRow, err error) {
	if who, err = tx.Identifiers(ctx, personID); err != nil {
		return who, "", nil, found(err)
	}
	if nir, err = tx.vault.openText(columnNIR, who.NirSealed); err != nil {
		return who, "", nil, err
	}
	own := append([][]string{{"nir", nir}, {"internal_id", who.InternalID}}, lastGraves(who.FranceTravailID, who.AffiliationKey, who.FirstName, who.BirthDate)...)
	if err := tx.bury(ctx, now, personID, who.FirstName, own); err != nil {
		return who, nir, nil, err
	}
	if merged, err = tx.MergedFilesOf(ctx, personID); err != nil {
		return who, nir, nil, err
	}
	for _, f := range merged { // a source that goes on giving them brings nobody back
		theirs := append([][]string{{"internal_id", f.InternalID}}, lastGraves(f.FranceTravailID, f.AffiliationKey, f.FirstName, f.BirthDate)...)
		if err := tx.bury(ctx, now, personID, f.FirstName, theirs); err != nil {
			return who, nir, merged, err
		}
	}
	if err := tx.RememberSent(ctx, null(personID)); err != nil {
		return who, nir, merged, err
	}
	return who, nir, merged, tx.RememberReceived(ctx, null(personID))
}

// bury leaves a tombstone under each identifier that a file may bring back, and under each
// address with the given name.
func (tx *tx) bury(ctx context.Context, now time.Time, personID, firstName string, graves [][]string) error {
	points, err := tx.AddressesOf(ctx, personID)
	if err != nil {
		return err
	}
	for _, p := range points {
		address, err := tx.vault.openText(columnAddress, p.AddressSealed)
		if err != nil {
			return err
		}
		graves = append(graves, []string{"address", address, parcours.FirstGivenName(firstName)})
	}
	for _, identifier := range graves {
		if identifier[1] == "" {
			continue
		}
		if err := tx.AddTombstone(ctx, tx.graveOf(identifier...), millis(now)); err != nil {
			return err
		}
	}
	return nil
}

// keptOfErased are the tables of the list whose rows outlive the person: see Forget.
// Households go with their last member.
func keptOfErased() []string {
	return []string{"event", "access_log", "opt_out", "household", "dossier"}
}

// hangsOn are rows that are about a person only through another row, and the notices
// about them to professionals, which name them.
func hangsOn() map[string]string {
	const (
		notices = "t.escalation_id in (select e.id from escalation e where e.person_id = $1)" +
			" or t.appointment_id in (select p.appointment_id from participation p where p.person_id = $1) and t.person_id is null"
		noticeIDs = "select t.id from notification t where t.person_id = $1 or " + notices
		attempts  = "t.notification_id in (" + noticeIDs + ")"
	)
	return map[string]string{
		"notification":       "t.person_id = $1 or " + notices,
		"attempt":            attempts,
		"attempt_event":      "t.attempt_id in (select t.id from attempt t where " + attempts + ")",
		"phone_call_attempt": "t.call_id in (select c.id from phone_call c where c.person_id = $1)",
		"transfer_question":  "t.escalation_id in (select e.id from escalation e where e.person_id = $1)",
		"missing_message": "t.address_index in (select c.address_index from contact_point c where c.person_id = $1)" +
			" and t.address_index not in (select c.address_index from contact_point c where c.person_id <> $1)",
	}
}

// forgetRows deletes the rows of one table that are about a person.
func (tx *tx) forgetRows(ctx context.Context, name, personID string, done *Forgotten) error {
	of := hangsOn()[name]
	if of == "" {
		at := slices.IndexFunc(personal(), func(p personalTable) bool { return p.name == name })
		if at < 0 || slices.Contains(keptOfErased(), name) {
			return nil
		}
		of = personal()[at].of
	}
	n, err := tx.exec(ctx, "delete from "+quoted(name)+" as t where "+of, personID)
	if n > 0 {
		done.Rows[name] = n
	}
	return err
}

// forgetHousehold deletes a household, and its file at the fund, that has no member left.
func (tx *tx) forgetHousehold(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	const empty = " and not exists (select 1 from person p where p.household_id = $1)"
	if _, err := tx.exec(ctx, "delete from dossier where household_id = $1"+empty, id); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "delete from household where id = $1"+empty, id)
	return err
}

// forgetAppointments deletes the appointments that nobody is left in.
func (tx *tx) forgetAppointments(ctx context.Context, ids []string) error {
	const empty = " and not exists (select 1 from participation p where p.appointment_id = $1)"
	for _, statement := range []string{
		"update appointment set replaces_id = null where replaces_id = $1" + empty,
		"delete from appointment_professional where appointment_id = $1" + empty,
		"delete from appointment where id = $1" + empty,
	} {
		for _, id := range ids {
			if _, err := tx.exec(ctx, statement, id); err != nil {
				return err
			}
		}
	}
	return nil
}
