package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

var _ intake.Files = (*store.Store)(nil)

var coordinator = parcours.Actor{AccountID: "account-claire", Role: parcours.AccountCoordinator}

// twelve is an export of twelve people: the birth date of line 5 does not exist and
// line 9 has no name.
const twelve = "Civilité;Nom;Prénom;Date de naissance;ID Iodas;Téléphone;Note\n" +
	"Mme;LE GOFF;Nadine;14/05/1985;D-1;06 39 98 10 01;a\n" +
	"M.;TANGUY;Yann;02/03/1990;D-2;06 39 98 10 02;b\n" +
	"Mme;QUILLIEN;Maëlys;03/03/1991;D-3;06 39 98 10 03;\n" +
	"M.;RIOU;Paul;31/02/1985;D-4;06 39 98 10 04;\n" +
	"Mme;CADIC;Nora;05/03/1992;D-5;06 39 98 10 05;\n" +
	"M.;HAMON;Loïc;06/03/1993;D-6;06 39 98 10 06;\n" +
	";MOREL;Anne;07/03/1994;D-7;06 39 98 10 07;\n" +
	"M.;;Erell;08/03/1995;D-8;06 39 98 10 08;\n" +
	"Mme;GICQUEL;Rozenn;09/03/1996;D-9;06 39 98 10 09;\n" +
	"M.;CARADEC;Yves;10/03/1997;D-10;02 61 91 10 10;\n" +
	"Mme;ROBIN;Lise;11/03/1998;D-11;06 39 98 10 11;\n" +
	"M.;LEROY;Marc;12/03/1999;D-12;06 39 98 10 12;\n"

// desk is a desk over a real database; what waits is worked on by hand.
type desk struct {
	*intake.Desk
	*testing.T
	now time.Time
}

func eachDesk(t *testing.T, test func(d *desk)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(deskOver(t, s, s)) })
}

// deskOver is a desk of which the rows go to rows.
func deskOver(t *testing.T, s *store.Store, rows intake.Store) *desk {
	t.Helper()
	d := &desk{T: t, now: time.Date(2026, 1, 13, 8, 40, 0, 0, time.UTC)}
	in := &intake.Intake{Store: rows, Rules: storetest.Rules(t), Now: func() time.Time { return d.now }}
	d.Desk = intake.NewDesk(in, s)
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// work does everything that waits.
func (d *desk) work() {
	d.Helper()
	for {
		worked, err := d.Step(d.Context())
		d.must(err)
		if !worked {
			return
		}
	}
}

// give spools a file, has it checked, and returns it.
func (d *desk) give(name, data string) parcours.FileImport {
	d.Helper()
	id, err := d.Receive(d.Context(), coordinator, name, strings.NewReader(data))
	d.must(err)
	d.work()
	return d.file(id)
}

func (d *desk) file(id string) parcours.FileImport {
	d.Helper()
	f, err := d.FileImport(d.Context(), coordinator, id)
	d.must(err)
	sum := 0
	for _, n := range f.Counts {
		sum += n
	}
	if (f.State == parcours.ImportChecked || f.State == parcours.ImportApplied) && sum != f.Rows {
		d.Errorf("the counts %v do not add up to the %d rows read", f.Counts, f.Rows)
	}
	return f
}

func (d *desk) rows(id string, outcome parcours.RowOutcome) []parcours.ImportedRow {
	d.Helper()
	rows, err := d.ImportRows(d.Context(), coordinator, id, parcours.RowFilter{Outcome: outcome})
	d.must(err)
	return rows
}

func (d *desk) people(want int) {
	d.Helper()
	found, err := d.Desk.Files.(*store.Store).People(d.Context(), coordinator, "", 10_000)
	d.must(err)
	if len(found) != want {
		d.Errorf("%d people are known, want %d", len(found), want)
	}
}

func (d *desk) counts(f parcours.FileImport, want map[parcours.RowOutcome]int) {
	d.Helper()
	if diff := cmp.Diff(want, f.Counts); diff != "" {
		d.Errorf("counts: %s", diff)
	}
}

func TestATrialAccountsForEveryRowAndWritesNothing(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(d *desk) {
		f := d.give("export.csv", twelve)
		if f.State != parcours.ImportChecked || f.Rows != 12 || f.Warned == 0 {
			d.Fatalf("got %+v", f)
		}
		d.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: 10, parcours.RowError: 2})
		d.people(0)
		if diff := cmp.Diff([]string{"Note"}, f.Reading.Unknown()); diff != "" {
			d.Error(diff)
		}
		if diff := cmp.Diff([]string{"a", "b"}, f.Reading.Columns[6].Samples); diff != "" {
			d.Error(diff)
		}
		if r := f.Reading; r.Kind != "people" || r.Encoding != "UTF-8" || r.Delimiter != ";" || len(r.Told) == 0 {
			d.Errorf("got reading %+v", r)
		}
		bad := d.rows(f.ID, parcours.RowRefused)
		if len(bad) != 2 || bad[0].Line != 5 || bad[1].Line != 9 || bad[0].Problems[0].Column != "Date de naissance" {
			d.Errorf("got refused rows %+v", bad)
		}
		warned := d.rows(f.ID, parcours.RowWarned)
		if len(warned) == 0 || warned[0].Outcome != parcours.RowCreated {
			d.Errorf("a warning blocks: %+v", warned)
		}
	})
}

