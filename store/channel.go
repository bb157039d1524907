package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// closing is a channel that is to carry nothing more.
type closing struct {
	channel      parcours.Channel
	addressIndex string
	// personID closes the whole channel of that person, not the address alone.
	personID string
	// blocked: the provider says that the person blocked us, rather than an opt-out.
	blocked bool
	// proof is what the ledger keeps: an inbox id, or the provider's code.
	proof string
	actor string
}

// closeAddress closes a channel at an address for everybody who is reached there:
// it writes the ledger, cancels what is queued, and lets each of those messages
// fall back, in one transaction, so that none leaves afterwards.
func (tx *tx) closeAddress(ctx context.Context, now time.Time, c closing) error {
	var people []string
	var err error
	if c.blocked {
		people, err = tx.BlockPoints(ctx, millis(now), string(c.channel), c.addressIndex)
	} else {
		people, err = tx.OptOutPoints(ctx, gen.OptOutPointsParams{
			Channel: string(c.channel), AddressIndex: c.addressIndex, PersonID: c.personID, At: millis(now),
		})
	}
	if err != nil {
		return fmt.Errorf("close %s: %w", c.channel, err)
	}
	if err := tx.ledger(ctx, now, distinct(people), c, "out", parcours.EventOptedOut); err != nil {
		return err
	}
	return tx.cancelWaiting(ctx, now, c, parcours.ReasonOptedOut)
}

// reopenAddress is what the person's own REPRENDRE, or /start, undoes: what was
// left to a call or a letter comes back here, and nobody has to follow the STOP up.
func (tx *tx) reopenAddress(ctx context.Context, now time.Time, c closing) error {
	people, err := tx.ReopenPoints(ctx, millis(now), string(c.channel), c.addressIndex)
	if err != nil {
		return fmt.Errorf("reopen %s: %w", c.channel, err)
	}
	people = distinct(people)
	if err := tx.ledger(ctx, now, people, c, "in", parcours.EventOptedIn); err != nil {
		return err
	}
	for _, personID := range people {
		if err := tx.unlist(ctx, now, personID); err != nil {
			return err
		}
		asked, err := tx.escalationsOfPerson(ctx, personID)
		if err != nil {
			return err
		}
		for _, e := range asked {
			if e.Kind != parcours.EscalationOptOut || e.State != parcours.EscalationOpen {
				continue
			}
			if _, err := tx.CloseEscalation(ctx, e.ID, millis(now), c.actor); err != nil {
				return fmt.Errorf("reopen %s: %w", c.channel, err)
			}
		}
	}
	return nil
}

// closeDesk obeys a professional's STOP in their chat: what is written to them
// goes by e-mail. The chat stays theirs, so that they can answer there, or reopen
// it.
func (tx *tx) closeDesk(ctx context.Context, t *turn, c closing) error {
	if err := tx.linkDesk(ctx, t, nil); err != nil {
		return err
	}
	return tx.closeAddress(ctx, t.now, c)
}

// reopenDesk undoes closeDesk.
func (tx *tx) reopenDesk(ctx context.Context, t *turn, c closing) error {
	if err := tx.linkDesk(ctx, t, tx.vault.seal(columnTelegram, []byte(t.in.Address))); err != nil {
		return err
	}
	return tx.reopenAddress(ctx, t.now, c)
}

func (tx *tx) linkDesk(ctx context.Context, t *turn, sealed []byte) error {
	if t.in.Channel != parcours.ChannelTelegram {
		return nil
	}
	err := tx.LinkProfessional(ctx, gen.LinkProfessionalParams{
		ID: t.professionalID, TelegramSealed: sealed, TelegramIndex: t.index, UpdatedAt: millis(t.now),
	})
	if err != nil {
		return fmt.Errorf("chat of a professional: %w", err)
	}
	return nil
}

// disown notes that an address is somebody else's, whatever the channels it
// serves, and cancels what is queued for it.
func (tx *tx) disown(ctx context.Context, now time.Time, c closing) error {
	people, err := tx.DisownPoints(ctx, millis(now), c.personID, c.addressIndex)
	if err != nil {
		return fmt.Errorf("disown an address: %w", err)
	}
	if len(people) == 0 {
		return nil
	}
	err = tx.append(ctx, now, c.personID, parcours.EventNotTheirs, c.actor, c.proof, details{"channel": string(c.channel)})
	if err != nil {
		return err
	}
	if err := tx.updateContactLoss(ctx, c.personID); err != nil {
		return err
	}
	waiting, err := tx.WaitingOnChannel(ctx, null(c.personID), string(c.channel))
	if err != nil {
		return fmt.Errorf("disown an address: %w", err)
	}
	for _, w := range waiting {
		a, err := tx.Attempt(ctx, w.ID)
		if err != nil {
			return fmt.Errorf("disown an address: %w", err)
		}
		if a.AddressIndex != c.addressIndex {
			continue
		}
		if err := tx.cancelOne(ctx, now, w.ID, w.NotificationID, w.N, parcours.ReasonAddressFormer); err != nil {
			return err
		}
	}
	return nil
}

// ledger writes who closed or opened a channel, when, and the proof; a row
// without person when nobody we know is at the address.
func (tx *tx) ledger(ctx context.Context, now time.Time, people []string, c closing, direction string, kind parcours.EventKind) error {
	entry := gen.InsertOptOutParams{Channel: string(c.channel), AddressIndex: c.addressIndex, Direction: direction, At: millis(now), Proof: c.proof}
	if len(people) == 0 {
		entry.ID = tx.newID(now)
		return tx.InsertOptOut(ctx, entry)
	}
	for _, personID := range people {
		entry.ID, entry.PersonID = tx.newID(now), null(personID)
		if err := tx.InsertOptOut(ctx, entry); err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		payload := details{"channel": string(c.channel)}
		if c.blocked {
			payload["blocked"] = "yes"
		}
		if err := tx.append(ctx, now, personID, kind, c.actor, c.proof, payload); err != nil {
			return err
		}
		if err := tx.updateContactLoss(ctx, personID); err != nil {
			return err
		}
	}
	return nil
}

// cancelWaiting cancels what has not left on the channel, to the address or for
// the person, and lets it fall back.
func (tx *tx) cancelWaiting(ctx context.Context, now time.Time, c closing, why string) error {
	waiting, err := tx.WaitingOnAddress(ctx, c.addressIndex, string(c.channel))
	if err != nil {
		return fmt.Errorf("cancel what waits: %w", err)
	}
	if c.personID != "" {
		more, err := tx.WaitingOnChannel(ctx, null(c.personID), string(c.channel))
		if err != nil {
			return fmt.Errorf("cancel what waits: %w", err)
		}
		for _, w := range more {
			waiting = append(waiting, gen.WaitingOnAddressRow(w))
		}
	}
	for _, w := range waiting {
		if err := tx.cancelOne(ctx, now, w.ID, w.NotificationID, w.N, why); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) cancelOne(ctx context.Context, now time.Time, attemptID, notificationID string, n int64, why string) error {
	cancelled, err := tx.CancelAttempt(ctx, attemptID, why, millis(now))
	if err != nil {
		return fmt.Errorf("cancel attempt %s: %w", attemptID, err)
	}
	if cancelled == 0 {
		return nil
	}
	return tx.fallBack(ctx, now, notificationID, n, why)
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
