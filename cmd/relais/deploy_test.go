package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// trial starts the loopback providers as a newcomer does, and returns the settings
// that they wrote and the folder of the files to import.
func trial(t *testing.T) (s settings, folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "essai")
	listen := freeAddress(t)
	providers := exec.Command(program, "sandbox", "--listen", freeAddress(t), "--mail", freeAddress(t), "--relais", "http://"+listen, "--out", folder)
	providers.Stderr = new(transcript)
	if err := providers.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = providers.Process.Signal(syscall.SIGTERM)
		if err := providers.Wait(); err != nil {
			t.Errorf("the providers ended with %v", err)
		}
	})
	var text []byte
	until(t, "the providers are there", func() string {
		var err error
		if text, err = os.ReadFile(filepath.Join(folder, "essai.env")); err != nil || !strings.Contains(string(text), "SEND_WINDOW") {
			return "no settings yet"
		}
		if _, err := os.Stat(filepath.Join(folder, "beneficiaires.csv")); err != nil {
			return "no people yet"
		}
		return ""
	})
	s = settings{"LISTEN": listen, "TICK_EVERY": "@every 1s"}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "RELAIS_"), "=")
		s[name] = strings.Trim(value, `"`)
	}
	return s.with(sqliteFile(t)), folder
}

// metricNames are those that a text names, ours and the process's.
var metricNames = regexp.MustCompile(`\b(?:relais|process|go)_[a-z_]+\b`)

// TestATrialInstallationNeedsNoAccount plays what the guide's trial does: providers of
// loopback, files to import, convocations that leave. What is watched then, the alerts
// and the dashboard read; a name that is not written would never ring.
func TestATrialInstallationNeedsNoAccount(t *testing.T) {
	t.Parallel()
	s, folder := trial(t)
	service := serve(t, s)
	imported := relais(t, s, "import", filepath.Join(folder, "referents.csv"), filepath.Join(folder, "creneaux.csv"), filepath.Join(folder, "beneficiaires.csv"))
	if imported.status != 1 { // the file of the trial has two faulty rows, to be seen
		t.Fatalf("import: %v", imported)
	}
	until(t, "convocations leave", func() string {
		if strings.Contains(page(t, service, "/metrics"), "relais_sms_parts_total{") {
			return ""
		}
		return "no SMS yet"
	})
	verdicts, mends, status := checked(t, s)
	for name, verdict := range verdicts {
		if verdict == "défaut" || verdict == "attention" && name != "sauvegardes" && name != "disque" {
			t.Errorf("%s: %s", name, verdict)
		}
	}
	if status != 0 {
		t.Errorf("check ends with %d:\n%s", status, mends)
	}
	_ = page(t, service, "/connexion") // a request that is counted

	written := metricNames.FindAllString(page(t, service, "/metrics"), -1)
	for _, file := range []string{"alerts.yml", "dashboard.json"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		named := metricNames.FindAllString(string(text), -1)
		if len(named) < 5 {
			t.Errorf("%s names %d metrics only", file, len(named))
		}
		for _, name := range named {
			if !slices.Contains(written, name) {
				t.Errorf("%s names %s, which the service does not write", file, name)
			}
		}
		if strings.HasSuffix(file, ".json") && !json.Valid(text) {
			t.Errorf("%s is not JSON", file)
		}
	}
}

// TestMetricsTellWhatWaitsAndTheLastBackup: what the two most useful alerts read.
func TestMetricsTellWhatWaitsAndTheLastBackup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"TWILIO_API_URL": "http://" + freeAddress(t)}) // nobody answers there
	service := serve(t, s)
	has := func(pattern string) bool {
		return regexp.MustCompile(`(?m)^` + pattern + `$`).MatchString(page(t, service, "/metrics"))
	}
	if !has(`relais_last_backup_timestamp_seconds 0`) || !has(`relais_late_seconds\{channel="sms"\} 0`) {
		t.Errorf("at first: %s", page(t, service, "/metrics"))
	}
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
	if e := relais(t, s, "import", servePeople(t)); e.status != 0 {
		t.Fatalf("import people: %v", e)
	}
	until(t, "a message is late", func() string {
		if has(`relais_late_seconds\{channel="sms"\} [1-9][0-9.]*`) {
			return ""
		}
		return page(t, service, "/metrics")
	})
	safe, began := t.TempDir(), time.Now()
	recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", filepath.Join(safe, "cle")).stdout)
	mustRelais(t, s, "backup", filepath.Join(safe, "sauvegarde"), "--recipient", recipient)
	at := regexp.MustCompile(`(?m)^relais_last_backup_timestamp_seconds ([0-9.e+]+)$`).FindStringSubmatch(page(t, service, "/metrics"))
	if at == nil {
		t.Fatal("no backup among the metrics")
	}
	var seconds float64
	if err := json.Unmarshal([]byte(at[1]), &seconds); err != nil || seconds < float64(began.Unix()-1) || seconds > float64(time.Now().Unix()+1) {
		t.Errorf("the last backup is dated %s (%v)", at[1], err)
	}
}
