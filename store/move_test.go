package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"relais/store"
	"relais/store/storetest"
)

// TestAMoveThatIsStoppedGoesOn stops a move again and again: what arrives in the end is
// what left, and the target says so itself.
func TestAMoveThatIsStoppedGoesOn(t *testing.T) {
	t.Parallel()
	from, to := lived(t), storetest.Postgres(t)
	stops := 0
	for _, table := range []string{"event", "notification", "attempt"} {
		ctx, stop := context.WithCancel(t.Context())
		_, err := from.Move(ctx, to, func(at string, rows int64) {
			if at == table && rows > 0 {
				stop()
			}
		})
		if err != nil && ctx.Err() != nil {
			stops++
		}
		stop()
	}
	if stops != 3 {
		t.Fatalf("it was stopped %d times", stops)
	}
	if _, err := store.LoadArchive(t.Context(), to, strings.NewReader(string(archived(t, from))), nil); err == nil {
		t.Error("a backup was restored over half of a move")
	}
	if half, err := store.Open(t.Context(), options(t, to)); err == nil {
		half.Close()
		t.Error("half of a move was opened to work on")
	} else if !strings.Contains(err.Error(), "relais migrate again") {
		t.Errorf("half of a move: %v", err)
	}
	if _, err := from.Move(t.Context(), to, nil); err != nil {
		t.Fatal(err)
	}
	target, err := store.Open(t.Context(), options(t, to))
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	_, want, _ := strings.Cut(string(archived(t, from)), "\n")
	if _, got, _ := strings.Cut(string(archived(t, target)), "\n"); got != want {
		t.Error("something else arrived than what left")
	}
	if _, err := from.Move(t.Context(), to, nil); err == nil || !strings.Contains(err.Error(), "nothing is overwritten") {
		t.Errorf("moved again over what lives there: %v", err)
	}
}

func TestAMoveGoesToPostgresOnly(t *testing.T) {
	t.Parallel()
	if _, err := lived(t).Move(t.Context(), filepath.Join(t.TempDir(), "other.db"), nil); err == nil || !strings.Contains(err.Error(), "PostgreSQL") {
		t.Errorf("got %v", err)
	}
}
