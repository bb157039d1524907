package parcours

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// AccountRole is what somebody who signs in may do.
type AccountRole string

// Roles of accounts.
const (
	AccountReferent     AccountRole = "referent"
	AccountProfessional AccountRole = "professional"
	AccountNurse        AccountRole = "nurse"
	AccountPartner      AccountRole = "partner"
	AccountCoordinator  AccountRole = "coordinator"
	AccountLead         AccountRole = "lead"
	AccountAuditor      AccountRole = "auditor"
)

// AccountRoles are all the roles, in the order in which they are offered.
var AccountRoles = []AccountRole{
	AccountReferent, AccountProfessional, AccountNurse, AccountPartner, AccountCoordinator, AccountLead, AccountAuditor,
}

// ParseAccountRole answers ErrInvalid for what is no role.
func ParseAccountRole(text string) (AccountRole, error) {
	for _, role := range AccountRoles {
		if string(role) == text {
			return role, nil
		}
	}
	return "", fmt.Errorf("%w: choose a role", ErrInvalid)
}

// MeetsPeople reports whether the role works with people's files, and so needs a
// professional: without one it sees nobody.
func (r AccountRole) MeetsPeople() bool {
	switch r {
	case AccountReferent, AccountProfessional, AccountNurse, AccountPartner:
		return true
	}
	return false
}

// Exports reports whether the role takes exports out of the console: an account of it
// has the right to, until somebody takes the right away.
func (r AccountRole) Exports() bool {
	return r == AccountCoordinator || r == AccountLead || r == AccountAuditor
}

// Account signs in to the console.
type Account struct {
	ID    string
	Email string
	// PasswordHash is argon2id in its encoded form; empty before one was chosen.
	PasswordHash   string
	Role           AccountRole
	ProfessionalID string
	// Name is the professional's, or the e-mail address.
	Name string
	// Structure and its kind are the professional's.
	Structure     string
	StructureKind StructureKind
	CreatedAt     time.Time
	LastSignInAt  time.Time
	// SecondFactorSince is zero while there is no second factor.
	SecondFactorSince time.Time
	// InvitedUntil is when the open invitation ends, zero without one.
	InvitedUntil time.Time
	// ClosedAt is zero for an account that may sign in.
	ClosedAt time.Time
	// MayExport: it may take exports away, where its role does.
	MayExport bool
}

// Actor is the account as whoever reads or writes.
func (a Account) Actor() Actor {
	actor := Actor{AccountID: a.ID, Role: a.Role, ProfessionalID: a.ProfessionalID, StructureKind: a.StructureKind}
	if a.Role == AccountPartner && a.StructureKind != StructureDepartment && a.StructureKind != StructureFranceTravail {
		actor.Structure = a.Structure
	}
	return actor
}

// Actor is on whose behalf the console reads or writes.
type Actor struct {
	AccountID      string
	Role           AccountRole
	ProfessionalID string
	// Structure is the partner organisation whose people the actor sees, empty for
	// everybody else: the département's own scope is a person, not an organisation.
	Structure     string
	StructureKind StructureKind
	// TerritoryID bounds what a program sees to the people, slots and questions of one
	// territory; empty for everybody else.
	TerritoryID string
}

// SeesAll reports whether the actor's view is the whole territory.
func (a Actor) SeesAll() bool { return a.Role == AccountCoordinator }

// SeesInternalID reports whether the actor may read a person's number in the
// département's own system. A work-integration structure or another partner may
// not; a délégataire may. Nobody is shown the NIR.
func (a Actor) SeesInternalID() bool {
	if a.Role != AccountPartner {
		return true
	}
	return a.StructureKind == StructureDelegate
}

// AttendsOnly reports whether the role sees a person for an appointment only: what
// is said before and after it is between the person and who follows them.
func (a Actor) AttendsOnly() bool { return a.Role == AccountProfessional }

// Lengths of a password, in characters; the longest bounds the work of a sign-in.
// What a password is made of is not asked: length is what protects it (NIST SP
// 800-63B, section 3.1.1).
const (
	PasswordShortest = 12
	PasswordLongest  = 200
)

// CheckPassword answers ErrInvalid for a password that is too short, too long, or
// the address of its own account.
func CheckPassword(password, email string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordShortest:
		return fmt.Errorf("%w: a password has at least %d characters", ErrInvalid, PasswordShortest)
	case n > PasswordLongest:
		return fmt.Errorf("%w: a password has at most %d characters", ErrInvalid, PasswordLongest)
	case FoldName(password) == FoldName(email):
		return fmt.Errorf("%w: a password is not the address of its account", ErrInvalid)
	}
	return nil
}

// AccountSession is one browser in which an account is signed in.
type AccountSession struct {
	ID        string
	AccountID string
	// Browser is its family, such as "Firefox"; empty when it is not known.
	Browser string
	// Strong: opened with two factors.
	Strong    bool
	StartedAt time.Time
	SeenAt    time.Time
}

// SecondFactor is what an account's one-time codes are checked with.
type SecondFactor struct {
	// Secret is the shared key, nil when none was proposed.
	Secret []byte
	// Since is zero until a first code was given.
	Since time.Time
	// Step is the last interval whose code was used (RFC 6238, section 5.2).
	Step int64
	// CodesLeft is how many recovery codes are unused.
	CodesLeft int
}

// Access is one entry of the log of who read, changed or exported what.
type Access struct {
	ID        string
	At        time.Time
	AccountID string
	// Account is the professional's name, or the e-mail address.
	Account string
	Action  string
	// Subject is the id of a row or the name of a list.
	Subject string
	// PersonID and Person are empty when it was not about one person.
	PersonID string
	Person   string
}

// AccessKind classes the actions of the log.
type AccessKind string

// Kinds of access.
const (
	AccessRead   AccessKind = "read"
	AccessExport AccessKind = "export"
	AccessSignIn AccessKind = "sign_in"
	AccessChange AccessKind = "change"
)

// AccessPrefixes are how the actions of a kind begin; those that begin with none
// of them change something.
var AccessPrefixes = map[AccessKind][]string{
	AccessRead: {"read_", "search_"}, AccessExport: {"export_"}, AccessSignIn: {"sign_"},
}

// KindOfAccess classes an action.
func KindOfAccess(action string) AccessKind {
	for kind, prefixes := range AccessPrefixes {
		for _, prefix := range prefixes {
			if strings.HasPrefix(action, prefix) {
				return kind
			}
		}
	}
	return AccessChange
}

// AccessFilter narrows the log; empty fields do not.
type AccessFilter struct {
	AccountID string
	PersonID  string
	Kind      AccessKind
	From      time.Time
	// Until is excluded.
	Until time.Time
	// BeforeAt and BeforeID are the entry after which to go on: the newest come first.
	BeforeAt time.Time
	BeforeID string
	Limit    int
}
