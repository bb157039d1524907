package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// reasonContact is why a message takes another way: the person has one that they had not.
const reasonContact = "contact_changed"

// unlist takes what waits in a call or letter list back to an automatic channel,
// once the person has one where it was not tried. What was tried at the same address
// stays listed: a change of contacts decides nothing about sending it twice.
func (tx *tx) unlist(ctx context.Context, now time.Time, personID string) error {
	listed, err := tx.ListedOfPerson(ctx, null(personID))
	if err != nil {
		return err
	}
	for _, l := range listed {
		if l.ExpiresAt > 0 && l.ExpiresAt <= millis(now) {
			continue
		}
		attempts, err := tx.AttemptsOf(ctx, l.NotificationID)
		if err != nil {
			return fmt.Errorf("unlist: %w", err)
		}
		to, err := tx.untried(ctx, personID, attempts, nil)
		if err != nil {
			return err
		}
		if !to.channel.Automatic() {
			continue
		}
		if err := tx.UnlistAttempt(ctx, l.AttemptID, millis(now)); err != nil {
			return fmt.Errorf("unlist attempt: %w", err)
		}
		n, err := tx.readIntent(ctx, l.NotificationID)
		if err != nil {
			return fmt.Errorf("unlist: %w", err)
		}
		if err := tx.leaveBy(ctx, now, n, l.LastN, to); err != nil {
			return fmt.Errorf("unlist: %w", err)
		}
	}
	return tx.carry(ctx, now, personID)
}

// carry takes up what is still to be said and nothing carried, neither a message nor a
// human, once there is a way where it was not tried. An alert told of it: its key is given
// back, so that the next one may come.
func (tx *tx) carry(ctx context.Context, now time.Time, personID string) error {
	ids, err := tx.GivenUpOfPerson(ctx, null(personID), millis(now))
	if err != nil {
		return fmt.Errorf("carry: %w", err)
	}
	for _, id := range ids {
		n, err := tx.readNotification(ctx, id)
		if err != nil {
			return err
		}
		attempts, err := tx.AttemptsOf(ctx, id)
		if err != nil {
			return fmt.Errorf("carry: %w", err)
		}
		wanted, err := tx.wanted(ctx, now, n)
		if err != nil {
			return err
		}
		to, err := tx.untried(ctx, personID, attempts, nil)
		if err == nil && !to.channel.Automatic() {
			to, err = tx.personDestination(ctx, personID, triedChannels(attempts))
		}
		if err != nil {
			return err
		}
		if !wanted || to.channel == "" || to.channel == parcours.ChannelLetter { // what a letter carries is found by its deadline
			continue
		}
		if err := tx.carryBy(ctx, now, n, attempts, to); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) carryBy(ctx context.Context, now time.Time, n intent, attempts []gen.AttemptsOfRow, to destination) error {
	last := int64(0)
	if len(attempts) > 0 {
		last = attempts[len(attempts)-1].N
	} else if err := tx.openPrompt(ctx, now, n.Notification); err != nil { // it waited for a way, too
		return err
	}
	if err := tx.leaveBy(ctx, now, n, last, to); err != nil {
		return fmt.Errorf("carry: %w", err)
	}
	return tx.freeAlert(ctx, now, "unreachable/"+n.ID)
}

// leaveBy has a message leave by a way that the person has now, at its time, after its
// attempt number last.
func (tx *tx) leaveBy(ctx context.Context, now time.Time, n intent, last int64, to destination) error {
	due := now
	if n.DueAt.After(now) {
		due = n.DueAt
	}
	if err := tx.fallBackLater(ctx, now, n, due); err != nil {
		return err
	}
	return tx.another(ctx, now, n, last, to, due, repeated{}, reasonContact)
}

// untried is where a message goes that leaves out the channels that are spent, and each
// address that it was tried at: it left for there, or was refused there.
func (tx *tx) untried(ctx context.Context, personID string, attempts []gen.AttemptsOfRow, spent []parcours.Channel) (destination, error) {
	point, channel, _, err := tx.routeWithout(ctx, personID, spent, func(p parcours.ContactPoint) bool {
		return triedAt(attempts, p.Channel, tx.vault.addressIndex(p.Address))
	})
	return destination{channel: channel, contactID: point.ID, address: point.Address}, err
}

// triedAt reports whether an attempt on the channel left for the address, or was
// refused there. What the person had blocked, and opened again since, was not.
func triedAt(attempts []gen.AttemptsOfRow, channel parcours.Channel, addressIndex string) bool {
	return slices.ContainsFunc(attempts, func(a gen.AttemptsOfRow) bool {
		return a.Channel == string(channel) && a.AddressIndex == addressIndex && a.Rank >= int64(parcours.AttemptSending.Rank()) &&
			a.State != string(parcours.AttemptBlocked)
	})
}
