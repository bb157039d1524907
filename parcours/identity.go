package parcours

// KnownPerson is what an existing person is compared by.
type KnownPerson struct {
	PersonID   string
	NIR        string
	InternalID string
	FirstName  string
	BirthDate  Date
	// ErasedOn is set for a tombstone: what remains of somebody who was erased.
	ErasedOn Date
	// ArchivedOn is set for somebody who left the active list.
	ArchivedOn Date
}

// Candidates are the people found by each key of a row. Whoever looks them up
// need not compare first names.
type Candidates struct {
	ByNIR        []KnownPerson
	ByInternalID []KnownPerson
	ByEmail      []KnownPerson
	ByPhone      []KnownPerson
}

// IdentityKind says whether a row is about somebody known.
type IdentityKind string

// Kinds of identity.
const (
	IdentityNone     IdentityKind = "none"
	IdentityMatch    IdentityKind = "match"
	IdentityConflict IdentityKind = "conflict"
	// IdentityClosed: erased or archived; only a named decision re-opens.
	IdentityClosed IdentityKind = "closed"
)

// Identity is who a row is about.
type Identity struct {
	Kind IdentityKind
	// PersonID is set for a match and, when there is one, for a closed file.
	PersonID string
	// Problem is set for a conflict or a closed file.
	Problem Problem
	// Warnings do not block.
	Warnings []Problem
	// SharedWith are other people reached by the row's e-mail or phone.
	SharedWith []string
}

// Identify says who a row is about.
func Identify(row PersonRow, c Candidates) Identity {
	for _, list := range [][]KnownPerson{c.ByNIR, c.ByInternalID} {
		if len(list) > 0 {
			return Identity{Kind: IdentityMatch, PersonID: list[0].PersonID}
		}
	}
	for _, list := range [][]KnownPerson{c.ByEmail, c.ByPhone} {
		for _, k := range list {
			if SameGivenName(row.FirstName, k.FirstName) {
				return Identity{Kind: IdentityMatch, PersonID: k.PersonID}
			}
		}
	}
	return Identity{Kind: IdentityNone}
}
