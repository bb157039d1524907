package parcours

import "time"

// Class says what may be done with a notification that may not have arrived
// (delivery guide: after the third empty look-up).
type Class string

// Classes of notification.
const (
	// MustArrive: convocation, cancellation by the service, changed slot.
	MustArrive Class = "must_arrive"
	// TimeBound: a reminder.
	TimeBound Class = "time_bound"
	// Conversation: the answer to somebody's message.
	Conversation Class = "conversation"
	// Routine: weekly request, nudge, thanks.
	Routine Class = "routine"
	// Secret: a code.
	Secret Class = "secret"
)

// Lane orders what is due at the same time; 0 leaves first.
type Lane int

// Lanes.
const (
	LaneReply        Lane = 0
	LaneCancellation Lane = 1
	LaneConvocation  Lane = 2
	LaneReminder     Lane = 3
	LaneWeekly       Lane = 4
)

// NotificationState is where an intention stands, computed from its attempts.
type NotificationState string

// States of a notification.
const (
	// NotificationPending: planned or on its way.
	NotificationPending NotificationState = "pending"
	// NotificationListed: in a list that a human works (call, letter).
	NotificationListed NotificationState = "listed"
	// NotificationHandedOver: accepted where no receipt can exist.
	NotificationHandedOver NotificationState = "handed_over"
	// NotificationDelivered: the carrier says so, or the person answered.
	NotificationDelivered NotificationState = "delivered"
	// NotificationUnconfirmed: accepted, and no receipt in time.
	NotificationUnconfirmed NotificationState = "unconfirmed"
	NotificationCancelled   NotificationState = "cancelled"
	NotificationExpired     NotificationState = "expired"
	// NotificationLost: it may have left, and was given up.
	NotificationLost NotificationState = "lost"
	// NotificationFailed: refused everywhere and nobody left to hand it to.
	NotificationFailed NotificationState = "failed"
)

// Subject names of notifications: what they are about. They start the key and
// choose the template.
const (
	KindConvocation  = "convocation"
	KindMoved        = "moved" // the person's own new slot, confirmed
	KindReminder     = "reminder"
	KindCancellation = "cancellation" // by the service
	KindReply        = "reply"
	KindQuestion     = "question" // a question, to the professional
	KindAnswer       = "answer"   // an answer, to the person
)

// Notification is an intention: tell this recipient this, once. Exactly one of
// PersonID and ProfessionalID is set, or neither for the one answer that an
// unknown sender gets (then Address is set).
type Notification struct {
	ID string
	// Key is unique for ever: kind/subject/version/recipient[/occurrence].
	Key            string
	Kind           string
	Class          Class
	Lane           Lane
	PersonID       string
	ProfessionalID string
	AppointmentID  string
	// AppointmentVersion is the version of the facts that Facts carries.
	AppointmentVersion int
	EscalationID       string
	// SubjectID is the week or the planned activity that it is about.
	SubjectID string
	// InReplyTo is the inbox id that this answers; empty for proactive messages.
	InReplyTo string
	// Channel and Address force where it goes: the answer to an inbound goes back
	// the way it came. Empty: Route decides.
	Channel Channel
	Address string
	// Template is a locale key; Facts is what it may speak of.
	Template string
	Facts    Facts
	Choices  []Choice
	// PromptKind opens a prompt when the message leaves; empty when it asks nothing.
	PromptKind PromptKind
	// Urgent: leaves in quiet hours too.
	Urgent bool
	// Hurried: a professional chose that it leave now.
	Hurried   bool
	Reference string
	DueAt     time.Time
	// ExpiresAt: nothing leaves at or after it. Zero: never expires.
	ExpiresAt time.Time
	// FallbackAt: when an unproved attempt is doubled by the next channel. Zero: never.
	FallbackAt time.Time
	State      NotificationState
	Reason     string
	CreatedAt  time.Time
}

