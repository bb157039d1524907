package store

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// CheckArchive reads an archive to its end and compares every count and digest. It
// needs no database.
func CheckArchive(r io.Reader) (Archived, error) {
	a := newArchiveReader(r)
	for {
		_, err := a.next()
		if errors.Is(err, io.EOF) {
			return a.made, nil
		}
		if err == nil {
			err = a.rows(nil, nil)
		}
		if err != nil {
			return a.made, fmt.Errorf("archive: %w", err)
		}
	}
}

// LoadArchive makes a database of an archive, on either engine, and compares what the
// database then holds with the archive. The SQLite file must not exist: it appears
// whole or not at all. The PostgreSQL database must be empty, and is left empty when
// something fails. Open brings the schema up to date afterwards.
func LoadArchive(ctx context.Context, database string, r io.Reader, progress Progress) (Archived, error) {
	made, err := loadArchive(ctx, database, r, progress)
	if err != nil {
		return made, fmt.Errorf("restore: %w", err)
	}
	return made, nil
}

func loadArchive(ctx context.Context, database string, r io.Reader, progress Progress) (Archived, error) {
	d, err := dialectOf(database)
	if err != nil {
		return Archived{}, err
	}
	if d.name == postgres {
		return fillDatabase(ctx, d, r, progress)
	}
	final := d.database
	if _, err := os.Stat(final); !errors.Is(err, fs.ErrNotExist) {
		return Archived{}, fmt.Errorf("%s exists: move it away first, nothing is overwritten", final)
	}
	d.database = final + ".restoring"
	if err := removeDatabase(d.database); err != nil {
		return Archived{}, err
	}
	made, err := fillDatabase(ctx, d, r, progress)
	if err != nil {
		return made, errors.Join(err, removeDatabase(d.database))
	}
	return made, errors.Join(syncFile(d.database), os.Rename(d.database, final), syncFile(filepath.Dir(final)))
}

