package parcours

import "time"

// By hand, a professional may have a message leave outside the window that holds for
// what Relais decides: on a day that is neither a Sunday nor a public holiday, from
// byHandFrom to byHandTo, in minutes after midnight (docs/decisions/0008-by-hand.md).
const (
	byHandFrom = 8 * 60
	byHandTo   = 20 * 60
)

// OpenByHand reports whether a message that somebody chose to send now may leave at t.
func (r Rules) OpenByHand(t time.Time) bool {
	day := DateOf(t, r.Zone)
	if r.Open(t) {
		return true
	}
	if day.Weekday() == time.Sunday || IsHoliday(day) {
		return false
	}
	return !t.Before(r.civil(day, byHandFrom)) && t.Before(r.civil(day, byHandTo))
}

// Preferences is how a person wants to be written to.
type Preferences struct {
	Language Language
	// Channel is their own choice; empty: whichever reaches them.
	Channel Channel
	// Discreet texts give neither their last name nor an institution.
	Discreet bool
}

// ExitReason is why somebody's follow-up ends.
type ExitReason string

// Reasons to end a follow-up. A death has a way of its own: see Hold.
const (
	ExitMoved       ExitReason = "moved"
	ExitRightClosed ExitReason = "right_closed"
	ExitOpposition  ExitReason = "opposition" // the person objects to being followed here
)

// ExitReasons lists the reasons to end a follow-up, in the order of forms.
func ExitReasons() []ExitReason {
	return []ExitReason{ExitMoved, ExitRightClosed, ExitOpposition}
}
