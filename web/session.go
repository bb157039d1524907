package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"relais/parcours"

	"github.com/alexedwards/scs/v2"
)

// Accounts are those who may sign in, and where they are signed in.
type Accounts interface {
	// AccountByEmail answers parcours.ErrNotFound for an unknown or closed account.
	AccountByEmail(ctx context.Context, email string) (parcours.Account, error)
	// StartSession notes a sign-in; SessionAccount answers parcours.ErrNotFound once
	// the session was ended, is over, or its account is closed.
	StartSession(ctx context.Context, now time.Time, accountID, browser string, strong bool, until time.Time) (id string, err error)
	SessionAccount(ctx context.Context, id string) (parcours.AccountSession, parcours.Account, error)
	SeeSession(ctx context.Context, now time.Time, id string) error
	AccountSessions(ctx context.Context, accountID string) ([]parcours.AccountSession, error)
	EndSession(ctx context.Context, accountID, id string) error
	EndOtherSessions(ctx context.Context, accountID, keep string) error
	// SetPassword ends the account's sessions but keepSession.
	SetPassword(ctx context.Context, accountID, hash, keepSession string) error
}

// Sessions keeps what scs writes; the signatures are scs.CtxStore's.
type Sessions interface {
	FindCtx(ctx context.Context, token string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, token string) error
}

// Keys of a session.
const (
	// sessionKey is the id of the account's session, which can be ended from elsewhere.
	sessionKey  = "session"
	passwordKey = "password"
	flashKey    = "flash"
	undoKey     = "undo"
	// nextKey is where to go once signed in.
	nextKey = "next"
)

// Actions of the access log.
const (
	accessSignIn  = "sign_in"
	accessSignOut = "sign_out"
)

// sessionLifetime is a working day: one signs in every morning.
const sessionLifetime = 12 * time.Hour

func (s *Server) newSessions(store Sessions) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{store}
	m.Lifetime = sessionLifetime
	m.Cookie.Name = s.cookieName("relais")
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = s.secure()
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		lang, _ := chooseLanguage(r)
		s.fail(w, r, &visit{lang: lang, now: s.clock(), here: "/"}, fmt.Errorf("session: %w", err))
	}
	return m
}

// cookieName keeps a cookie over https from being set by a neighbouring host or
// over http: browsers hold the prefix to that (RFC 6265bis).
func (s *Server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

// passwordMark ties a session to the password it was opened with.
func passwordMark(a parcours.Account) string {
	sum := sha256.Sum256([]byte(a.PasswordHash))
	return hex.EncodeToString(sum[:16])
}

// sessionStore gives scs the context-less methods that it asks for and never
// calls when the others are there.
type sessionStore struct{ Sessions }

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// signInPage asks for an e-mail address and a password.
type signInPage struct {
	page
	Email string
	// Next is where to go once signed in.
	Next string
	// Problem is the key of what went wrong, empty at first.
	Problem string
	// Elsewhere is the key of the words that lead to the identity provider, empty
	// where there is none.
	Elsewhere string
}

func (s *Server) signInPage(v *visit, next string) signInPage {
	return signInPage{page: s.page(v, "sign_in.title", ""), Next: next, Elsewhere: s.oidc.title()}
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	next := localPath(r.URL.Query().Get("suite"))
	if v.account.ID != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	return s.render(w, http.StatusOK, "sign_in", s.signInPage(v, next))
}

func (s *Server) doSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get("email")))
	email = strings.ToValidUTF8(email[:min(len(email), emailBytes)], "")
	p := s.signInPage(v, localPath(r.PostForm.Get("suite")))
	p.Email = email
	browser, err := s.knownBrowser(r)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	account, err := s.signIn.check(r.Context(), s.store, email, r.PostForm.Get("password"), clientAddress(r), browser)
	switch {
	case errors.Is(err, errTooMany):
		w.Header().Set("Retry-After", "60")
		p.Problem = "sign_in.too_many"
		return s.render(w, http.StatusTooManyRequests, "sign_in", p)
	case errors.Is(err, errWrongPassword):
		p.Problem = "sign_in.wrong"
		return s.render(w, http.StatusUnauthorized, "sign_in", p)
	case err != nil:
		return fmt.Errorf("sign in: %w", err)
	}
	return s.known(w, r, v, account, p.Next, false)
}

// known goes on once it is known whose account it is: to the second factor where
// there is one and nobody vouches for it, in otherwise.
func (s *Server) known(w http.ResponseWriter, r *http.Request, v *visit, account parcours.Account, next string, strong bool) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	if !strong && !account.SecondFactorSince.IsZero() {
		s.expectCode(r.Context(), account, next)
		http.Redirect(w, r, "/connexion/code", http.StatusSeeOther)
		return nil
	}
	return s.enter(w, r, v, account, next, strong)
}

// enter opens the session of an account; strong when two factors were given.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, v *visit, account parcours.Account, next string, strong bool) error {
	ctx := r.Context()
	if before := s.sessions.GetString(ctx, sessionKey); before != "" && v.account.ID != "" {
		if err := s.store.EndSession(ctx, v.account.ID, before); err != nil && !errors.Is(err, parcours.ErrNotFound) {
			return fmt.Errorf("sign in: %w", err)
		}
	}
	id, err := s.store.StartSession(ctx, v.now, account.ID, browserFamily(r.UserAgent()), strong, time.Now().Add(sessionLifetime))
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.sessions.Put(ctx, sessionKey, id)
	s.sessions.Put(ctx, passwordKey, passwordMark(account))
	browser, err := s.knownBrowser(r)
	if err == nil {
		err = s.rememberBrowser(w, r, browser, account.ID)
	}
	if err == nil {
		err = s.store.LogAccess(ctx, v.now, account.Actor(), accessSignIn, account.ID)
	}
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.log.Info("signed in", keyAccount, account.ID)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// signedOutPage leads to the identity provider, whose own session ends there.
type signedOutPage struct {
	page
	// Address is the provider's, with what it needs to know.
	Address string
}

// doSignOut ends the session here, and at the provider that opened it. A form may
// not lead to another site, so that the page that follows does.
func (s *Server) doSignOut(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	elsewhere := s.oidc.endSession(ctx, s.sessions.PopString(ctx, oidcTokenKey), s.publicAddress("/connexion"))
	if v.account.ID != "" {
		if err := s.store.EndSession(ctx, v.account.ID, v.session.ID); err != nil && !errors.Is(err, parcours.ErrNotFound) {
			return fmt.Errorf("sign out: %w", err)
		}
		if err := s.store.LogAccess(ctx, v.now, v.actor, accessSignOut, v.account.ID); err != nil {
			return fmt.Errorf("sign out: %w", err)
		}
	}
	if err := s.sessions.Destroy(ctx); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	if elsewhere != "" {
		v.account = parcours.Account{}
		return s.render(w, http.StatusOK, "signed_out", signedOutPage{page: s.page(v, "signed_out.title", ""), Address: elsewhere})
	}
	http.Redirect(w, r, "/connexion", http.StatusSeeOther)
	return nil
}

// publicAddress is how a path of the console is reached from outside.
func (s *Server) publicAddress(path string) string {
	return strings.TrimSuffix(s.public.String(), "/") + path
}
