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
		template = "staff.answer.listed" // the channel is closed: the words go another way
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
