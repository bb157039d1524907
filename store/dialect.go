package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"relais/parcours"
	"relais/store/gen"
)

type engine int

const (
	sqlite engine = iota
	postgres
)

const (
	sqliteReaders   = 4
	postgresClients = 16
	// frozenAfter is when the server ends a transaction that asks for nothing more:
	// a node that was frozen in the middle of one must not keep its locks, for which
	// the others would wait.
	frozenAfter       = 10 * time.Second
	idleInTransaction = "idle_in_transaction_session_timeout"
)

// dialect holds all that differs between the two engines.
type dialect struct {
	name     engine
	database string
	// skipLocked ends a claim's sub-select: it waits for no row that changes elsewhere.
	skipLocked string
	// standing ends a read of what must not be taken over before the transaction ends;
	// it lets updates of the row pass. takeOver ends the read of who takes it over, and
	// waits for both.
	standing, takeOver string
	// cacheKB is the page cache of the writer on SQLite.
	cacheKB int
	// volatile: what SQLite has confirmed may be lost by a power cut.
	volatile bool
}

func dialectOf(database string) (dialect, error) {
	switch {
	case database == "":
		return dialect{}, errors.New("no database: set RELAIS_DATABASE to a file path or a postgres:// address")
	case strings.HasPrefix(database, "postgres://"), strings.HasPrefix(database, "postgresql://"):
		return dialect{name: postgres, database: database, skipLocked: " for update skip locked", standing: " for key share", takeOver: " for update"}, nil
	case strings.Contains(database, "://"):
		scheme, _, _ := strings.Cut(database, "://")
		return dialect{}, fmt.Errorf("database scheme %q is not known: set RELAIS_DATABASE to a file path or a postgres:// address", scheme)
	case strings.Contains(database, ":memory:"):
		return dialect{}, errors.New("a database in memory would be lost at each stop: set RELAIS_DATABASE to a file path")
	}
	return dialect{name: sqlite, database: strings.TrimPrefix(database, "file:")}, nil
}

// open returns the pool that writes and the pool that reads; the same one on
// PostgreSQL. It does not wait for the server.
func (d dialect) open() (writer, reader *sql.DB, err error) {
	if d.name == postgres {
		config, err := pgx.ParseConfig(d.database)
		if err != nil {
			// The text of the error may repeat the password: it is left out.
			return nil, nil, errors.New("the postgres:// address cannot be read: write it postgres://user:password@host:port/name")
		}
		if config.RuntimeParams["application_name"] == "" {
			config.RuntimeParams["application_name"] = "relais"
		}
		if config.RuntimeParams[idleInTransaction] == "" {
			config.RuntimeParams[idleInTransaction] = strconv.Itoa(int(frozenAfter.Milliseconds()))
		}
		config.DialFunc = dialer().DialContext
		if config.ConnectTimeout == 0 { // of each server that is named
			config.ConnectTimeout = deadAfter / 2
		}
		db := stdlib.OpenDB(*config)
		db.SetMaxOpenConns(postgresClients)
		db.SetMaxIdleConns(postgresClients)
		return db, db, nil
	}
	if err := checkFile(d.database); err != nil {
		return nil, nil, err
	}
	if err := createPrivate(d.database); err != nil {
		return nil, nil, err
	}
	// A commit is as durable, and does not write when the file was changed: receipts wait
	// 7.5 ms instead of 8.8 (p99, make bench).
	if _, err := driver.Fdatasync(true); err != nil && !errors.Is(err, driver.ErrFdatasyncUnavailable) {
		return nil, nil, err
	}
	if writer, err = sql.Open("sqlite", d.dsn("_txlock=immediate&_pragma=cache_size(-"+strconv.Itoa(cmp.Or(d.cacheKB, writerCacheKB))+")&_pragma=wal_autocheckpoint("+logPages+")")); err != nil {
		return nil, nil, err
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	if reader, err = sql.Open("sqlite", d.dsn("_query_only=1&_pragma=cache_size(-1024)")); err != nil {
		return nil, nil, errors.Join(err, writer.Close())
	}
	// Beside the sessions stands whoever asks for a checkpoint or whether it works.
	reader.SetMaxOpenConns(2 * sqliteReaders)
	reader.SetMaxIdleConns(1)
	return writer, reader, nil
}

// writerCacheKB is what the writer keeps of a SQLite file.
const writerCacheKB = 4096

// dsn carries the pragmas: set once on a pool they would hold for one
// connection only. synchronous=FULL is what makes the mark before a send, an
// opt-out and a receipt survive a power cut.
//
// Few pages are kept: the system's own cache serves the rest, and four times as many
// cost 19 MB and made nothing faster (make bench).
// The log is folded into the file beside the writer (checkpoint.go).
func (d dialect) dsn(mode string) string {
	synchronous := "FULL"
	if d.volatile {
		synchronous = "OFF"
	}
	return d.path() + "?_journal_mode=WAL&_synchronous=" + synchronous + "&_busy_timeout=10000&_foreign_keys=1&_dqs=0" +
		"&_pragma=temp_store(MEMORY)&" + mode
}

// path is the address of the file, without what is asked of the connection.
func (d dialect) path() string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(d.database)
}

