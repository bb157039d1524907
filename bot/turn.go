package bot

import (
	"slices"
	"strings"
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

// maxSays bounds what one turn may answer.
const maxSays = 3

// turn is one step under way: what it reads, and what it gathers.
type turn struct {
	now time.Time
	d   parcours.Dossier
	s   parcours.State
	in  parcours.Inbound

	effects []parcours.Effect
	says    int
	// muted: an answer was withheld because the person said STOP here.
	muted bool
	// understood is false once the turn had to ask what was meant.
	understood bool
	// action is the choice that was pressed, or pointed to by its number.
	action string
	why    string
	// corrects is the week whose hours the turn before was about.
	corrects string
}

// local returns now in the zone of the rules, which relative days are read in.
func (t *turn) local() time.Time {
	if t.d.Rules.Zone == nil {
		return t.now
	}
	return t.now.In(t.d.Rules.Zone)
}

func (t *turn) do(effects ...parcours.Effect) { t.effects = append(t.effects, effects...) }

// because notes why the turn went as it did, in constant words: the journal
// keeps it, and must not keep what the person wrote.
func (t *turn) because(why string) {
	if t.why == "" {
		t.why = why
	} else {
		t.why += "; " + why
	}
}

// alwaysAnswered are the answers that leave even on a channel that was closed by
// STOP, because the person asks for them there and then.
var alwaysAnswered = map[string]bool{
	"reply.stop.done": true, "reply.start.done": true,
	"staff.stop.done": true, "staff.start.done": true,
	"reply.who.known": true, "reply.who.unknown": true,
	"reply.help.menu": true, "reply.help.no_appointment": true,
	"reply.linked.done": true,
}

func (t *turn) say(s parcours.Say) {
	if t.says == maxSays {
		return
	}
	if !t.d.Contact.OptedOutAt.IsZero() && !s.Urgent && !alwaysAnswered[s.Template] {
		t.muted = true
		return
	}
	t.says++
	t.effects = append(t.effects, s)
}

// answer says template with the facts that every answer may use.
func (t *turn) answer(template string) {
	t.say(parcours.Say{Template: template, Facts: t.facts()})
}

func (t *turn) escalate(kind parcours.EscalationKind, impediment parcours.Impediment) {
	e := parcours.Escalate{Kind: kind, Text: t.words(), Impediment: impediment}
	if kind == parcours.EscalationQuestion || kind == parcours.EscalationUnclear {
		e.To = t.d.Talk // whoever wrote to them last knows what it is about
	}
	t.do(e)
}

// handOver gives the message to a human and says so.
func (t *turn) handOver(kind parcours.EscalationKind, impediment parcours.Impediment) {
	t.escalate(kind, impediment)
	t.answer("reply.unclear.human")
}

// forget ends what was asked in free text.
func (t *turn) forget() { t.s.Awaiting = "" }

// facts are who answers, who follows the person and within which delay.
func (t *turn) facts() parcours.Facts {
	f := parcours.Facts{
		Phone:    t.d.Service.Phone,
		Workdays: t.d.Rules.AnswerWithinWorkdays,
		Service:  t.d.Service,
		Language: t.tongue(),
	}
	if t.d.Referent.ID != "" {
		f.Referent = t.d.Referent.Name()
	}
	return f
}

// tongue is the language of an answer to somebody who is not known yet: the one that
// all who may have written read, or that their words are in. A person's own is theirs.
func (t *turn) tongue() parcours.Language {
	written := func() parcours.Language {
		if l := understand.Written(t.in.Text); slices.Contains(parcours.Languages(), l) {
			return l
		}
		return ""
	}
	switch {
	case len(t.d.Unsure) > 0:
		return t.commonLanguage()
	case t.d.Person.ID != "" || t.d.Professional != nil:
		return ""
	case t.d.Claim != nil:
		return t.d.Claim.Language
	case written() == "" && slices.Contains(parcours.Languages(), t.in.Language):
		return t.in.Language
	}
	return written()
}

// about adds what an answer may say of an appointment.
func (t *turn) about(a parcours.Appointment) parcours.Facts {
	f := parcours.AppointmentFacts(a, t.d.Service)
	f.Referent, f.Workdays = t.facts().Referent, t.facts().Workdays
	return f
}

// standing returns the appointment id when it is still to come.
func (t *turn) standing(id string) (parcours.Appointment, bool) {
	for _, a := range t.d.Appointments {
		if a.ID == id && id != "" && a.Standing(t.now) {
			return a, true
		}
	}
	return parcours.Appointment{}, false
}

// next returns the soonest appointment to come.
func (t *turn) next() (parcours.Appointment, bool) {
	for _, a := range t.d.Appointments {
		if a.Standing(t.now) {
			return a, true
		}
	}
	return parcours.Appointment{}, false
}

func (t *turn) toCome() []parcours.Appointment {
	return slices.DeleteFunc(slices.Clone(t.d.Appointments), func(a parcours.Appointment) bool { return !a.Standing(t.now) })
}

// prompts returns the open prompts that may still be answered: the one replied
// to when there is one, else all of them, newest first.
func (t *turn) prompts() []parcours.Prompt {
	if p := t.d.Pressed; p != nil && t.open(*p) && p.PersonID == t.d.Person.ID {
		return []parcours.Prompt{*p}
	}
	return slices.DeleteFunc(slices.Clone(t.d.Prompts), func(p parcours.Prompt) bool { return !t.open(p) })
}

// open reports whether the prompt still waits for an answer.
func (t *turn) open(p parcours.Prompt) bool {
	if !p.ExpiresAt.IsZero() && !t.now.Before(p.ExpiresAt) {
		return false
	}
	return slices.ContainsFunc(t.d.Prompts, func(o parcours.Prompt) bool { return o.ID == p.ID })
}

func (t *turn) acknowledge(p *parcours.Prompt, action string) {
	if p != nil && t.open(*p) {
		t.do(parcours.Acknowledge{PromptID: p.ID, Action: action})
	}
}

func (t *turn) escalated(kind parcours.EscalationKind) bool {
	return slices.ContainsFunc(t.d.Escalations, func(e parcours.Escalation) bool {
		return e.Kind == kind && e.State == parcours.EscalationOpen
	})
}

// words are the message as a professional reads it.
func (t *turn) words() string {
	said, known := pressedWords[t.action]
	if !known && strings.HasPrefix(t.action, parcours.ActionWeekDone) {
		said, known = "Fait", true
	}
	switch {
	case t.in.Kind == parcours.InboundButton && !known:
		return t.action
	case t.in.Kind == parcours.InboundButton, known && len(strings.Fields(t.in.Text)) == 1:
		return said
	}
	return t.in.Text
}

// pressedWords is what a professional reads in place of "3" or of a pressed
// button. Notices to staff are in French.
var pressedWords = map[string]string{
	actionCome:   "Je viens",
	actionCannot: "Je ne peux pas",
	actionOther:  "Autre jour",
	actionNone:   "Aucun de ces horaires ne me va",

	parcours.ActionWeekAll:             "Tout ce qui était prévu est fait",
	parcours.ActionWeekNone:            "Rien de ce qui était prévu",
	parcours.ActionWeekHindered:        "Je n'ai pas pu cette semaine",
	parcours.ActionTalk:                "Je veux parler de ma semaine",
	parcours.ActionActivityGo:          "J'y vais",
	parcours.ActionActivityNotGo:       "Je ne peux pas aller à l'activité",
	string(parcours.JobCDI):            "CDI",
	string(parcours.JobCDD):            "CDD",
	string(parcours.JobInterim):        "Intérim",
	string(parcours.JobOther):          "Autre contrat",
	string(parcours.CheckInFine):       "Mon travail se passe bien",
	string(parcours.CheckInDifficulty): "J'ai une difficulté au travail",
	string(parcours.CheckInEnded):      "Mon travail est fini",
}

// answerRead is the message read as an answer to a convocation.
func (t *turn) answerRead() understand.Answer { return understand.Reply(t.in.Text) }
