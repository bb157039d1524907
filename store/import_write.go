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

// flush writes the newcomers.
func (a *ahead) flush(ctx context.Context) error {
	if len(a.newcomers) == 0 {
		return nil
	}
	all := a.newcomers
	a.newcomers = nil
	for _, n := range all { // in order: what is given as random may repeat, and is one
		n.event.Salt = a.salt()
	}
	inParallel(len(all), func(i int) { a.seal(all[i]) })
	for _, write := range []func(context.Context, []*newcomer) error{
		a.writeHouseholds, a.writePeople, a.writeMilestones, a.writeEvents, a.writePoints, a.writeDossiers,
	} {
		if err := write(ctx, all); err != nil {
			return err
		}
	}
	for _, index := range a.toShare {
		if err := a.ShareAddress(ctx, index, millis(a.now)); err != nil {
			return fmt.Errorf("share address: %w", err)
		}
	}
	a.toShare = nil
	return nil
}

// seal makes what a newcomer's rows hold sealed, and the first entry of their journal.
func (c *core) seal(n *newcomer) {
	n.person.NirSealed, n.person.NirIndex = c.vault.seal(columnNIR, []byte(n.row.NIR)), n.row.nir
	for i := range n.points {
		n.points[i].AddressSealed = c.vault.seal(columnAddress, []byte(n.points[i].address))
	}
	c.sealEvent(&n.event, "", n.payload)
}

// writeHouseholds writes the households of newcomers that are new, or whose fund is
// known now, and notes their ids.
func (a *ahead) writeHouseholds(ctx context.Context, all []*newcomer) error {
	missing := map[string]bool{}
	var values [][]any
	for _, n := range all {
		key := n.row.AffiliationKey
		if key == "" || missing[key] || a.households[key].id != "" && a.households[key].fund == a.households[key].wasFund {
			continue
		}
		missing[key] = true
		values = append(values, []any{a.newID(a.now), n.row.AffiliationNumber, key, a.households[key].fund, millis(a.now)})
	}
	err := a.insertAll(ctx, "insert into household (id, affiliation_number, affiliation_key, fund, created_at) values",
		` on conflict (affiliation_key) do update set fund = case when household.fund = '' then excluded.fund else household.fund end
returning affiliation_key, id, fund`, values, func(rows *sql.Rows) error {
			var key, id, fund string
			err := rows.Scan(&key, &id, &fund)
			*a.households[key] = householdBefore{id: id, fund: fund, wasFund: fund}
			return err
		})
	if err != nil {
		return fmt.Errorf("household: %w", err)
	}
	for _, n := range all {
		if n.row.AffiliationKey != "" {
			n.person.HouseholdID = null(a.households[n.row.AffiliationKey].id)
		}
	}
	return nil
}

func (a *ahead) writePeople(ctx context.Context, all []*newcomer) error {
	values := make([][]any, 0, len(all))
	for _, n := range all {
		p := n.person
		values = append(values, []any{
			p.ID, p.HouseholdID, p.Role, p.Title, p.FirstName, p.LastName, p.BirthName, p.FirstKey, p.LastKey, p.BirthDate, p.NirSealed, p.NirIndex,
			p.InternalID, p.FranceTravailID, p.Address, p.Postcode, p.City, p.Structure, p.Tags, p.ReferentID, p.ReferentWanted, p.TerritoryWanted,
			p.Language, "", p.Discreet, p.EnteredOn, p.EntrySource, p.RightsOpenedOn, p.DutiesStartOn, p.SubjectToDuties, "", p.CreatedAt, p.CreatedAt,
		})
	}
	err := a.insertAll(ctx, `insert into person (id, household_id, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, nir_sealed, nir_index,
  internal_id, france_travail_id, address, postcode, city, structure, tags, referent_id, referent_wanted, territory_wanted,
  language, preferred_channel, discreet, entered_on, entry_source, rights_opened_on, duties_start_on, subject_to_duties, exited_on, created_at, updated_at) values`, "", values, nil)
	if err != nil {
		return fmt.Errorf("insert people: %w", err)
	}
	return nil
}

func (a *ahead) writeMilestones(ctx context.Context, all []*newcomer) error {
	values := make([][]any, 0, len(all))
	for _, n := range all {
		m := n.milestone
		values = append(values, []any{m.PersonID, m.ReferentID, m.EnteredOn, m.ContactLoss, m.SubjectToDuties, m.EntrySource, string(n.channel)})
	}
	err := a.insertAll(ctx, "insert into milestone (person_id, referent_id, entered_on, contact_loss, subject_to_duties, entry_source, channel) values", "", values, nil)
	if err != nil {
		return fmt.Errorf("insert milestones: %w", err)
	}
	return nil
}

