package bot

import "relais/parcours"

// question hands the message to the referent in charge, or to the coordinators,
// and tells who answers and within which delay.
func (t *turn) question() {
	t.because("question")
	t.forget()
	t.passQuestion()
}

func (t *turn) passQuestion() {
	t.escalate(parcours.EscalationQuestion, parcours.ImpedimentNone)
	if t.d.Referent.ID == "" {
		t.answer("reply.question.no_referent")
		return
	}
	t.answer("reply.question.received")
}

// askQuestion serves "j'ai une question": what follows is the question.
func (t *turn) askQuestion() {
	t.because("question announced")
	t.s.Awaiting = awaitingQuestion
	t.answer("reply.question.ask")
}
