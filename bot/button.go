package bot

import (
	"slices"

	"relais/parcours"
)

// Actions of the choices, as buttons carry them.
const (
	actionCome   = "come"
	actionCannot = "cannot"
	actionOther  = "other"
	actionNone   = "none_fits"
)

// button serves a pressed button. It carries its prompt, so it is never
// ambiguous; pressing it twice is one effect. A button of somebody else's prompt,
// or that the prompt does not have, does nothing.
func (t *turn) button() {
	p := t.d.Pressed
	switch {
	case p == nil:
		t.because("button: its message is not known any more")
		t.appointments()
	case p.PersonID != t.d.Person.ID:
		t.because("button: another person's")
	case !slices.ContainsFunc(p.Choices, func(c parcours.Choice) bool { return c.Action == t.in.Action }):
		t.because("button: not one of the prompt's")
	default:
		t.forgetUnless(p)
		t.act(p, t.in.Action)
	}
}

// forgetUnless ends what was asked in free text when the button is about
// something else.
func (t *turn) forgetUnless(p *parcours.Prompt) {
	if _, told := t.told(p.AppointmentID); told {
		return
	}
	if t.s.Awaiting != awaitingReason || t.s.AppointmentID != p.AppointmentID {
		t.forget()
	}
}
