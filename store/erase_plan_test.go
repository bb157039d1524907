package store_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"relais/store"
	"relais/store/gen"
	"relais/store/storetest"
)

// TestTheNightReadsWhatIsToBeErasedAndNoMore asks each engine how it finds the texts that
// the provider is to erase: by an index that holds those alone, from where the batch before
// ended. Anything else reads all that was ever sent or received, each night, each batch.
func TestTheNightReadsWhatIsToBeErasedAndNoMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, c := range []struct{ file, name, index, bounds string }{
			{"erase", "UnerasedAttempts", "attempt_erasable", "(left_at>? AND left_at<?)"},
			{"erase", "UnerasedInbox", "inbox_erasable", "(provider=? AND received_at>? AND received_at<?)"},
			{"forget", "ForgottenTexts", "forgotten_text_at", "(at>? AND at<?)"},
			{"erase", "OldestUnerasedAttempt", "attempt_unerased", ""},
			{"erase", "OldestUnerasedInbox", "inbox_unerased", "(provider=?)"},
			{"forget", "OldestForgotten", "forgotten_text_at", ""},
		} {
			plan := planOf(t, s, compiled(t, c.file, c.name))
			by := strings.TrimSpace("INDEX " + c.index + " " + c.bounds)
			if strings.HasSuffix(t.Name(), "postgres") {
				by = " " + c.index
			}
			if !strings.Contains(plan, by) || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s: %q is not in its plan:\n%s", c.name, by, plan)
			}
		}
	})
}

// compiled is a statement as sqlc compiled it.
func compiled(t *testing.T, file, name string) string {
	t.Helper()
	text, err := os.ReadFile("gen/" + file + ".sql.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)`-- name: " + name + " :\\w+\n(.*?)`").FindSubmatch(text)
	if found == nil {
		t.Fatalf("no statement %s", name)
	}
	return string(found[1])
}

// planOf is how the engine carries out a statement about texts until an instant, after
// another and a row, at most so many.
func planOf(t *testing.T, s *store.Store, query string) string {
	t.Helper()
	query = strings.NewReplacer("$1", "2000000000000", "$2", "0", "$3", "''", "$4", "500").Replace(query)
	var plan strings.Builder
	err := s.Read(t.Context(), func(ctx context.Context, db gen.DBTX) error {
		explain, before := "explain query plan ", []any{new(int), new(int), new(int)}
		if strings.HasSuffix(t.Name(), "postgres") {
			explain, before = "explain ", nil
			// the tables are empty: to read them whole would cost nothing
			if _, err := db.ExecContext(ctx, "set local enable_seqscan = off"); err != nil {
				return err
			}
		}
		rows, err := db.QueryContext(ctx, explain+query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var step string
			if err := rows.Scan(append(before, &step)...); err != nil {
				return err
			}
			plan.WriteString(step + "\n")
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