func TestTwoBadRowsAreMendedOrSetAsideThenApplied(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(d *desk) {
		ctx := d.Context()
		f := d.give("export.csv", twelve)
		if _, err := d.Mend(ctx, coordinator, f.ID, 5, parcours.RowEdit{Cells: map[int]string{1: "AUTRE"}}); !errors.Is(err, parcours.ErrInvalid) {
			d.Errorf("a cell that is right was mended: %v", err)
		}
		if _, err := d.Mend(ctx, coordinator, f.ID, 2, parcours.RowEdit{Cells: map[int]string{3: "01/01/1990"}}); !errors.Is(err, parcours.ErrInvalid) {
			d.Errorf("a row that is right was mended: %v", err)
		}
		still, err := d.Mend(ctx, coordinator, f.ID, 5, parcours.RowEdit{Cells: map[int]string{3: "30/02/1985"}})
		d.must(err)
		if still.Outcome != parcours.RowError || still.Cell(3) != "30/02/1985" {
			d.Errorf("got %+v", still)
		}
		mended, err := d.Mend(ctx, coordinator, f.ID, 5, parcours.RowEdit{Cells: map[int]string{3: "28/02/1985"}})
		d.must(err)
		if mended.Outcome != parcours.RowCreated || len(mended.Problems) > 0 {
			d.Errorf("got %+v", mended)
		}
		aside, err := d.Mend(ctx, coordinator, f.ID, 9, parcours.RowEdit{Excluded: true, Reason: "nom inconnu"})
		d.must(err)
		if aside.Outcome != parcours.RowIgnored || !strings.Contains(aside.Problems[0].What, "nom inconnu") {
			d.Errorf("got %+v", aside)
		}
		f = d.file(f.ID)
		d.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: 11, parcours.RowIgnored: 1})
		if f.Edited != 2 {
			d.Errorf("%d rows were changed, want 2", f.Edited)
		}
		d.must(d.Apply(ctx, coordinator, f.ID, f.Version))
		d.must(d.Apply(ctx, coordinator, f.ID, f.Version)) // a second click
		d.work()
		d.must(d.Apply(ctx, coordinator, f.ID, f.Version))
		d.work()
		f = d.file(f.ID)
		if f.State != parcours.ImportApplied || f.Done != 12 || !f.FileErased {
			d.Errorf("got %+v", f)
		}
		d.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: 11, parcours.RowIgnored: 1})
		d.people(11)
		if _, err := d.FileBytes(ctx, f.ID); !errors.Is(err, parcours.ErrNotFound) {
			d.Errorf("the bytes of an applied file are still there: %v", err)
		}
		for _, c := range f.Reading.Columns {
			if len(c.Samples) > 0 {
				d.Errorf("samples of %s are still there", c.Header)
			}
		}
		if _, err := d.Mend(ctx, coordinator, f.ID, 5, parcours.RowEdit{}); !errors.Is(err, parcours.ErrConflict) {
			d.Errorf("a row was mended after the import: %v", err)
		}
		again := d.give("export.csv", twelve)
		if id, _, err := d.AppliedBefore(ctx, coordinator, again); err != nil || id != f.ID {
			d.Errorf("the same file is not recognised: %q, %v", id, err)
		}
	})
}

// failing stops the store after some calls, as a database that goes away does.
type failing struct {
	intake.Store
	calls int
}

func (s *failing) ImportPeople(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.PersonRow, dryRun bool) ([]parcours.RowResult, error) {
	if !dryRun {
		if s.calls--; s.calls < 0 {
			return nil, errors.New("the database went away")
		}
	}
	return s.Store.ImportPeople(ctx, now, batch, rows, dryRun)
}

func manyPeople(n int) string {
	var b strings.Builder
	b.WriteString("Nom;Prénom;ID Iodas;Téléphone\n")
	for i := range n {
		fmt.Fprintf(&b, "LE GOFF;Nadine;D-%d;06 39 98 %02d %02d\n", i, i/100, i%100)
	}
	return b.String()
}

