package parcours

import "time"

// LeftMessage is a message that a provider says left from one of our senders.
type LeftMessage struct {
	ProviderID string
	// Sender is the name of the sender that it left from.
	Sender string
	To     string
	// Body is empty once the provider was asked to erase it.
	Body string
	// LeftAt is the provider's time, to the second.
	LeftAt time.Time
	// Status and Code are the provider's words, State and Cause what they mean to us.
	Status string
	Code   string
	State  AttemptState
	Cause  FailureCause
}

// Restoration is how a database turns out to be older than what left: it was
// restored from a backup.
type Restoration struct {
	// Since is when the newest message that the database knows left; zero: none did.
	Since time.Time
	// Missing are the messages that it does not know.
	Missing []LeftMessage
	// Cut: the provider lists more of them than were read.
	Cut bool
}

// Pause is why nothing is sent until somebody decides. Its zero value: sending goes on.
type Pause struct {
	// ID names this pause: a decision about one does not end another.
	ID string
	At time.Time
	// Since is when the newest message that the database knew had left; zero: none.
	Since time.Time
	// Missing counts the messages that it did not know, Found those of them that
	// turned out to be messages which still waited to be sent.
	Missing, Found int
	// Cut: there are more than Missing.
	Cut bool
}

// Paused reports whether nothing may be sent.
func (p Pause) Paused() bool { return p.ID != "" }

// Lost counts the messages of which the database knows nothing but that they left.
func (p Pause) Lost() int { return p.Missing - p.Found }

// MissingMessage is a message that left and that nothing in the database accounts
// for, with the only person known under its number, if there is exactly one.
type MissingMessage struct {
	LeftMessage
	PersonID   string
	PersonName string
}
