package intake_test

import (
	"strings"
	"testing"
	"unicode"

	"relais/intake"
)

// A cell or a header of a file is shown, never obeyed: a terminal takes control
// characters for orders.
func TestReportHoldsNoControlCharacters(t *testing.T) {
	t.Parallel()
	const hostile = "\x1b]0;titre\x07\x1b[31mrouge\x1b[0m\u202etourne\u200b"
	data := "Prénom;Nom;Téléphone;Date de naissance;" + hostile + "\n" +
		"Jean;Du" + hostile + "pont;06" + hostile + ";31/02/" + hostile + ";x\n"
	report, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Reader: strings.NewReader(data), Name: "fichier.csv"})
	if err != nil {
		t.Fatal(err)
	}
	var table, csv strings.Builder
	if err := report.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteCSV(&csv); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{table.String(), csv.String()} {
		for _, r := range strings.TrimPrefix(text, "\uFEFF") {
			if r != '\n' && r != '\r' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("got %U in\n%q", r, text)
				break
			}
		}
	}
	whole, err := newIntake(t, newRecorder()).Import(t.Context(), intake.Options{Reader: strings.NewReader(hostile + ";Lieu\na;b\n"), Name: "fichier.csv", Source: "slots"})
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\x07") {
		t.Errorf("got %q, %+v", err, whole.Counts)
	}
}
