package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// shownImportRows is how many rows one page shows.
const shownImportRows = 50

// importPage is one file: how it was read, what it would do or did, and its rows.
type importPage struct {
	page
	File parcours.FileImport
	// BeforeID is another import of the very same file, of BeforeAt.
	BeforeID string
	BeforeAt time.Time

	Kinds       []string
	Fields      []string
	Columns     []importColumn
	Territories []parcours.Territory
	Sources     []parcours.SavedMapping

	Tabs []importTab
	Rows []importRow
	// Next is the address of the rows that follow; empty on the last page.
	Next string
	// Shown is the filter of the rows.
	Shown parcours.RowOutcome
	// Ready is how many rows the import would take, Refused how many it would leave.
	Ready, Refused int
	KeptDays       int
	RowsDays       int
	// Seconds is how long the rows that are left may take; 0 when nobody can tell.
	Seconds int
}

// importColumn is one column, as its line of the mapping shows it.
type importColumn struct {
	parcours.FileColumn
	// At is its position from 0, Number from 1.
	At, Number int
}

// importTab is one group of rows.
type importTab struct {
	Outcome parcours.RowOutcome
	N       int
	Current bool
	Address string
	// Words is the key of its name, which depends on N.
	Words string
	Bad   bool
}

// importRow is one row with what may be done about it.
type importRow struct {
	page
	parcours.ImportedRow
	FileID string
	Shown  parcours.RowOutcome
	// Who is what tells the row from others: names, mostly.
	Who string
	// Cells to mend, and Open whether the row may be changed at all.
	Mend []importCell
	Open bool
}

// importCell is one cell of a row.
type importCell struct {
	At     int
	Header string
	Text   string
	// Was is what the file says, when Text was mended.
	Was    string
	Edited bool
}

// telling are the fields that tell a row from others, by kind of file.
var telling = map[string][]string{
	"people":     {"first_name", "last_name"},
	"referents":  {"first_name", "last_name", "email"},
	"slots":      {"starts_at", "day", "hour", "place"},
	"activities": {"first_name", "last_name", "person_id", "activity", "day"},
	"contacts":   {"responsible_last_name", "responsible_first_name", "affiliation_number"},
}

// FieldName says a field of a file in words.
func (p page) FieldName(field string) string {
	if text, ok := p.words["import_field."+field]; ok {
		return text
	}
	return field
}

// KindName says a kind of file in words.
func (p page) KindName(kind string) string {
	if text, ok := p.words["imports.kind_"+kind]; ok {
		return text
	}
	return kind
}

// Kilobytes writes a size.
func (p page) Kilobytes(size int64) string {
	return p.T("imports.kilobytes", "n", p.Number(int(max(1, size>>10))))
}

// Chosen is the kind that the form shows.
func (p importPage) Chosen() string {
	if p.File.Choice.Kind != "" {
		return p.File.Choice.Kind
	}
	return p.File.Reading.Kind
}

// Percent of the rows is done.
func (p importPage) DonePercent() int {
	if p.File.Rows == 0 {
		return 0
	}
	return p.File.Done * 100 / p.File.Rows
}

func (s *Server) showImport(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	ctx, id := r.Context(), r.PathValue("import")
	f, err := s.imports.FileImport(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read import: %w", err)
	}
	_, rowsKept := s.imports.Kept()
	fileKept, _ := s.imports.Kept()
	shown := importPage{
		page: s.page(v, "imports.title", "imports"), File: f, KeptDays: days(fileKept), RowsDays: days(rowsKept),
		Ready:   f.Counts[parcours.RowCreated] + f.Counts[parcours.RowUpdated] + f.Counts[parcours.RowUnchanged],
		Refused: f.Counts[parcours.RowError] + f.Counts[parcours.RowConflict],
		Seconds: secondsLeft(f, time.Now()),
	}
	if r.URL.Query().Get("part") == "progress" {
		return s.renderPart(w, "import", "import_progress", shown)
	}
	if err := s.completeImport(r, v, &shown); err != nil {
		return err
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessImport, id); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "import", shown)
}

