package main_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/store/storetest"
)

// keptDatabase is a database of sixty people with a history, as settings.
func keptDatabase(t *testing.T) settings {
	t.Helper()
	return settings{
		"DATABASE": storetest.Scale(t, storetest.Size{People: 60, Messages: 1200}),
		"DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key()),
	}
}

// TestABackupAndItsKeyAreEnough loses the machine: a new one is given the backup and
// the key that opens it, and tells the same figures.
func TestABackupAndItsKeyAreEnough(t *testing.T) {
	t.Parallel()
	s := keptDatabase(t)
	safe := t.TempDir()
	key, backup := filepath.Join(safe, "sauvegardes.cle"), filepath.Join(safe, "relais.sauvegarde")
	recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", key).stdout)
	mustRelais(t, s, "backup", backup, "--recipient", recipient)
	for _, path := range []string{key, backup} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it for its owner only", path, info, err)
		}
	}
	text, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for _, personal := range []string{"person", s["DATA_KEY"], "territory"} {
		if bytes.Contains(text, []byte(personal)) {
			t.Errorf("the backup holds %q in clear", personal)
		}
	}
	if e := mustRelais(t, nil, "restore", backup, "--identity", key, "--check"); !strings.Contains(e.stderr, "entière") {
		t.Errorf("check: %v", e)
	}
	again := settings{"DATABASE": filepath.Join(t.TempDir(), "neuf", "relais.db")}
	mustRelais(t, again, "restore", backup, "--identity", key)
	for _, figures := range []string{"reach", "deadlines", "weekly", "employment"} {
		if want, got := mustRelais(t, s, "report", figures).stdout, mustRelais(t, again, "report", figures).stdout; got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", figures, got, want)
		}
	}
	mustRelais(t, again, "verify-journal")
	if e := relais(t, again, "restore", backup, "--identity", key); e.status != 1 || !strings.Contains(e.stderr, "nothing is overwritten") {
		t.Errorf("over a database: %v", e)
	}
}

func TestABackupGoesToPostgresWithItsDataKey(t *testing.T) {
	t.Parallel()
	s := keptDatabase(t)
	safe := t.TempDir()
	key, dataKey := filepath.Join(safe, "sauvegardes.cle"), filepath.Join(safe, "donnees.cle")
	recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", key).stdout)
	backup := mustRelais(t, s, "backup", "-", "--recipient", recipient).stdout
	target := settings{"DATABASE": storetest.Postgres(t), "DATA_KEY": base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))}
	if e := relaisAs(t, nil, target, backup, "restore", "-", "--identity", key); e.status != 1 || !strings.Contains(e.stderr, "--key-out") {
		t.Errorf("with another data key: %v", e)
	}
	if e := relaisAs(t, nil, target, backup, "restore", "-", "--identity", key, "--key-out", dataKey); e.status != 0 {
		t.Fatalf("the data key: %v", e)
	}
	text, err := os.ReadFile(dataKey)
	if err != nil {
		t.Fatal(err)
	}
	target["DATA_KEY"] = strings.TrimSpace(string(text))
	if e := relaisAs(t, nil, target, backup, "restore", "-", "--identity", key); e.status != 0 {
		t.Fatalf("restore: %v", e)
	}
	if want, got := mustRelais(t, s, "report", "reach").stdout, mustRelais(t, target, "report", "reach").stdout; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBackupsSayHowToMend(t *testing.T) {
	t.Parallel()
	s := keptDatabase(t)
	safe := t.TempDir()
	key, other, backup := filepath.Join(safe, "a.cle"), filepath.Join(safe, "b.cle"), filepath.Join(safe, "relais.sauvegarde")
	recipient := strings.TrimSpace(mustRelais(t, nil, "backup-key", key).stdout)
	mustRelais(t, nil, "backup-key", other)
	mustRelais(t, s, "backup", backup, "--recipient", recipient)
	text, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(safe, "coupee")
	if err := os.WriteFile(cut, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no public key", []string{"backup", filepath.Join(safe, "x")}, "relais backup-key"},
		{"no public key at all", []string{"backup", filepath.Join(safe, "x"), "--recipient", "age1xyz"}, "starts with age1"},
		{"the file exists", []string{"backup", backup, "--recipient", recipient}, "nothing is overwritten"},
		{"a key over a key", []string{"backup-key", key}, "nothing is overwritten"},
		{"another key", []string{"restore", backup, "--identity", other, "--check"}, "another key"},
		{"no key", []string{"restore", backup, "--identity", backup, "--check"}, "relais backup-key"},
		{"cut short", []string{"restore", cut, "--identity", key, "--check"}, "damaged"},
		{"no backup", []string{"restore", key, "--identity", key, "--check"}, "no backup of Relais"},
	} {
		if e := relais(t, s, test.args...); e.status == 0 || !strings.Contains(e.stderr, test.want) {
			t.Errorf("%s: %v, want %q", test.name, e, test.want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(safe, "*.partial")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestTheCommandMovesToPostgres(t *testing.T) {
	t.Parallel()
	s := keptDatabase(t)
	address := storetest.Postgres(t)
	if e := relais(t, s, "migrate", "--from", filepath.Join(t.TempDir(), "none.db"), "--to", address); e.status != 1 || !strings.Contains(e.stderr, "no such file") {
		t.Errorf("from nothing: %v", e)
	}
	mustRelais(t, s, "migrate", "--from", s["DATABASE"], "--to", address)
	for _, figures := range []string{"reach", "deadlines", "weekly", "employment"} {
		if want, got := mustRelais(t, s, "report", figures).stdout, mustRelais(t, s.with(settings{"DATABASE": address}), "report", figures).stdout; got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", figures, got, want)
		}
	}
}
