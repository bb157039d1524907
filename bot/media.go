package bot

import "relais/parcours"

// media tells that files and voice messages cannot be opened here, and flags
// them to the referent with their caption.
func (t *turn) media() {
	t.because("media")
	t.escalate(parcours.EscalationMedia, parcours.ImpedimentNone)
	t.answer("reply.media.received")
}
