package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// DueLookUps returns up to limit attempts whose fate is to be asked of the
// provider, the longest overdue first. process is the machine's time.
func (s *Store) DueLookUps(ctx context.Context, process time.Time, limit int) ([]parcours.LookUp, error) {
	var due []parcours.LookUp
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.LookUpsDue(ctx, millis(process), int32(limit))
		if err != nil {
			return err
		}
		due = make([]parcours.LookUp, 0, len(rows))
		for _, row := range rows {
			address, err := tx.vault.openText(columnAttemptAddress, row.AddressSealed)
			if err != nil {
				return err
			}
			body, err := tx.vault.openText(columnBody, row.BodySealed)
			if err != nil {
				return err
			}
			due = append(due, parcours.LookUp{Class: parcours.Class(row.Class), Attempt: parcours.Attempt{
				ID: row.ID, NotificationID: row.NotificationID, N: int(row.N), Channel: parcours.Channel(row.Channel), Address: address,
				Sender: row.Sender, Body: body, Encoding: parcours.Encoding(row.Encoding), Parts: int(row.Parts),
				State: parcours.AttemptState(row.State), LeaseSeq: row.LeaseSeq, SendingAt: instant(row.SendingAt), ProviderID: row.ProviderID,
				Code: row.Code, LookUps: int(row.LookUps), DueAt: instant(row.DueAt), ExpiresAt: instant(row.ExpiresAt),
			}})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("due look-ups: %w", err)
	}
	return due, nil
}

// PostponeLookUp counts one look-up that found nothing and sets the next, in
// process time; zero: none. ErrConflict when the attempt was resolved or looked up meanwhile.
func (s *Store) PostponeLookUp(ctx context.Context, a parcours.Attempt, nextProcess time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		postponed, err := tx.PostponeLookUp(ctx, a.ID, int64(a.LookUps), millis(nextProcess))
		return oneRow(postponed, err)
	})
	if err != nil {
		return fmt.Errorf("postpone look-up of %s: %w", a.ID, err)
	}
	return nil
}

// DelayLookUp sets the next look-up without counting one: the provider did not
// answer. ErrConflict when the attempt was resolved or looked up meanwhile.
func (s *Store) DelayLookUp(ctx context.Context, a parcours.Attempt, nextProcess time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		delayed, err := tx.DelayLookUp(ctx, a.ID, int64(a.LookUps), millis(nextProcess))
		return oneRow(delayed, err)
	})
	if err != nil {
		return fmt.Errorf("delay look-up of %s: %w", a.ID, err)
	}
	return nil
}

// AttachedIDs returns which of the provider's ids already belong to an attempt.
func (s *Store) AttachedIDs(ctx context.Context, ids []string) (map[string]bool, error) {
	attached := map[string]bool{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		for _, id := range ids {
			if id == "" {
				continue
			}
			is, err := tx.AttachedToAttempt(ctx, id)
			if err != nil {
				return err
			}
			if is.Bool {
				attached[id] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("attached ids: %w", err)
	}
	return attached, nil
}

// ResolveEmpty decides what becomes of an attempt that the last look-up did not
// find: by class, one resend with the same text and reference, an end, or a human.
// The attempt itself becomes lost and stays adoptable: a receipt that comes later
// still wins, and the provider is asked once more at sweepAt (process time; zero:
// never). Nothing happens when it was resolved meanwhile.
func (s *Store) ResolveEmpty(ctx context.Context, now, sweepAt time.Time, a parcours.Attempt) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.ownByID(ctx, a.ID)
		if err != nil {
			return err
		}
		lost, err := tx.LoseAttempt(ctx, a.ID, millis(sweepAt), millis(now))
		if err != nil || lost == 0 {
			return err
		}
		return tx.resolve(ctx, now, row)
	})
	if err != nil {
		return fmt.Errorf("resolve attempt %s: %w", a.ID, err)
	}
	return nil
}

func (tx *tx) resolve(ctx context.Context, now time.Time, a attempt) error {
	n, err := tx.readIntent(ctx, a.NotificationID)
	if err != nil {
		return err
	}
	attempts, err := tx.AttemptsOf(ctx, n.ID)
	if err != nil {
		return err
	}
	resent, left := false, false
	for _, other := range attempts {
		if other.ID != a.ID && other.Channel == a.Channel {
			resent = resent || other.State == string(parcours.AttemptLost)
			left = left || arrives(other.State)
		}
	}
	wanted, err := tx.wanted(ctx, now, n)
	if err != nil {
		return err
	}
	wanted = wanted || (n.Kind == parcours.KindReply && !n.cancelled)
	switch {
	case overtaken(attempts, a.N) || left: // or what this one repeats had left after all
		_, err := tx.settle(ctx, now, n, "")
		return err
	case !wanted || n.Class == parcours.Routine || n.Class == parcours.Secret:
		return tx.giveUp(ctx, now, n, "lost", false)
	case n.Class == parcours.Conversation && (resent || now.After(n.CreatedAt.Add(tx.rules.ReplyGrace))):
		return tx.giveUp(ctx, now, n, "lost", true)
	case resent:
		return tx.resolveTwice(ctx, now, n, a)
	}
	due := now
	if n.Class != parcours.Conversation && !n.Urgent {
		due = tx.rules.NextOpen(now)
	}
	if !n.ExpiresAt.IsZero() && !due.Before(n.ExpiresAt) {
		return tx.expire(ctx, now, n.ID, a.N, "lost")
	}
	return tx.resend(ctx, now, n, a, attempts[len(attempts)-1].N, due)
}

// resend repeats the text to the letter on the same channel: the one double that
// Relais decides to risk, under the same printed reference. last is the number of
// the latest attempt.
func (tx *tx) resend(ctx context.Context, now time.Time, n intent, a attempt, last int64, due time.Time) error {
	to, err := tx.destinationOf(ctx, a)
	if err != nil {
		return err
	}
	row, err := tx.Attempt(ctx, a.ID)
	if err != nil {
		return fmt.Errorf("attempt %s: %w", a.ID, err)
	}
	body, err := tx.vault.open(columnBody, row.BodySealed)
	if err != nil {
		return err
	}
	return tx.another(ctx, now, n, last, to, due, repeated{body, row.Encoding, row.Parts}, "lost")
}

// resolveTwice: the resend was lost too. The next channel takes over, and a human
// is told that the provider does not answer for itself.
func (tx *tx) resolveTwice(ctx context.Context, now time.Time, n intent, a attempt) error {
	_, err := tx.raise(ctx, now, parcours.Incident{
		Key: "lost_twice/" + n.ID, Kind: "lost_twice", PersonID: n.PersonID, Details: details{"channel": a.Channel},
	}, a.ID)
	if err != nil {
		return err
	}
	return tx.fallBack(ctx, now, n.ID, a.N, "lost")
}
