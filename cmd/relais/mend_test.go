package main_test

import (
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"relais/store/storetest"
)

// aPerson is somebody whom no error text may name.
func aPerson(t *testing.T) []string {
	return []string{"Mme", "MYSTÈRE", "Zéphyrine", "14/05/1985", "S-0001", "06 39 98 77 66", "35600 Redon", "Pays de Redon", "", today(t)}
}

// stackOrPersonal is what no error text may hold: traces of a panic, Go's own
// jargon, or the person above.
var stackOrPersonal = regexp.MustCompile(`panic|goroutine |\.go:\d|0x[0-9a-f]{6}|%!|<nil>|MYSTÈRE|Zéphyrine|98 ?77 ?66|14/05/1985|S-0001|mot-de-passe`)

// saysHowToMend checks how a command failed: its status, that its text names
// every one of the phrases, and that it holds no trace and nothing personal.
func saysHowToMend(t *testing.T, e ending, status int, phrases ...string) {
	t.Helper()
	if e.status != status {
		t.Errorf("status %d, want %d: %v", e.status, status, e)
	}
	for _, phrase := range phrases {
		if !strings.Contains(e.stderr, phrase) {
			t.Errorf("the text lacks %q: %v", phrase, e)
		}
	}
	if found := stackOrPersonal.FindString(e.stdout + e.stderr); found != "" {
		t.Errorf("the text holds %q: %v", found, e)
	}
	if lines := strings.Count(strings.TrimSpace(e.stderr), "\n"); lines > 15 {
		t.Errorf("the text has %d lines: %v", lines+1, e)
	}
}

func TestBadSettingsSayHowToMend(t *testing.T) {
	t.Parallel()
	good := settings{"DATABASE": filepath.Join(t.TempDir(), "relais.db"), "LISTEN": freeAddress(t)}
	key := base64.StdEncoding.EncodeToString(storetest.Key())
	for name, bad := range map[string]struct {
		settings settings
		args     []string
		phrases  []string
	}{
		"everything at once": {
			settings{
				"TIMEZONE": "Europe/Parsi", "SEND_WINDOW": "9h-19h", "CONVENE_WITHIN_DAYS": "0", "LEASE": "10s", "TWILIO_ACCOUNT_SID": "SM123",
				"TELEGRAM_TOKEN": "jeton", "TELEGRAM_MODE": "push", "LISTEN": "8080", "DATA_KEY": "court", "LOOK_UP_DELAYS": "3m,60s", "CONCURRENCY": "0",
			},
			[]string{"serve"},
			[]string{
				"RELAIS_TIMEZONE", "Europe/Paris", "RELAIS_SEND_WINDOW", "Mon-Fri 09:00-19:00", "RELAIS_CONVENE_WITHIN_DAYS", "RELAIS_LEASE",
				"RELAIS_TWILIO_ACCOUNT_SID", "RELAIS_TWILIO_AUTH_TOKEN is missing", "RELAIS_TWILIO_FROM", "RELAIS_TELEGRAM_TOKEN", "BotFather",
				"RELAIS_TELEGRAM_MODE", "RELAIS_LISTEN", "127.0.0.1:8080", "RELAIS_DATA_KEY", "openssl rand -base64 32", "RELAIS_LOOK_UP_DELAYS", "RELAIS_CONCURRENCY",
			},
		},
		"wrong time zone, import":     {settings{"TIMEZONE": "Paris"}, []string{"import", "people.csv"}, []string{"RELAIS_TIMEZONE", `"Paris"`, "Europe/Paris"}},
		"wrong time zone, report":     {settings{"TIMEZONE": "CEST+2"}, []string{"report", "reach"}, []string{"RELAIS_TIMEZONE", "Europe/Paris"}},
		"PostgreSQL without key":      {settings{"DATABASE": "postgres://relais:mot-de-passe@127.0.0.1:1/relais"}, []string{"serve"}, []string{"RELAIS_DATA_KEY", "openssl rand -base64 32"}},
		"not a duration":              {settings{"LEASE": "soixante"}, []string{"serve"}, []string{"RELAIS_LEASE", "soixante", "30s"}},
		"not a number":                {settings{"CONCURRENCY": "beaucoup"}, []string{"serve"}, []string{"RELAIS_CONCURRENCY", "beaucoup"}},
		"not a tick":                  {settings{"TICK_EVERY": "souvent"}, []string{"serve"}, []string{"RELAIS_TICK_EVERY", "souvent", "@every 10s"}},
		"not a relay":                 {settings{"SMTP_URL": "mail.exemple.fr"}, []string{"serve"}, []string{"RELAIS_SMTP_URL", "smtp://user:password@host"}},
		"not an address":              {settings{"PUBLIC_URL": "relais.exemple.fr"}, []string{"serve"}, []string{"RELAIS_PUBLIC_URL", "https://relais.exemple.fr"}},
		"a database nobody knows":     {settings{"DATABASE": "mysql://base/relais"}, []string{"report", "reach"}, []string{"RELAIS_DATABASE", "postgres://"}},
		"a database in memory":        {settings{"DATABASE": ":memory:"}, []string{"serve"}, []string{"RELAIS_DATABASE", "path of a file"}},
		"no look-up":                  {settings{"LOOK_UP_DELAYS": " "}, []string{"serve"}, []string{"RELAIS_LOOK_UP_DELAYS"}},
		"a log format nobody knows":   {settings{"LOG_FORMAT": "xml"}, []string{"serve"}, []string{"RELAIS_LOG_FORMAT", "text", "json"}},
		"a command nobody knows":      {nil, []string{"servir"}, []string{"servir"}},
		"a flag nobody knows":         {nil, []string{"serve", "--port", "80"}, []string{"--port"}},
		"a report nobody knows":       {nil, []string{"report", "tout"}, []string{"reach", "deadlines", "referents"}},
		"alphanumeric but answerable": {settings{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken, "TWILIO_FROM": "RELAIS35", "TWILIO_TWO_WAY": "true"}, []string{"serve"}, []string{"RELAIS_TWILIO_TWO_WAY", "short code"}},
		"webhook without a secret":    {settings{"TELEGRAM_TOKEN": botToken, "TELEGRAM_MODE": "webhook"}, []string{"serve"}, []string{"RELAIS_TELEGRAM_WEBHOOK_SECRET"}},
		"key of another length":       {settings{"DATA_KEY": key[:20]}, []string{"import", "people.csv"}, []string{"RELAIS_DATA_KEY", "32 bytes", "openssl rand -base64 32"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			saysHowToMend(t, relais(t, good.with(bad.settings), bad.args...), 2, bad.phrases...)
		})
	}
}

