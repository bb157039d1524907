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
	withdrawn, err := tx.withdrawnSince(ctx, now, personID, parcours.ReasonExited, since)
	if err != nil {
		return err
	}
	for _, id := range withdrawn {
		if err := tx.restoreMessage(ctx, now, actor, personID, id); err != nil {
			return err
		}
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
