package main_test

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
)

// TestTheDataKeyIsReplacedUnderARunningService: people are convened, the key is replaced,
// an answer comes in and is answered, the service restarts, and the old key is forgotten.
func TestTheDataKeyIsReplacedUnderARunningService(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		w := newWorld(t, nil)
		s := w.settings.with(database)
		mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 1))
		const number = "+33639980171"
		mustRelais(t, s, "import", file(t, "personnes.csv", table(t, peopleHeader(),
			[]string{"Mme", "QUILLIEN", "Maëlys", "14/02/1990", "K-1", number, "35600 Redon", "Pays de Redon", anne, today(t)})))
		service := serve(t, s)
		w.awaitSMS(t, number, "rendez-vous", 1)

		next := s
		if s["DATA_KEY"] != "" {
			fresh := base64.StdEncoding.EncodeToString([]byte("another key of thirty-two bytes."))
			if e := relais(t, s, "rotate-key"); e.status != 1 || !strings.Contains(e.stderr, "RELAIS_DATA_KEY_NEW") {
				t.Errorf("without the new key: %v", e)
			}
			mustRelais(t, s.with(settings{"DATA_KEY_NEW": fresh}), "rotate-key")
			next = s.with(settings{"DATA_KEY": fresh})
		} else {
			mustRelais(t, s, "rotate-key")
			if info, err := os.Stat(s["DATABASE"] + ".key"); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the new key file: %v, %v", info, err)
			}
		}
		before := len(w.sent(number))
		mustRelais(t, next, "report", "reach") // the new key opens the database
		w.Twilio.Receive(number, "oui")
		w.awaitSMS(t, number, "", before+1)

		service.stop()
		if e := mustRelais(t, next, "rotate-key", "--end"); !strings.Contains(e.stderr, "ancienne clé") {
			t.Errorf("end: %v", e)
		}
		serve(t, next)
		w.Twilio.Receive(number, "c ki ?")
		w.awaitSMS(t, number, "", before+2)
		mustRelais(t, next, "verify-journal")
	})
}