// removeDatabase removes what a load that was stopped left.
func removeDatabase(path string) error {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// syncFile has a file, or the names in a directory, survive a power cut.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func fillDatabase(ctx context.Context, d dialect, r io.Reader, progress Progress) (Archived, error) {
	a := newArchiveReader(r)
	first, err := a.next()
	if err != nil {
		return a.made, err
	}
	db, err := d.openToFill()
	if err != nil {
		return a.made, err
	}
	defer db.Close()
	if err := emptySchema(ctx, d, db, a.made.Schema); err != nil {
		return a.made, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return a.made, err
	}
	defer func() { _ = tx.Rollback() }()
	tables, err := kept(ctx, a.made.Schema)
	if err != nil {
		return a.made, err
	}
	for i, t := range tables {
		head := first
		if i > 0 {
			if head, err = a.next(); err != nil {
				return a.made, err
			}
		}
		if err := fillTable(ctx, tx, d, a, t, head, progress); err != nil {
			return a.made, fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	if _, err := a.next(); !errors.Is(err, io.EOF) {
		return a.made, errors.Join(errors.New("there is more in it than its schema says"), err)
	}
	return a.made, tx.Commit()
}

// emptySchema makes the tables of a version of the schema in an empty database.
func emptySchema(ctx context.Context, d dialect, db *sql.DB, version int64) error {
	if err := migrateTo(ctx, d, db, version); err != nil {
		return err
	}
	return refuseLived(ctx, db)
}

// refuseLived refuses a database in which somebody has worked.
func refuseLived(ctx context.Context, db *sql.DB) error {
	for _, name := range []string{"person", "account", "event", "professional"} {
		var found bool
		if err := db.QueryRowContext(ctx, "select exists (select 1 from "+name+")").Scan(&found); err != nil {
			return err
		}
		if found {
			return errors.New("the database is not empty: name another one, nothing is overwritten")
		}
	}
	return nil
}

// fillTable copies one table of an archive and reads it again.
func fillTable(ctx context.Context, tx *sql.Tx, d dialect, a *archiveReader, t table, head tableHead, progress Progress) error {
	var columns []string
	for _, c := range t.columns {
		columns = append(columns, c.name)
	}
	if head.Table != t.name || !slices.Equal(head.Columns, columns) {
		return fmt.Errorf("the archive has %s %v here, schema %d has %v", head.Table, head.Columns, a.made.Schema, columns)
	}
	if _, err := tx.ExecContext(ctx, "delete from "+quoted(t.name)); err != nil { // what a migration put there
		return err
	}
	in := newFiller(tx, t)
	var refers []reference
	err := a.rows(t.columns, func(row []any) error {
		if in.rows%progressEvery == progressEvery-1 && progress != nil {
			progress(t.name, in.rows+1)
		}
		refers = append(refers, t.ownOf(row)...)
		return in.add(ctx, row)
	})
	if err == nil {
		err = in.flush(ctx)
	}
	if err == nil {
		err = t.refer(ctx, tx, refers)
	}
	if err != nil {
		return err
	}
	if progress != nil {
		progress(t.name, in.rows)
	}
	return sameAs(ctx, tx, d, t, a.foot)
}

// sameAs compares a table with what it should hold.
func sameAs(ctx context.Context, tx *sql.Tx, d dialect, t table, want tableFoot) error {
	sum := newTally()
	if err := t.each(ctx, tx, d, func(row []any) error {
		_, err := sum.add(row)
		return err
	}); err != nil {
		return err
	}
	if got := sum.foot(); got != want {
		return fmt.Errorf("%d rows were written and do not read as the %d rows they came from", got.Rows, want.Rows)
	}
	return nil
}

// archiveReader reads the lines of an archive.
type archiveReader struct {
	in    *bufio.Reader
	made  Archived
	begun bool
	foot  tableFoot
}

func newArchiveReader(r io.Reader) *archiveReader {
	return &archiveReader{in: bufio.NewReaderSize(r, 1<<16)}
}

var errCutShort = errors.New("it is cut short: take another backup")

func (a *archiveReader) line() ([]byte, error) {
	line, err := a.in.ReadBytes('\n')
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errCutShort
	}
	if err != nil {
		return nil, fmt.Errorf("the file is damaged: %w", err)
	}
	return line, nil
}

func (a *archiveReader) begin() error {
	line, err := a.line()
	if err != nil {
		return err
	}
	var head archiveHead
	if err := json.Unmarshal(line, &head); err != nil || head.Relais != archiveMark {
		return errors.New("this is no archive of Relais")
	}
	newest, err := newestSchema()
	if err != nil {
		return err
	}
	if head.Schema > newest {
		return fmt.Errorf("it was made by a newer Relais (schema %d, this one knows %d): install that version first", head.Schema, newest)
	}
	a.begun, a.made = true, Archived{MadeAt: head.MadeAt, Schema: head.Schema}
	return nil
}

// next returns the head of the next table; io.EOF after the last one.
func (a *archiveReader) next() (tableHead, error) {
	if !a.begun {
		if err := a.begin(); err != nil {
			return tableHead{}, err
		}
	}
	line, err := a.line()
	if err != nil {
		return tableHead{}, err
	}
	var both struct {
		tableHead
		archiveFoot
	}
	if err := json.Unmarshal(line, &both); err != nil {
		return tableHead{}, errors.New("the head of a table cannot be read")
	}
	if both.Table != "" {
		return both.tableHead, nil
	}
	if both.Tables == 0 { // the head of a table that lost its name would end an archive of none
		return tableHead{}, errors.New("the head of a table cannot be read")
	}
	if both.Tables != a.made.Tables || both.Rows != a.made.Rows {
		return tableHead{}, fmt.Errorf("it holds %d rows of %d tables and says %d of %d", a.made.Rows, a.made.Tables, both.Rows, both.Tables)
	}
	return tableHead{}, io.EOF
}

// rows calls f with every row of the table, then compares its foot. Without f it only
// compares.
func (a *archiveReader) rows(columns []column, f func(row []any) error) error {
	sum := newTally()
	for {
		line, err := a.line()
		if err != nil {
			return err
		}
		if line[0] == '{' {
			if err := json.Unmarshal(line, &a.foot); err != nil || a.foot != sum.foot() {
				return errors.New("its rows are not those that were written: the file is damaged")
			}
			a.made.Tables, a.made.Rows = a.made.Tables+1, a.made.Rows+sum.rows
			return nil
		}
		sum.count(line)
		if f == nil {
			continue
		}
		row, err := readRow(line, columns)
		if err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
}

// readRow reads one line, each value in the one form of its column's kind.
func readRow(line []byte, columns []column) ([]any, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	var row []any
	if err := dec.Decode(&row); err != nil || len(row) != len(columns) {
		return nil, errors.New("a row cannot be read: the file is damaged")
	}
	for i, c := range columns {
		var err error
		switch v := row[i].(type) {
		case json.Number:
			row[i], err = v.Int64()
		case string:
			if c.kind == "bytea" {
				row[i], err = base64.StdEncoding.DecodeString(v)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("column %s cannot be read: the file is damaged", c.name)
		}
	}
	return row, nil
}
