package sandbox

import "sync"

// feed tells open pages that something changed. A slow page misses nothing: its
// pending changes are merged.
type feed struct {
	mu      sync.Mutex
	readers map[*reader]struct{}
}

type reader struct {
	mu      sync.Mutex
	changed map[string]struct{}
	wake    chan struct{}
}

func newFeed() *feed { return &feed{readers: map[*reader]struct{}{}} }

func (f *feed) publish(subject string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for r := range f.readers {
		r.mu.Lock()
		r.changed[subject] = struct{}{}
		r.mu.Unlock()
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
}

func (f *feed) join() *reader {
	r := &reader{changed: map[string]struct{}{}, wake: make(chan struct{}, 1)}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.readers[r] = struct{}{}
	return r
}

func (f *feed) leave(r *reader) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.readers, r)
}

// take returns the subjects that changed since the last call.
func (r *reader) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	subjects := make([]string, 0, len(r.changed))
	for s := range r.changed {
		subjects = append(subjects, s)
	}
	clear(r.changed)
	return subjects
}
