package intake_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/intake"
	"relais/parcours"
)

// Cells of every sort, likely and hostile.
var cells = []string{
	"", "-", "NULL", " ", "Maëlys", "QUILLIEN", "14/05/1985", "31/02/2020", "31181", "2,85E+14", "2850535999998", "0639980144",
	"02 61 91 01 44 / 06 39 98 01 44", "a@exemple.fr", "anaïs@exemple.fr", "MME", "dem", "35600 Redon", "=1+1", "#REF!", "a;b", "x\ny", `"`, `""`, "\"z",
	"\ufeff", "\u200b", "é�", "oui", "referent", "2023-07-11 09:00", "60", "joint_interview",
}

// TestNoRowVanishes imports files of random cells: whatever they hold, every
// row that is not blank has one outcome, and its own line.
func TestNoRowVanishes(t *testing.T) {
	t.Parallel()
	headers := [][]string{
		{"Prénom", "Nom", "N° Téléphones", "Email", "NIR", "Date de naissance", "ID Iodas", "Adresse", "autre"},
		{"email", "first_name", "last_name", "structure", "phone", "territory", "role", "telegram"},
		{"starts_at", "duration_min", "place", "address", "phone", "territory", "kind", "capacity", "professional_1_email", "professional_2_email"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		header := rapid.SampledFrom(headers).Draw(rt, "header")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(cells), 0, len(header)+1), 1, 30).Draw(rt, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = ';'
		want := 0
		if err := w.Write(header); err != nil {
			rt.Fatal(err)
		}
		for _, row := range rows {
			if err := w.Write(row); err != nil {
				rt.Fatal(err)
			}
			if slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
				want++
			}
		}
		w.Flush()
		report, err := importText(t, newRecorder(), "f.csv", b.String())
		if want == 0 {
			if err == nil {
				rt.Fatal("a file without rows was accepted")
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		if report.Rows != want {
			rt.Fatalf("%d rows read, want %d", report.Rows, want)
		}
		addsUp(t, report)
	})
}

func FuzzImport(f *testing.F) {
	f.Add([]byte("Prénom;Nom;Email;NIR\nMaëlys;QUILLIEN;a@exemple.fr;2850535999998\n"))
	f.Add([]byte("\xff\xfeP\x00r\x00\n\x00"))
	f.Add([]byte("sep=,\nstarts_at,duration_min,place,kind\n2023-07-11T09:00:00+02:00,1h30,CDAS,suivi\n"))
	f.Add([]byte("Pr\xe9nom;Nom;N\xb0 T\xe9l\xe9phones\r\n\"Yann;RIOU;06\r\nA;B;\"0639980144\"\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Name: "f", Reader: bytes.NewReader(data)})
		if err != nil {
			return
		}
		addsUp(t, report)
		var out bytes.Buffer
		if err := report.WriteTable(&out); err != nil {
			t.Error(err)
		}
		if err := report.WriteCSV(&out); err != nil {
			t.Error(err)
		}
	})
}

// FuzzReadRecords holds that cutting loses nothing: the records cover the lines
// of the text in order, and each line that is not blank belongs to one of them.
func FuzzReadRecords(f *testing.F) {
	f.Add("a;b\n\"c\nd\";e\n\"f;g\nh;i\n", byte(';'))
	f.Add("a,\"b\"\"c\",d\r\n\r\n,,\n", byte(','))
	f.Add("\"a\"x;b\n\"\"\"\n", byte(';'))
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if !strings.ContainsRune(";,\t|", rune(comma)) || !utf8.ValidString(text) {
			t.Skip() // decoding gives valid text
		}
		if !strings.Contains(text, "\n") {
			text = strings.ReplaceAll(text, "\r", "\n")
		}
		records := intake.ReadRecords(text, comma)
		last, joined := 0, 0
		for _, rec := range records {
			if rec.Line() <= last {
				t.Fatalf("line %d after line %d", rec.Line(), last)
			}
			last = rec.Line()
			joined += letters(strings.Join(rec.Cells(), ""))
		}
		if want := letters(text); joined != want {
			t.Fatalf("%d letters in the cells, %d in the text", joined, want)
		}
	})
}

