package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"relais/parcours"
)

// Directory is what the coordinator and the project leads do with accounts.
type Directory interface {
	Accounts(ctx context.Context) ([]parcours.Account, error)
	// InviteAccount answers parcours.ErrConflict for an address that has an account,
	// ErrInvalid for a role without the professional that it needs.
	InviteAccount(ctx context.Context, now time.Time, by parcours.Actor, account parcours.Account, until time.Time) (invited parcours.Account, token string, err error)
	InviteAgain(ctx context.Context, now time.Time, by parcours.Actor, accountID string, until time.Time) (account parcours.Account, token string, err error)
	// Invited and AcceptInvitation answer parcours.ErrNotFound for a link that was
	// used, replaced or is over.
	Invited(ctx context.Context, token string) (parcours.Account, error)
	AcceptInvitation(ctx context.Context, token, hash string) (parcours.Account, error)
	CloseAccount(ctx context.Context, now time.Time, accountID string) error
	ReopenAccount(ctx context.Context, accountID string) error
	AllowExports(ctx context.Context, accountID string, may bool) error
	SetAccountRole(ctx context.Context, accountID string, role parcours.AccountRole, professionalID string) error
}

// Actions of the access log.
const (
	accessAccounts      = "read_accounts"
	accessInvite        = "invite_account"
	accessCloseAccount  = "close_account"
	accessReopenAccount = "reopen_account"
	accessChangeRole    = "change_role"
	accessAllowExport   = "allow_export"
	accessRefuseExport  = "refuse_export"
	accessResetFactor   = "reset_second_factor"
)

// invitationLifetime is a week: whoever is invited may be away.
const invitationLifetime = 7 * 24 * time.Hour

// accountsPage lists who may sign in.
type accountsPage struct {
	page
	Open, Closed []parcours.Account
	Roles        []parcours.AccountRole
	Team         []parcours.Professional
	// Required are the roles that must have a second factor.
	Required []parcours.AccountRole
	// Link is shown once, to be handed over; Invited is for whom. Sent: it left by
	// e-mail, and is not shown.
	Link    string
	Invited string
	Sent    bool
	// NotSent: the e-mail was refused, so that the link is shown.
	NotSent bool
	// Form is what was typed, when it cannot be kept as it is.
	Form    inviteForm
	Problem string
	status  int
}

type inviteForm struct {
	Email, Professional string
	Role                parcours.AccountRole
}

// Invitable reports whether an open invitation waits for its owner.
func (p accountsPage) Invitable(a parcours.Account) bool { return a.InvitedUntil.After(time.Now()) }

// Demanded reports whether the account's role must have a second factor.
func (p accountsPage) Demanded(a parcours.Account) bool { return among(a.Role, p.Required) }

// Days is how long a link works.
func (p accountsPage) Days() int { return int(invitationLifetime.Hours() / 24) }

// Myself reports whether the account is the reader's own, which they cannot change.
func (p accountsPage) Myself(a parcours.Account) bool { return a.ID == p.Account.ID }

func (s *Server) showAccounts(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessAccounts, "accounts"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.accounts(w, r, v, accountsPage{})
}

func (s *Server) accounts(w http.ResponseWriter, r *http.Request, v *visit, shown accountsPage) error {
	all, err := s.store.Accounts(r.Context())
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	if shown.Team, err = s.store.Team(r.Context()); err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	shown.page, shown.Roles, shown.Required = s.page(v, "accounts.title", "accounts"), parcours.AccountRoles, s.secondFactor
	if shown.Form.Role == "" {
		shown.Form.Role = parcours.AccountReferent
	}
	for _, account := range all {
		if account.ClosedAt.IsZero() {
			shown.Open = append(shown.Open, account)
		} else {
			shown.Closed = append(shown.Closed, account)
		}
	}
	status := http.StatusOK
	if shown.status != 0 {
		status = shown.status
	}
	return s.render(w, status, "accounts", shown)
}

