package parcours

import "time"

// ProofFormat names the JSON form of a Proof; it changes when a field changes meaning.
const ProofFormat = "relais.proof/1"

// Proof is everything that was said to a person and heard from them, why, when and
// by whom, with what the providers answered and the state of the journal that holds
// it. It is the same for the person and for the équipe pluridisciplinaire.
//
// Instants are UTC. Names of values (states, kinds, causes) are those of this package.
type Proof struct {
	Format string    `json:"format"`
	MadeAt time.Time `json:"made_at"`
	// Service is who writes.
	Service Service `json:"service"`
	// NotificationID is set when the proof is of one message only: then Messages holds
	// that one, and Entries what concerns it.
	NotificationID string             `json:"notification_id,omitempty"`
	Person         ProofPerson        `json:"person"`
	Appointments   []ProofAppointment `json:"appointments"`
	// Messages to the person, oldest first.
	Messages []ProofMessage `json:"messages"`
	// Answers are what the person wrote, pressed or said by a channel, oldest first.
	Answers []ProofAnswer `json:"answers"`
	// Entries are the journal, in its order.
	Entries []ProofEntry `json:"entries"`
	// Readings are who opened the person's file or took a proof away.
	Readings []ProofReading `json:"readings"`
	Journal  ProofJournal   `json:"journal"`
}

// ProofPerson is whom the proof is about.
type ProofPerson struct {
	ID         string   `json:"id"`
	Title      Title    `json:"title,omitempty"`
	FirstName  string   `json:"first_name"`
	LastName   string   `json:"last_name"`
	BirthDate  Date     `json:"birth_date"`
	InternalID string   `json:"internal_id,omitempty"`
	Language   Language `json:"language"`
	Territory  string   `json:"territory,omitempty"`
	Referent   string   `json:"referent,omitempty"`
	// EnteredOn starts the delay; EntrySource says where it was read.
	EnteredOn   Date        `json:"entered_on"`
	EntrySource EntrySource `json:"entry_source"`
	// Deadline is the last day on which the first interview keeps the promise.
	Deadline Date `json:"deadline"`
	ExitedOn Date `json:"exited_on"`
}

// ProofAppointment is an appointment and what became of it.
type ProofAppointment struct {
	ID          string          `json:"id"`
	Kind        AppointmentKind `json:"kind"`
	StartsAt    time.Time       `json:"starts_at"`
	Minutes     int             `json:"minutes"`
	Place       string          `json:"place"`
	Address     string          `json:"address"`
	With        []string        `json:"with"`
	Origin      Origin          `json:"origin"`
	Replaces    string          `json:"replaces,omitempty"`
	BookedAt    time.Time       `json:"booked_at"`
	ConfirmedAt time.Time       `json:"confirmed_at,omitzero"`
	Outcome     Outcome         `json:"outcome"`
	Impediment  Impediment      `json:"impediment,omitempty"`
}

// ProofMessage is one intention: why it was due, and every try to carry it.
type ProofMessage struct {
	NotificationID string `json:"notification_id"`
	Kind           string `json:"kind"`
	Class          Class  `json:"class"`
	Template       string `json:"template"`
	// Reference is printed in the text, so that it can be found on the person's phone.
	Reference string `json:"reference,omitempty"`
	// Why it was due: one of the following, by Kind.
	AppointmentID string    `json:"appointment_id,omitempty"`
	StartsAt      time.Time `json:"starts_at,omitzero"`
	InReplyTo     string    `json:"in_reply_to,omitempty"`
	EscalationID  string    `json:"escalation_id,omitempty"`

	PlannedAt  time.Time `json:"planned_at"`
	DueAt      time.Time `json:"due_at"`
	ExpiresAt  time.Time `json:"expires_at,omitzero"`
	FallbackAt time.Time `json:"fallback_at,omitzero"`
	// State is where it stands in the end; Reason says why it ended otherwise than delivered.
	State    NotificationState `json:"state"`
	Reason   string            `json:"reason,omitempty"`
	EndedAt  time.Time         `json:"ended_at,omitzero"`
	Attempts []ProofAttempt    `json:"attempts"`
	// Asked is what the message asked and what was pressed or answered; zero when it
	// asked nothing.
	Asked ProofQuestion `json:"asked,omitzero"`
}

