package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheColumnsOfASourceAreSaidOnce(t *testing.T) {
	t.Parallel()
	s, dir := sqliteFile(t), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := file("a.csv", "Usager;Petit nom;Code\nLE GOFF;Nadine;D-1\n")
	if e := relais(t, s, "import", first); e.status != 1 {
		t.Errorf("headers that nobody knows were read: %v", e)
	}
	said := []string{"--map", "usager=last_name", "--map", "Petit  Nom=first_name", "--map", "CODE=department_internal_id"}
	trial := append([]string{"import", first, "--source", "Logiciel social", "--dry-run"}, said...)
	if e := relais(t, s, trial...); e.status != 0 || !strings.Contains(e.stdout, "1 créée") {
		t.Errorf("got %v", e)
	}
	next := file("b.csv", "Code;Usager;Petit nom\nD-2;PRIGENT;Yann\n")
	if e := relais(t, s, "import", next, "--source", "Logiciel social"); e.status != 1 {
		t.Errorf("a trial saved what was said of the columns: %v", e)
	}
	if e := relais(t, s, append([]string{"import", first, "--source", "Logiciel social"}, said...)...); e.status != 0 {
		t.Errorf("got %v", e)
	}
	if e := relais(t, s, "import", next, "--source", "logiciel social"); e.status != 0 || !strings.Contains(e.stdout, "1 créée") {
		t.Errorf("what was said of the source is forgotten: %v", e)
	}
	if e := relais(t, s, "import", next, "--map", "Absente=email"); e.status != 1 || !strings.Contains(e.stderr, "absente") {
		t.Errorf("got %v", e)
	}
	if e := relais(t, s, "import", next, "--map", "sans egal"); e.status == 0 || !strings.Contains(e.stderr, "COLUMN=FIELD") {
		t.Errorf("got %v", e)
	}
}
