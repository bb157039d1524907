package main_test

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store/storetest"
)

// change alters the database behind the program's back.
func change(t *testing.T, s settings, query string, args ...any) {
	t.Helper()
	driver, source := "pgx", s["DATABASE"]
	if !strings.HasPrefix(source, "postgres") {
		driver, source = "sqlite", "file:"+source+"?_busy_timeout=10000"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// convened is a database where one person, at the number, got her convocation; the
// service has stopped.
func convened(t *testing.T, database settings, number string) settings {
	t.Helper()
	w := newWorld(t, nil)
	s := w.settings.with(database)
	if s["DATA_KEY"] == "" {
		s = s.with(settings{"DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key())})
	}
	people := file(t, "personnes.csv", table(
		t, peopleHeader(),
		[]string{"Mme", "QUILLIEN", "Maëlys", "14/02/1990", "V-1", number, "35600 Redon", "Pays de Redon", anne, today(t)},
	))
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
	mustRelais(t, s, "import", people)
	service := serve(t, s)
	w.awaitSMS(t, "+33"+strings.ReplaceAll(number[1:], " ", ""), convocation, 1)
	w.settled(t, s)
	service.stop()
	return s
}

func TestVerifyJournalNamesWhatWasDamaged(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		anchors := filepath.Join(t.TempDir(), "ancrages")
		s := convened(t, database.with(settings{"ANCHOR_FILE": anchors}), "06 39 98 35 61")
		person := ask(t, s, "select id from person where internal_id = 'V-1'")[0]
		for range 3 {
			mustRelais(t, s, "proof", person, "--format", "json") // keeps who read it
		}
		service := serve(t, s) // the first life began with the journals shorter
		until(t, "the access log is sealed", func() string {
			if n := ask(t, s, "select count(*) from access_log where seq > 0")[0]; n != "3" {
				return n + " lines"
			}
			return ""
		})
		service.stop()
		verify := func(status int, wants ...string) {
			t.Helper()
			e := relais(t, s, "verify-journal")
			if e.status != status {
				t.Fatalf("verify-journal: %v", e)
			}
			for _, want := range wants {
				if !strings.Contains(e.stdout, want) {
					t.Errorf("verify-journal does not say %q: %v", want, e)
				}
			}
		}
		verify(0, "1 journaux vérifiés", "1 envois tenus par le journal, accusés compris.\n", "Journal des accès : 3 lignes vérifiées", "Comparés à 1 ancrages", "Aucune altération.")
		mustRelais(t, s, "verify-journal", "--person", person, "--format", "json")
		change(t, s, "update event set at = at + 1 where person_id = $1 and seq = 2", person)
		verify(1, "personne "+person+", entrée 2 : modifiée après coup", "1 altérations")
		change(t, s, "update event set at = at - 1 where person_id = $1 and seq = 2", person)
		verify(0)
		// What proves the message: a receipt that is altered, and an address.
		attempt := ask(t, s, "select id from attempt where left_at > 0")[0]
		change(t, s, "update attempt_event set at = at + 1 where n = 1")
		verify(1, "personne "+person, "les accusés de l'opérateur ne sont plus ceux qui ont été inscrits (envoi "+attempt+")")
		change(t, s, "update attempt_event set at = at - 1 where n = 1")
		change(t, s, "update attempt set address_index = 'x' || address_index where id = $1", attempt)
		verify(1, "personne "+person, "l'adresse, l'expéditeur,", "(envoi "+attempt+")", "1 altérations")
		change(t, s, "update attempt set address_index = substr(address_index, 2) where id = $1", attempt)
		verify(0)
		// The access log: a line that is altered, and one that is taken out.
		change(t, s, "update access_log set account_id = 'quelqu''un' where seq = 1")
		verify(1, "journal des accès, entrée 1 : modifiée après coup", "1 altérations")
		change(t, s, "delete from access_log where seq = 1")
		verify(1, "journal des accès, entrée 1 : supprimée")
		mustRelais(t, s, "verify-journal", "--person", person)
		// What was anchored cannot be cut off; the service, started again, finds it too.
		change(t, s, "delete from event where person_id = $1 and seq > 1", person)
		verify(1, "personne "+person, "supprimée à la fin du journal")
		if e := relais(t, s, "verify-journal", "--anchor", filepath.Join(t.TempDir(), "none")); e.status != 1 || !strings.Contains(e.stderr, "does not exist") {
			t.Errorf("anchors that do not exist: %v", e)
		}
		text, err := os.ReadFile(anchors)
		if err != nil || strings.Contains(string(text), "QUILLIEN") {
			t.Errorf("anchors: %v\n%s", err, text)
		}
	})
}

func TestProofIsWrittenForAPersonAndForAMessage(t *testing.T) {
	t.Parallel()
	s := convened(t, sqliteFile(t), "06 39 98 35 62")
	person := ask(t, s, "select id from person where internal_id = 'V-1'")[0]
	message := ask(t, s, "select id from notification where kind = 'convocation'")[0]
	for _, id := range []string{person, message, "V-1"} {
		out := filepath.Join(t.TempDir(), "preuve.pdf")
		mustRelais(t, s, "proof", id, "--out", out)
		text, err := os.ReadFile(out)
		if info, _ := os.Stat(out); err != nil || !strings.HasPrefix(string(text), "%PDF-") || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %d bytes", id, err, len(text))
		}
		e := mustRelais(t, s, "proof", id, "--format", "json")
		var made parcours.Proof
		if err := json.Unmarshal([]byte(e.stdout), &made); err != nil || made.Person.ID != person || !made.Journal.Intact || (made.NotificationID != "") != (id == message) {
			t.Errorf("%s: %v %+v", id, err, made)
		}
		if text := made.Messages[0].Attempts[0].Text; !strings.Contains(text, convocation) {
			t.Errorf("the text is %q", text)
		}
	}
	if got := ask(t, s, "select count(*) from access_log where action = 'export_proof' and subject = $1 and account_id = 'relais proof'", person)[0]; got != "6" {
		t.Errorf("%s exports were kept, want 6", got)
	}
	if e := relais(t, s, "proof", "QUILLIEN"); e.status != 1 || strings.Contains(e.stdout, "%PDF") {
		t.Errorf("a name is no id: %v", e)
	}
}
