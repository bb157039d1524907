package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// Receipts that came before the id they name was attached are looked at again
// after joinAfter, in case both came at the same instant, and given up after
// orphanFor: a human is told that somebody else sends from our account.
const (
	joinAfter = 5 * time.Minute
	orphanFor = 24 * time.Hour
)

// SweepOrphans joins receipts to the attempt they turn out to belong to, and gives
// up those that belong to none: at most limit ids a call. It returns how many it
// settled. now is business time.
func (s *Store) SweepOrphans(ctx context.Context, now time.Time, limit int) (int, error) {
	settled := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		settled = 0
		old, err := tx.OldOrphans(ctx, millis(now.Add(-joinAfter)), int32(limit))
		if err != nil {
			return err
		}
		for _, o := range old {
			done, err := tx.sweepOrphan(ctx, now, o.ProviderID, instant(o.Since))
			if err != nil {
				return err
			}
			if done {
				settled++
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("sweep orphan receipts: %w", err)
	}
	return settled, nil
}

func (tx *tx) sweepOrphan(ctx context.Context, now time.Time, providerID string, since time.Time) (bool, error) {
	a, err := tx.attemptOfReceipt(ctx, parcours.Receipt{ProviderID: providerID})
	if err != nil {
		return false, err
	}
	if a.ID != "" {
		if a, err = tx.own(ctx, a); err != nil {
			return false, err
		}
		return true, tx.joinOrphans(ctx, now, a.ID, providerID)
	}
	if now.Sub(since) < orphanFor {
		return false, nil
	}
	gone, err := tx.TakeOrphans(ctx, providerID)
	if err != nil || len(gone) == 0 {
		return false, err
	}
	if missing, err := tx.IsMissing(ctx, providerID); err != nil || missing {
		return true, err // it left before a backup was restored: that is told already
	}
	_, err = tx.raise(ctx, now, parcours.Incident{Key: "orphan_receipt/" + tx.today(now).String(), Kind: "orphan_receipt"}, "")
	return true, err
}
