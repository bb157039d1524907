package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Sessions of the console, in the form that the session manager asks for. They
// live by the machine's clock: a demo's virtual days do not sign anybody out.

// FindCtx returns the data of a session that has not expired.
func (s *Store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		data, err = tx.Session(ctx, tx.vault.tokenIndex(token), millis(time.Now()))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	return data, true, nil
}

// CommitCtx stores a session until expiry, and forgets those that are over.
func (s *Store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.DeleteSessionsBefore(ctx, millis(time.Now())); err != nil {
			return err
		}
		return tx.PutSession(ctx, tx.vault.tokenIndex(token), data, millis(expiry))
	})
	if err != nil {
		return fmt.Errorf("store session: %w", err)
	}
	return nil
}

// DeleteCtx ends a session.
func (s *Store) DeleteCtx(ctx context.Context, token string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.DeleteSession(ctx, tx.vault.tokenIndex(token)) })
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}
