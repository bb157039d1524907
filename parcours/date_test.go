package parcours_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

func TestMonthsAreCalendarMonthsClamped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2023-11-30", 3, "2024-02-29"},
		{"2023-12-15", 1, "2024-01-15"},
		{"2024-03-31", -1, "2024-02-29"},
		{"2023-08-31", 6, "2024-02-29"},
	} {
		if got := date(t, tt.from).AddMonths(tt.n).String(); got != tt.want {
			t.Errorf("%s and %d months: got %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestHoursOfClockChanges(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	for _, tt := range []struct {
		name, day    string
		hour, minute int
		want         string
	}{
		{"an ordinary hour", "2026-07-14", 10, 0, "2026-07-14T10:00:00+02:00"},
		{"a missing hour gives the next valid one", "2026-03-29", 2, 30, "2026-03-29T03:00:00+02:00"},
		{"after the missing hour", "2026-03-29", 3, 0, "2026-03-29T03:00:00+02:00"},
		{"a doubled hour gives the first", "2026-10-25", 2, 30, "2026-10-25T02:30:00+02:00"},
		{"after the doubled hour", "2026-10-25", 3, 0, "2026-10-25T03:00:00+01:00"},
		{"midnight", "2026-10-26", 0, 0, "2026-10-26T00:00:00+01:00"},
	} {
		if got := date(t, tt.day).At(tt.hour, tt.minute, zone).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestDateText(t *testing.T) {
	t.Parallel()
	var d parcours.Date
	if err := json.Unmarshal([]byte(`"2024-02-29"`), &d); err != nil || d != parcours.NewDate(2024, time.February, 29) {
		t.Errorf("got %s, %v", d, err)
	}
	if text, err := json.Marshal(parcours.Date{}); err != nil || string(text) != `""` {
		t.Errorf("an unknown date reads %s, %v", text, err)
	}
	for _, text := range []string{"2023-02-29", "29/02/2024", "2024-2-9", "hier"} {
		if err := d.UnmarshalText([]byte(text)); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := parcours.DateOf(drawTime(rt, zone, "day"), zone)
		n := rapid.IntRange(-2000, 2000).Draw(rt, "days")
		later := d.AddDays(n)
		if d.DaysUntil(later) != n || later.AddDays(-n) != d || d.Before(later) != (n > 0) || d.After(later) != (n < 0) {
			rt.Fatalf("%s and %d days is %s", d, n, later)
		}
		hour, minute := rapid.IntRange(0, 23).Draw(rt, "hour"), rapid.IntRange(0, 59).Draw(rt, "minute")
		if got := parcours.DateOf(d.At(hour, minute, zone), zone); got != d {
			rt.Fatalf("%s at %d:%d falls on %s", d, hour, minute, got)
		}
		if read, err := parcours.ParseDate(d.String()); err != nil || read != d {
			rt.Fatalf("%s reads as %s, %v", d, read, err)
		}
	})
}
