package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnInbound     = "inbox.payload_sealed"
	columnInboundText = "inbox.text_sealed"
)

// parkAfter is how many times an inbound event is tried before a human looks at it.
const parkAfter = 5

// RecordInbound keeps an event as the provider handed it over, durably when it
// returns: only then may the provider be answered. It reports false when the event
// was known already. The ID is made when empty.
func (s *Store) RecordInbound(ctx context.Context, in parcours.RawInbound) (bool, error) {
	if in.ID == "" { // once, however often the transaction runs
		in.ID = s.newID(in.ReceivedAt)
	}
	var fresh bool
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		fresh, err = tx.receive(ctx, in)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("record inbound: %w", err)
	}
	return fresh, nil
}

// receive keeps an event; false when it was there.
func (tx *tx) receive(ctx context.Context, in parcours.RawInbound) (bool, error) {
	if in.ID == "" {
		in.ID = tx.newID(in.ReceivedAt)
	}
	payload := in.Payload
	if len(payload) == 0 {
		payload = []byte(" ")
	}
	inserted, err := tx.InsertInbox(ctx, gen.InsertInboxParams{
		ID: in.ID, Provider: in.Provider, ProviderID: in.ProviderID, PayloadSealed: tx.vault.seal(columnInbound, payload), ReceivedAt: millis(in.ReceivedAt),
	})
	return inserted > 0, err
}

// PendingInbound returns up to limit events that no turn has recorded yet, in the
// order in which they came. One that does not open is among them, and says so: it holds
// none of the others back.
func (s *Store) PendingInbound(ctx context.Context, limit int) ([]parcours.RawInbound, error) {
	var pending []parcours.RawInbound
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.NewInbox(ctx, int32(limit))
		if err != nil {
			return err
		}
		pending = make([]parcours.RawInbound, 0, len(rows))
		for _, row := range rows {
			payload, err := tx.vault.open(columnInbound, row.PayloadSealed)
			unreadable := errors.Is(err, errUnsealed)
			if err != nil && !unreadable {
				return err
			}
			pending = append(pending, parcours.RawInbound{
				ID: row.ID, Provider: row.Provider, ProviderID: row.ProviderID, ReceivedAt: instant(row.ReceivedAt), Payload: payload, Unreadable: unreadable, Tries: int(row.Tries),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("pending inbound: %w", err)
	}
	return pending, nil
}

// ParkInbound counts a try that failed. After the fifth the event is parked: it is
// not tried any more, and an incident shows it to a human. why is a constant word,
// never the text.
func (s *Store) ParkInbound(ctx context.Context, id, why string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		states, err := tx.TryInbox(ctx, parkAfter, id)
		if err != nil || len(states) == 0 || states[0] != "parked" {
			return err
		}
		_, err = tx.raise(ctx, tx.now(), parcours.Incident{Key: "parked/" + id, Kind: "inbound_parked", Details: details{"inbox": id, "reason": why}}, "")
		return err
	})
	if err != nil {
		return fmt.Errorf("park inbound %s: %w", id, err)
	}
	return nil
}

// IgnoreInbound ends an event that says nothing to us.
func (s *Store) IgnoreInbound(ctx context.Context, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.IgnoreInbox(ctx, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("ignore inbound %s: %w", id, err)
	}
	return nil
}

// finishInbound marks the event done; false when another turn did before.
func (tx *tx) finishInbound(ctx context.Context, t *turn) (bool, error) {
	done, err := tx.FinishInbox(ctx, gen.FinishInboxParams{
		ID: t.in.ID, PersonID: null(t.personID), ProfessionalID: null(t.professionalID),
		TextSealed: tx.vault.seal(columnInboundText, []byte(t.in.Text)), Channel: string(t.in.Channel), DoneAt: millis(t.now),
	})
	if err != nil {
		return false, fmt.Errorf("finish inbound: %w", err)
	}
	if done > 0 {
		return true, nil
	}
	_, err = tx.InboxState(ctx, t.in.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("inbound %s: %w", t.in.ID, parcours.ErrNotFound)
	}
	return false, err
}
