package main

import (
	"context"
	"fmt"
	"time"
)

// step lets the service do all that it can do now: fetch, answer, send, look up,
// ask for receipts. A service that dies meanwhile is down.
func (h *house) step() {
	h.Helper()
	for range 1000 {
		if h.workOnce() == 0 {
			return
		}
	}
	h.Fatal("the service turns in circles")
}

// workOnce makes one round of work and returns how much there was.
func (h *house) workOnce() int {
	h.Helper()
	n := h.node
	if n == nil {
		return 0
	}
	var done int
	for _, w := range h.works(n) {
		did, err := h.alive(w.do)
		if h.node != n {
			return 0 // it died
		}
		if err != nil {
			h.Fatalf("%s: %v", w.name, err)
		}
		done += did
	}
	return done
}

// work is what one loop of a running node does each time.
type work struct {
	name string
	do   func(context.Context) (int, error)
}

// works are in the order in which a message goes through them.
func (h *house) works(n *node) []work {
	all := []work{
		{"turns", n.bot.Process},
		{"dispatch", n.dispatcher.Dispatch},
		{"look up", n.dispatcher.LookUp},
		{"ask for receipts", n.dispatcher.PollReceipts},
	}
	if h.wire.isCut() {
		return all
	}
	fetch := func(ctx context.Context) (int, error) { return n.poller.Poll(ctx, 0) }
	return append([]work{{"fetch updates", fetch}}, all...)
}

// alive runs work in a goroutine of its own, which a moment may end.
func (h *house) alive(work func(context.Context) (int, error)) (n int, err error) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n, err = work(h.Context())
	}()
	<-ended
	return n, err
}

// pass lets time go by: what falls due meanwhile, at the providers and here, happens
// at its own instant, and has all its consequences.
func (h *house) pass(by time.Duration) {
	h.Helper()
	end := h.Clock.Now().Add(by)
	for range 10_000 {
		h.step()
		next, any := h.next()
		if !any || next.After(end) {
			h.Clock.MoveTo(end)
			h.step()
			return
		}
		h.Clock.MoveTo(next)
		h.happen()
	}
	h.Fatal("time stands still")
}

// happen lets what is due at the providers happen. A webhook that the service does
// not answer is the story's own doing.
func (h *house) happen() {
	h.Helper()
	for {
		next, any := h.Queue.Next()
		if !any || next.After(h.Clock.Now()) {
			return
		}
		if err := h.Queue.Step(h.Context()); err != nil {
			h.mu.Lock()
			answers := h.handler != nil
			h.mu.Unlock()
			if answers {
				h.Errorf("at the provider: %v", err)
			}
		}
	}
}

// next returns the first instant after now at which something falls due.
func (h *house) next() (time.Time, bool) {
	h.Helper()
	next, any := h.Queue.Next()
	sooner := func(at time.Time) {
		if at.After(h.Clock.Now()) && (!any || at.Before(next)) {
			next, any = at, true
		}
	}
	if h.node == nil {
		return next, any
	}
	for _, s := range h.node.dispatcher.States() {
		sooner(s.Until)
	}
	due := h.ask(`select cast(min(at) as bigint) from (
		select due_at as at from attempt where state = 'queued' and channel in ('sms', 'telegram', 'email') and due_at > $1
		union all select lease_until + 1 from attempt where state in ('claimed', 'sending') and lease_until >= $1
		union all select look_up_at from attempt where state in ('unknown', 'lost') and look_up_at > $1
		union all select poll_at from attempt where poll_at > $1
		union all select fallback_at from notification where fallback_at > $1
	) as due where at is not null having count(*) > 0`, h.Clock.Now().UnixMilli())
	for _, text := range due {
		var at int64
		if _, err := fmt.Sscan(text, &at); err != nil {
			h.Fatal(err)
		}
		sooner(time.UnixMilli(at))
	}
	return next, any
}
