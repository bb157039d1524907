package parcours

import "time"

// ExportDays is for how many days an export is kept where nobody chose: a download
// expires after two.
const ExportDays = 2

// KeptExport is a file that somebody took out of the console. It can be downloaded again,
// by them alone, until it expires.
type KeptExport struct {
	ID string
	// AccountID took it; Account is their name.
	AccountID, Account string
	// Action is the access log's, which says what it is.
	Action string
	// Name is the file's, Media its type.
	Name, Media string
	// Whom says in words whom it is about: the filter.
	Whom  string
	Lines int
	// OfPeople: it holds people's data, so that it goes when anybody is erased.
	OfPeople  bool
	MadeAt    time.Time
	ExpiresAt time.Time
	Content   []byte
}
