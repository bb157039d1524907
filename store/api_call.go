package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const columnAPICall = "api_call.body_sealed"

// BeginCall takes a key for a request of a token: fresh when nobody had it of late.
// Otherwise it returns the digest of the request that took it, with its answer once
// there is one. Keys are forgotten after parcours.APICallKept; an answer that may hold
// somebody who was erased or purged goes with them, and its key stays.
//
// The answer is written after what the request does: a process that dies between
// the two leaves a key that is never answered, so that nothing is done twice.
func (s *Store) BeginCall(ctx context.Context, tokenID, key, digest string) (fresh bool, before parcours.APICall, err error) {
	now := time.Now()
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if _, err := tx.ForgetAPICalls(ctx, millis(now.Add(-parcours.APICallKept))); err != nil {
			return err
		}
		begun, err := tx.BeginAPICall(ctx, gen.BeginAPICallParams{TokenID: tokenID, CallKey: key, Digest: digest, BegunAt: millis(now)})
		if fresh = begun > 0; err != nil || fresh {
			return err
		}
		row, err := tx.APICall(ctx, tokenID, key)
		if err != nil {
			return err
		}
		before = parcours.APICall{Digest: row.Digest, Status: int(row.Status), Media: row.Media}
		if len(row.BodySealed) > 0 {
			before.Body, err = tx.vault.open(columnAPICall, row.BodySealed)
		}
		return err
	})
	if err != nil {
		return false, before, fmt.Errorf("begin call: %w", err)
	}
	return fresh, before, nil
}

// EndCall keeps the answer for whoever sends the same request again.
func (s *Store) EndCall(ctx context.Context, tokenID, key string, answer parcours.APICall) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.EndAPICall(ctx, gen.EndAPICallParams{
			TokenID: tokenID, CallKey: key, Status: int64(answer.Status), Media: answer.Media, BodySealed: tx.vault.seal(columnAPICall, answer.Body),
		})
	})
	if err != nil {
		return fmt.Errorf("end call: %w", err)
	}
	return nil
}

// DropCall gives a key back: its request changed nothing and may be sent again.
func (s *Store) DropCall(ctx context.Context, tokenID, key string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.DropAPICall(ctx, tokenID, key) })
	if err != nil {
		return fmt.Errorf("drop call: %w", err)
	}
	return nil
}

// ForgetCalls erases the keys that were taken longer than parcours.APICallKept ago, with
// their answers, and returns how many: a program that sends no other key would leave its
// last ones for ever.
func (s *Store) ForgetCalls(ctx context.Context) (int, error) {
	var forgotten int64
	err := s.overwriting(ctx, func(ctx context.Context, tx *tx) (err error) {
		forgotten, err = tx.ForgetAPICalls(ctx, millis(time.Now().Add(-parcours.APICallKept)))
		return err
	})
	if err == nil && forgotten > 0 {
		err = s.dialect.fold(ctx, s.reader)
	}
	if err != nil {
		return 0, fmt.Errorf("forget calls: %w", err)
	}
	return int(forgotten), nil
}
