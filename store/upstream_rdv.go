package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// applyRdv makes each participation there an appointment here: created, moved,
// cancelled, deleted. People who are not matched leave the message in the list, what
// is known of the others is applied all the same.
func (tx *tx) applyRdv(ctx context.Context, a applying, o upstreamObject) (parcours.UpstreamVerdict, error) {
	var verdict parcours.UpstreamVerdict
	links, err := tx.UpstreamParticipations(ctx, o.ObjectKey)
	if err != nil {
		return verdict, fmt.Errorf("participations: %w", err)
	}
	data, news := o.note(a.m, a.m.Rdv != nil)
	switch {
	case !news:
		return stale(), nil
	case data:
		o.OrganisationID = a.m.Rdv.OrganisationID
		return tx.applyRdvData(ctx, a, o, links)
	}
	if err := tx.putUpstreamObject(ctx, o); err != nil || !o.gone() {
		return verdict, err
	}
	for _, link := range links {
		if err := tx.dropParticipation(ctx, a, o, link); err != nil {
			return verdict, err
		}
	}
	return verdict, nil
}

func (tx *tx) applyRdvData(ctx context.Context, a applying, o upstreamObject, links []gen.UpstreamParticipationsRow) (parcours.UpstreamVerdict, error) {
	var verdict parcours.UpstreamVerdict
	rdv := *a.m.Rdv
	staff, complete, err := tx.agents(ctx, rdv.Agents)
	if err != nil {
		return verdict, err
	}
	expected := !rdv.Cancelled && !o.gone() && slices.ContainsFunc(rdv.Participations, func(p parcours.ForeignParticipation) bool { return p.Outcome == parcours.OutcomeUnknown })
	if expected && a.now.Before(rdv.StartsAt) {
		// Somebody is to be told where to go, and whom they meet.
		if !complete {
			return dead(parcours.UpstreamAgentUnknown), nil
		}
		if rdv.Place == "" {
			return dead(parcours.UpstreamNoPlace), nil
		}
	}
	if err := tx.putUpstreamObject(ctx, o); err != nil {
		return verdict, err
	}
	kept := map[string]bool{}
	for _, p := range rdv.Participations {
		key := tx.upstreamKey(a.m.Source, "Participation", p.ID)
		kept[key] = true
		var link gen.UpstreamParticipationsRow
		if i := slices.IndexFunc(links, func(l gen.UpstreamParticipationsRow) bool { return l.ObjectKey == key }); i >= 0 {
			link = links[i]
		}
		v, err := tx.applyParticipation(ctx, a, o, p, key, link, staff)
		if err != nil {
			return verdict, err
		}
		if v.Dead || verdict.Reason == "" {
			verdict = v
		}
	}
	for _, link := range links {
		if kept[link.ObjectKey] {
			continue
		}
		if err := tx.dropParticipation(ctx, a, o, link); err != nil {
			return verdict, err
		}
	}
	return verdict, nil
}

// agents returns the professionals of the addresses that are known, and whether all
// are, of at least one.
func (tx *tx) agents(ctx context.Context, emails []string) (staff []parcours.Professional, complete bool, err error) {
	complete = len(emails) > 0
	for _, email := range emails {
		found, unknown, err := tx.staffNamed(ctx, []string{email})
		if err != nil {
			return nil, false, err
		}
		complete = complete && unknown == ""
		staff = append(staff, found...)
	}
	return staff, complete, nil
}

// dropParticipation is what becomes of somebody's appointment when it is deleted
// there, or they are taken off it: cancelled by the service while it is to come, out
// of the figures when it took place.
func (tx *tx) dropParticipation(ctx context.Context, a applying, o upstreamObject, link gen.UpstreamParticipationsRow) error {
	was, err := tx.appointmentOf(ctx, link.PersonID, link.AppointmentID)
	if err != nil {
		return err
	}
	future := a.now.Before(was.StartsAt)
	outcome := parcours.ForeignOutcome(parcours.Outcome(link.Outcome), false, true, future)
	if err := tx.markDeleted(ctx, a.now, was, !future); err != nil {
		return err
	}
	err = tx.PutUpstreamParticipation(ctx, gen.PutUpstreamParticipationParams{
		ObjectKey: link.ObjectKey, RdvKey: o.ObjectKey, PersonID: link.PersonID, AppointmentID: link.AppointmentID, Outcome: string(outcome),
		Lifecycle: link.Lifecycle, Reminder: link.Reminder,
	})
	if err != nil {
		return err
	}
	if here, err := tx.excusedHere(ctx, was); err != nil || here && future {
		return err
	}
	_, untold, err := tx.convocationOf(ctx, was)
	if err != nil {
		return err
	}
	return tx.followOutcome(ctx, a, was, outcome, link.Lifecycle || untold)
}

