package store

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// importing is what the rows of one call have in common.
type importing struct {
	now   time.Time
	batch parcours.ImportBatch
	// flux: the rows are those of a flux of the CNAF; seen are those it holds.
	flux bool
	seen map[string]bool
}

// aheadRow is a row with the keys by which it is looked up, made before the
// transaction.
type aheadRow struct {
	parcours.PersonRow
	// beneficiary is set for a row of a flux.
	beneficiary *parcours.BeneficiaryRow
	nir, email  string
	// phones are the indexes of Phones, in their order.
	phones []string
	given  string
}

// reached are the indexes of the addresses by which the row may name somebody: two
// people may share a text that is no number.
func (r *aheadRow) reached() []string {
	var all []string
	if r.email != "" {
		all = append(all, r.email)
	}
	for i, phone := range r.Phones {
		if phone.Kind != parcours.PhoneInvalid {
			all = append(all, r.phones[i])
		}
	}
	return all
}

// keyed makes the keys of rows, on all processors.
func (s *Store) keyed(rows []aheadRow) {
	inParallel(len(rows), func(i int) {
		r := &rows[i]
		r.given, r.nir, r.email = parcours.FirstGivenName(r.FirstName), s.vault.nirIndex(r.NIR), s.vault.addressIndex(r.Email)
		r.phones = make([]string, len(r.Phones))
		for k, phone := range r.Phones {
			r.phones[k] = s.vault.addressIndex(phone.E164)
		}
	})
}

// inParallel calls do for 0 to n-1 on all processors, and waits.
func inParallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), (n+31)/32)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	all.Wait()
}

// likely are the people whom the rows may be about.
func (a *ahead) likely(rows []aheadRow) []string {
	var ids []string
	for i := range rows {
		row := &rows[i]
		for _, h := range slices.Concat(a.byNIR[row.nir], a.byInternalID[row.InternalID]) {
			ids = append(ids, h.id)
		}
		for _, address := range row.reached() {
			for _, h := range a.byAddress[address].holders {
				if row.mayBe(h) {
					ids = append(ids, h.id)
				}
			}
		}
		for _, p := range a.families[row.AffiliationKey] {
			if row.BirthDate.String() == p.BirthDate {
				ids = append(ids, p.ID)
			}
		}
	}
	return ids
}

// mayBe is false when somebody surely bears another given name.
func (r *aheadRow) mayBe(h holder) bool { return strings.HasPrefix(h.firstKey, r.given) }

func (a *ahead) loadPeople(ctx context.Context, ids []string) error {
	for _, id := range ids {
		a.points[id] = nil
	}
	err := a.among(ctx, peopleBefore, ids, func(rows *sql.Rows) error {
		var p personBefore
		err := rows.Scan(&p.ID, &p.HouseholdID, &p.Role, &p.Title, &p.FirstName, &p.LastName, &p.BirthName, &p.BirthDate, &p.NirIndex, &p.InternalID,
			&p.FranceTravailID, &p.Address, &p.Postcode, &p.City, &p.Structure, &p.Tags, &p.ReferentID, &p.ReferentWanted, &p.TerritoryID, &p.TerritoryWanted,
			&p.EnteredOn, &p.EntrySource, &p.RightsOpenedOn, &p.DutiesStartOn, &p.SubjectToDuties, &p.CreatedAt, &p.noFixedAddress)
		a.people[p.ID] = p
		return err
	})
	if err != nil {
		return err
	}
	err = a.among(ctx, pointsBefore, ids, func(rows *sql.Rows) error {
		var id string
		var p pointBefore
		err := rows.Scan(&id, &p.channel, &p.addressIndex, &p.status)
		a.points[id] = append(a.points[id], p)
		return err
	})
	if err != nil || !a.flux {
		return err
	}
	return a.among(ctx, leaversBefore, ids, func(rows *sql.Rows) error {
		var id string
		var l leaverBefore
		err := rows.Scan(&id, &l.reason, &l.leftOn, &l.decision)
		a.leavers[id] = l
		return err
	})
}

func (a *ahead) loadGraves(ctx context.Context, rows []aheadRow) error {
	if any, err := a.anyGrave(ctx); err != nil || !any {
		return err
	}
	var digests []string
	for _, row := range rows {
		for _, identifier := range row.identifiers() {
			digests = append(digests, a.graveOf(identifier...))
		}
	}
	for _, digest := range digests {
		a.graves[digest] = nil
	}
	return a.among(ctx, gravesBefore, digests, func(rows *sql.Rows) error {
		var digest string
		var at int64
		err := rows.Scan(&digest, &at)
		a.graves[digest] = append(a.graves[digest], at)
		return err
	})
}

// identifiers are what an erased person of that name may have left.
func (r *aheadRow) identifiers() [][]string {
	var all [][]string
	if r.NIR != "" {
		all = append(all, []string{"nir", r.NIR})
	}
	if r.InternalID != "" {
		all = append(all, []string{"internal_id", r.InternalID})
	}
	for _, address := range addresses(r.PersonRow) {
		all = append(all, []string{"address", address, r.given})
	}
	return append(all, lastGravesOf(r.PersonRow)...)
}

