package parcours

import "time"

// EventKind names something that happened to a person.
type EventKind string

// Kinds of journal event.
const (
	EventEntered          EventKind = "entered"
	EventUpdated          EventKind = "updated"
	EventReferentAssigned EventKind = "referent_assigned"
	EventBooked           EventKind = "booked"
	EventPlanned          EventKind = "planned" // a notification was written
	EventSent             EventKind = "sent"
	EventDelivered        EventKind = "delivered"
	EventUndelivered      EventKind = "undelivered"
	EventUnknown          EventKind = "unknown" // a send whose result is not known
	EventEnded            EventKind = "ended"   // a notification was cancelled, expired or given up
	EventReceived         EventKind = "received"
	EventConfirmed        EventKind = "confirmed"
	EventExcused          EventKind = "excused"
	EventMoved            EventKind = "moved"
	EventRevoked          EventKind = "revoked"
	EventOutcome          EventKind = "outcome"
	EventEscalated        EventKind = "escalated"
	EventAnswered         EventKind = "answered"
	EventOptedOut         EventKind = "opted_out"
	EventOptedIn          EventKind = "opted_in"
	EventLinked           EventKind = "linked"
	EventLanguage         EventKind = "language"
	EventNotTheirs        EventKind = "not_theirs"
	EventRegistered       EventKind = "registered"
	EventOriented         EventKind = "oriented"
	EventContracted       EventKind = "contracted"
	EventEmployed         EventKind = "employed"
	EventExited           EventKind = "exited"
	EventPrinted          EventKind = "printed"   // a letter; posted is EventSent, returned EventUndelivered
	EventCalled           EventKind = "called"    // by a human
	EventCorrected        EventKind = "corrected" // a human took back what they had recorded
	EventAgreed           EventKind = "agreed"    // a weekly plan
	EventActivity         EventKind = "activity"  // one was planned, changed or called off
	EventDeclared         EventKind = "declared"  // the hours of a week, or what stood in the way
	EventImpediment       EventKind = "impediment"
	EventHeld             EventKind = "held"     // nothing is sent any more: a death was told
	EventReleased         EventKind = "released" // a human took that back
	EventNumberClaimed    EventKind = "number_claimed"
	EventNumberConfirmed  EventKind = "number_confirmed"
	EventNumberRefused    EventKind = "number_refused"
	EventJobDeclared      EventKind = "job_declared"
	EventJobRefused       EventKind = "job_refused"
	EventJobEnded         EventKind = "job_ended"
	EventCheckedIn        EventKind = "checked_in" // how the job goes
	EventWritten          EventKind = "written"    // a professional wrote without being asked
	EventHurried          EventKind = "hurried"    // a professional chose that a message leave now
	EventRestored         EventKind = "restored"   // a message that was withdrawn by hand is planned again
	EventValidated        EventKind = "validated"  // the hours of a week, by a professional
	EventNoted            EventKind = "noted"      // a note was written, changed or taken away
	EventPreferred        EventKind = "preferred"  // how the person wants to be written to
	EventNumber           EventKind = "number"     // a number was added, or is used no more
	EventErased           EventKind = "erased"     // everything about the person, but this chain
	EventReturned         EventKind = "returned"   // the follow-up goes on
	EventPurged           EventKind = "purged"     // what names the person; the figures and this chain stay
	EventMerged           EventKind = "merged"     // another file of the same person was merged into this one
	EventMergedInto       EventKind = "merged_into"
)

// Event is one dated entry of a person's journal.
type Event struct {
	ID       string
	PersonID string
	// Seq counts the person's entries from 1.
	Seq  int64
	Kind EventKind
	At   time.Time
	// Actor is "relais", "person", or a professional's id.
	Actor string
	// Subject is the id of the row it is about.
	Subject string
	// Payload holds the details as JSON.
	Payload []byte
	// Hash chains the entry to the one before.
	Hash string
}

// TimelineEntry is one line of a person's timeline as the console shows it.
type TimelineEntry struct {
	At    time.Time
	Kind  EventKind
	Actor string
	// ActorName is set when the actor is a professional.
	ActorName string
	Channel   Channel
	Template  string
	// About is the notification that a message's entries speak of.
	About string
	// Text is the message as sent or received.
	Text    string
	State   string
	Details map[string]string
}

// FactKind names a dated fact that professionals record.
type FactKind string

// Kinds of fact.
const (
	FactRegistered FactKind = "registered" // at the employment service
	FactOriented   FactKind = "oriented"
	FactContracted FactKind = "contracted"
	FactExited     FactKind = "exited"
)

// Orientation is the dominant of the support.
type Orientation string

// Orientations.
const (
	OrientationWork     Orientation = "work"
	OrientationSocioPro Orientation = "socio_pro"
	OrientationSocial   Orientation = "social"
)

// Fact is a dated fact about a person: registration, orientation, contract, job.
type Fact struct {
	ID       string
	PersonID string
	Kind     FactKind
	On       Date
	// EndsOn is set when a later fact closed it.
	EndsOn Date
	// Value is an Orientation for FactOriented, free of personal detail otherwise.
	Value string
	By    string
	At    time.Time
}
