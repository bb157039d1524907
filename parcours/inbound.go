package parcours

import (
	"slices"
	"time"
)

// Providers of inbound events, as stored in the inbox.
const (
	ProviderTwilio   = "twilio"
	ProviderTelegram = "telegram"
	ProviderConsole  = "console"
)

// RawInbound is an event as a provider handed it over, before anybody read it.
// It is unique by Provider and ProviderID.
type RawInbound struct {
	ID         string
	Provider   string
	ProviderID string
	// ReceivedAt is when it came to us; when no webhook brought it, when it came to
	// the provider, as near as its clock tells. Business time.
	ReceivedAt time.Time
	Payload    []byte
	// Unreadable: what was kept does not open, for it was altered or sealed with a key
	// that is gone.
	Unreadable bool
	Tries      int
}

// CatchUp is how far what people wrote to one sender is known, in its provider's
// time.
type CatchUp struct {
	// Until: what was written before is in the inbox. Zero: nobody ever looked.
	Until time.Time `json:"until"`
	// Begun is when the listing under way began, Page where it goes on. A listing that
	// is over has neither.
	Begun time.Time `json:"begun,omitzero"`
	Page  string    `json:"page,omitempty"`
}

// InboundKind says what an inbound event is.
type InboundKind string

// Kinds of inbound event.
const (
	InboundText      InboundKind = "text"
	InboundButton    InboundKind = "button"
	InboundStart     InboundKind = "start"     // Telegram /start, with or without code
	InboundMedia     InboundKind = "media"     // a file or a voice message
	InboundBlocked   InboundKind = "blocked"   // the person blocked us
	InboundUnblocked InboundKind = "unblocked" // and lifted it
	InboundIgnored   InboundKind = "ignored"   // nothing for us: a group, an edit
)

// Inbound is one event from one address, decoded.
type Inbound struct {
	// ID is the inbox row's.
	ID      string
	Channel Channel
	// Address is who wrote: an E.164 number or a private Telegram chat id.
	Address    string
	Kind       InboundKind
	Text       string
	ReceivedAt time.Time
	// AttemptID and Action are set for a button.
	AttemptID string
	Action    string
	// PressedOn is the provider's id of the message that carries the button ("chat:message"
	// on Telegram), empty when the provider does not say.
	PressedOn string
	// PressedText is what that message says on the screen and PressedLabel the words on the
	// button, both empty when the provider does not say: the choice is shown in their place.
	PressedText, PressedLabel string
	// WithMedia: the text came with a file, which nobody can open here.
	WithMedia bool
	// ReplyTo is the provider id of the message replied to ("chat:message" on Telegram).
	ReplyTo string
	// Start is the one-time code of a deep link.
	Start string
	// OptOut is what the provider did by itself: "stop", "start" or empty.
	OptOut string
	// Language is a hint of the sender's application.
	Language Language
	// Group is the chat of a group in which the bot was written to or to which it was
	// added: it says that it cannot stay, and leaves. Nobody's conversation.
	Group string
	// CallbackID is to be acknowledged to the provider once the turn is recorded.
	CallbackID string
}

// Written is when the person wrote: ReceivedAt, which for a message that was found
// at the provider later is when the provider got it. now where it is not known.
func (in Inbound) Written(now time.Time) time.Time {
	if in.ReceivedAt.IsZero() || in.ReceivedAt.After(now) {
		return now
	}
	return in.ReceivedAt
}

// State is what a conversation remembers between two turns. It is small: facts
// live in their own tables.
type State struct {
	// Version is the row's; RecordTurn refuses an older one with ErrConflict.
	Version int64 `json:"-"`
	// Awaiting is what the last message asked in free text: "reason", "question",
	// "language" or empty.
	Awaiting string `json:"awaiting,omitempty"`
	// AppointmentID is what Awaiting is about.
	AppointmentID string `json:"appointment_id,omitempty"`
	// WeekID is the week whose hours the last turn was about: another number in the
	// next one corrects them.
	WeekID string `json:"week_id,omitempty"`
	// Misunderstood counts the turns in a row that were not understood.
	Misunderstood int `json:"misunderstood,omitempty"`
	// Answered: an unknown sender got their one answer.
	Answered bool `json:"answered,omitempty"`
	// PendingID is the inbox id of what was written before "who writes?" was asked.
	PendingID string `json:"pending_id,omitempty"`
	// Insults counts those in a row.
	Insults int `json:"insults,omitempty"`
	// LastInboundID is the event that was stepped last.
	LastInboundID string `json:"last_inbound_id,omitempty"`
}

// AwaitingJob starts State.Awaiting while the details of a job are asked.
const AwaitingJob = "job/"

// PromptKind says what Relais asked.
type PromptKind string

