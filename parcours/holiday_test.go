package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestHolidaysAreTheElevenOfTheCode(t *testing.T) {
	t.Parallel()
	want := map[string]bool{
		"2026-01-01": true, "2026-04-06": true, "2026-05-01": true, "2026-05-08": true,
		"2026-05-14": true, "2026-05-25": true, "2026-07-14": true, "2026-08-15": true,
		"2026-11-01": true, "2026-11-11": true, "2026-12-25": true,
	}
	for day := date(t, "2026-01-01"); day.Year == 2026; day = day.AddDays(1) {
		if got := parcours.IsHoliday(day); got != want[day.String()] {
			t.Errorf("IsHoliday(%s) = %v", day, got)
		}
	}
	if parcours.IsHoliday(parcours.Date{}) {
		t.Error("an unknown date is no holiday")
	}
}

func TestHolidaysFollowEaster(t *testing.T) {
	t.Parallel()
	// Easter Sundays of published calendars, the earliest and latest included.
	for _, easter := range []string{"2023-04-09", "2024-03-31", "2025-04-20", "2027-03-28", "2035-03-25", "2038-04-25"} {
		for _, days := range []int{1, 39, 50} {
			if day := date(t, easter).AddDays(days); !parcours.IsHoliday(day) {
				t.Errorf("%s, %d days after Easter, is a holiday", day, days)
			}
		}
	}
}

func TestAddWorkdaysSkipsWeekendsAndHolidays(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name, t string
		n       int
		want    string
	}{
		{"none", "2023-07-08 10:00", 0, "2023-07-08 10:00"},
		{"within the week", "2023-07-03 15:20", 2, "2023-07-05 15:20"},
		{"over the weekend", "2023-07-07 15:20", 2, "2023-07-11 15:20"},
		{"from a Saturday", "2023-07-08 15:20", 2, "2023-07-11 15:20"},
		{"over 14 July", "2023-07-13 15:20", 1, "2023-07-17 15:20"},
		{"over the autumn change, same civil time", "2026-10-23 15:20", 1, "2026-10-26 15:20"},
	} {
		if got, want := r.AddWorkdays(at(t, tt.t), tt.n), at(t, tt.want); !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, want)
		}
	}
}
