package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// InviteAccount stores an account without a password and returns the one-time
// token by which its owner chooses one until then, by the machine's clock. Only the
// token's index is kept. ErrConflict when the address is taken, ErrInvalid when the
// role needs a professional and none has the address.
func (s *Store) InviteAccount(ctx context.Context, now time.Time, by parcours.Actor, account parcours.Account, until time.Time) (invited parcours.Account, token string, err error) {
	account.PasswordHash = ""
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if invited, err = tx.insertAccount(ctx, now, account); err != nil {
			return err
		}
		if err := tx.checkRole(ctx, invited.Role, invited.ProfessionalID); err != nil {
			return err
		}
		token, err = tx.invite(ctx, now, by, invited.ID, until)
		return err
	})
	if err != nil {
		return parcours.Account{}, "", fmt.Errorf("invite: %w", err)
	}
	return invited, token, nil
}

// InviteAgain returns a new token for an open account: a first one that was lost,
// or a forgotten password. Those issued before stop working.
func (s *Store) InviteAgain(ctx context.Context, now time.Time, by parcours.Actor, accountID string, until time.Time) (account parcours.Account, token string, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if account, err = tx.openAccount(ctx, accountID); err != nil {
			return err
		}
		if err := tx.WithdrawAccountInvitations(ctx, accountID); err != nil {
			return err
		}
		token, err = tx.invite(ctx, now, by, accountID, until)
		return err
	})
	if err != nil {
		return parcours.Account{}, "", fmt.Errorf("invite again: %w", err)
	}
	return account, token, nil
}

func (tx *tx) invite(ctx context.Context, now time.Time, by parcours.Actor, accountID string, until time.Time) (string, error) {
	token := rand.Text()
	return token, tx.InsertAccountInvitation(ctx, gen.InsertAccountInvitationParams{
		TokenIndex: tx.vault.index(purposeInvitation, token), AccountID: accountID, InvitedBy: by.AccountID,
		CreatedAt: millis(now), ExpiresAt: millis(until),
	})
}

const purposeInvitation = "invitation"

// Invited returns whose open invitation the token is; ErrNotFound when it was
// used, withdrawn or is over.
func (s *Store) Invited(ctx context.Context, token string) (account parcours.Account, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		account, err = tx.invited(ctx, token)
		return err
	})
	if err != nil {
		return parcours.Account{}, fmt.Errorf("invitation: %w", err)
	}
	return account, nil
}

func (tx *tx) invited(ctx context.Context, token string) (parcours.Account, error) {
	id, err := tx.AccountInvitation(ctx, tx.vault.index(purposeInvitation, token), millis(time.Now()))
	if errors.Is(err, sql.ErrNoRows) {
		return parcours.Account{}, parcours.ErrNotFound
	}
	if err != nil {
		return parcours.Account{}, err
	}
	return tx.openAccount(ctx, id)
}

// AcceptInvitation uses the token up and gives its account the password's hash;
// whoever was signed in to it is not any more. ErrNotFound as Invited.
func (s *Store) AcceptInvitation(ctx context.Context, token, hash string) (account parcours.Account, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if account, err = tx.invited(ctx, token); err != nil {
			return err
		}
		now := millis(time.Now())
		used, err := tx.UseAccountInvitation(ctx, tx.vault.index(purposeInvitation, token), now, now)
		if err == nil && used == 0 {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		account.PasswordHash = hash
		return tx.setPassword(ctx, account.ID, hash, "")
	})
	if err != nil {
		return parcours.Account{}, fmt.Errorf("accept invitation: %w", err)
	}
	return account, nil
}

// openAccount answers ErrNotFound when there is none or it is closed.
func (tx *tx) openAccount(ctx context.Context, id string) (parcours.Account, error) {
	row, err := tx.AccountByID(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return parcours.Account{}, parcours.ErrNotFound
	}
	return accountOf(row), err
}
