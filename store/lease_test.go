package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/gen"
	"relais/store/storetest"
)

const sendingSMS = "send/sms"

// take asks for a lease and returns who holds it then.
func (h *house) take(owner string, lapsed int64) parcours.Lease {
	h.Helper()
	stands, err := h.s.TakeLease(h.Context(), sendingSMS, owner, lapsed)
	h.must(err)
	return stands
}

func TestALeaseChangesHandsOnlyWhenFreeOrLapsed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s}
		seen := h.take("node a", 0)
		h.want("a free lease", seen.Owner, "node a")
		h.want("a lease that another node asks for", h.take("node b", 0).Owner, "node a")
		renewed := h.take("node a", 0)
		if renewed.Owner != "node a" || renewed.Seq <= seen.Seq {
			t.Errorf("renewed from %+v to %+v, want a greater number", seen, renewed)
		}
		h.want("a lease renewed since it was seen", h.take("node b", seen.Seq).Owner, "node a")
		h.want("a lease that has lapsed", h.take("node b", renewed.Seq).Owner, "node b")
		h.want("a lease that was lost meanwhile", h.take("node a", 0).Owner, "node b")
		h.must(s.ReleaseLease(t.Context(), sendingSMS, "node a"))
		h.want("a lease that a former holder gives back", h.take("node a", 0).Owner, "node b")
		h.must(s.ReleaseLease(t.Context(), sendingSMS, "node b"))
		h.want("a lease given back", h.take("node a", 0).Owner, "node a")
	})
}

func TestOneOfManyNodesTakesALapsedLease(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{T: t, s: s}
		lapsed := h.take("dead", 0)
		var winners atomic.Int64
		var group sync.WaitGroup
		for n := range 8 {
			group.Go(func() {
				owner := fmt.Sprintf("node %d", n)
				stands, err := s.TakeLease(t.Context(), sendingSMS, owner, lapsed.Seq)
				if err != nil {
					t.Error(err)
				}
				if stands.Owner == owner {
					winners.Add(1)
				}
			})
		}
		group.Wait()
		if winners.Load() != 1 {
			t.Errorf("%d nodes took the lease, want 1", winners.Load())
		}
	})
}

// TestATakeoverTakesTheClaimsToo freezes a node between its claim and its mark.
func TestATakeoverTakesTheClaimsToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		claim := func(owner string) ([]parcours.Delivery, error) {
			return s.ClaimDue(t.Context(), parcours.Claim{
				Channels: []parcours.Channel{parcours.ChannelSMS}, Now: h.now, Process: h.process, LeaseUntil: h.process.Add(time.Minute),
				Owner: owner, Lease: sendingSMS, Limit: 100,
			})
		}
		if _, err := claim("frozen"); !errors.Is(err, parcours.ErrConflict) {
			t.Fatalf("a claim without the lease: %v, want a conflict", err)
		}
		lapsed := h.take("frozen", 0)
		held, err := claim("frozen")
		h.must(err)
		if len(held) != 1 {
			t.Fatalf("claimed %d, want 1", len(held))
		}
		h.want("the lease after the takeover", h.take("other", lapsed.Seq).Owner, "other")

		if h.mark(&held[0]) {
			t.Error("the former holder marks what it had claimed")
		}
		if _, err := claim("frozen"); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("the former holder claims: %v, want a conflict", err)
		}
		mine, err := claim("other")
		h.must(err)
		if len(mine) != 1 || mine[0].Attempt.ID != held[0].Attempt.ID {
			t.Fatalf("the new holder claims %d, want the one that was held", len(mine))
		}
		if h.mark(&held[0]) {
			t.Error("the former holder marks what another node has claimed")
		}
		h.send(mine[0])
	})
}

// TestAFrozenTransactionDoesNotKeepItsLocks freezes a node in the middle of a renewal
// and of a claim: the server ends both transactions at once, and another node takes over.
func TestAFrozenTransactionDoesNotKeepItsLocks(t *testing.T) {
	t.Parallel()
	address := storetest.Postgres(t)
	open := func(address string) *house {
		s, err := store.Open(t.Context(), options(t, address))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return &house{T: t, s: s}
	}
	other, frozen := open(address), open(address+"&idle_in_transaction_session_timeout=1000")
	other.want("how long a transaction may be idle", other.one("show idle_in_transaction_session_timeout"), "10s")

	lapsed := frozen.take("frozen", 0)
	thaw, woken := make(chan struct{}), make(chan error, 2)
	for _, statement := range []string{
		"update lease set seq = seq + 1 where owner = 'frozen'", "select seq from lease where owner = 'frozen' for key share",
	} {
		locked := make(chan struct{})
		go func() {
			woken <- frozen.s.Write(t.Context(), func(ctx context.Context, conn gen.DBTX) error {
				_, err := conn.ExecContext(ctx, statement)
				close(locked)
				<-thaw
				return err
			})
		}()
		<-locked // the second does not wait for the first
	}
	began := time.Now()
	other.want("the lease of a frozen node", other.take("other", lapsed.Seq).Owner, "other")
	if took := time.Since(began); took > 1800*time.Millisecond {
		t.Errorf("it was taken over after %v, want about a second: one transaction waited for the other", took)
	}
	close(thaw)
	for range 2 {
		if err := <-woken; err == nil {
			t.Error("a frozen transaction was committed all the same")
		}
	}
}
