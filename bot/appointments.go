package bot

import "relais/parcours"

// listedAppointments is how many appointments "mes rendez-vous" tells at most.
const listedAppointments = 3

// appointments tells the person's appointments to come.
func (t *turn) appointments() {
	t.because("appointments")
	facts := t.facts()
	for _, a := range t.toCome() {
		if len(facts.Appointments) == listedAppointments {
			break
		}
		facts.Appointments = append(facts.Appointments, parcours.OfferedSlot{
			StartsAt: a.StartsAt, Place: a.Place.Name, Address: a.Place.Address,
		})
	}
	if len(facts.Appointments) == 0 {
		t.answer("reply.appointments.none")
		return
	}
	t.say(parcours.Say{Template: "reply.appointments.list", Facts: facts})
}
