package parcours_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

func TestQuietHoursCloseNightsWeekendsAndHolidays(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name, t, next, last string
		open                bool
	}{
		{name: "Tuesday noon", t: "2023-07-04 12:00", open: true},
		{name: "opening minute", t: "2023-07-04 09:00", open: true},
		{name: "last minute", t: "2023-07-04 18:59", open: true},
		{name: "closing minute", t: "2023-07-04 19:00", next: "2023-07-05 09:00", last: "2023-07-04 18:59"},
		{name: "early morning", t: "2023-07-04 06:00", next: "2023-07-04 09:00", last: "2023-07-03 18:59"},
		{name: "Friday evening", t: "2023-07-07 20:00", next: "2023-07-10 09:00", last: "2023-07-07 18:59"},
		{name: "Sunday", t: "2023-07-09 12:00", next: "2023-07-10 09:00", last: "2023-07-07 18:59"},
		{name: "14 July and its weekend", t: "2023-07-14 12:00", next: "2023-07-17 09:00", last: "2023-07-13 18:59"},
		{name: "Easter Monday", t: "2026-04-06 10:00", next: "2026-04-07 09:00", last: "2026-04-03 18:59"},
		{name: "night of the spring change", t: "2026-03-29 03:30", next: "2026-03-30 09:00", last: "2026-03-27 18:59"},
		{name: "night of the autumn change", t: "2026-10-25 02:30", next: "2026-10-26 09:00", last: "2026-10-23 18:59"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := at(t, tt.t)
			next, last := now, now
			if !tt.open {
				next, last = at(t, tt.next), at(t, tt.last)
			}
			if got := r.Open(now); got != tt.open {
				t.Errorf("Open = %v, want %v", got, tt.open)
			}
			if got := r.NextOpen(now); !got.Equal(next) {
				t.Errorf("NextOpen = %v, want %v", got, next)
			}
			if got := r.LastOpen(now); !got.Equal(last) {
				t.Errorf("LastOpen = %v, want %v", got, last)
			}
		})
	}
}

func TestHolidaysAreOpenOnlyWhenTheWindowSaysSo(t *testing.T) {
	t.Parallel()
	r := rules(t)
	r.Window.Holidays = true
	for moment, want := range map[string]bool{"2023-07-14 12:00": true, "2023-07-14 20:00": false, "2023-07-15 12:00": false} {
		if got := r.Open(at(t, moment)); got != want {
			t.Errorf("%s: Open = %v, want %v", moment, got, want)
		}
	}
}

func TestWhenToSendMovesLaterUnlessTheLimitWouldBeMissed(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct{ name, wanted, latest, want string }{
		{"open time stays", "2023-07-04 10:00", "", "2023-07-04 10:00"},
		{"night moves to the morning", "2023-07-04 22:00", "", "2023-07-05 09:00"},
		{"Saturday moves to Monday", "2023-07-08 10:00", "2023-07-10 12:00", "2023-07-10 09:00"},
		{"Saturday moves to Friday, same hour", "2023-07-08 10:00", "2023-07-10 08:30", "2023-07-07 10:00"},
		{"limit is excluded", "2023-07-08 10:00", "2023-07-10 09:00", "2023-07-07 10:00"},
		{"evening moves to the end of the day", "2023-07-04 20:00", "2023-07-04 22:00", "2023-07-04 18:59"},
		{"early hour moves to the day before, once it is open", "2023-07-04 07:00", "2023-07-04 08:00", "2023-07-03 09:00"},
		{"over a holiday weekend", "2023-07-15 10:00", "2023-07-17 08:00", "2023-07-13 10:00"},
		{"wanted after the limit", "2023-07-05 10:00", "2023-07-04 10:00", "2023-07-04 09:59"},
		{"hour kept across the spring change", "2026-03-29 10:00", "2026-03-30 08:00", "2026-03-27 10:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := r.WhenToSend(at(t, tt.wanted), at(t, tt.latest))
			if want := at(t, tt.want); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestWindowsThatNeverOpenGiveTheTimeBack(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]parcours.Window{
		"no day":  {From: 540, To: 1140},
		"no hour": {Days: parcours.DefaultWindow().Days, From: 540, To: 540},
	} {
		r := rules(t)
		r.Window = w
		now := at(t, "2023-07-04 12:00")
		if r.Open(now) || !r.NextOpen(now).Equal(now) || !r.LastOpen(now).Equal(now) || !r.WhenToSend(now, now).Equal(now) {
			t.Errorf("%s: a closed window moved the time", name)
		}
	}
}

func TestWindowMayLastUntilMidnight(t *testing.T) {
	t.Parallel()
	r := rules(t)
	r.Window = parcours.Window{Days: []time.Weekday{time.Sunday}, From: 0, To: 24 * 60}
	if !r.Open(at(t, "2026-03-29 23:59")) || r.Open(at(t, "2026-03-30 00:00")) {
		t.Error("a window until 24:00 must close at midnight")
	}
}

func drawTime(rt *rapid.T, zone *time.Location, label string) time.Time {
	minutes := rapid.Int64Range(0, 60*24*365*5).Draw(rt, label)
	return time.Date(2023, time.January, 1, 0, 0, 0, 0, zone).Add(time.Duration(minutes) * time.Minute)
}

func TestQuietHoursProperties(t *testing.T) {
	t.Parallel()
	r := rules(t)
	rapid.Check(t, func(rt *rapid.T) {
		now := drawTime(rt, r.Zone, "now")
		next, last := r.NextOpen(now), r.LastOpen(now)
		if !r.Open(next) || next.Before(now) || !r.Open(last) || last.After(now) {
			rt.Fatalf("not open: next %v, last %v", next, last)
		}
		if !r.Open(now) {
			for probe := now; probe.Before(next); probe = probe.Add(37 * time.Minute) {
				if r.Open(probe) {
					rt.Fatalf("open at %v, before NextOpen %v", probe, next)
				}
			}
		}
		latest := now.Add(time.Duration(rapid.IntRange(1, 20_000).Draw(rt, "minutes left")) * time.Minute)
		when := r.WhenToSend(now, latest)
		if !r.Open(when) || !when.Before(latest) {
			rt.Fatalf("WhenToSend(%v, %v) = %v", now, latest, when)
		}
		if next.Before(latest) != when.Equal(next) {
			rt.Fatalf("WhenToSend must move later exactly when it can: %v, next %v, latest %v", when, next, latest)
		}
	})
}
