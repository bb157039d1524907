package bot

import (
	"regexp"
	"slices"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// awaitingWeek is followed by the week's id, and waits for what stood in the way.
const awaitingWeek = "week/"

// mostDetailed is how many planned activities are asked about one by one.
const mostDetailed = 8

// week returns the week id among those of the person's plan.
func (t *turn) week(id string) (parcours.AgreedWeek, bool) {
	i := slices.IndexFunc(t.d.Weeks, func(w parcours.AgreedWeek) bool { return w.ID == id && id != "" })
	if i < 0 {
		return parcours.AgreedWeek{}, false
	}
	return t.d.Weeks[i], true
}

// weekFacts is what an answer may say of a week.
func (t *turn) weekFacts(w parcours.AgreedWeek) parcours.Facts {
	f := parcours.WeekFacts(w, t.d.Service)
	f.Referent, f.Workdays = t.facts().Referent, t.facts().Workdays
	return f
}

// weekFirst serves an answer about the week that was asked about last, before the
// words are taken for an appointment that was missed ("j'ai pas pu").
func (t *turn) weekFirst() bool {
	prompts := t.prompts()
	return len(prompts) > 0 && asksWeek(prompts[0].Kind) && t.weekSaid(&prompts[0])
}

func asksWeek(kind parcours.PromptKind) bool {
	return kind == parcours.PromptWeek || kind == parcours.PromptActivities
}

// weekSaid serves a text that answers the question for the hours of a week: here a
// number is hours, not the number of a choice.
func (t *turn) weekSaid(p *parcours.Prompt) bool {
	w, ok := t.week(p.SubjectID)
	if !ok || !w.Open(t.now) {
		return false
	}
	if p.Kind == parcours.PromptActivities && t.activitiesSaid(p, w) {
		return true
	}
	if ofAnotherMatter(understand.Intent(t.in.Text)) || t.startsWork() {
		return false
	}
	said := understand.Hours(t.in.Text)
	switch {
	case said.Stated, t.hinderedInWeek(said, p):
		t.because("week: " + said.Why)
		t.declared(p, w, said, nil)
	case len(w.Activities) > 0 && t.asPlanned():
		t.because("week: as planned")
		t.allDone(p, w)
	case len(w.Activities) > 0 && t.notAsPlanned():
		t.because("week: not as planned, total asked")
		t.askHours(w)
	case t.doubtful(said):
		t.because("week: " + said.Why)
		t.doubt(w)
	default:
		return false
	}
	return true
}

// ofAnotherMatter reports whether hours in the text are those of something else: a job
// of 35 hours is news, not the week that was.
func ofAnotherMatter(intent understand.Understood) bool {
	switch intent.Label {
	case understand.JobFound, understand.JobLost, understand.Moved, understand.PhoneChange, understand.DataAccess, understand.DataErasure, understand.Deceased:
		return true
	}
	return false
}

// doubtful reports whether the text tells days, or hours that cannot be: "je ne peux
// pas mardi" names a day too, and is about something else.
func (t *turn) doubtful(said understand.Declared) bool {
	switch said.Doubt {
	case understand.DoubtPerDay, understand.DoubtImplausible:
		return true
	case understand.DoubtHalfDay:
		a := t.answerRead()
		return a.Label != understand.Reschedule && a.Label != understand.Late && !(a.Label == understand.No && a.Explicit)
	}
	return false
}

// asPlanned reports whether the text is a mere yes: "oui je viens" is about an appointment.
func (t *turn) asPlanned() bool {
	a := t.answerRead()
	return a.Label == understand.Yes && !a.Explicit && len(a.Also) == 0
}

func (t *turn) notAsPlanned() bool {
	a := t.answerRead()
	return a.Label == understand.No && !a.Explicit && a.Impediment == parcours.ImpedimentNone
}

var (
	pastWords        = regexp.MustCompile(`\b(pas pu|rien pu|pa pu|etais|etait|etai|ete|semaine|ai eu|avais|couldn t|was|were|had)\b`)
	appointmentWords = regexp.MustCompile(`\b(rdv|rendez vous|rendezvous|appointment|venir|viens|come)\b`)
	doneWords        = regexp.MustCompile(`\b(fait|fai|fais|fe|did|done)\b`)
	hourWords        = regexp.MustCompile(`\d ?(h|heures?|hours?)( ?\d\d)?\b|\bheures?\b|\bhours?\b`)
)

// hinderedInWeek reports whether a reason without hours is about the week: it is
// when nothing else is asked, when the words look back, or when the day that they
// refuse is that of no appointment.
func (t *turn) hinderedInWeek(said understand.Declared, p *parcours.Prompt) bool {
	folded := understand.Fold(t.in.Text)
	switch {
	case said.Impediment == parcours.ImpedimentNone:
		return false
	case p != nil && t.d.Pressed != nil && t.d.Pressed.ID == p.ID:
		return true
	case appointmentWords.MatchString(folded):
		return false
	case pastWords.MatchString(folded):
		return true
	}
	elsewhen := t.elsewhen()
	other := slices.ContainsFunc(t.prompts(), func(p parcours.Prompt) bool {
		return !asksWeek(p.Kind) && p.Kind != parcours.PromptTalk && !(elsewhen && p.Kind == parcours.PromptAttendance)
	})
	_, appointment := t.next()
	return !other && (!appointment || elsewhen)
}

// doubt asks once for the total of days or hours that cannot be counted, then hands
// over to a human.
func (t *turn) doubt(w parcours.AgreedWeek) {
	t.understood = false
	t.s.Misunderstood++
	if t.s.Misunderstood > 1 {
		t.handOver(parcours.EscalationUnclear, parcours.ImpedimentNone)
		return
	}
	t.askHours(w)
}

func (t *turn) askHours(w parcours.AgreedWeek) {
	t.sayOfWeek(w, "reply.weekly.ask", parcours.PromptWeek, []parcours.Choice{{Action: parcours.ActionWeekHindered, Label: "choice.week_hindered"}})
}

func (t *turn) sayOfWeek(w parcours.AgreedWeek, template string, kind parcours.PromptKind, choices []parcours.Choice) {
	t.say(parcours.Say{Template: template, Facts: t.weekFacts(w), Choices: choices, PromptKind: kind, SubjectID: w.ID})
}

// declared records what was said of a week and answers. done lists the planned
// activities said to be done, when the answer was by activity.
func (t *turn) declared(p *parcours.Prompt, w parcours.AgreedWeek, said understand.Declared, done []string) {
	report := parcours.ActivityReport{Stated: said.Stated, Minutes: said.Minutes, Impediment: said.Impediment, Done: done, Words: t.words()}
	if before := w.Report; !report.Stated && before != nil && before.Stated {
		report.Stated, report.Minutes, report.Done = true, before.Minutes, before.Done // the reason comes after the hours
	}
	t.record(p, w, report)
	facts := t.weekFacts(w)
	if report.Stated {
		facts.Declared = &report.Minutes
	}
	if said.Impediment != parcours.ImpedimentNone && (!said.Stated || t.balance(w, report.Minutes) == parcours.BalanceBelow) {
		facts.Reason = said.Impediment
		t.escalate(parcours.EscalationImpediment, said.Impediment)
		t.say(parcours.Say{Template: "reply.weekly.hindered", Facts: facts})
	} else {
		t.thank(w, report.Minutes)
	}
	t.alsoAsked()
}

func (t *turn) balance(w parcours.AgreedWeek, minutes int) parcours.Balance {
	return t.d.Rules.Balance(minutes, w.MinHours, w.MaxHours)
}

// record keeps the report and closes the question it answers.
func (t *turn) record(p *parcours.Prompt, w parcours.AgreedWeek, report parcours.ActivityReport) {
	t.forget()
	t.acknowledge(p, "declared")
	t.do(parcours.Declare{WeekID: w.ID, Report: report})
	t.s.WeekID = w.ID
}

// thank answers a total. Below the agreed hours it says what counts too and offers
// to talk, once: it neither blames nor asks for a reason.
func (t *turn) thank(w parcours.AgreedWeek, minutes int) {
	facts := t.weekFacts(w)
	facts.Declared = &minutes
	before := w.Report
	offered := before != nil && (before.Impediment != parcours.ImpedimentNone || before.Stated && len(before.Done) == 0 && t.balance(w, before.Minutes) == parcours.BalanceBelow)
	if t.balance(w, minutes) != parcours.BalanceBelow || offered {
		t.say(parcours.Say{Template: "reply.weekly.noted", Facts: facts})
		return
	}
	template := "reply.weekly.low"
	if minutes == 0 {
		template = "reply.weekly.zero"
	}
	t.say(parcours.Say{
		Template: template, Facts: facts, PromptKind: parcours.PromptTalk, SubjectID: w.ID,
		Choices: []parcours.Choice{{Action: parcours.ActionTalk, Label: "choice.talk"}, {Action: parcours.ActionNoTalk, Label: "choice.no_talk"}},
	})
}

// weekUnasked serves hours that come without an open question: a correction, an
// answer before the request, or one that comes too late.
func (t *turn) weekUnasked(intent understand.Understood) bool {
	said := understand.Hours(t.in.Text)
	inHours := intent.Label == understand.ReportHours || hourWords.MatchString(understand.Fold(t.in.Text))
	w, open := t.week(t.corrects)
	open = open && w.Open(t.now)
	switch {
	case ofAnotherMatter(intent):
		return false
	case t.hinderedAfterHours(intent):
		return true
	case open && said.Stated:
		t.because("week: corrected; " + said.Why)
		t.declared(nil, w, said, nil)
		return true
	case !inHours, !said.Stated && intent.Label != understand.ReportHours:
		return false
	}
	w, open = t.weekMeant()
	switch {
	case open && !said.Stated:
		t.because("week: unasked, total asked")
		t.askHours(w)
	case open:
		t.because("week: unasked; " + said.Why)
		t.declared(nil, w, said, nil)
	case w.ID != "":
		t.afterClosing(w)
	case t.jobDetail(): // "35h", of the job that was just told
	case intent.Label == understand.ReportHours, doneWords.MatchString(understand.Fold(t.in.Text)):
		t.because("week: hours without a plan")
		t.escalate(parcours.EscalationQuestion, parcours.ImpedimentNone)
		t.answer("reply.weekly.none")
	default:
		return false
	}
	return true
}

// weekMeant is the week that hours out of the blue are about: the oldest that takes
// an answer; but the one that was closed without one, until the next is asked about.
func (t *turn) weekMeant() (w parcours.AgreedWeek, open bool) {
	for _, w := range t.d.Weeks {
		if w.Open(t.now) {
			before := t.d.Weeks[0]
			missed := !before.Open(t.now) && before.Report == nil
			asked := t.d.Rules.WeekCalendar(w.Week, w.PersonID).RequestAt
			if missed && t.now.Before(asked) && !strings.Contains(understand.Fold(t.in.Text), "cette semaine") {
				return before, false
			}
			return w, true
		}
	}
	if len(t.d.Weeks) > 0 {
		return t.d.Weeks[len(t.d.Weeks)-1], false
	}
	return parcours.AgreedWeek{}, false
}

// afterClosing hands an answer that comes after the closing to a human, and says so.
func (t *turn) afterClosing(w parcours.AgreedWeek) {
	t.because("week: closed")
	t.forget()
	t.escalate(parcours.EscalationQuestion, parcours.ImpedimentNone)
	t.say(parcours.Say{Template: "reply.weekly.closed", Facts: t.weekFacts(w)})
}

// weekHelp tells how to answer while the hours of a week are being asked for.
func (t *turn) weekHelp() bool {
	prompts := t.prompts()
	if len(prompts) == 0 || !asksWeek(prompts[0].Kind) {
		return false
	}
	w, ok := t.week(prompts[0].SubjectID)
	if !ok || !w.Open(t.now) {
		return false
	}
	t.because("week: help")
	if prompts[0].Kind == parcours.PromptWeek && detailed(w) {
		t.detail(w)
		return true
	}
	t.sayOfWeek(w, "reply.weekly.help", parcours.PromptWeek, []parcours.Choice{{Action: parcours.ActionWeekHindered, Label: "choice.week_hindered"}})
	return true
}

// talk serves the answer to the offer to talk with the referent.
func (t *turn) talk(p *parcours.Prompt, yes bool) {
	t.forget()
	if t.repeated(p) {
		t.because("week: talk, pressed again")
		return
	}
	if !yes {
		t.because("week: no talk")
		t.acknowledge(p, parcours.ActionNoTalk)
		t.answer("reply.weekly.fine")
		return
	}
	t.because("week: talk")
	t.action = parcours.ActionTalk
	t.acknowledge(p, parcours.ActionTalk)
	text := t.words()
	if w, ok := t.week(p.SubjectID); ok && w.Report != nil && w.Report.Stated {
		text += " (semaine " + w.Week.String() + ")"
	}
	t.do(parcours.Escalate{Kind: parcours.EscalationQuestion, Text: text})
	t.answer("reply.weekly.talk")
}
