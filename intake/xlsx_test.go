package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"relais/intake"
	"relais/parcours"
)

// workbook builds an XLSX file; change may alter it before it is written.
func workbook(t testing.TB, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(book)
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func importBytes(t testing.TB, store intake.Store, o intake.Options, data []byte) (intake.Report, error) {
	t.Helper()
	o.Reader = bytes.NewReader(data)
	if o.Name == "" {
		o.Name = "fichier"
	}
	return newIntake(t, store).Import(t.Context(), o)
}

func TestWorkbookOfPeople(t *testing.T) {
	t.Parallel()
	data := workbook(t, [][]any{
		{"Extraction du 03/07/2023"},
		{},
		{"Civilité", " Prénom* ", "Nom*", "N° Téléphones\n", "Date de Naissance", "N°\u00a0CAF", "NIR", "ID Iodas", "Droits RSA", "Code postal"},
		{"MME", "Maëlys", "QUILLIEN", 639980144, 31181, 1044072, 285053599999883, 100, 45078, 35600},
		{"M.", "Yann", "LE GOFF", "02 61 91 01 44\n06 39 98 01 45", "14/05/1985", "0081327", nil, "I-101", "01/06/2023", 1000},
		{"M.", "Loïc", "RIOU", 639980146.0, time.Date(1979, 12, 1, 0, 0, 0, 0, time.UTC), 104407200000000, "", 102, nil, "35600"},
		{"M.", "Tudi", "HAMON", 639980147, 1985, "1044072", nil, 103, nil, nil},
		{"M.", "Alan", "HAMON", 639980148, nil, "#REF!", nil, 104, nil, nil},
		{"M.", "Nolwenn", "HAMON", 639980149, nil, "#N/A", nil, 12345678901234567, nil, nil},
	}, func(book *excelize.File) {
		style, err := book.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEEEEE"}}})
		if err != nil {
			t.Fatal(err)
		}
		for line := 10; line < 500; line++ { // formatted, empty rows
			if err := book.SetCellStyle("Sheet1", fmt.Sprintf("A%d", line), fmt.Sprintf("J%d", line), style); err != nil {
				t.Fatal(err)
			}
		}
		if err := book.SetCellValue("Sheet1", "A400", "  "); err != nil {
			t.Fatal(err)
		}
	})
	store := newRecorder()
	report, err := importBytes(t, store, intake.Options{Name: "Suivi bénéficiaires.xlsx"}, data)
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, report)
	var table bytes.Buffer
	if err := report.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	compareFile(t, "testdata/workbook_people.golden", trimLines(table.String())+store.rows(t))
}

