package main_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheCommandResumesARestoredDatabase: a backup is put back after a convocation
// left; the service says so and sends nothing until the command is given.
func TestTheCommandResumesARestoredDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t))
	maelys := file(t, "personnes.csv", table(
		t, peopleHeader(),
		[]string{"Mme", "QUILLIEN", "Maëlys", "14/02/1990", "R-1", "06 39 98 35 71", "35600 Redon", "Pays de Redon", anne, today(t)},
	))
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
	if e := mustRelais(t, s, "resume"); !strings.Contains(e.stdout, "ne sont pas en pause") {
		t.Errorf("resume without a pause: %v", e)
	}
	restore := backUp(t, s)

	mustRelais(t, s, "import", maelys)
	service := serve(t, s)
	w.awaitSMS(t, "+33639983571", convocation, 1)
	w.settled(t, s)
	service.stop()

	restore()
	service = serve(t, s)
	until(t, "sending is paused", func() string {
		if !strings.Contains(page(t, service, "/metrics"), "relais_paused 1") || !strings.Contains(page(t, service, "/readyz"), `"paused":true`) {
			return "it is not told"
		}
		return ""
	})
	mustRelais(t, s, "import", maelys) // as the console asks to
	until(t, "her convocation is recognised", func() string {
		if got := ask(t, s, "select count(*) from missing_message where attempt_id <> ''"); got[0] != "1" {
			return "it still waits"
		}
		return ""
	})
	if e := mustRelais(t, s, "resume", "--dry-run"); !strings.Contains(e.stdout, "la base ne connaissait pas : 1, dont reconnus : 1") {
		t.Errorf("dry run: %v", e)
	}
	if e := mustRelais(t, s, "resume"); !strings.Contains(e.stdout, "Les envois reprennent") {
		t.Errorf("resume: %v", e)
	}
	if got := ask(t, s, "select account_id || ' ' || action from access_log order by id"); strings.Join(got, ", ") != "relais resume read_pause, relais resume read_pause, relais resume resume_sending" {
		t.Errorf("the trail is %q", got)
	}
	until(t, "sending goes on", func() string {
		if !strings.Contains(page(t, service, "/metrics"), "relais_paused 0") {
			return "it is still paused"
		}
		return ""
	})
	w.settled(t, s)
	if got := count(w.sent("+33639983571"), convocation); got != 1 {
		t.Errorf("her phone rang %d times, want once", got)
	}
	if said := service.log.String(); !strings.Contains(said, "restored from a backup") || strings.Contains(said, "QUILLIEN") {
		t.Errorf("the service said:\n%s", said)
	}
}

// backUp keeps a copy of a SQLite database; what it returns puts the copy back.
func backUp(t *testing.T, s settings) (restore func()) {
	t.Helper()
	backup := filepath.Join(t.TempDir(), "sauvegarde.db")
	change(t, s, "vacuum into '"+backup+"'")
	return func() {
		t.Helper()
		for _, end := range []string{"-wal", "-shm"} {
			_ = os.Remove(s["DATABASE"] + end)
		}
		copied, err := os.ReadFile(backup)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s["DATABASE"], copied, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatWasAnsweredBeforeARestoreIsNotAnsweredAgain: people answer after the backup
// was made. Put back, the database has forgotten what they wrote: it is found at the
// provider and read again, for what it decides must count, and the replies that left
// for it are recognised.
func TestWhatWasAnsweredBeforeARestoreIsNotAnsweredAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"CATCH_UP_EVERY": "1s"})
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
	if e := relais(t, s, "import", servePeople(t)); e.status != 0 {
		t.Fatal(e)
	}
	service := serve(t, s)
	convenesOnce(t, w)
	w.settled(t, s)
	service.stop()
	restore := backUp(t, s)

	service = serve(t, s)
	for _, wrote := range []struct{ number, text, reply string }{
		{comes, "1", "Merci, c'est noté"},
		{stops, "STOP", "plus de SMS"},
		{whoWrites, "QUI", "Qui écrit"},
		{cannot, "2", "Pouvez-vous dire pourquoi"},
		{asks, "est-ce que je peux venir avec ma fille ?", "Votre question est transmise"},
		{otherDay, "3", "oici d'autres horaires"},
		{otherDay, "1", "rendez-vous"},
	} {
		w.Twilio.Receive(wrote.number, wrote.text)
		w.awaitSMS(t, wrote.number, wrote.reply, 1)
		w.settled(t, s)
	}
	service.stop()
	numbers := []string{comes, stops, whoWrites, cannot, asks, otherDay}
	before := map[string][]string{}
	for _, number := range numbers {
		before[number] = w.sent(number)
	}
	const standing = `select (select count(*) from participation where confirmed_at > 0), (select count(*) from participation where outcome = 'excused'),
		(select count(*) from opt_out), (select count(*) from escalation where kind = 'question'), (select count(*) from inbox where state = 'done')`
	stood := ask(t, s, standing)

	restore()
	service = serve(t, s)
	until(t, "sending is paused", func() string {
		if !strings.Contains(page(t, service, "/metrics"), "relais_paused 1") {
			return "it is not told"
		}
		return ""
	})
	until(t, "what they wrote is read again", func() string {
		if diff := cmp.Diff(stood, ask(t, s, standing)); diff != "" {
			return diff
		}
		return ""
	})
	until(t, "what left is recognised", func() string {
		if got := ask(t, s, "select count(*) from missing_message where attempt_id = ''"); got[0] != "0" {
			return got[0] + " messages are not"
		}
		return ""
	})
	mustRelais(t, s, "resume")
	w.settled(t, s)
	for _, number := range numbers {
		if diff := cmp.Diff(before[number], w.sent(number)); diff != "" {
			t.Errorf("%s got, before and after the restore:\n%s", number, diff)
		}
	}
}

// page reads what the service answers to whoever asks.
func page(t *testing.T, v *service, path string) string {
	t.Helper()
	answer, err := http.Get(v.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
