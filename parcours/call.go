package parcours

import "time"

// CallOutcome is how a phone call by a human ended.
type CallOutcome string

// Outcomes of a call.
const (
	// CallReached: the person was spoken to and told.
	CallReached CallOutcome = "reached"
	// CallNoAnswer and CallLeftMessage prove nothing: the person is called again,
	// then written to.
	CallNoAnswer    CallOutcome = "no_answer"
	CallLeftMessage CallOutcome = "left_message"
	// CallWrongNumber: somebody else has the number.
	CallWrongNumber CallOutcome = "wrong_number"
)

// CallOutcomes lists them in the order in which they are offered.
func CallOutcomes() []CallOutcome {
	return []CallOutcome{CallReached, CallNoAnswer, CallLeftMessage, CallWrongNumber}
}

// DueCall is somebody to call, with all there is to tell them.
type DueCall struct {
	PersonID  string
	Name      string
	Territory string
	Referent  string
	Language  Language
	// Phone is the number to dial, empty when the one that was known is no longer
	// theirs; Shared when others answer it too.
	Phone  string
	Shared bool
	// DueAt is when to call, Tries how often it was tried in vain.
	DueAt    time.Time
	Tries    int
	Deadline Date
	Colour   ClockColour
	// Loss is why no automatic channel reaches the person.
	Loss LossCause
	// Messages are what to tell, the soonest appointment first.
	Messages []CallMessage
}

// CallMessage is one thing to tell.
type CallMessage struct {
	AttemptID string
	Kind      string
	Facts     Facts
}

// Call is a call that was made: what is recorded of it.
type Call struct {
	PersonID string
	// AttemptIDs are the messages of the call list that it was about.
	AttemptIDs []string
	Outcome    CallOutcome
}

// DoneCall is a call that was made, as the console shows it.
type DoneCall struct {
	ID       string
	PersonID string
	Name     string
	Outcome  CallOutcome
	At       time.Time
	// By is the name of who called, empty when it is not known.
	By string
	// Undone: it was taken back.
	Undone bool
}

// NextCall returns when to try again somebody who did not answer at now: the next
// working day at the opening, or two hours later when the appointment is too near
// for that; the zero time when neither leaves them time to come.
func (r Rules) NextCall(now, startsAt time.Time) time.Time {
	latest := startsAt.Add(-reminderMargin)
	tomorrow := r.NextOpen(r.opening(DateOf(r.AddWorkdays(now, 1), r.Zone)))
	if startsAt.IsZero() || tomorrow.Before(latest) {
		return tomorrow
	}
	if later := r.NextOpen(now.Add(2 * time.Hour)); later.Before(latest) {
		return later
	}
	return time.Time{}
}