// Facts is what a message may speak of, as they stood when the message was
// planned. A moved appointment makes a new notification. Names of the recipient
// are not here: they are read when the message leaves.
type Facts struct {
	StartsAt time.Time `json:"starts_at,omitzero"`
	Minutes  int       `json:"minutes,omitempty"`
	Place    string    `json:"place,omitempty"`
	Address  string    `json:"address,omitempty"`
	// Phone that a human answers, for this message.
	Phone string `json:"phone,omitempty"`
	// With lists the professionals: "Anne MOREL (Département)".
	With []string `json:"with,omitempty"`
	// Slots are the times offered, in the order of the choices.
	Slots []OfferedSlot `json:"slots,omitempty"`
	// Appointments lists several, for "mes rendez-vous".
	Appointments []OfferedSlot `json:"appointments,omitempty"`
	// Referent is the name of the professional in charge, or of the stand-in.
	Referent string `json:"referent,omitempty"`
	// About is the name of the person a professional's notice speaks of.
	About string `json:"about,omitempty"`
	// Job is the return to work that a professional's notice speaks of.
	Job *JobFacts `json:"job,omitempty"`
	// Text is somebody's own words, relayed: a question or an answer.
	Text string `json:"text,omitempty"`
	// Reason is an impediment.
	Reason Impediment `json:"reason,omitempty"`
	// By is a true deadline.
	By time.Time `json:"by,omitzero"`
	// Workdays is a true delay, in working days.
	Workdays int `json:"workdays,omitempty"`
	// Week is the one whose hours are spoken of; MinHours and MaxHours are agreed on,
	// Planned and Declared are minutes, Declared nil when none were told.
	Week     Week `json:"week,omitzero"`
	MinHours int  `json:"min_hours,omitempty"`
	MaxHours int  `json:"max_hours,omitempty"`
	Planned  int  `json:"planned,omitempty"`
	Declared *int `json:"declared,omitempty"`
	// Activity names a planned activity, Day is its day, and Others counts those of
	// that day that are not named.
	Activity     string       `json:"activity,omitempty"`
	ActivityKind ActivityKind `json:"activity_kind,omitempty"`
	Day          Date         `json:"day,omitzero"`
	Others       int          `json:"others,omitempty"`
	// Convened: an earlier convocation reached the person, so that this one is not the
	// first they get.
	Convened bool `json:"convened,omitempty"`
	// Link is a complete address, such as a Telegram deep link or a console page.
	Link string `json:"link,omitempty"`
	// Service is who writes.
	Service Service `json:"service,omitzero"`
	// Language is that of a text to nobody who is known yet; a person's own comes first.
	Language Language `json:"language,omitempty"`
}

// JobFacts is what is known of a declared job.
type JobFacts struct {
	StartsOn      Date    `json:"starts_on,omitzero"`
	Kind          JobKind `json:"kind,omitempty"`
	WeeklyMinutes int     `json:"weekly_minutes,omitempty"`
}

// OfferedSlot is a time and a place as a message prints them.
type OfferedSlot struct {
	StartsAt time.Time `json:"starts_at"`
	Place    string    `json:"place,omitempty"`
	Address  string    `json:"address,omitempty"`
}

// Choice is one answer that a message offers. SMS prints its 1-based number,
// Telegram a button.
type Choice struct {
	// Action is short and unique in the message: "come", "cannot", "other", "slot1".
	Action string `json:"action"`
	// Label is a locale key; it may use Facts, and Slot when set.
	Label string `json:"label"`
	// SlotID and Slot are set when the choice is a time.
	SlotID string       `json:"slot_id,omitempty"`
	Slot   *OfferedSlot `json:"slot,omitempty"`
	// Name is set when the choice is a person.
	Name string `json:"name,omitempty"`
	// Activity is set when the choice is a planned activity.
	Activity *OfferedActivity `json:"activity,omitempty"`
}

// OfferedActivity is a planned activity as a choice prints it.
type OfferedActivity struct {
	ID      string       `json:"id"`
	Kind    ActivityKind `json:"kind"`
	Label   string       `json:"label,omitempty"`
	Minutes int          `json:"minutes"`
}

// AttemptState is where one try on one channel stands.
type AttemptState string

