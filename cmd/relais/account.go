package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/web"
)

// accountCommand manages who signs in to the console.
type accountCommand struct {
	Create   accountCreateCommand   `cmd:"" help:"Create an account; its password is printed once, or read from standard input."`
	Password accountPasswordCommand `cmd:"" help:"Give an account a new password."`
	List     accountListCommand     `cmd:"" help:"List the accounts."`
	Reset    accountResetCommand    `cmd:"" help:"Take an account's second factor away: the phone was lost, and the recovery codes too."`
}

type accountCreateCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Email string `arg:"" help:"E-mail address; a professional of the same address is linked to the account."`
	Role  string `enum:"referent,professional,nurse,partner,coordinator,lead,auditor" default:"referent" help:"referent, professional, nurse, partner, coordinator, lead or auditor."`
	Stdin bool   `help:"Read the password from the first line of standard input."`
	// Exports is for roles that have them.
	Exports bool `negatable:"" default:"true" help:"Whether a coordinator, lead or auditor may take exports away; a coordinator or a lead changes it on the page of accounts."`
}

// Run creates one account.
func (c *accountCreateCommand) Run(ctx context.Context, out *output) error {
	email, err := parseEmail(c.Email)
	if err != nil {
		return err
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	password, err := newPassword(c.Stdin)
	if err != nil {
		return err
	}
	if err := createAccount(ctx, db, email, parcours.AccountRole(c.Role), password); err != nil {
		return err
	}
	if !c.Exports {
		account, err := accountOf(ctx, db, email)
		if err != nil {
			return err
		}
		if err := db.AllowExports(ctx, account.ID, false); err != nil {
			return err
		}
	}
	fmt.Fprintf(out.stdout, "account created: %s (%s)\n", email, c.Role)
	if !c.Stdin {
		fmt.Fprintf(out.stdout, "password: %s\n", password)
	}
	return nil
}

type accountPasswordCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Email string `arg:"" help:"E-mail address of the account."`
	Stdin bool   `help:"Read the password from the first line of standard input."`
}

// Run replaces one password.
func (c *accountPasswordCommand) Run(ctx context.Context, out *output) error {
	email, err := parseEmail(c.Email)
	if err != nil {
		return err
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	account, err := accountOf(ctx, db, email)
	if err != nil {
		return err
	}
	password, err := newPassword(c.Stdin)
	if err != nil {
		return err
	}
	hash, err := web.HashPassword(password)
	if err != nil {
		return err
	}
	if err := db.SetPassword(ctx, account.ID, hash, ""); err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "password changed: %s\n", email)
	if !c.Stdin {
		fmt.Fprintf(out.stdout, "password: %s\n", password)
	}
	return nil
}

type accountResetCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`

	Email string `arg:"" help:"E-mail address of the account."`
}

// Run removes one second factor. Where the role demands it, the next sign-in asks
// for another.
func (c *accountResetCommand) Run(ctx context.Context, out *output) error {
	email, err := parseEmail(c.Email)
	if err != nil {
		return err
	}
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	account, err := accountOf(ctx, db, email)
	if err != nil {
		return err
	}
	if err := db.RemoveSecondFactor(ctx, account.ID); err != nil {
		return err
	}
	if err := db.LogAccess(ctx, time.Now(), parcours.Actor{AccountID: "relais account"}, "reset_second_factor", account.ID); err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "second factor removed: %s\n", email)
	return nil
}

// accountOf finds the open account of an address.
func accountOf(ctx context.Context, db *store.Store, email string) (parcours.Account, error) {
	account, err := db.AccountByEmail(ctx, email)
	if errors.Is(err, parcours.ErrNotFound) {
		return account, fmt.Errorf("no account has the address %s; relais account list shows those that exist", email)
	}
	return account, err
}

type accountListCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
}

// Run lists the accounts.
func (c *accountListCommand) Run(ctx context.Context, out *output) error {
	db, _, err := openStore(ctx, c.databaseSettings, c.ruleSettings)
	if err != nil {
		return err
	}
	defer db.Close()
	accounts, err := db.Accounts(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	for _, account := range accounts {
		state := ""
		switch {
		case !account.ClosedAt.IsZero():
			state = "closed"
		case account.PasswordHash == "":
			state = "invited"
		case !account.SecondFactorSince.IsZero():
			state = "second factor"
		}
		exports := ""
		if account.Role.Exports() && !account.MayExport {
			exports = "no exports"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", account.Email, account.Role, account.Name, state, exports)
	}
	return table.Flush()
}

func parseEmail(text string) (string, error) {
	address, err := mail.ParseAddress(text)
	if err != nil {
		return "", fmt.Errorf("%q is not an e-mail address", text)
	}
	return strings.ToLower(address.Address), nil
}

// newPassword reads a password, or makes one that can be read over a phone.
func newPassword(fromStdin bool) (string, error) {
	if !fromStdin {
		return strings.ToLower(rand.Text())[:16], nil
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	password := strings.TrimRight(line, "\r\n")
	if err != nil && password == "" {
		return "", fmt.Errorf("read the password from standard input: %w", err)
	}
	if err := parcours.CheckPassword(password, ""); err != nil {
		return "", err
	}
	return password, nil
}

// createAccount stores an account; a professional of the same address is linked to it.
func createAccount(ctx context.Context, db *store.Store, email string, role parcours.AccountRole, password string) error {
	hash, err := web.HashPassword(password)
	if err != nil {
		return err
	}
	_, err = db.CreateAccount(ctx, time.Now(), parcours.Account{Email: email, PasswordHash: hash, Role: role})
	if errors.Is(err, parcours.ErrConflict) {
		return fmt.Errorf("an account with the address %s exists already; relais account password changes its password", email)
	}
	return err
}
