package bot

import (
	"relais/bot/understand"
	"relais/parcours"
)

// talkedBack hands what may answer a professional's own words, the last that the
// person got here, to that professional. A choice of what Relais asked before stays
// one, and what says by itself what it is about (a reason, a job, another day) keeps
// its way: reported false.
func (t *turn) talkedBack(intent understand.Understood, prompts []parcours.Prompt) bool {
	if t.d.Talk == "" || t.numbered() != "" || t.startsWork() {
		return false
	}
	switch intent.Label {
	case understand.Yes, understand.No, understand.Question, understand.Unclear, understand.ReportHours:
	default:
		return false
	}
	if a := t.answerRead(); a.Explicit || a.Impediment != parcours.ImpedimentNone {
		return false
	}
	if short(t.in.Text) {
		for i := range prompts {
			if t.chosen(&prompts[i]) {
				return true
			}
		}
	}
	t.because("answer to a professional's words")
	t.forget()
	t.escalate(parcours.EscalationQuestion, parcours.ImpedimentNone)
	t.answer("reply.question.received")
	return true
}
