package bot

import (
	"slices"
	"strconv"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// detailed reports whether the planned activities of a week can be asked about one
// by one.
func detailed(w parcours.AgreedWeek) bool {
	return len(w.Activities) > 0 && len(w.Activities) <= mostDetailed
}

// detail asks which of the planned activities are done.
func (t *turn) detail(w parcours.AgreedWeek) {
	if !detailed(w) {
		t.askHours(w)
		return
	}
	t.sayOfWeek(w, "reply.weekly.detail", parcours.PromptActivities, append(doneChoices(w, nil),
		parcours.Choice{Action: parcours.ActionWeekAll, Label: "choice.week_everything"},
		parcours.Choice{Action: parcours.ActionWeekNone, Label: "choice.week_none"}))
}

// doneChoices offers the activities that were not said to be done yet.
func doneChoices(w parcours.AgreedWeek, done []string) []parcours.Choice {
	var choices []parcours.Choice
	for i, a := range w.Activities {
		if slices.Contains(done, a.ID) {
			continue
		}
		choices = append(choices, parcours.Choice{
			Action: parcours.ActionWeekDone + strconv.Itoa(i+1), Label: "choice.week_done",
			Activity: &parcours.OfferedActivity{ID: a.ID, Kind: a.Kind, Label: a.Label, Minutes: a.Minutes},
		})
	}
	return choices
}

// activitiesSaid serves the numbers of what is done ("1 et 3", "tout", "rien"): the
// whole answer, where a button says one thing at a time.
func (t *turn) activitiesSaid(p *parcours.Prompt, w parcours.AgreedWeek) bool {
	var done []string
	for _, word := range strings.Fields(understand.Fold(t.in.Text)) {
		n, err := strconv.Atoi(word)
		switch {
		case err == nil && n >= 1 && n <= len(p.Choices):
			switch c := p.Choices[n-1]; {
			case c.Activity != nil:
				done = append(done, c.Activity.ID)
			default:
				t.weekPressed(p, w, c.Action)
				return true
			}
		case all[word]:
			t.weekPressed(p, w, parcours.ActionWeekAll)
			return true
		case none[word]:
			t.weekPressed(p, w, parcours.ActionWeekNone)
			return true
		case err == nil, !beside[word]:
			return false
		}
	}
	if len(done) == 0 {
		return false
	}
	if w.Report != nil {
		done = append(done, w.Report.Done...)
	}
	t.because("week: activities by number")
	t.totalOf(p, w, done)
	return true
}

// all and none are what people write for every planned activity and for not one;
// beside are words that may stand around the numbers. In each of our languages.
var (
	all    = foldedWords("tout toutes tous all todo todas tudo hepsi все всё усе كل كلها الكل")
	none   = foldedWords("rien aucune aucun none nothing nada ninguna nenhuma hiçbiri hiç ничего нічого لاشيء")
	beside = foldedWords("et le la les fait faits faite j ai jai numero plus puis merci bonjour and i did y e ve и та і й و")
)

func foldedWords(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(understand.Fold(words)) {
		set[word] = true
	}
	return set
}

// totalOf declares the planned activities that are done, and answers the total.
func (t *turn) totalOf(p *parcours.Prompt, w parcours.AgreedWeek, done []string) {
	slices.Sort(done)
	done = slices.Compact(done)
	t.declared(p, w, understand.Declared{Stated: true, Minutes: w.MinutesOf(done)}, done)
}

func (t *turn) allDone(p *parcours.Prompt, w parcours.AgreedWeek) {
	var done []string
	for _, a := range w.Activities {
		done = append(done, a.ID)
	}
	t.totalOf(p, w, done)
}

// weekAct serves a button of a question about a week, open or not: several
// activities are said with several presses on one message.
func (t *turn) weekAct(p *parcours.Prompt, action string) {
	w, ok := t.week(p.SubjectID)
	switch {
	case !ok && t.repeated(p):
		t.because("week: pressed long after")
	case !ok || !w.Open(t.now):
		if w.Report != nil {
			t.because("week: pressed after the closing")
			return
		}
		t.afterClosing(w)
	default:
		t.weekPressed(p, w, action)
	}
}

func (t *turn) weekPressed(p *parcours.Prompt, w parcours.AgreedWeek, action string) {
	t.action = action
	switch {
	case action == parcours.ActionWeekAll:
		if t.repeated(p) && w.Report != nil && w.Report.Stated && w.Report.Minutes == w.PlannedMinutes() {
			t.because("week: as planned, pressed again")
			return
		}
		t.because("week: as planned")
		t.allDone(p, w)
	case action == parcours.ActionWeekNone:
		t.because("week: nothing of what was planned")
		t.declared(p, w, understand.Declared{Stated: true}, nil)
	case action == parcours.ActionWeekDetail:
		t.because("week: activity by activity")
		t.forget()
		t.detail(w)
	case action == parcours.ActionWeekEnough:
		t.because("week: nothing more")
		t.acknowledge(p, action)
		if w.Report != nil && w.Report.Stated {
			t.s.WeekID = w.ID
			t.thank(w, w.Report.Minutes)
		}
	case action == parcours.ActionWeekHindered:
		t.hinderedPressed(p, w)
	case strings.HasPrefix(action, parcours.ActionWeekDone):
		t.oneDone(p, w, action)
	}
}

// oneDone adds one activity to those that are done, and offers the others.
func (t *turn) oneDone(p *parcours.Prompt, w parcours.AgreedWeek, action string) {
	i := slices.IndexFunc(p.Choices, func(c parcours.Choice) bool { return c.Action == action && c.Activity != nil })
	if i < 0 {
		t.because("week: no such activity")
		return
	}
	done := []string{p.Choices[i].Activity.ID}
	if w.Report != nil {
		if slices.Contains(w.Report.Done, done[0]) {
			t.because("week: activity, pressed again")
			return
		}
		done = append(done, w.Report.Done...)
	}
	slices.Sort(done)
	others := doneChoices(w, done)
	if len(others) == 0 {
		t.because("week: the last activity")
		t.totalOf(p, w, done)
		return
	}
	t.because("week: one activity")
	minutes := w.MinutesOf(done)
	t.record(p, w, parcours.ActivityReport{Stated: true, Minutes: minutes, Done: done, Words: t.words()})
	facts := t.weekFacts(w)
	facts.Declared = &minutes
	t.say(parcours.Say{
		Template: "reply.weekly.more", Facts: facts, PromptKind: parcours.PromptActivities, SubjectID: w.ID,
		Choices: append(others, parcours.Choice{Action: parcours.ActionWeekEnough, Label: "choice.week_enough"}),
	})
}

// hinderedPressed records at once that something stood in the way, and asks what.
func (t *turn) hinderedPressed(p *parcours.Prompt, w parcours.AgreedWeek) {
	if t.repeated(p) && w.Report != nil && w.Report.Impediment != parcours.ImpedimentNone {
		t.because("week: hindered, pressed again")
		return
	}
	t.because("week: hindered, reason asked")
	report := parcours.ActivityReport{Impediment: parcours.ImpedimentOther, Words: t.words()}
	if before := w.Report; before != nil {
		report.Stated, report.Minutes, report.Done = before.Stated, before.Minutes, before.Done
	}
	t.record(p, w, report)
	t.escalate(parcours.EscalationImpediment, parcours.ImpedimentOther)
	t.s.Awaiting = awaitingWeek + w.ID
	t.answer("reply.reason.ask")
}

// weekReason serves what follows the question "why?" about a week.
func (t *turn) weekReason(intent understand.Understood) bool {
	w, ok := t.week(strings.TrimPrefix(t.s.Awaiting, awaitingWeek))
	t.forget()
	if !ok || !w.Open(t.now) {
		return false
	}
	said := understand.Hours(t.in.Text)
	if said.Impediment == parcours.ImpedimentNone && !said.Stated {
		if intent.Label == understand.Question || intent.Label == understand.Thanks || t.answerRead().Explicit {
			return false
		}
		said.Impediment = parcours.ImpedimentOther
	}
	t.because("week: reason given")
	t.declared(nil, w, said, nil)
	return true
}

// activityAct serves the answer to the reminder of a planned activity.
func (t *turn) activityAct(p *parcours.Prompt, action string) {
	t.action = action
	t.forget()
	if t.repeated(p) {
		t.because("activity: pressed again")
		return
	}
	t.acknowledge(p, action)
	if action == parcours.ActionActivityGo {
		t.because("activity: goes")
		t.answer("reply.activity.going")
		t.alsoAsked()
		return
	}
	t.because("activity: does not go")
	impediment := parcours.ImpedimentNone
	if t.in.Kind != parcours.InboundButton {
		impediment, _ = understand.Impediment(t.in.Text)
	}
	text := t.words()
	for _, w := range t.d.Weeks {
		for _, a := range w.Activities {
			if a.ID == p.SubjectID && a.Label != "" {
				text += " (" + a.Label + ")"
			}
		}
	}
	t.do(parcours.Escalate{Kind: parcours.EscalationImpediment, Text: text, Impediment: impediment})
	t.answer("reply.activity.hindered")
}

// activityMeant serves words that answer the reminder of a planned activity.
func (t *turn) activityMeant(p *parcours.Prompt, a understand.Answer) bool {
	if t.hoursAsked() && a.Label == understand.No && pastWords.MatchString(understand.Fold(t.in.Text)) {
		return false // "j'ai pas pu" is about the week, not about tomorrow
	}
	if t.otherDayThan(p.SubjectID) {
		return false
	}
	switch a.Label {
	case understand.Yes:
		t.activityAct(p, parcours.ActionActivityGo)
	case understand.No, understand.Reschedule:
		t.activityAct(p, parcours.ActionActivityNotGo)
	case understand.Late:
		t.acknowledge(p, parcours.ActionActivityGo)
		t.late(nil, "")
	default:
		return false
	}
	return true
}

// talkMeant serves words that answer the offer to talk.
func (t *turn) talkMeant(p *parcours.Prompt, a understand.Answer) bool {
	if a.Explicit || a.Impediment != parcours.ImpedimentNone || understand.Hours(t.in.Text).Stated || a.Label != understand.Yes && a.Label != understand.No {
		return false
	}
	t.talk(p, a.Label == understand.Yes)
	return true
}
