package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// kindFound is what a failure tells of the number; PhoneNone when it tells nothing.
func kindFound(cause parcours.FailureCause) parcours.PhoneKind {
	switch cause {
	case parcours.FailureNumber:
		return parcours.PhoneInvalid
	case parcours.FailureLandline:
		return parcours.PhoneLandline
	}
	return parcours.PhoneNone
}

// findNumber notes what the provider found a number to be, for everybody who is
// reached there, and lets what waits for it fall back. PhoneNone takes the finding
// back: a message arrived there.
func (tx *tx) findNumber(ctx context.Context, now time.Time, addressIndex string, found parcours.PhoneKind) error {
	if addressIndex == "" {
		return nil
	}
	people, err := tx.FindPoints(ctx, addressIndex, string(found), millis(now))
	if err != nil {
		return fmt.Errorf("mark a number: %w", err)
	}
	for _, personID := range distinct(people) {
		if err := tx.updateContactLoss(ctx, personID); err != nil {
			return err
		}
	}
	if len(people) == 0 || found == parcours.PhoneNone {
		return nil
	}
	waiting := closing{channel: parcours.ChannelSMS, addressIndex: addressIndex}
	return tx.cancelWaiting(ctx, now, waiting, parcours.ReasonNumberUnusable)
}
