package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
	"relais/store/gen"
)

const (
	// aheadRows is how many rows are looked ahead together: what is read for them
	// stands near in the tables, and stays in memory until they are written.
	aheadRows = 256
	// aheadKeys is how many keys one statement asks for.
	aheadKeys = 64
)

// ahead holds what the next rows of a file may need to know, read for all of them by
// a few statements, and the people that these rows create, kept back to be written
// together. A key that is in a map was asked for; one that is not is asked when it is
// needed. Whatever is written beside it makes it forget what that may have changed.
type ahead struct {
	*tx
	importing
	byNIR, byInternalID map[string][]holder
	byAddress           map[string]*atAddress
	// stops are the instants of the STOP that hold for whoever comes to an address.
	stops map[endpoint]int64
	// graves are the instants of the erasures, by the digest of an identifier.
	graves map[string][]int64
	people map[string]personBefore
	points map[string][]pointBefore
	// households by affiliation key, and who is in them for a flux.
	households map[string]*householdBefore
	families   map[string][]gen.PeopleOfDossierRow
	dossiers   map[string]*gen.DossierOfHouseholdRow
	leavers    map[string]leaverBefore
	referents  map[string]referentNamed

	newcomers []*newcomer
	// filed are the households' files of newcomers, by affiliation key.
	filed   map[string]gen.PutDossierParams
	toShare []string
}

// holder is somebody who is found by a key of a row. Of those found by an address only
// who they are and how they are called is read: a number may be that of many.
type holder struct {
	id, firstKey, firstName, nirIndex, internalID, birthDate string
	archivedAt                                               int64
	atAddress                                                bool
}

// atAddress are those who are reached at an address now; unshared tells that one of
// their contact points does not say that it is shared.
type atAddress struct {
	holders  []holder
	unshared bool
}

type personBefore struct {
	gen.PersonForImportRow
	noFixedAddress bool
}

type pointBefore struct{ channel, addressIndex, status string }

// householdBefore is a household; its id is empty when it is not known. Its fund may be
// that of a newcomer, wasFund is what is written.
type householdBefore struct{ id, fund, wasFund string }

type leaverBefore struct{ reason, leftOn, decision string }

type referentNamed struct {
	id      string
	warning parcours.Problem
}

const holderColumns = "p.id, p.first_key, p.first_name, p.nir_index, p.internal_id, p.birth_date, p.archived_at"

func (h *holder) fields() []any {
	return []any{&h.id, &h.firstKey, &h.firstName, &h.nirIndex, &h.internalID, &h.birthDate, &h.archivedAt}
}

// The statements that look ahead; $keys stands for aheadKeys parameters, $given for the
// dialect's word that people are found by the index that tells how they are called.
const (
	holdersByNIR        = "select p.nir_index, " + holderColumns + " from person p where p.nir_index in ($keys) and p.nir_index <> ''"
	holdersByInternalID = "select p.internal_id, " + holderColumns + " from person p where p.internal_id in ($keys) and p.internal_id <> ''"
	holdersByAddress    = "select c.address_index, max(case when c.shared then 0 else 1 end)," +
		" string_agg(cast(p.archived_at as text) || ',' || p.id || ',' || p.first_key, ';')" +
		" from contact_point c cross join person p $given where c.address_index in ($keys) and c.status = 'current' and p.id = c.person_id group by c.address_index"
	peopleBefore = "select id, household_id, role, title, first_name, last_name, birth_name, birth_date, nir_index, internal_id, france_travail_id," +
		" address, postcode, city, structure, tags, referent_id, referent_wanted, territory_id, territory_wanted, entered_on, entry_source," +
		" rights_opened_on, duties_start_on, subject_to_duties, created_at, no_fixed_address from person where id in ($keys)"
	pointsBefore     = "select person_id, channel, address_index, status from contact_point where person_id in ($keys)"
	householdsBefore = "select affiliation_key, id, fund from household where affiliation_key in ($keys)"
	familiesBefore   = "select h.affiliation_key, p.id, p.role, p.title, p.first_name, p.birth_date, p.duties_start_on, p.archived_at, p.nir_index" +
		" from household h cross join person p where h.affiliation_key in ($keys) and p.household_id = h.id order by p.id"
	dossiersBefore = "select household_id, office, request_number, requested_on, state, suspension_reason, closure_reason, closed_on, reference_on" +
		" from dossier where household_id in ($keys)"
	leaversBefore = "select person_id, reason, left_on, decision from leaver where person_id in ($keys)"
	gravesBefore  = "select identifier_index, erased_at from tombstone where identifier_index in ($keys)"
)

// among calls scan for each row that a statement finds for keys. They are asked for in
// their order, each once and the empty one never: rows of a file that stand together
// are about people who stand together in the tables.
func (tx *tx) among(ctx context.Context, statement string, keys []string, scan func(*sql.Rows) error) error {
	asked := map[string]bool{"": true}
	keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		again := asked[key]
		asked[key] = true
		return again
	})
	for chunk := range slices.Chunk(keys, aheadKeys) {
		args := make([]any, aheadKeys)
		for i := range args {
			args[i] = chunk[min(i, len(chunk)-1)]
		}
		if err := tx.rowsKept(ctx, strings.Replace(statement, "$keys", tx.dialect.parameters(1, aheadKeys), 1), args, scan); err != nil {
			return fmt.Errorf("look ahead: %w", err)
		}
	}
	return nil
}

