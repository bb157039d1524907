package bot

import (
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// staff serves a professional's message. A reply to the notice of a question
// answers it. A message that replies to nothing answers the only question that
// waits; with several waiting it is never guessed which. Their words are not
// searched for distress: they speak of others, and answers must get through.
func (t *turn) staff() {
	text := strings.TrimSpace(t.in.Text)
	switch {
	case t.mirrored():
	case t.settlesJob(text):
	case t.in.Kind == parcours.InboundButton:
		t.because("staff: a button")
	case t.in.Kind == parcours.InboundMedia, text == "":
		t.because("staff: nothing to relay")
		t.answer("staff.help")
	case understand.IsStop(text):
		t.because("staff: stop")
		t.do(parcours.OptOut{})
		t.answer("staff.stop.done")
	case understand.IsStart(text):
		t.because("staff: start")
		t.do(parcours.OptIn{})
		t.answer("staff.start.done")
	case t.d.Replied != nil:
		t.because("staff: reply to a question")
		t.relay(*t.d.Replied, text)
	case strings.HasPrefix(text, "/") || courtesy(text) || t.d.OpenEscalations == 0:
		t.because("staff: help")
		t.answer("staff.help")
	case t.d.OpenEscalations == 1 && len(t.d.Escalations) == 1:
		t.because("staff: the only question that waits")
		t.relay(t.d.Escalations[0], text)
	default:
		t.because("staff: which question?")
		t.answer("staff.answer.which")
	}
}

func (t *turn) relay(e parcours.Escalation, text string) {
	t.do(parcours.AnswerEscalation{EscalationID: e.ID, Text: text})
	facts := t.facts()
	facts.About, facts.Text = e.PersonName, text
	template := "staff.answer.sent"
	if e.State == parcours.EscalationOpen && (e.Kind == parcours.EscalationOptOut || e.Kind == parcours.EscalationWrongPerson) {
		template = "staff.answer.listed" // the channel is closed: the words go another way, or come back to their author
	}
	t.say(parcours.Say{Template: template, Facts: facts})
}

// courtesy tells a word of politeness, or a call for help, from an answer that is
// worth relaying when nothing says that it is one.
func courtesy(text string) bool {
	switch understand.Intent(text).Label {
	case understand.Thanks, understand.Greeting, understand.Help, understand.Who:
		return len(strings.Fields(text)) <= 3
	case understand.Yes, understand.No:
		return len(strings.Fields(text)) == 1
	}
	return understand.Fold(text) == ""
}

// settlesJob serves a professional's word on a declared job: a button of its
// notice, or a reply that is a yes or a no and little more. A day in the reply
// corrects the first one. Other words are an answer to the person.
func (t *turn) settlesJob(text string) bool {
	if t.d.Replied == nil || t.d.Replied.Kind != parcours.EscalationJobFound {
		return false
	}
	action := t.in.Action
	on := parcours.Date{}
	if t.in.Kind != parcours.InboundButton {
		answer := understand.Reply(text)
		day, dated := t.dayRead()
		switch {
		case len(strings.Fields(text)) > 4:
			return false
		case answer.Label == understand.Yes, strings.HasPrefix(understand.Fold(text), "confirm"):
			action = parcours.ActionConfirmJob
		case answer.Label == understand.No && len(strings.Fields(text)) == 1:
			action = parcours.ActionRefuseJob
		default:
			return false
		}
		if dated {
			on = day
		}
	}
	j, declared := parcours.LastingJob(t.d.Jobs, parcours.JobDeclared)
	facts := t.facts()
	facts.About = t.d.Replied.PersonName
	switch {
	case action != parcours.ActionConfirmJob && action != parcours.ActionRefuseJob:
		return false
	case !declared:
		t.because("staff: the job is settled already")
		t.say(parcours.Say{Template: "staff.job.settled", Facts: facts})
	case action == parcours.ActionRefuseJob:
		t.because("staff: job refused")
		t.do(parcours.SettleJob{JobID: j.ID, Refused: true})
		t.say(parcours.Say{Template: "staff.job.refused", Facts: facts})
	case j.StartsOn.IsZero() && on.IsZero():
		t.because("staff: job without its first day")
		t.say(parcours.Say{Template: "staff.job.date", Facts: facts})
	default:
		t.because("staff: job confirmed")
		t.do(parcours.SettleJob{JobID: j.ID, On: on})
		if on.IsZero() {
			on = j.StartsOn
		}
		facts.Job = &parcours.JobFacts{StartsOn: on, Kind: j.Kind, WeeklyMinutes: j.WeeklyMinutes}
		t.say(parcours.Say{Template: "staff.job.confirmed", Facts: facts})
	}
	return true
}
