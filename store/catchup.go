package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"relais/parcours"
)

const keyCaughtUp = "caught_up/"

// CaughtUp returns how far what people wrote to a sender is known; zero when it
// was never looked at.
func (s *Store) CaughtUp(ctx context.Context, sender string) (parcours.CatchUp, error) {
	var c parcours.CatchUp
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		text, err := tx.Setting(ctx, keyCaughtUp+sender)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(text), &c)
	})
	if err != nil {
		return parcours.CatchUp{}, fmt.Errorf("caught up: %w", err)
	}
	return c, nil
}

// RecordCatchUp keeps what a webhook missed, and how far what people wrote to the
// sender is known now that it is kept. It returns what the inbox did not hold yet;
// a webhook that comes later for one of those finds it there.
func (s *Store) RecordCatchUp(ctx context.Context, sender string, c parcours.CatchUp, found []parcours.RawInbound) (missed []parcours.RawInbound, err error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("record catch-up: %w", err)
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		missed = nil
		for _, in := range found {
			fresh, err := tx.receive(ctx, in)
			if err != nil {
				return err
			}
			if fresh {
				missed = append(missed, in)
			}
		}
		return tx.PutSetting(ctx, keyCaughtUp+sender, string(text))
	})
	if err != nil {
		return nil, fmt.Errorf("record catch-up: %w", err)
	}
	return missed, nil
}
