package sandbox

import (
	"container/heap"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Queue holds everything that will happen: receipts to post, phones that ring,
// answers to send. Events run one at a time, ordered by virtual time, then by
// subject, then by the order in which they were planned. The subject (a number,
// a chat) comes before the order of planning because concurrent senders may plan
// the events of two people in either order.
type Queue struct {
	clock *Clock
	log   *slog.Logger

	mu      sync.Mutex
	events  eventHeap
	planned int64
	ran     int64
	added   chan struct{}
}

type event struct {
	at      time.Time
	subject string
	seq     int64
	what    string
	run     func(context.Context) error
}

// NewQueue returns an empty queue whose events move clock. Run reports failed events to log.
func NewQueue(clock *Clock, log *slog.Logger) *Queue {
	return &Queue{clock: clock, log: log, added: make(chan struct{}, 1)}
}

// At plans run for the virtual instant at; an instant already past means as soon
// as possible. What names the event in errors: it must hold no personal data.
func (q *Queue) At(at time.Time, subject, what string, run func(context.Context) error) {
	q.mu.Lock()
	q.planned++
	heap.Push(&q.events, event{at: at, subject: subject, seq: q.planned, what: what, run: run})
	q.mu.Unlock()
	select {
	case q.added <- struct{}{}:
	default:
	}
}

// After plans run for d of virtual time from now.
func (q *Queue) After(d time.Duration, subject, what string, run func(context.Context) error) {
	q.At(q.clock.Now().Add(d), subject, what, run)
}

// Next returns when the earliest event is due, and false when there is none.
func (q *Queue) Next() (time.Time, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		return time.Time{}, false
	}
	return q.events[0].at, true
}

// Ran returns how many events have been run.
func (q *Queue) Ran() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.ran
}

// Step moves the clock to the earliest event and runs it to its end, its HTTP
// calls included. It does nothing when the queue is empty. Its error is the
// event's; the event is not planned again.
func (q *Queue) Step(ctx context.Context) error {
	q.mu.Lock()
	if len(q.events) == 0 {
		q.mu.Unlock()
		return nil
	}
	e := heap.Pop(&q.events).(event)
	q.ran++
	q.mu.Unlock()

	q.clock.MoveTo(e.at)
	if err := e.run(ctx); err != nil {
		return fmt.Errorf("%s: %w", e.what, err)
	}
	return nil
}

// Run steps each event when the clock reaches it, until ctx ends. A failed event
// is logged and does not stop the others.
func (q *Queue) Run(ctx context.Context) error {
	for {
		var wait <-chan time.Time
		var changed <-chan struct{}
		if at, any := q.Next(); any {
			left, known, c := q.clock.until(at)
			changed = c
			if known && left <= 0 {
				if err := q.Step(ctx); err != nil && ctx.Err() == nil {
					q.log.Warn("sandbox event failed", "err", err)
				}
				if ctx.Err() != nil {
					return ctx.Err()
				}
				continue
			}
			if known {
				wait = time.After(left)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wait:
		case <-changed:
		case <-q.added:
		}
	}
}

type eventHeap []event

func (h eventHeap) Len() int { return len(h) }
func (h eventHeap) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	if h[i].subject != h[j].subject {
		return h[i].subject < h[j].subject
	}
	return h[i].seq < h[j].seq
}
func (h eventHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *eventHeap) Push(x any)   { *h = append(*h, x.(event)) }
func (h *eventHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = event{}
	*h = old[:len(old)-1]
	return last
}
