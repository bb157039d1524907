package bot

import (
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// hindered serves a difficulty that is told out of the blue, without a yes or a
// no: the referent reads it, and the person says whether they come.
func (t *turn) hindered(next parcours.Appointment, has bool) {
	t.because("unasked: hindered")
	impediment, _ := understand.Impediment(t.in.Text)
	if !has {
		t.escalate(parcours.EscalationImpediment, impediment)
		t.answer("reply.activity.hindered")
		return
	}
	t.escalate(parcours.EscalationImpediment, impediment)
	t.s.Awaiting, t.s.AppointmentID = awaitingComing+string(impediment), next.ID
	t.say(parcours.Say{
		Template: "reply.hindered.ask", Facts: t.about(next), Choices: attendanceChoices(),
		PromptKind: parcours.PromptAttendance, AppointmentID: next.ID,
	})
}

// told returns the reason that the person gave just before, about the appointment.
func (t *turn) told(appointmentID string) (parcours.Impediment, bool) {
	reason, ok := strings.CutPrefix(t.s.Awaiting, awaitingComing)
	return parcours.Impediment(reason), ok && t.s.AppointmentID == appointmentID
}
