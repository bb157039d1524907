package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// NewestSent returns when the newest message of the journal was known to have left;
// zero when none was. It answers from one index: restarting costs the same whatever
// is stored.
func (s *Store) NewestSent(ctx context.Context) (time.Time, error) {
	var newest time.Time
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		at, err := tx.NewestSent(ctx)
		newest = instant(at)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("newest sent: %w", err)
	}
	return newest, nil
}

// MissingIDs returns which of the provider's ids are already kept as missing messages,
// or went to somebody who was erased since.
func (s *Store) MissingIDs(ctx context.Context, ids []string) (map[string]bool, error) {
	missing := map[string]bool{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		for _, id := range ids {
			is, err := tx.IsMissing(ctx, id)
			if err != nil {
				return err
			}
			if is {
				missing[id] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("missing ids: %w", err)
	}
	return missing, nil
}

// DoubtsAbout returns the SMS to an address that may have left under an id which is
// not known: their fate is in doubt or was given up, or their recipient answered
// first. With their text and when they were marked, no more.
func (s *Store) DoubtsAbout(ctx context.Context, address string) ([]parcours.Attempt, error) {
	var doubts []parcours.Attempt
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.DoubtsAbout(ctx, tx.vault.addressIndex(address))
		if err != nil {
			return err
		}
		doubts = make([]parcours.Attempt, 0, len(rows))
		for _, row := range rows {
			body, err := tx.vault.openText(columnBody, row.BodySealed)
			if err != nil {
				return err
			}
			doubts = append(doubts, parcours.Attempt{ID: row.ID, Address: address, Body: body, SendingAt: instant(row.SendingAt)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("doubts: %w", err)
	}
	return doubts, nil
}

// KnowsNumber reports whether somebody is known under a number, now or formerly.
func (s *Store) KnowsNumber(ctx context.Context, address string) (bool, error) {
	var known bool
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		known, err = tx.AddressKnown(ctx, tx.vault.addressIndex(address))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("known number: %w", err)
	}
	return known, nil
}

// QueuedTo returns the SMS that wait to be sent to an address, with what their text
// needs; not what the gate needs.
func (s *Store) QueuedTo(ctx context.Context, now time.Time, address string) ([]parcours.Delivery, error) {
	var queued []parcours.Delivery
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.QueuedDeliveries(ctx, tx.vault.addressIndex(address))
		if err != nil {
			return err
		}
		queued = make([]parcours.Delivery, 0, len(rows))
		for _, row := range rows {
			whole := gen.ClaimedDeliveriesRow(row)
			d, err := tx.delivery(&whole, now)
			if err != nil {
				return err
			}
			queued = append(queued, d)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("queued deliveries: %w", err)
	}
	return queued, nil
}

// AnyMissing reports whether messages left that nothing accounts for.
func (s *Store) AnyMissing(ctx context.Context) (bool, error) {
	var is bool
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		is, err = tx.AnyMissing(ctx)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("any missing: %w", err)
	}
	return is, nil
}

// MissingTo returns the messages that left for an address and that nothing accounts
// for, the oldest first.
func (s *Store) MissingTo(ctx context.Context, address string) ([]parcours.LeftMessage, error) {
	return s.leftMessages(ctx, func(ctx context.Context, tx *tx) ([]gen.MissingToRow, error) {
		return tx.Queries.MissingTo(ctx, tx.vault.addressIndex(address))
	})
}

// MissingAwaited returns the messages that left and that nothing accounts for, while
// an SMS to the same address waits to be sent: the oldest first, at most limit.
func (s *Store) MissingAwaited(ctx context.Context, limit int) ([]parcours.LeftMessage, error) {
	return s.leftMessages(ctx, func(ctx context.Context, tx *tx) ([]gen.MissingToRow, error) {
		rows, err := tx.Queries.MissingAwaited(ctx, int32(limit))
		same := make([]gen.MissingToRow, 0, len(rows))
		for _, row := range rows {
			same = append(same, gen.MissingToRow(row))
		}
		return same, err
	})
}

func (s *Store) leftMessages(ctx context.Context, find func(context.Context, *tx) ([]gen.MissingToRow, error)) ([]parcours.LeftMessage, error) {
	var left []parcours.LeftMessage
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := find(ctx, tx)
		if err != nil {
			return err
		}
		left = make([]parcours.LeftMessage, 0, len(rows))
		for _, row := range rows {
			m, err := tx.leftMessage(row)
			if err != nil {
				return err
			}
			left = append(left, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("missing messages: %w", err)
	}
	return left, nil
}

// Adopt records that an attempt which waited to be sent is a message that had left
// before the backup was restored, and draws all that follows from it. The reference
// is the one that the message bears: the person has read it. ErrConflict when the
// attempt waits no more, or the message turned out to be another one.
func (s *Store) Adopt(ctx context.Context, now time.Time, a parcours.Attempt, m parcours.LeftMessage, reference string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.ownFor(ctx, a.ID, m.ProviderID)
		if err != nil {
			return err
		}
		found, err := tx.FindMissing(ctx, m.ProviderID, a.ID)
		if err := oneRow(found, err); err != nil {
			return err
		}
		body, left := tx.vault.seal(columnBody, []byte(m.Body)), m.LeftAt
		if left.After(now) { // the provider's clock is not ours
			left = now
		}
		adopted, err := tx.AdoptAttempt(ctx, gen.AdoptAttemptParams{
			ID: a.ID, State: string(a.State), LeaseSeq: a.LeaseSeq, SendingAt: millis(m.LeftAt), LeftAt: millis(left), Now: millis(now), Sender: m.Sender,
			BodySealed: body, Encoding: string(a.Encoding), Parts: int64(a.Parts),
		})
		if err := oneRow(adopted, err); err != nil {
			return err
		}
		if reference != "" {
			if err := tx.RenameReference(ctx, row.NotificationID, reference); err != nil {
				return err
			}
		}
		if err := tx.asked(ctx, left, []string{row.NotificationID}); err != nil {
			return err
		}
		sending := parcours.AttemptSending
		row.State, row.Rank, row.SendingAt, row.LeftAt, row.words = string(sending), int64(sending.Rank()), millis(m.LeftAt), millis(left), m.Body
		row.Sender, row.Encoding, row.Parts = m.Sender, string(a.Encoding), strconv.Itoa(a.Parts)
		return tx.apply(ctx, now, row, parcours.Receipt{
			Source: "look_up", ProviderID: m.ProviderID, Status: m.Status, Code: m.Code, State: m.State, Cause: m.Cause, To: m.To, At: now,
		})
	})
	if err != nil {
		return fmt.Errorf("adopt a message as attempt %s: %w", a.ID, err)
	}
	return nil
}
