package bot

import "relais/parcours"

// help tells what can be written, with the answers to the next appointment.
func (t *turn) help() {
	if t.weekHelp() {
		return
	}
	t.because("help")
	a, ok := t.next()
	if !ok && t.d.Invited {
		t.nothingBooked()
		return
	}
	if !ok {
		t.answer("reply.help.no_appointment")
		return
	}
	t.say(parcours.Say{
		Template: "reply.help.menu", Facts: t.about(a), Choices: attendanceChoices(),
		PromptKind: parcours.PromptAttendance, AppointmentID: a.ID,
	})
}