// look reads what the rows may need: who bears their keys, then what is known of them.
func (tx *tx) look(ctx context.Context, i importing, rows []aheadRow) (*ahead, error) {
	a := &ahead{
		tx: tx, importing: i,
		byNIR: map[string][]holder{}, byInternalID: map[string][]holder{}, byAddress: map[string]*atAddress{}, stops: map[endpoint]int64{}, graves: map[string][]int64{},
		people: map[string]personBefore{}, points: map[string][]pointBefore{}, households: map[string]*householdBefore{},
		families: map[string][]gen.PeopleOfDossierRow{}, dossiers: map[string]*gen.DossierOfHouseholdRow{}, leavers: map[string]leaverBefore{},
		referents: map[string]referentNamed{}, filed: map[string]gen.PutDossierParams{},
	}
	var nirs, internalIDs, addresses, households []string
	for _, row := range rows {
		nirs, internalIDs, households = append(nirs, row.nir), append(internalIDs, row.InternalID), append(households, row.AffiliationKey)
		addresses = append(addresses, row.reached()...)
	}
	for _, load := range []func() error{
		func() error { return a.loadHolders(ctx, holdersByNIR, nirs, a.byNIR) },
		func() error { return a.loadHolders(ctx, holdersByInternalID, internalIDs, a.byInternalID) },
		func() error { return a.loadAddresses(ctx, addresses) },
		func() error { return a.stopsAt(ctx, addresses, a.stops) },
		func() error { return a.loadHouseholds(ctx, households) },
		func() error { return a.loadGraves(ctx, rows) },
		func() error { return a.loadPeople(ctx, a.likely(rows)) },
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *ahead) loadHolders(ctx context.Context, statement string, keys []string, into map[string][]holder) error {
	for _, key := range keys {
		into[key] = nil
	}
	return a.among(ctx, statement, keys, func(rows *sql.Rows) error {
		var key string
		var h holder
		if err := rows.Scan(append([]any{&key}, h.fields()...)...); err != nil {
			return err
		}
		into[key] = append(into[key], h)
		return nil
	})
}

func (a *ahead) loadAddresses(ctx context.Context, keys []string) error {
	for _, key := range keys {
		a.byAddress[key] = &atAddress{}
	}
	statement := strings.Replace(holdersByAddress, "$given", a.dialect.indexedBy("person_given"), 1)
	return a.among(ctx, statement, keys, func(rows *sql.Rows) error {
		var key, all string
		var unshared int64
		if err := rows.Scan(&key, &unshared, &all); err != nil {
			return err
		}
		at := &atAddress{unshared: unshared > 0}
		for one := range strings.SplitSeq(all, ";") {
			h, err := readHolder(one)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(at.holders, func(other holder) bool { return other.id == h.id }) || len(at.holders) > aheadRows {
				at.holders = append(at.holders, h)
			}
		}
		a.byAddress[key] = at
		return nil
	})
}

// readHolder reads one of those whom holdersByAddress joins. A folded name holds
// letters, digits and spaces.
func readHolder(text string) (holder, error) {
	archived, rest, _ := strings.Cut(text, ",")
	id, key, _ := strings.Cut(rest, ",")
	at, err := strconv.ParseInt(archived, 10, 64)
	return holder{id: id, firstKey: key, archivedAt: at, atAddress: true}, err
}

func (a *ahead) loadHouseholds(ctx context.Context, keys []string) error {
	for _, key := range keys {
		a.households[key] = &householdBefore{}
	}
	var ids []string
	err := a.among(ctx, householdsBefore, keys, func(rows *sql.Rows) error {
		var key string
		var h householdBefore
		if err := rows.Scan(&key, &h.id, &h.fund); err != nil {
			return err
		}
		h.wasFund = h.fund
		*a.households[key] = h
		ids = append(ids, h.id)
		return nil
	})
	if err != nil || !a.flux {
		return err
	}
	for _, key := range keys {
		a.families[key] = nil
	}
	err = a.among(ctx, familiesBefore, keys, func(rows *sql.Rows) error {
		var key string
		var p gen.PeopleOfDossierRow
		if err := rows.Scan(&key, &p.ID, &p.Role, &p.Title, &p.FirstName, &p.BirthDate, &p.DutiesStartOn, &p.ArchivedAt, &p.NirIndex); err != nil {
			return err
		}
		a.families[key] = append(a.families[key], p)
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		a.dossiers[id] = nil
	}
	return a.among(ctx, dossiersBefore, ids, func(rows *sql.Rows) error {
		var id string
		var d gen.DossierOfHouseholdRow
		err := rows.Scan(&id, &d.Office, &d.RequestNumber, &d.RequestedOn, &d.State, &d.SuspensionReason, &d.ClosureReason, &d.ClosedOn, &d.ReferenceOn)
		a.dossiers[id] = &d
		return err
	})
}
