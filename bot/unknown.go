package bot

import (
	"relais/bot/understand"
	"relais/parcours"
)

// unknown serves a sender whom nobody knows: one answer that reveals nothing, and
// a queue for a human. QUI is always answered, STOP always obeyed, and distress
// is distress whoever writes.
func (t *turn) unknown() {
	if t.in.Kind == parcours.InboundButton {
		t.because("unknown sender: a button")
		return
	}
	if t.mirrored() || t.danger() || t.claimedNumber() {
		return
	}
	intent := understand.Intent(t.in.Text)
	switch {
	case intent.Label == understand.Stop && intent.Whole:
		t.because("unknown sender: stop")
		t.do(parcours.OptOut{})
		t.once("reply.stop.done")
		return
	case intent.Label == understand.Start && intent.Whole:
		t.do(parcours.OptIn{})
	case intent.Label == understand.Who, intent.Label == understand.Help:
		t.because("unknown sender: who")
		t.answer("reply.who.unknown")
		return
	}
	t.because("unknown sender")
	t.escalate(parcours.EscalationUnknown, parcours.ImpedimentNone)
	t.once("reply.unknown.sender")
}

// once answers a sender who has not had their one answer yet.
func (t *turn) once(template string) {
	if !t.s.Answered {
		t.s.Answered = true
		t.answer(template)
	}
}
