package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"relais/parcours"
)

// Actions of the access log.
const (
	accessPassword   = "change_password"
	accessEndSession = "end_session"
)

// accountPage is the reader's own account.
type accountPage struct {
	page
	Link         string
	LinkValidity int
	CanLink      bool
	// Calendars: the account has appointments of its own. Agenda is since when they are
	// read under a secret address, zero when they are not; AgendaLink is shown once.
	Calendars  bool
	Agenda     parcours.CalendarFeed
	AgendaLink string
	// Digests: there is a morning's e-mail for the account; Digest: it is wanted.
	Digests, Digest bool
	// Sessions are where the account is signed in; Here is this one's id.
	Sessions []parcours.AccountSession
	This     string
	// HasPassword: the account is not only opened by an identity provider.
	HasPassword bool
	Shortest    int
	Factor      parcours.SecondFactor
	HasFactor   bool
	// Removable: the role does not demand the second factor.
	Removable bool
	accountProblem
}

// Others reports whether the account is signed in elsewhere too.
func (p accountPage) Others() bool { return len(p.Sessions) > 1 }

// Problem is the key of what is wrong with the new password.
func (p accountPage) Problem() string {
	if p.Form == "password" {
		return p.Key
	}
	return ""
}

// accountProblem says which form went wrong, and the key of how.
type accountProblem struct {
	status int
	Form   string
	Key    string
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.account(w, r, v, accountProblem{}, "")
}

func (s *Server) linkAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.actor.ProfessionalID == "" {
		return errForbidden
	}
	link, err := s.issueLink(r.Context(), v, "", v.actor.ProfessionalID)
	if err != nil {
		return err
	}
	return s.account(w, r, v, accountProblem{}, link)
}

func (s *Server) account(w http.ResponseWriter, r *http.Request, v *visit, problem accountProblem, link string) error {
	return s.accountWith(w, r, v, problem, link, "")
}

// accountWith is account with what is shown once.
func (s *Server) accountWith(w http.ResponseWriter, r *http.Request, v *visit, problem accountProblem, link, agenda string) error {
	shown := accountPage{
		Calendars: s.keepsCalendar(v), AgendaLink: agenda, Digests: s.offersDigest(v),
		page: s.page(v, "account.title", "account"), Link: link, LinkValidity: int(s.rules.LinkValidity.Hours()),
		CanLink:     s.telegramLink != nil && v.actor.ProfessionalID != "" && slices.Contains(linkable, v.account.Role),
		HasPassword: v.account.PasswordHash != "", This: v.session.ID, Shortest: parcours.PasswordShortest,
		HasFactor: !v.account.SecondFactorSince.IsZero(), Removable: !among(v.account.Role, s.secondFactor), accountProblem: problem,
	}
	var err error
	if shown.Sessions, err = s.store.AccountSessions(r.Context(), v.account.ID); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	if shown.Calendars {
		if shown.Agenda, err = s.calendarOf(r, v); err != nil {
			return err
		}
	}
	if shown.Digests {
		if shown.Digest, err = s.store.WantsDigest(r.Context(), v.account.ID); err != nil {
			return fmt.Errorf("account: %w", err)
		}
	}
	if shown.HasFactor {
		if shown.Factor, err = s.store.SecondFactor(r.Context(), v.account.ID); err != nil {
			return fmt.Errorf("account: %w", err)
		}
	}
	status := http.StatusOK
	if problem.status != 0 {
		status = problem.status
	}
	return s.render(w, status, "account", shown)
}

// linkable are the roles that receive questions.
var linkable = []parcours.AccountRole{
	parcours.AccountCoordinator, parcours.AccountReferent, parcours.AccountProfessional, parcours.AccountNurse, parcours.AccountPartner,
}

// changePassword takes the old one first: an unattended browser is not enough.
func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, account := r.Context(), v.account
	if account.PasswordHash == "" {
		return parcours.ErrNotFound
	}
	// A session is as good as a browser that the account signed in from before.
	from := browser{v.session.ID, account.ID}
	_, err := s.signIn.check(ctx, s.store, account.Email, r.PostForm.Get("current"), clientAddress(r), from)
	switch {
	case errors.Is(err, errTooMany):
		w.Header().Set("Retry-After", "60")
		return s.account(w, r, v, accountProblem{http.StatusTooManyRequests, "password", "sign_in.too_many"}, "")
	case errors.Is(err, errWrongPassword):
		return s.account(w, r, v, accountProblem{http.StatusUnprocessableEntity, "password", "account.wrong_password"}, "")
	case err != nil:
		return fmt.Errorf("change password: %w", err)
	}
	password := r.PostForm.Get("password")
	if parcours.CheckPassword(password, account.Email) != nil {
		return s.account(w, r, v, accountProblem{http.StatusUnprocessableEntity, "password", "invitation.unfit"}, "")
	}
	hash, err := HashPassword(password)
	if err != nil {
		return err
	}
	if err := s.store.SetPassword(ctx, account.ID, hash, v.session.ID); err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	account.PasswordHash = hash
	s.sessions.Put(ctx, passwordKey, passwordMark(account))
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessPassword, account.ID); err != nil {
		return fmt.Errorf("keep the author of the change: %w", err)
	}
	return s.done(w, r, "flash.password", "/compte")
}

// endSession signs the account out elsewhere: from one browser, or from all but
// this one.
func (s *Server) endSession(w http.ResponseWriter, r *http.Request, v *visit) error {
	var err error
	if id := r.PathValue("session"); id == "autres" {
		err = s.store.EndOtherSessions(r.Context(), v.account.ID, v.session.ID)
	} else {
		err = s.store.EndSession(r.Context(), v.account.ID, id)
	}
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessEndSession, v.account.ID); err != nil {
		return fmt.Errorf("keep the author of the end: %w", err)
	}
	return s.done(w, r, "flash.session_ended", "/compte")
}
