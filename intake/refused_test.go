package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"relais/intake"
	"relais/parcours"
)

func TestFileThatCannotBeReadSaysWhyAndHowToMendIt(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	tests := []struct {
		name    string
		options intake.Options
		data    string
		want    []string
	}{
		{name: "old workbook", data: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", want: []string{".xls", "Relais lit le CSV"}},
		{name: "PDF", data: "%PDF-1.7\n…", want: []string{"PDF", "Relais lit le CSV"}},
		{name: "web page", data: "<html><table><tr><td>Nom</td></tr></table>", want: []string{"page web", "enregistrer"}},
		{name: "XML", data: "\xef\xbb\xbf<?xml version=\"1.0\"?><Racine/>", want: []string{"XML"}},
		{name: "picture", data: "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", want: []string{"ni du CSV ni de l'Excel"}},
		{name: "other zip", data: "PK\x03\x04rest", want: []string{"classeur"}},
		{name: "empty", data: "", want: []string{"vide"}},
		{name: "blank", data: "\n \r\n\t\n", want: []string{"vide"}},
		{name: "headers only", data: "Prénom;Nom;Email\n;;\n", want: []string{"qu'une ligne d'en-têtes"}},
		{name: "no headers", data: "Maëlys;QUILLIEN;0639980144\n", want: []string{"aucune ligne d'en-têtes connue"}},
		{name: "too large", data: strings.Repeat("Prénom;Nom\n", 100_000), options: intake.Options{MaxBytes: 1 << 20}, want: []string{"dépasse 1 Mo"}},
		{name: "too many rows", data: "Prénom;Nom;Email\na;b;c@d.fr\ne;f;g@h.fr\n", options: intake.Options{MaxRows: 1}, want: []string{"2 lignes", "1 au plus"}},
		{name: "folder", options: intake.Options{Path: folder}, want: []string{"dossier"}},
		{name: "absent", options: intake.Options{Path: filepath.Join(folder, "absent.csv")}, want: []string{"absent.csv : ce fichier n'existe pas"}},
		{name: "no path", want: []string{"aucun fichier"}, options: intake.Options{Path: "", Reader: nil}},
		{name: "unknown kind", data: "Prénom;Nom;Email\na;b;c@d.fr\n", options: intake.Options{Kind: "contracts"}, want: []string{"contracts", "people"}},
		{name: "imposed kind that does not fit", data: "Prénom;Nom;Email\na;b;c@d.fr\n", options: intake.Options{Source: "slots"}, want: []string{"« Début »", "« Lieu »", "Colonnes lues"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := tt.options
			if o.Path == "" && tt.name != "no path" {
				o.Reader, o.Name = strings.NewReader(tt.data), "fichier"
			}
			store := newRecorder()
			_, err := newIntake(t, store).Import(t.Context(), o)
			if !errors.Is(err, parcours.ErrInvalid) {
				t.Fatalf("error %v, want a refusal", err)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q must contain %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "0639980144") {
				t.Errorf("error %q repeats somebody's data", err)
			}
			if store.calls > 0 {
				t.Error("a refused file reached the store")
			}
		})
	}
}

func TestUnreadableFileIsNotCalledInvalid(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk error")
	_, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Reader: iotest.ErrReader(broken), Name: "f.csv"})
	if !errors.Is(err, broken) || errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("error %v, want that of the disk", err)
	}
}

func TestFileWithoutReadRightSaysSo(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root reads every file")
	}
	path := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(path, []byte("Prénom;Nom\n"), 0o000); err != nil {
		t.Fatal(err)
	}
	_, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Path: path})
	if err == nil || !strings.Contains(err.Error(), "accès refusé") {
		t.Errorf("error %v, want access denied", err)
	}
}

// Every encoding and line end met in the field gives the same rows.
func TestEncodingsAndLineEndsAreSniffed(t *testing.T) {
	t.Parallel()
	const text = "Civilité;Prénom;Nom;N° Téléphones\nMme;Maëlys;LE GUÉVEL;06 39 98 01 44\n"
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	latin := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			b.WriteByte(byte(r))
		}
		return b.String()
	}
	utf16 := func(s, mark string, low, high int) string {
		b := []byte(mark)
		for _, r := range s {
			pair := [2]byte{}
			pair[low], pair[high] = byte(r), byte(r>>8)
			b = append(b, pair[:]...)
		}
		return string(b)
	}
	tests := []struct{ name, data, encoding, delimiter string }{
		{"UTF-8", text, "UTF-8", ";"},
		{"UTF-8 with mark", "\xef\xbb\xbf" + crlf, "UTF-8 (BOM)", ";"},
		{"windows-1252", latin(crlf), "windows-1252", ";"},
		{"UTF-16LE", utf16(crlf, "\xff\xfe", 0, 1), "UTF-16", ";"},
		{"UTF-16BE", utf16(text, "\xfe\xff", 1, 0), "UTF-16", ";"},
		{"old Macintosh line ends", strings.ReplaceAll(text, "\n", "\r"), "UTF-8", ";"},
		{"doubled carriage returns", strings.ReplaceAll(text, "\n", "\r\r\n"), "UTF-8", ";"},
		{"comma", strings.ReplaceAll(text, ";", ","), "UTF-8", ","},
		{"tab", strings.ReplaceAll(text, ";", "\t"), "UTF-8", "tabulation"},
		{"quotes everywhere", `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(text, "\n"), ";", `";"`), "\n", "\"\n\"") + `"`, "UTF-8", ";"},
		{"no last line end", strings.TrimSuffix(text, "\n"), "UTF-8", ";"},
		{"other delimiters inside quotes", strings.ReplaceAll(text, "N° Téléphones", `"N° Téléphones"`) + `Mme;"Anne, Rose, Lou, Zoé";RIOU;06 39 98 01 45` + "\n", "UTF-8", ";"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := newRecorder()
			report, err := importText(t, store, "f.csv", tt.data)
			if err != nil {
				t.Fatal(err)
			}
			addsUp(t, report)
			if report.Encoding != tt.encoding || report.Delimiter != tt.delimiter {
				t.Errorf("read as %s, %q; want %s, %q", report.Encoding, report.Delimiter, tt.encoding, tt.delimiter)
			}
			p := store.people[0]
			if p.FirstName != "Maëlys" || p.LastName != "LE GUÉVEL" || p.Title != parcours.TitleMadame || p.Phones[0].E164 != "+33639980144" {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestBrokenCharacterRefusesItsRowOnly(t *testing.T) {
	t.Parallel()
	text := "Prénom;Nom;Email\nMaëlys;QUILLIEN;maelys@exemple.fr\nLo\xefc;RIOU;loic@exemple.fr\nGaël;CARO;gael@exemple.fr\nZoé;CARO;zoe@exemple.fr\n"
	store := newRecorder()
	report, err := importText(t, store, "f.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	want := map[parcours.RowOutcome]int{parcours.RowCreated: 3, parcours.RowError: 1}
	if diff := cmp.Diff(want, report.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if p := report.Results.At(1).Problems[0]; p.Column != "Prénom" || !strings.Contains(p.What, "illisible") {
		t.Errorf("problem %+v, want the column Prénom", p)
	}
}
