package understand

import (
	"slices"
	"strings"

	"relais/parcours"
)

// Labels of a message that nobody asked for, beside those of an answer.
const (
	Start         Label = "start"
	Help          Label = "help"
	Who           Label = "who"
	Appointments  Label = "appointments"
	Sick          Label = "sick"
	ChooseTongue  Label = "language"
	Greeting      Label = "greeting"
	ReportHours   Label = "report_hours"
	JobFound      Label = "job_found"
	JobLost       Label = "job_lost"
	Moved         Label = "moved"
	PhoneChange   Label = "phone_change"
	Deceased      Label = "deceased"
	Insult        Label = "insult"
	DataAccess    Label = "data_access"
	DataErasure   Label = "data_erasure"
	Missed        Label = "missed"             // an appointment that is over
	EmptyQuestion Label = "question_announced" // "j'ai une question", and nothing more
	Hindered      Label = "hindered"           // a difficulty, without a yes or a no: "j'ai pas de voiture"
)

// Understood is how a message that nobody asked for was read.
type Understood struct {
	Label Label
	// Whole is set when the message is one of the words that Relais publishes, or
	// little more: QUI, AIDE, mes rendez-vous.
	Whole bool
	// Explicit is set when a yes or a no carries a verb: "je ne peux pas venir".
	Explicit bool
	// Why names the cue, in the lexicon's own words.
	Why string
}

// intentOrder lists the labels from the one that is kept when several show. What
// only a human can act on comes first, and among those what changes the most:
// who the person is, then their life, then the channel. A text that tells of the
// person's life is kept before one that asks a question: both end at a human, and
// the first says more. Courtesies come last.
var intentOrder = []Label{
	WrongPerson, Deceased, DataErasure, DataAccess, Start, Stop, JobLost, JobFound, Moved, PhoneChange,
	ReportHours, Missed, Who, Appointments, Sick, Insult,
}

// Intent reads a message that answers nothing Relais asked.
func Intent(text string) Understood { return intent(listen(text)) }

func intent(t *message) Understood {
	for _, whole := range wholeIntents {
		if whole.set.holds(t) {
			return Understood{Label: whole.label, Whole: true, Why: "whole message"}
		}
	}
	if len(t.folded) == 0 {
		if strings.ContainsAny(t.text, "?؟") {
			return Understood{Label: Help, Whole: true, Why: "nothing but a question mark"}
		}
		return Understood{Label: Unclear, Why: "no word"}
	}
	if tongue, name := language(t); tongue != "" {
		return Understood{Label: ChooseTongue, Why: "language by name (" + name + ")"}
	}
	hits := intentCues.in(t.numbers)
	said := func(label Label) (hit, bool) {
		for _, h := range hits {
			if h.cue == string(label) {
				return h, true
			}
		}
		return hit{}, false
	}
	because := func(label Label, h hit) Understood {
		return Understood{Label: label, Why: string(label) + " (" + quote(t.words, h) + ")"}
	}
	if h, ok := said(ChooseTongue); ok {
		return because(ChooseTongue, h)
	}
	a := reply(t)
	marked := slices.ContainsFunc(t.parts, func(p part) bool { return p.question })
	for _, label := range intentOrder {
		if (label == Appointments || label == Sick) && a.Label == Reschedule && len(t.parts) > 0 {
			return Understood{Label: Reschedule, Explicit: true, Why: a.Why} // "changer la date de mon rdv"
		}
		if label == ReportHours && reportsHours(t) && !marked {
			return Understood{Label: ReportHours, Why: "a number of hours"}
		}
		h, ok := said(label)
		if !ok || label == Sick && marked && a.Says(Question) {
			continue
		}
		return because(label, h)
	}
	if h, ok := said(Help); ok && (!a.Says(Question) || len(t.words) <= 20) {
		return because(Help, h)
	}
	if len(t.words) == 1 && hiredAlone[t.words[0]] {
		return Understood{Label: JobFound, Why: "whole message"}
	}
	switch {
	case a.Label == AlreadyWorking:
		return Understood{Label: JobFound, Why: a.Why}
	case a.Label == WrongPerson, a.Label == Late:
		return Understood{Label: a.Label, Explicit: true, Why: a.Why}
	case a.Label == Reschedule:
		return Understood{Label: Reschedule, Explicit: true, Why: a.Why}
	case a.Says(Question):
		return Understood{Label: Question, Why: a.Why}
	case a.Impediment == parcours.ImpedimentHealth:
		return Understood{Label: Sick, Why: a.Why}
	case a.Label == No && a.Explicit, a.Label == Yes && a.Explicit:
		return Understood{Label: a.Label, Explicit: true, Why: a.Why}
	}
	for _, label := range []Label{Thanks, Greeting} {
		if h, ok := said(label); ok && (label != Greeting || len(t.words) <= 5) && (label != Thanks || len(t.words) <= 12) {
			return because(label, h)
		}
	}
	if cue, words := intentFrames.in(t.words, nil); cue != "" {
		return Understood{Label: Label(cue), Why: cue + " (" + words + ")"}
	}
	if a.Label == Yes || a.Label == No && a.Impediment == parcours.ImpedimentNone {
		return Understood{Label: a.Label, Why: a.Why}
	}
	if a.Label == Thanks {
		return Understood{Label: Thanks, Why: a.Why}
	}
	if a.Impediment != parcours.ImpedimentNone {
		return Understood{Label: Hindered, Why: a.Why}
	}
	return Understood{Label: Unclear, Why: "no cue"}
}

// hiredAlone are words that tell of a job when nothing else is said.
var hiredAlone = stems("embauché", "embauchée", "recruté", "recrutée", "hired")
