package notifier_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"relais/notifier"
)

// counted are the leases of a node that is alone, and say each time that it has one, and
// why it gave it up.
type counted struct {
	*house
	had    chan struct{}
	gaveUp chan error
}

func (l counted) While(ctx context.Context, name, owner string, do func(context.Context) error) error {
	if _, err := l.store.TakeLease(ctx, name, owner, 0); err != nil {
		return err
	}
	l.had <- struct{}{}
	err := do(ctx)
	if ctx.Err() == nil {
		l.gaveUp <- err
	}
	return err
}

func leasesOf(h *house) counted {
	l := counted{house: h, had: make(chan struct{}, 9), gaveUp: make(chan error, 9)}
	h.Leases = l
	return l
}

// fiveMore are enough people for the sends that stop a sender.
func fiveMore() []string {
	var mobiles []string
	for n := range 6 {
		mobiles = append(mobiles, fmt.Sprintf("+3363998020%d", n))
	}
	return mobiles
}

// Three nodes of which the one that sends is cut from the provider: it kept the right to
// send, tried once every half a minute, and nothing left.
func TestANodeThatDoesNotReachTheProviderLetsAnotherSend(t *testing.T) {
	t.Parallel()
	h := newHouse(t, fiveMore()...)
	l := leasesOf(h)
	for range 5 {
		h.provider.will(func(*provider, http.ResponseWriter, url.Values) { panic(http.ErrAbortHandler) })
	}
	stop := untilDone(t, h.Run)
	<-l.had
	select {
	case err := <-l.gaveUp:
		if err == nil {
			t.Error("the right to send is given up, and taken back at once")
		}
	case <-time.After(20 * time.Second):
		t.Error("the right to send is kept")
	}
	if why := h.stoppedWhy("twilio:38000"); why != notifier.StoppedDoubt {
		t.Errorf("the sender is stopped for %q, want %q", why, notifier.StoppedDoubt)
	}
	// It is free for others until the sender may be tried again.
	select {
	case <-l.had:
		t.Error("the right to send is taken back before the sender is tried again")
	case <-time.After(1500 * time.Millisecond):
	}
	h.later(31 * time.Second)
	stop()
}

// A provider that answers badly does so to every node.
func TestAProviderThatRefusesIsNotTriedFromEveryNode(t *testing.T) {
	t.Parallel()
	h := newHouse(t, fiveMore()...)
	l := leasesOf(h)
	for range 5 {
		h.provider.will(func(_ *provider, w http.ResponseWriter, _ url.Values) { w.WriteHeader(http.StatusBadGateway) })
	}
	stop := untilDone(t, h.Run)
	<-l.had
	for deadline := time.Now().Add(20 * time.Second); h.stoppedWhy("twilio:38000") == "" && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	select {
	case err := <-l.gaveUp:
		t.Errorf("the right to send was given up: %v", err)
	case <-time.After(1500 * time.Millisecond):
	}
	stop()
}

// A machine that sleeps while requests are under way finds them without an answer. The
// provider has nothing to do with it.
func TestASleepingProcessDoesNotStopItsSender(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.dispatch(t) // it asks what left from its sender
	h.convene(t, fiveMore()...)
	for range 5 {
		h.provider.will(func(*provider, http.ResponseWriter, url.Values) {
			h.mu.Lock()
			h.ahead += time.Minute
			h.mu.Unlock()
			panic(http.ErrAbortHandler)
		})
	}
	for range 12 {
		h.dispatch(t)
		h.later(10 * time.Second)
	}
	if why := h.stoppedWhy("twilio:38000"); why != "" {
		t.Errorf("the sender is stopped for %q", why)
	}
	if got := h.incidents(t); len(got) > 0 {
		t.Errorf("incidents: %q", got)
	}
	if left := len(h.provider.posts); left < 6 {
		t.Errorf("%d requests were made, want each of the six people's", left)
	}
}

// A node that starts apart from the provider held the right to send for as long, and
// could not use it before it knew what had left.
func TestANodeThatDoesNotKnowWhatLeftDoesNotAskToSend(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first)
	l := leasesOf(h)
	h.provider.silent(true)
	stop := untilDone(t, h.Run)
	select {
	case <-l.had:
		t.Error("it asks to send and cannot")
	case <-time.After(3 * time.Second):
	}
	h.provider.silent(false)
	select {
	case <-l.had:
	case <-time.After(20 * time.Second):
		t.Error("it does not ask to send once the provider answers")
	}
	stop()
}
