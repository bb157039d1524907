package parcours

import (
	"errors"
	"slices"
	"strings"
)

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

// FieldError says what is wrong with one field of a request.
type FieldError struct {
	// Field is the name that the request gives it.
	Field string
	Why   string
}

// FieldErrors is an ErrInvalid that names each field that is wrong.
type FieldErrors []FieldError

// Error implements error.
func (e FieldErrors) Error() string {
	said := make([]string, len(e))
	for i, f := range e {
		said[i] = f.Field + ": " + f.Why
	}
	return ErrInvalid.Error() + ": " + strings.Join(said, "; ")
}

// Unwrap makes it an ErrInvalid.
func (e FieldErrors) Unwrap() error { return ErrInvalid }

// Gather adds the fields that another error names and that were not named before; false
// for an error that names none.
func (e *FieldErrors) Gather(err error) bool {
	var more FieldErrors
	if err != nil && !errors.As(err, &more) {
		return false
	}
	before := *e
	for _, f := range more {
		if !slices.ContainsFunc(before, func(b FieldError) bool { return b.Field == f.Field }) {
			*e = append(*e, f)
		}
	}
	return true
}

// WrongField is FieldErrors of one field.
func WrongField(field, why string) error { return FieldErrors{{field, why}} }
