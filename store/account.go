package store

import (
	"cmp"
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
	err := s.write(ctx, func(ctx context.Context, tx *tx) (err error) {
		account, err = tx.insertAccount(ctx, now, account)
		return err
	})
	if err != nil {
		return parcours.Account{}, fmt.Errorf("create account: %w", err)
	}
	return account, nil
}

func (tx *tx) insertAccount(ctx context.Context, now time.Time, account parcours.Account) (parcours.Account, error) {
	account.ID, account.CreatedAt, account.MayExport = tx.newID(now), now, account.Role.Exports()
	if account.ProfessionalID == "" {
		found, err := tx.ProfessionalByEmail(ctx, account.Email)
		if err != nil {
			return account, err
		}
		if len(found) > 0 {
			account.ProfessionalID = found[0].ID
		}
	}
	return account, tx.InsertAccount(ctx, gen.InsertAccountParams{
		ID: account.ID, Email: account.Email, PasswordHash: account.PasswordHash, Role: string(account.Role),
		ProfessionalID: null(account.ProfessionalID), CreatedAt: millis(now), MayExport: account.MayExport,
	})
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

// Accounts returns every account by address, those that are closed last.
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
	return parcours.Account{
		ID: row.ID, Email: row.Email, PasswordHash: row.PasswordHash, Role: parcours.AccountRole(row.Role),
		ProfessionalID: row.ProfessionalID.String, CreatedAt: instant(row.CreatedAt), LastSignInAt: instant(row.LastSignInAt),
		SecondFactorSince: instant(row.TotpSince), InvitedUntil: instant(row.InvitedUntil), ClosedAt: instant(row.DisabledAt), MayExport: row.MayExport,
		Name: accountName(row.FirstName, row.LastName, row.Email), Structure: row.Structure, StructureKind: parcours.StructureKind(row.StructureKind),
	}
}

// accountName is that of the professional, or the address of an account that is nobody's.
func accountName(firstName, lastName, email string) string {
	return cmp.Or(parcours.Professional{FirstName: firstName, LastName: lastName}.Name(), email)
}

// SetPassword replaces the password's hash of an account, and ends its sessions
// but the one that is given.
func (s *Store) SetPassword(ctx context.Context, accountID, hash, keepSession string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.setPassword(ctx, accountID, hash, keepSession) })
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}

func (tx *tx) setPassword(ctx context.Context, accountID, hash, keepSession string) error {
	changed, err := tx.Queries.SetPassword(ctx, accountID, hash)
	if err == nil && changed == 0 {
		return parcours.ErrNotFound
	}
	if err != nil {
		return err
	}
	_, err = tx.EndAccountSessions(ctx, accountID, keepSession)
	return err
}

// CloseAccount ends an account's sessions, invitations and right to sign in; its
// history stays. ErrNotFound when it is not open.
func (s *Store) CloseAccount(ctx context.Context, now time.Time, accountID string) error {
	return s.changeAccount(ctx, "close account", func(ctx context.Context, tx *tx) (int64, error) {
		if _, err := tx.EndAccountSessions(ctx, accountID, ""); err != nil {
			return 0, err
		}
		if err := tx.WithdrawAccountInvitations(ctx, accountID); err != nil {
			return 0, err
		}
		return tx.Queries.CloseAccount(ctx, accountID, millis(now))
	})
}

// ReopenAccount is the reverse of CloseAccount. ErrNotFound when it is not closed.
func (s *Store) ReopenAccount(ctx context.Context, accountID string) error {
	return s.changeAccount(ctx, "reopen account", func(ctx context.Context, tx *tx) (int64, error) {
		return tx.Queries.ReopenAccount(ctx, accountID)
	})
}

// SetAccountRole changes what an open account may do and as whom. ErrInvalid when
// the role needs a professional and none is given, or there is none of that id.
func (s *Store) SetAccountRole(ctx context.Context, accountID string, role parcours.AccountRole, professionalID string) error {
	return s.changeAccount(ctx, "change role", func(ctx context.Context, tx *tx) (int64, error) {
		if err := tx.checkRole(ctx, role, professionalID); err != nil {
			return 0, err
		}
		return tx.Queries.SetAccountRole(ctx, accountID, string(role), null(professionalID))
	})
}

// AllowExports gives an open account the right to take exports away, or takes it.
func (s *Store) AllowExports(ctx context.Context, accountID string, may bool) error {
	return s.changeAccount(ctx, "allow exports", func(ctx context.Context, tx *tx) (int64, error) {
		return tx.Queries.AllowExports(ctx, accountID, may)
	})
}

// checkRole answers ErrInvalid for a role without the professional that it needs.
func (tx *tx) checkRole(ctx context.Context, role parcours.AccountRole, professionalID string) error {
	if professionalID == "" {
		if role.MeetsPeople() {
			return fmt.Errorf("%w: this role needs a professional", parcours.ErrInvalid)
		}
		return nil
	}
	_, err := tx.Professional(ctx, professionalID)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: no such professional", parcours.ErrInvalid)
	}
	return err
}

// changeAccount runs a change that must find its account.
func (s *Store) changeAccount(ctx context.Context, what string, change func(context.Context, *tx) (int64, error)) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed, err := change(ctx, tx)
		if err == nil && changed == 0 {
			return parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
