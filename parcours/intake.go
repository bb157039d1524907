package parcours

import "time"

// ImportBatch describes one file being imported.
type ImportBatch struct {
	ID       string
	Source   string
	Kind     string // "people", "referents", "slots", "activities", "contacts", "flux"
	FileName string
	Digest   string
	// Tracked: the file was given to the console under this ID, and each row that is
	// written is noted in the same transaction.
	Tracked bool
	// TerritoryID is the only territory whose people the batch may touch, empty for all.
	TerritoryID string
}

// Row is where a record stands in its file.
type Row struct {
	// Line is the 1-based line, or sheet row, of the record's first cell.
	Line int
}

// PersonRow is one record of a people file after normalisation. Empty fields
// were absent and never erase what is known.
type PersonRow struct {
	Row
	Role              Role
	Title             Title
	FirstName         string
	LastName          string
	BirthName         string
	BirthDate         Date
	AffiliationNumber string
	AffiliationKey    string
	Fund              Fund
	NIR               string
	InternalID        string
	FranceTravailID   string
	Email             string
	// Phones in order: the first mobile first.
	Phones    []Phone
	Address   string
	Postcode  string
	City      string
	Structure string
	Tags      string
	// Territory is a name, of the file or of the command line.
	Territory       string
	ReferentEmail   string
	Language        Language
	EnteredOn       Date
	RightsOpenedOn  Date
	DutiesStartOn   Date
	SubjectToDuties Tri
	// Warnings were found while reading; they do not block.
	Warnings []Problem
}

// ProfessionalRow is one record of a referents file.
type ProfessionalRow struct {
	Row
	Email        string
	FirstName    string
	LastName     string
	Structure    string
	Phone        string
	Territory    string
	Role         ProfessionalRole
	TelegramChat string
	Warnings     []Problem
}

// SlotRow is one record of a slots file.
type SlotRow struct {
	Row
	StartsAt           time.Time
	Minutes            int
	Place              string
	Address            string
	Phone              string
	Territory          string
	Kind               AppointmentKind
	Capacity           int
	ProfessionalEmails []string
	Warnings           []Problem
}

// RowOutcome is what became of one row of a file.
type RowOutcome string

// Outcomes of a row; their counts add up to the rows read.
const (
	RowCreated   RowOutcome = "created"
	RowUpdated   RowOutcome = "updated"
	RowUnchanged RowOutcome = "unchanged"
	RowConflict  RowOutcome = "conflict"
	RowError     RowOutcome = "error"
	RowIgnored   RowOutcome = "ignored"
)

// Problem is something wrong with one cell, in words that say how to mend it.
type Problem struct {
	// Column is the header as the file writes it, empty for the whole row.
	Column string `json:"column,omitempty"`
	// What is wrong and Mend how to mend it, in French, without personal data
	// beyond the cell itself.
	What string `json:"what"`
	Mend string `json:"mend,omitempty"`
}

// RowResult is what became of one row, and why.
type RowResult struct {
	Line    int        `json:"line"`
	Outcome RowOutcome `json:"outcome"`
	// Changed names the fields that an update changed.
	Changed  []string  `json:"changed,omitempty"`
	Problems []Problem `json:"problems,omitempty"`
	Warnings []Problem `json:"warnings,omitempty"`
	// PersonID is whom a row of a people file is about, empty when nobody was written.
	PersonID string `json:"-"`
}
