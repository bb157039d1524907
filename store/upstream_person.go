package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// upstreamPerson returns who a user there is here, and their object, or a verdict that
// says why nobody is: a user is never made a person, and an erased one stays erased.
func (tx *tx) upstreamPerson(ctx context.Context, a applying, u parcours.ForeignUser) (upstreamObject, parcours.UpstreamVerdict, error) {
	var none parcours.UpstreamVerdict
	var o upstreamObject
	if u.ID != "" {
		var err error
		if o, err = tx.upstreamObject(ctx, a.m.Source, parcours.UpstreamUser, u.ID); err != nil {
			return o, none, err
		}
	}
	if o.PersonID.Valid {
		there, err := tx.PersonThere(ctx, o.PersonID.String)
		if err == nil && !there {
			return o, parcours.UpstreamVerdict{Reason: parcours.UpstreamErased}, nil
		}
		return o, none, err
	}
	row := u.Row()
	candidates, err := tx.candidates(ctx, row)
	if err != nil {
		return o, none, err
	}
	identity, err := tx.orErased(ctx, row, parcours.Identify(row, candidates))
	if err != nil {
		return o, none, err
	}
	switch {
	case identity.Kind == parcours.IdentityMatch:
		o.PersonID = null(identity.PersonID)
		if u.ID == "" {
			return o, none, nil
		}
		return o, none, tx.putUpstreamObject(ctx, o)
	case identity.Kind == parcours.IdentityConflict:
		return o, dead(parcours.UpstreamPersonConflict), nil
	case identity.Kind == parcours.IdentityClosed && !strings.HasPrefix(identity.PersonID, "tombstone:") && identity.PersonID != "":
		return o, dead(parcours.UpstreamPersonArchived), nil
	case identity.Kind == parcours.IdentityClosed:
		return o, parcours.UpstreamVerdict{Reason: parcours.UpstreamErased}, nil
	}
	return o, dead(parcours.UpstreamPersonUnknown), nil
}

// applyUser brings a person up to what the user there says, as an import does. That
// the user is gone there says nothing of the person.
func (tx *tx) applyUser(ctx context.Context, a applying, o upstreamObject) (parcours.UpstreamVerdict, error) {
	var none parcours.UpstreamVerdict
	data, news := o.note(a.m, a.m.User != nil && !a.m.Destroyed())
	switch {
	case !news:
		return stale(), nil
	case !data:
		return none, tx.putUpstreamObject(ctx, o)
	}
	matched, verdict, err := tx.upstreamPerson(ctx, a, *a.m.User)
	if err != nil || verdict.Reason != "" {
		return verdict, err
	}
	o.PersonID = matched.PersonID
	personID := o.PersonID.String
	if err := tx.lock(ctx, "person", personID); err != nil {
		return none, err
	}
	row := a.m.User.Row()
	candidates, err := tx.candidates(ctx, row)
	if err != nil {
		return none, err
	}
	changed, err := tx.updatePerson(ctx, a.now, personID, row, "")
	if err != nil {
		return none, err
	}
	contacts, err := tx.importContacts(ctx, a.now, personID, row, sharedWithOthers(candidates, personID))
	if err != nil {
		return none, err
	}
	if changed = append(changed, contacts...); len(changed) > 0 {
		err := tx.append(ctx, a.now, personID, parcours.EventUpdated, actorUpstream, a.inboxID, details{"changed": strings.Join(changed, " ")})
		if err != nil {
			return none, err
		}
	}
	if err := tx.putUpstreamObject(ctx, o); err != nil {
		return none, err
	}
	return none, tx.honourSMS(ctx, a, o, a.m.User.SMS)
}

// sharedWithOthers reports whether somebody else who is active is reached there.
func sharedWithOthers(c parcours.Candidates, personID string) bool {
	for _, found := range [][]parcours.KnownPerson{c.ByEmail, c.ByPhone} {
		for _, k := range found {
			if k.PersonID != personID && k.ErasedOn.IsZero() && k.ArchivedOn.IsZero() {
				return true
			}
		}
	}
	return false
}

