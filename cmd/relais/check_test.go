package main_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/sandbox"
)

// checked runs relais check and returns what it found, by name.
func checked(t *testing.T, s settings) (verdicts map[string]string, mends string, status int) {
	t.Helper()
	e := relais(t, s, "check", "--format", "json")
	var found []struct{ Check, Verdict, Found, Mend string }
	if err := json.Unmarshal([]byte(e.stdout), &found); err != nil {
		t.Fatalf("%v: %v", err, e)
	}
	verdicts = map[string]string{}
	for _, f := range found {
		verdicts[f.Check] = f.Verdict
		mends += f.Check + ": " + f.Found + " " + f.Mend + "\n"
	}
	return verdicts, mends, e.status
}

// TestCheckIsAllGreenWhereAllIsWell asks about a service that works, with a backup.
func TestCheckIsAllGreenWhereAllIsWell(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	onEachEngine(t, func(t *testing.T, database settings) {
		s := w.settings.with(database)
		if database["DATA_KEY"] != "" {
			s["ANCHOR_FILE"] = filepath.Join(t.TempDir(), "ancres")
		}
		s = s.elsewhere(t)
		serve(t, s)
		safe := t.TempDir()
		recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", filepath.Join(safe, "cle")).stdout)
		mustRelais(t, s, "backup", filepath.Join(safe, "sauvegarde"), "--recipient", recipient)
		verdicts, mends, status := checked(t, s)
		for name, verdict := range verdicts {
			if verdict != "ok" && (name != "disque" || verdict == "défaut") {
				t.Errorf("%s: %s", name, verdict)
			}
		}
		for _, name := range []string{"réglages", "base de données", "clé des données", "sauvegardes", "envois", "ancres du journal", "horloge", "SMS", "Telegram", "courriel", "adresse publique", "signatures"} {
			if verdicts[name] == "" {
				t.Errorf("%s was not looked at", name)
			}
		}
		if t.Failed() || status != 0 {
			t.Errorf("status %d:\n%s", status, mends)
		}
	})
}

// TestAStrictCheckFailsForWhatAsksForAttention: a line of cron must be heard of a backup
// that was never made.
func TestAStrictCheckFailsForWhatAsksForAttention(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t))
	serve(t, s)
	if e := relais(t, s, "check"); e.status != 0 || !strings.Contains(e.stdout, "aucune n'a encore été faite") {
		t.Errorf("check: %v", e)
	}
	if e := relais(t, s, "check", "--strict"); e.status != 1 {
		t.Errorf("a strict check: %v", e)
	}
}

// TestCheckSaysWhatIsWrongAndHowToMendIt breaks one thing after the other.
func TestCheckSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t))
	serve(t, s)
	deaf := httptest.NewServer(http.NotFoundHandler())
	deaf.Close()
	late := newWorld(t, func(o *sandbox.Options) { o.Twilio.Sender = "38036" })
	bent := proxy(t, "http://"+s["LISTEN"], func(r *http.Request) { r.URL.RawQuery = "via=proxy" })
	for _, test := range []struct {
		name    string
		change  settings
		check   string
		verdict string
		mend    string
	}{
		{"a setting", settings{"LISTEN": "nowhere"}, "réglages", "défaut", "RELAIS_LISTEN"},
		{"another token", settings{"TWILIO_AUTH_TOKEN": "ffffffffffffffffffffffffffffffff"}, "SMS", "défaut", "RELAIS_TWILIO_AUTH_TOKEN"},
		{"a token that the service does not have", settings{"TWILIO_AUTH_TOKEN": "ffffffffffffffffffffffffffffffff"}, "signatures", "défaut", "RELAIS_TWILIO_AUTH_TOKEN"},
		{"a sender of somebody else", settings{"TWILIO_API_URL": late.settings["TWILIO_API_URL"]}, "SMS", "défaut", "RELAIS_TWILIO_FROM"},
		{"a bot token", settings{"TELEGRAM_TOKEN": "1000000035:another-token-0000000000000000000"}, "Telegram", "défaut", "@BotFather"},
		{"no relay", settings{"SMTP_URL": "smtp://127.0.0.1:1?from=relais@exemple.fr&starttls=off"}, "courriel", "défaut", "RELAIS_SMTP_URL"},
		{"no service", settings{"LISTEN": freeAddress(t)}, "adresse publique", "défaut", "démarrez"},
		{"a proxy that changes addresses", settings{"PUBLIC_URL": bent}, "signatures", "défaut", "mandataire"},
		{"nobody to ask", settings{"TWILIO_API_URL": deaf.URL}, "horloge", "attention", "réseau"},
		{"another key", settings{"DATA_KEY": strings.Repeat("00", 32)}, "base de données", "défaut", "RELAIS_DATA_KEY"},
		{"no backup", nil, "sauvegardes", "attention", "relais backup"},
		{"no database yet", settings{"DATABASE": filepath.Join(t.TempDir(), "relais.db")}, "base de données", "attention", "RELAIS_DATABASE"},
	} {
		verdicts, mends, status := checked(t, s.with(test.change))
		if verdicts[test.check] != test.verdict || !strings.Contains(mends, test.mend) {
			t.Errorf("%s: %s is %q, want %q and %q in:\n%s", test.name, test.check, verdicts[test.check], test.verdict, test.mend, mends)
		}
		if want := map[string]int{"défaut": 1}[test.verdict]; status < want || status == 2 {
			t.Errorf("%s: status %d", test.name, status)
		}
	}
}

// TestCheckSeesAClockThatIsWrong: an operator whose time is two minutes away.
func TestCheckSeesAClockThatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	api, err := url.Parse(w.settings["TWILIO_API_URL"])
	if err != nil {
		t.Fatal(err)
	}
	there := httputil.NewSingleHostReverseProxy(api)
	there.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Date", time.Now().Add(-2*time.Minute).UTC().Format(http.TimeFormat))
		return nil
	}
	server := httptest.NewServer(there)
	t.Cleanup(server.Close)
	verdicts, mends, _ := checked(t, w.settings.with(sqliteFile(t)).with(settings{"TWILIO_API_URL": server.URL}))
	if verdicts["horloge"] != "défaut" || !strings.Contains(mends, "120 secondes") && !strings.Contains(mends, "119 secondes") && !strings.Contains(mends, "121 secondes") {
		t.Errorf("got %q in\n%s", verdicts["horloge"], mends)
	}
}

// proxy forwards to an address after a change, as one that is badly configured does.
func proxy(t *testing.T, to string, change func(*http.Request)) string {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		change(r.Out)
	}})
	t.Cleanup(server.Close)
	return server.URL
}
