package store_test

import (
	"database/sql"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/store"
	"relais/store/storetest"
)

// growing are the tables to which every message adds.
var growing = []string{"attempt", "attempt_event", "event", "inbox", "notification", "prompt", "report", "access_log"}

// readsAll are the statements that may read such a table whole: what the console or a
// command asks for everybody, never what a message or a tick costs.
var readsAll = []string{"MessageCounts", "PlannedAtPlace", "StuckNotifications"}

var (
	statement = regexp.MustCompile("(?s)const \\w+ = `-- name: (\\w+) :\\w+\n(.*?)`")
	parameter = regexp.MustCompile(`\$\d+`)
	scanned   = regexp.MustCompile(`^SCAN (\w+)( USING (COVERING )?INDEX (\w+))?`)
)

// TestNoStatementReadsAGrowingTable asks SQLite how it would carry out every compiled
// statement. A partial index that the statement does not name the condition of is not used,
// and the table read whole: each answer then costs as much as all messages ever sent.
func TestNoStatementReadsAGrowingTable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), store.Options{Database: path, Key: storetest.Key(), Rules: storetest.Rules(t), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_query_only=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	partial := map[string]bool{} // indexes that hold few rows
	for _, name := range lines(t, db, "select name from sqlite_master where type = 'index' and sql like '% where %'") {
		partial[name] = true
	}
	files, err := filepath.Glob("gen/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no compiled statement", err)
	}
	found := map[string]bool{}
	asked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range statement.FindAllStringSubmatch(string(text), -1) {
			name, query := m[1], m[2]
			asked++
			aliases := aliasesOf(query)
			for _, step := range plan(t, db, name, query) {
				s := scanned.FindStringSubmatch(step)
				if s == nil || partial[s[4]] {
					continue
				}
				table := s[1]
				if of, ok := aliases[table]; ok {
					table = of
				}
				if slices.Contains(growing, table) {
					found[name] = true
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("%d statements were read", asked)
	}
	for name := range found {
		if !slices.Contains(readsAll, name) {
			t.Errorf("%s reads a table whole that grows with every message", name)
		}
	}
	for _, name := range readsAll {
		if !found[name] {
			t.Errorf("%s does not read a growing table whole any more: take it off the list (%v)", name, slices.Sorted(maps.Keys(found)))
		}
	}
}

var named = regexp.MustCompile(`(?i)\b(?:from|join|update|into)\s+(\w+)(?:\s+(?:as\s+)?(\w+))?`)

// aliasesOf returns the tables of a statement by what it calls them.
func aliasesOf(query string) map[string]string {
	aliases := map[string]string{}
	for _, m := range named.FindAllStringSubmatch(query, -1) {
		if m[2] != "" {
			aliases[m[2]] = m[1]
		}
	}
	return aliases
}

// plan is how SQLite carries a statement out, step by step.
func plan(t *testing.T, db *sql.DB, name, query string) []string {
	t.Helper()
	distinct := map[string]bool{}
	for _, p := range parameter.FindAllString(query, -1) {
		distinct[p] = true
	}
	rows, err := db.QueryContext(t.Context(), "explain query plan "+query, make([]any, len(distinct))...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, strings.TrimSpace(detail))
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return steps
}

func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}