func TestUnusableFilesSayHowToMend(t *testing.T) {
	t.Parallel()
	s := settings{"DATABASE": filepath.Join(t.TempDir(), "relais.db")}
	known := table(t, peopleHeader(), aPerson(t))
	for name, bad := range map[string]struct {
		path    string
		args    []string
		phrases []string
	}{
		"no such file":         {filepath.Join(t.TempDir(), "absent.csv"), nil, []string{"absent.csv", "existe"}},
		"a folder":             {t.TempDir(), nil, []string{"dossier"}},
		"an empty file":        {file(t, "vide.csv", nil), nil, []string{"vide.csv", "vide", "exporter"}},
		"headers alone":        {file(t, "entetes.csv", table(t, peopleHeader())), nil, []string{"entetes.csv", "lignes"}},
		"unknown headers":      {file(t, "autre.csv", table(t, []string{"Couleur", "Taille"}, []string{"bleu", "12"})), nil, []string{"autre.csv", "en-têtes", "Prénom et Nom"}},
		"a wrong delimiter":    {file(t, "barre.csv", []byte(strings.ReplaceAll(string(known), ";", "/"))), nil, []string{"barre.csv", "en-têtes"}},
		"a column missing":     {file(t, "sansnom.csv", table(t, []string{"Prénom", "Téléphone"}, []string{"Zéphyrine", "06 39 98 77 66"})), nil, []string{"sansnom.csv", "Nom"}},
		"a picture":            {file(t, "photo.csv", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 400)...)), nil, []string{"photo.csv", "CSV"}},
		"a workbook cut short": {file(t, "coupe.xlsx", append([]byte("PK\x03\x04"), known...)), nil, []string{"coupe.xlsx", "Excel", "enregistrer"}},
		"an old workbook":      {file(t, "ancien.xls", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1000)...)), nil, []string{"ancien.xls", "xlsx"}},
		"another kind imposed": {file(t, "gens.csv", known), []string{"--source", "slots"}, []string{"gens.csv", "Début"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			saysHowToMend(t, relais(t, s, append([]string{"import", bad.path}, bad.args...)...), 1, bad.phrases...)
		})
	}
	t.Run("a file without headers", func(t *testing.T) {
		t.Parallel()
		path := file(t, "sansentetes.csv", table(t, aPerson(t), aPerson(t)))
		saysHowToMend(t, relais(t, s, "import", path), 1, "sansentetes.csv", "en-têtes")
	})
	t.Run("a report that cannot be written", func(t *testing.T) {
		t.Parallel()
		saysHowToMend(t, relais(t, s, "import", file(t, "gens.csv", known), "--report", filepath.Join(t.TempDir(), "absent", "r.csv")), 1, "--report")
	})
	t.Run("the good files are imported all the same", func(t *testing.T) {
		t.Parallel()
		e := relais(t, sqliteFile(t), "import", filepath.Join(t.TempDir(), "absent.csv"), file(t, "gens.csv", known))
		if e.status != 1 || !strings.Contains(e.stdout, "1 créée") {
			t.Errorf("%v", e)
		}
	})
}

