package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/parcours"
)

func TestPlansAreImportedTwiceAndReported(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := settings{"DATABASE": filepath.Join(dir, "relais.db")}
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	people := file("beneficiaires.csv", "ID Iodas;Prénom;Nom;Téléphone;N° CAF\nX-1;Yann;Tanguy;06 39 98 01 71;1044072\n")
	plans := file("activites.csv", "N° CAF;Heures min;Heures max;Plan du;Activité;Intitulé;Jour;Heure;Heures\n"+
		"1044072;15;20;"+today(t)+";;;;;\n1044072;;;;Atelier;Atelier CV;"+today(t)+";9h;3\n1099999;15;20;"+today(t)+";;;;;\n")
	mustRelais(t, env, "import", people)
	first := relais(t, env, "import", plans)
	if first.status != 1 || !strings.Contains(first.stdout, "3 lignes lues : 2 créées, 1 en erreur") || !strings.Contains(first.stdout, "Personne inconnue") {
		t.Errorf("first import ended with %d:\n%s%s", first.status, first.stdout, first.stderr)
	}
	if again := relais(t, env, "import", plans); !strings.Contains(again.stdout, "2 inchangées, 1 en erreur") {
		t.Errorf("second import:\n%s", again.stdout)
	}
	var figures parcours.WeeklyFigures
	if err := json.Unmarshal([]byte(mustRelais(t, env, "report", "weekly", "--format", "json").stdout), &figures); err != nil || figures.MedianMinutes != -1 {
		t.Errorf("%+v, %v", figures, err)
	}
	if table := mustRelais(t, env, "report", "weekly").stdout; !strings.Contains(table, "Ont répondu avant la clôture, parmi les demandes délivrées") {
		t.Errorf("table:\n%s", table)
	}
	if cells := mustRelais(t, env, "report", "weekly", "--format", "csv").stdout; !strings.Contains(cells, "median_minutes;") {
		t.Errorf("csv:\n%s", cells)
	}
}
