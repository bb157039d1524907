package parcours

import "time"

// ContactRow is one record of the CNAF's contacts file. Its phone and its e-mail
// are those of the household's file, its names those of whoever answers for it;
// role, title and dates are those of the person of the row.
type ContactRow struct {
	Row
	AffiliationNumber string
	AffiliationKey    string
	// NIR of 15 characters, empty when the file does not give it.
	NIR   string
	Role  Role
	Title Title
	// ResponsibleFirstName and ResponsibleLastName are never written on anybody: they
	// tell whose phone it may be.
	ResponsibleFirstName string
	ResponsibleLastName  string
	RequestNumber        string
	RequestedOn          Date
	DutiesStartOn        Date
	// Phone is the first mobile, else the first number that can be read; its kind is
	// PhoneNone when there is none.
	Phone    Phone
	Email    string
	Warnings []Problem
}

// FundFile is what the CNAF says of a household's file.
type FundFile struct {
	// Office is the code of the fund's office.
	Office        string
	RequestNumber string
	RequestedOn   Date
	// State is the CNAF's code, "0" to "6".
	State string
	// SuspensionReason and ClosureReason are the CNAF's codes. No message shows them.
	SuspensionReason string
	ClosureReason    string
	ClosedOn         Date
}

// Closed reports whether the file says that the right ended.
func (d FundFile) Closed() bool {
	return d.State == "5" || d.State == "6" || d.ClosureReason != "" || !d.ClosedOn.IsZero()
}

// BeneficiaryRow is one person of a household's file in a flux.
type BeneficiaryRow struct {
	PersonRow
	Dossier        FundFile
	NoFixedAddress Tri
}

// Flux is one monthly file of the CNAF.
type Flux struct {
	// Digest is the SHA-256 of the file, in hexadecimal.
	Digest string
	// Kind is TYPEFLUX, Nature NATFLUX.
	Kind        string
	Nature      string
	CreatedOn   Date
	ReferenceOn Date
	// Dossiers is how many household's files it holds, and says that it holds.
	Dossiers int
}

// OlderThan reports whether another flux speaks of a later day.
func (f Flux) OlderThan(other Flux) bool {
	if f.ReferenceOn != other.ReferenceOn {
		return f.ReferenceOn.Before(other.ReferenceOn)
	}
	return f.CreatedOn.Before(other.CreatedOn)
}

// LeaverAbsent is the reason of those whom a flux no longer holds; any other reason
// is a closure code of the CNAF.
const LeaverAbsent = "absent"

// Leaver is somebody who seems to have left, for a human to decide.
type Leaver struct {
	PersonID  string
	FirstName string
	LastName  string
	Referent  string
	// Reason is LeaverAbsent or the CNAF's code.
	Reason  string
	LeftOn  Date
	FoundAt time.Time
}
