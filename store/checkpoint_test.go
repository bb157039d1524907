package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/store"
	"relais/store/gen"
	"relais/store/storetest"
)

// What is committed reaches the file while the service works, long before the log is
// so long that the writer would have to stop and copy it.
func TestTheLogIsFoldedBesideTheWriter(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var file string
	err := s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
		var n, name string
		return tx.QueryRowContext(ctx, "pragma database_list").Scan(&n, &name, &file)
	})
	if err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		info, err := os.Stat(filepath.Clean(file))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	const page = 4096
	for range store.CommitsFolded {
		err := s.Write(t.Context(), func(ctx context.Context, tx gen.DBTX) error {
			_, err := tx.ExecContext(ctx, "insert into setting (key, value) values ('a setting', $1) on conflict (key) do update set value = setting.value || excluded.value",
				strings.Repeat(" ", page))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(10 * time.Second); size() < before+page*store.CommitsFolded/2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the file has %d bytes, as before %d commits", size(), store.CommitsFolded)
		}
	}
}
