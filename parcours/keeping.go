package parcours

import (
	"fmt"
	"time"
)

// Keeping says for how many months, counted from the last thing that happened, what is
// held about people is kept. The rest of the delays are days and settings of what they
// are about: see Keeping.Rules.
type Keeping struct {
	// FileMonths: the file of somebody whose follow-up ended, [24].
	FileMonths int
	// StrangerMonths: what somebody wrote whom nobody knows, [6].
	StrangerMonths int
	// AccessMonths: who read, changed or exported what, [12].
	AccessMonths int
}

// DefaultKeeping returns the delays that hold where the département chose none.
func DefaultKeeping() Keeping {
	return Keeping{FileMonths: 24, StrangerMonths: 6, AccessMonths: 12}
}

// Check returns ErrInvalid, with the reason, for delays outside their bounds.
func (r Keeping) Check() error {
	for _, d := range []struct {
		what                string
		months, least, most int
	}{
		{"a file is kept", r.FileMonths, 1, 36}, {"a stranger's words are kept", r.StrangerMonths, 1, 36}, {"the access log is kept", r.AccessMonths, 12, 36},
	} {
		if d.months < d.least || d.months > d.most {
			return fmt.Errorf("%w: %s %d to %d months, not %d", ErrInvalid, d.what, d.least, d.most, d.months)
		}
	}
	return nil
}

// KeepingKind is a kind of data with a delay of its own.
type KeepingKind string

// Kinds that a purge takes away.
const (
	KeepFile     KeepingKind = "file"
	KeepStranger KeepingKind = "stranger"
	KeepAccess   KeepingKind = "access"
)

// KeepingRule is how long one kind is kept, and why.
type KeepingRule struct {
	Kind   KeepingKind
	Months int
	// Since says what the delay is counted from, Source which text it comes from; in
	// French, for whoever answers for the data.
	Since, Source string
}

// Rules lists what a purge takes away, in the order in which it does.
//
// Sources: CNIL, délibération n° 2023-095 of 14 September 2023 (retention in social
// support: two years from the last contact, then intermediate archives for proof) and
// n° 2021-122 of 14 October 2021 (logging: six months to a year, up to three for internal
// control); the GDPR, article 5.1.e. The delay of strangers is ours.
func (r Keeping) Rules() []KeepingRule {
	return []KeepingRule{
		{KeepFile, r.FileMonths, "la dernière chose arrivée dans un dossier dont le suivi est fini", "CNIL, délibération 2023-095 : accompagnement social, deux ans après le dernier contact"},
		{KeepStranger, r.StrangerMonths, "le message d'un numéro inconnu, une fois traité", "RGPD, article 5.1.e ; délai proposé par Relais"},
		{KeepAccess, r.AccessMonths, "la lecture, le changement ou l'export", "CNIL, délibération 2021-122 : six mois à un an, trois ans pour un contrôle interne"},
	}
}

// Rule returns the rule of a kind.
func (r Keeping) Rule(kind KeepingKind) KeepingRule {
	for _, rule := range r.Rules() {
		if rule.Kind == kind {
			return rule
		}
	}
	return KeepingRule{Kind: kind}
}

// KeptSince returns the first day that a rule keeps: what happened before goes.
func (r KeepingRule) KeptSince(today Date) Date { return today.AddMonths(-r.Months) }

// KeptBack is why a file that is old enough stays.
type KeptBack string

// Reasons, in bits as the store reads them.
const (
	KeptLitigation  KeptBack = "litigation"  // somebody asked that it be kept: an appeal, a claim
	KeptQuestion    KeptBack = "question"    // a question is open
	KeptImpediment  KeptBack = "impediment"  // an impediment is discussed
	KeptHeld        KeptBack = "held"        // a death was told and not settled
	KeptLeaver      KeptBack = "leaver"      // nobody decided whether they left
	KeptMessage     KeptBack = "message"     // a message or a letter is under way
	KeptAppointment KeptBack = "appointment" // an appointment is to come
)

// keptBits is the order of the store's bits.
var keptBits = []KeptBack{KeptLitigation, KeptQuestion, KeptImpediment, KeptHeld, KeptLeaver, KeptMessage, KeptAppointment}

// KeptBackOf reads the store's bits; none means that the file goes.
func KeptBackOf(bits int64) []KeptBack {
	var why []KeptBack
	for i, reason := range keptBits {
		if bits>>i&1 == 1 {
			why = append(why, reason)
		}
	}
	return why
}

// PurgeLine is what would go, or went, of one kind.
type PurgeLine struct {
	KeepingRule
	// N counts files, messages or lines; Oldest is the day of the oldest, zero when there
	// is none.
	N      int
	Oldest Date
	// KeptSince is the first day that stays.
	KeptSince Date
}

// PurgePlan is what a purge would take away at an instant.
type PurgePlan struct {
	At    time.Time
	Lines []PurgeLine
	// Kept counts the files that are old enough and stay, by reason; a file may have several.
	Kept map[KeptBack]int
	// Silent counts the files that are still followed and where nothing happened for as
	// long: no purge touches them, somebody has to look.
	Silent int
}

// Line returns the line of a kind.
func (p PurgePlan) Line(kind KeepingKind) PurgeLine {
	for _, l := range p.Lines {
		if l.Kind == kind {
			return l
		}
	}
	return PurgeLine{}
}
