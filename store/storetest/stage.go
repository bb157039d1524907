package storetest

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"relais/store"
)

// Stage is a store that many schedules use one after the other, each from the same
// beginning: going back to it costs a fraction of a new database.
type Stage struct {
	Store *store.Store
	// DB reaches the same database behind the store's back.
	DB *sql.DB

	back []string
}

// NewStage opens a store on SQLite, or on PostgreSQL when postgres is set (which
// skips the test where no server is given), and prepares its beginning. Options are
// filled in as Each does.
func NewStage(t testing.TB, postgres bool, o store.Options, prepare func(*store.Store)) *Stage {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("stage: %v", err)
		}
	}
	driver, database := "sqlite", filepath.Join(t.TempDir(), "relais.db")
	source := "file:" + database + "?_busy_timeout=10000&_synchronous=OFF"
	// In the order of their creation, each after those that it refers to.
	tables := "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid"
	if postgres {
		database = Postgres(t)
		driver, source = "pgx", database
		tables = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by oid"
	}
	s := &Stage{Store: open(t, o, database)}
	prepare(s.Store)
	db, err := sql.Open(driver, source)
	must(err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { must(db.Close()) })
	s.DB = db
	rows, err := db.Query(tables)
	must(err)
	var names []string
	for rows.Next() {
		var name string
		must(rows.Scan(&name))
		if !strings.HasPrefix(name, "goose") {
			names = append(names, name)
		}
	}
	must(rows.Err())
	must(rows.Close())
	for i := range names { // emptied in the reverse order
		s.back = append(s.back, "delete from "+names[len(names)-1-i])
	}
	for _, name := range names {
		_, err := db.Exec(fmt.Sprintf("create table beginning_%s as select * from %s", name, name))
		must(err)
		s.back = append(s.back, fmt.Sprintf("insert into %s select * from beginning_%s", name, name))
	}
	return s
}

// Reset goes back to the beginning. Nothing else may use the store meanwhile.
func (s *Stage) Reset() error {
	tx, err := s.DB.Begin()
	if err != nil {
		return err
	}
	for _, statement := range s.back {
		if _, err := tx.Exec(statement); err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return tx.Commit()
}
