package parcours

import "time"

// Effect is one consequence of a turn of conversation. The set is closed; all
// effects of a turn are recorded in one transaction, in order.
type Effect interface{ effect() }

// Say answers the sender, on the channel the inbound came by.
type Say struct {
	Template string
	Facts    Facts
	Choices  []Choice
	// PromptKind opens a prompt with the choices; AppointmentID is what it is about.
	PromptKind    PromptKind
	AppointmentID string
	// SubjectID is the week or the activity that it asks about.
	SubjectID string
	// Urgent replies leave even in quiet hours, whatever the delay.
	Urgent bool
}

// Acknowledge records that the inbound answers this prompt with Action and
// closes it. The attempt that carried it is proved read.
type Acknowledge struct {
	PromptID string
	Action   string
}

// Confirm records that the person will come.
type Confirm struct{ AppointmentID string }

// Excuse records the person's own reason for an appointment still to come.
type Excuse struct {
	AppointmentID string
	Impediment    Impediment
	// Words are the person's own.
	Words string
}

// Move books the slot in place of the appointment, releases the old one and
// rewrites its reminders. RecordTurn answers ErrConflict when it was taken.
type Move struct {
	AppointmentID string
	SlotID        string
}

// Choose books the slot for a person without a first interview, who was invited to
// choose. RecordTurn answers ErrConflict when it was taken.
type Choose struct{ SlotID string }

// Hold stops everything that is sent to the person, and to whoever else is reached
// at the inbound's address: somebody said that the person died. Only a human
// confirms or lifts it. The answer of the same turn leaves.
type Hold struct{}

// ClaimNumber notes a number that the person gives as their new one, and asks that
// number to confirm it. Nothing else goes there before.
type ClaimNumber struct{ Phone Phone }

// SettleNumber is the answer of a claimed number to the question whether it is
// theirs. RecordTurn answers ErrConflict when it was settled meanwhile.
type SettleNumber struct {
	ClaimID   string
	Confirmed bool
}

// AskWho notes that the inbound may come from several people, who are asked: it
// is nobody's until one of them answers.
type AskWho struct{}

// TellWho says who of several people is writing; what was written before the
// question, InboxID, is then stepped again as theirs.
type TellWho struct {
	PersonID string
	InboxID  string
}

// Escalate hands the inbound to the referent in charge, or to the coordinators.
type Escalate struct {
	Kind   EscalationKind
	Urgent bool
	Text   string
	// Impediment is set for a declared reason.
	Impediment Impediment
	// To is the professional whom it answers; empty: whoever is in charge.
	To string
}

// AnswerEscalation relays a professional's words to the person.
type AnswerEscalation struct {
	EscalationID string
	Text         string
}

// OptOut closes the inbound's channel for the person (STOP) and cancels what is
// queued on it; the obligation falls back to the next channel.
type OptOut struct{}

// OptIn reopens the inbound's channel (REPRENDRE).
type OptIn struct{}

// Block closes the inbound's channel because the provider says so; Unblock
// notes that it may be used again, which only the person's own /start reopens.
type Block struct{}

// Unblock is the reverse of Block.
type Unblock struct{}

// SetLanguage changes the language of every later text, this turn's included.
type SetLanguage struct{ Language Language }

// SetDiscreet makes every later text, this turn's included, discreet or not.
type SetDiscreet struct{ On bool }

// Declare records what the person says of a week; a later one corrects the earlier.
// RecordTurn answers ErrConflict when the week was closed.
type Declare struct {
	WeekID string
	Report ActivityReport
}

// LinkTelegram uses up the one-time code Start and links the chat to its owner.
type LinkTelegram struct{ Start string }

// NotTheirs marks the inbound's address as somebody else's and cancels what is
// queued for it.
type NotTheirs struct{}

// DeclareJob records the return to work that the person tells of, or completes the
// one they told of before: zero fields say nothing.
type DeclareJob struct {
	StartsOn      Date
	Kind          JobKind
	WeeklyMinutes int
}

