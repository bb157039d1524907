package bot

import (
	"relais/bot/understand"
	"relais/parcours"
)

// unclear serves what fits nothing: one plain question, then a human. While that
// human has it, later ones are added without another answer.
func (t *turn) unclear() {
	if understand.Fold(t.in.Text) == "" {
		t.because("no word: nothing to answer")
		return
	}
	t.understood = false
	t.s.Misunderstood++
	switch {
	case understand.OtherScript(t.in.Text) && !t.escalated(parcours.EscalationUnclear):
		t.because("unclear: another script, to a human")
		t.handOver(parcours.EscalationUnclear, parcours.ImpedimentNone)
	case t.s.Misunderstood == 1 && !t.escalated(parcours.EscalationUnclear):
		t.because("unclear: asked once")
		t.askAgain()
	case t.s.Misunderstood <= 2 && !t.escalated(parcours.EscalationUnclear):
		t.because("unclear: to a human")
		t.handOver(parcours.EscalationUnclear, parcours.ImpedimentNone)
	default:
		t.because("unclear: to the human who has it")
		t.escalate(parcours.EscalationUnclear, parcours.ImpedimentNone)
	}
}

// askAgain asks what was meant, with the answers that were open; when none were,
// it asks for the question in the person's words.
func (t *turn) askAgain() {
	for _, p := range t.prompts() {
		if w, ok := t.week(p.SubjectID); ok && asksWeek(p.Kind) {
			t.askHours(w)
			return
		}
		a, ok := t.standing(p.AppointmentID)
		if p.Kind == parcours.PromptAttendance && !ok {
			continue
		}
		facts := t.facts()
		if ok && p.Kind == parcours.PromptAttendance {
			facts = t.about(a)
		}
		for _, c := range p.Choices {
			if c.Slot != nil {
				facts.Slots = append(facts.Slots, *c.Slot)
			}
		}
		t.say(parcours.Say{
			Template: "reply.unclear.ask", Facts: facts, Choices: p.Choices,
			PromptKind: p.Kind, AppointmentID: p.AppointmentID, SubjectID: p.SubjectID,
		})
		return
	}
	if a, ok := t.next(); ok {
		t.askAttendance(a)
		return
	}
	t.s.Awaiting = awaitingQuestion
	t.answer("reply.question.ask")
}

func (t *turn) askAttendance(a parcours.Appointment) {
	t.say(parcours.Say{
		Template: "reply.unclear.ask", Facts: t.about(a), Choices: attendanceChoices(),
		PromptKind: parcours.PromptAttendance, AppointmentID: a.ID,
	})
}

// askWhich serves a lone "non" that answers nothing: it may well be a change of
// mind, so it is asked for the appointment to come, even while a human has an
// earlier message. A second one in a row is theirs.
func (t *turn) askWhich(a parcours.Appointment) {
	if t.s.Misunderstood > 0 {
		t.unclear()
		return
	}
	t.because("unclear: no, to what?")
	t.understood = false
	t.s.Misunderstood++
	t.askAttendance(a)
}
