package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDuplicatesAreFoundAfterAnImportAndListed imports somebody twice under two ids: the
// import says so, and the command lists the pair with its reasons, as table, CSV and JSON.
func TestDuplicatesAreFoundAfterAnImportAndListed(t *testing.T) {
	t.Parallel()
	s, file := sqliteFile(t), filepath.Join(t.TempDir(), "personnes.csv")
	text := "Nom;Prénom;Date de naissance;ID Iodas\nTANGUY;Yann;14/05/1985;D-1\nTanguy;YANN;14/05/1985;D-2\nMORVAN;Nadine;02/03/1991;D-3\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := mustRelais(t, s, "import", file, "--dry-run"); strings.Contains(e.stderr, "Doublons") {
		t.Errorf("a trial: %v", e)
	}
	if e := mustRelais(t, s, "import", file); !strings.Contains(e.stderr, "Doublons probables à examiner : 1") {
		t.Errorf("import: %v", e)
	}
	if e := mustRelais(t, s, "import", file); strings.Contains(e.stderr, "Doublons") {
		t.Errorf("imported again: %v", e)
	}
	for _, want := range []string{"Doublons à examiner : 1", "très probable", "Yann TANGUY", "mêmes nom et prénom, même date de naissance"} {
		if e := mustRelais(t, s, "duplicates"); !strings.Contains(e.stdout, want) {
			t.Errorf("%q is not said: %v", want, e)
		}
	}
	if e := mustRelais(t, s, "duplicates", "--format", "csv"); !strings.Contains(e.stdout, "D-1;") || strings.Count(e.stdout, "\n") != 2 {
		t.Errorf("csv: %v", e)
	}
	e := mustRelais(t, s, "duplicates", "--find", "--format", "json")
	var listed []struct {
		First, Second struct {
			InternalID string `json:"internal_id"`
		}
		Strength string
		Reasons  []string
	}
	if err := json.Unmarshal([]byte(e.stdout), &listed); err != nil || len(listed) != 1 || listed[0].Strength != "strong" || len(listed[0].Reasons) != 2 {
		t.Errorf("json: %v, %+v", err, listed)
	}
	if !strings.Contains(e.stderr, "Nouveaux doublons probables : 0") {
		t.Errorf("searched again: %v", e)
	}
}
