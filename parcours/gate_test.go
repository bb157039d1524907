package parcours_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

func reminderDelivery(t testing.TB) parcours.Delivery {
	t.Helper()
	return parcours.Delivery{
		Notification: parcours.Notification{
			Kind: parcours.KindReminder, Class: parcours.TimeBound, Lane: parcours.LaneReminder,
			PersonID: "45", AppointmentID: "812", AppointmentVersion: 2,
			DueAt: at(t, "2023-07-04 10:00"), ExpiresAt: at(t, "2023-07-06 07:00"),
		},
		Current: parcours.Current{AppointmentStanding: true, AppointmentVersion: 2},
	}
}

func replyDelivery(t testing.TB) parcours.Delivery {
	t.Helper()
	return parcours.Delivery{Notification: parcours.Notification{
		Kind: parcours.KindReply, Class: parcours.Conversation, Lane: parcours.LaneReply,
		PersonID: "45", InReplyTo: "in-1", DueAt: at(t, "2023-07-04 21:00"), ExpiresAt: at(t, "2023-07-05 21:00"),
	}}
}

func TestGate(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name   string
		of     func(testing.TB) parcours.Delivery
		change func(*parcours.Delivery)
		now    string
		want   parcours.GateAction
		reason string
		later  string
	}{
		{name: "a reminder in its time", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateSend},
		{name: "quiet hours", of: reminderDelivery, now: "2023-07-04 19:00", want: parcours.GateLater, reason: parcours.ReasonQuietHours, later: "2023-07-05 09:00"},
		{name: "quiet until too late", of: reminderDelivery, now: "2023-07-05 19:00", want: parcours.GateExpire, reason: parcours.ReasonQuietHours},
		{name: "expired on the minute", of: reminderDelivery, now: "2023-07-06 07:00", want: parcours.GateExpire, reason: parcours.ReasonExpired},
		{
			name: "a second message on one day", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateLater, reason: parcours.ReasonOneADay,
			later:  "2023-07-05 10:00",
			change: func(d *parcours.Delivery) { d.Current.ToldToday = true },
		},
		{
			name: "a second message that is too late the next day", of: reminderDelivery, now: "2023-07-05 10:00", want: parcours.GateExpire, reason: parcours.ReasonOneADay,
			change: func(d *parcours.Delivery) { d.Current.ToldToday = true },
		},
		{
			name: "what must arrive and is too late the next day", of: reminderDelivery, now: "2023-07-05 10:00", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Current.ToldToday, d.Notification.Class = true, parcours.MustArrive },
		},
		{
			name: "another attempt of the same message", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Current.ToldToday, d.Attempt.N = true, 2 },
		},
		{
			name: "an answer is not counted", of: replyDelivery, now: "2023-07-04 21:00", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Current.ToldToday = true },
		},
		{
			name: "the person left", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateCancel, reason: parcours.ReasonExited,
			change: func(d *parcours.Delivery) { d.Current.PersonExited = true },
		},
		{
			name: "it was withdrawn, and came back", of: replyDelivery, now: "2023-07-04 21:01", want: parcours.GateCancel, reason: parcours.ReasonWithdrawn,
			change: func(d *parcours.Delivery) { d.Current.Withdrawn = true },
		},
		{
			name: "the appointment was cancelled", of: reminderDelivery, now: "2023-07-06 08:00", want: parcours.GateCancel, reason: parcours.ReasonNotStanding,
			change: func(d *parcours.Delivery) { d.Current.AppointmentStanding = false },
		},
		{
			name: "the appointment was moved", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateCancel, reason: parcours.ReasonSuperseded,
			change: func(d *parcours.Delivery) { d.Current.AppointmentVersion = 3 },
		},
		{
			name: "STOP", of: reminderDelivery, now: "2023-07-04 22:00", want: parcours.GateCancel, reason: parcours.ReasonOptedOut,
			change: func(d *parcours.Delivery) { d.Current.OptedOut = true },
		},
		{
			name: "the number changed", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateCancel, reason: parcours.ReasonAddressFormer,
			change: func(d *parcours.Delivery) { d.Current.AddressFormer = true },
		},
		{name: "a reply goes back at night", of: replyDelivery, now: "2023-07-04 21:14", want: parcours.GateSend},
		{name: "a late reply waits for the morning", of: replyDelivery, now: "2023-07-04 21:15", want: parcours.GateLater, reason: parcours.ReasonQuietHours, later: "2023-07-05 09:00"},
		{
			name: "the confirmation of STOP, or of a wrong number, goes back", of: replyDelivery, now: "2023-07-04 21:01", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Current.OptedOut, d.Current.AddressFormer = true, true },
		},
		{
			name: "somebody who left still gets an answer", of: replyDelivery, now: "2023-07-04 21:01", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Current.PersonExited = true },
		},
		{
			name: "a reply about an appointment that was just excused", of: replyDelivery, now: "2023-07-04 21:01", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Notification.AppointmentID = "812" },
		},
		{
			name: "an urgent reply leaves at any hour", of: replyDelivery, now: "2023-07-05 03:00", want: parcours.GateSend,
			change: func(d *parcours.Delivery) { d.Notification.Urgent = true },
		},
		{
			name: "a human's answer is not a direct reply", of: replyDelivery, now: "2023-07-04 21:01", want: parcours.GateLater, reason: parcours.ReasonQuietHours, later: "2023-07-05 09:00",
			change: func(d *parcours.Delivery) { d.Notification.Kind, d.Notification.InReplyTo = parcours.KindAnswer, "" },
		},
		{
			name: "a cancellation speaks of what no longer stands", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateSend,
			change: func(d *parcours.Delivery) {
				d.Notification.Kind, d.Current.AppointmentStanding = parcours.KindCancellation, false
			},
		},
		{
			name: "a cancellation that was taken back", of: reminderDelivery, now: "2023-07-04 10:00", want: parcours.GateCancel, reason: parcours.ReasonStanding,
			change: func(d *parcours.Delivery) { d.Notification.Kind = parcours.KindCancellation },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := tt.of(t)
			if tt.change != nil {
				tt.change(&d)
			}
			want := parcours.Verdict{Action: tt.want, Reason: tt.reason, At: at(t, tt.later)}
			if got := r.Gate(d, at(t, tt.now)); got.Action != want.Action || got.Reason != want.Reason || !got.At.Equal(want.At) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestNothingLeavesLateNorInQuietHours(t *testing.T) {
	t.Parallel()
	r := rules(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := reminderDelivery(t)
		if rapid.Bool().Draw(rt, "reply") {
			d = replyDelivery(t)
		}
		now := drawTime(rt, r.Zone, "now")
		d.Notification.DueAt = now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(rt, "minutes due")) * time.Minute)
		d.Notification.ExpiresAt = now.Add(time.Duration(rapid.IntRange(-100, 6000).Draw(rt, "minutes left")) * time.Minute)
		d.Current.OptedOut = rapid.Bool().Draw(rt, "opted out")
		reply := d.Notification.InReplyTo != ""
		v := r.Gate(d, now)
		switch v.Action {
		case parcours.GateSend:
			if !now.Before(d.Notification.ExpiresAt) || (d.Current.OptedOut && !reply) {
				rt.Fatalf("sent: %+v", d)
			}
			if !r.Open(now) && !(reply && now.Before(d.Notification.DueAt.Add(r.ReplyGrace))) {
				rt.Fatalf("sent in quiet hours at %v", now)
			}
		case parcours.GateLater:
			if !v.At.After(now) || !v.At.Before(d.Notification.ExpiresAt) || !r.Open(v.At) {
				rt.Fatalf("later at %v, now %v", v.At, now)
			}
		}
	})
}

