package intake_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"relais/intake"
	"relais/parcours"
)

// caseload writes a people file of rows lines as a département exports it from
// an old tool: windows-1252, missing titles, shared phones, landlines, zeros
// eaten by a spreadsheet, exact duplicates, and a few rows that cannot be read.
func caseload(t testing.TB, rows int) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(35, 600))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	var lines []string
	phone := func(i int) string {
		switch i % 10 {
		case 0:
			return fmt.Sprintf("02 61 91 %02d %02d", i/100%100, i%100)
		case 1:
			return fmt.Sprintf("63998%04d", i-1) // shared with the row before, without its zero
		case 2:
			return fmt.Sprintf("0261910%03d / 06.39.98.%02d.%02d", i%1000, i/100%100, i%100)
		case 3:
			return ""
		}
		return fmt.Sprintf("06 39 98 %02d %02d", i/100%100, i%100)
	}
	for i := range rows {
		switch {
		case i > 10 && i%29 == 0:
			lines = append(lines, lines[random.IntN(len(lines))])
			continue
		case i%151 == 150:
			lines = append(lines, fmt.Sprintf("MME;Rozenn;LE GALL;;6,4E+08;14/05/1985;2,85E+14;I-%05d;dem;35600 Redon", i))
			continue
		}
		lines = append(lines, strings.Join([]string{
			pick("MME", "M.", "Mr", "", ""),
			pick("Maëlys", "Yann", "Loïc", "Nolwenn", "Gaël", "Zoé Anne"), pick("QUILLIEN", "LE GOFF", "GUÉVEL", "D’HERVÉ", "BŒUF") + fmt.Sprintf(" %c%c", 'A'+i/26%26, 'A'+i%26),
			pick("", "-", fmt.Sprintf("p%d@exemple.fr", i)), phone(i),
			fmt.Sprintf("%02d/%02d/%d", 1+random.IntN(28), 1+random.IntN(12), 1960+random.IntN(40)),
			pick(fmt.Sprintf("%07d", i), fmt.Sprint(i+1), fmt.Sprintf("%07d00000000", i)),
			fmt.Sprintf("I-%05d", i), pick("dem", "CONJOINT/CONCUBIN/PACSE", ""), pick("35600 Redon", "35580 Guichen", "NULL"),
		}, ";"))
	}
	text := "Civilité;Prénom bénéficiaire;Nom bénéficiaire;Adresses Mails;N° Téléphones;Date de Naissance;N° CAF;ID Iodas;Role;CP Ville\r\n" +
		strings.Join(lines, "\r\n") + strings.Repeat("\r\n;;;;;;;;;", 200) + "\r\n"
	data, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(data)
}

func TestCaseloadOfSixHundredRowsIsAccountedFor(t *testing.T) {
	t.Parallel()
	data := caseload(t, 600)
	store := newRecorder()
	var steps []int
	started := time.Now()
	report, err := importBytes(t, store, intake.Options{Name: "file active.csv", Progress: func(done, total int) {
		if total != 600 {
			t.Errorf("total %d, want 600", total)
		}
		steps = append(steps, done)
	}}, data)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(started); took > time.Second {
		t.Errorf("reading 600 rows took %v", took)
	}
	addsUp(t, report)
	if report.Rows != 600 || report.Encoding != "windows-1252" {
		t.Errorf("%d rows in %s, want 600 in windows-1252", report.Rows, report.Encoding)
	}
	for outcome, least := range map[parcours.RowOutcome]int{parcours.RowCreated: 500, parcours.RowIgnored: 15, parcours.RowError: 3} {
		if report.Counts[outcome] < least {
			t.Errorf("%d rows %s, want at least %d: %v", report.Counts[outcome], outcome, least, report.Counts)
		}
	}
	for _, result := range report.Results.All() {
		if result.Outcome != parcours.RowCreated && len(result.Problems) == 0 {
			t.Errorf("line %d is %s without a reason", result.Line, result.Outcome)
		}
	}
	if !slices.IsSorted(steps) || steps[len(steps)-1] != 600 {
		t.Errorf("progress %v must grow to 600", steps)
	}

	again, err := importBytes(t, store, intake.Options{}, data)
	if err != nil {
		t.Fatal(err)
	}
	if n := again.Counts[parcours.RowCreated] + again.Counts[parcours.RowUpdated]; n > 0 {
		t.Errorf("importing the same file again changed %d rows: %v", n, again.Counts)
	}
}

