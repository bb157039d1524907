package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// RecordAccepted records that the provider took the attempt: its id is attached,
// receipts that came first are joined, and the state is folded by rank. A late
// result of a send that was already resolved only attaches the id.
func (s *Store) RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error {
	message := r.ProviderID
	r.ProviderID = s.vault.providerID(message)
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.ownFor(ctx, a.ID, r.ProviderID)
		if err != nil {
			return err
		}
		row.words = a.Body
		if err := tx.apply(ctx, now, row, r); err != nil {
			return err
		}
		return tx.keepMessage(ctx, a, message)
	})
	if err != nil {
		return fmt.Errorf("record accepted %s: %w", a.ID, err)
	}
	return nil
}

// RecordRefusal records a send that did not succeed. Retry and config put the
// attempt back in the queue until retryAt (business time), or end it when the
// message was withdrawn while it was being sent; give up and blocked end
// it and write the fallback in the same transaction; unknown leaves it to receipts
// and look-ups, the first of which is due FirstLookUp after the send began
// (process time). ErrConflict when the attempt is not ours any more.
func (s *Store) RecordRefusal(ctx context.Context, now, process time.Time, a parcours.Attempt, r *parcours.Refusal, retryAt time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		switch r.Kind {
		case parcours.RefusalRetry, parcours.RefusalConfig:
			return tx.requeue(ctx, now, a, r, retryAt)
		case parcours.RefusalGiveUp:
			return tx.refuse(ctx, now, a, word{state: parcours.AttemptRejected, code: r.Code, cause: r.Cause})
		case parcours.RefusalBlocked:
			return tx.refuse(ctx, now, a, word{state: parcours.AttemptBlocked, code: r.Code, cause: r.Cause})
		case parcours.RefusalUnknown:
			return tx.doubt(ctx, now, process, a, r.Code)
		}
		return fmt.Errorf("%w: refusal %q", parcours.ErrInvalid, r.Kind)
	})
	if err != nil {
		return fmt.Errorf("record refusal %s: %w", a.ID, err)
	}
	return nil
}

func (tx *tx) requeue(ctx context.Context, now time.Time, a parcours.Attempt, r *parcours.Refusal, retryAt time.Time) error {
	row, err := tx.ownByID(ctx, a.ID) // or it could be withdrawn meanwhile
	if err != nil {
		return err
	}
	requeued, err := tx.RequeueAttempt(ctx, gen.RequeueAttemptParams{
		ID: a.ID, LeaseSeq: a.LeaseSeq, DueAt: millis(retryAt), Code: r.Code, UpdatedAt: millis(now),
	})
	if err := oneRow(requeued, err); err != nil {
		return err
	}
	if err := tx.unask(ctx, row.NotificationID); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, row.NotificationID)
	if err != nil {
		return err
	}
	if n.cancelled {
		if _, err := tx.withdraw(ctx, now, n.ID, actorRelais, n.Reason); err != nil {
			return err
		}
	}
	if r.Kind != parcours.RefusalConfig {
		return nil
	}
	_, err = tx.raise(ctx, now, parcours.Incident{
		Key:  "config/" + string(a.Channel) + "/" + r.Code + "/" + tx.today(now).String(),
		Kind: "config", Details: details{"channel": string(a.Channel), "code": r.Code},
	}, a.ID)
	return err
}

func (tx *tx) refuse(ctx context.Context, now time.Time, a parcours.Attempt, w word) error {
	row, err := tx.ownByID(ctx, a.ID)
	if err != nil {
		return err
	}
	row.LeftAt, row.Code = 0, w.code // it never left
	refused, err := tx.RefuseAttempt(ctx, gen.RefuseAttemptParams{
		ID: a.ID, LeaseSeq: a.LeaseSeq, State: string(w.state), Code: w.code, UpdatedAt: millis(now), Digest: tx.vault.digestOf(row.moved(w)),
	})
	if err := oneRow(refused, err); err != nil {
		return err
	}
	if err := tx.unask(ctx, row.NotificationID); err != nil {
		return err
	}
	return tx.folded(ctx, now, row, w)
}

// unask takes back that a question was asked when no attempt that carries it has
// left: an answer to another message must not prove this one.
func (tx *tx) unask(ctx context.Context, notificationID string) error {
	if err := tx.UnaskPrompts(ctx, notificationID); err != nil {
		return fmt.Errorf("prompts: %w", err)
	}
	return nil
}

func (tx *tx) doubt(ctx context.Context, now, process time.Time, a parcours.Attempt, code string) error {
	row, err := tx.ownByID(ctx, a.ID)
	if err != nil {
		return err
	}
	began := instant(row.SendingAt)
	if began.IsZero() {
		began = process
	}
	doubted, err := tx.DoubtAttempt(ctx, gen.DoubtAttemptParams{
		ID: a.ID, LeaseSeq: a.LeaseSeq, Code: code, LookUpAt: millis(began.Add(tx.firstLookUp)), UpdatedAt: millis(now),
	})
	if err := oneRow(doubted, err); err != nil {
		return err
	}
	return tx.append(ctx, now, row.PersonID, parcours.EventUnknown, actorRelais, a.ID, details{"channel": row.Channel, "code": code, "notification": row.NotificationID})
}

// Recover takes back what dead or frozen workers held: a claim whose lease is over
// goes back to the queue, since nothing had left; a send whose lease is over is
// unknown, and is looked up. Run it before the first claim, then regularly.
func (s *Store) Recover(ctx context.Context, now, process time.Time) (parcours.Recovered, error) {
	var recovered parcours.Recovered
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		recovered = parcours.Recovered{}
		unknown, err := tx.LapsedSending(ctx, millis(process), tx.firstLookUp.Milliseconds(), millis(now))
		if err != nil {
			return err
		}
		for _, a := range unknown {
			if err := tx.append(ctx, now, a.PersonID.String, parcours.EventUnknown, actorRelais, a.ID, details{"notification": a.NotificationID, "code": "interrupted"}); err != nil {
				return err
			}
		}
		requeued, err := tx.LapsedClaims(ctx, millis(process))
		recovered.Unknown, recovered.Requeued = len(unknown), int(requeued)
		return err
	})
	if err != nil {
		return parcours.Recovered{}, fmt.Errorf("recover: %w", err)
	}
	return recovered, nil
}
