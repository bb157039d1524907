package store

import (
	"context"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// rangTwice tells a human that a message and the attempt that repeats it both left:
// the double that a resend risks, or a retry when the failure was not true. A retry
// after a failure is none. a is the attempt as it was before the provider's word
// that it left.
func (tx *tx) rangTwice(ctx context.Context, now time.Time, a attempt, n intent) error {
	was := parcours.AttemptState(a.State)
	if a.Rank >= int64(parcours.AttemptAccepted.Rank()) && !was.Failed() {
		return nil // known to have left before
	}
	if a.N == 1 && was != parcours.AttemptLost && !was.Failed() {
		return nil // nothing repeats it yet
	}
	attempts, err := tx.AttemptsOf(ctx, n.ID)
	if err != nil || len(attempts) < 2 {
		return err
	}
	if !slices.ContainsFunc(attempts, func(other gen.AttemptsOfRow) bool {
		return other.ID != a.ID && other.Channel == a.Channel && arrives(other.State)
	}) {
		return nil
	}
	_, err = tx.raise(ctx, now, parcours.Incident{
		Key: "duplicate/" + n.ID + "/" + a.Channel, Kind: "duplicate", PersonID: n.PersonID, Details: details{"channel": a.Channel},
	}, a.ID)
	return err
}

// arrives reports whether an attempt has left and is not known to have failed.
func arrives(state string) bool {
	switch parcours.AttemptState(state) {
	case parcours.AttemptAccepted, parcours.AttemptSent, parcours.AttemptNoReceipt, parcours.AttemptDelivered, parcours.AttemptAcknowledged:
		return true
	}
	return false
}