// candidates are those whom each key of a row names, as tx.candidates finds them. Of
// those who are only reached at the same address, two tell that it is shared.
func (a *ahead) candidates(ctx context.Context, row *aheadRow) (parcours.Candidates, error) {
	var c parcours.Candidates
	add := func(into *[]parcours.KnownPerson, load func(context.Context) ([]holder, error), identifier ...string) error {
		found, err := load(ctx)
		if err != nil {
			return err
		}
		others := map[string]bool{}
		for _, h := range found {
			if len(identifier) == 3 && !row.mayBe(h) { // found by an address
				if h.archivedAt == 0 && len(others) < 2 && !others[h.id] {
					others[h.id] = true
					*into = append(*into, parcours.KnownPerson{PersonID: h.id})
				}
				continue
			}
			k, err := a.knownAs(ctx, row, h)
			if err != nil {
				return err
			}
			*into = append(*into, k)
		}
		return a.bury(ctx, into, row, identifier...)
	}
	if row.nir != "" {
		if err := add(&c.ByNIR, a.holders(a.byNIR, holdersByNIR, row.nir), "nir", row.NIR); err != nil {
			return c, err
		}
	}
	if row.InternalID != "" {
		if err := add(&c.ByInternalID, a.holders(a.byInternalID, holdersByInternalID, row.InternalID), "internal_id", row.InternalID); err != nil {
			return c, err
		}
	}
	if row.email != "" {
		if err := add(&c.ByEmail, a.at(row.email), "address", row.Email, row.given); err != nil {
			return c, err
		}
	}
	for i, phone := range row.Phones {
		if phone.Kind == parcours.PhoneInvalid {
			continue
		}
		if err := add(&c.ByPhone, a.at(row.phones[i]), "address", phone.E164, row.given); err != nil {
			return c, err
		}
	}
	return c, nil
}

// bury adds the tombstones under an identifier of the row.
func (a *ahead) bury(ctx context.Context, found *[]parcours.KnownPerson, row *aheadRow, identifier ...string) error {
	if any, err := a.anyGrave(ctx); err != nil || !any {
		return err
	}
	digest := a.graveOf(identifier...)
	*found = a.entombed(*found, row.PersonRow, digest, a.graves[digest])
	return nil
}

// knownAs is somebody as a row is compared with them: of a NIR it only matters
// whether there is one, and whether it is the row's.
func (a *ahead) knownAs(ctx context.Context, row *aheadRow, h holder) (parcours.KnownPerson, error) {
	if h.atAddress {
		p, err := a.person(ctx, h.id)
		if err != nil {
			return parcours.KnownPerson{}, err
		}
		h.firstName, h.nirIndex, h.internalID, h.birthDate = p.FirstName, p.NirIndex, p.InternalID, p.BirthDate
	}
	k := parcours.KnownPerson{PersonID: h.id, NIR: h.nirIndex, InternalID: h.internalID, FirstName: h.firstName, BirthDate: date(h.birthDate)}
	if h.nirIndex == row.nir {
		k.NIR = row.NIR
	}
	if h.archivedAt > 0 {
		k.ArchivedOn = a.today(instant(h.archivedAt))
	}
	return k, nil
}

func (a *ahead) holders(known map[string][]holder, statement, key string) func(context.Context) ([]holder, error) {
	return func(ctx context.Context) ([]holder, error) {
		if _, asked := known[key]; !asked {
			if err := a.flush(ctx); err != nil {
				return nil, err
			}
			if err := a.loadHolders(ctx, statement, []string{key}, known); err != nil {
				return nil, err
			}
		}
		return known[key], nil
	}
}

func (a *ahead) at(key string) func(context.Context) ([]holder, error) {
	return func(ctx context.Context) ([]holder, error) {
		if a.byAddress[key] == nil {
			if err := a.flush(ctx); err != nil {
				return nil, err
			}
			if err := a.loadAddresses(ctx, []string{key}); err != nil {
				return nil, err
			}
		}
		return a.byAddress[key].holders, nil
	}
}

// forget leaves out what the writing of a row beside the others may have changed: the
// row's keys, and those of whom it was about.
func (a *ahead) forget(ctx context.Context, row *aheadRow, personID string) error {
	addresses := append(slices.Clone(row.phones), row.email)
	if personID != "" {
		if was, ok := a.people[personID]; ok {
			delete(a.byNIR, was.NirIndex)
			delete(a.byInternalID, was.InternalID)
		}
		points, err := a.ContactPoints(ctx, personID)
		if err != nil {
			return fmt.Errorf("contact points: %w", err)
		}
		for _, p := range points {
			addresses = append(addresses, p.AddressIndex)
		}
	}
	for _, address := range addresses {
		delete(a.byAddress, address)
	}
	delete(a.byNIR, row.nir)
	delete(a.byInternalID, row.InternalID)
	delete(a.households, row.AffiliationKey)
	delete(a.families, row.AffiliationKey)
	delete(a.people, personID)
	delete(a.leavers, personID)
	for key, family := range a.families { // they may have left it
		if slices.ContainsFunc(family, func(p gen.PeopleOfDossierRow) bool { return p.ID == personID }) {
			delete(a.families, key)
			delete(a.households, key)
		}
	}
	return nil
}