// States of an attempt. Rank gives their order; a provider's word never lowers it.
const (
	AttemptQueued          AttemptState = "queued"
	AttemptClaimed         AttemptState = "claimed"
	AttemptSending         AttemptState = "sending"
	AttemptUnknown         AttemptState = "unknown"
	AttemptAccepted        AttemptState = "accepted"
	AttemptSent            AttemptState = "sent"
	AttemptNoReceipt       AttemptState = "no_receipt"
	AttemptUndeliveredTemp AttemptState = "undelivered_temp"
	AttemptUndeliveredPerm AttemptState = "undelivered_perm"
	AttemptRejected        AttemptState = "rejected"
	AttemptBlocked         AttemptState = "blocked"
	AttemptDelivered       AttemptState = "delivered"
	AttemptAcknowledged    AttemptState = "acknowledged"
	AttemptCancelled       AttemptState = "cancelled"
	AttemptExpired         AttemptState = "expired"
	AttemptLost            AttemptState = "lost"
)

// Rank returns the order of the state, 0 to 50. Local ends keep the rank they
// ended at, so a later word of the provider still wins: cancelled and expired 5, lost 15.
func (s AttemptState) Rank() int {
	switch s {
	case AttemptQueued:
		return 0
	case AttemptClaimed, AttemptCancelled, AttemptExpired:
		return 5
	case AttemptSending:
		return 10
	case AttemptUnknown, AttemptLost:
		return 15
	case AttemptAccepted:
		return 20
	case AttemptSent:
		return 30
	case AttemptNoReceipt:
		return 33
	case AttemptUndeliveredTemp:
		return 35
	case AttemptUndeliveredPerm, AttemptRejected, AttemptBlocked:
		return 36
	case AttemptDelivered:
		return 40
	case AttemptAcknowledged:
		return 50
	}
	return 0
}

// Failed reports whether the person did not get it.
func (s AttemptState) Failed() bool {
	switch s {
	case AttemptUndeliveredTemp, AttemptUndeliveredPerm, AttemptRejected, AttemptBlocked:
		return true
	}
	return false
}

// Attempt is one try to carry a notification on one channel.
type Attempt struct {
	ID             string
	NotificationID string
	// N counts the attempts of the notification from 1.
	N       int
	Channel Channel
	// Address is where it goes; empty for call and letter lists.
	Address string
	// Sender is what it leaves from, as the provider names it.
	Sender string
	// Body is the text exactly as sent, set when the attempt is marked.
	Body string
	// Choices are the buttons, for the channels that have them.
	Choices  []RenderedChoice
	Encoding Encoding
	// Parts is how many SMS the carrier counts; 0 outside SMS.
	Parts   int
	Subject string // e-mail only
	// Template is the locale key of the text, for figures only; often empty.
	Template string
	State    AttemptState
	LeaseSeq int64
	// SendingAt is the process time at which the send began, LeftAt the same
	// moment in business time.
	SendingAt  time.Time
	LeftAt     time.Time
	ProviderID string
	Code       string
	// LookUps counts the listings that did not show it, Polls how often its
	// receipt was asked for.
	LookUps int
	Polls   int
	DueAt   time.Time
	// ExpiresAt is the notification's, for the provider's own validity period.
	ExpiresAt time.Time
}

// RenderedChoice is a choice in the recipient's language.
type RenderedChoice struct {
	Action string
	Label  string
}

// Encoding is how an SMS travels.
type Encoding string

// Encodings of an SMS.
const (
	EncodingNone Encoding = ""
	GSM7         Encoding = "gsm7"
	UCS2         Encoding = "ucs2"
)

// Delivery is a claimed attempt with what the gate and the text need, read in
// the same transaction as the claim.
type Delivery struct {
	Attempt      Attempt
	Notification Notification
	To           Recipient
	// Current tells what has changed since the notification was planned.
	Current Current
}

// Recipient is who a message addresses.
type Recipient struct {
	Title     Title
	FirstName string
	LastName  string
	Language  Language
	// Discreet: the person asked for texts that give neither their last name nor
	// an institution (docs/decisions/0002-discreet.md).
	Discreet bool
	// Staff: a professional, not a beneficiary.
	Staff bool
}

