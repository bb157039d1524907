package notifier

import (
	"sync"

	"relais/parcours"
)

// flight is the sends under way: how many there may be, and to whom, so that two
// messages to one address leave one after the other. A send holds its slot until
// the provider has answered, its address until the answer is recorded.
//
// A few more attempts than may be under way hold a slot: they are marked while
// the ones before them are on the wire, so that no request waits for a commit.
type flight struct {
	slots chan struct{}
	calls chan struct{}
	// marking holds whoever marks a group: one does at a time.
	marking chan struct{}
	group   sync.WaitGroup

	mu   sync.Mutex
	busy map[address]chan struct{}
	err  error
}

type address struct {
	channel parcours.Channel
	to      string
}

func newFlight(size int) *flight {
	ahead := min(markAhead, size-1)
	return &flight{
		slots: make(chan struct{}, size+ahead), calls: make(chan struct{}, size), marking: make(chan struct{}, 1), busy: map[address]chan struct{}{},
	}
}

// try takes a slot if one is free.
func (f *flight) try() bool {
	select {
	case f.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

// take waits for a slot.
func (f *flight) take() { f.slots <- struct{}{} }

func (f *flight) give() { <-f.slots }

// takeUnlessMarked waits for a slot and returns true, or for the right to mark
// and returns false, whichever comes first.
func (f *flight) takeUnlessMarked() bool {
	select {
	case f.slots <- struct{}{}:
		return true
	case f.marking <- struct{}{}:
		return false
	}
}

// board notes that a message to an address is about to leave.
func (f *flight) board(to address) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy[to] = make(chan struct{})
}

// call makes one request when there is room for it.
func (f *flight) call(request func()) {
	f.calls <- struct{}{} // requests end by themselves
	defer func() { <-f.calls }()
	request()
}

// leave frees the address.
func (f *flight) leave(to address) {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.busy[to])
	delete(f.busy, to)
}

// occupied returns what closes when the address is free; nil when it is.
func (f *flight) occupied(to address) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c, ok := f.busy[to]; ok {
		return c
	}
	return nil
}

func (f *flight) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

// failure returns the first failure since it was last asked.
func (f *flight) failure() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.err
	f.err = nil
	return err
}

// land waits until nothing is under way.
func (f *flight) land() { f.group.Wait() }
