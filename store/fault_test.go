package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3/lock"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// onServer opens a store on a PostgreSQL database, and the server beside it.
func onServer(t *testing.T) (s *store.Store, name string, server *sql.DB) {
	t.Helper()
	address := storetest.Postgres(t)
	s, err := store.Open(t.Context(), options(t, address))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name = strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	if server, err = sql.Open("pgx", u.String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), server.Close()); err != nil {
			t.Error(err)
		}
	})
	return s, name, server
}

func do(t *testing.T, server *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := server.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

const cutConnections = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1"

func TestWhatLosesItsConnectionIsBegunAgain(t *testing.T) {
	t.Parallel()
	s, name, server := onServer(t)
	for n := range 20 {
		do(t, server, cutConnections, name)
		raw := parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: fmt.Sprint(n), ReceivedAt: monday}
		if fresh, err := s.RecordInbound(t.Context(), raw); err != nil || !fresh {
			t.Fatalf("fresh %v, %v", fresh, err)
		}
		do(t, server, cutConnections, name)
		if pending, err := s.PendingInbound(t.Context(), 100); err != nil || len(pending) != n+1 {
			t.Fatalf("%d messages wait, %v; want %d", len(pending), err, n+1)
		}
	}
}

func TestANodeThatStartsBeginsAgainWhenItsConnectionIsCut(t *testing.T) {
	t.Parallel()
	address := storetest.Postgres(t)
	server, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	server.SetMaxOpenConns(1) // an advisory lock is its connection's
	do(t, server, "select pg_advisory_lock($1)", lock.DefaultLockID)
	o, opened := options(t, address), make(chan error, 1)
	go func() {
		s, err := store.Open(t.Context(), o)
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	for cut := 0; cut == 0; time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-opened:
			t.Fatalf("it did not wait for the schema: %v", err)
		default:
		}
		err := server.QueryRowContext(t.Context(), `select count(pg_terminate_backend(pid)) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and query like '%advisory%'`).Scan(&cut)
		if err != nil {
			t.Fatal(err)
		}
	}
	do(t, server, "select pg_advisory_unlock($1)", lock.DefaultLockID)
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

func TestAServerThatKeepsNothingIsNotReady(t *testing.T) {
	t.Parallel()
	s, name, server := onServer(t)
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	do(t, server, "alter database "+name+" set default_transaction_read_only = on")
	do(t, server, cutConnections, name)
	_, err := s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "p", ProviderID: "1", ReceivedAt: monday})
	wantUnavailable(t, err, "is read-only", "RELAIS_DATABASE")
	time.Sleep(time.Second) // an answer serves for a second
	wantUnavailable(t, s.Ping(t.Context()), "is read-only", "RELAIS_DATABASE")

	do(t, server, "alter database "+name+" set default_transaction_read_only = off")
	do(t, server, cutConnections, name)
	time.Sleep(time.Second)
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAFaultOfTheMachineIsNoFaultOfTheCaller(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), options(t, path))
	if err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close(); s.Close() })
	held, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.ExecContext(t.Context(), "begin immediate"); err != nil {
		t.Fatal(err)
	}
	_, err = s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "p", ProviderID: "1", ReceivedAt: monday})
	wantUnavailable(t, err, "is locked by another program")
	if _, err := held.ExecContext(t.Context(), "rollback"); err != nil {
		t.Fatal(err)
	}
	if fresh, err := s.RecordInbound(t.Context(), parcours.RawInbound{Provider: "p", ProviderID: "1", ReceivedAt: monday}); err != nil || !fresh {
		t.Errorf("once it is free: fresh %v, %v", fresh, err)
	}
}

func wantUnavailable(t *testing.T, err error, phrases ...string) {
	t.Helper()
	if !errors.Is(err, parcours.ErrUnavailable) {
		t.Fatalf("got %v, want ErrUnavailable", err)
	}
	for _, phrase := range phrases {
		if !strings.Contains(err.Error(), phrase) {
			t.Errorf("got %v, want it to say %q", err, phrase)
		}
	}
}
