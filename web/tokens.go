package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Tokens are what programs sign in with.
type Tokens interface {
	// IssueToken answers parcours.ErrInvalid for a token that cannot be; its secret is
	// given once.
	IssueToken(ctx context.Context, by parcours.Actor, t parcours.APIToken) (issued parcours.APIToken, secret string, err error)
	Tokens(ctx context.Context) ([]parcours.APIToken, error)
	// RevokeToken answers parcours.ErrNotFound for one that was revoked.
	RevokeToken(ctx context.Context, by parcours.Actor, id string) error
}

// Actions of the access log.
const (
	accessTokens      = "read_tokens"
	accessIssueToken  = "issue_token"
	accessRevokeToken = "revoke_token"
)

// tokenDays are how long a token may last.
var tokenDays = []int{30, 90, 365}

// tokensPage lists what programs sign in with.
type tokensPage struct {
	page
	Working, Over []parcours.APIToken
	Scopes        []parcours.TokenScope
	Territories   []parcours.Territory
	Lifetimes     []int
	// Secret of Issued is shown once.
	Secret string
	Issued string
	// Form is what was typed, when it cannot be kept as it is.
	Form    tokenForm
	Problem string
	// Document is the address of what the API can do.
	Document string
	status   int
}

type tokenForm struct {
	Name, Territory string
	Scopes          []parcours.TokenScope
	Days            int
}

// Chosen reports whether the form has the scope.
func (p tokensPage) Chosen(scope parcours.TokenScope) bool {
	return slices.Contains(p.Form.Scopes, scope)
}

// Scope says a scope in words.
func (p tokensPage) Scope(scope parcours.TokenScope) string {
	return p.T("tokens.scope_" + strings.ReplaceAll(string(scope), ":", "_"))
}

func (s *Server) showTokens(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.noted(r.Context(), v, accessTokens, "tokens"); err != nil {
		return err
	}
	return s.tokens(w, r, v, tokensPage{})
}

func (s *Server) tokens(w http.ResponseWriter, r *http.Request, v *visit, shown tokensPage) error {
	all, err := s.store.Tokens(r.Context())
	if err != nil {
		return fmt.Errorf("tokens: %w", err)
	}
	if shown.Territories, err = s.store.Territories(r.Context()); err != nil {
		return fmt.Errorf("tokens: %w", err)
	}
	shown.page, shown.Scopes, shown.Lifetimes = s.page(v, "tokens.title", "tokens"), parcours.TokenScopes(), tokenDays
	shown.Document = apiPath + "/openapi.json"
	if shown.Form.Days == 0 {
		shown.Form.Days = tokenDays[1]
	}
	for _, t := range all {
		if t.Works(time.Now()) {
			shown.Working = append(shown.Working, t)
		} else {
			shown.Over = append(shown.Over, t)
		}
	}
	status := http.StatusOK
	if shown.status != 0 {
		status = shown.status
	}
	return s.render(w, status, "tokens", shown)
}

// issueToken makes a token and shows its secret: the address of the page does not
// give it again.
func (s *Server) issueToken(w http.ResponseWriter, r *http.Request, v *visit) error {
	form := tokenForm{Name: strings.TrimSpace(r.PostFormValue("name")), Territory: r.PostFormValue("territory")}
	for _, scope := range r.PostForm["scope"] {
		form.Scopes = append(form.Scopes, parcours.TokenScope(scope))
	}
	form.Days, _ = strconv.Atoi(r.PostFormValue("days"))
	if !slices.Contains(tokenDays, form.Days) {
		return fmt.Errorf("%w: choose how long it lasts", parcours.ErrInvalid)
	}
	issued, secret, err := s.store.IssueToken(r.Context(), v.actor, parcours.APIToken{
		Name: form.Name, Scopes: form.Scopes, TerritoryID: form.Territory, ExpiresAt: time.Now().AddDate(0, 0, form.Days),
	})
	if errors.Is(err, parcours.ErrInvalid) {
		return s.tokens(w, r, v, tokensPage{Form: form, Problem: "tokens.incomplete", status: http.StatusUnprocessableEntity})
	}
	if err != nil {
		return fmt.Errorf("issue token: %w", err)
	}
	if err := s.noted(r.Context(), v, accessIssueToken, issued.ID); err != nil {
		return err
	}
	return s.tokens(w, r, v, tokensPage{Secret: secret, Issued: issued.Name})
}

func (s *Server) revokeToken(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("token")
	if err := s.store.RevokeToken(r.Context(), v.actor, id); err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	if err := s.noted(r.Context(), v, accessRevokeToken, id); err != nil {
		return err
	}
	return s.done(w, r, "flash.token_revoked", "/jetons")
}
