package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	columnSecondFactor = "account.totp_sealed"
	purposeRecovery    = "recovery"
)

// SecondFactor returns what an account's one-time codes are checked with.
func (s *Store) SecondFactor(ctx context.Context, accountID string) (parcours.SecondFactor, error) {
	var factor parcours.SecondFactor
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.Queries.SecondFactor(ctx, accountID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		factor = parcours.SecondFactor{Since: instant(row.TotpSince), Step: row.TotpStep, CodesLeft: int(row.CodesLeft)}
		factor.Secret, err = tx.vault.open(columnSecondFactor, row.TotpSealed)
		return err
	})
	if err != nil {
		return parcours.SecondFactor{}, fmt.Errorf("second factor: %w", err)
	}
	return factor, nil
}

// ProposeSecondFactor keeps a secret, sealed, until a first code proves that it
// arrived. ErrConflict when the account has a second factor already.
func (s *Store) ProposeSecondFactor(ctx context.Context, accountID string, secret []byte) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := tx.Queries.ProposeSecondFactor(ctx, accountID, tx.vault.seal(columnSecondFactor, secret))
		if err == nil && changed == 0 {
			return parcours.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("propose second factor: %w", err)
	}
	return nil
}

// ConfirmSecondFactor makes the proposed secret the account's second factor, with
// recovery codes of which only the indexes are kept; the session in which it
// happens counts as opened with both. step is the interval of the code that was
// given, which is used up. ErrConflict when none is proposed.
func (s *Store) ConfirmSecondFactor(ctx context.Context, now time.Time, accountID, sessionID string, step int64, recovery []string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := tx.Queries.ConfirmSecondFactor(ctx, millis(now), step, accountID)
		if err == nil && changed == 0 {
			return parcours.ErrConflict
		}
		if err != nil {
			return err
		}
		if err := tx.StrengthenAccountSession(ctx, sessionID); err != nil {
			return err
		}
		return tx.replaceRecoveryCodes(ctx, now, accountID, recovery)
	})
	if err != nil {
		return fmt.Errorf("confirm second factor: %w", err)
	}
	return nil
}

// RenewRecoveryCodes replaces an account's recovery codes.
func (s *Store) RenewRecoveryCodes(ctx context.Context, now time.Time, accountID string, recovery []string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.replaceRecoveryCodes(ctx, now, accountID, recovery) })
	if err != nil {
		return fmt.Errorf("renew recovery codes: %w", err)
	}
	return nil
}

func (tx *tx) replaceRecoveryCodes(ctx context.Context, now time.Time, accountID string, recovery []string) error {
	if err := tx.DeleteRecoveryCodes(ctx, accountID); err != nil {
		return err
	}
	for _, code := range recovery {
		if err := tx.InsertRecoveryCode(ctx, tx.recoveryIndex(accountID, code), accountID, millis(now)); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) recoveryIndex(accountID, code string) string {
	return tx.vault.index(purposeRecovery, accountID+" "+code)
}

// RemoveSecondFactor takes an account's second factor and recovery codes away.
func (s *Store) RemoveSecondFactor(ctx context.Context, accountID string) error {
	return s.changeAccount(ctx, "remove second factor", func(ctx context.Context, tx *tx) (int64, error) {
		if err := tx.DeleteRecoveryCodes(ctx, accountID); err != nil {
			return 0, err
		}
		return tx.Queries.RemoveSecondFactor(ctx, accountID)
	})
}

// UseSecondFactorStep uses up the interval of a code; ErrConflict when it, or a
// later one, was used before (RFC 6238, section 5.2).
func (s *Store) UseSecondFactorStep(ctx context.Context, accountID string, step int64) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := tx.Queries.UseSecondFactorStep(ctx, accountID, step)
		if err == nil && changed == 0 {
			return parcours.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("use second factor: %w", err)
	}
	return nil
}

// UseRecoveryCode uses up a recovery code; ErrNotFound when the account has none
// such, or it was used.
func (s *Store) UseRecoveryCode(ctx context.Context, now time.Time, accountID, code string) error {
	return s.changeAccount(ctx, "use recovery code", func(ctx context.Context, tx *tx) (int64, error) {
		return tx.Queries.UseRecoveryCode(ctx, tx.recoveryIndex(accountID, code), accountID, millis(now))
	})
}