func compareFile(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestWorkbookCountsDaysFrom1904WhenItSaysSo(t *testing.T) {
	t.Parallel()
	yes := true
	data := workbook(t, [][]any{{"Prénom", "Nom", "ID interne", "Date de naissance"}, {"Maëlys", "QUILLIEN", 1, 31181 - 1462}}, func(book *excelize.File) {
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	})
	store := newRecorder()
	if _, err := importBytes(t, store, intake.Options{}, data); err != nil {
		t.Fatal(err)
	}
	if got, want := store.people[0].BirthDate, parcours.NewDate(1985, 5, 14); got != want {
		t.Errorf("birth date %v, want %v", got, want)
	}
}

func TestWorkbookOfSlotsReadsHoursAndDurations(t *testing.T) {
	t.Parallel()
	const day = 45118 // 11 July 2023
	data := workbook(t, [][]any{
		{"Début", "Durée", "Lieu", "Type", "Téléphone", "Places"},
		{day + 9.5/24, 60, "CDAS", "suivi", 261910102, 3},
		{day + 14.0/24, 1.5 / 24, "CDAS", "suivi", "3949", 1.0},
		{"11/07/2023 16h15", "45 min", "CDAS", "suivi", nil, nil},
	}, nil)
	store := newRecorder()
	report, err := importBytes(t, store, intake.Options{}, data)
	if err != nil || report.Counts[parcours.RowCreated] != 3 {
		t.Fatalf("report %+v, error %v", report, err)
	}
	type slot struct {
		At       string
		Minutes  int
		Phone    string
		Capacity int
	}
	want := []slot{
		{"2023-07-11T09:30:00+02:00", 60, "02 61 91 01 02", 3},
		{"2023-07-11T14:00:00+02:00", 90, "3949", 1},
		{"2023-07-11T16:15:00+02:00", 45, "", 1},
	}
	var got []slot
	for _, s := range store.slots {
		got = append(got, slot{s.StartsAt.In(paris(t)).Format(time.RFC3339), s.Minutes, s.Phone, s.Capacity})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
}

func TestWorkbookSheetMayBeNamed(t *testing.T) {
	t.Parallel()
	data := workbook(t, [][]any{{"notes"}}, func(book *excelize.File) {
		if _, err := book.NewSheet("Liste demandeurs"); err != nil {
			t.Fatal(err)
		}
		for cell, value := range map[string]string{"A1": "Prénom", "B1": "Nom", "C1": "Email", "A2": "Maëlys", "B2": "QUILLIEN", "C2": "m@exemple.fr"} {
			if err := book.SetCellValue("Liste demandeurs", cell, value); err != nil {
				t.Fatal(err)
			}
		}
	})
	report, err := importBytes(t, newRecorder(), intake.Options{Sheet: "LISTE DEMANDEURS"}, data)
	if err != nil || report.Counts[parcours.RowCreated] != 1 || report.Sheet != "Liste demandeurs" {
		t.Errorf("report %+v, error %v", report, err)
	}
	_, err = importBytes(t, newRecorder(), intake.Options{Sheet: "Feuil3"}, data)
	if err == nil || !strings.Contains(err.Error(), "Liste demandeurs") {
		t.Errorf("error %v must list the sheets", err)
	}
}

// rawWorkbook builds an XLSX whose sheet holds exactly this XML, as software
// other than a spreadsheet writes it.
func rawWorkbook(t testing.TB, sheetData string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + sheetData + `</worksheet>`},
	} {
		w, err := archive.Create(part.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func inline(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func number(ref, value string) string { return `<c r="` + ref + `"><v>` + value + `</v></c>` }

const rawHeader = "Prénom Nom NIR Téléphone Matricule"

func rawHeaderRow() string {
	var b strings.Builder
	for i, name := range strings.Fields(rawHeader) {
		b.WriteString(inline(string(rune('A'+i))+"1", name))
	}
	return `<row r="1">` + b.String() + `</row>`
}

func TestWorkbookNumbersAreExactToFifteenDigits(t *testing.T) {
	t.Parallel()
	data := rawWorkbook(t, `<sheetData>`+rawHeaderRow()+
		`<row r="2">`+inline("A2", "Maëlys")+inline("B2", "QUILLIEN")+number("C2", "2.85053599999883E14")+number("D2", "6.39980144E8")+number("E2", "1.044072E14")+`</row>`+
		`<row r="9">`+inline("A9", "Yann")+inline("B9", "RIOU")+inline("C9", "2,85E+14")+number("D9", "639980145.0")+number("E9", "1044072.0")+`</row>`+
		`<row r="10">`+inline("A10", "Loïc")+inline("B10", "RIOU")+inline("C10", "2.85E+14")+number("D10", "639980145")+number("E10", "1044072")+`</row>`+
		`</sheetData>`)
	store := newRecorder()
	report, err := importBytes(t, store, intake.Options{}, data)
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, report)
	if got, want := len(store.people), 1; got != want {
		t.Fatalf("%d people, want %d: %+v", got, want, report.Results.List())
	}
	p := store.people[0]
	if p.NIR != "285053599999883" || p.Phones[0].E164 != "+33639980144" || p.AffiliationNumber != "1044072" {
		t.Errorf("got %+v", p)
	}
	for _, result := range report.Results.List()[1:] {
		if result.Outcome != parcours.RowError || !strings.Contains(result.Problems[0].What, "Notation scientifique") || result.Problems[0].Column != "NIR" {
			t.Errorf("line %d: %+v, want the scientific notation refused", result.Line, result)
		}
	}
	if got := report.Results.At(1).Line; got != 9 {
		t.Errorf("line %d, want the row of the sheet, 9", got)
	}
}

func TestDamagedWorkbookIsRefusedRatherThanCut(t *testing.T) {
	t.Parallel()
	good := `<row r="2">` + inline("A2", "Maëlys") + inline("B2", "QUILLIEN") + number("D2", "639980144") + `</row>`
	for name, data := range map[string]string{
		"tag left open":     `<sheetData>` + rawHeaderRow() + good + `<row r="3"><c r="A3" t="inlineStr"><is><t>Yann</t>`,
		"control character": `<sheetData>` + rawHeaderRow() + good + `<row r="3">` + inline("A3", "Y\x0bann") + inline("B3", "RIOU") + `</row></sheetData>`,
	} {
		store := newRecorder()
		report, err := importBytes(t, store, intake.Options{}, rawWorkbook(t, data))
		if err == nil || len(store.people) > 0 {
			t.Errorf("%s: %d rows read without error: rows were lost", name, report.Rows)
		}
	}
}

func TestWorkbookOfOneWideRowIsRefused(t *testing.T) {
	t.Parallel()
	data := rawWorkbook(t, `<sheetData>`+rawHeaderRow()+`<row r="2">`+inline("XFD2", "x")+`</row></sheetData>`)
	if _, err := importBytes(t, newRecorder(), intake.Options{}, data); err == nil || !strings.Contains(err.Error(), "colonnes") {
		t.Errorf("error %v, want too many columns", err)
	}
}

func TestFileIsReadFromItsPath(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bénéficiaires été.xlsx")
	if err := os.WriteFile(path, workbook(t, [][]any{{"Prénom", "Nom", "Email"}, {"Maëlys", "QUILLIEN", "m@exemple.fr"}}, nil), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Path: path})
	if err != nil || report.File != "bénéficiaires été.xlsx" || report.Rows != 1 {
		t.Errorf("report %+v, error %v", report, err)
	}
}
