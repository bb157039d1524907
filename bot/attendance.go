package bot

import (
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

// What State.Awaiting may be.
const (
	awaitingReason   = "reason"
	awaitingQuestion = "question"
	// awaitingComing is followed by the impediment that was told, and waits for
	// whether the person comes.
	awaitingComing = "coming/"
)

// soonWhenSick is how near an appointment must be for "je suis malade" alone to
// mean that the person does not come.
const soonWhenSick = 48 * time.Hour

func attendanceChoices() []parcours.Choice {
	return []parcours.Choice{
		{Action: actionCome, Label: "choice.come"},
		{Action: actionCannot, Label: "choice.cannot"},
		{Action: actionOther, Label: "choice.other"},
	}
}

// come confirms the appointment, and serves what else the message says. p is nil
// when no prompt is being answered.
func (t *turn) come(p *parcours.Prompt, appointmentID string) {
	a, ok := t.standing(appointmentID)
	if !ok {
		t.gone(p, actionCome)
		return
	}
	if t.repeated(p) && !a.ConfirmedAt.IsZero() {
		t.because("attendance: come, pressed again")
		return
	}
	t.because("attendance: come")
	t.forget()
	t.acknowledge(p, actionCome)
	t.do(parcours.Confirm{AppointmentID: a.ID})
	t.say(parcours.Say{Template: "reply.confirmed.appointment", Facts: t.about(a)})
	t.alsoAsked()
}

// cannot records the person's reason, or asks for it once. Nothing in it blames:
// who warns is excused.
func (t *turn) cannot(p *parcours.Prompt, appointmentID string) {
	if t.repeated(p) && t.s.Awaiting == awaitingReason && t.s.AppointmentID == appointmentID {
		t.because("attendance: cannot, pressed again")
		return
	}
	a, ok := t.standing(appointmentID)
	if !ok {
		t.gone(p, actionCannot)
		return
	}
	t.acknowledge(p, actionCannot)
	if t.in.Kind != parcours.InboundButton {
		if impediment, _ := understand.Impediment(t.in.Text); impediment != parcours.ImpedimentNone {
			t.excuse(a.ID, impediment)
			return
		}
	}
	if impediment, ok := t.told(appointmentID); ok {
		t.excuse(a.ID, impediment)
		return
	}
	t.because("attendance: cannot, reason asked")
	t.s.Awaiting, t.s.AppointmentID = awaitingReason, a.ID
	t.say(parcours.Say{Template: "reply.reason.ask", Facts: t.about(a)})
	t.alsoAsked()
}

// reasonGiven serves what follows the question "why?". Whatever is said excuses
// the person, save for a change of mind or a question of their own.
func (t *turn) reasonGiven(intent understand.Understood) bool {
	id := t.s.AppointmentID
	a := t.answerRead()
	_, has := t.standing(id)
	switch number := t.numbered(); {
	case number == actionCome && has:
		t.come(nil, id)
	case number == actionCannot && a.Impediment == parcours.ImpedimentNone:
		t.because("attendance: cannot, said again")
	case number == actionOther:
		t.forget()
		t.other(nil, id)
	case a.Label == understand.Yes && a.Explicit && has:
		t.come(nil, id)
	case a.Label == understand.Reschedule && a.Impediment == parcours.ImpedimentNone:
		t.forget()
		t.other(nil, id)
	case a.Label == understand.Late:
		t.forget()
		t.late(nil, id)
	case intent.Label == understand.Question && a.Impediment == parcours.ImpedimentNone:
		t.question() // the reason stays asked
		t.s.Awaiting, t.s.AppointmentID = awaitingReason, id
	default:
		impediment, _ := understand.Impediment(t.in.Text)
		if impediment == parcours.ImpedimentNone && a.Label != understand.Thanks && a.Label != understand.Yes {
			impediment = parcours.ImpedimentOther
		}
		t.forget()
		if !has {
			t.missed()
			return true
		}
		t.excuse(id, impediment)
	}
	return true
}

// excuse records the reason, tells the referent and offers other times.
func (t *turn) excuse(appointmentID string, impediment parcours.Impediment) {
	t.because("attendance: excused")
	t.s.Awaiting, t.s.AppointmentID = "", appointmentID
	t.do(parcours.Excuse{AppointmentID: appointmentID, Impediment: impediment, Words: t.words()})
	facts := t.facts()
	facts.Reason = impediment
	offers := t.offers(appointmentID)
	if len(offers) == 0 {
		t.escalate(parcours.EscalationReschedule, impediment)
		t.say(parcours.Say{Template: "reply.excused.done", Facts: facts})
		t.answer("reply.slots.none")
		return
	}
	t.escalate(parcours.EscalationImpediment, impediment)
	t.say(parcours.Say{Template: "reply.excused.done", Facts: facts})
	t.offer(appointmentID, offers)
}

// late tells the referent that the person will come after the hour.
func (t *turn) late(p *parcours.Prompt, appointmentID string) {
	t.because("attendance: late")
	t.forget()
	answer := t.answerRead()
	facts := t.facts()
	if a, ok := t.standing(appointmentID); ok {
		facts = t.about(a)
		if answer.Says(understand.Yes) || p != nil {
			t.acknowledge(p, actionCome)
			t.do(parcours.Confirm{AppointmentID: a.ID})
		}
	}
	t.escalate(parcours.EscalationImpediment, answer.Impediment)
	t.say(parcours.Say{Template: "reply.late.noted", Facts: facts})
}

// agreed serves a yes that answers no open prompt.
func (t *turn) agreed(next parcours.Appointment, has bool) {
	explicit := t.answerRead().Explicit || t.numbered() == actionCome
	switch {
	case has && next.ConfirmedAt.IsZero() && (explicit || len(t.toCome()) == 1):
		t.come(nil, next.ID)
	case has && explicit:
		t.because("attendance: confirmed already")
		t.say(parcours.Say{Template: "reply.confirmed.appointment", Facts: t.about(next)})
		t.alsoAsked()
	case explicit:
		t.because("attendance: nothing to confirm")
		t.appointments()
	default:
		t.because("a yes that closes the talk")
	}
}

// sick serves "je suis malade" out of the blue: it excuses from an appointment
// that is very near, and is the referent's to read otherwise.
func (t *turn) sick(next parcours.Appointment, has bool) {
	if has && next.StartsAt.Sub(t.now) <= soonWhenSick {
		t.excuse(next.ID, parcours.ImpedimentHealth)
		return
	}
	t.because("unasked: sick")
	t.handOver(parcours.EscalationImpediment, parcours.ImpedimentHealth)
}

// gone serves an answer about an appointment that is over, moved or cancelled. A
// reason that comes after the time is not for Relais to judge: the referent gets
// it. p is nil or open unless a button was pressed again.
func (t *turn) gone(p *parcours.Prompt, action string) {
	if action == actionCome && p != nil && p.AppointmentID != "" && p.AppointmentID == t.s.AppointmentID {
		t.acknowledge(p, action)
		t.other(nil, p.AppointmentID) // they excused themselves before: the place is gone
		return
	}
	if t.repeated(p) {
		t.because("attendance: the appointment does not stand, pressed again")
		t.appointments()
		return
	}
	t.acknowledge(p, action)
	if action == actionCome {
		t.because("attendance: come, the appointment does not stand")
		t.appointments()
		return
	}
	t.missed()
}

// missed hands the reason that comes after the time, or about no appointment
// that is known, to the referent: only professionals judge an absence.
func (t *turn) missed() {
	t.because("attendance: reason after the time")
	t.forget()
	impediment, _ := understand.Impediment(t.in.Text)
	t.handOver(parcours.EscalationImpediment, impediment)
}

// repeated reports whether the prompt was answered or expired before.
func (t *turn) repeated(p *parcours.Prompt) bool { return p != nil && !t.open(*p) }

// alsoAsked serves the question that came with an answer. What the answer has
// just told, where and when, is not asked of a human.
func (t *turn) alsoAsked() {
	if t.in.Kind == parcours.InboundButton || !t.answerRead().Says(understand.Question) {
		return
	}
	if understand.Intent(t.in.Text).Label == understand.Appointments {
		return
	}
	t.passQuestion()
}
