package bot

import (
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

// Step returns what the conversation remembers after the inbound event, and the
// effects to record in one transaction, in order. It is pure, never panics, says
// three things at most, always obeys STOP and always hands a sign of distress to
// a human. An event that was stepped already has no effect.
func Step(now time.Time, d parcours.Dossier, s parcours.State, in parcours.Inbound) (parcours.State, []parcours.Effect) {
	next, effects, _ := step(now, d, s, in)
	return next, effects
}

// step is Step, with the reason for the journal.
func step(now time.Time, d parcours.Dossier, s parcours.State, in parcours.Inbound) (parcours.State, []parcours.Effect, string) {
	if in.ID != "" && in.ID == s.LastInboundID {
		return s, nil, "stepped already"
	}
	t := &turn{now: now, d: d, s: s, in: in, understood: true, corrects: s.WeekID}
	t.s.WeekID = ""
	t.s.LastInboundID = in.ID
	t.run()
	if t.understood {
		t.s.Misunderstood = 0
	}
	if t.s.Insults == s.Insults {
		t.s.Insults = 0 // they are counted in a row
	}
	if t.muted && len(t.effects) == 0 {
		t.escalate(parcours.EscalationUnclear, parcours.ImpedimentNone)
		t.because("closed channel: a human sees it")
	}
	return t.s, t.effects, t.why
}

func (t *turn) run() {
	switch t.in.Kind {
	case parcours.InboundIgnored:
		t.because("nothing for us")
	case parcours.InboundBlocked:
		t.do(parcours.Block{})
		t.because("blocked by the person")
	case parcours.InboundUnblocked:
		t.do(parcours.Unblock{})
		t.because("unblocked by the person")
	case parcours.InboundStart:
		t.link()
	default:
		switch {
		case t.d.Professional != nil:
			t.staff()
		case t.d.Person.ID == "":
			t.unknown()
		default:
			t.person()
		}
	}
}

func (t *turn) person() {
	switch {
	case t.mirrored():
	case t.danger():
	case t.held():
	case t.in.Kind == parcours.InboundButton:
		t.button()
	case t.unsure():
	case t.in.Kind == parcours.InboundMedia:
		t.media()
	default:
		t.text()
		if t.in.WithMedia && !understand.IsStop(t.in.Text) && !understand.IsStart(t.in.Text) {
			t.media()
		}
	}
}
