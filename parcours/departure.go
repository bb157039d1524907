package parcours

import "time"

// Departure is one message that left to a person, with what decides whether it might.
type Departure struct {
	PersonID, NotificationID string
	Kind                     string
	Class                    Class
	Lane                     Lane
	Urgent, Hurried          bool
	InReplyTo                string
	DueAt                    time.Time
	AttemptID                string
	// N counts the attempts of the notification from 1.
	N       int
	Channel Channel
	State   AttemptState
	LeftAt  time.Time
	// Doubled: another attempt on the same channel was not refused either.
	Doubled bool
}

// AtItsHour reports whether the message left when it might: in the window, or as an
// answer shortly after the question, or because it cannot wait.
func (d Departure) AtItsHour(r Rules) bool {
	switch {
	case r.Open(d.LeftAt), d.Urgent:
		return true
	case d.Hurried:
		return r.OpenByHand(d.LeftAt)
	case d.InReplyTo != "" && d.Lane == LaneReply:
		return d.LeftAt.Before(d.DueAt.Add(r.ReplyGrace))
	}
	return false
}

// GivesWay reports whether the message should have left on another day than one before it
// to the same person: it is no more urgent, and may come later.
func (d Departure) GivesWay(before Departure, r Rules) bool {
	own := func(d Departure) bool {
		return Notification{
			PersonID: d.PersonID, InReplyTo: d.InReplyTo, Urgent: d.Urgent, Hurried: d.Hurried, Lane: d.Lane, Class: d.Class,
		}.proactive() && d.N <= 1
	}
	return own(d) && own(before) && d.NotificationID != before.NotificationID && before.Lane <= d.Lane && d.Class != MustArrive &&
		DateOf(d.LeftAt, r.Zone) == DateOf(before.LeftAt, r.Zone) && !before.State.Failed()
}