// completeImport adds what the whole page shows to its progress.
func (s *Server) completeImport(r *http.Request, v *visit, shown *importPage) (err error) {
	ctx, f := r.Context(), shown.File
	if shown.BeforeID, shown.BeforeAt, err = s.imports.AppliedBefore(ctx, v.actor, f); err != nil {
		return fmt.Errorf("read earlier import: %w", err)
	}
	shown.Kinds = s.imports.ImportKinds()
	shown.Fields = s.imports.ImportFields(shown.Chosen())
	for i, c := range f.Reading.Columns {
		shown.Columns = append(shown.Columns, importColumn{c, i, i + 1})
	}
	if shown.Territories, err = s.store.Territories(ctx); err != nil {
		return fmt.Errorf("read territories: %w", err)
	}
	if shown.Sources, err = s.imports.Mappings(ctx); err != nil {
		return fmt.Errorf("read mappings: %w", err)
	}
	if f.State != parcours.ImportChecked && f.State != parcours.ImportApplied {
		return nil
	}
	q := r.URL.Query()
	shown.Shown = parcours.RowOutcome(q.Get("result"))
	switch errors := f.Counts[parcours.RowError]; {
	case q.Has("result") || shown.Refused == 0:
	case errors == shown.Refused:
		shown.Shown = parcours.RowError
	case errors == 0:
		shown.Shown = parcours.RowConflict
	default:
		shown.Shown = parcours.RowRefused
	}
	shown.Tabs = importTabs(f, shown.Shown, shown.Refused)
	after := 0
	if text := q.Get("after"); text != "" {
		if after, err = wholeNumber(text); err != nil {
			return err
		}
	}
	rows, err := s.imports.ImportRows(ctx, v.actor, f.ID, parcours.RowFilter{Outcome: shown.Shown, After: after, Limit: shownImportRows + 1})
	if err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	if len(rows) > shownImportRows {
		rows = rows[:shownImportRows]
		shown.Next = importAddress(f.ID, shown.Shown, rows[shownImportRows-1].Line)
	}
	for _, row := range rows {
		shown.Rows = append(shown.Rows, s.importRow(shown, row))
	}
	return nil
}

func importAddress(id string, outcome parcours.RowOutcome, after int) string {
	q := url.Values{"result": {string(outcome)}}
	if after > 0 {
		q.Set("after", strconv.Itoa(after))
	}
	return "/imports/" + id + "?" + q.Encode()
}

// importTabs are the groups of rows that are not empty: the outcomes, which add up
// to all, then those that cross them.
func importTabs(f parcours.FileImport, current parcours.RowOutcome, refused int) []importTab {
	tense := "imports.will_"
	if f.State == parcours.ImportApplied {
		tense = "imports.did_"
	}
	tabs := []importTab{{Words: "imports.all_rows", N: f.Rows}}
	for _, outcome := range parcours.ImportOutcomes() {
		if n := f.Counts[outcome]; n > 0 {
			tabs = append(tabs, importTab{Outcome: outcome, N: n, Words: tense + string(outcome), Bad: outcome == parcours.RowError || outcome == parcours.RowConflict})
		}
	}
	for outcome, n := range map[parcours.RowOutcome]int{parcours.RowRefused: refused, parcours.RowWarned: f.Warned, parcours.RowEdited: f.Edited} {
		both := f.Counts[parcours.RowError] > 0 && f.Counts[parcours.RowConflict] > 0
		if n > 0 && (outcome != parcours.RowRefused || both || current == outcome) {
			tabs = append(tabs, importTab{Outcome: outcome, N: n, Words: "imports.rows_" + string(outcome), Bad: outcome == parcours.RowRefused})
		}
	}
	slices.SortStableFunc(tabs[1:], func(a, b importTab) int { return tabRank(a.Outcome) - tabRank(b.Outcome) })
	for i := range tabs {
		tabs[i].Current, tabs[i].Address = tabs[i].Outcome == current, importAddress(f.ID, tabs[i].Outcome, 0)
	}
	return tabs
}

func tabRank(outcome parcours.RowOutcome) int {
	order := append(parcours.ImportOutcomes(), parcours.RowRefused, parcours.RowWarned, parcours.RowEdited)
	return slices.Index(order, outcome)
}

func (s *Server) importRow(shown *importPage, row parcours.ImportedRow) importRow {
	columns := shown.File.Reading.Columns
	r := importRow{page: shown.page, ImportedRow: row, FileID: shown.File.ID, Shown: shown.Shown, Open: shown.File.State == parcours.ImportChecked}
	var who []string
	for _, field := range telling[shown.File.Reading.Kind] {
		for at, c := range columns {
			if text := strings.TrimSpace(row.Cell(at)); c.Field == field && text != "" {
				who = append(who, text)
			}
		}
	}
	r.Who = strings.Join(who, " ")
	if !r.Open {
		return r
	}
	for _, at := range s.imports.MendableCells(row, columns) {
		cell := importCell{At: at, Header: columns[at].Header, Text: row.Cell(at)}
		if _, cell.Edited = row.Edit.Cells[at]; cell.Edited && at < len(row.Cells) {
			cell.Was = row.Cells[at]
		}
		if cell.Header == "" {
			cell.Header = shown.FieldName(columns[at].Field)
		}
		r.Mend = append(r.Mend, cell)
	}
	return r
}

// secondsLeft guesses how long the rows that are left take, from those that were
// done since they were begun; 0 when too few were.
func secondsLeft(f parcours.FileImport, process time.Time) int {
	done, spent := f.Done-f.BeganDone, process.Sub(f.BeganAt)
	if f.State != parcours.ImportApplying || f.BeganAt.IsZero() || done < 1 || spent <= 0 {
		return 0
	}
	return int(spent.Seconds()*float64(f.Rows-f.Done)/float64(done)) + 1
}

// wholeNumber reads a number that a page wrote.
func wholeNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: not a number", parcours.ErrInvalid)
	}
	return n, nil
}