// EndJob records, in the person's own words, that a job is over; zero On: today.
type EndJob struct {
	JobID string
	On    Date
}

// AnswerCheckIn records how a job goes. PromptID is the check-in's question.
type AnswerCheckIn struct {
	PromptID string
	Answer   CheckInAnswer
}

// SettleJob is a professional's word on a declared job. On corrects its start when
// not zero. RecordTurn answers ErrConflict when it was settled meanwhile.
type SettleJob struct {
	JobID   string
	Refused bool
	On      Date
}

func (Hold) effect()             {}
func (ClaimNumber) effect()      {}
func (SettleNumber) effect()     {}
func (AskWho) effect()           {}
func (TellWho) effect()          {}
func (Choose) effect()           {}
func (DeclareJob) effect()       {}
func (EndJob) effect()           {}
func (AnswerCheckIn) effect()    {}
func (SettleJob) effect()        {}
func (Say) effect()              {}
func (Acknowledge) effect()      {}
func (Confirm) effect()          {}
func (Excuse) effect()           {}
func (Move) effect()             {}
func (Escalate) effect()         {}
func (AnswerEscalation) effect() {}
func (OptOut) effect()           {}
func (OptIn) effect()            {}
func (Block) effect()            {}
func (Unblock) effect()          {}
func (SetLanguage) effect()      {}
func (SetDiscreet) effect()      {}
func (Declare) effect()          {}
func (LinkTelegram) effect()     {}
func (NotTheirs) effect()        {}

// Dossier is what one turn of conversation may need to know, read in one go.
type Dossier struct {
	Rules   Rules
	Service Service
	// TwoWay: the inbound's channel can carry an answer back to us.
	TwoWay bool
	// Person is zero (empty ID) when the sender is unknown or a professional.
	Person Person
	// Candidates counts the people who share the address; more than one means
	// Person is the likeliest (newest open prompt, else newest message).
	Candidates int
	Contact    ContactPoint
	// Unsure lists those people when nothing tells who writes; empty when something
	// does. Person is then the likeliest all the same.
	Unsure []Person
	// Claim is set when an unknown sender's number was given by somebody as their new one.
	Claim *NumberClaim
	// Professional is set when the sender is one of ours.
	Professional *Professional
	// Referent in charge, or the stand-in; zero when there is none.
	Referent Professional
	// Prompts that are open, newest first.
	Prompts []Prompt
	// Pressed is the prompt that the button or the reply points to, open or not.
	Pressed *Prompt
	// Appointments to come, soonest first, cancelled ones left out.
	Appointments []Appointment
	// Offers are free slots that could replace the next appointment, soonest first.
	Offers []Slot
	// Weeks of the person's plan that take an answer, and the last one that was
	// closed less than a week ago, oldest first.
	Weeks []AgreedWeek
	// OffersFor is the appointment that they would replace: the next one, or the one
	// the person excused themselves from; empty when they are invited.
	OffersFor string
	// Invited: the person was invited to choose a first time, and has none yet.
	Invited bool
	// Open escalations of the person, newest first; of a professional, those that
	// wait for them.
	Escalations []Escalation
	// Talk is the professional whose own words are the last that the person got here;
	// empty when Relais has asked something since, or they are old.
	Talk string
	// Jobs of the person, newest first, refused ones left out; for a professional,
	// those of the person whose escalation is replied to.
	Jobs []Job
	// Replied is the escalation a professional's reply points to; OpenEscalations
	// counts those waiting for this professional.
	Replied         *Escalation
	OpenEscalations int
	// StartValid: the inbound's one-time code exists, is not used nor expired.
	// StartLanguage is its owner's, StartOwnerID the person's or professional's id,
	// and StartStaff tells which of the two.
	StartValid    bool
	StartLanguage Language
	StartOwnerID  string
	StartStaff    bool
}

// Turn is one recorded step of a conversation.
type Turn struct {
	Inbound Inbound
	Dossier Dossier
	State   State
	Effects []Effect
	Now     time.Time
	// Why is the reason understand gave, for the journal: never the text.
	Why string
}
