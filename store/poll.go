package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// firstPollOf is when a message that reached a state is asked about for want of a
// receipt, in milliseconds; 0 where none can come, or none is missing.
func (tx *tx) firstPollOf(a attempt, state parcours.AttemptState, now time.Time) int64 {
	if state != parcours.AttemptAccepted && state != parcours.AttemptSent || handedOver(a.Channel, string(state)) {
		return 0
	}
	left := instant(a.LeftAt)
	if left.IsZero() {
		left = now
	}
	return millis(left.Add(tx.firstPoll))
}

// DuePolls returns up to limit attempts that the provider took and whose final
// receipt is missing, those that waited longest first. now is business time.
// Their text and address are left out.
func (s *Store) DuePolls(ctx context.Context, now time.Time, limit int) ([]parcours.Attempt, error) {
	var due []parcours.Attempt
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.PollsDue(ctx, millis(now), int32(limit))
		if err != nil {
			return err
		}
		due = make([]parcours.Attempt, 0, len(rows))
		for _, row := range rows {
			due = append(due, parcours.Attempt{
				ID: row.ID, NotificationID: row.NotificationID, N: int(row.N), Channel: parcours.Channel(row.Channel), Sender: row.Sender,
				State: parcours.AttemptState(row.State), ProviderID: row.ProviderID, Code: row.Code, LeftAt: instant(row.LeftAt), Polls: int(row.Polls),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("due polls: %w", err)
	}
	return due, nil
}

// RecordPoll counts that the provider was asked about an attempt and sets when it
// is asked again, business time; zero: never. Once Rules.NoReceiptAfter has passed
// since the message left, the attempt is no_receipt: unconfirmed, not failed, and
// any later word wins. ErrConflict when the final receipt came meanwhile.
func (s *Store) RecordPoll(ctx context.Context, now time.Time, a parcours.Attempt, next time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.ownByID(ctx, a.ID)
		if err != nil {
			return err
		}
		if row.Polls != int64(a.Polls) {
			return oneRow(0, nil)
		}
		waited := now.Sub(instant(row.LeftAt)) >= tx.rules.NoReceiptAfter
		if waited && row.Rank < int64(parcours.AttemptNoReceipt.Rank()) {
			if err := tx.unconfirmed(ctx, now, row); err != nil {
				return err
			}
		}
		recorded, err := tx.RecordPoll(ctx, a.ID, int64(a.Polls), millis(next))
		return oneRow(recorded, err)
	})
	if err != nil {
		return fmt.Errorf("record poll of %s: %w", a.ID, err)
	}
	return nil
}

// unconfirmed gives up waiting for a receipt, and dates it in the journal when
// that is where the message stands.
func (tx *tx) unconfirmed(ctx context.Context, now time.Time, a attempt) error {
	if err := tx.fold(ctx, now, a, parcours.AttemptNoReceipt, ""); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, a.NotificationID)
	if err != nil || n.State != parcours.NotificationUnconfirmed {
		return err
	}
	return tx.append(ctx, now, n.PersonID, parcours.EventEnded, actorRelais, n.ID, details{"state": string(n.State), "reason": string(parcours.AttemptNoReceipt)})
}
