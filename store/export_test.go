package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"relais/parcours"
	"relais/store/gen"
)

// Peek returns the first column of the rows of a query, as text: what a test
// needs to see of a table that no method shows. NULL reads as the empty text.
func (s *Store) Peek(ctx context.Context, query string, args ...any) (values []string, err error) {
	rows, err := s.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var value sql.NullString
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value.String)
	}
	return values, rows.Err()
}

// RouteOf is by what a message to a person goes.
func (s *Store) RouteOf(ctx context.Context, personID string) (channel parcours.Channel, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		_, channel, _, err = tx.route(ctx, personID, nil)
		return err
	})
	return channel, err
}

// Poke changes the database behind the store's back.
func (s *Store) Poke(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.exec(ctx, query, args...)
		return err
	})
}

// Write gives tests the seam through which every method writes.
func (s *Store) Write(ctx context.Context, fn func(context.Context, gen.DBTX) error) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error { return fn(ctx, tx.conn) })
}

// Read gives tests the seam through which every method looks.
func (s *Store) Read(ctx context.Context, fn func(context.Context, gen.DBTX) error) error {
	return s.read(ctx, func(ctx context.Context, tx *tx) error { return fn(ctx, tx.kept) })
}

// Pragmas returns what took of the data source name, on every connection that
// the two pools open at once.
func (s *Store) Pragmas(ctx context.Context, name string) (writer, readers []string, err error) {
	read := func(db *sql.DB, n int) ([]string, error) {
		var values []string
		var held []*sql.Conn
		defer func() {
			for _, c := range held {
				err = errors.Join(err, c.Close())
			}
		}()
		for range n {
			conn, err := db.Conn(ctx)
			if err != nil {
				return nil, err
			}
			held = append(held, conn)
			var value string
			if err := conn.QueryRowContext(ctx, "pragma "+name).Scan(&value); err != nil {
				return nil, err
			}
			values = append(values, value)
		}
		return values, nil
	}
	err = s.Write(ctx, func(ctx context.Context, conn gen.DBTX) error {
		var value string
		err := conn.QueryRowContext(ctx, "pragma "+name).Scan(&value)
		writer = []string{value}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	readers, err = read(s.reader, sqliteReaders)
	return writer, readers, err
}

// CommitsFolded is how many commits make a checkpoint due.
const CommitsFolded = commitsFolded

// PersonalColumns are the columns of the tables that hold data about people, and the
// tables that only look so, with why.
func PersonalColumns() (listed map[string][]string, spared map[string]string) {
	listed = map[string][]string{}
	for _, table := range personal() {
		for _, c := range table.columns {
			listed[table.name] = append(listed[table.name], c.name)
		}
	}
	return listed, impersonal()
}

// Schema returns the columns of every table.
func (s *Store) Schema(t interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
},
) map[string][]string {
	t.Helper()
	query := "select table_name, column_name from information_schema.columns where table_schema = current_schema()"
	if s.dialect.name != postgres {
		query = "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'"
	}
	rows, err := s.reader.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	schema := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		schema[table] = append(schema[table], column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return schema
}

// PlainValues opens every sealed value of the database; the keys are table, column and
// row. Numbers counts the keys that sealed them.
func (s *Store) PlainValues(ctx context.Context) (plain map[string]string, numbers map[byte]int, err error) {
	plain, numbers = map[string]string{}, map[byte]int{}
	tables, err := catalogue(ctx, goose.MaxVersion)
	if err != nil {
		return nil, nil, err
	}
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		for _, t := range tables {
			err := t.each(ctx, tx.conn, tx.dialect, func(row []any) error {
				for i, c := range t.columns {
					sealed, _ := row[i].([]byte)
					if !strings.HasSuffix(c.name, "_sealed") || len(sealed) == 0 {
						continue
					}
					numbers[sealed[0]]++
					text, err := tx.vault.open(t.sealedAs(c, t.keyOf(row)), sealed)
					if err != nil {
						return err
					}
					plain[fmt.Sprint(t.name, c.name, t.keyOf(row))] = string(text)
				}
				return nil
			})
			if err != nil {
				return fmt.Errorf("table %s: %w", t.name, err)
			}
		}
		return nil
	})
	return plain, numbers, err
}

// RowsAbout counts the rows of the list of what is held about people that are about one.
func (s *Store) RowsAbout(t testing.TB, personID string) (n int) {
	t.Helper()
	for _, p := range personal() {
		of := p.of
		if more := hangsOn()[p.name]; more != "" {
			of = more
		}
		var rows int
		if err := s.reader.QueryRowContext(t.Context(), "select count(*) from "+p.name+" t where "+of, personID).Scan(&rows); err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		n += 2 * rows // a row has two sealed values at most
	}
	return n
}

// Addresses are the numbers, chats and mailboxes of a person.
func (s *Store) Addresses(t testing.TB, personID string) (addresses []string) {
	t.Helper()
	points, err := s.reads.AddressesOf(t.Context(), personID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range points {
		address, err := s.vault.openText(columnAddress, p.AddressSealed)
		if err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, address)
	}
	return addresses
}

// MovedTables are the tables of which somebody said what a merge does to their rows.
func MovedTables() map[string]bool {
	listed := map[string]bool{}
	for _, t := range movedTables() {
		listed[t.name] = true
	}
	return listed
}

// ReferringToPeople are the tables with a reference to a person, under whatever name.
func ReferringToPeople(ctx context.Context) ([]string, error) {
	tables, err := catalogue(ctx, goose.MaxVersion)
	var referring []string
	for _, t := range tables {
		if slices.Contains(t.parents, "person") {
			referring = append(referring, t.name)
		}
	}
	return referring, err
}
