package bot

import "relais/parcours"

// wrongPerson marks the address as somebody else's: nothing more is sent there.
func (t *turn) wrongPerson() {
	t.because("wrong person")
	t.forget()
	t.do(parcours.NotTheirs{})
	t.escalate(parcours.EscalationWrongPerson, parcours.ImpedimentNone)
	t.answer("reply.wrong_person.done")
}
