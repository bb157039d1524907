package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"relais/parcours"

	"github.com/alexedwards/argon2id"
	"github.com/alexedwards/scs/v2"
	"golang.org/x/time/rate"
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
	accountKey = "account"
	flashKey   = "flash"
)

// sessionLifetime is a working day: one signs in every morning.
const sessionLifetime = 12 * time.Hour

// passwordParams cost about 35 ms and 19 MiB, the first choice of OWASP's
// password storage guide.
func passwordParams() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// HashPassword returns the argon2id form under which an account's password is kept.
func HashPassword(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, passwordParams())
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

func (s *Server) newSessions(store Sessions) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{store}
	m.Lifetime = sessionLifetime
	m.Cookie.Name = "relais"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = s.secure()
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		lang, _ := chooseLanguage(r)
		s.fail(w, r, &visit{lang: lang, now: s.clock(), here: "/"}, fmt.Errorf("session: %w", err))
	}
	return m
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
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("%w: form: %w", parcours.ErrInvalid, err)
	}
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get("email")))
	p := signInPage{page: s.page(v, "sign_in.title", ""), Email: email, Next: localPath(r.PostForm.Get("suite"))}
	account, err := s.signIn.check(r.Context(), s.store, email, r.PostForm.Get("password"), clientAddress(r))
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

var (
	errTooMany       = errors.New("too many attempts")
	errWrongPassword = errors.New("wrong e-mail address or password")
)

// Sign-in rates: a person mistypes a few times, an office behind one address
// has sixty people who do.
const (
	accountBurst = 5
	accountEvery = time.Minute
	addressBurst = 30
	addressEvery = 5 * time.Second
	// guardedKeys bounds the memory that strangers can make the guard use.
	guardedKeys = 10_000
	// comparing bounds the memory that argon2id uses at once.
	comparing = 4
)

// signInGuard checks passwords, slowly on purpose and never too often.
type signInGuard struct {
	// decoy is compared when the account does not exist, so that the answer
	// takes as long.
	decoy     string
	comparing chan struct{}

	mu        sync.Mutex
	byAccount map[string]*rate.Limiter
	byAddress map[string]*rate.Limiter
}

func newSignInGuard() (*signInGuard, error) {
	decoy, err := HashPassword("no account has this password")
	if err != nil {
		return nil, err
	}
	return &signInGuard{
		decoy: decoy, comparing: make(chan struct{}, comparing),
		byAccount: map[string]*rate.Limiter{}, byAddress: map[string]*rate.Limiter{},
	}, nil
}

func (g *signInGuard) check(ctx context.Context, accounts Accounts, email, password, address string) (parcours.Account, error) {
	if !g.allow(email, address) {
		return parcours.Account{}, errTooMany
	}
	account, err := accounts.AccountByEmail(ctx, email)
	hash := account.PasswordHash
	unknown := errors.Is(err, parcours.ErrNotFound) || (err == nil && hash == "")
	if unknown {
		hash = g.decoy
	} else if err != nil {
		return parcours.Account{}, err
	}
	select {
	case g.comparing <- struct{}{}:
		defer func() { <-g.comparing }()
	case <-ctx.Done():
		return parcours.Account{}, ctx.Err()
	}
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return parcours.Account{}, fmt.Errorf("compare password of account %s: %w", account.ID, err)
	}
	if unknown || !match {
		return parcours.Account{}, errWrongPassword
	}
	return account, nil
}

func (g *signInGuard) allow(email, address string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	// both are asked, so that neither is spared
	byAccount := limiterOf(g.byAccount, email, accountEvery, accountBurst).Allow()
	byAddress := limiterOf(g.byAddress, address, addressEvery, addressBurst).Allow()
	return byAccount && byAddress
}

func limiterOf(known map[string]*rate.Limiter, key string, every time.Duration, burst int) *rate.Limiter {
	if l, ok := known[key]; ok {
		return l
	}
	if len(known) >= guardedKeys {
		for k, l := range known {
			if l.Tokens() >= float64(burst) {
				delete(known, k) // fully rested: forgetting it changes nothing
			}
		}
		if len(known) >= guardedKeys {
			clear(known)
		}
	}
	l := rate.NewLimiter(rate.Every(every), burst)
	known[key] = l
	return l
}

// clientAddress is who asks. The word of a proxy is taken only when it runs on
// this machine.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := net.ParseIP(strings.TrimSpace(hops[len(hops)-1])); last != nil {
			return last.String()
		}
	}
	return host
}
