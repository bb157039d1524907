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

// CreateAccount stores an account and returns it with its id; the professional of
// the same e-mail address is linked to it. ErrConflict when the address is taken.
func (s *Store) CreateAccount(ctx context.Context, now time.Time, account parcours.Account) (parcours.Account, error) {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		account.ID, account.CreatedAt = tx.newID(now), now
		if account.ProfessionalID == "" {
			found, err := tx.ProfessionalByEmail(ctx, account.Email)
			if err != nil {
				return err
			}
			if len(found) > 0 {
				account.ProfessionalID = found[0].ID
			}
		}
		return tx.InsertAccount(ctx, gen.InsertAccountParams{
			ID: account.ID, Email: account.Email, PasswordHash: account.PasswordHash, Role: string(account.Role),
			ProfessionalID: null(account.ProfessionalID), CreatedAt: millis(now),
		})
	})
	if err != nil {
		return parcours.Account{}, fmt.Errorf("create account: %w", err)
	}
	return account, nil
}

// AccountByEmail returns the account that signs in with the address; ErrNotFound
// when there is none or it was closed.
func (s *Store) AccountByEmail(ctx context.Context, email string) (parcours.Account, error) {
	return s.account(ctx, func(ctx context.Context, tx *tx) (gen.AccountByIDRow, error) {
		row, err := tx.AccountByEmail(ctx, email)
		return gen.AccountByIDRow(row), err
	})
}

// Account returns an account; ErrNotFound when there is none or it was closed.
func (s *Store) Account(ctx context.Context, id string) (parcours.Account, error) {
	return s.account(ctx, func(ctx context.Context, tx *tx) (gen.AccountByIDRow, error) { return tx.AccountByID(ctx, id) })
}

func (s *Store) account(ctx context.Context, find func(context.Context, *tx) (gen.AccountByIDRow, error)) (parcours.Account, error) {
	var account parcours.Account
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		row, err := find(ctx, tx)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		account = accountOf(row)
		return err
	})
	if err != nil {
		return parcours.Account{}, fmt.Errorf("account: %w", err)
	}
	return account, nil
}

// Accounts returns the open accounts by address.
func (s *Store) Accounts(ctx context.Context) ([]parcours.Account, error) {
	var accounts []parcours.Account
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.AllAccounts(ctx)
		accounts = nil
		for _, row := range rows {
			accounts = append(accounts, accountOf(gen.AccountByIDRow(row)))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return accounts, nil
}

func accountOf(row gen.AccountByIDRow) parcours.Account {
	account := parcours.Account{
		ID: row.ID, Email: row.Email, PasswordHash: row.PasswordHash, Role: parcours.AccountRole(row.Role),
		ProfessionalID: row.ProfessionalID.String, CreatedAt: instant(row.CreatedAt),
		Name: parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(),
	}
	if account.Name == "" {
		account.Name = account.Email
	}
	return account
}

// SetPassword replaces the password's hash of an account.
func (s *Store) SetPassword(ctx context.Context, accountID, hash string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := tx.SetPassword(ctx, accountID, hash)
		if err == nil && changed == 0 {
			return parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}

// LogAccess keeps who read or did what: the proof that a file was opened.
func (s *Store) LogAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.InsertAccess(ctx, gen.InsertAccessParams{ID: tx.newID(now), AccountID: actor.AccountID, Action: action, Subject: subject, At: millis(now)})
	})
	if err != nil {
		return fmt.Errorf("log access: %w", err)
	}
	return nil
}