// honourSMS closes SMS for whoever refuses them there, and opens what was closed so
// when they take them again. A STOP that was said here stays.
func (tx *tx) honourSMS(ctx context.Context, a applying, o upstreamObject, sms parcours.Tri) error {
	if sms == parcours.Unsaid || millis(a.m.At) < o.SmsAt {
		return nil
	}
	o.SmsAt = millis(a.m.At)
	personID := o.PersonID.String
	switch {
	case sms == parcours.No:
		points, err := tx.contactPoints(ctx, personID)
		if err != nil {
			return err
		}
		for _, p := range points {
			if p.Channel != parcours.ChannelSMS || p.Status != parcours.ContactCurrent || !p.OptedOutAt.IsZero() {
				continue
			}
			closed := closing{channel: parcours.ChannelSMS, personID: personID, proof: a.inboxID, actor: actorUpstream}
			if err := tx.closeAddress(ctx, a.now, closed); err != nil {
				return err
			}
			o.SmsOffAt = millis(a.now)
			break
		}
	case o.SmsOffAt > 0:
		indexes, err := tx.ReopenUpstream(ctx, millis(a.now), personID, o.SmsOffAt)
		if err != nil {
			return err
		}
		o.SmsOffAt = 0
		if len(indexes) > 0 {
			opened := closing{channel: parcours.ChannelSMS, addressIndex: indexes[0], personID: personID, proof: a.inboxID, actor: actorUpstream}
			if err := tx.ledger(ctx, a.now, []string{personID}, opened, "in", parcours.EventOptedIn); err != nil {
				return err
			}
			if err := tx.unlist(ctx, a.now, personID); err != nil {
				return err
			}
		}
	}
	if o.ObjectKey == "" {
		return nil
	}
	return tx.putUpstreamObject(ctx, o)
}

// applyAssignation gives the person the referent they have there; the newest word on
// the person wins, whichever assignment it came by. One that ends there leaves the
// person their referent.
func (tx *tx) applyAssignation(ctx context.Context, a applying, o upstreamObject) (parcours.UpstreamVerdict, error) {
	var none parcours.UpstreamVerdict
	data, news := o.note(a.m, a.m.Assignation != nil && !a.m.Destroyed())
	switch {
	case !news:
		return stale(), nil
	case !data:
		return none, tx.putUpstreamObject(ctx, o)
	}
	user, verdict, err := tx.upstreamPerson(ctx, a, a.m.Assignation.User)
	if err != nil || verdict.Reason != "" {
		return verdict, err
	}
	staff, unknown, err := tx.staffNamed(ctx, []string{a.m.Assignation.Agent})
	if err != nil {
		return none, err
	}
	if unknown != "" || len(staff) == 0 {
		return dead(parcours.UpstreamAgentUnknown), nil
	}
	pro, err := tx.Professional(ctx, staff[0].ID)
	if err != nil {
		return none, fmt.Errorf("professional: %w", err)
	}
	if pro.Role != string(parcours.RoleReferent) {
		return dead(parcours.UpstreamNotReferent), nil
	}
	if err := tx.putUpstreamObject(ctx, o); err != nil {
		return none, err
	}
	if millis(a.m.At) < user.ReferentAt {
		return stale(), nil
	}
	user.ReferentAt = millis(a.m.At)
	if user.ObjectKey != "" {
		if err := tx.putUpstreamObject(ctx, user); err != nil {
			return none, err
		}
	}
	return none, tx.giveReferent(ctx, a.now, user.PersonID.String, pro.ID)
}

func (tx *tx) giveReferent(ctx context.Context, now time.Time, personID, to string) error {
	was, err := tx.ReferentNow(ctx, personID)
	if err != nil {
		return fmt.Errorf("referent: %w", err)
	}
	if was.ReferentID == to {
		return nil
	}
	h := parcours.Handover{PersonID: personID, From: was.ReferentID, To: to}
	if err := tx.handOver(ctx, now, actorUpstream, h); err != nil {
		return err
	}
	_, err = tx.giveQuestions(ctx, now, actorUpstream, h)
	return err
}
