package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// StartSession notes that an account signed in from a browser, and returns the id
// under which the session is known until then, by the machine's clock.
func (s *Store) StartSession(ctx context.Context, now time.Time, accountID, browser string, strong bool, until time.Time) (id string, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.ForgetAccountSessions(ctx, millis(time.Now())); err != nil {
			return err
		}
		if err := tx.NoteSignIn(ctx, accountID, millis(now)); err != nil {
			return err
		}
		id = tx.newID(now)
		return tx.InsertAccountSession(ctx, gen.InsertAccountSessionParams{
			ID: id, AccountID: accountID, Browser: browser, Strong: strong, StartedAt: millis(now), ExpiresAt: millis(until),
		})
	})
	if err != nil {
		return "", fmt.Errorf("start session: %w", err)
	}
	return id, nil
}

// SessionAccount returns a session that is not over with its open account;
// ErrNotFound otherwise.
func (s *Store) SessionAccount(ctx context.Context, id string) (session parcours.AccountSession, account parcours.Account, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.AccountSession(ctx, id, millis(time.Now()))
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		session = sessionOf(gen.AccountSessionsRow(row))
		account, err = tx.openAccount(ctx, row.AccountID)
		return err
	})
	if err != nil {
		return parcours.AccountSession{}, parcours.Account{}, fmt.Errorf("session: %w", err)
	}
	return session, account, nil
}

func sessionOf(row gen.AccountSessionsRow) parcours.AccountSession {
	return parcours.AccountSession{
		ID: row.ID, AccountID: row.AccountID, Browser: row.Browser, Strong: row.Strong, StartedAt: instant(row.StartedAt), SeenAt: instant(row.SeenAt),
	}
}

// SeeSession notes that a session was used.
func (s *Store) SeeSession(ctx context.Context, now time.Time, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.SeeAccountSession(ctx, id, millis(now)) })
	if err != nil {
		return fmt.Errorf("see session: %w", err)
	}
	return nil
}

// AccountSessions returns where an account is signed in, the last used first.
func (s *Store) AccountSessions(ctx context.Context, accountID string) ([]parcours.AccountSession, error) {
	var sessions []parcours.AccountSession
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Queries.AccountSessions(ctx, accountID, millis(time.Now()))
		sessions = nil
		for _, row := range rows {
			sessions = append(sessions, sessionOf(row))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return sessions, nil
}

// EndSession ends one session of an account; ErrNotFound when it has none of that id.
func (s *Store) EndSession(ctx context.Context, accountID, id string) error {
	return s.changeAccount(ctx, "end session", func(ctx context.Context, tx *tx) (int64, error) {
		return tx.EndAccountSession(ctx, id, accountID)
	})
}

// EndOtherSessions ends every session of an account but one.
func (s *Store) EndOtherSessions(ctx context.Context, accountID, keep string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.EndAccountSessions(ctx, accountID, keep)
		return err
	})
	if err != nil {
		return fmt.Errorf("end other sessions: %w", err)
	}
	return nil
}