// markDeleted notes, or takes back, that the source deleted what took place; the
// milestones are counted again without it.
func (tx *tx) markDeleted(ctx context.Context, now time.Time, was parcours.Appointment, deleted bool) error {
	at := int64(0)
	if deleted {
		at = millis(now)
	}
	changed, err := tx.MarkDeleted(ctx, was.ID, was.PersonID, at)
	if err != nil || changed == 0 {
		return err
	}
	if err := tx.append(ctx, now, was.PersonID, parcours.EventUpdated, actorUpstream, was.ID, details{"deleted_upstream": fmt.Sprint(deleted)}); err != nil {
		return err
	}
	return tx.noteMet(ctx, was, was.Outcome)
}

// applyParticipation brings one person's appointment up to what is said there.
func (tx *tx) applyParticipation(ctx context.Context, a applying, o upstreamObject, p parcours.ForeignParticipation, key string, link gen.UpstreamParticipationsRow, staff []parcours.Professional) (parcours.UpstreamVerdict, error) {
	rdv := *a.m.Rdv
	var verdict parcours.UpstreamVerdict
	personID := link.PersonID
	user, verdict, err := tx.upstreamPerson(ctx, a, p.User)
	if err != nil || personID == "" && verdict.Reason != "" {
		return verdict, err
	}
	verdict = parcours.UpstreamVerdict{}
	if personID == "" {
		personID = user.PersonID.String
	}
	if err := tx.lock(ctx, "person", personID); err != nil {
		return verdict, err
	}
	if user.PersonID.String == personID {
		if err := tx.honourSMS(ctx, a, user, p.User.SMS); err != nil {
			return verdict, err
		}
	}
	file, err := tx.file(ctx, personID)
	if err != nil {
		return verdict, err
	}
	set := settingRdv{rdv: rdv, part: p, person: file.Person, staff: staff}
	if set.territoryID, err = tx.territoryUpstream(ctx, file.Person, staff, rdv.Organisation); err != nil {
		return verdict, err
	}
	if set.territoryID == "" {
		return dead(parcours.UpstreamNoTerritory), nil
	}
	future := a.now.Before(rdv.StartsAt)
	outcome := parcours.ForeignOutcome(p.Outcome, rdv.Cancelled, o.gone(), future)
	fresh := link.AppointmentID == ""
	if fresh {
		if link.AppointmentID, err = tx.bookUpstream(ctx, a, set, outcome == parcours.OutcomeUnknown && !o.gone()); err != nil {
			return verdict, err
		}
	}
	was, err := tx.appointmentOf(ctx, personID, link.AppointmentID)
	if err != nil {
		return verdict, err
	}
	change := rdvChange{fresh: fresh}
	if !fresh {
		if change, err = tx.moveUpstream(ctx, a, set, was, link); err != nil {
			return verdict, err
		}
	}
	if err := tx.markDeleted(ctx, a.now, was, o.gone() && !future); err != nil {
		return verdict, err
	}
	if was, err = tx.appointmentOf(ctx, personID, link.AppointmentID); err != nil {
		return verdict, err
	}
	before := was.Outcome
	excused, err := tx.excusedHere(ctx, was)
	if err != nil {
		return verdict, err
	}
	if excused = excused && o.gone() && future; !excused && (fresh || string(outcome) != link.Outcome) {
		// What upstream says again leaves alone what was settled here since.
		silent := p.Lifecycle || fresh || change.untold
		if err := tx.followOutcome(ctx, a, was, outcome, silent); err != nil {
			return verdict, err
		}
	}
	err = tx.PutUpstreamParticipation(ctx, gen.PutUpstreamParticipationParams{
		ObjectKey: key, RdvKey: o.ObjectKey, PersonID: personID, AppointmentID: was.ID, Outcome: string(outcome), Lifecycle: p.Lifecycle, Reminder: p.Reminder,
	})
	if err != nil {
		return verdict, err
	}
	if was, err = tx.appointmentOf(ctx, personID, was.ID); err != nil {
		return verdict, err
	}
	change.reopened = !fresh && before != parcours.OutcomeUnknown && was.Outcome == parcours.OutcomeUnknown
	return verdict, tx.planUpstream(ctx, a, set, was, change)
}

// settingRdv is an appointment as it is to be here.
type settingRdv struct {
	rdv         parcours.ForeignRdv
	part        parcours.ForeignParticipation
	person      parcours.Person
	staff       []parcours.Professional
	territoryID string
}

