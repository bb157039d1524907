// Package storetest opens stores for tests: a SQLite file in a temporary
// directory and, where a server is given, a fresh PostgreSQL database.
//
// RELAIS_TEST_POSTGRES is the postgres:// address of a server on which databases
// may be created. Without it the PostgreSQL half of a test is skipped; with
// RELAIS_TEST_POSTGRES_REQUIRED=1 its absence fails the test.
package storetest

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	// The driver that creates the databases.
	_ "github.com/jackc/pgx/v5/stdlib"

	"relais/parcours"
	"relais/store"
)

// Key returns the data key of every test store.
func Key() []byte {
	key := sha256.Sum256([]byte("relais test key"))
	return key[:]
}

// Rules returns the pilot's rules in Europe/Paris.
func Rules(t testing.TB) parcours.Rules {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return parcours.DefaultRules(zone)
}

// Each runs test once on SQLite and once on PostgreSQL, in parallel subtests.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachWith(t, store.Options{}, test)
}

// EachWith is Each with options; Database, Key, Rules, Service and Logger are
// filled in when empty.
func EachWith(t *testing.T, o store.Options, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, o, sqliteFile(t, o)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, o, postgresDatabase(t, o)))
	})
}

// Open returns a SQLite store in a temporary directory, closed with the test.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return open(t, store.Options{}, sqliteFile(t, store.Options{}))
}

func open(t testing.TB, o store.Options, database string) *store.Store {
	t.Helper()
	o = options(t, o, database)
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open %s: %v", o.Database, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// options fills in what a test left out.
func options(t testing.TB, o store.Options, database string) store.Options {
	t.Helper()
	o.Database = cmp.Or(o.Database, database)
	if o.Key == nil {
		o.Key = Key()
	}
	if o.Rules.Zone == nil {
		o.Rules = Rules(t)
	}
	if o.Service.Name == "" {
		o.Service = parcours.Service{Name: "Département d'Exemple", Phone: "02 61 91 00 00", Site: "exemple.fr"}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Postgres creates an empty database, dropped when the test ends, and returns its
// address. It skips the test where no server is given.
func Postgres(t testing.TB) string {
	t.Helper()
	return postgres(t, "")
}

// PostgresLike is Postgres for a database that begins as a copy of another one, to
// which nobody may be connected meanwhile.
func PostgresLike(t testing.TB, address string) string {
	t.Helper()
	model, err := url.Parse(address)
	if err != nil {
		t.Fatal("the address of the database to copy cannot be read")
	}
	return postgres(t, " template "+strings.TrimPrefix(model.Path, "/"))
}

func postgres(t testing.TB, like string) string {
	t.Helper()
	skipWithoutPostgres(t)
	admin, err := sql.Open("pgx", os.Getenv("RELAIS_TEST_POSTGRES"))
	if err != nil {
		t.Fatalf("RELAIS_TEST_POSTGRES: %v", err)
	}
	name := freshName("relais_test_")
	if _, err := admin.ExecContext(t.Context(), "create database "+name+like); err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now. Without force: the server waits
		// for the last connections to close and stops its own vacuum of the database,
		// which force may not.
		if _, err := admin.Exec("drop database " + name); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
		_ = admin.Close()
	})
	address, err := addressOf(name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// freshName is the name of a database that nobody else makes.
func freshName(prefix string) string {
	random := make([]byte, 8)
	_, _ = rand.Read(random)
	return prefix + hex.EncodeToString(random)
}

// addressOf is the address of a database on the server.
func addressOf(name string) (string, error) {
	address, err := url.Parse(os.Getenv("RELAIS_TEST_POSTGRES"))
	if err != nil {
		return "", errors.New("RELAIS_TEST_POSTGRES cannot be read as an address") // which holds a password
	}
	address.Path = "/" + name
	return address.String(), nil
}

func skipWithoutPostgres(t testing.TB) {
	t.Helper()
	switch {
	case os.Getenv("RELAIS_TEST_POSTGRES") != "":
	case os.Getenv("RELAIS_TEST_POSTGRES_REQUIRED") == "1":
		t.Fatal("RELAIS_TEST_POSTGRES is not set, and RELAIS_TEST_POSTGRES_REQUIRED asks for it")
	default:
		t.Skip("PostgreSQL half skipped: set RELAIS_TEST_POSTGRES to a postgres:// server where databases may be created")
	}
}
