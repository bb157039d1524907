package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema to the newest version, forward only. On PostgreSQL
// an advisory lock lets one node at a time do it; on SQLite a second process
// that lost the race finds nothing left to do.
func migrate(ctx context.Context, d dialect, db *sql.DB) error {
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
	}
	provider, err := goose.NewProvider(kind, db, dir, options...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		if pending, again := provider.HasPending(ctx); again == nil && !pending {
			return nil
		}
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// sqliteFS rewrites the PostgreSQL column types of the migrations into those of
// SQLite's strict tables.
type sqliteFS struct{ fs.FS }

var (
	integers = regexp.MustCompile(`\b(bigint|boolean)\b`)
	blobs    = regexp.MustCompile(`\bbytea\b`)
	tableEnd = regexp.MustCompile(`(?m)^\);`)
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