func (a *ahead) writeEvents(ctx context.Context, all []*newcomer) error {
	values := make([][]any, 0, len(all))
	for _, n := range all {
		e := n.event
		values = append(values, []any{e.ID, e.PersonID, e.Seq, e.Kind, e.At, e.Actor, e.Subject, e.PayloadSealed, e.Salt, e.Digest, e.Hash})
	}
	err := a.insertAll(ctx, "insert into event (id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash) values", "", values, nil)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

func (a *ahead) writePoints(ctx context.Context, all []*newcomer) error {
	var values [][]any
	for _, n := range all {
		for _, p := range n.points {
			values = append(values, []any{
				p.ID, p.PersonID, p.Channel, p.AddressSealed, p.AddressIndex, p.Kind, p.Shared, p.Verified, string(parcours.ContactCurrent), p.Position,
				p.OptedOutAt, p.CreatedAt, p.CreatedAt,
			})
		}
	}
	err := a.insertAll(ctx, `insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position,
  opted_out_at, created_at, updated_at) values`, "", values, nil)
	if err != nil {
		return fmt.Errorf("insert contact points: %w", err)
	}
	return nil
}

func (a *ahead) writeDossiers(ctx context.Context, _ []*newcomer) error {
	var values [][]any
	for key, p := range a.filed {
		p.HouseholdID = a.households[key].id
		a.dossiers[p.HouseholdID] = &gen.DossierOfHouseholdRow{
			Office: p.Office, RequestNumber: p.RequestNumber, RequestedOn: p.RequestedOn, State: p.State, SuspensionReason: p.SuspensionReason,
			ClosureReason: p.ClosureReason, ClosedOn: p.ClosedOn, ReferenceOn: p.ReferenceOn,
		}
		values = append(values, []any{
			p.HouseholdID, p.Office, p.RequestNumber, p.RequestedOn, p.State, p.SuspensionReason, p.ClosureReason, p.ClosedOn, p.ReferenceOn, p.UpdatedAt,
		})
	}
	clear(a.filed)
	err := a.insertAll(ctx, `insert into dossier (household_id, office, request_number, requested_on, state, suspension_reason, closure_reason, closed_on, reference_on,
  updated_at) values`, ` on conflict (household_id) do update set
  office = excluded.office, request_number = excluded.request_number, requested_on = excluded.requested_on, state = excluded.state,
  suspension_reason = excluded.suspension_reason, closure_reason = excluded.closure_reason, closed_on = excluded.closed_on,
  reference_on = excluded.reference_on, updated_at = excluded.updated_at
where dossier.office <> excluded.office or dossier.request_number <> excluded.request_number or dossier.requested_on <> excluded.requested_on
  or dossier.state <> excluded.state or dossier.suspension_reason <> excluded.suspension_reason
  or dossier.closure_reason <> excluded.closure_reason or dossier.closed_on <> excluded.closed_on`, values, nil)
	if err != nil {
		return fmt.Errorf("put dossiers: %w", err)
	}
	return nil
}

// together is how many rows one statement inserts.
const together = 32

// insertAll inserts rows, as many as there are for one statement, and calls scan for
// each that the statement returns.
func (tx *tx) insertAll(ctx context.Context, head, tail string, values [][]any, scan func(*sql.Rows) error) error {
	for len(values) > 0 {
		n := 1
		if len(values) >= together {
			n = together
		}
		statement, args := head+tx.dialect.rowsOfParameters(n, len(values[0]))+tail, slices.Concat(values[:n]...)
		var err error
		if scan == nil {
			_, err = tx.exec(ctx, statement, args...)
		} else {
			err = tx.rowsKept(ctx, statement, args, scan)
		}
		if err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// rowsOfParameters are the parameters of n rows of so many columns.
func (d dialect) rowsOfParameters(n, columns int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = "(" + d.parameters(1+i*columns, columns) + ")"
	}
	return strings.Join(rows, ",")
}

// parameters are n parameters of a statement, the first of which is $from. The driver of
// SQLite looks the name of each up among all the others; without names it does not.
func (d dialect) parameters(from, n int) string {
	if d.name == sqlite {
		return strings.Repeat(",?", n)[1:]
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(",$" + strconv.Itoa(from+i))
	}
	return b.String()[1:]
}
