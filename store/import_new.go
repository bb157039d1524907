package store

import (
	"cmp"
	"context"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// newcomer is somebody whom a row creates, until they are written.
type newcomer struct {
	row       *aheadRow
	person    gen.InsertPersonParams
	milestone gen.InsertMilestoneParams
	channel   parcours.Channel
	event     gen.InsertEventParams
	payload   details
	points    []newPoint
}

// newPoint is a contact point before its address is sealed.
type newPoint struct {
	gen.InsertContactPointParams
	address string
}

// create keeps back somebody whom nobody knows yet.
func (a *ahead) create(ctx context.Context, row *aheadRow, identity parcours.Identity) (parcours.RowResult, bool, error) {
	result := parcours.RowResult{Outcome: parcours.RowCreated, Warnings: identity.Warnings}
	if a.flux {
		if refused := uncreatable(*row.beneficiary); refused.Outcome != "" {
			return refused, true, nil
		}
		if row.beneficiary.NoFixedAddress == parcours.Yes {
			return result, false, nil
		}
	}
	if wrong := row.NIRDisagreement(); wrong != nil {
		return parcours.RowResult{Outcome: parcours.RowError, Problems: []parcours.Problem{*wrong}, Warnings: identity.Warnings}, true, nil
	}
	named, err := a.referent(ctx, row.ReferentEmail)
	if err != nil {
		return result, false, err
	}
	if named.warning.What != "" {
		result.Warnings = append(result.Warnings, named.warning)
	}
	n := a.newcomer(row, named.id)
	result.PersonID = n.person.ID
	if row.AffiliationKey != "" {
		known, err := a.household(ctx, row.AffiliationKey)
		if err != nil {
			return result, false, err
		}
		known.fund = cmp.Or(known.fund, string(row.Fund))
	}
	shared := len(identity.SharedWith) > 0
	a.addPoints(n, shared)
	if a.flux {
		if row.AffiliationKey != "" {
			a.file(row)
		}
		a.seen[n.person.ID] = true
	}
	a.newcomers = append(a.newcomers, n)
	a.remember(n, shared)
	return result, true, nil
}

// newcomer is whom a row creates, without what has to be sealed.
func (a *ahead) newcomer(row *aheadRow, referentID string) *newcomer {
	entered, source := a.rules.Entry(row.EnteredOn, row.DutiesStartOn, row.RightsOpenedOn, a.today(a.now))
	person := a.personOf(a.now, row.PersonRow, referentID, entered, source)
	return &newcomer{
		row: row, person: person,
		milestone: gen.InsertMilestoneParams{
			PersonID: person.ID, ReferentID: person.ReferentID, EnteredOn: person.EnteredOn, SubjectToDuties: person.SubjectToDuties, EntrySource: person.EntrySource,
		},
		event: gen.InsertEventParams{
			ID: a.newID(a.now), PersonID: person.ID, Seq: 1, Kind: string(parcours.EventEntered), At: millis(a.now), Actor: actorRelais, Subject: a.batch.ID,
		},
		payload: enteredDetails(a.batch, person),
	}
}

// addPoints adds the addresses of a row, and how the person is reached by them.
func (a *ahead) addPoints(n *newcomer, shared bool) {
	add := func(channel parcours.Channel, address, index string, kind parcours.PhoneKind, position int) {
		if slices.ContainsFunc(n.points, func(p newPoint) bool { return p.Channel == string(channel) && p.AddressIndex == index }) {
			return
		}
		n.points = append(n.points, newPoint{address: address, InsertContactPointParams: gen.InsertContactPointParams{
			ID: a.newID(a.now), PersonID: n.person.ID, Channel: string(channel), AddressIndex: index, Kind: string(kind), Shared: shared,
			Position: int64(position), OptedOutAt: a.stops[endpoint{string(channel), index}], CreatedAt: millis(a.now),
		}})
	}
	for i, phone := range n.row.Phones {
		channel, _ := channelOf(phone.Kind)
		add(channel, phone.E164, n.row.phones[i], phone.Kind, i)
	}
	if n.row.email != "" {
		add(parcours.ChannelEmail, n.row.Email, n.row.email, "", 0)
	}
	_, channel, loss := a.rules.Route("", n.reachedBy(), nil, n.row.Address == "")
	n.channel, n.milestone.ContactLoss = channel, string(loss)
}

// reachedBy are the addresses of somebody new, as far as they decide how they are reached.
func (n *newcomer) reachedBy() []parcours.ContactPoint {
	var points []parcours.ContactPoint
	for _, p := range n.points {
		points = append(points, parcours.ContactPoint{
			PersonID: p.PersonID, Channel: parcours.Channel(p.Channel), Address: p.address, Kind: parcours.PhoneKind(p.Kind), Shared: p.Shared,
			Status: parcours.ContactCurrent, Position: int(p.Position), OptedOutAt: instant(p.OptedOutAt),
		})
	}
	return points
}

// file keeps back what the flux says of the household's file.
func (a *ahead) file(row *aheadRow) {
	p := gen.PutDossierParams{UpdatedAt: millis(a.now)}
	if known := a.dossiers[a.households[row.AffiliationKey].id]; known != nil {
		p.RequestNumber, p.RequestedOn, p.ReferenceOn = known.RequestNumber, known.RequestedOn, known.ReferenceOn
	}
	if earlier, ok := a.filed[row.AffiliationKey]; ok {
		p = earlier
	}
	fileAs(row.beneficiary.Dossier)(&p)
	a.filed[row.AffiliationKey] = p
}

// remember lets the rows that follow find a newcomer.
func (a *ahead) remember(n *newcomer, shared bool) {
	p, row := n.person, n.row
	h := holder{id: p.ID, firstKey: p.FirstKey, firstName: p.FirstName, nirIndex: row.nir, internalID: p.InternalID, birthDate: p.BirthDate}
	if row.nir != "" {
		a.byNIR[row.nir] = append(a.byNIR[row.nir], h)
	}
	if p.InternalID != "" {
		a.byInternalID[p.InternalID] = append(a.byInternalID[p.InternalID], h)
	}
	for _, point := range n.points {
		at := a.byAddress[point.AddressIndex]
		switch {
		case at != nil && shared && at.unshared, at == nil && shared:
			a.toShare = append(a.toShare, point.AddressIndex)
		}
		if at != nil {
			at.holders, at.unshared = append(at.holders, h), !shared
		}
	}
	if family, known := a.families[row.AffiliationKey]; known && a.flux {
		a.families[row.AffiliationKey] = append(family, gen.PeopleOfDossierRow{
			ID: p.ID, Role: p.Role, Title: p.Title, FirstName: p.FirstName, BirthDate: p.BirthDate, DutiesStartOn: p.DutiesStartOn, NirIndex: row.nir,
		})
	}
}
