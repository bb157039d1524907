package scheduler_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// node is one of several that share a database. Its way to the database can be cut.
type node struct {
	leases *scheduler.Leases
	name   string
	store  *store.Store

	mu    sync.Mutex
	cut   chan struct{} // nil: not cut
	since time.Time     // when it was given the right
	until time.Time     // when it was taken back
	ended chan error
	stop  context.CancelFunc
}

const term = 10 * time.Second

func (n *node) TakeLease(ctx context.Context, name, owner string, lapsed int64) (parcours.Lease, error) {
	n.mu.Lock()
	cut := n.cut
	n.mu.Unlock()
	if cut != nil {
		<-cut
	}
	return n.store.TakeLease(ctx, name, owner, lapsed)
}

func (n *node) ReleaseLease(ctx context.Context, name, owner string) error {
	return n.store.ReleaseLease(ctx, name, owner)
}

// begin makes a node want the lease; it does its work for as long as it may.
func begin(t *testing.T, s *store.Store, name string) *node {
	ctx, stop := context.WithCancel(t.Context())
	n := &node{name: name, store: s, ended: make(chan error, 1), stop: stop}
	n.leases = &scheduler.Leases{Store: n, Term: term, Log: slog.New(slog.DiscardHandler)}
	go func() {
		n.ended <- n.leases.While(ctx, "tick", name, func(ctx context.Context) error {
			n.note(&n.since)
			<-ctx.Done()
			n.note(&n.until)
			return nil
		})
	}()
	return n
}

func (n *node) note(at *time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	*at = time.Now()
}

// worked returns since when the node worked and until when, zero where it did not.
func (n *node) worked() (since, until time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.since, n.until
}

func (n *node) cutOff() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = make(chan struct{})
}

func (n *node) reconnect() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.cut)
	n.cut = nil
}

func (n *node) end(t *testing.T) {
	t.Helper()
	n.stop()
	if err := <-n.ended; err != nil {
		t.Errorf("%s: %v", n.name, err)
	}
}

// settle lets time pass and everything that follows from it happen.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func want(t *testing.T, what string, got, want bool) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestANodeCutOffStopsBeforeAnotherTakesOver compares instants that only the test
// sees on one clock.
func TestANodeCutOffStopsBeforeAnotherTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		first := begin(t, s, "first")
		settle(time.Second)
		second := begin(t, s, "second")
		settle(time.Minute)
		want(t, "the first holds the lease", first.leases.Held("tick"), true)
		want(t, "the second holds it", second.leases.Held("tick"), false)

		first.cutOff()
		cut := time.Now()
		settle(15 * time.Second)
		_, stopped := first.worked()
		taken, _ := second.worked()
		if stopped.IsZero() || !stopped.Before(taken) || taken.Sub(cut) > 12*time.Second {
			t.Errorf("cut off at 0 s, the first stopped at %v and the second took over at %v; want in this order, within 12 s",
				stopped.Sub(cut), taken.Sub(cut))
		}
		want(t, "the first holds the lease after the takeover", first.leases.Held("tick"), false)

		first.reconnect()
		settle(time.Minute)
		want(t, "the first takes it back from a holder who lives", first.leases.Held("tick"), false)
		want(t, "the second still holds it", second.leases.Held("tick"), true)
		second.end(t)
		first.end(t)
	})
}

func TestAGracefulStopHandsOverWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		first := begin(t, s, "first")
		settle(time.Second)
		second := begin(t, s, "second")
		settle(time.Minute)
		first.end(t)
		stopped := time.Now()
		settle(2 * time.Second)
		if taken, _ := second.worked(); taken.Sub(stopped) > time.Second || taken.IsZero() {
			t.Errorf("handed over after %v, want a second at most", taken.Sub(stopped))
		}
		second.end(t)
	})
}

func TestAShortFailureOfTheDatabaseLosesNoLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		first := begin(t, s, "first")
		settle(time.Second)
		second := begin(t, s, "second")
		for range 3 {
			settle(term / 3)
			first.cutOff()
			settle(term / 3)
			first.reconnect()
		}
		settle(2 * term)
		want(t, "the first holds the lease", first.leases.Held("tick"), true)
		want(t, "the second holds it", second.leases.Held("tick"), false)
		if _, stopped := first.worked(); !stopped.IsZero() {
			t.Errorf("the first stopped at %v", stopped)
		}
		first.end(t)
		second.end(t)
	})
}

func TestWhoFailsGivesTheLeaseBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		failure := errors.New("refused")
		leases := &scheduler.Leases{Store: s, Term: term, Log: slog.New(slog.DiscardHandler)}
		err := leases.While(t.Context(), "tick", "first", func(context.Context) error { return failure })
		if !errors.Is(err, failure) {
			t.Errorf("got %v, want the failure", err)
		}
		stands, err := s.TakeLease(t.Context(), "tick", "second", 0)
		if err != nil || stands.Owner != "second" {
			t.Errorf("the lease is %+v, %v; want the second's", stands, err)
		}
	})
}

func TestAProcessThatIsAloneHasEveryRight(t *testing.T) {
	var leases *scheduler.Leases
	done := false
	err := leases.While(t.Context(), "tick", "alone", func(context.Context) error { done = true; return nil })
	if err != nil || !done || !leases.Held("tick") {
		t.Errorf("done %v, held %v, %v", done, leases.Held("tick"), err)
	}
}
