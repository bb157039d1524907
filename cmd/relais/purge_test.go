package main_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store/storetest"
)

// longGone imports people of long ago whose follow-up ended 26 months ago, and one more who
// is followed.
func longGone(t *testing.T, s settings, people int) {
	t.Helper()
	if !strings.HasPrefix(s["DATABASE"], "postgres") {
		if err := os.MkdirAll(filepath.Dir(s["DATABASE"]), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	mustRelais(t, s, "report", "reach") // makes the database and its key
	db := openDatabase(t, s)
	zone := storetest.Rules(t).Zone
	entered, left := time.Now().AddDate(0, -30, 0), time.Now().AddDate(0, -26, 0)
	var rows []parcours.PersonRow
	for n := range people + 1 {
		rows = append(rows, parcours.PersonRow{
			FirstName: fmt.Sprintf("Partie%d", n), LastName: "Depuis-Longtemps", InternalID: fmt.Sprint("P-", n), EnteredOn: parcours.DateOf(entered, zone),
			Phones: []parcours.Phone{parcours.ParsePhone(mobile(3000 + n))},
		})
	}
	if _, err := db.ImportPeople(t.Context(), entered, parcours.ImportBatch{ID: "old", Kind: "people", FileName: "anciens.csv"}, rows, false); err != nil {
		t.Fatal(err)
	}
	known, err := db.People(t.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, "", people+1)
	if err != nil || len(known) != people+1 {
		t.Fatalf("%d people, %v", len(known), err)
	}
	for _, p := range known[:people] {
		if err := db.Exit(t.Context(), left, parcours.Actor{Role: parcours.AccountCoordinator}, p.PersonID, parcours.ExitMoved, parcours.DateOf(left, zone)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAPurgeSaysWhatGoesThenTakesItAway: nothing goes without --apply; an archive that is
// asked for is written first, and only its key opens it.
func TestAPurgeSaysWhatGoesThenTakesItAway(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, s settings) {
		const people = 5
		longGone(t, s, people)
		safe := t.TempDir()
		key, archive := filepath.Join(safe, "cle"), filepath.Join(safe, "dossiers.purge")
		recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", key).stdout)
		kept := ask(t, s, "select id from person where internal_id = 'P-2'")[0]
		mustRelais(t, s, "person", "keep", kept)

		for _, args := range [][]string{{"purge"}, {"purge", "--dry-run"}} {
			e := mustRelais(t, s, args...)
			for _, said := range []string{"dossiers dont le suivi est fini", " 4 ", "24 mois", "CNIL", "1 : conservation demandée", "Dossiers encore suivis où rien ne s'est passé depuis aussi longtemps : 1", "Rien n'est purgé"} {
				if !strings.Contains(e.stdout+e.stderr, said) {
					t.Errorf("%v does not say %q: %v", args, said, e)
				}
			}
		}
		if n := ask(t, s, "select count(*) from person where purged_at > 0"); n[0] != "0" {
			t.Fatalf("%s files went without --apply", n[0])
		}
		if e := relais(t, s, "purge", "--apply", "--archive", archive); e.status != 2 || !strings.Contains(e.stderr, "RELAIS_BACKUP_RECIPIENTS") {
			t.Errorf("an archive in clear: %v", e)
		}
		if e := relais(t, s.with(settings{"KEEP_FILE_MONTHS": "37"}), "purge"); e.status != 2 || !strings.Contains(e.stderr, "RELAIS_KEEP_FILE_MONTHS") {
			t.Errorf("37 months: %v", e)
		}
		if e := mustRelais(t, s, "purge", "--apply", "--archive", archive, "--recipient", recipient); !strings.Contains(e.stderr, "Archivé, chiffré : 4 dossiers") || !strings.Contains(e.stderr, "Purgé : dossiers dont le suivi est fini, 4") {
			t.Errorf("apply: %v", e)
		}
		if names := ask(t, s, "select first_name from person where first_name <> '' order by first_name"); len(names) != 2 {
			t.Errorf("left: %q", names)
		}
		if text, err := os.ReadFile(archive); err != nil || strings.Contains(string(text), "Depuis-Longtemps") {
			t.Errorf("the archive is in clear, or: %v", err)
		}
		if e := mustRelais(t, nil, "purge", "--open", archive, "--identity", key); strings.Count(e.stdout, `"name":"`) < 4 || !strings.Contains(e.stdout, "Partie0") || !strings.Contains(e.stdout, mobile(3000)) {
			t.Errorf("open: %v", e)
		}
		if actions := ask(t, s, "select action from access_log order by at, id"); !strings.Contains(strings.Join(actions, " "), "keep_file archive_files purge") {
			t.Errorf("the trail: %q", actions)
		}
		mustRelais(t, s, "person", "keep", kept, "--end")
		if e := mustRelais(t, s, "purge", "--apply"); !strings.Contains(e.stderr, "Purgé : dossiers dont le suivi est fini, 1") {
			t.Errorf("once it is not kept any more: %v", e)
		}
		mustRelais(t, s, "verify-journal")
	})
}

// TestAPurgeThatIsKilledGoesOn kills it once it has begun, while the service runs.
func TestAPurgeThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		const people = 120
		s := newWorld(t, nil).settings.with(database)
		longGone(t, s, people)
		service := serve(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		command := exec.CommandContext(ctx, program, "purge", "--apply")
		command.Env = s.environ()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		purged := func() string { return ask(t, s, "select count(*) from person where purged_at > 0")[0] }
		until(t, "the purge begins", func() string {
			if n := purged(); n == "0" {
				return "nothing is purged"
			}
			return ""
		})
		cancel() // SIGKILL
		_ = command.Wait()
		left := purged()
		t.Logf("killed after %s files", left)
		mustRelais(t, s, "purge", "--apply")
		if n := purged(); n != fmt.Sprint(people) {
			t.Errorf("%s files are purged, want %d", n, people)
		}
		if names := ask(t, s, "select count(*) from person where first_name <> ''"); names[0] != "1" {
			t.Errorf("%s people are left, want the one who is followed", names[0])
		}
		if addresses := ask(t, s, "select count(*) from contact_point"); addresses[0] != "1" {
			t.Errorf("%s addresses are left", addresses[0])
		}
		mustRelais(t, s, "verify-journal")
		if status, _ := service.stop(); status != 0 {
			t.Errorf("the service ended with status %d", status)
		}
	})
}