// Current is the state of the facts a notification rests on, at claim time.
type Current struct {
	// Withdrawn: the message was cancelled, by whoever may, and is to go nowhere.
	Withdrawn           bool
	AppointmentStanding bool
	AppointmentVersion  int
	PersonExited        bool
	// WeekOpen: the week that is asked about waits for an answer.
	WeekOpen bool
	// ActivityStanding: the planned activity was not called off.
	ActivityStanding bool
	// PersonHeld: somebody said that the person died, and no human settled it yet.
	PersonHeld bool
	// OptedOut: STOP was said at the address, or we were blocked there, by anybody who
	// is or was reached there. It is the number's, and goes with it to whoever has it
	// next, as it does at the provider: only REPRENDRE, said there, takes it back.
	OptedOut bool
	// AddressFormer: the address is not the person's any more, or was found to take no
	// messages. What was found while it was somebody else's, who has left it, does not
	// count: a number that was out of service is given anew.
	AddressFormer bool
	// ToldToday: another message that we decided on, at least as urgent, left to the
	// person today.
	ToldToday bool
}

// Receipt is what a provider says of an attempt, from an answer, a callback or
// a look-up. State is empty when the provider's word is not known to us: it is
// stored and changes nothing.
type Receipt struct {
	// Source is "answer", "callback" or "look_up".
	Source string
	// AttemptID may be empty when only the provider's id is known.
	AttemptID  string
	ProviderID string
	// Status and Code are the provider's own words.
	Status string
	Code   string
	State  AttemptState
	// Cause says more of a failure.
	Cause FailureCause
	// Parts is how many SMS the provider counted, 0 when it does not say.
	Parts int
	// To is the address the provider says it is for; checked when not empty.
	To     string
	At     time.Time
	Digest string
}

// FailureCause says of a failure what it means for the messages to come.
type FailureCause string

// Causes of a failure; empty when it says nothing beyond itself.
const (
	// FailureNumber: nobody is reached at this number, now or later.
	FailureNumber FailureCause = "number"
	// FailureLandline: the number takes calls, no SMS.
	FailureLandline FailureCause = "landline"
	// FailureDoubtful: the phone may have got the message all the same.
	FailureDoubtful FailureCause = "doubtful"
	// FailureSender: our account or our sender is what the provider or a carrier refuses,
	// whatever the number.
	FailureSender FailureCause = "sender"
	// FailureFiltered: a carrier took the text or the sender for unwanted; of many at once
	// a human is told.
	FailureFiltered FailureCause = "filtered"
)

// RefusalKind says what to do after a send that did not succeed.
type RefusalKind string

// Kinds of refusal.
const (
	// RefusalRetry: nothing was created; the same attempt goes back to the queue.
	RefusalRetry RefusalKind = "retry"
	// RefusalGiveUp: nothing was created and never will be on this address.
	RefusalGiveUp RefusalKind = "give_up"
	// RefusalBlocked: the person does not want this channel.
	RefusalBlocked RefusalKind = "blocked"
	// RefusalUnknown: it may have been created; only a look-up or a receipt tells.
	RefusalUnknown RefusalKind = "unknown"
	// RefusalConfig: ours to mend; the sender stops until a human acts.
	RefusalConfig RefusalKind = "config"
)

// Refusal is the error of a send that did not succeed.
type Refusal struct {
	Kind RefusalKind
	// After is how long to wait before a retry, when the provider says.
	After time.Duration
	// Code is the provider's own, such as "21610".
	Code string
	// SenderAtFault: the address is not to blame, but what we send from or the way
	// there. The sender slows down, and stops after several in a row.
	SenderAtFault bool
	// Cause says more of an address that is to blame.
	Cause FailureCause
	Err   error
}

// Error tells the kind and the provider's code, never the text nor the number.
func (r *Refusal) Error() string {
	text := "send refused: " + string(r.Kind)
	if r.Code != "" {
		text += " (" + r.Code + ")"
	}
	if r.Err != nil {
		text += ": " + r.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (r *Refusal) Unwrap() error { return r.Err }
