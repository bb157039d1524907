package intake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
)

// recorder keeps what it is given in memory and recognises people by the
// identity rules of parcours, as the database does.
type recorder struct {
	people        []parcours.PersonRow
	professionals []parcours.ProfessionalRow
	slots         []parcours.SlotRow
	activities    []parcours.ActivityRow
	contacts      []parcours.ContactRow
	// failAfter makes every call after that many fail; -1 never.
	failAfter int
	calls     int
	dryRuns   int
}

func newRecorder() *recorder { return &recorder{failAfter: -1} }

func (r *recorder) call() error {
	if r.calls++; r.failAfter >= 0 && r.calls > r.failAfter {
		return fmt.Errorf("database is locked")
	}
	return nil
}

func (r *recorder) ImportPeople(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.PersonRow, dryRun bool) ([]parcours.RowResult, error) {
	if err := r.call(); err != nil {
		return nil, err
	}
	if dryRun {
		before := slices.Clone(r.people)
		defer func() { r.people = before; r.dryRuns++ }()
	}
	var results []parcours.RowResult
	for _, row := range rows {
		results = append(results, r.person(row))
	}
	return results, nil
}

func (r *recorder) person(row parcours.PersonRow) parcours.RowResult {
	result := parcours.RowResult{Line: row.Line}
	who := parcours.Identify(row, r.candidates(row))
	result.Warnings = who.Warnings
	switch who.Kind {
	case parcours.IdentityNone:
		if p := row.NIRDisagreement(); p != nil {
			result.Outcome, result.Problems = parcours.RowError, []parcours.Problem{*p}
			return result
		}
		r.people = append(r.people, row)
		result.Outcome = parcours.RowCreated
	case parcours.IdentityMatch:
		at := slices.IndexFunc(r.people, func(p parcours.PersonRow) bool { return fmt.Sprint(p.Line) == who.PersonID })
		line := r.people[at].Line
		before := r.people[at]
		row.Line = line
		if parcours.SameRow(before, row) {
			result.Outcome = parcours.RowUnchanged
		} else {
			r.people[at] = row
			result.Outcome = parcours.RowUpdated
		}
	default:
		result.Outcome, result.Problems = parcours.RowConflict, []parcours.Problem{who.Problem}
	}
	return result
}

func (r *recorder) candidates(row parcours.PersonRow) parcours.Candidates {
	var c parcours.Candidates
	for _, p := range r.people {
		k := parcours.KnownPerson{PersonID: fmt.Sprint(p.Line), NIR: p.NIR, InternalID: p.InternalID, FirstName: p.FirstName, BirthDate: p.BirthDate}
		if row.NIR != "" && row.NIR == p.NIR {
			c.ByNIR = append(c.ByNIR, k)
		}
		if row.InternalID != "" && row.InternalID == p.InternalID {
			c.ByInternalID = append(c.ByInternalID, k)
		}
		if row.Email != "" && row.Email == p.Email {
			c.ByEmail = append(c.ByEmail, k)
		}
		if slices.ContainsFunc(row.Phones, func(n parcours.Phone) bool { return slices.Contains(p.Phones, n) }) {
			c.ByPhone = append(c.ByPhone, k)
		}
	}
	return c
}

func (r *recorder) ImportProfessionals(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.ProfessionalRow, _ bool) ([]parcours.RowResult, error) {
	r.professionals = append(r.professionals, rows...)
	return created(rows, func(row parcours.ProfessionalRow) int { return row.Line }), r.call()
}

func (r *recorder) ImportSlots(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.SlotRow, _ bool) ([]parcours.RowResult, error) {
	r.slots = append(r.slots, rows...)
	return created(rows, func(row parcours.SlotRow) int { return row.Line }), r.call()
}

func (r *recorder) ImportActivities(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.ActivityRow, _ bool) ([]parcours.RowResult, error) {
	r.activities = append(r.activities, rows...)
	return created(rows, func(row parcours.ActivityRow) int { return row.Line }), r.call()
}

func (r *recorder) ImportContacts(_ context.Context, _ time.Time, _ parcours.ImportBatch, rows []parcours.ContactRow, _ bool) ([]parcours.RowResult, error) {
	r.contacts = append(r.contacts, rows...)
	return created(rows, func(row parcours.ContactRow) int { return row.Line }), r.call()
}

func created[R any](rows []R, line func(R) int) []parcours.RowResult {
	var results []parcours.RowResult
	for _, row := range rows {
		results = append(results, parcours.RowResult{Line: line(row), Outcome: parcours.RowCreated})
	}
	return results
}

// rows lists what was kept, one row a line, without empty fields.
func (r *recorder) rows(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, p := range r.people {
		b.WriteString(compact(t, p))
	}
	for _, p := range r.professionals {
		b.WriteString(compact(t, p))
	}
	for _, s := range r.slots {
		s.StartsAt = s.StartsAt.In(paris(t))
		b.WriteString(compact(t, s))
	}
	for _, a := range r.activities {
		b.WriteString(compact(t, a))
	}
	for _, c := range r.contacts {
		b.WriteString(compact(t, c))
	}
	return b.String()
}

func compact(t *testing.T, row any) string {
	t.Helper()
	data, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, "Warnings")
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == "" || v == nil })
	data, err = json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// newIntake imports into store on 3 July 2023.
func newIntake(t testing.TB, store intake.Store) *intake.Intake {
	t.Helper()
	zone := paris(t)
	return &intake.Intake{
		Store: store,
		Rules: parcours.DefaultRules(zone),
		Now:   func() time.Time { return time.Date(2023, time.July, 3, 9, 0, 0, 0, zone) },
		NewID: func() string { return "batch" },
	}
}

// importText imports a file given as text.
func importText(t testing.TB, store intake.Store, name, text string) (intake.Report, error) {
	t.Helper()
	return newIntake(t, store).Import(t.Context(), intake.Options{Name: name, Reader: strings.NewReader(text)})
}

// addsUp fails the test unless the report accounts for every row once.
func addsUp(t testing.TB, report intake.Report) {
	t.Helper()
	sum, lines := 0, map[int]bool{}
	for _, n := range report.Counts {
		sum += n
	}
	for _, result := range report.Results.All() {
		lines[result.Line] = true
	}
	if sum != report.Rows || report.Results.Len() != report.Rows || len(lines) != report.Rows {
		t.Errorf("rows %d, counts %d, results %d, lines %d: must be equal", report.Rows, sum, report.Results.Len(), len(lines))
	}
}
