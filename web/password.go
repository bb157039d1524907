package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"relais/parcours"

	"github.com/alexedwards/argon2id"
	"golang.org/x/time/rate"
)

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

var (
	errTooMany       = errors.New("too many attempts")
	errWrongPassword = errors.New("wrong e-mail address or password")
)

// Sign-in rates: a person mistypes a few times, an office behind one address
// has sixty people who do. Whoever guesses from many addresses is held by the
// account's own rate, which nobody can use up for its owner: a browser from which
// the account signed in before has a rate to itself.
const (
	personBurst  = 5 // one account from one address, or from a known browser
	personEvery  = time.Minute
	accountBurst = 30 // one account from anywhere
	accountEvery = 10 * time.Second
	addressBurst = 30 // one address, whatever the account
	addressEvery = 5 * time.Second
	// emailBytes is the longest e-mail address there is (RFC 5321).
	emailBytes = 254
	// guardedKeys bounds the memory that strangers can make the guard use.
	guardedKeys = 10_000
	// comparing bounds the memory that argon2id uses at once.
	comparing = 4
)

// signInGuard checks passwords, slowly on purpose and never too often.
type signInGuard struct {
	// decoy is compared when the account does not exist, so that the answer
	// takes as long. It is made with the first password that is checked, whoever's:
	// it takes 19 MB, which most of the life of the service needs for nothing.
	decoy     func() (string, error)
	comparing chan struct{}

	mu        sync.Mutex
	byBrowser map[string]*rate.Limiter
	byPerson  map[string]*rate.Limiter
	byAccount map[string]*rate.Limiter
	byAddress map[string]*rate.Limiter
}

func newSignInGuard() *signInGuard {
	return &signInGuard{
		decoy:     sync.OnceValues(func() (string, error) { return HashPassword("no account has this password") }),
		comparing: make(chan struct{}, comparing),
		byBrowser: map[string]*rate.Limiter{}, byPerson: map[string]*rate.Limiter{},
		byAccount: map[string]*rate.Limiter{}, byAddress: map[string]*rate.Limiter{},
	}
}

func (g *signInGuard) check(ctx context.Context, accounts Accounts, email, password, address string, from browser) (parcours.Account, error) {
	account, err := accounts.AccountByEmail(ctx, email)
	hash := account.PasswordHash
	unknown := errors.Is(err, parcours.ErrNotFound) || (err == nil && hash == "")
	if !unknown && err != nil {
		return parcours.Account{}, err
	}
	if unknown || from.accountID != account.ID {
		from = browser{}
	}
	if !g.allow(email, address, from) {
		return parcours.Account{}, errTooMany
	}
	select {
	case g.comparing <- struct{}{}:
		defer func() { <-g.comparing }()
	case <-ctx.Done():
		return parcours.Account{}, ctx.Err()
	}
	// Always, so that the first question asked takes as long for every account.
	decoy, err := g.decoy()
	if err != nil {
		return parcours.Account{}, err
	}
	if unknown {
		hash = decoy
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

func (g *signInGuard) allow(email, address string, from browser) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if from.token != "" {
		return limiterOf(g.byBrowser, from.token, personEvery, personBurst).Allow()
	}
	if !limiterOf(g.byAddress, address, addressEvery, addressBurst).Allow() ||
		!limiterOf(g.byPerson, email+" "+address, personEvery, personBurst).Allow() {
		return false // and costs the account nothing
	}
	return limiterOf(g.byAccount, email, accountEvery, accountBurst).Allow()
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
		for k := range known {
			if len(known) < guardedKeys*9/10 {
				break
			}
			delete(known, k) // any: to forget all would let whoever fills the memory start again
		}
	}
	l := rate.NewLimiter(rate.Every(every), burst)
	known[key] = l
	return l
}

// clientAddress is who asks: an IPv4 address, or the 64 bits of an IPv6 one that
// name a subscriber. The word of a proxy is taken only when it runs on this machine.
func clientAddress(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip := peer.Addr().Unmap()
	if ip.IsLoopback() {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			ip = last.Unmap()
		}
	}
	if ip.Is6() {
		if subscriber, err := ip.Prefix(64); err == nil {
			return subscriber.String()
		}
	}
	return ip.String()
}
