package parcours

import "time"

// GateAction is what to do with an attempt that is about to leave.
type GateAction string

// Actions of the gate.
const (
	GateSend   GateAction = "send"
	GateLater  GateAction = "later"
	GateCancel GateAction = "cancel"
	GateExpire GateAction = "expire"
)

// Reasons of the gate's verdicts, as the journal and the notification keep them.
const (
	ReasonExited        = "person_exited"
	ReasonNotStanding   = "appointment_not_standing"
	ReasonStanding      = "appointment_standing"
	ReasonSuperseded    = "superseded"
	ReasonExpired       = "expired"
	ReasonOptedOut      = "opted_out"
	ReasonAddressFormer = "address_former"
	// ReasonNumberUnusable: the provider found that the number takes no SMS.
	ReasonNumberUnusable = "number_unusable"
	ReasonQuietHours     = "quiet_hours"
	// ReasonWeekOver: the week was answered, closed, or is not asked about any more.
	ReasonWeekOver = "week_over"
	// ReasonCalledOff: the planned activity does not take place.
	ReasonCalledOff = "called_off"
	// ReasonHeld: somebody said that the person died; a human has to say more.
	ReasonHeld = "held"
	// ReasonWithdrawn: the message was cancelled, and its attempt came back since.
	ReasonWithdrawn = "withdrawn"
	// ReasonOneADay: the person already had a message of ours today.
	ReasonOneADay = "one_a_day"
)

// Verdict is the gate's answer for one attempt.
type Verdict struct {
	Action GateAction
	// At is when to try again, for GateLater only.
	At time.Time
	// Reason is one of the Reason constants, empty for GateSend.
	Reason string
}

// Gate says whether a claimed attempt may leave at now: it looks again at what
// may have changed since the notification was planned.
func (r Rules) Gate(d Delivery, now time.Time) Verdict {
	n, current := d.Notification, d.Current
	reply := n.InReplyTo != "" && n.Lane == LaneReply
	if current.Withdrawn {
		return Verdict{Action: GateCancel, Reason: ReasonWithdrawn}
	}
	if current.PersonExited && n.PersonID != "" && n.Class != Conversation {
		return Verdict{Action: GateCancel, Reason: ReasonExited}
	}
	if current.PersonHeld && n.PersonID != "" && !reply && n.Kind != KindAnswer {
		return Verdict{Action: GateLater, At: r.NextOpen(DateOf(now, r.Zone).AddDays(1).At(0, 0, r.Zone)), Reason: ReasonHeld}
	}
	switch n.Kind {
	case KindConvocation, KindMoved, KindReminder:
		if !current.AppointmentStanding {
			return Verdict{Action: GateCancel, Reason: ReasonNotStanding}
		}
		if current.AppointmentVersion != n.AppointmentVersion {
			return Verdict{Action: GateCancel, Reason: ReasonSuperseded}
		}
	case KindCancellation:
		if current.AppointmentStanding {
			return Verdict{Action: GateCancel, Reason: ReasonStanding}
		}
	case KindWeeklyRequest, KindWeeklyNudge:
		if !current.WeekOpen {
			return Verdict{Action: GateCancel, Reason: ReasonWeekOver}
		}
	case KindActivityReminder:
		if !current.ActivityStanding {
			return Verdict{Action: GateCancel, Reason: ReasonCalledOff}
		}
	}
	if n.expired(now) {
		return Verdict{Action: GateExpire, Reason: ReasonExpired}
	}
	if !reply {
		// What answers an inbound goes back to where it came from: the
		// confirmation of a STOP, or of "this is not my number".
		switch {
		case current.OptedOut:
			return Verdict{Action: GateCancel, Reason: ReasonOptedOut}
		case current.AddressFormer:
			return Verdict{Action: GateCancel, Reason: ReasonAddressFormer}
		}
	}
	if current.ToldToday && n.proactive() && d.Attempt.N <= 1 {
		if v, held := r.tomorrow(n, now); held {
			return v
		}
	}
	if n.Urgent || r.Open(now) || n.Hurried && r.OpenByHand(now) || (reply && now.Before(n.DueAt.Add(r.ReplyGrace))) {
		return Verdict{Action: GateSend}
	}
	opening := r.NextOpen(now)
	if n.expired(opening) {
		return Verdict{Action: GateExpire, Reason: ReasonQuietHours}
	}
	return Verdict{Action: GateLater, At: opening, Reason: ReasonQuietHours}
}

// proactive reports whether we decided on the message, rather than owe it to
// somebody who wrote, or to an appointment that we cancel.
func (n Notification) proactive() bool {
	return n.PersonID != "" && n.InReplyTo == "" && !n.Urgent && !n.Hurried && n.Lane >= LaneConvocation &&
		(n.Class == MustArrive || n.Class == TimeBound || n.Class == Routine)
}

// tomorrow moves a message to the same hour of the next day, or the opening after
// it: no more than one a day of those we decide on. What would be too late then
// expires, unless it must arrive: that leaves today
// (docs/decisions/0003-one-message-a-day.md).
func (r Rules) tomorrow(n Notification, now time.Time) (Verdict, bool) {
	hour, minute, _ := now.In(r.Zone).Clock()
	at := r.NextOpen(DateOf(now, r.Zone).AddDays(1).At(hour, minute, r.Zone))
	switch {
	case !n.expired(at):
		return Verdict{Action: GateLater, At: at, Reason: ReasonOneADay}, true
	case n.Class == MustArrive:
		return Verdict{}, false
	}
	return Verdict{Action: GateExpire, Reason: ReasonOneADay}, true
}

func (n Notification) expired(now time.Time) bool {
	return !n.ExpiresAt.IsZero() && !now.Before(n.ExpiresAt)
}
