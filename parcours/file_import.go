package parcours

import "time"

// ImportState is where a file that was given to the console stands.
type ImportState string

// States of a file, in the order in which it goes through them. A refused one
// comes back to checking when its columns are mended; a checked one may.
const (
	ImportReceiving ImportState = "receiving"
	ImportChecking  ImportState = "checking"
	ImportRefused   ImportState = "refused"
	ImportChecked   ImportState = "checked"
	ImportApplying  ImportState = "applying"
	ImportApplied   ImportState = "applied"
	ImportDropped   ImportState = "dropped"
)

// ColumnMapping says what the columns of a file hold, by the key of each column:
// the name of a field, or "" for a column that is not read. Columns that it does
// not name are recognised by their headers.
type ColumnMapping map[string]string

// SavedMapping is the mapping of the files of one source.
type SavedMapping struct {
	// Source as it was written; its key is SourceKey.
	Source  string
	Kind    string
	Mapping ColumnMapping
	// HeadersKey is the digest of the headers it was made on, by which files that
	// name no source are recognised.
	HeadersKey string
}

// SourceKey is the form under which names of sources are compared.
func SourceKey(source string) string { return FoldName(source) }

// ImportChoice is what somebody decided about how a file is read; the zero value
// leaves everything to be recognised.
type ImportChoice struct {
	Kind      string        `json:"kind,omitempty"`
	Source    string        `json:"source,omitempty"`
	Sheet     string        `json:"sheet,omitempty"`
	Territory string        `json:"territory,omitempty"`
	Mapping   ColumnMapping `json:"mapping,omitempty"`
}

// FileReading is how a file was read: what it is taken for, and why.
type FileReading struct {
	Kind string `json:"kind,omitempty"`
	// Told are headers that tell the kind; none when it was chosen against them.
	Told []string `json:"told,omitempty"`
	// Recognised is the source whose saved mapping was found by the headers.
	Recognised string   `json:"recognised,omitempty"`
	Format     string   `json:"format,omitempty"`
	Sheet      string   `json:"sheet,omitempty"`
	Sheets     []string `json:"sheets,omitempty"`
	Encoding   string   `json:"encoding,omitempty"`
	Delimiter  string   `json:"delimiter,omitempty"`
	HeaderLine int      `json:"header_line,omitempty"`
	// HeadersKey is the digest of the headers.
	HeadersKey string       `json:"headers_key,omitempty"`
	Columns    []FileColumn `json:"columns,omitempty"`
	// Missing are the required fields that no column holds.
	Missing []string `json:"missing,omitempty"`
	// Refusal says in French why the whole file cannot be read, and Mend what to do.
	Refusal string `json:"refusal,omitempty"`
	Mend    string `json:"mend,omitempty"`
}

// Unknown lists the headers that are not read.
func (r FileReading) Unknown() []string {
	var names []string
	for _, c := range r.Columns {
		if c.Field == "" && c.Header != "" {
			names = append(names, c.Header)
		}
	}
	return names
}

// FileColumn is one column of a file.
type FileColumn struct {
	// Header on one line, and Key by which a mapping names the column.
	Header string `json:"header"`
	Key    string `json:"key"`
	// Field that it holds, empty when it is not read.
	Field string `json:"field,omitempty"`
	// Taken: the field that was chosen is held by another column already.
	Taken bool `json:"taken,omitempty"`
	// Samples are the first values, for whoever maps the column; erased with the file.
	Samples []string `json:"samples,omitempty"`
}

// FileImport is one file that was given to the console, and what became of it.
type FileImport struct {
	ID       string
	State    ImportState
	FileName string
	// Digest is the SHA-256 of the file in hexadecimal, Size its bytes.
	Digest string
	Size   int64
	// Version grows with every decision about the file.
	Version int64
	Choice  ImportChoice
	Reading FileReading
	// Rows read, and Done those that were applied.
	Rows, Done int
	// Counts of the outcomes: those of the trial until the file is applied.
	Counts map[RowOutcome]int
	// Warned is how many rows carry a warning, Edited how many were mended or set aside.
	Warned, Edited int
	// ReceivedBy and AppliedBy are names, or addresses, of accounts.
	ReceivedBy, AppliedBy string
	ReceivedAt            time.Time
	// AppliedAt is when somebody asked for it, FinishedAt when the last row was done.
	AppliedAt, FinishedAt time.Time
	// BeganAt is the machine's time at which rows were last begun, BeganDone how many
	// were done by then.
	BeganAt   time.Time
	BeganDone int
	// FileErased and RowsErased: the bytes, and the account of each row, are gone.
	FileErased, RowsErased bool
}

// Waits reports whether something is to be done about the file without anybody.
func (f FileImport) Waits() bool { return f.State == ImportChecking || f.State == ImportApplying }

// Settled reports whether nothing more can become of the file.
func (f FileImport) Settled() bool { return f.State == ImportApplied || f.State == ImportDropped }

// RowEdit is what somebody changed about one row.
type RowEdit struct {
	// Cells holds the new text of cells, by their position from 0.
	Cells map[int]string `json:"cells,omitempty"`
	// Excluded: the row is set aside, for Reason.
	Excluded bool   `json:"excluded,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Empty reports whether nothing was changed.
func (e RowEdit) Empty() bool { return len(e.Cells) == 0 && !e.Excluded }

// ImportedRow is one row of a file given to the console.
type ImportedRow struct {
	RowResult
	// Cells as the file has them.
	Cells []string `json:"cells,omitempty"`
	// Uncut is why the row could not be cut into cells; nil when it could.
	Uncut *Problem `json:"uncut,omitempty"`
	Edit  RowEdit  `json:"-"`
	// Applied: the outcome is no trial any more.
	Applied bool `json:"-"`
}

// Cell is the text of a cell as it will be read.
func (r ImportedRow) Cell(at int) string {
	if text, edited := r.Edit.Cells[at]; edited {
		return text
	}
	if at < 0 || at >= len(r.Cells) {
		return ""
	}
	return r.Cells[at]
}

// RowFilter chooses rows of a file.
type RowFilter struct {
	// Outcome, RowWarned for those with a warning, RowEdited for those that somebody
	// changed, or "" for all.
	Outcome RowOutcome
	// After is the line after which to start.
	After int
	// Limit is how many rows at most; 0 for all.
	Limit int
}

// What rows can be filtered by beside their outcomes.
const (
	RowWarned  RowOutcome = "warned"
	RowEdited  RowOutcome = "edited"
	RowRefused RowOutcome = "refused" // error or conflict
)

// ImportOutcomes lists the outcomes in the order in which they are shown.
func ImportOutcomes() []RowOutcome {
	return []RowOutcome{RowCreated, RowUpdated, RowUnchanged, RowConflict, RowError, RowIgnored}
}
