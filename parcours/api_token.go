package parcours

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// TokenScope is one thing that a program may do with a token.
type TokenScope string

// Scopes. Reading and writing are apart; writing does not include reading.
const (
	ScopePeopleRead        TokenScope = "people:read"
	ScopePeopleWrite       TokenScope = "people:write"
	ScopeSlotsRead         TokenScope = "slots:read"
	ScopeSlotsWrite        TokenScope = "slots:write"
	ScopeAppointmentsRead  TokenScope = "appointments:read"
	ScopeAppointmentsWrite TokenScope = "appointments:write"
	ScopePlansRead         TokenScope = "plans:read"
	ScopePlansWrite        TokenScope = "plans:write"
	ScopeJobsRead          TokenScope = "jobs:read"
	ScopeJobsWrite         TokenScope = "jobs:write"
	ScopeQuestionsRead     TokenScope = "questions:read"
	ScopeQuestionsWrite    TokenScope = "questions:write"
	ScopeFiguresRead       TokenScope = "figures:read"
)

// TokenScopes lists every scope, in the order in which they are offered.
func TokenScopes() []TokenScope {
	return []TokenScope{
		ScopeFiguresRead, ScopePeopleRead, ScopePeopleWrite, ScopeSlotsRead, ScopeSlotsWrite, ScopeAppointmentsRead, ScopeAppointmentsWrite,
		ScopePlansRead, ScopePlansWrite, ScopeJobsRead, ScopeJobsWrite, ScopeQuestionsRead, ScopeQuestionsWrite,
	}
}

// Reads reports whether what the scope opens changes nothing.
func (s TokenScope) Reads() bool { return strings.HasSuffix(string(s), ":read") }

// APIToken is what a program signs in with. Its secret is shown once and not kept.
type APIToken struct {
	ID string
	// Name is what people call the program.
	Name   string
	Scopes []TokenScope
	// TerritoryID is the only territory that it sees, empty for all.
	TerritoryID string
	Territory   string
	// CreatedBy is an account; Author its name or address.
	CreatedBy string
	Author    string
	CreatedAt time.Time
	ExpiresAt time.Time
	// LastUsedAt is to the minute, zero when it never was.
	LastUsedAt time.Time
	// RevokedAt is zero for one that works until it expires.
	RevokedAt time.Time
}

// Most characters of a token's name.
const tokenNameLongest = 80

// Check refuses a token without a name or a scope, or with a scope that is none; ErrInvalid.
func (t APIToken) Check() error {
	switch n := len([]rune(strings.TrimSpace(t.Name))); {
	case n == 0 || n > tokenNameLongest:
		return fmt.Errorf("%w: a token has a name of at most %d characters", ErrInvalid, tokenNameLongest)
	case len(t.Scopes) == 0:
		return fmt.Errorf("%w: a token may do one thing at least", ErrInvalid)
	}
	for _, scope := range t.Scopes {
		if !slices.Contains(TokenScopes(), scope) {
			return fmt.Errorf("%w: unknown scope %q", ErrInvalid, scope)
		}
	}
	return nil
}

// May reports whether the token has the scope.
func (t APIToken) May(scope TokenScope) bool { return slices.Contains(t.Scopes, scope) }

// Works reports whether the token opens anything at now.
func (t APIToken) Works(now time.Time) bool { return t.RevokedAt.IsZero() && now.Before(t.ExpiresAt) }

// Actor is the program as whoever reads or writes: it sees what the coordinator
// sees, of its territory.
func (t APIToken) Actor() Actor {
	return Actor{AccountID: t.ID, Role: AccountCoordinator, TerritoryID: t.TerritoryID}
}

// APICall is the answer that a request with an idempotency key was given.
type APICall struct {
	// Digest is that of the request.
	Digest string
	// Status is 0 while the first request is not answered, and once its answer is erased.
	Status int
	Media  string
	Body   []byte
}

// APICallKept is how long a key is remembered.
const APICallKept = 24 * time.Hour

// PersonLine is one person of the list that programs page through.
type PersonLine struct {
	ID          string
	InternalID  string
	FirstName   string
	LastName    string
	TerritoryID string
	Territory   string
	ReferentID  string
	EnteredOn   Date
	ExitedOn    Date
	ConvenedOn  Date
	MetOn       Date
}
