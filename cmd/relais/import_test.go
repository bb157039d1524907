package main_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"relais/parcours"
)

// fieldFile is a people file as the oldest software of a département exports it:
// windows-1252, titles missing, one phone for two people, landlines alone, zeros
// eaten by a spreadsheet, two numbers in a cell, rows that come twice, an identity
// that contradicts another, and rows that cannot be read.
func fieldFile(t *testing.T, rows int) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(600, 35))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	var lines []string
	for i := range rows {
		switch {
		case i > 20 && i%25 == 0: // the same row again
			lines = append(lines, lines[random.IntN(len(lines))])
			continue
		case i%100 == 57: // no name
			lines = append(lines, fmt.Sprintf("Mme;;;12/03/1990;;X-%04d;;35600 Redon;%s", i, today(t)))
			continue
		case i%100 == 77: // no such day
			lines = append(lines, fmt.Sprintf("M.;TANGUY;Hervé;31/02/1985;;X-%04d;;35600 Redon;%s", i, today(t)))
			continue
		}
		number := fmt.Sprintf("%02d %02d", i/100, i%100)
		phone := "06 39 98 " + number
		switch i % 12 {
		case 1:
			phone = "02 61 91 " + number
		case 2:
			phone = "63998" + strings.ReplaceAll(number, " ", "")
		case 3:
			phone = fmt.Sprintf("06 39 98 %02d %02d", (i-1)/100, (i-1)%100) // of the row before
		case 4:
			phone = "02.61.91." + strings.ReplaceAll(number, " ", ".") + " / +33 6 39 98 " + number
		case 5:
			phone = ""
		}
		lines = append(lines, strings.Join([]string{
			pick("Mme", "M.", "MME", "", ""),
			pick("LE GOFF", "GUÉVEL", "D’HERVÉ", "LEBŒUF", "Quéré") + fmt.Sprintf(" %c%c", 'A'+i/26%26, 'A'+i%26), pick("Maëlys", "Loïc", "Zoé", "François"),
			fmt.Sprintf("%02d/%02d/%d", 1+random.IntN(28), 1+random.IntN(12), 1960+random.IntN(40)),
			pick(fmt.Sprintf("%07d", 1_000_000+i), fmt.Sprintf("%07d00000000", 1_000_000+i), ""), fmt.Sprintf("X-%04d", i), phone,
			pick("35600 Redon", "35580 Guichen"), today(t),
		}, ";"))
	}
	text := "Civilité;Nom bénéficiaire;Prénom bénéficiaire;Date de Naissance;N° CAF;ID Iodas;N° Téléphones;CP Ville;Date d’entrée\r\n" + strings.Join(lines, "\r\n") + "\r\n"
	data, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(data)
}

// account is what import --report writes.
type account struct {
	Encoding string                      `json:"encoding"`
	Rows     int                         `json:"rows"`
	Counts   map[parcours.RowOutcome]int `json:"counts"`
	Results  []parcours.RowResult        `json:"results"`
}

func TestSixHundredRowsImport(t *testing.T) {
	t.Parallel()
	s := sqliteFile(t)
	people := file(t, "export.csv", fieldFile(t, 600))
	read := func() (account, ending) {
		t.Helper()
		report := filepath.Join(t.TempDir(), "report.json")
		e := relais(t, s, "import", people, "--report", report)
		if e.status != 1 { // some rows are refused
			t.Fatalf("import: %v", e)
		}
		text, err := os.ReadFile(report)
		if err != nil {
			t.Fatal(err)
		}
		var a account
		if err := json.Unmarshal(text, &a); err != nil {
			t.Fatal(err)
		}
		return a, e
	}

	first, e := read()
	t.Logf("600 rows in %v, %v of processor: %v", e.took.Round(time.Millisecond), e.processor.Round(time.Millisecond), first.Counts)
	if e.processor > 4*time.Second { // 2 s is the promise, on a machine that does nothing else
		t.Errorf("600 rows took %v of processor", e.processor)
	}
	everyRowIsAccountedFor(t, first)
	if first.Encoding != "windows-1252" || first.Counts[parcours.RowCreated] < 500 || first.Counts[parcours.RowIgnored] < 20 || first.Counts[parcours.RowError] != 12 {
		t.Errorf("encoding %s, counts %v", first.Encoding, first.Counts)
	}
	if people := ask(t, s, "select count(*) from person"); people[0] != fmt.Sprint(first.Counts[parcours.RowCreated]) {
		t.Errorf("%s people for %d rows created", people[0], first.Counts[parcours.RowCreated])
	}
	for _, phrase := range []string{"600 lignes lues", "À corriger", "À savoir"} {
		if !strings.Contains(e.stdout, phrase) {
			t.Errorf("the account printed lacks %q:\n%s", phrase, e.stdout)
		}
	}

	everything := `select (select count(*) from person), (select max(updated_at) from person), (select count(*) from contact_point),
		(select max(updated_at) from contact_point), (select count(*) from household), (select count(*) from event)`
	before := ask(t, s, everything)
	second, _ := read()
	everyRowIsAccountedFor(t, second)
	want := map[parcours.RowOutcome]int{}
	for outcome, n := range first.Counts {
		if outcome == parcours.RowCreated || outcome == parcours.RowUpdated {
			outcome = parcours.RowUnchanged
		}
		want[outcome] += n
	}
	if diff := cmp.Diff(want, second.Counts); diff != "" {
		t.Errorf("the same file again (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, ask(t, s, everything)); diff != "" {
		t.Errorf("the same file again changed the database (-before +after):\n%s", diff)
	}
}

// everyRowIsAccountedFor checks that the counts add up and that whatever was not
// written has its reason, and its mend where there is something to mend.
func everyRowIsAccountedFor(t *testing.T, a account) {
	t.Helper()
	sum := 0
	for _, n := range a.Counts {
		sum += n
	}
	if a.Rows != 600 || len(a.Results) != 600 || sum != 600 {
		t.Errorf("%d rows read, %d results, counts of %d rows, want 600 of each", a.Rows, len(a.Results), sum)
	}
	for _, row := range a.Results {
		switch row.Outcome {
		case parcours.RowCreated, parcours.RowUpdated, parcours.RowUnchanged:
			continue
		}
		if len(row.Problems) == 0 || row.Problems[0].What == "" {
			t.Errorf("line %d is %s without a reason", row.Line, row.Outcome)
		} else if row.Outcome != parcours.RowIgnored && row.Problems[0].Mend == "" {
			t.Errorf("line %d is %s without a mend: %s", row.Line, row.Outcome, row.Problems[0].What)
		}
	}
}
