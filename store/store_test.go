package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func options(t *testing.T, database string) store.Options {
	t.Helper()
	return store.Options{Database: database, Key: storetest.Key(), Rules: storetest.Rules(t)}
}

func TestReopeningKeepsTheSchema(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "relais.db")
	for range 2 {
		s, err := store.Open(t.Context(), options(t, database))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Ping(t.Context()), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestADatabaseOfANewerRelaisIsRefused puts the former program back over a schema that
// a newer one brought on.
func TestADatabaseOfANewerRelaisIsRefused(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, driver, database string) {
		s, err := store.Open(t.Context(), options(t, database))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open(driver, database)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.ExecContext(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99999, $1)", true)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if s, err := store.Open(t.Context(), options(t, database)); err == nil || !strings.Contains(err.Error(), "newer Relais (schema 99999") {
			t.Errorf("got %v", err)
			if err == nil {
				s.Close()
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		check(t, "sqlite", filepath.Join(t.TempDir(), "relais.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		check(t, "pgx", storetest.Postgres(t))
	})
}

func TestAnotherDataKeyIsRefused(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, database string) {
		s, err := store.Open(t.Context(), options(t, database))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		o := options(t, database)
		o.Key = bytes.Repeat([]byte{7}, store.KeySize)
		if _, err := store.Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), "does not fit this database") {
			t.Errorf("got %v, want a refusal that names the data key", err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		check(t, filepath.Join(t.TempDir(), "relais.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		check(t, storetest.Postgres(t))
	})
}

func TestOpenSaysHowToMend(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, bytes.Repeat([]byte("not a database\n"), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, database, want string }{
		{"nothing set", "", "RELAIS_DATABASE"},
		{"directory missing", filepath.Join(dir, "none", "relais.db"), "create it"},
		{"a directory", dir, "path of a file"},
		{"not a database", text, "not a sound SQLite database"},
		{"another server", "mysql://host/db", "postgres://"},
		{"in memory", ":memory:", "file path"},
		{"server away", "postgres://relais:secret@127.0.0.1:1/relais", "cannot be reached"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := store.Open(t.Context(), options(t, test.database))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want a text with %q", err, test.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

func TestACancelledCallerIsNotWritten(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Ping(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	_, err := s.RecordInbound(ctx, parcours.RawInbound{Provider: "p", ProviderID: "1", ReceivedAt: monday})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if pending, err := s.PendingInbound(t.Context(), 1); err != nil || len(pending) != 0 {
		t.Errorf("%d messages wait, %v; want none", len(pending), err)
	}
}

func TestKeyFileIsGeneratedOnceAndPrivate(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "relais.db")
	key, generated, err := store.LoadKey("", database)
	if err != nil || !generated {
		t.Fatalf("first load: generated %v, %v", generated, err)
	}
	again, generated, err := store.LoadKey("", database)
	if err != nil || generated || !bytes.Equal(key, again) {
		t.Fatalf("second load: generated %v, same %v, %v", generated, bytes.Equal(key, again), err)
	}
	info, err := os.Stat(store.KeyFile(database))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(store.KeyFile(database), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.LoadKey("", database); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v, want the advice to chmod", err)
	}
}

func TestALostKeyFileIsNotReplaced(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), options(t, database))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, _, err := store.LoadKey("", database); err == nil || !strings.Contains(err.Error(), "restore it") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestKeyTextIsReadOrRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		ok   bool
	}{
		{"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", true},
		{"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", true},
		{strings.Repeat("0f", 32), true},
		{"too short", false},
		{strings.Repeat("0f", 31), false},
	} {
		key, generated, err := store.LoadKey(test.text, "relais.db")
		if (err == nil) != test.ok || generated || (test.ok && len(key) != store.KeySize) {
			t.Errorf("LoadKey(%d characters) = %d bytes, %v", len(test.text), len(key), err)
		}
	}
	if _, _, err := store.LoadKey("", "postgres://host/db"); err == nil || !strings.Contains(err.Error(), "RELAIS_DATA_KEY") {
		t.Errorf("got %v, want RELAIS_DATA_KEY asked for", err)
	}
}
