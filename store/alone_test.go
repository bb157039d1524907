package store_test

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func volatileOptions(t *testing.T, path string) store.Options {
	return store.Options{
		Database: path, Key: storetest.Key(), Rules: storetest.Rules(t), Logger: slog.New(slog.DiscardHandler), Volatile: true,
		Service: parcours.Service{Name: "Département d'Exemple", Phone: "02 61 91 00 00", Site: "exemple.fr"},
	}
}

// TestVolatileLosesOnlyWhatFailed: what fails between two calls that share a commit is
// undone, and nothing else; what was closed is there again.
func TestVolatileLosesOnlyWhatFailed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), volatileOptions(t, path))
	if err != nil {
		t.Fatal(err)
	}
	h := convoked(t, s, maelys(), yann())
	due := h.claim()
	if len(due) != 2 {
		t.Fatalf("%d deliveries are due", len(due))
	}
	h.send(due[0])
	wrong := parcours.Receipt{Source: "callback", AttemptID: due[0].Attempt.ID, Status: "delivered", State: parcours.AttemptDelivered, To: "+33639980999", At: h.now}
	if err := s.ApplyReceipt(t.Context(), h.now, wrong); !errors.Is(err, parcours.ErrInvalid) {
		t.Errorf("a receipt for another address: %v", err)
	}
	h.send(due[1])
	if got := len(h.departures()); got != 2 {
		t.Errorf("%d left, want 2", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := volatileOptions(t, path)
	again.Volatile = false
	if h.s, err = store.Open(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	defer h.s.Close()
	if got := len(h.departures()); got != 2 {
		t.Errorf("%d left after it was opened again, want 2", got)
	}
}

// TestRandomnessAndIDsThatRepeatMakeTheSameJournal: with both given, two databases hold
// the same chains.
func TestRandomnessAndIDsThatRepeatMakeTheSameJournal(t *testing.T) {
	t.Parallel()
	heads := func(seed byte) map[string][]parcours.JournalMark {
		o := volatileOptions(t, filepath.Join(t.TempDir(), "relais.db"))
		count := 0
		o.NewID = func(now time.Time) string {
			count++
			return fmt.Sprintf("%012x-%06d", now.UnixMilli(), count)
		}
		o.Random = func(b []byte) {
			for i := range b {
				seed++
				b[i] = seed
			}
		}
		s, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return convoked(t, s, maelys()).marks()
	}
	one, same, other := heads(1), heads(1), heads(2)
	for person, marks := range one {
		if len(same[person]) != 1 || same[person][0] != marks[0] {
			t.Errorf("the same seed made %+v, then %+v", marks, same[person])
		}
		if len(other[person]) != 1 || other[person][0].Hash == marks[0].Hash {
			t.Errorf("another salt made the same chain: %+v", marks)
		}
	}
}
