package main

import (
	"context"
	"runtime"
	"time"

	"relais/notifier"
	"relais/parcours"
)

// moment is a place in the sending protocol where a test may interfere.
type moment string

const (
	beforeMark   moment = "claimed, not marked yet"
	afterMark    moment = "marked, not called yet"
	beforeResult moment = "answered, not recorded yet"
	afterResult  moment = "recorded"
)

// at makes something happen once, when a message next comes to a moment: on the
// goroutine that carries it, which waits.
func (h *house) at(m moment, do func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.moments[m] = do
}

// die is what a kill does, at a moment: nothing of the service goes on. Its writes
// until then are in the database, its calls at the providers.
func (h *house) die() {
	h.down()
	runtime.Goexit()
}

func (h *house) reach(m moment) {
	h.mu.Lock()
	do := h.moments[m]
	delete(h.moments, m)
	h.mu.Unlock()
	if do != nil {
		do()
	}
}

// protocol is the outbox of a service, with its moments.
type protocol struct {
	notifier.Outbox
	house *house
}

func (p *protocol) MarkSending(ctx context.Context, now, process time.Time, batch []parcours.Attempt) ([]string, error) {
	p.house.reach(beforeMark)
	kept, err := p.Outbox.MarkSending(ctx, now, process, batch)
	p.house.reach(afterMark)
	return kept, err
}

func (p *protocol) RecordAccepted(ctx context.Context, now time.Time, a parcours.Attempt, r parcours.Receipt) error {
	p.house.reach(beforeResult)
	err := p.Outbox.RecordAccepted(ctx, now, a, r)
	p.house.reach(afterResult)
	return err
}

func (p *protocol) RecordRefusal(ctx context.Context, now, process time.Time, a parcours.Attempt, r *parcours.Refusal, retryAt time.Time) error {
	p.house.reach(beforeResult)
	err := p.Outbox.RecordRefusal(ctx, now, process, a, r, retryAt)
	p.house.reach(afterResult)
	return err
}
