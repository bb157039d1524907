package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema to the newest version, forward only. One process at a
// time does it: on PostgreSQL by an advisory lock, on SQLite by a lock of the
// database's directory.
func migrate(ctx context.Context, d dialect, db *sql.DB) error {
	return migrateTo(ctx, d, db, goose.MaxVersion)
}

// migrateTo is migrate that stops at a version: the one an archive was made with.
func migrateTo(ctx context.Context, d dialect, db *sql.DB, version int64) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	kind := goose.DialectSQLite3
	if d.name == postgres {
		kind = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		dir = sqliteFS{dir}
		unlock, err := lockDirectory(filepath.Dir(d.database))
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		defer unlock()
	}
	provider, err := goose.NewProvider(kind, db, dir, options...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return refuseNewer(ctx, provider)
}

// refuseNewer keeps a program that was put back to a former version from writing into
// a schema that it does not know. A node that is running when another one brings the
// schema on is not asked: migrations only add to what it uses.
func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	newest, err := newestSchema()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	there, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if there > newest {
		return fmt.Errorf("the database was brought on by a newer Relais (schema %d, this one knows %d): install that version, or restore the backup made before", there, newest)
	}
	return nil
}

// lockDirectory waits until no other process holds the directory. The lock ends
// with the process, however it ends. It is not on the file itself: closing any
// descriptor of that would end the locks that SQLite has on it.
func lockDirectory(path string) (unlock func(), err error) {
	dir, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), dir.Close())
	}
	return func() { _ = dir.Close() }, nil
}

// sqliteFS rewrites the PostgreSQL column types of the migrations into those of
// SQLite's strict tables.
type sqliteFS struct{ fs.FS }

var (
	integers = regexp.MustCompile(`\b(bigint|boolean)\b`)
	blobs    = regexp.MustCompile(`\bbytea\b`)
	tableEnd = regexp.MustCompile(`(?m)^\);`)
	// clustered ends a table whose rows are kept in the order of their key, which
	// PostgreSQL has no word for.
	clustered = regexp.MustCompile(`(?m)^\) /\* clustered \*/;`)
)

// Open returns the rewritten file.
func (f sqliteFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	text, err := fs.ReadFile(f.FS, name)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	text = integers.ReplaceAll(text, []byte("integer"))
	text = blobs.ReplaceAll(text, []byte("blob"))
	text = tableEnd.ReplaceAll(text, []byte(") strict;"))
	text = clustered.ReplaceAll(text, []byte(") strict, without rowid;"))
	return &rewritten{Reader: bytes.NewReader(text), name: info.Name(), size: int64(len(text))}, nil
}

// rewritten is a file in memory.
type rewritten struct {
	*bytes.Reader
	name string
	size int64
}

func (r *rewritten) Stat() (fs.FileInfo, error) { return r, nil }
func (r *rewritten) Close() error               { return nil }
func (r *rewritten) Name() string               { return r.name }
func (r *rewritten) Size() int64                { return r.size }
func (r *rewritten) Mode() fs.FileMode          { return 0o444 }
func (r *rewritten) ModTime() time.Time         { return time.Time{} }
func (r *rewritten) IsDir() bool                { return false }
func (r *rewritten) Sys() any                   { return nil }
