package parcours

import "errors"

// Kinds of failure that callers branch on with errors.Is. Everything else is a
// fault of the machine and is only reported.
var (
	// ErrNotFound: no such row, or none the actor may see.
	ErrNotFound = errors.New("not found")
	// ErrConflict: somebody else changed the facts first; load them again.
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the request breaks a rule; the wrapped text says which.
	ErrInvalid = errors.New("invalid")
	// ErrTooLarge: a file, or a text, is larger than what is taken in.
	ErrTooLarge = errors.New("too large")
	// ErrUnavailable: nothing can be kept or read just now, whatever it is. The same
	// request may succeed once the machine is mended.
	ErrUnavailable = errors.New("unavailable")
	// ErrEarly: what the request speaks of is still being written down. The same
	// request may succeed in a moment.
	ErrEarly = errors.New("too early")
)
