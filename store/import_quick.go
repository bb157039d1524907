package store

import (
	"context"
	"database/sql"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// quick says what becomes of a row that creates somebody, changes nothing, or is
// refused, by what was read ahead; done is false for any other row, of which nothing
// is written yet.
func (a *ahead) quick(ctx context.Context, row *aheadRow) (result parcours.RowResult, done bool, err error) {
	candidates, err := a.candidates(ctx, row)
	if err != nil {
		return result, false, err
	}
	merged, err := a.mergedKeys(ctx)
	if err != nil || merged.name(row, candidates) {
		return result, false, err
	}
	identity := parcours.Identify(row.PersonRow, candidates)
	if a.flux {
		if identity, err = a.ofFamily(ctx, row, candidates, identity); err != nil {
			return result, false, err
		}
	}
	identity, err = a.orBuried(ctx, row.PersonRow, identity, func(digest string) ([]int64, error) { return a.graves[digest], nil })
	if err != nil {
		return result, false, err
	}
	if refused := refusedAs(identity); refused.Outcome != "" {
		return refused, true, nil
	}
	if identity.Kind == parcours.IdentityNone {
		return a.create(ctx, row, identity)
	}
	return a.same(ctx, row, identity)
}

// ofFamily completes who a row of a flux is about by the household's file.
func (a *ahead) ofFamily(ctx context.Context, row *aheadRow, c parcours.Candidates, identity parcours.Identity) (parcours.Identity, error) {
	for _, p := range c.ByNIR {
		if p.ErasedOn.IsZero() {
			a.seen[p.PersonID] = true
		}
	}
	if !inDoubt(row.PersonRow, identity) {
		return identity, nil
	}
	if _, err := a.household(ctx, row.AffiliationKey); err != nil {
		return identity, err
	}
	return familyIdentity(row.PersonRow, identity, a.families[row.AffiliationKey], a.seen), nil
}

// refusedAs is the result of a row that no rule lets write; it has no outcome otherwise.
func refusedAs(identity parcours.Identity) parcours.RowResult {
	result := parcours.RowResult{Problems: []parcours.Problem{identity.Problem}, Warnings: identity.Warnings}
	switch identity.Kind {
	case parcours.IdentityConflict:
		result.Outcome = parcours.RowConflict
	case parcours.IdentityClosed:
		result.Outcome = parcours.RowIgnored
	default:
		return parcours.RowResult{}
	}
	return result
}

// household is what is known of a household, which its key names.
func (a *ahead) household(ctx context.Context, key string) (*householdBefore, error) {
	if a.households[key] == nil {
		if err := a.flush(ctx); err != nil {
			return nil, err
		}
		if err := a.loadHouseholds(ctx, []string{key}); err != nil {
			return nil, err
		}
	}
	return a.households[key], nil
}

// person is what is known of somebody, who may have been created by an earlier row.
func (a *ahead) person(ctx context.Context, id string) (personBefore, error) {
	p, known := a.people[id]
	if known {
		return p, nil
	}
	if err := a.flush(ctx); err != nil {
		return p, err
	}
	err := a.loadPeople(ctx, []string{id})
	return a.people[id], err
}

func (a *ahead) referent(ctx context.Context, email string) (referentNamed, error) {
	named, known := a.referents[email]
	if known {
		return named, nil
	}
	var err error
	named.id, named.warning, err = a.referentNamed(ctx, email)
	a.referents[email] = named
	return named, err
}

// same answers a row that changes nothing of somebody known.
func (a *ahead) same(ctx context.Context, row *aheadRow, identity parcours.Identity) (parcours.RowResult, bool, error) {
	result := parcours.RowResult{Outcome: parcours.RowUnchanged, Warnings: identity.Warnings, PersonID: identity.PersonID}
	was, err := a.person(ctx, identity.PersonID)
	if err != nil || was.ID == "" || !a.sameAddresses(row, identity.PersonID) {
		return result, false, err
	}
	said := row.PersonRow
	if a.flux {
		said = withoutKnownNames(said, was.PersonForImportRow)
	}
	var household sql.NullString
	if said.AffiliationKey != "" {
		h, err := a.household(ctx, said.AffiliationKey)
		if err != nil || h.id == "" {
			return result, false, err
		}
		household = null(h.id)
	}
	named, err := a.referent(ctx, said.ReferentEmail)
	if err != nil {
		return result, false, err
	}
	if named.warning.What != "" {
		result.Warnings = append(result.Warnings, named.warning)
	}
	if _, changed := a.changesOf(a.now, was.PersonForImportRow, said, household, named.id); len(changed) > 0 {
		return result, false, nil
	}
	if a.flux && !a.sameDossier(row.beneficiary, was) {
		return result, false, nil
	}
	if a.flux {
		a.seen[identity.PersonID] = true
	}
	return result, true, nil
}

// sameAddresses reports whether somebody is reached at each address of the row already.
func (a *ahead) sameAddresses(row *aheadRow, personID string) bool {
	at := func(channel parcours.Channel, index string) bool {
		return slices.ContainsFunc(a.points[personID], func(p pointBefore) bool {
			return p.channel == string(channel) && p.addressIndex == index && p.status != string(parcours.ContactFormer)
		})
	}
	for i, phone := range row.Phones {
		if channel, _ := channelOf(phone.Kind); !at(channel, row.phones[i]) {
			return false
		}
	}
	return row.email == "" || at(parcours.ChannelEmail, row.email)
}

// sameDossier reports whether the flux says of somebody's household what is known.
func (a *ahead) sameDossier(row *parcours.BeneficiaryRow, was personBefore) bool {
	if row.NoFixedAddress != parcours.Unsaid && (row.NoFixedAddress == parcours.Yes) != was.noFixedAddress {
		return false
	}
	leaver, listed := a.leavers[was.ID]
	if row.Dossier.Closed() {
		reason, leftOn := leaving(row.Dossier)
		if !listed || leaver.reason != reason || leaver.leftOn != leftOn {
			return false
		}
	} else if listed && leaver.decision == "" {
		return false
	}
	if !was.HouseholdID.Valid {
		return true
	}
	known := a.dossiers[was.HouseholdID.String]
	if known == nil {
		return false
	}
	p := gen.PutDossierParams{RequestNumber: known.RequestNumber, RequestedOn: known.RequestedOn}
	fileAs(row.Dossier)(&p)
	return gen.DossierOfHouseholdRow{
		Office: p.Office, RequestNumber: p.RequestNumber, RequestedOn: p.RequestedOn, State: p.State, SuspensionReason: p.SuspensionReason,
		ClosureReason: p.ClosureReason, ClosedOn: p.ClosedOn, ReferenceOn: known.ReferenceOn,
	} == *known
}