func TestAnInterruptedImportEndsWithTheReportOfAWholeOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const people = 700
		d := deskOver(t, s, &failing{Store: s, calls: 1})
		f := d.give("gros.csv", manyPeople(people))
		d.must(d.Apply(t.Context(), coordinator, f.ID, f.Version))
		if _, err := d.Step(t.Context()); err == nil {
			t.Fatal("the failure was not told")
		}
		f = d.file(f.ID)
		if f.State != parcours.ImportApplying || f.Done == 0 || f.Done >= people {
			t.Fatalf("got %d rows done in state %s", f.Done, f.State)
		}
		resumed := deskOver(t, s, s) // the service was started again
		resumed.work()
		f = resumed.file(f.ID)
		resumed.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: people})
		if f.State != parcours.ImportApplied || f.Done != people {
			t.Errorf("got %+v", f)
		}
		resumed.people(people)
	})
}

func TestAFileThatFailsLetsTheOthersPass(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	broken := &failing{Store: s}
	d := deskOver(t, s, broken)
	f := d.give("a.csv", twelve)
	d.must(d.Apply(t.Context(), coordinator, f.ID, f.Version))
	if _, err := d.Step(t.Context()); err == nil {
		t.Fatal("the failure was not told")
	}
	id, err := d.Receive(t.Context(), coordinator, "b.csv", strings.NewReader(manyPeople(3)))
	d.must(err)
	if _, err := d.Step(t.Context()); err != nil || d.file(id).State != parcours.ImportChecked {
		t.Errorf("the second file waits behind the first: %v", err)
	}
	broken.calls = 100
	d.work()
	if got := d.file(f.ID); got.State != parcours.ImportApplied {
		t.Errorf("got %s", got.State)
	}
}

func TestTheMappingOfASourceIsAppliedNextTime(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(d *desk) {
		const first = "Usager;Petit nom;Code;Né\nLE GOFF;Nadine;D-1;14/05/1985\n"
		f := d.give("a.csv", first)
		if f.State != parcours.ImportRefused || f.Reading.Refusal == "" || len(f.Reading.Columns) != 4 {
			d.Fatalf("got %+v", f)
		}
		choice := parcours.ImportChoice{Kind: "people", Source: "Export du SI", Mapping: parcours.ColumnMapping{
			"usager": "last_name", "petit-nom": "first_name", "code": "department_internal_id", "ne": "",
		}}
		d.must(d.Choose(d.Context(), coordinator, f.ID, choice, true))
		d.work()
		f = d.file(f.ID)
		d.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: 1})
		// The same headers in another order, without a word about the source.
		next := d.give("b.csv", "Code;Usager;Né;Petit nom\nD-2;TANGUY;02/03/1990;Yann\n")
		if next.State != parcours.ImportChecked || next.Reading.Recognised != "Export du SI" || next.Choice.Source != "Export du SI" {
			d.Fatalf("got %+v", next)
		}
		d.must(d.Apply(d.Context(), coordinator, next.ID, next.Version))
		d.work()
		d.people(1)
		// And on the command line, by its name.
		saved, err := d.MappingOf(d.Context(), "  export du SI ", "")
		d.must(err)
		if saved.Kind != "people" || saved.Mapping["usager"] != "last_name" {
			d.Errorf("got %+v", saved)
		}
		if err := d.Choose(d.Context(), coordinator, f.ID, parcours.ImportChoice{Kind: "people", Mapping: parcours.ColumnMapping{"usager": "starts_at"}}, false); !errors.Is(err, parcours.ErrInvalid) {
			d.Errorf("people have no starts_at: %v", err)
		}
	})
}

func TestAFileIsErasedInTime(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(d *desk) {
		s := d.Desk.Files.(*store.Store)
		waits := d.give("attente.csv", twelve)
		applied := d.give("reprise.csv", manyPeople(3))
		d.must(d.Apply(d.Context(), coordinator, applied.ID, applied.Version))
		d.work()
		d.now = d.now.Add(8 * 24 * time.Hour)
		n, err := s.ExpireImports(d.Context(), d.now, d.now.Add(-d.KeepFile), d.now.Add(-d.KeepRows))
		d.must(err)
		if n != 1 {
			d.Errorf("%d files expired, want 1", n)
		}
		if f := d.file(waits.ID); f.State != parcours.ImportDropped || !f.FileErased || len(d.rows(waits.ID, "")) != 0 {
			d.Errorf("got %+v", f)
		}
		if len(d.rows(applied.ID, "")) != 3 {
			d.Error("the account of the rows went too early")
		}
		d.now = d.now.Add(30 * 24 * time.Hour)
		_, err = s.ExpireImports(d.Context(), d.now, d.now.Add(-d.KeepFile), d.now.Add(-d.KeepRows))
		d.must(err)
		f := d.file(applied.ID)
		if len(d.rows(applied.ID, "")) != 0 || !f.RowsErased || f.State != parcours.ImportApplied {
			d.Errorf("got %+v", f)
		}
		d.counts(f, map[parcours.RowOutcome]int{parcours.RowCreated: 3})
	})
}

