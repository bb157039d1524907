package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// table is what the schema says of one table, for what treats all of them alike:
// archives and the move from one engine to the other.
type table struct {
	name    string
	columns []column
	// key are the columns of the primary key, in their order.
	key []string
	// parents are the other tables that it refers to.
	parents []string
}

// column is one column of a table.
type column struct {
	name string
	// kind is text, bigint, boolean or bytea, as the migrations write it.
	kind string
	// own: it refers to another row of the same table.
	own bool
}

// catalogue lists the tables of one version of the schema, each after those it refers
// to. It reads them from the migrations, and not from a database: types are those that
// the migrations write, the same for both engines.
func catalogue(ctx context.Context, version int64) ([]table, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // another connection would be another database
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return nil, fmt.Errorf("schema %d: %w", version, err)
	}
	names, err := texts(ctx, db, "select name from sqlite_master where type = 'table' and name not like 'goose%' and name not like 'sqlite%' order by name")
	if err != nil {
		return nil, err
	}
	var tables []table
	for _, name := range names {
		t, err := describe(ctx, db, name)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		tables = append(tables, t)
	}
	return inOrder(tables)
}

// newestSchema is the version that this program brings a database to.
func newestSchema() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.Join(errors.New("no migrations"), err)
	}
	number, _, _ := strings.Cut(path.Base(slices.Max(files)), "_")
	return strconv.ParseInt(number, 10, 64)
}

// describe reads one table.
func describe(ctx context.Context, db *sql.DB, name string) (table, error) {
	t := table{name: name}
	own, err := texts(ctx, db, `select "from" from pragma_foreign_key_list($1) where "table" = $1`, name)
	if err != nil {
		return t, err
	}
	if t.parents, err = texts(ctx, db, `select distinct "table" from pragma_foreign_key_list($1) where "table" <> $1`, name); err != nil {
		return t, err
	}
	if t.key, err = texts(ctx, db, "select name from pragma_table_info($1) where pk > 0 order by pk", name); err != nil {
		return t, err
	}
	if len(t.key) == 0 {
		return t, errors.New("it has no primary key")
	}
	rows, err := db.QueryContext(ctx, "select name, lower(type) from pragma_table_info($1) order by cid", name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return t, err
		}
		c.own = slices.Contains(own, c.name)
		t.columns = append(t.columns, c)
	}
	return t, rows.Err()
}

// inOrder puts each table after those it refers to.
func inOrder(tables []table) ([]table, error) {
	var ordered []table
	placed := map[string]bool{}
	for len(ordered) < len(tables) {
		before := len(ordered)
		for _, t := range tables {
			ready := !slices.ContainsFunc(t.parents, func(parent string) bool { return !placed[parent] })
			if !placed[t.name] && ready {
				ordered, placed[t.name] = append(ordered, t), true
			}
		}
		if len(ordered) == before {
			return nil, errors.New("the tables refer to each other in a circle")
		}
	}
	return ordered, nil
}

// names are the columns, quoted.
func (t table) names() []string {
	var names []string
	for _, c := range t.columns {
		names = append(names, quoted(c.name))
	}
	return names
}

// selectAll reads every row in an order that both engines agree on: texts by their
// bytes, as SQLite compares them.
func (t table) selectAll(d dialect) string {
	return "select " + strings.Join(t.names(), ", ") + " from " + quoted(t.name) + " order by " + strings.Join(t.keyColumns(d), ", ")
}

// keyColumns are the columns of the primary key, to be compared and sorted by.
func (t table) keyColumns(d dialect) []string {
	by := quotedAll(t.key)
	for i, name := range t.key {
		at := slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })
		if d.name == postgres && t.columns[at].kind == "text" {
			by[i] += ` collate "C"`
		}
	}
	return by
}

func quoted(name string) string { return `"` + name + `"` }

func quotedAll(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, quoted(name))
	}
	return all
}

// texts returns the one column of a query.
func texts(ctx context.Context, db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}
