package parcours

import (
	"fmt"
	"time"
)

// Outcome is what became of an appointment for one person.
type Outcome string

// Outcomes. OutcomeUnknown reads "to come" before the time and "missing" after.
const (
	OutcomeUnknown Outcome = "unknown"
	OutcomeSeen    Outcome = "seen"
	OutcomeExcused Outcome = "excused"
	OutcomeRevoked Outcome = "revoked" // cancelled by the service
	OutcomeNoShow  Outcome = "no_show"
)

// MayMove returns nil when an outcome may change from one value to another at
// now, and ErrInvalid otherwise. Before the appointment starts nobody can have
// been seen or absent; once it has started the outcome never goes back to
// unknown. NoShow to Excused is a normal move: the reason came late.
func MayMove(from, to Outcome, startsAt, now time.Time) error {
	var legal bool
	switch to {
	case OutcomeExcused, OutcomeRevoked:
		legal = true
	case OutcomeUnknown:
		legal = from == to || now.Before(startsAt)
	case OutcomeSeen, OutcomeNoShow:
		legal = from == to || !now.Before(startsAt)
	}
	if !legal {
		return fmt.Errorf("%w: outcome %s cannot become %s", ErrInvalid, from, to)
	}
	return nil
}
