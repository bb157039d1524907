package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// reasonByHand is why a message that a professional withdrew does not leave.
const reasonByHand = "by_hand"

// undoWithin is how long a message that was withdrawn by hand can be put back.
const undoWithin = time.Hour

// Outlook tells what would become of each message planned for a person, by its id,
// were it sent now by hand. What waits in a call or letter list has none.
func (s *Store) Outlook(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (map[string]parcours.Verdict, error) {
	var outlook map[string]parcours.Verdict
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		outlook = map[string]parcours.Verdict{}
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		waiting, err := tx.waiting(ctx, now, personID)
		for _, d := range waiting {
			outlook[d.Notification.ID] = tx.rules.Gate(d, now)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("outlook: %w", err)
	}
	return outlook, nil
}

// waiting are the attempts to a person that wait for a sender, as if by hand.
func (tx *tx) waiting(ctx context.Context, now time.Time, personID string) ([]parcours.Delivery, error) {
	rows, err := tx.WaitingDeliveries(ctx, null(personID), millis(tx.today(now).At(0, 0, tx.rules.Zone)))
	if err != nil {
		return nil, fmt.Errorf("what waits: %w", err)
	}
	var waiting []parcours.Delivery
	for _, row := range rows {
		if !parcours.Channel(row.Channel).Automatic() {
			continue
		}
		whole := gen.ClaimedDeliveriesRow(row)
		d, err := tx.delivery(&whole, now)
		if err != nil {
			return nil, err
		}
		d.Notification.Hurried = true
		waiting = append(waiting, d)
	}
	return waiting, nil
}

// SendNow has a planned message leave at once, whatever its time, within the hours in
// which a professional may choose so. Everything else that holds a message holds this
// one: the verdict says what, with ErrConflict, and nothing has changed.
func (s *Store) SendNow(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) (parcours.Verdict, error) {
	var v parcours.Verdict
	err := s.onPerson(ctx, "send now", actor, personID, func(ctx context.Context, tx *tx) error {
		v = parcours.Verdict{}
		waiting, err := tx.waiting(ctx, now, personID)
		if err != nil {
			return err
		}
		for _, d := range waiting {
			if d.Notification.ID != id {
				continue
			}
			if v = tx.rules.Gate(d, now); v.Action != parcours.GateSend {
				return fmt.Errorf("%w: the message may not leave now", parcours.ErrConflict)
			}
			if err := tx.HurryNotification(ctx, id, millis(now)); err != nil {
				return err
			}
			moved, err := tx.HurryAttempt(ctx, d.Attempt.ID, millis(now))
			if err != nil {
				return err
			}
			if moved > 0 {
				return tx.append(ctx, now, personID, parcours.EventHurried, by(actor), id, details{"kind": d.Notification.Kind, "due_at": d.Attempt.DueAt.UTC().Format(time.RFC3339)})
			}
		}
		return fmt.Errorf("%w: the message has left, or was withdrawn", parcours.ErrConflict)
	})
	return v, err
}

// Withdrawn returns the messages to a person that were withdrawn by hand a short while
// ago and can be put back, soonest first; none to who only attends an appointment.
func (s *Store) Withdrawn(ctx context.Context, now time.Time, actor parcours.Actor, personID string) ([]parcours.Notification, error) {
	var list []parcours.Notification
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		list = nil
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if follows, err := tx.follows(ctx, actor, personID); err != nil || !follows {
			return err
		}
		ids, err := tx.withdrawnSince(ctx, now, personID, reasonByHand, now.Add(-undoWithin))
		if err != nil {
			return err
		}
		for _, id := range ids {
			n, err := tx.readNotification(ctx, id)
			if err != nil {
				return err
			}
			list = append(list, n.Notification)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("withdrawn messages: %w", err)
	}
	return list, nil
}

func (tx *tx) withdrawnSince(ctx context.Context, now time.Time, personID, reason string, since time.Time) ([]string, error) {
	ids, err := tx.WithdrawnByHand(ctx, gen.WithdrawnByHandParams{PersonID: null(personID), Reason: reason, Since: millis(since), Now: millis(now)})
	if err != nil {
		return nil, fmt.Errorf("withdrawn: %w", err)
	}
	return ids, nil
}

// PutBack plans again a message that was withdrawn by hand a short while ago. Whether
// it still makes sense is looked at again when it is due. ErrConflict when its time
// has passed.
func (s *Store) PutBack(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) error {
	return s.onPerson(ctx, "put a message back", actor, personID, func(ctx context.Context, tx *tx) error {
		ids, err := tx.withdrawnSince(ctx, now, personID, reasonByHand, now.Add(-undoWithin))
		if err != nil {
			return err
		}
		for _, known := range ids {
			if known == id {
				return tx.restoreMessage(ctx, now, by(actor), personID, id)
			}
		}
		return fmt.Errorf("%w: it cannot be put back any more", parcours.ErrConflict)
	})
}

// restoreMessage undoes withdraw for a message no attempt of which has left.
func (tx *tx) restoreMessage(ctx context.Context, now time.Time, actor, personID, id string) error {
	if restored, err := tx.RestoreNotification(ctx, id); err != nil || restored == 0 {
		return err
	}
	if _, err := tx.RestoreAttempt(ctx, id, millis(now)); err != nil {
		return fmt.Errorf("restore %s: %w", id, err)
	}
	if err := tx.ReopenPrompts(ctx, id); err != nil {
		return fmt.Errorf("restore %s: %w", id, err)
	}
	n, err := tx.readIntent(ctx, id)
	if err != nil {
		return err
	}
	if _, err := tx.settle(ctx, now, n, ""); err != nil {
		return err
	}
	if err := tx.fallBackLater(ctx, now, n, n.DueAt); err != nil { // it may have fallen due meanwhile
		return err
	}
	return tx.append(ctx, now, personID, parcours.EventRestored, actor, id, details{"kind": n.Kind, "due_at": n.DueAt.UTC().Format(time.RFC3339)})
}
