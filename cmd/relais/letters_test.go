package main_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheCommandWritesTheBatchOfTheConsole: who has no number is convened on paper,
// with a code of the bot, and the same batch is in the console.
func TestTheCommandWritesTheBatchOfTheConsole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"POST_DAYS": "1", "LETTER_CITY": "Redon", "LETTER_FROM": "Département d'Exemple|1 place de la Mairie|35000 Rennes"})
	people := file(t, "personnes.csv", table(
		t, append(peopleHeader(), "Adresse"),
		[]string{"Mme", "QUILLIEN", "Maëlys", "14/02/1990", "L-1", "", "35600 Redon", "Pays de Redon", anne, today(t), "8 rue du Port"},
		[]string{"M.", "TANGUY", "Hervé", "14/02/1991", "L-2", "", "", "Pays de Redon", anne, today(t), ""},
	))
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 1))
	mustRelais(t, s, "import", people)
	service := serve(t, s)
	until(t, "the convocation waits for a letter", func() string {
		if got := ask(t, s, "select channel from attempt where channel = 'letter' and state = 'queued'"); len(got) == 0 {
			return "nothing waits"
		}
		return ""
	})

	out := filepath.Join(t.TempDir(), "courriers")
	if e := mustRelais(t, s, "letters", "--dry-run"); !strings.Contains(e.stdout, "Maëlys QUILLIEN") || strings.Contains(e.stdout, "no_address") {
		t.Errorf("dry run: %v", e)
	}
	if e := relais(t, s, "letters"); e.status != 1 || !strings.Contains(e.stderr, "--out") {
		t.Errorf("without a folder: %v", e)
	}
	e := mustRelais(t, s, "letters", "--out", out)
	if !strings.Contains(e.stdout, "1 courriers") {
		t.Errorf("letters: %v", e)
	}
	documents, err := filepath.Glob(filepath.Join(out, "courriers-*"))
	if err != nil || len(documents) != 2 {
		t.Fatalf("wrote %q, %v", documents, err)
	}
	for _, name := range documents {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it for its owner only", name, info.Mode(), err)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".pdf") {
			if !strings.HasPrefix(string(text), "%PDF-") {
				t.Error("the PDF is none")
			}
			continue
		}
		rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
		rows.Comma = ';'
		cells, err := rows.ReadAll()
		if err != nil || len(cells) != 2 {
			t.Fatalf("%d rows, %v", len(cells), err)
		}
		line := strings.Join(cells[1], " | ")
		for _, want := range []string{"Mme Maëlys QUILLIEN", "8 rue du Port", "35600 REDON", "Redon, le ", "https://t.me/relais_test_bot?start="} {
			if !strings.Contains(line, want) {
				t.Errorf("the row lacks %q: %s", want, line)
			}
		}
	}
	batch := ask(t, s, "select id from letter_batch")
	if len(batch) != 1 {
		t.Fatalf("batches %q", batch)
	}
	if e := mustRelais(t, s, "letters", "--out", t.TempDir()); !strings.Contains(e.stdout, "Aucun courrier") {
		t.Errorf("a second batch: %v", e)
	}
	again := filepath.Join(t.TempDir(), "encore")
	mustRelais(t, s, "letters", "--out", again, "--again", batch[0])
	for _, name := range documents {
		first, _ := os.ReadFile(name)
		second, err := os.ReadFile(filepath.Join(again, filepath.Base(name)))
		if err != nil || string(first) != string(second) {
			t.Errorf("%s written again differs, %v", filepath.Base(name), err)
		}
	}
	console := signIn(t, s, service.address, coordinator, "coordinator")
	if page := console.get("/courriers/lots/" + batch[0]); !strings.Contains(page, "Maëlys QUILLIEN") {
		t.Error("the console does not show the batch")
	}
	if got := ask(t, s, "select action from access_log where action = 'export_letters'"); len(got) != 2 {
		t.Errorf("%d exports kept, want 2", len(got))
	}
	if e := relais(t, s.with(settings{"LETTER_BEFORE_DAYS": "40", "CALL_TRIES": "0"}), "letters", "--dry-run"); e.status != 2 || !strings.Contains(e.stderr, "RELAIS_LETTER_BEFORE_DAYS") || !strings.Contains(e.stderr, "RELAIS_CALL_TRIES") {
		t.Errorf("wrong settings: %v", e)
	}
	service.stop()
}