// lock serialises the transactions that touch what is named, until they end.
// SQLite has one writer and needs none.
func (d dialect) lock(ctx context.Context, tx gen.DBTX, kind, id string) error {
	if d.name == sqlite {
		return nil
	}
	_, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", kind+":"+id)
	return err
}

// indexedBy names the index to go by. SQLite would rather take the one that finds a single
// row, and read the row as well; PostgreSQL counts what each costs.
func (d dialect) indexedBy(index string) string {
	if d.name == sqlite {
		return "indexed by " + index
	}
	return ""
}

// overwrite has SQLite write zeros over what the transaction deletes, or no more. A server
// gives the place of deleted rows back by itself (autovacuum).
func (d dialect) overwrite(ctx context.Context, tx gen.DBTX, yes bool) error {
	if d.name == postgres {
		return nil
	}
	word := "off"
	if yes {
		word = "on"
	}
	_, err := tx.ExecContext(ctx, "pragma secure_delete = "+word)
	return err
}

// fold empties SQLite's log into the file, so that nothing older stays in it. Whoever
// reads at this moment may keep it from being cut: it is tried a few times.
func (d dialect) fold(ctx context.Context, db *sql.DB) error {
	if d.name == postgres {
		return nil
	}
	var busy, pages, done int
	for range 20 {
		if err := db.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &pages, &done); err != nil {
			return err
		}
		if busy == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// planEachTime has the transaction's statements planned for the tables as they are.
// PostgreSQL keeps the plan it made when they were empty: after the first rows of an
// import every look-up would read all the others, which are in no statistics before
// the commit (10 000 people: minutes instead of seconds).
func (d dialect) planEachTime(ctx context.Context, tx gen.DBTX) error {
	if d.name == sqlite {
		return nil
	}
	_, err := tx.ExecContext(ctx, "set local plan_cache_mode = force_custom_plan")
	return err
}

// classify adds the kind that callers branch on, by code and never by text, and
// to a fault of the machine what to do about it.
func (d dialect) classify(err error) error {
	if err == nil || errors.Is(err, parcours.ErrConflict) || errors.Is(err, parcours.ErrNotFound) || errors.Is(err, parcours.ErrInvalid) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %w", parcours.ErrNotFound, err)
	}
	if e, ok := errors.AsType[*driver.Error](err); ok && (e.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || e.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY) {
		return fmt.Errorf("%w: %w", parcours.ErrConflict, err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "23505" {
		return fmt.Errorf("%w: unique constraint %s", parcours.ErrConflict, e.ConstraintName)
	}
	return d.explain(err)
}

// again reports whether the transaction lost a race that running it once more
// settles: a serialisation failure or a deadlock of PostgreSQL.
func (d dialect) again(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// createPrivate makes a new database readable by its owner only, whatever the
// umask: names and birth dates are not sealed. SQLite gives its log and its index
// the mode of the file.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("database %s cannot be created: give this user the right to write its directory: %w", path, err)
	}
	return f.Close()
}

// checkFile finds what SQLite would report without saying why.
func checkFile(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("directory %s does not exist: create it, or set RELAIS_DATABASE to another path", dir)
	}
	if err != nil {
		return fmt.Errorf("directory %s: %w", dir, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory: set RELAIS_DATABASE to a path inside a directory", dir)
	}
	info, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	if info.IsDir() {
		return fmt.Errorf("%s is a directory: set RELAIS_DATABASE to the path of a file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("database %s cannot be written: give this user the right to write it: %w", path, err)
	}
	return f.Close()
}
