package notifier_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"relais/notifier"
	"relais/parcours"
)

// asleep are the leases of a node that does not know that it lost them: it goes on
// as often as it is told to, and says when it has noticed.
type asleep struct{ goOn, noticed chan struct{} }

func (l asleep) While(ctx context.Context, _, _ string, do func(context.Context) error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.goOn:
		}
		if err := do(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case l.noticed <- struct{}{}:
		}
	}
}

func TestANodeThatLostItsLeaseSendsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	l := asleep{make(chan struct{}), make(chan struct{})}
	h.Leases = l
	take := func(owner string, lapsed int64) parcours.Lease {
		stands, err := h.store.TakeLease(t.Context(), notifier.LeaseOf(parcours.ChannelSMS), owner, lapsed)
		if err != nil {
			t.Fatal(err)
		}
		return stands
	}
	other := take("another node", 0)
	stop := untilDone(t, h.Run)
	for range 3 {
		l.goOn <- struct{}{}
		<-l.noticed
	}
	h.provider.want(t, 0, 0)

	take("test@sms", other.Seq)
	left := make(chan struct{})
	h.provider.will(func(p *provider, w http.ResponseWriter, form url.Values) {
		taken(p, w, form)
		close(left)
	})
	l.goOn <- struct{}{}
	select {
	case <-left:
	case <-time.After(5 * time.Second):
		t.Error("nothing leaves under the lease")
	}
	stop()
	h.provider.want(t, 1, 1)
}