// ProofAttempt is one try on one channel.
type ProofAttempt struct {
	ID      string  `json:"id"`
	N       int     `json:"n"`
	Channel Channel `json:"channel"`
	// To is the number or the e-mail address; empty for Telegram, where a chat says
	// nothing to a reader, and for the lists that humans work.
	To     string `json:"to,omitempty"`
	Sender string `json:"sender,omitempty"`
	// Text is exactly what was handed to the provider.
	Text     string   `json:"text,omitempty"`
	Encoding Encoding `json:"encoding,omitempty"`
	Parts    int      `json:"parts,omitempty"`
	// TextSHA256 is the digest of the text as it is now; the journal's entry for the
	// sending holds the one of the text as it was.
	TextSHA256 string       `json:"text_sha256,omitempty"`
	State      AttemptState `json:"state"`
	Code       string       `json:"code,omitempty"`
	LeftAt     time.Time    `json:"left_at,omitzero"`
	ProviderID string       `json:"provider_id,omitempty"`
	// Receipts are every word of the provider, oldest first.
	Receipts []ProofReceipt `json:"receipts"`
}

// ProofReceipt is one word of a provider about an attempt.
type ProofReceipt struct {
	At     time.Time `json:"at"`
	Source string    `json:"source"`
	Status string    `json:"status"`
	Code   string    `json:"code,omitempty"`
	// ProviderID differs from the attempt's when a message left twice.
	ProviderID string `json:"provider_id,omitempty"`
	// Digest is the SHA-256 of what was received, "" when it was not kept.
	Digest string `json:"digest,omitempty"`
}

// ProofQuestion is what a message asked.
type ProofQuestion struct {
	Kind    PromptKind `json:"kind"`
	AskedAt time.Time  `json:"asked_at,omitzero"`
	// Answer is the action that was chosen, such as "come"; empty without an answer.
	Answer   string    `json:"answer,omitempty"`
	ClosedAt time.Time `json:"closed_at,omitzero"`
}

// ProofAnswer is one inbound of the person.
type ProofAnswer struct {
	ID         string    `json:"id"`
	At         time.Time `json:"at"`
	Channel    Channel   `json:"channel"`
	Text       string    `json:"text"`
	ProviderID string    `json:"provider_id,omitempty"`
}

// ProofEntry is one entry of the journal.
type ProofEntry struct {
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Kind EventKind `json:"kind"`
	// File is set for an entry of the journal of a file that was merged into this one.
	File string `json:"file,omitempty"`
	// Actor is "relais", "person" or a professional's id; By is the professional's name.
	Actor   string            `json:"actor"`
	By      string            `json:"by,omitempty"`
	Subject string            `json:"subject,omitempty"`
	Details map[string]string `json:"details,omitempty"`
	Hash    string            `json:"hash"`
}

// ProofReading is one opening of the person's file.
type ProofReading struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Action string    `json:"action"`
}

// ProofJournal is the state of the whole journal when the proof was made.
type ProofJournal struct {
	Entries int `json:"entries"`
	// Head is the hash of the last entry: it stands for every entry before it.
	Head    string   `json:"head"`
	Intact  bool     `json:"intact"`
	Damages []Damage `json:"damages,omitempty"`
	// Merged are the journals of the files that were merged into this one, each a chain
	// of its own.
	Merged []ProofMerged `json:"merged,omitempty"`
}

// ProofMerged is the journal of a file that was merged into the person's.
type ProofMerged struct {
	// File is the id under which it stands.
	File    string `json:"file"`
	Entries int    `json:"entries"`
	Head    string `json:"head"`
}

// Name is "Nadine LE GOFF".
func (p ProofPerson) Name() string {
	return Professional{FirstName: p.FirstName, LastName: p.LastName}.Name()
}