// nobody is a user without rights; the tests may run as root, whom no
// permission stops.
func nobody(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

// publicFolder is a folder that another user can reach.
func publicFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "relais-mend-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestUnusableDatabasesSayHowToMend(t *testing.T) {
	t.Parallel()
	key := base64.StdEncoding.EncodeToString(storetest.Key())
	at := func(database string) settings { return settings{"DATABASE": database, "LISTEN": freeAddress(t)} }
	// made returns a database with a key file.
	made := func(t *testing.T, dir string) string {
		path := filepath.Join(dir, "relais.db")
		mustRelais(t, settings{"DATABASE": path}, "report", "reach")
		return path
	}

	t.Run("a folder that cannot be written", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(publicFolder(t), "data")
		if err := os.Mkdir(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		for _, command := range [][]string{{"serve"}, {"import", "people.csv"}, {"report", "reach"}} {
			saysHowToMend(t, relaisAs(t, nobody(t), at(filepath.Join(dir, "relais.db")), "", command...), 1, dir, "permission denied")
		}
		saysHowToMend(t, relaisAs(t, nobody(t), at(filepath.Join(dir, "new", "relais.db")), "", "serve"), 1, dir, "permission", "RELAIS_DATABASE")
	})
	t.Run("a file that cannot be written", func(t *testing.T) {
		t.Parallel()
		dir := publicFolder(t)
		path := made(t, dir)
		if user := nobody(t); user != nil {
			for _, own := range []string{dir, path, path + ".key"} {
				if err := os.Chown(own, int(user.Uid), int(user.Gid)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
		for _, command := range [][]string{{"serve"}, {"import", "people.csv"}} {
			saysHowToMend(t, relaisAs(t, nobody(t), at(path), "", command...), 1, path, "cannot be written", "give this user the right")
		}
	})
	t.Run("not a database", func(t *testing.T) {
		t.Parallel()
		path := file(t, "relais.db", []byte(strings.Repeat("ceci est une lettre\n", 500)))
		for _, command := range [][]string{{"serve"}, {"import", "people.csv"}, {"report", "reach"}} {
			saysHowToMend(t, relais(t, at(path).with(settings{"DATA_KEY": key}), command...), 1, path, "not a sound SQLite database", "RELAIS_DATABASE", "backup")
		}
	})
	t.Run("a folder in place of the file", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		saysHowToMend(t, relais(t, at(dir).with(settings{"DATA_KEY": key}), "serve"), 1, dir, "is a directory", "RELAIS_DATABASE")
	})
	t.Run("a folder that does not exist", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "absent")
		saysHowToMend(t, relais(t, at(filepath.Join(dir, "relais.db")), "report", "reach"), 1, dir, "does not exist", "RELAIS_DATABASE")
	})
	t.Run("locked by another program", func(t *testing.T) {
		t.Parallel()
		path := made(t, t.TempDir())
		db, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		held, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := held.ExecContext(t.Context(), "begin immediate"); err != nil {
			t.Fatal(err)
		}
		saysHowToMend(t, relais(t, at(path), "import", file(t, "gens.csv", table(t, peopleHeader(), aPerson(t)))), 1, path, "locked by another program", "stop it")
	})
	t.Run("another key", func(t *testing.T) {
		t.Parallel()
		path := made(t, t.TempDir())
		for _, command := range [][]string{{"serve"}, {"import", "people.csv"}, {"report", "reach"}} {
			saysHowToMend(t, relais(t, at(path).with(settings{"DATA_KEY": key}), command...), 1, "key does not fit this database", "RELAIS_DATA_KEY", "key file")
		}
	})
	t.Run("the key file is gone", func(t *testing.T) {
		t.Parallel()
		path := made(t, t.TempDir())
		if err := os.Remove(path + ".key"); err != nil {
			t.Fatal(err)
		}
		saysHowToMend(t, relais(t, at(path), "serve"), 1, path+".key is missing", "restore it", "RELAIS_DATA_KEY")
	})
	t.Run("a key file that others can read", func(t *testing.T) {
		t.Parallel()
		path := made(t, t.TempDir())
		if err := os.Chmod(path+".key", 0o644); err != nil {
			t.Fatal(err)
		}
		saysHowToMend(t, relais(t, at(path), "serve"), 1, path+".key", "chmod 600")
	})
	t.Run("PostgreSQL that does not answer", func(t *testing.T) {
		t.Parallel()
		host := freeAddress(t)
		s := at("postgres://relais:mot-de-passe@" + host + "/relais?sslmode=disable").with(settings{"DATA_KEY": key})
		for _, command := range [][]string{{"serve"}, {"import", "people.csv"}, {"report", "reach"}} {
			saysHowToMend(t, relais(t, s, command...), 1, "PostgreSQL cannot be reached at "+host, "RELAIS_DATABASE", "server runs")
		}
	})
	t.Run("a PostgreSQL address that cannot be read", func(t *testing.T) {
		t.Parallel()
		s := at("postgres://relais:mot-de-passe@127.0.0.1:port/relais").with(settings{"DATA_KEY": key})
		saysHowToMend(t, relais(t, s, "serve"), 1, "postgres://user:password@host:port/name")
	})
	t.Run("a PostgreSQL database that does not exist", func(t *testing.T) {
		t.Parallel()
		address := storetest.Postgres(t)
		s := at(strings.Replace(address, "/relais_test_", "/absente_", 1)).with(settings{"DATA_KEY": key})
		saysHowToMend(t, relais(t, s, "serve"), 1, "RELAIS_DATABASE", "does not exist")
	})
}

