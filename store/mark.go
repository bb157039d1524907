package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// MarkSending writes, in one durable commit, that these attempts are about to
// leave, with the exact text, and returns the ids of those that may: an attempt
// that was cancelled, claimed by another worker, opted out of, overtaken by a
// newer version of its appointment or expired since the claim is left out, and
// must not be sent. now is business time, process the machine's: the provider's
// answer is due within the store's lease counted from it.
func (s *Store) MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) ([]string, error) {
	var kept []string
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		kept = nil
		var about []string
		for _, a := range batch {
			marked, err := tx.MarkAttempt(ctx, gen.MarkAttemptParams{
				Process: millis(process), Now: millis(now), LeaseUntil: millis(process.Add(tx.lease)),
				BodySealed: tx.vault.seal(columnBody, []byte(a.Body)), Encoding: string(a.Encoding), Parts: int64(a.Parts), Sender: a.Sender,
				ID: a.ID, LeaseSeq: a.LeaseSeq,
			})
			if err != nil {
				return err
			}
			if marked > 0 {
				kept = append(kept, a.ID)
				about = append(about, a.NotificationID)
			}
		}
		return tx.asked(ctx, now, about)
	})
	if err != nil {
		return nil, fmt.Errorf("mark sending: %w", err)
	}
	return kept, nil
}

// promptsAsked is how many notifications one statement of asked takes.
const promptsAsked = 16

// asked notes that what these notifications ask is being asked from now on.
func (tx *tx) asked(ctx context.Context, now time.Time, notificationIDs []string) error {
	for ids := range slices.Chunk(notificationIDs, promptsAsked) {
		args := []any{millis(now)}
		for i := range promptsAsked {
			args = append(args, ids[min(i, len(ids)-1)]) // the last one fills up the statement
		}
		if _, err := tx.exec(ctx, askPrompts(), args...); err != nil {
			return fmt.Errorf("prompts: %w", err)
		}
	}
	return nil
}

func askPrompts() string {
	var ids []string
	for i := range promptsAsked {
		ids = append(ids, fmt.Sprintf("$%d", i+2))
	}
	return "update prompt set asked_at = $1 where asked_at = 0 and notification_id in (" + strings.Join(ids, ", ") + ")"
}

// Release puts a claimed attempt back in the queue until dueAt: quiet hours, or a
// sender that waits. ErrConflict when the claim is no longer ours.
func (s *Store) Release(ctx context.Context, a parcours.Attempt, dueAt time.Time, why string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		released, err := tx.ReleaseAttempt(ctx, gen.ReleaseAttemptParams{ID: a.ID, LeaseSeq: a.LeaseSeq, DueAt: millis(dueAt), Code: why})
		return oneRow(released, err)
	})
	if err != nil {
		return fmt.Errorf("release attempt %s: %w", a.ID, err)
	}
	return nil
}

// oneRow turns "no row matched" into ErrConflict: somebody else owns the attempt.
func oneRow(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fmt.Errorf("%w: the attempt is not ours any more", parcours.ErrConflict)
	}
	return err
}

// End closes a claimed attempt that the gate refused: cancelled or expired.
// ErrConflict when the claim is no longer ours.
//
// A message whose channel is closed (ReasonOptedOut, ReasonAddressFormer) falls
// back to the next one; a convocation or a cancellation that expired, and a
// reminder to somebody never reached, go to a list that a human works.
func (s *Store) End(ctx context.Context, now time.Time, a parcours.Attempt, state parcours.AttemptState, why string) error {
	if state != parcours.AttemptCancelled && state != parcours.AttemptExpired {
		return fmt.Errorf("end attempt %s: %w: state %s", a.ID, parcours.ErrInvalid, state)
	}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		ended, err := tx.EndAttempt(ctx, gen.EndAttemptParams{ID: a.ID, LeaseSeq: a.LeaseSeq, State: string(state), Code: why, UpdatedAt: millis(now)})
		if err := oneRow(ended, err); err != nil {
			return err
		}
		if state == parcours.AttemptExpired {
			return tx.expire(ctx, now, a.NotificationID, int64(a.N), why)
		}
		if why == parcours.ReasonOptedOut || why == parcours.ReasonAddressFormer {
			return tx.fallBack(ctx, now, a.NotificationID, int64(a.N), why)
		}
		_, err = tx.withdraw(ctx, now, a.NotificationID, actorRelais, why)
		return err
	})
	if err != nil {
		return fmt.Errorf("end attempt %s: %w", a.ID, err)
	}
	return nil
}

// expire hands what must be said all the same to a list.
func (tx *tx) expire(ctx context.Context, now time.Time, notificationID string, after int64, why string) error {
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	listed := n.Class == parcours.MustArrive
	if n.Class == parcours.TimeBound && n.PersonID != "" {
		m, err := tx.Milestone(ctx, n.PersonID)
		if err != nil {
			return fmt.Errorf("milestone: %w", err)
		}
		listed = m.DeliveredOn == "" && m.HandedOverOn == ""
	}
	if listed {
		return tx.fallBack(ctx, now, notificationID, after, why)
	}
	return tx.giveUp(ctx, now, n, why, false)
}
