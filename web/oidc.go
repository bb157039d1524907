package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/parcours"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OIDC is an identity provider that may open accounts that exist, ProConnect or
// another: OpenID Connect Core 1.0, authorization code flow, with PKCE.
//
// ProConnect: https://partenaires.proconnect.gouv.fr. Ask for RS256 or ES256 at the
// registration, and give /connexion/retour as the return address and /connexion as
// that of the sign-out.
type OIDC struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	// ACR are the levels of authentication that are asked for; one of them must
	// come back. Empty: any will do.
	ACR []string
	// Client calls the provider. Nil: one that waits 10 seconds at most.
	Client *http.Client
}

const (
	oidcCallback = "/connexion/retour"
	// oidcTokenKey is the session's copy of the ID token, which the sign-out shows.
	oidcTokenKey = "oidc_token"
	oidcKey      = "oidc"
	// oidcLifetime is how long a sign-in at the provider may take.
	oidcLifetime = 15 * time.Minute
	// oidcAnswer bounds what the provider may answer, in bytes.
	oidcAnswer = 1 << 20
)

// Refusals of a sign-in by the provider; the reader is told no more than that it
// did not work, the log which.
var (
	errStranger  = errors.New("no open account has the address")
	errUnproven  = errors.New("the provider does not vouch for the address")
	errWeak      = errors.New("the level of authentication is lower than asked")
	errMismatch  = errors.New("the answer does not belong to this sign-in")
	errRefused   = errors.New("the provider refused")
	errMalformed = errors.New("the provider's answer cannot be trusted")
)

// identity is the provider as it describes itself, asked when it is first needed:
// a provider that is down must not keep the console from starting.
type identity struct {
	settings OIDC
	redirect string
	client   *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
	end      string
}

func newIdentity(settings *OIDC, redirect string) *identity {
	if settings == nil {
		return nil
	}
	client := settings.Client
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	return &identity{settings: *settings, redirect: redirect, client: client}
}

// title is the key of the words on the sign-in page; empty without a provider.
func (i *identity) title() string {
	switch {
	case i == nil:
		return ""
	case strings.Contains(i.settings.Issuer, "proconnect") || strings.Contains(i.settings.Issuer, "agentconnect"):
		return "sign_in.proconnect"
	}
	return "sign_in.elsewhere"
}

// discover asks the provider for its addresses and keys, once.
func (i *identity) discover(ctx context.Context) (*oidc.Provider, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.provider != nil {
		return i.provider, nil
	}
	// The keys are read later with the client of this context, which outlives the request.
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), i.client), i.settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("discover the identity provider: %w", err)
	}
	var more struct {
		End string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, fmt.Errorf("discover the identity provider: %w", err)
	}
	i.provider, i.end = provider, more.End
	return provider, nil
}

func (i *identity) flow(provider *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: i.settings.ClientID, ClientSecret: i.settings.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: i.redirect,
		Scopes: []string{oidc.ScopeOpenID, "email"},
	}
}

// endSession is the address that ends the provider's own session, empty when the
// reader did not come from there.
func (i *identity) endSession(ctx context.Context, token, back string) string {
	if i == nil || token == "" {
		return ""
	}
	if _, err := i.discover(ctx); err != nil || i.end == "" {
		return ""
	}
	end, err := url.Parse(i.end)
	if err != nil {
		return ""
	}
	q := end.Query()
	q.Set("id_token_hint", token)
	q.Set("post_logout_redirect_uri", back)
	q.Set("state", unguessable())
	end.RawQuery = q.Encode()
	return end.String()
}

// unguessable is a text of 260 bits; ProConnect wants 32 characters at least.
func unguessable() string { return rand.Text() + rand.Text() }

// begun is a sign-in at the provider that is under way, kept in the browser's
// session and used once.
type begun struct {
	State, Nonce, Verifier, Next string
	Until                        int64
}

func (s *Server) startOIDC(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.oidc == nil {
		return parcours.ErrNotFound
	}
	if !s.signIn.allowAddress(clientAddress(r)) {
		w.Header().Set("Retry-After", "60")
		return errTooMany
	}
	provider, err := s.oidc.discover(r.Context())
	if err != nil {
		return s.oidcFailed(w, r, v, err)
	}
	b := begun{unguessable(), unguessable(), oauth2.GenerateVerifier(), localPath(r.URL.Query().Get("suite")), time.Now().Add(oidcLifetime).Unix()}
	text, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.sessions.Put(r.Context(), oidcKey, string(text))
	options := []oauth2.AuthCodeOption{
		oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier),
		oauth2.SetAuthURLParam("claims", `{"id_token":{"amr":{"essential":true}}}`),
	}
	if len(s.oidc.settings.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(s.oidc.settings.ACR, " ")))
	}
	http.Redirect(w, r, s.oidc.flow(provider).AuthCodeURL(b.State, options...), http.StatusSeeOther)
	return nil
}

// finishOIDC is where the provider sends the browser back. It never makes an
// account: it opens the one that has the address, if there is one.
func (s *Server) finishOIDC(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.oidc == nil {
		return parcours.ErrNotFound
	}
	ctx := r.Context()
	var b begun
	kept := s.sessions.PopString(ctx, oidcKey) // whatever follows, this state is used up
	state := r.URL.Query().Get("state")
	if json.Unmarshal([]byte(kept), &b) != nil || b.State == "" || time.Now().Unix() > b.Until ||
		subtle.ConstantTimeCompare([]byte(b.State), []byte(state)) != 1 {
		return s.oidcFailed(w, r, v, errMismatch)
	}
	if r.URL.Query().Get("error") != "" {
		return s.oidcFailed(w, r, v, errRefused)
	}
	who, err := s.oidc.identify(ctx, b, r.URL.Query().Get("code"))
	if err != nil {
		return s.oidcFailed(w, r, v, err)
	}
	account, err := s.store.AccountByEmail(ctx, who.email)
	if errors.Is(err, parcours.ErrNotFound) {
		return s.oidcFailed(w, r, v, errStranger)
	}
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.sessions.Put(ctx, oidcTokenKey, who.token)
	return s.known(w, r, v, account, b.Next, who.strong)
}

