package parcours

import "time"

// AccountRole is what somebody who signs in may do.
type AccountRole string

// Roles of accounts.
const (
	AccountReferent     AccountRole = "referent"
	AccountProfessional AccountRole = "professional"
	AccountCoordinator  AccountRole = "coordinator"
	AccountLead         AccountRole = "lead"
	AccountAuditor      AccountRole = "auditor"
)

// Account signs in to the console.
type Account struct {
	ID    string
	Email string
	// PasswordHash is argon2id in its encoded form.
	PasswordHash   string
	Role           AccountRole
	ProfessionalID string
	// Name is the professional's, or the e-mail address.
	Name      string
	CreatedAt time.Time
}

// Actor is on whose behalf the console reads or writes.
type Actor struct {
	AccountID      string
	Role           AccountRole
	ProfessionalID string
}

// SeesAll reports whether the actor's view is the whole territory.
func (a Actor) SeesAll() bool { return a.Role == AccountCoordinator }
