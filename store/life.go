package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// hold stops what is sent to everybody who is reached where the death was told.
func (tx *tx) hold(ctx context.Context, t *turn) error {
	people, err := tx.HoldPeople(ctx, gen.HoldPeopleParams{
		At: millis(t.now), PersonID: t.personID, AddressIndex: t.index, Channel: string(t.in.Channel),
	})
	if err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	for _, personID := range distinct(people) {
		if err := tx.CloseOpenPrompts(ctx, personID, millis(t.now)); err != nil {
			return fmt.Errorf("hold: %w", err)
		}
		if err := tx.append(ctx, t.now, personID, parcours.EventHeld, actorPerson, t.in.ID, details{"channel": string(t.in.Channel)}); err != nil {
			return err
		}
	}
	return nil
}

// ConfirmDeath ends a held person's follow-up: nothing that is planned leaves, and
// nothing is planned any more. LiftHold takes it back.
func (s *Store) ConfirmDeath(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error {
	return s.onHeld(ctx, "confirm a death", actor, personID, func(ctx context.Context, tx *tx) error {
		exited, err := tx.exit(ctx, now, by(actor), personID, tx.today(now), "deceased")
		if err != nil || !exited {
			return err
		}
		return tx.closeKind(ctx, now, by(actor), personID, parcours.EscalationDeceased)
	})
}

// LiftHold takes back that a person died, before or after it was confirmed: what is
// still to be said leaves again.
func (s *Store) LiftHold(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error {
	return s.onHeld(ctx, "lift a hold", actor, personID, func(ctx context.Context, tx *tx) error {
		held, err := tx.HeldSince(ctx, personID)
		if err != nil {
			return err
		}
		if _, err := tx.ReleasePerson(ctx, personID, millis(now)); err != nil {
			return err
		}
		if err := tx.exitedOn(ctx, personID, ""); err != nil {
			return err
		}
		if err := tx.keepDelays(ctx, personID); err != nil {
			return err
		}
		if err := tx.append(ctx, now, personID, parcours.EventReleased, by(actor), personID, nil); err != nil {
			return err
		}
		if err := tx.goOn(ctx, now, by(actor), personID, instant(held.HeldAt)); err != nil {
			return err
		}
		return tx.closeKind(ctx, now, by(actor), personID, parcours.EscalationDeceased)
	})
}

// onHeld runs fn on a person who is held; ErrConflict when they are not.
func (s *Store) onHeld(ctx context.Context, what string, actor parcours.Actor, personID string, fn func(ctx context.Context, tx *tx) error) error {
	return s.onPerson(ctx, what, actor, personID, func(ctx context.Context, tx *tx) error {
		held, err := tx.HeldSince(ctx, personID)
		if err != nil {
			return err
		}
		if held.HeldAt == 0 {
			return fmt.Errorf("%w: nobody said so, or it was taken back", parcours.ErrConflict)
		}
		return fn(ctx, tx)
	})
}

// closeKind closes the open escalations of one kind, once a professional settled
// what they asked.
func (tx *tx) closeKind(ctx context.Context, now time.Time, actor, personID string, kind parcours.EscalationKind) error {
	ids, err := tx.OpenOfKind(ctx, null(personID), string(kind))
	if err != nil {
		return fmt.Errorf("close escalations: %w", err)
	}
	for _, id := range ids {
		if err := tx.withdrawNotices(ctx, now, id, actor); err != nil {
			return err
		}
		if _, err := tx.CloseEscalation(ctx, id, millis(now), actor); err != nil {
			return fmt.Errorf("close escalations: %w", err)
		}
		if err := tx.append(ctx, now, personID, parcours.EventAnswered, actor, id, details{"closed": "true"}); err != nil {
			return err
		}
	}
	return nil
}

const columnClaim = "number_claim.address_sealed"

// claimNumber notes the number, and asks it. A later claim takes the place of an
// earlier one.
func (tx *tx) claimNumber(ctx context.Context, t *turn, e parcours.ClaimNumber) error {
	_, asked, err := tx.claimFor(ctx, t.now, actorPerson, t.personID, e.Phone, true)
	t.unasked = !asked
	return err
}

// claimFor writes the claim of a number on somebody's word, and asks a mobile in the
// person's language when ask is set. Where somebody who was erased, or whom nobody knew,
// said STOP, nothing is asked: a professional settles the claim.
func (tx *tx) claimFor(ctx context.Context, now time.Time, actor, personID string, phone parcours.Phone, ask bool) (id string, asked bool, err error) {
	if err := tx.ReplaceClaims(ctx, personID, millis(now), actor); err != nil {
		return "", false, fmt.Errorf("claim a number: %w", err)
	}
	who, err := tx.PersonToConvene(ctx, personID)
	if err != nil {
		return "", false, fmt.Errorf("claim a number: %w", err)
	}
	c := parcours.NumberClaim{ID: tx.newID(now), PersonID: personID, Phone: phone, ClaimedAt: now, Language: parcours.Language(who.Language), Discreet: who.Discreet}
	index := tx.vault.addressIndex(phone.E164)
	err = tx.InsertClaim(ctx, gen.InsertClaimParams{
		ID: c.ID, PersonID: c.PersonID, AddressSealed: tx.vault.seal(columnClaim, []byte(phone.E164)),
		AddressIndex: index, Kind: string(phone.Kind), ClaimedAt: millis(now),
	})
	if err != nil {
		return "", false, fmt.Errorf("claim a number: %w", err)
	}
	if err := tx.append(ctx, now, personID, parcours.EventNumberClaimed, actor, c.ID, nil); err != nil {
		return "", false, err
	}
	if !ask || phone.Kind != parcours.PhoneMobile {
		return c.ID, false, nil
	}
	stopped, err := tx.stoppedAt(ctx, parcours.ChannelSMS, index)
	if err != nil || stopped > 0 {
		return c.ID, false, err
	}
	_, asked, err = tx.notify(ctx, now, tx.rules.PlanNumberClaim(c, tx.service, now))
	return c.ID, asked, err
}

// claimed says whether somebody gave the unknown sender's number as their own.
func (l *loader) claimed(ctx context.Context) error {
	if l.in.Channel != parcours.ChannelSMS {
		return nil
	}
	rows, err := l.ClaimsAtAddress(ctx, l.index, millis(l.now.Add(-parcours.ClaimValidity)))
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	if len(rows) != 1 {
		return nil // given by two people, it is a human's to say
	}
	c, err := l.numberClaim(gen.ClaimsOfPersonRow(rows[0]))
	if err != nil {
		return err
	}
	who, err := l.PersonOfDossier(ctx, c.PersonID)
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	c.Language = parcours.Language(who.Language)
	l.d.Claim = &c
	return nil
}

func (tx *tx) numberClaim(row gen.ClaimsOfPersonRow) (parcours.NumberClaim, error) {
	number, err := tx.vault.openText(columnClaim, row.AddressSealed)
	return parcours.NumberClaim{
		ID: row.ID, PersonID: row.PersonID, Phone: parcours.Phone{E164: number, Kind: parcours.PhoneKind(row.Kind)}, ClaimedAt: instant(row.ClaimedAt),
	}, err
}

// settledByNumber is the claimed number's own answer.
func (tx *tx) settledByNumber(ctx context.Context, t *turn, e parcours.SettleNumber) error {
	c := t.Dossier.Claim
	if c == nil || c.ID != e.ClaimID {
		return fmt.Errorf("claimed number: %w", parcours.ErrNotFound)
	}
	if err := tx.lock(ctx, "person", c.PersonID); err != nil {
		return err
	}
	if err := tx.settleClaim(ctx, t.now, actorPerson, *c, e.Confirmed); err != nil {
		return err
	}
	if e.Confirmed {
		t.personID = c.PersonID
	}
	return nil
}

// settleClaim makes a claimed number the person's, whose former mobile numbers are
// then written to no more, or drops it.
func (tx *tx) settleClaim(ctx context.Context, now time.Time, actor string, c parcours.NumberClaim, confirmed bool) error {
	state, event := "refused", parcours.EventNumberRefused
	if confirmed {
		state, event = "confirmed", parcours.EventNumberConfirmed
	}
	settled, err := tx.SettleClaim(ctx, gen.SettleClaimParams{ID: c.ID, State: state, SettledAt: millis(now), SettledBy: actor})
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	if settled == 0 {
		return fmt.Errorf("claimed number: %w: it was settled meanwhile", parcours.ErrConflict)
	}
	if err := tx.append(ctx, now, c.PersonID, event, actor, c.ID, nil); err != nil {
		return err
	}
	if !confirmed {
		return nil
	}
	channel, index := parcours.ChannelSMS, tx.vault.addressIndex(c.Phone.E164)
	if c.Phone.Kind != parcours.PhoneMobile {
		channel = parcours.ChannelCall
	}
	stopped, err := tx.stoppedAt(ctx, channel, index)
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	err = tx.ConfirmPoint(ctx, gen.ConfirmPointParams{
		ID: tx.newID(now), PersonID: c.PersonID, Channel: string(channel), AddressSealed: tx.vault.seal(columnAddress, []byte(c.Phone.E164)),
		AddressIndex: index, Kind: string(c.Phone.Kind), OptedOutAt: stopped, At: millis(now),
	})
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	if channel == parcours.ChannelSMS {
		former, err := tx.RetireNumbers(ctx, gen.RetireNumbersParams{At: millis(now), PersonID: c.PersonID, Channel: string(channel), AddressIndex: index})
		if err != nil {
			return fmt.Errorf("claimed number: %w", err)
		}
		if len(former) > 0 {
			if err := tx.moveWaiting(ctx, now, c.PersonID, channel, index); err != nil {
				return err
			}
		}
	}
	if err := tx.updateContactLoss(ctx, c.PersonID); err != nil {
		return err
	}
	if err := tx.unlist(ctx, now, c.PersonID); err != nil {
		return err
	}
	return tx.closeKind(ctx, now, actor, c.PersonID, parcours.EscalationPhoneChange)
}

// moveWaiting takes what waits for a former number to the new one.
func (tx *tx) moveWaiting(ctx context.Context, now time.Time, personID string, channel parcours.Channel, index string) error {
	waiting, err := tx.WaitingOnChannel(ctx, null(personID), string(channel))
	if err != nil {
		return fmt.Errorf("claimed number: %w", err)
	}
	for _, w := range waiting {
		a, err := tx.Attempt(ctx, w.ID)
		if err != nil {
			return fmt.Errorf("claimed number: %w", err)
		}
		if a.AddressIndex == index {
			continue
		}
		if err := tx.cancelOne(ctx, now, w.ID, w.NotificationID, w.N, parcours.ReasonAddressFormer); err != nil {
			return err
		}
	}
	return nil
}

// SettleNumber is a professional's word on a number that a person gave: it becomes
// theirs, or is dropped.
func (s *Store) SettleNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID, claimID string, confirmed bool) error {
	return s.onPerson(ctx, "settle a number", actor, personID, func(ctx context.Context, tx *tx) error {
		claims, err := tx.claims(ctx, personID)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if c.ID == claimID {
				return tx.settleClaim(ctx, now, by(actor), c, confirmed)
			}
		}
		return errors.Join(parcours.ErrConflict, errors.New("the number was settled meanwhile"))
	})
}

// claims are the numbers that wait to be confirmed, newest first.
func (tx *tx) claims(ctx context.Context, personID string) ([]parcours.NumberClaim, error) {
	rows, err := tx.ClaimsOfPerson(ctx, personID)
	if err != nil {
		return nil, fmt.Errorf("claimed numbers: %w", err)
	}
	var claims []parcours.NumberClaim
	for _, row := range rows {
		c, err := tx.numberClaim(row)
		if err != nil {
			return nil, err
		}
		claims = append(claims, c)
	}
	return claims, nil
}