// oidcFailed says on the sign-in page that it did not work. Only an address without
// an account is told apart: whoever reads that has proven that it is theirs.
func (s *Server) oidcFailed(w http.ResponseWriter, r *http.Request, v *visit, err error) error {
	s.log.WarnContext(r.Context(), "sign-in by the identity provider failed", keyRoute, r.Pattern, keyError, err)
	p := s.signInPage(v, "/")
	p.Problem = "sign_in.elsewhere_failed"
	if errors.Is(err, errStranger) {
		p.Problem = "sign_in.stranger"
	}
	return s.render(w, http.StatusForbidden, "sign_in", p)
}

// identified is who the provider says is there.
type identified struct {
	email string
	token string
	// strong: the provider asked for two factors.
	strong bool
}

// identify exchanges the code and checks everything that comes back.
func (i *identity) identify(ctx context.Context, b begun, code string) (identified, error) {
	ctx = oidc.ClientContext(ctx, i.client)
	provider, err := i.discover(ctx)
	if err != nil {
		return identified{}, err
	}
	tokens, err := i.flow(provider).Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		return identified{}, fmt.Errorf("%w: %w", errRefused, shorn(err))
	}
	raw, _ := tokens.Extra("id_token").(string)
	verifier := provider.Verifier(&oidc.Config{ClientID: i.settings.ClientID})
	token, err := verifier.Verify(ctx, raw)
	if err != nil {
		return identified{}, fmt.Errorf("%w: the ID token does not verify", errMalformed)
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(b.Nonce)) != 1 {
		return identified{}, fmt.Errorf("%w: another nonce", errMismatch)
	}
	var level struct {
		ACR string   `json:"acr"`
		AMR []string `json:"amr"`
	}
	if err := token.Claims(&level); err != nil {
		return identified{}, fmt.Errorf("%w: the ID token's claims cannot be read", errMalformed)
	}
	if len(i.settings.ACR) > 0 && !slices.Contains(i.settings.ACR, level.ACR) {
		return identified{}, errWeak
	}
	email, err := i.address(ctx, provider, tokens, token.Subject)
	if err != nil {
		return identified{}, err
	}
	return identified{email: email, token: raw, strong: strong(level.ACR) || slices.Contains(level.AMR, "mfa")}, nil
}

// strong reports whether a level of ProConnect means two factors: eIDAS substantial
// and high, and its own levels that end in -2fa.
func strong(acr string) bool {
	return acr == "eidas2" || acr == "eidas3" || strings.HasSuffix(acr, "-2fa")
}

// claims are what the provider says of the reader. Providers that do not verify
// addresses say so, or say nothing.
type claims struct {
	Subject  string `json:"sub"`
	Email    string `json:"email"`
	Verified any    `json:"email_verified"`
	Expiry   int64  `json:"exp"`
}

// address returns the verified address of the reader. A signed answer is checked
// for who signed it and for whom; ProConnect signs, and hands over addresses for
// which the reader's own administration vouches, without a word on verification.
func (i *identity) address(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, subject string) (string, error) {
	body, signed, err := i.userInfo(ctx, provider, tokens)
	if err != nil {
		return "", err
	}
	var c claims
	if signed {
		checked, err := provider.Verifier(&oidc.Config{ClientID: i.settings.ClientID, SkipExpiryCheck: true}).Verify(ctx, string(body))
		if err != nil {
			return "", fmt.Errorf("%w: the signed user info does not verify", errMalformed)
		}
		err = checked.Claims(&c)
		if err != nil || c.Expiry != 0 && time.Now().Unix() > c.Expiry {
			return "", fmt.Errorf("%w: the signed user info is over", errMalformed)
		}
	} else if err := json.Unmarshal(body, &c); err != nil {
		return "", fmt.Errorf("%w: the user info cannot be read", errMalformed)
	}
	if c.Subject != subject { // OpenID Connect Core, section 5.3.2
		return "", fmt.Errorf("%w: the user info is about somebody else", errMismatch)
	}
	verified := c.Verified == true || c.Verified == "true" || c.Verified == nil && signed
	if email := strings.ToLower(strings.TrimSpace(c.Email)); verified && email != "" && len(email) <= emailBytes {
		return email, nil
	}
	return "", errUnproven
}

// userInfo reads the provider's answer, and whether it is a signed one.
func (i *identity) userInfo(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token) (body []byte, signed bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, provider.UserInfoEndpoint(), http.NoBody)
	if err != nil {
		return nil, false, fmt.Errorf("%w: no user info address", errMalformed)
	}
	tokens.SetAuthHeader(r)
	resp, err := i.client.Do(r)
	if err != nil {
		return nil, false, fmt.Errorf("user info: %w", shorn(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(resp.Body, oidcAnswer))
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, false, fmt.Errorf("%w: the user info was answered %d", errRefused, resp.StatusCode)
	}
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return body, media == "application/jwt", nil
}

// shorn keeps codes and tokens, which such errors quote, out of the log.
func shorn(err error) error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return fmt.Errorf("the token endpoint answered %q", refused.ErrorCode)
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return errors.New("the exchange failed")
}
