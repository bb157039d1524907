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

// Accounts are those who may sign in.
type Accounts interface {
	// AccountByEmail answers parcours.ErrNotFound for an unknown or closed account.
	AccountByEmail(ctx context.Context, email string) (parcours.Account, error)
	// Account answers parcours.ErrNotFound for an unknown or closed account.
	Account(ctx context.Context, id string) (parcours.Account, error)
}

// Sessions keeps what scs writes; the signatures are scs.CtxStore's.
type Sessions interface {
	FindCtx(ctx context.Context, token string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, token string) error
}

// Keys of a session.
const (
	accountKey  = "account"
	passwordKey = "password"
	flashKey    = "flash"
	undoKey     = "undo"
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
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	next := localPath(r.URL.Query().Get("suite"))
	if v.account.ID != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	return s.render(w, http.StatusOK, "sign_in", signInPage{page: s.page(v, "sign_in.title", ""), Next: next})
}

func (s *Server) doSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get("email")))
	email = strings.ToValidUTF8(email[:min(len(email), emailBytes)], "")
	p := signInPage{page: s.page(v, "sign_in.title", ""), Email: email, Next: localPath(r.PostForm.Get("suite"))}
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
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.sessions.Put(r.Context(), accountKey, account.ID)
	s.sessions.Put(r.Context(), passwordKey, passwordMark(account))
	if err := s.rememberBrowser(w, r, browser, account.ID); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.log.Info("signed in", keyAccount, account.ID)
	http.Redirect(w, r, p.Next, http.StatusSeeOther)
	return nil
}

func (s *Server) doSignOut(w http.ResponseWriter, r *http.Request, _ *visit) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	http.Redirect(w, r, "/connexion", http.StatusSeeOther)
	return nil
}
