package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// goOn takes up what a hold since an instant kept from going on: what the confirmation of
// the death withdrew leaves, what failed or expired meanwhile takes its next channel, and
// the fallbacks that fell due come again.
func (tx *tx) goOn(ctx context.Context, now time.Time, actor, personID string, since time.Time) error {
	if err := tx.takeUp(ctx, now, actor, withdrawal{personID: personID, reason: parcours.ReasonExited, since: since}); err != nil {
		return err
	}
	stopped, err := tx.StoppedSince(ctx, null(personID), millis(since))
	if err != nil {
		return fmt.Errorf("go on: %w", err)
	}
	for _, id := range stopped {
		if err := tx.goOnWith(ctx, now, id); err != nil {
			return err
		}
	}
	return nil
}

// withdrawal is what took messages of a person back, all of them or those about an
// appointment, for a reason and since an instant.
type withdrawal struct {
	personID      string
	appointmentID string
	reason        string
	since         time.Time
}

// takeUp plans again what a withdrawal that was itself taken back had taken. What is too
// late to leave comes to a human while it is true.
func (tx *tx) takeUp(ctx context.Context, now time.Time, actor string, w withdrawal) error {
	withdrawn, err := tx.withdrawnSince(ctx, time.Time{}, w.personID, w.reason, w.since)
	if err != nil {
		return err
	}
	for _, id := range withdrawn {
		n, err := tx.readIntent(ctx, id)
		if err != nil {
			return err
		}
		if w.appointmentID != "" && n.AppointmentID != w.appointmentID {
			continue
		}
		if err := tx.restoreMessage(ctx, now, actor, w.personID, id); err != nil {
			return err
		}
		if n.ExpiresAt.IsZero() || now.Before(n.ExpiresAt) {
			continue
		}
		attempts, err := tx.AttemptsOf(ctx, id)
		if err != nil || len(attempts) == 0 {
			return err
		}
		last := attempts[len(attempts)-1]
		if !parcours.Channel(last.Channel).Automatic() {
			continue // a human has it
		}
		if _, err := tx.ExpireQueued(ctx, last.ID, millis(now)); err != nil {
			return err
		}
		if err := tx.expire(ctx, now, id, last.N, parcours.ReasonExpired); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) goOnWith(ctx context.Context, now time.Time, notificationID string) error {
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	attempts, err := tx.AttemptsOf(ctx, n.ID)
	if err != nil || len(attempts) == 0 {
		return err
	}
	last := attempts[len(attempts)-1]
	switch {
	case n.State == parcours.NotificationExpired:
		return tx.expire(ctx, now, n.ID, last.N, parcours.ReasonExpired)
	case n.State == parcours.NotificationFailed || n.State == parcours.NotificationLost:
		return tx.fallBack(ctx, now, n.ID, last.N, last.State)
	case !parcours.Channel(last.Channel).Automatic():
		return nil // a human has it
	}
	return tx.fallBackLater(ctx, now, n, now)
}