func TestPortInUseSaysHowToMend(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := sqliteFile(t)
	saysHowToMend(t, relais(t, s.with(settings{"LISTEN": taken.Addr().String()}), "serve"), 1, "another program already listens on "+taken.Addr().String(), "stop it", "RELAIS_LISTEN")
	saysHowToMend(t, relais(t, s.with(settings{"LISTEN": "203.0.113.7:8080"}), "serve"), 1, "203.0.113.7:8080", "RELAIS_LISTEN", "address of this machine")
}

func TestAccountsSayHowToMend(t *testing.T) {
	t.Parallel()
	s := sqliteFile(t)
	folder := filepath.Dir(s["DATABASE"])
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	mustRelais(t, s, "account", "create", coordinator, "--role", "coordinator")
	saysHowToMend(t, relais(t, s, "account", "create", coordinator), 1, "exists already", "relais account password")
	saysHowToMend(t, relais(t, s, "account", "password", "absente@exemple.fr"), 1, "no account", "relais account list")
	saysHowToMend(t, relais(t, s, "account", "reset", "absente@exemple.fr"), 1, "no account", "relais account list")
	if e := relais(t, s, "account", "reset", coordinator); e.status != 0 || !strings.Contains(e.stdout, "second factor removed: "+coordinator) {
		t.Errorf("reset: %v", e)
	}
	saysHowToMend(t, relais(t, s, "account", "create", "pas une adresse"), 1, "not an e-mail address")
	saysHowToMend(t, relaisAs(t, nil, s, "court\n", "account", "create", anne, "--stdin"), 1, "12 characters")
}

// TestUnreachableProviderIsNamedAndMessagesLeaveOnceItIsBack starts the service
// before its provider.
func TestUnreachableProviderIsNamedAndMessagesLeaveOnceItIsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	host := freeAddress(t)
	s := w.settings.with(sqliteFile(t)).with(settings{
		"TWILIO_API_URL": "http://" + host, "TELEGRAM_API_URL": "http://" + freeAddress(t), "SMTP_URL": "smtp://" + freeAddress(t) + "?from=relais@exemple.fr",
	})
	v := serve(t, s)
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 1))
	if e := relais(t, s, "import", file(t, "gens.csv", table(t, peopleHeader(), aPerson(t)))); e.status != 0 {
		t.Fatal(e)
	}
	for _, phrase := range []string{host, "RELAIS_TWILIO_API_URL", "RELAIS_TELEGRAM_API_URL"} {
		until(t, "the log names "+phrase, func() string {
			if strings.Contains(v.log.String(), phrase) {
				return ""
			}
			return v.log.tail(2000)
		})
	}
	if !v.running() {
		t.Fatal("the service ended for want of a provider")
	}
	if found := stackOrPersonal.FindString(v.log.String()); found != "" {
		t.Errorf("the log holds %q", found)
	}
	if strings.Contains(v.log.String(), "loopback-token") {
		t.Error("the log holds the bot's token")
	}

	listener, err := net.Listen("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	provider := &http.Server{Handler: w.Handler()}
	go func() {
		if err := provider.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	t.Cleanup(func() { provider.Close() })
	w.awaitSMS(t, "+33639987766", convocation, 1)
}
