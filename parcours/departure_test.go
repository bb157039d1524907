package parcours_test

import (
	"testing"
	"time"

	"relais/parcours"
)

func TestADepartureHasItsHour(t *testing.T) {
	t.Parallel()
	rules := parcours.DefaultRules(paris(t))
	at := func(day, hour, minute int) time.Time {
		return time.Date(2025, time.October, day, hour, minute, 0, 0, rules.Zone)
	}
	for _, c := range []struct {
		name string
		d    parcours.Departure
		want bool
	}{
		{"Monday at ten", parcours.Departure{LeftAt: at(6, 10, 0), Lane: parcours.LaneReminder}, true},
		{"Monday at eight", parcours.Departure{LeftAt: at(6, 8, 0), Lane: parcours.LaneReminder}, false},
		{"Sunday", parcours.Departure{LeftAt: at(5, 10, 0), Lane: parcours.LaneConvocation}, false},
		{"an urgent one on Sunday", parcours.Departure{LeftAt: at(5, 10, 0), Urgent: true}, true},
		{"an answer at night, at once", parcours.Departure{LeftAt: at(6, 23, 5), DueAt: at(6, 23, 0), InReplyTo: "in", Lane: parcours.LaneReply}, true},
		{"an answer at night, late", parcours.Departure{LeftAt: at(6, 23, 20), DueAt: at(6, 23, 0), InReplyTo: "in", Lane: parcours.LaneReply}, false},
	} {
		if got := c.d.AtItsHour(rules); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestADepartureGivesWayToOneOfTheDay(t *testing.T) {
	t.Parallel()
	rules := parcours.DefaultRules(paris(t))
	at := func(day, hour int) time.Time { return time.Date(2025, time.October, day, hour, 0, 0, 0, rules.Zone) }
	convocation := parcours.Departure{PersonID: "p", NotificationID: "c", N: 1, Class: parcours.MustArrive, Lane: parcours.LaneConvocation, LeftAt: at(6, 9), State: parcours.AttemptDelivered}
	weekly := parcours.Departure{PersonID: "p", NotificationID: "w", N: 1, Class: parcours.Routine, Lane: parcours.LaneWeekly, LeftAt: at(6, 11), State: parcours.AttemptDelivered}
	tomorrow, again, reply, refused := weekly, weekly, weekly, convocation
	tomorrow.LeftAt = at(7, 11)
	again.N = 2
	reply.InReplyTo, reply.Class = "in", parcours.Conversation
	refused.State = parcours.AttemptUndeliveredPerm
	for _, c := range []struct {
		name      string
		d, before parcours.Departure
		want      bool
	}{
		{"a request after a convocation", weekly, convocation, true},
		{"the next day", tomorrow, convocation, false},
		{"a repeat of the same message", again, convocation, false},
		{"an answer to the person", reply, convocation, false},
		{"a convocation after a request", convocation, weekly, false},
		{"after one that did not arrive", weekly, refused, false},
	} {
		if got := c.d.GivesWay(c.before, rules); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
