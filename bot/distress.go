package bot

import (
	"relais/bot/understand"
	"relais/parcours"
)

// danger hands a sign of distress to a human at once and answers with the
// numbers that help now. It comes before everything else, and everything else
// then waits: the human reads the whole message.
func (t *turn) danger() bool {
	danger, _ := understand.Distress(t.in.Text)
	if danger == understand.NoDanger {
		return false
	}
	t.because("distress: " + string(danger))
	t.do(parcours.Escalate{Kind: parcours.EscalationDistress, Urgent: true, Text: t.in.Text})
	t.say(parcours.Say{Template: "reply.distress." + string(danger), Facts: t.facts(), Urgent: true})
	return true
}