// letters counts the characters that no delimiter, quote or space accounts for.
func letters(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) && !strings.ContainsRune(";,|\"", r) {
			n++
		}
	}
	return n
}

func FuzzSniffing(f *testing.F) {
	f.Add([]byte("Prénom;Nom\nA,B;C,D\n"))
	f.Add([]byte("\xef\xbb\xbfa\tb\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, encoding, err := intake.Decode(data)
		if err != nil {
			return
		}
		if encoding == "" || !utf8.ValidString(text) {
			t.Errorf("encoding %q, valid text %v", encoding, utf8.ValidString(text))
		}
		if comma := intake.SniffDelimiter(text); !strings.ContainsRune(";,\t|", rune(comma)) {
			t.Errorf("delimiter %q", comma)
		}
	})
}

func FuzzNormaliseHeader(f *testing.F) {
	f.Add("N° Téléphones\n")
	f.Add("Date d’entrée (flux)*")
	f.Fuzz(func(t *testing.T, header string) {
		once := intake.NormaliseHeader(header)
		if strings.ContainsAny(once, " \t\n\u00a0'’") || strings.HasPrefix(once, " ") {
			t.Errorf("%q still holds spaces or apostrophes", once)
		}
		if key := intake.HeaderKey(header); intake.HeaderKey(key) != key {
			t.Errorf("key %q of %q changes when read again", key, header)
		}
	})
}

func TestPlainNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     string
		workbook bool
		want     string
		lost     bool
	}{
		{"0639980144", false, "0639980144", false},
		{"'0639980144", false, "0639980144", false},
		{"639980144.0", false, "639980144", false},
		{"1044072,00", false, "1044072", false},
		{"06.39.98.01.00", false, "06.39.98.01.00", false},
		{"I-100", false, "I-100", false},
		{"12E5", false, "12E5", false},
		{"2,85E+14", false, "", true},
		{"2.85053599999883E14", false, "", true},
		{"2.85053599999883E14", true, "285053599999883", false},
		{"2.85053599999883E+14", true, "285053599999883", false},
		{"6.3998E8", true, "639980000", false},
		{"2.85E+14", true, "", true},
		{"2.85053599999883E15", true, "", true},
		{"1.5E0", true, "", true},
	}
	for _, tt := range tests {
		got, lost := intake.PlainNumber(tt.text, tt.workbook)
		if got != tt.want || (lost != "") != tt.lost {
			t.Errorf("PlainNumber(%q, %v) = %q, %q; want %q, lost %v", tt.text, tt.workbook, got, lost, tt.want, tt.lost)
		}
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"60": 60, "60.0": 60, "45 min": 45, "45mn": 45, "1h": 60, "1h30": 90, "1 h 30": 90, "1:30": 90, "1H30": 90, "90 minutes": 90, "2 heures": 120, "1h30min": 90,
	} {
		if got, ok := intake.ParseMinutes(text, false); !ok || got != want {
			t.Errorf("ParseMinutes(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "une heure", "1h75", "-30", "h30"} {
		if got, ok := intake.ParseMinutes(text, false); ok {
			t.Errorf("ParseMinutes(%q) = %d, want none", text, got)
		}
	}
}

func TestReportCellsAreSafeInASpreadsheet(t *testing.T) {
	t.Parallel()
	report := intake.Report{Kind: intake.People}
	report.Results.Add(parcours.RowResult{
		Line: 2, Outcome: parcours.RowError,
		Problems: []parcours.Problem{{Column: "=HYPERLINK(1)", What: "+33", Mend: "@x"}, {Column: "-1", What: "\tx", Mend: "\ry"}},
	})
	var b bytes.Buffer
	if err := report.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\uFEFF")
	if !marked {
		t.Error("no byte order mark: spreadsheets would garble the accents")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		for _, cell := range record {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("cell %q would be computed", cell)
			}
		}
	}
}