// Kinds of prompt.
const (
	PromptNone       PromptKind = ""
	PromptAttendance PromptKind = "attendance" // come / cannot / other
	PromptSlot       PromptKind = "slot"       // one of the offered times
	PromptLanguage   PromptKind = "language"
	PromptWeek       PromptKind = "week"       // how many hours, in the week SubjectID
	PromptActivities PromptKind = "activities" // which of the planned ones are done
	PromptTalk       PromptKind = "talk"       // with the referent?
	PromptActivity   PromptKind = "activity"   // will they go to the activity SubjectID?
	PromptJobKind    PromptKind = "job_kind"   // which contract
	PromptCheckIn    PromptKind = "checkin"    // how the job goes
)

// Prompt is something Relais asked a person: which answers fit, until when.
type Prompt struct {
	ID             string
	PersonID       string
	NotificationID string
	AttemptID      string
	AppointmentID  string
	// SubjectID is the week or the planned activity that is asked about.
	SubjectID string
	Kind      PromptKind
	Choices   []Choice
	AskedAt   time.Time
	ExpiresAt time.Time
}

// EscalationKind says why a human is needed.
type EscalationKind string

// Kinds of escalation.
const (
	EscalationQuestion    EscalationKind = "question"
	EscalationDistress    EscalationKind = "distress"
	EscalationReschedule  EscalationKind = "reschedule" // no offered time fits
	EscalationImpediment  EscalationKind = "impediment" // a reason was declared
	EscalationWrongPerson EscalationKind = "wrong_person"
	EscalationUnclear     EscalationKind = "unclear"
	EscalationUnknown     EscalationKind = "unknown_sender"
	EscalationMedia       EscalationKind = "media"
	EscalationOptOut      EscalationKind = "opt_out"
	// The person moved, has a new number, died; what the law lets them ask of their
	// data; insults that repeat.
	EscalationMoved       EscalationKind = "moved"
	EscalationPhoneChange EscalationKind = "phone_change"
	EscalationDeceased    EscalationKind = "deceased"
	EscalationDataAccess  EscalationKind = "data_access"
	EscalationDataErasure EscalationKind = "data_erasure"
	EscalationInsult      EscalationKind = "insult"
	// EscalationWho: several people have the number, and who writes was asked.
	EscalationWho EscalationKind = "who_writes"
	// EscalationMessageSent is no question: a professional wrote first, and the thread is
	// kept for the answer.
	EscalationMessageSent EscalationKind = "message"
	// A job was found, goes badly, is over.
	EscalationJobFound      EscalationKind = "job_found"
	EscalationJobDifficulty EscalationKind = "job_difficulty"
	EscalationJobEnded      EscalationKind = "job_ended"
)

// EscalationState is where an escalation stands.
type EscalationState string

// States of an escalation.
const (
	EscalationOpen     EscalationState = "open"
	EscalationAnswered EscalationState = "answered"
	EscalationClosed   EscalationState = "closed" // settled without an answer
)

// Escalation is an inbound item that needs a human.
type Escalation struct {
	ID         string
	PersonID   string // empty for an unknown sender
	PersonName string
	// ProfessionalID is who must answer; empty: the coordinators' queue.
	ProfessionalID   string
	ProfessionalName string
	Kind             EscalationKind
	// Impediment is the reason that came with it, for its first notice.
	Impediment Impediment
	Urgent     bool
	State      EscalationState
	OpenedAt   time.Time
	// DueAt is when the promised delay ends.
	DueAt          time.Time
	AnsweredAt     time.Time
	SecondNoticeAt time.Time
	// SeenAt is when somebody in charge last opened it, zero when nobody did.
	SeenAt time.Time
	// Language is the person's, ReferentID who follows them; empty for an unknown sender.
	Language   Language
	ReferentID string
	// Channel is how the person wrote, and how the answer goes back.
	Channel  Channel
	Messages []EscalationMessage
	// Job is the declared job that it asks to confirm, for its notices; Asking: the
	// person is being asked more about it.
	Job    *JobFacts
	Asking bool
}

// Unread reports whether the person wrote since somebody in charge opened it.
func (e Escalation) Unread() bool {
	m, ok := lastFrom(e, "person")
	return ok && m.At.After(e.SeenAt)
}

// Unarrived reports whether what a professional wrote last reached nobody.
func (e Escalation) Unarrived() bool {
	m, ok := lastFrom(e, "professional")
	return ok && slices.Contains([]NotificationState{NotificationFailed, NotificationExpired, NotificationLost}, m.Delivery)
}

// EscalationMessage is one message of an escalation's thread.
type EscalationMessage struct {
	ID string
	// From is "person", "professional" or "relais".
	From string
	// Author is the professional's name, empty otherwise.
	Author string
	Text   string
	At     time.Time
	// Delivery is the state of the answer's notification, empty for inbound.
	Delivery NotificationState
}
