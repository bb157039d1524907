package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"relais/store/gen"
)

// An archive is a database as lines of JSON, the same whichever engine it comes from
// and goes to:
//
//	{"relais":"archive","schema":34,"made_at":"2023-07-03T03:00:00Z"}
//	{"table":"person","columns":["id","given_name"]}
//	["01891a56-…","Maëlys"]
//	{"rows":1,"sha256":"…"}
//	{"tables":1,"rows":1}
//
// Each table comes after those it refers to, its rows in the order of their key; the
// digest is over their lines. An archive without its last line is cut short.
type (
	archiveHead struct {
		Relais string    `json:"relais"`
		Schema int64     `json:"schema"`
		MadeAt time.Time `json:"made_at"`
	}
	tableHead struct {
		Table   string   `json:"table"`
		Columns []string `json:"columns"`
	}
	tableFoot struct {
		Rows   int64  `json:"rows"`
		SHA256 string `json:"sha256"`
	}
	archiveFoot struct {
		Tables int   `json:"tables"`
		Rows   int64 `json:"rows"`
	}
)

// archiveMark is the first word of an archive.
const archiveMark = "archive"

// Archived says what an archive holds.
type Archived struct {
	// MadeAt is the instant of the snapshot.
	MadeAt time.Time
	// Schema is the version of the schema.
	Schema int64
	Tables int
	Rows   int64
}

// passing are the tables that only say what is going on at this moment. Who was signed
// in is one of them: a session that was ended must not come back with a backup. Kept
// exports are another: a backup must not hold somebody who was erased since in a file of its own.
func passing() []string { return []string{"lease", "session", "account_session", "kept_export"} }

// Progress is told, now and then, how many rows of a table have passed.
type Progress func(table string, rows int64)

// Archive writes one consistent snapshot of everything, while the service goes on.
// What is sealed stays sealed; names and birth dates are not: encrypt what you keep.
func (s *Store) Archive(ctx context.Context, w io.Writer, progress Progress) (Archived, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	made, err := s.archive(ctx, out, progress)
	if err := errors.Join(err, out.Flush()); err != nil {
		return made, fmt.Errorf("archive: %w", err)
	}
	return made, nil
}

func (s *Store) archive(ctx context.Context, w io.Writer, progress Progress) (Archived, error) {
	conn, err := s.look(ctx)
	if err != nil {
		return Archived{}, s.dialect.classify(err)
	}
	defer func() { _ = conn.Rollback() }()
	made := Archived{MadeAt: time.Now().UTC().Truncate(time.Millisecond)}
	if made.Schema, err = schemaVersion(ctx, conn); err != nil {
		return made, err
	}
	tables, err := kept(ctx, made.Schema)
	if err != nil {
		return made, err
	}
	lines := json.NewEncoder(w)
	if err := lines.Encode(archiveHead{archiveMark, made.Schema, made.MadeAt}); err != nil {
		return made, err
	}
	for _, t := range tables {
		rows, err := archiveTable(ctx, conn, s.dialect, t, w, progress)
		if err != nil {
			return made, fmt.Errorf("table %s: %w", t.name, err)
		}
		made.Tables, made.Rows = made.Tables+1, made.Rows+rows
	}
	return made, lines.Encode(archiveFoot{made.Tables, made.Rows})
}

// kept are the tables of a schema that an archive holds.
func kept(ctx context.Context, schema int64) ([]table, error) {
	tables, err := catalogue(ctx, schema)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(tables, func(t table) bool { return slices.Contains(passing(), t.name) }), nil
}

func archiveTable(ctx context.Context, conn *sql.Tx, d dialect, t table, w io.Writer, progress Progress) (int64, error) {
	lines := json.NewEncoder(w)
	head := tableHead{Table: t.name}
	for _, c := range t.columns {
		head.Columns = append(head.Columns, c.name)
	}
	if err := lines.Encode(head); err != nil {
		return 0, err
	}
	sum := newTally()
	err := t.each(ctx, conn, d, func(row []any) error {
		line, err := sum.add(row)
		if err != nil {
			return err
		}
		if sum.rows%progressEvery == 0 && progress != nil {
			progress(t.name, sum.rows)
		}
		_, err = w.Write(line)
		return err
	})
	if err != nil {
		return 0, err
	}
	if progress != nil {
		progress(t.name, sum.rows)
	}
	return sum.rows, lines.Encode(sum.foot())
}

const progressEvery = 10_000

// schemaVersion is the newest migration that the database has seen.
func schemaVersion(ctx context.Context, conn *sql.Tx) (version int64, err error) {
	err = conn.QueryRowContext(ctx, "select max(version_id) from goose_db_version").Scan(&version)
	return version, err
}

// each calls f with every row, in the order of the key: nil, string, int64, bool or
// []byte, by the kind of the column on whichever engine. The slice is used again.
func (t table) each(ctx context.Context, conn gen.DBTX, d dialect, f func(row []any) error) error {
	rows, err := conn.QueryContext(ctx, t.selectAll(d))
	if err != nil {
		return err
	}
	defer rows.Close()
	row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range t.columns {
			if row[i], err = c.value(row[i]); err != nil {
				return err
			}
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// value is what a driver or an archive gives, in the one form of the column's kind.
func (c column) value(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if !utf8.ValidString(v) {
			return nil, fmt.Errorf("column %s holds bytes that are no text", c.name) // JSON would alter them silently
		}
		return v, nil
	case []byte:
		if c.kind == "text" {
			return c.value(string(v))
		}
		return v, nil
	case int64:
		if c.kind == "boolean" {
			return v != 0, nil
		}
		return v, nil
	case bool:
		return v, nil
	}
	return nil, fmt.Errorf("column %s holds a %T", c.name, v)
}

// tally counts rows and digests their lines.
type tally struct {
	rows int64
	sum  hash.Hash
}

func newTally() *tally { return &tally{sum: sha256.New()} }

// add counts a row and returns its line.
func (t *tally) add(row []any) ([]byte, error) {
	line, err := json.Marshal(row)
	if err != nil {
		return nil, err
	}
	line = append(line, '\n')
	t.count(line)
	return line, nil
}

// count counts a line, its end included.
func (t *tally) count(line []byte) {
	t.rows++
	t.sum.Write(line)
}

func (t *tally) foot() tableFoot {
	return tableFoot{Rows: t.rows, SHA256: hex.EncodeToString(t.sum.Sum(nil))}
}

// settingBackup is the setting that says when the last backup was made.
const settingBackup = "backup"

// RecordBackup notes that a backup was written to its end.
func (s *Store) RecordBackup(ctx context.Context, made Archived) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.PutSetting(ctx, settingBackup, strconv.FormatInt(millis(made.MadeAt), 10))
	})
}

// LastBackup returns the instant of the last backup, zero when none was made.
func (s *Store) LastBackup(ctx context.Context) (at time.Time, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		text, err := tx.Setting(ctx, settingBackup)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		ms, err := strconv.ParseInt(text, 10, 64)
		at = instant(ms)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("last backup: %w", err)
	}
	return at, nil
}
