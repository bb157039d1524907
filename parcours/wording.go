package parcours

import "time"

// Wording is the département's own words for one text of the catalogue.
type Wording struct {
	ID       string
	Language Language
	// Key is the catalogue's: a template, with its variant where it has one.
	Key string
	// Text is empty where Relais's own words are back.
	Text string
	At   time.Time
	// AccountID wrote it, ByName is who that is.
	AccountID, ByName string
}

// Sentence is something that a convocation may say, off unless the département
// switches it on where it is true.
type Sentence string

// Sentences of a convocation.
const (
	// SentenceMandatory says that the appointment is compulsory.
	SentenceMandatory Sentence = "mandatory"
	// SentenceSanction says what an absence may lead to. Relais has no words for it:
	// they are the legal service's. It is never in a first message, in a reminder or
	// in what a discreet person reads.
	SentenceSanction Sentence = "sanction"
)

// Category is what a convocation is for, as far as its sentences go.
type Category string

// Categories of convocations: the joint interview, and any other appointment.
const (
	CategoryJoint Category = "joint"
	CategoryOther Category = "other"
)

// SentenceSwitch says whether the convocations of a category carry a sentence.
type SentenceSwitch struct {
	Sentence Sentence
	Category Category
	On       bool
	At       time.Time
	// AccountID switched it, ByName is who that is.
	AccountID, ByName string
}

// Wordings is what the département changed in the texts, as it stands.
type Wordings struct {
	// Texts holds the last wording of each text, those taken back left out.
	Texts []Wording
	// Switches holds the last state of each switch that was ever touched.
	Switches []SentenceSwitch
	// Mark differs whenever anything was changed.
	Mark string
}