func TestDryRunSaysWhatTheImportWillDo(t *testing.T) {
	t.Parallel()
	// The last row is about somebody whom an earlier one creates, further back than one call to the store.
	var b strings.Builder
	b.WriteString("Prénom;Nom;ID interne;Email\n")
	for i := range 900 {
		fmt.Fprintf(&b, "Yann;RIOU;I-%d;y%d@exemple.fr\n", i, i)
	}
	b.WriteString("Yann;RIOU-CARO;I-0;y0@exemple.fr\n")
	store := newRecorder()
	dry, err := importBytes(t, store, intake.Options{DryRun: true}, []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if len(store.people) > 0 || !dry.DryRun {
		t.Fatalf("a dry run wrote %d people", len(store.people))
	}
	real, err := importBytes(t, store, intake.Options{}, []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range real.Results.Len() {
		if dry.Results.At(i).Outcome != real.Results.At(i).Outcome {
			t.Errorf("line %d: %s in the dry run, then %s", real.Results.At(i).Line, dry.Results.At(i).Outcome, real.Results.At(i).Outcome)
		}
	}
	if real.Counts[parcours.RowUpdated] != 1 {
		t.Errorf("counts %v, want one update", real.Counts)
	}
}

func TestStoppedImportStillAccountsForEveryRow(t *testing.T) {
	t.Parallel()
	store := newRecorder()
	store.failAfter = 1
	report, err := importBytes(t, store, intake.Options{}, caseload(t, 900))
	if err == nil || !strings.Contains(err.Error(), "import rows") {
		t.Errorf("error %v, want the rows that were being imported", err)
	}
	addsUp(t, report)
	if report.Counts[parcours.RowCreated] == 0 || report.Counts[parcours.RowError] < 300 {
		t.Errorf("counts %v: the first rows were written, the last were not", report.Counts)
	}
}

// forgetful answers nothing for the last row of each call.
type forgetful struct{ *recorder }

func (f forgetful) ImportPeople(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.PersonRow, dryRun bool) ([]parcours.RowResult, error) {
	results, err := f.recorder.ImportPeople(ctx, now, batch, rows, dryRun)
	return results[:len(results)-1], err
}

func TestRowWithoutAnswerIsAnError(t *testing.T) {
	t.Parallel()
	report, err := importText(t, forgetful{newRecorder()}, "f.csv", "Prénom;Nom;Email\nA;B;a@exemple.fr\nC;D;c@exemple.fr\n")
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, report)
	if got := report.Results.At(1).Outcome; got != parcours.RowError {
		t.Errorf("outcome %s, want an error", got)
	}
}

func TestImportStopsWhenItIsAskedTo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	store := newRecorder()
	report, err := newIntake(t, store).Import(ctx, intake.Options{Name: "f.csv", Reader: strings.NewReader("Prénom;Nom;Email\nA;B;a@exemple.fr\n")})
	if !errors.Is(err, context.Canceled) || store.calls > 0 {
		t.Errorf("error %v after %d calls, want none", err, store.calls)
	}
	addsUp(t, report)
}

func TestDefaultTerritoryFillsTheRowsThatNameNone(t *testing.T) {
	t.Parallel()
	store := newRecorder()
	_, err := importBytes(t, store, intake.Options{Territory: "Pays de Redon"}, []byte("Prénom;Nom;Email;Territoire\nA;B;a@exemple.fr;\nC;D;c@exemple.fr;Vallons de Vilaine\n"))
	if err != nil {
		t.Fatal(err)
	}
	if store.people[0].Territory != "Pays de Redon" || store.people[1].Territory != "Vallons de Vilaine" {
		t.Errorf("territories %q and %q", store.people[0].Territory, store.people[1].Territory)
	}
}
