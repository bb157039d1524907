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
		t.nothingBooked()
		return
	}
	t.say(parcours.Say{Template: "reply.appointments.list", Facts: facts})
}

// nothingBooked answers where and when to somebody without an appointment: with
// the times they were offered, with who looks for one, or plainly.
func (t *turn) nothingBooked() {
	for _, p := range t.prompts() {
		if offers := t.stillFree(p); len(offers) > 0 {
			t.because("the times on offer again")
			t.offer(p.AppointmentID, offers)
			return
		}
	}
	if t.escalated(parcours.EscalationReschedule) {
		t.because("a human looks for a time")
		t.answer("reply.slots.human")
		return
	}
	t.answer("reply.appointments.none")
}