func TestOnlyTheCoordinatorSeesFiles(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(d *desk) {
		f := d.give("export.csv", twelve)
		ctx := d.Context()
		for _, role := range []parcours.AccountRole{parcours.AccountReferent, parcours.AccountLead, parcours.AccountAuditor, parcours.AccountProfessional} {
			actor := parcours.Actor{AccountID: "a", Role: role, ProfessionalID: "p"}
			_, received := d.Receive(ctx, actor, "x.csv", strings.NewReader(twelve))
			_, read := d.FileImport(ctx, actor, f.ID)
			_, listed := d.FileImports(ctx, actor)
			_, rows := d.ImportRows(ctx, actor, f.ID, parcours.RowFilter{})
			_, mended := d.Mend(ctx, actor, f.ID, 5, parcours.RowEdit{Excluded: true})
			for what, err := range map[string]error{
				"receive": received, "read": read, "list": listed, "rows": rows, "mend": mended, "apply": d.Apply(ctx, actor, f.ID, f.Version),
				"drop": d.Drop(ctx, actor, f.ID), "choose": d.Choose(ctx, actor, f.ID, parcours.ImportChoice{}, false),
				"export": d.WriteRefused(ctx, actor, &bytes.Buffer{}, f),
			} {
				if !errors.Is(err, parcours.ErrNotFound) {
					d.Errorf("%s as %s: %v", what, role, err)
				}
			}
		}
		d.people(0)
	})
}

func TestAFileBeyondTheLimitLeavesNothing(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := deskOver(t, s, s)
	d.MaxBytes, d.MaxRows = 600<<10, 5
	_, err := d.Receive(t.Context(), coordinator, "gros.csv", strings.NewReader(strings.Repeat("x", 700<<10)))
	if !errors.Is(err, parcours.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if _, err := d.Receive(t.Context(), coordinator, "vide.csv", strings.NewReader("")); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	files, err := d.FileImports(t.Context(), coordinator)
	d.must(err)
	for _, f := range files {
		if f.State != parcours.ImportDropped {
			t.Errorf("got %+v", f)
		}
		if _, err := d.FileBytes(t.Context(), f.ID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("bytes of a file that was refused: %v", err)
		}
	}
	if f := d.give("douze.csv", twelve); f.State != parcours.ImportRefused || !strings.Contains(f.Reading.Refusal, "12 lignes") {
		t.Errorf("got %+v", f)
	}
}

func TestTheRefusedRowsComeBackFromASpreadsheet(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := deskOver(t, s, s)
	f := d.give("export.csv", "Nom;Prénom;Date de naissance;ID Iodas;Téléphone\nLE GOFF;Nadine;31/02/1985;D-1;+33 6 39 98 10 01\n=1+1;Yann;02/03/1990;D-2;\n")
	var out bytes.Buffer
	d.must(d.WriteRefused(t.Context(), coordinator, &out, f))
	text := out.String()
	for _, want := range []string{"\uFEFFNom;", ";Motif du refus\r\n", ";'+33 6 39 98 10 01;", "\n'=1+1;", "Date de naissance : "} {
		if !strings.Contains(text, want) {
			t.Errorf("got %q without %q", text, want)
		}
	}
	mended := strings.NewReplacer("31/02/1985", "28/02/1985", "'=1+1", "TANGUY").Replace(text)
	again := d.give("corrige.csv", mended)
	d.counts(again, map[parcours.RowOutcome]int{parcours.RowCreated: 2})
	d.must(d.Apply(t.Context(), coordinator, again.ID, again.Version))
	d.work()
	found, err := s.People(t.Context(), coordinator, "06 39 98 10 01", 5)
	d.must(err)
	if len(found) != 1 {
		t.Errorf("the number is lost: %v", found)
	}
}

func TestRunDoesWhatWaitsUntilItIsStopped(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := deskOver(t, s, s)
	d.Log = slog.New(slog.DiscardHandler)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Desk.Run(ctx) }()
	id, err := d.Receive(t.Context(), coordinator, "export.csv", strings.NewReader(twelve))
	d.must(err)
	d.must(d.Await(t.Context(), coordinator, id, 10*time.Second))
	if f := d.file(id); f.State != parcours.ImportChecked {
		t.Errorf("got %s", f.State)
	}
	stop()
	d.must(<-ended)
}
