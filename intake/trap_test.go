package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"relais/intake"
	"relais/parcours"
)

// TestHiddenSheetIsNotReadForTheVisibleOne: what nobody sees in their spreadsheet is
// mostly an older copy.
func TestHiddenSheetIsNotReadForTheVisibleOne(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"Nom", "Prénom", "ID Iodas"}, {"ANCIEN", "Maëlys", "I-1"}}
	hidden := func(book *excelize.File) {
		_, err := book.NewSheet("Juin")
		for i, row := range [][]any{rows[0], {"QUILLIEN", "Maëlys", "I-1"}, {"TANGUY", "Erell", "I-2"}} {
			at, _ := excelize.CoordinatesToCellName(1, i+1)
			err = errors.Join(err, book.SetSheetRow("Juin", at, &row))
		}
		book.SetActiveSheet(1)
		if err := errors.Join(err, book.SetSheetVisible("Sheet1", false)); err != nil {
			t.Fatal(err)
		}
	}
	data := workbook(t, rows, hidden)
	store := newRecorder()
	report, err := importBytes(t, store, intake.Options{}, data)
	if err != nil || report.Sheet != "Juin" || report.Rows != 2 || report.Counts[parcours.RowCreated] != 2 {
		t.Errorf("got %+v, %v", report, err)
	}
	if report, err := importBytes(t, newRecorder(), intake.Options{Sheet: "Sheet1"}, data); err != nil || report.Rows != 1 {
		t.Errorf("a hidden sheet that is named is not read: %+v, %v", report, err)
	}
}

// TestMergedAndComputedCellsLoseNoRow: the rows beside a merged cell lack its value and
// say so; a formula of which the workbook keeps no value gives no name.
func TestMergedAndComputedCellsLoseNoRow(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"Nom", "Prénom", "ID Iodas"}, {"QUILLIEN", "Maëlys", "I-1"}, {"", "Yann", "I-2"}, {"", "Erell", "I-3"}}
	data := workbook(t, rows, func(book *excelize.File) {
		if err := errors.Join(book.MergeCell("Sheet1", "A2", "A3"), book.SetCellFormula("Sheet1", "A4", `UPPER("tanguy")`)); err != nil {
			t.Fatal(err)
		}
	})
	report, err := importBytes(t, newRecorder(), intake.Options{}, data)
	if err != nil || report.Rows != 3 || report.Counts[parcours.RowCreated] != 1 || report.Counts[parcours.RowError] != 2 {
		t.Fatalf("got %+v, %v", report, err)
	}
	for _, row := range report.Results.List()[1:] {
		if len(row.Problems) == 0 || row.Problems[0].Column != "Nom" || row.Problems[0].Mend == "" {
			t.Errorf("line %d: %+v", row.Line, row.Problems)
		}
	}
}

// TestWorkbookThatUnfoldsWithoutEndIsRefused: half a megabyte of zip that holds 600.
func TestWorkbookThatUnfoldsWithoutEndIsRefused(t *testing.T) {
	t.Parallel()
	data := workbook(t, [][]any{{"Nom", "Prénom", "ID Iodas"}, {"QUILLIEN", "Maëlys", "I-1"}}, nil)
	small, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range small.File {
		if err := out.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	w, err := out.Create("xl/media/image1.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 600<<20); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = importBytes(t, newRecorder(), intake.Options{}, b.Bytes())
	if refused, ok := errors.AsType[*intake.Refused](err); !ok || !strings.Contains(refused.Error(), "dépasse 512 Mo") {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestTrapsOfTextLoseNoRowAndNoName reads what spreadsheets and people do to CSV.
func TestTrapsOfTextLoseNoRowAndNoName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text          string
		rows, created int
		last          string
	}{
		"line ends of every kind":   {"Nom;Prénom;ID Iodas\r\nQUILLIEN;Maëlys;I-1\nTANGUY;Erell;I-2\r\n\r\nRIOU;Léna;I-3", 3, 3, "RIOU"},
		"no-break spaces":           {"Nom\u00a0;\u00a0Prénom;ID\u00a0Iodas\n\u00a0LE\u00a0GOFF\u202f;Maëlys;I-1\n", 1, 1, "LE GOFF"},
		"a quote never closed":      {"Nom;Prénom;ID Iodas\n\"QUILLIEN;Maëlys;I-1\nTANGUY;Erell;I-2\n", 2, 1, "TANGUY"},
		"a cell of two megabytes":   {"Nom;Prénom;ID Iodas\n" + strings.Repeat("Q", 2<<20) + ";Maëlys;I-1\nTANGUY;Erell;I-2\n", 2, 1, "TANGUY"},
		"a formula for a name":      {"Nom;Prénom;ID Iodas\n=HYPERLINK(\"x\");Maëlys;I-1\nTANGUY;Erell;I-2\n", 2, 1, "TANGUY"},
		"the header again":          {"Nom;Prénom;ID Iodas\nQUILLIEN;Maëlys;I-1\nNom;Prénom;ID Iodas\nTANGUY;Erell;I-2\n", 3, 2, "TANGUY"},
		"a zero-width mark in both": {"\u200bNom;Prénom;ID Iodas\nTAN\u200bGUY;Erell;I-2\n", 1, 1, "TANGUY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newRecorder()
			report, err := importText(t, store, "f.csv", c.text)
			if err != nil || report.Rows != c.rows || report.Counts[parcours.RowCreated] != c.created {
				t.Fatalf("got %d rows, %v, %v", report.Rows, report.Counts, err)
			}
			for _, row := range report.Results.All() {
				if row.Outcome != parcours.RowCreated && (len(row.Problems) == 0 || row.Problems[0].What == "") {
					t.Errorf("line %d is %s without a reason", row.Line, row.Outcome)
				}
			}
			if got := store.people[len(store.people)-1].LastName; got != c.last {
				t.Errorf("got %q, want %q", got, c.last)
			}
		})
	}
}
