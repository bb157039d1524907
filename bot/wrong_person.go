package bot

import "relais/parcours"

// wrongPerson marks the address as somebody else's: nothing more is sent there.
func (t *turn) wrongPerson() {
	t.because("wrong person")
	t.forget()
	t.do(parcours.NotTheirs{})
	t.escalate(parcours.EscalationWrongPerson, parcours.ImpedimentNone)
	if t.d.Contact.Shared || t.d.Candidates > 1 {
		facts := t.facts()
		facts.About = t.d.Person.FirstName // the others are still written to
		t.say(parcours.Say{Template: "reply.wrong_person.shared", Facts: facts})
		return
	}
	t.answer("reply.wrong_person.done")
}