// rdvChange says what a message changed of an appointment, for what is planned about it.
type rdvChange struct {
	fresh    bool
	moved    bool // another time or place
	restaff  bool // other people or length
	reopened bool
	// pending: its convocation has not left; untold: nor has one before it.
	pending, untold bool
	// resumed: the source stopped recalling it.
	resumed bool
}

// territoryUpstream is the person's, else that of the professionals, else that which
// the organisation is named after.
func (tx *tx) territoryUpstream(ctx context.Context, person parcours.Person, staff []parcours.Professional, organisation string) (string, error) {
	if person.TerritoryID != "" {
		return person.TerritoryID, nil
	}
	for _, p := range staff {
		if p.TerritoryID != "" {
			return p.TerritoryID, nil
		}
	}
	ids, err := tx.TerritoryByKey(ctx, parcours.FoldName(organisation))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

func (tx *tx) placeUpstream(ctx context.Context, now time.Time, set settingRdv) (string, error) {
	id, err := tx.UpsertPlace(ctx, gen.UpsertPlaceParams{
		ID: tx.newID(now), TerritoryID: set.territoryID, Name: set.rdv.Place, NameKey: parcours.FoldName(set.rdv.Place), Address: set.rdv.Address,
		Phone: set.rdv.Phone, CreatedAt: millis(now),
	})
	if err != nil {
		return "", fmt.Errorf("place: %w", err)
	}
	return id, tx.SetMeeting(ctx, id, string(set.rdv.Meeting))
}

func (tx *tx) late(set settingRdv) bool {
	deadline := tx.rules.Deadline(set.person.EnteredOn)
	return !deadline.IsZero() && parcours.DateOf(set.rdv.StartsAt, tx.rules.Zone).After(deadline)
}

// bookUpstream writes the appointment; it plans no message. standing says that it is
// to take place: one that arrives cancelled reaches no milestone.
func (tx *tx) bookUpstream(ctx context.Context, a applying, set settingRdv, standing bool) (string, error) {
	place, err := tx.placeUpstream(ctx, a.now, set)
	if err != nil {
		return "", err
	}
	id := tx.newID(a.now)
	err = tx.InsertAppointment(ctx, gen.InsertAppointmentParams{
		ID: id, TerritoryID: null(set.territoryID), PlaceID: place, Kind: string(set.rdv.Kind), StartsAt: millis(set.rdv.StartsAt),
		Minutes: int64(set.rdv.Duration / time.Minute), Origin: string(set.part.Origin), Version: 1, Late: tx.late(set), BookedAt: millis(a.now),
	})
	if err != nil {
		return "", fmt.Errorf("insert appointment: %w", err)
	}
	if err := tx.staffAppointment(ctx, id, set.staff); err != nil {
		return "", err
	}
	err = tx.InsertParticipation(ctx, gen.InsertParticipationParams{
		ID: tx.newID(a.now), AppointmentID: id, PersonID: set.person.ID, Outcome: string(parcours.OutcomeUnknown), CreatedAt: millis(a.now),
		StartsAt: millis(set.rdv.StartsAt),
	})
	if err != nil {
		return "", fmt.Errorf("insert participation: %w", err)
	}
	err = tx.append(ctx, a.now, set.person.ID, parcours.EventBooked, actorUpstream, id, details{
		"starts_at": set.rdv.StartsAt.UTC().Format(time.RFC3339), "kind": string(set.rdv.Kind), "origin": string(set.part.Origin),
	})
	if err != nil || !standing || !set.rdv.Kind.First() {
		return id, err
	}
	return id, tx.firstBooked(ctx, a.now, set)
}

// firstBooked notes that the person has their first interview.
func (tx *tx) firstBooked(ctx context.Context, now time.Time, set settingRdv) error {
	if err := tx.reachAll(ctx, set.person.ID, []stage{stageBooked, stageFirstBooked}, tx.today(now)); err != nil {
		return err
	}
	if err := tx.SetAppointmentOn(ctx, set.person.ID, tx.today(set.rdv.StartsAt).String(), string(parcours.OutcomeUnknown)); err != nil {
		return fmt.Errorf("milestone: %w", err)
	}
	return tx.endInvitation(ctx, now, set.person.ID, actorUpstream)
}

func (tx *tx) staffAppointment(ctx context.Context, id string, staff []parcours.Professional) error {
	for i, p := range staff {
		if err := tx.InsertAppointmentProfessional(ctx, id, int64(i), p.ID); err != nil {
			return fmt.Errorf("professionals of the appointment: %w", err)
		}
	}
	return nil
}
