package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// filler writes the rows of one table, many to a statement. References to rows of the
// same table, which may come later, are left out: see refer.
type filler struct {
	tx   *sql.Tx
	t    table
	rows int64
	args []any
}

// rowsAStatement keeps a statement of the widest table under the 32 766 values that
// SQLite takes.
const rowsAStatement = 100

func newFiller(tx *sql.Tx, t table) *filler { return &filler{tx: tx, t: t} }

// add takes a row; it is written at the latest by flush.
func (f *filler) add(ctx context.Context, row []any) error {
	for i, c := range f.t.columns {
		if c.own {
			f.args = append(f.args, nil)
		} else {
			f.args = append(f.args, row[i])
		}
	}
	if f.rows++; f.rows%rowsAStatement != 0 {
		return nil
	}
	return f.flush(ctx)
}

func (f *filler) flush(ctx context.Context) error {
	if len(f.args) == 0 {
		return nil
	}
	_, err := f.tx.ExecContext(ctx, f.t.insert(len(f.args)/len(f.t.columns)), f.args...)
	f.args = f.args[:0]
	return err
}

// reference is one value of a column that refers to the same table, and the key of its row.
type reference struct {
	column column
	value  any
	key    []any
}

// ownOf returns the references of a row to its own table.
func (t table) ownOf(row []any) []reference {
	var refers []reference
	for i, c := range t.columns {
		if c.own && row[i] != nil {
			refers = append(refers, reference{c, row[i], t.keyOf(row)})
		}
	}
	return refers
}

// refer writes references once all rows are there.
func (t table) refer(ctx context.Context, tx *sql.Tx, refers []reference) error {
	for _, r := range refers {
		if _, err := tx.ExecContext(ctx, t.update(r.column), append([]any{r.value}, r.key...)...); err != nil {
			return err
		}
	}
	return nil
}

// keyOf returns the values of the primary key.
func (t table) keyOf(row []any) []any {
	var key []any
	for _, name := range t.key {
		for i, c := range t.columns {
			if c.name == name {
				key = append(key, row[i])
			}
		}
	}
	return key
}

func (t table) insert(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "insert into %s (%s) values ", quoted(t.name), strings.Join(t.names(), ", "))
	for n := range rows * len(t.columns) {
		switch {
		case n%len(t.columns) > 0:
			b.WriteString(", ")
		case n > 0:
			b.WriteString("), (")
		default:
			b.WriteString("(")
		}
		fmt.Fprintf(&b, "$%d", n+1)
	}
	b.WriteString(")")
	return b.String()
}

func (t table) update(c column) string {
	var where []string
	for i, name := range t.key {
		where = append(where, fmt.Sprintf("%s = $%d", quoted(name), i+2))
	}
	return fmt.Sprintf("update %s set %s = $1 where %s", quoted(t.name), quoted(c.name), strings.Join(where, " and "))
}

// openToFill returns connections for a database that nobody else has opened. A SQLite
// file is written without a log: whoever is interrupted throws it away.
func (d dialect) openToFill() (*sql.DB, error) {
	if d.name == postgres {
		writer, _, err := d.open()
		return writer, err
	}
	if err := errors.Join(checkFile(d.database), createPrivate(d.database)); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", d.path()+"?_foreign_keys=1&_dqs=0&_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-65536)")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}
