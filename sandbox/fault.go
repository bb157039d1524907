package sandbox

import (
	"context"
	"sync"
	"time"
)

// Fault makes one call to a provider go wrong. Faults are used up in the order
// in which they were injected, by the first call that they fit.
type Fault struct {
	// Call is the operation: "create", "fetch", "list" or "erase" at Twilio, a
	// method name such as "sendMessage" at Telegram. Empty fits any.
	Call string
	// To is the number or the chat id called; empty fits any.
	To string
	// Delay of real time passes before anything else.
	Delay time.Duration
	// Effect: the call takes effect although its answer is lost or wrong.
	Effect bool
	// Hold of real time passes between the effect and the answer.
	Hold time.Duration
	// Drop closes the connection without an answer.
	Drop bool
	// Status is answered instead of the truth; 0 with neither Drop means that
	// the call is only delayed. At Twilio a redirection leads to the same call.
	Status int
	// Code is the provider's error code of that answer; at Twilio 0 makes the
	// body an HTML page, as a proxy would.
	Code int
	// Body, when set, is the whole body of that answer, whatever it is worth.
	Body string
	// RetryAfter is announced with a 429, in seconds.
	RetryAfter int
}

// spoils reports whether the caller gets something else than the true answer.
func (f Fault) spoils() bool { return f.Drop || f.Status != 0 }

// faults is the list of a provider. Its zero value is ready.
type faults struct {
	mu   sync.Mutex
	list []Fault
}

// Inject adds faults for the calls to come.
func (f *faults) Inject(more ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, more...)
}

// Pending returns how many injected faults no call has met yet.
func (f *faults) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list)
}

// meet takes the fault of a call, the zero Fault when there is none, and waits for its delay.
func (f *faults) meet(ctx context.Context, call, to string) Fault {
	fault := f.take(call, to)
	pause(ctx, fault.Delay)
	return fault
}

// pause waits for so much real time, or until the caller hangs up.
func pause(ctx context.Context, wait time.Duration) {
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (f *faults) take(call, to string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		if (fault.Call == "" || fault.Call == call) && (fault.To == "" || fault.To == to) {
			f.list = append(f.list[:i:i], f.list[i+1:]...)
			return fault
		}
	}
	return Fault{}
}
