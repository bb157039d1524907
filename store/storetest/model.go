package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"relais/store"
)

// The store of a test begins as a copy of a model, an empty one whose schema is made
// already: beside other work it takes 130 ms to make on SQLite and 460 on PostgreSQL. Who asks for a key of their own, or for chance of their own, makes theirs.

// likeModel reports whether a store of these options may begin as a copy.
func likeModel(o store.Options) bool { return o.Key == nil && o.Random == nil && o.Database == "" }

// sqliteModel is the file of an empty store, made once.
var sqliteModel = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "relais-model-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "relais.db")
	if err := makeModel(file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// postgresModel is the name of the database of an empty store on the server, made once. It
// stays when the process ends: the next one drops the models that nobody holds.
var postgresModel = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	admin, err := sql.Open("pgx", os.Getenv("RELAIS_TEST_POSTGRES"))
	if err != nil {
		return "", err
	}
	// What this session holds it holds until the process ends.
	session, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	if err := dropModels(ctx, session); err != nil {
		return "", err
	}
	name := freshName("relais_model_")
	if _, err := session.ExecContext(ctx, "select pg_advisory_lock(hashtext($1))", name); err != nil {
		return "", err
	}
	if _, err := session.ExecContext(ctx, "create database "+name); err != nil {
		return "", err
	}
	address, err := addressOf(name)
	if err != nil {
		return "", err
	}
	return name, makeModel(address)
})

// dropModels drops the models of processes that have ended.
func dropModels(ctx context.Context, session *sql.Conn) error {
	rows, err := session.QueryContext(ctx, "select datname from pg_database where datname like 'relais_model_%'")
	if err != nil {
		return err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, name := range names {
		var ours bool
		if err := session.QueryRowContext(ctx, "select pg_try_advisory_lock(hashtext($1))", name).Scan(&ours); err != nil {
			return err
		}
		if !ours {
			continue
		}
		_, dropped := session.ExecContext(ctx, "drop database if exists "+name)
		_, err := session.ExecContext(ctx, "select pg_advisory_unlock(hashtext($1))", name)
		if err := errors.Join(dropped, err); err != nil {
			return err
		}
	}
	return nil
}

func makeModel(database string) error {
	s, err := store.Open(context.Background(), store.Options{Database: database, Key: Key(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("make the model: %w", err)
	}
	return s.Close()
}

// sqliteFile returns the path of a file for a store of these options.
func sqliteFile(t testing.TB, o store.Options) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "relais.db")
	if !likeModel(o) {
		return file
	}
	model, err := sqliteModel()
	if err == nil {
		err = os.WriteFile(file, model, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// postgresDatabase returns the address of a database for a store of these options.
func postgresDatabase(t testing.TB, o store.Options) string {
	t.Helper()
	skipWithoutPostgres(t)
	if !likeModel(o) {
		return Postgres(t)
	}
	model, err := postgresModel()
	if err != nil {
		t.Fatal(err)
	}
	return postgres(t, " template "+model)
}