// invite opens an account for somebody who then chooses a password.
func (s *Server) invite(w http.ResponseWriter, r *http.Request, v *visit) error {
	form := inviteForm{Email: strings.TrimSpace(r.PostFormValue("email")), Professional: r.PostFormValue("professional")}
	var err error
	if form.Role, err = parcours.ParseAccountRole(r.PostFormValue("role")); err != nil {
		return err
	}
	address, err := mail.ParseAddress(form.Email)
	if err != nil || len(form.Email) > emailBytes || address.Name != "" {
		return s.accounts(w, r, v, accountsPage{Form: form, Problem: "accounts.no_email", status: http.StatusUnprocessableEntity})
	}
	account := parcours.Account{Email: strings.ToLower(address.Address), Role: form.Role, ProfessionalID: form.Professional}
	account, token, err := s.store.InviteAccount(r.Context(), v.now, v.actor, account, time.Now().Add(invitationLifetime))
	switch {
	case errors.Is(err, parcours.ErrConflict):
		return s.accounts(w, r, v, accountsPage{Form: form, Problem: "accounts.taken", status: http.StatusConflict})
	case errors.Is(err, parcours.ErrInvalid):
		return s.accounts(w, r, v, accountsPage{Form: form, Problem: "accounts.no_professional", status: http.StatusUnprocessableEntity})
	case err != nil:
		return fmt.Errorf("invite: %w", err)
	}
	return s.handOver(w, r, v, account, token)
}

// handOver sends the link of an invitation where there is e-mail, and shows it
// once otherwise: the address of the page does not give it again.
func (s *Server) handOver(w http.ResponseWriter, r *http.Request, v *visit, account parcours.Account, token string) error {
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessInvite, account.ID); err != nil {
		return fmt.Errorf("keep the invitation's author: %w", err)
	}
	shown := accountsPage{Link: s.publicAddress("/invitation/" + token), Invited: account.Email}
	if s.mail != nil {
		p := s.page(v, "", "")
		body := p.T("invitation.mail_body", "service", s.service.Name, "link", shown.Link, "days", p.Number(shown.Days()))
		if err := s.mail(r.Context(), account.Email, p.T("invitation.mail_subject"), body); err != nil {
			s.log.WarnContext(r.Context(), "invitation not sent", keyAccount, account.ID, keyError, err)
			shown.NotSent = true
		} else {
			shown.Link, shown.Sent = "", true
		}
	}
	return s.accounts(w, r, v, shown)
}

// changeAccount changes another account. One's own is changed by somebody else, so
// that nobody gives themselves a role, or locks the console from inside.
func (s *Server) changeAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("account")
	if id == v.account.ID {
		return errForbidden
	}
	var action, flash string
	var err error
	switch r.PathValue("step") {
	case "invitation":
		account, token, err := s.store.InviteAgain(ctx, v.now, v.actor, id, time.Now().Add(invitationLifetime))
		if err != nil {
			return fmt.Errorf("invite again: %w", err)
		}
		return s.handOver(w, r, v, account, token)
	case "fermeture":
		action, flash, err = accessCloseAccount, "flash.account_closed", s.store.CloseAccount(ctx, v.now, id)
	case "reouverture":
		action, flash, err = accessReopenAccount, "flash.account_reopened", s.store.ReopenAccount(ctx, id)
	case "second-facteur":
		action, flash, err = accessResetFactor, "flash.factor_reset", s.store.RemoveSecondFactor(ctx, id)
	case "exports":
		action, flash = accessRefuseExport, "flash.export_refused"
		may := r.PostFormValue("may") == "yes"
		if may {
			action, flash = accessAllowExport, "flash.export_allowed"
		}
		err = s.store.AllowExports(ctx, id, may)
	case "role":
		role, unknown := parcours.ParseAccountRole(r.PostFormValue("role"))
		if unknown != nil {
			return unknown
		}
		action, flash, err = accessChangeRole, "flash.role", s.store.SetAccountRole(ctx, id, role, r.PostFormValue("professional"))
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change account %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, action, id); err != nil {
		return fmt.Errorf("keep the author of the change: %w", err)
	}
	return s.done(w, r, flash, "/comptes")
}
