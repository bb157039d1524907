package bot

import (
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

// stop closes the channel at once, confirms it once and tells the referent.
// Rights and appointments stay: what is still to be told goes another way.
func (t *turn) stop() {
	t.because("stop")
	t.forget()
	t.do(parcours.OptOut{})
	if t.d.Contact.OptedOutAt.IsZero() {
		t.answer("reply.stop.done")
		t.escalate(parcours.EscalationOptOut, parcours.ImpedimentNone)
	}
}

// start reopens the channel, which only the person may ask.
func (t *turn) start() {
	t.because("start")
	t.do(parcours.OptIn{})
	t.answer("reply.start.done")
}

// mirrored notes what the provider did by itself with a stop or a start word. It
// has answered already, so Relais does not. YES is a start word of Twilio's, and what
// Relais asks for: it opens the channel, and is read like any other answer.
func (t *turn) mirrored() bool {
	switch t.in.OptOut {
	case "stop":
		t.because("stop, by the provider")
		t.do(parcours.OptOut{})
		if t.d.Contact.OptedOutAt.IsZero() && t.d.Person.ID != "" {
			t.escalate(parcours.EscalationOptOut, parcours.ImpedimentNone)
		}
	case "start":
		t.because("start, by the provider")
		t.do(parcours.OptIn{})
		t.d.Contact.OptedOutAt = time.Time{}
		return understand.IsStart(t.in.Text)
	default:
		return false
	}
	return true
}
