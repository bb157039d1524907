package store_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func opened(t *testing.T, database string, key []byte) (*store.Store, error) {
	t.Helper()
	o := options(t, database)
	o.Key = key
	s, err := store.Open(t.Context(), o)
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

// TestTheDataKeyIsReplacedWhileNodesRun: one node runs with the old key all the time and
// reads what the other one seals; in the end only the new key opens the database, and
// every value says what it said.
func TestTheDataKeyIsReplacedWhileNodesRun(t *testing.T) {
	t.Parallel()
	fresh := bytes.Repeat([]byte{7}, store.KeySize)
	check := func(t *testing.T, database string) {
		now := time.Date(2023, time.July, 3, 9, 0, 0, 0, time.UTC)
		running, err := opened(t, database, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		before, _, err := running.PlainValues(t.Context())
		if err != nil || len(before) < 1000 {
			t.Fatalf("%d values, %v", len(before), err)
		}
		if _, err := opened(t, database, fresh); err == nil || !strings.Contains(err.Error(), "does not fit this database") {
			t.Fatalf("the new key opens the database before the change: %v", err)
		}
		command, err := opened(t, database, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		forgotten, err := opened(t, database, storetest.Key()) // reads nothing, so that it learns of nothing
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // begun again, it goes on
			if err := command.BeginKeyChange(t.Context(), now, fresh); err != nil {
				t.Fatal(err)
			}
		}
		if err := command.BeginKeyChange(t.Context(), now, bytes.Repeat([]byte{8}, store.KeySize)); err == nil || !strings.Contains(err.Error(), "under way") {
			t.Errorf("another change began meanwhile: %v", err)
		}
		done, err := command.Reseal(t.Context(), nil)
		if err != nil || int(done.Values) != len(before) || done.Unreadable > 0 {
			t.Fatalf("resealed %+v of %d, %v", done, len(before), err)
		}
		during, numbers, err := running.PlainValues(t.Context())
		if err != nil {
			t.Fatalf("the running node: %v", err)
		}
		if diff := cmp.Diff(before, during); diff != "" || numbers[1] > 0 {
			t.Errorf("%v (-before +during):\n%s", numbers, diff)
		}
		restarted, err := opened(t, database, fresh)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := restarted.EndKeyChange(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		after, _, err := restarted.PlainValues(t.Context())
		if diff := cmp.Diff(before, after); err != nil || diff != "" {
			t.Errorf("%v (-before +after):\n%s", err, diff)
		}
		stop := parcours.RawInbound{Provider: "twilio", ProviderID: "SM-forgotten", ReceivedAt: now, Payload: []byte("Body=STOP")}
		if fresh, err := forgotten.RecordInbound(t.Context(), stop); err != nil || !fresh {
			t.Fatalf("a node that nobody restarted: %v, %v", fresh, err)
		}
		waiting, err := restarted.PendingInbound(t.Context(), 1000)
		if err != nil || len(waiting) == 0 || string(waiting[len(waiting)-1].Payload) != "Body=STOP" {
			t.Errorf("what it accepted is not read: %d events, %v", len(waiting), err)
		}
		if _, err := restarted.VerifyJournals(t.Context(), "", nil, func(d parcours.Damage) { t.Errorf("damaged: %+v", d) }); err != nil {
			t.Error(err)
		}
		if _, err := opened(t, database, storetest.Key()); err == nil || !strings.Contains(err.Error(), "does not fit this database") {
			t.Errorf("the old key still opens the database: %v", err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		check(t, storetest.Scale(t, storetest.Size{People: 60, Messages: 1200}))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		database := storetest.Postgres(t)
		s := lived(t)
		if _, err := s.Move(t.Context(), database, nil); err != nil {
			t.Fatal(err)
		}
		check(t, database)
	})
}

func TestAKeyChangeThatWasNotBegunDoesNotEnd(t *testing.T) {
	t.Parallel()
	s, err := opened(t, filepath.Join(t.TempDir(), "relais.db"), storetest.Key())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.EndKeyChange(t.Context(), time.Now()); err == nil || !strings.Contains(err.Error(), "under way") {
		t.Errorf("got %v", err)
	}
	if err := s.BeginKeyChange(t.Context(), time.Now(), storetest.Key()); err == nil || !strings.Contains(err.Error(), "the one in use") {
		t.Errorf("got %v", err)
	}
}
