package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	// The two engines, for what the bench writes and reads itself.
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"relais/parcours"
	"relais/store"
)

const (
	engineSQLite   = "sqlite"
	enginePostgres = "postgres"
)

// engine makes databases.
type engine interface {
	name() string
	// about tells what its figures rest on.
	about() string
	// empty makes an empty database.
	empty(ctx context.Context) (database, error)
	// copyOf makes a copy of a database that nobody has open.
	copyOf(ctx context.Context, from database) (database, error)
	drop(ctx context.Context, d database) error
	// bulk runs statements that write much, as fast as the engine can: a crash may
	// ruin the database.
	bulk(ctx context.Context, d database, statements []string) error
	// template makes a database in which so many convocations are due.
	template(ctx context.Context, people int) (database, error)
	close()
}

// database is one database, as RELAIS_DATABASE names it.
type database struct{ address string }

// open returns a pool beside the service's own, for what the bench reads and
// writes in bulk.
func (d database) open() (*sql.DB, error) {
	if strings.Contains(d.address, "://") {
		return sql.Open("pgx", d.address)
	}
	return sql.Open("sqlite", "file:"+d.address+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_txlock=immediate")
}

// change runs statements on a database that nobody serves.
func (d database) change(ctx context.Context, statements ...string) error {
	db, err := d.open()
	if err != nil {
		return err
	}
	return errors.Join(change(ctx, db, statements), db.Close())
}

func change(ctx context.Context, db *sql.DB, statements []string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.60s…: %w", s, err)
		}
	}
	return nil
}

func dataKey() []byte {
	key := sha256.Sum256([]byte("relais bench key"))
	return key[:]
}

func benchRules() parcours.Rules {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		zone = time.UTC
	}
	rules := parcours.DefaultRules(zone)
	rules.Window = parcours.Window{Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 24 * 60, Holidays: true}
	return rules
}

func (d database) store(ctx context.Context) (*store.Store, error) {
	return store.Open(ctx, store.Options{
		Database: d.address, Key: dataKey(), Rules: benchRules(),
		Service: parcours.Service{Name: "Département d'Exemple", Phone: "02 61 91 00 35", Site: "exemple.fr"}, TwoWaySMS: true,
	})
}

// openEngines returns SQLite and, where a server is named, PostgreSQL.
func openEngines(ctx context.Context, o options) ([]engine, func(), error) {
	var all []engine
	named := strings.Contains(o.only, engineSQLite) || strings.Contains(o.only, enginePostgres)
	if !named || o.wants(engineSQLite) {
		all = append(all, &sqliteEngine{dir: o.dir})
	}
	if server := os.Getenv("RELAIS_TEST_POSTGRES"); server != "" && (!named || o.wants(enginePostgres)) {
		p, err := newPostgres(ctx, server)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, p)
	}
	return all, func() {
		for _, e := range all {
			e.close()
		}
	}, nil
}

// sqliteEngine keeps its databases in one directory.
type sqliteEngine struct {
	dir    string
	serial int
}

func (e *sqliteEngine) name() string  { return engineSQLite }
func (e *sqliteEngine) about() string { return "SQLite, WAL, synchronous=FULL" }
func (e *sqliteEngine) close()        {}

func (e *sqliteEngine) empty(context.Context) (database, error) {
	e.serial++
	return database{filepath.Join(e.dir, fmt.Sprintf("bench-%d.db", e.serial))}, nil
}

func (e *sqliteEngine) copyOf(ctx context.Context, from database) (database, error) {
	to, err := e.empty(ctx)
	if err != nil {
		return to, err
	}
	db, err := from.open()
	if err != nil {
		return to, err
	}
	_, err = db.ExecContext(ctx, "vacuum into '"+to.address+"'")
	return to, errors.Join(err, db.Close())
}

func (e *sqliteEngine) drop(_ context.Context, d database) error {
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.Remove(d.address + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (e *sqliteEngine) bulk(ctx context.Context, d database, statements []string) error {
	db, err := sql.Open("sqlite", "file:"+d.address+"?_journal_mode=OFF&_synchronous=OFF&_pragma=cache_size(-262144)")
	if err != nil {
		return err
	}
	return errors.Join(change(ctx, db, statements), db.Close())
}

func (e *sqliteEngine) template(ctx context.Context, people int) (database, error) {
	return newCaseload(ctx, e, people)
}

// postgresEngine makes its databases on a server that it was given.
type postgresEngine struct {
	admin  *sql.DB
	server *url.URL
	made   []string
	told   string
}

func newPostgres(ctx context.Context, server string) (*postgresEngine, error) {
	address, err := url.Parse(server)
	if err != nil {
		return nil, errors.New("RELAIS_TEST_POSTGRES cannot be read as an address")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return nil, errors.New("RELAIS_TEST_POSTGRES cannot be read as an address")
	}
	e := &postgresEngine{admin: admin, server: address, told: "PostgreSQL"}
	for _, setting := range []string{"server_version", "fsync", "synchronous_commit", "shared_buffers"} {
		var value string
		if err := admin.QueryRowContext(ctx, "show "+setting).Scan(&value); err != nil {
			return nil, fmt.Errorf("RELAIS_TEST_POSTGRES: %w", err)
		}
		e.told += fmt.Sprintf(", %s=%s", setting, value)
		if setting == "fsync" && value == "off" {
			e.told += " (its commits are not durable: read its figures as an upper bound)"
		}
	}
	return e, nil
}

func (e *postgresEngine) name() string  { return enginePostgres }
func (e *postgresEngine) about() string { return e.told }

func (e *postgresEngine) create(ctx context.Context, from string) (database, error) {
	name := fmt.Sprintf("relais_bench_%d_%d", os.Getpid(), len(e.made)+1)
	if _, err := e.admin.ExecContext(ctx, "create database "+name+from); err != nil {
		return database{}, err
	}
	e.made = append(e.made, name)
	address := *e.server
	address.Path = "/" + name
	return database{address.String()}, nil
}

func (e *postgresEngine) empty(ctx context.Context) (database, error) { return e.create(ctx, "") }

func (e *postgresEngine) copyOf(ctx context.Context, from database) (database, error) {
	return e.create(ctx, " template "+nameOf(from))
}

func nameOf(d database) string {
	address, err := url.Parse(d.address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(address.Path, "/")
}

func (e *postgresEngine) drop(ctx context.Context, d database) error {
	_, err := e.admin.ExecContext(ctx, "drop database if exists "+nameOf(d))
	return err
}

// bulk leaves the tables as the server's own vacuum would after a while.
func (e *postgresEngine) bulk(ctx context.Context, d database, statements []string) error {
	return d.change(ctx, append(statements, "vacuum analyze")...)
}

func (e *postgresEngine) template(ctx context.Context, people int) (database, error) {
	return newCaseload(ctx, e, people)
}

func (e *postgresEngine) close() {
	for _, name := range e.made {
		// Its own context: an interrupted run leaves nothing behind either.
		_, _ = e.admin.Exec("drop database if exists " + name)
	}
	_ = e.admin.Close()
}