func BenchmarkGate(b *testing.B) {
	r := rules(b)
	d := reminderDelivery(b)
	now := at(b, "2023-07-04 10:00")
	for b.Loop() {
		r.Gate(d, now)
	}
}

// A reminder of an activity that has to wait for a day never comes when the activity may
// be over; nor in the morning, where it would push the request of that day away.
func TestAReminderOfAnActivityThatWaitsADayComesInTimeOrNotAtAll(t *testing.T) {
	t.Parallel()
	r := rules(t)
	thursday := parcours.NewDate(2023, 7, 6)
	for _, tt := range []struct {
		name  string
		start int // minute of the day
		now   string
		want  parcours.GateAction
		later string
	}{
		{"at 14:00, the day before", 14 * 60, "2023-07-05 16:00", parcours.GateExpire, ""},
		{"at 18:30, the day before", 18*60 + 30, "2023-07-05 16:00", parcours.GateLater, "2023-07-06 16:00"},
		{"without a time, the day before", -1, "2023-07-05 16:00", parcours.GateExpire, ""},
		{"without a time, on the day", -1, "2023-07-06 09:00", parcours.GateExpire, ""},
		{"without a time, two days before", -1, "2023-07-04 16:00", parcours.GateLater, "2023-07-05 16:00"},
	} {
		activity := parcours.Activity{ID: "a", PersonID: "45", Kind: parcours.KindWorkshop, Day: thursday, Start: tt.start, Minutes: 60}
		now := at(t, tt.now)
		d := parcours.Delivery{
			Notification: r.PlanActivityReminder([]parcours.Activity{activity}, now, parcours.Service{}, now),
			Current:      parcours.Current{ActivityStanding: true, ToldToday: true},
		}
		v := r.Gate(d, now)
		if v.Action != tt.want || v.Reason != parcours.ReasonOneADay || tt.later != "" && !v.At.Equal(at(t, tt.later)) {
			t.Errorf("%s: got %+v, want %s %s", tt.name, v, tt.want, tt.later)
		}
	}
	if n := r.PlanActivityReminder([]parcours.Activity{{Day: thursday, Start: -1}}, at(t, "2023-07-05 16:00"), parcours.Service{}, at(t, "2023-07-05 16:00")); !n.ExpiresAt.Equal(at(t, "2023-07-06 12:00")) {
		t.Errorf("without a time it may leave until %s, want noon", n.ExpiresAt)
	}
}
