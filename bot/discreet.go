package bot

import (
	"relais/bot/understand"
	"relais/parcours"
)

// discreet serves "mode discret" and "mode normal": whoever lives with others may not
// want them to read a family name, or which service writes. False for anything else.
func (t *turn) discreet() bool {
	on, off := understand.Discreet(t.in.Text)
	if !on && !off {
		return false
	}
	t.do(parcours.SetDiscreet{On: on})
	if on {
		t.because("discreet: on")
		t.answer("reply.discreet.on")
	} else {
		t.because("discreet: off")
		t.answer("reply.discreet.off")
	}
	return true
}
