package parcours_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

func TestWeeksBeginOnMonday(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		date, monday parcours.Date
		want         string
	}{
		{parcours.NewDate(2026, time.January, 5), parcours.NewDate(2026, time.January, 5), "2026-W02"},
		{parcours.NewDate(2026, time.January, 11), parcours.NewDate(2026, time.January, 5), "2026-W02"},
		{parcours.NewDate(2026, time.January, 1), parcours.NewDate(2025, time.December, 29), "2026-W01"},
		{parcours.NewDate(2027, time.January, 3), parcours.NewDate(2026, time.December, 28), "2026-W53"},
	} {
		w := parcours.WeekOf(tt.date)
		if w.Monday != tt.monday || w.String() != tt.want || w.Sunday() != tt.monday.AddDays(6) {
			t.Errorf("week of %s: from %s to %s, %s", tt.date, w.Monday, w.Sunday(), w)
		}
	}
}

func TestAWeekIsAskedForAndClosedOnOpenDays(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rules := parcours.DefaultRules(zone)
	rules.Weekly.Spread = 0
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, zone)
	}
	for name, tt := range map[string]struct {
		monday parcours.Date
		want   parcours.WeekCalendar
	}{
		"an ordinary week":           {parcours.NewDate(2026, time.January, 5), parcours.WeekCalendar{RequestAt: at(time.January, 9, 10), NudgeAt: at(time.January, 12, 10), CloseAt: at(time.January, 14, 12)}},
		"Easter Monday":              {parcours.NewDate(2026, time.March, 30), parcours.WeekCalendar{RequestAt: at(time.April, 3, 10), NudgeAt: at(time.April, 7, 9), CloseAt: at(time.April, 8, 12)}},
		"Friday 1 May":               {parcours.NewDate(2026, time.April, 27), parcours.WeekCalendar{RequestAt: at(time.May, 4, 9), NudgeAt: at(time.May, 5, 10), CloseAt: at(time.May, 6, 12)}},
		"Wednesday 11 November":      {parcours.NewDate(2026, time.November, 2), parcours.WeekCalendar{RequestAt: at(time.November, 6, 10), NudgeAt: at(time.November, 9, 10), CloseAt: at(time.November, 12, 9)}},
		"the clocks go forward":      {parcours.NewDate(2026, time.March, 23), parcours.WeekCalendar{RequestAt: at(time.March, 27, 10), NudgeAt: at(time.March, 30, 10), CloseAt: at(time.April, 1, 12)}},
		"the clocks go back":         {parcours.NewDate(2026, time.October, 19), parcours.WeekCalendar{RequestAt: at(time.October, 23, 10), NudgeAt: at(time.October, 26, 10), CloseAt: at(time.October, 28, 12)}},
		"Christmas is on the Friday": {parcours.NewDate(2026, time.December, 21), parcours.WeekCalendar{RequestAt: at(time.December, 28, 9), NudgeAt: at(time.December, 29, 10), CloseAt: at(time.December, 30, 12)}},
	} {
		got := rules.WeekCalendar(parcours.Week{Monday: tt.monday}, "anyone")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestTheRequestsOfADepartementSpread asks ten thousand people: no minute of the
// window takes more than twice its share, and everybody has their own moment.
func TestTheRequestsOfADepartementSpread(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rules := parcours.DefaultRules(zone)
	week := parcours.WeekOf(parcours.NewDate(2026, time.January, 5))
	const people, slice = 10_000, 10 * time.Minute
	first, last := time.Date(2026, time.January, 9, 10, 0, 0, 0, zone), time.Date(2026, time.January, 9, 17, 0, 0, 0, zone)
	share := people / int(last.Sub(first)/slice)
	perSlice := map[int]int{}
	moved := 0
	for i := range people {
		id := time.Duration(i).String()
		c := rules.WeekCalendar(week, id)
		if c.RequestAt.Before(first) || !c.RequestAt.Before(last) {
			t.Fatalf("asked at %s", c.RequestAt)
		}
		if again := rules.WeekCalendar(week, id); again != c {
			t.Fatal("the moment of one person changed")
		}
		if next := rules.WeekCalendar(week.Next(), id); !next.RequestAt.Equal(c.RequestAt.AddDate(0, 0, 7)) {
			moved++
		}
		perSlice[int(c.RequestAt.Sub(first)/slice)]++
	}
	for i, n := range perSlice {
		if n > 3*share/2 || n < share/2 {
			t.Errorf("slice %d has %d requests, the share is %d", i, n, share)
		}
	}
	if moved < people*9/10 {
		t.Errorf("only %d of %d people have another place in the next week: the first would always be the first", moved, people)
	}
}

func TestTheCalendarOfAWeekKeepsItsOrder(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rapid.Check(t, func(rt *rapid.T) {
		rules := parcours.DefaultRules(zone)
		from := rapid.IntRange(7, 12).Draw(rt, "from")
		rules.Window.From, rules.Window.To = from*60, (from+rapid.IntRange(1, 10).Draw(rt, "hours"))*60
		rules.Weekly.Spread = time.Duration(rapid.IntRange(0, 20).Draw(rt, "spread")) * time.Hour
		week := parcours.WeekOf(parcours.NewDate(2024, 1, 1).AddDays(rapid.IntRange(0, 2000).Draw(rt, "day")))
		c := rules.WeekCalendar(week, rapid.String().Draw(rt, "person"))
		for name, at := range map[string]time.Time{"request": c.RequestAt, "nudge": c.NudgeAt} {
			if !at.IsZero() && (!rules.Open(at) || !at.Before(c.CloseAt)) {
				rt.Fatalf("%s at %s, closing %s", name, at, c.CloseAt)
			}
		}
		if !rules.Open(c.CloseAt) {
			rt.Fatalf("closes at %s", c.CloseAt)
		}
		if !c.RequestAt.IsZero() && c.RequestAt.Before(week.Monday.AddDays(4).At(10, 0, zone)) {
			rt.Fatalf("asked at %s, before the Friday", c.RequestAt)
		}
		if !c.NudgeAt.IsZero() && !parcours.DateOf(c.NudgeAt, zone).After(parcours.DateOf(c.RequestAt, zone)) {
			rt.Fatalf("request %s and nudge %s on one day", c.RequestAt, c.NudgeAt)
		}
	})
}

func TestAReminderComesTheAfternoonBeforeOrTheSameMorning(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rules := parcours.DefaultRules(zone)
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.January, day, hour, minute, 0, 0, zone)
	}
	now := at(2, 8, 0)
	for name, tt := range map[string]struct {
		day   int
		start time.Time
		now   time.Time
		want  time.Time
	}{
		"a Thursday":                             {8, at(8, 14, 0), now, at(7, 16, 0)},
		"a Tuesday: nudges leave on the Monday":  {6, at(6, 14, 0), now, at(6, 9, 0)},
		"early on a Tuesday":                     {6, at(6, 8, 30), now, at(5, 16, 0)},
		"a Monday: nothing leaves on the Sunday": {12, at(12, 8, 30), now, at(8, 16, 0)},
		"a Saturday: requests on the Friday":     {10, at(10, 9, 0), now, at(8, 16, 0)},
		"without a time":                         {8, time.Time{}, now, at(7, 16, 0)},
		"told on the same morning":               {8, at(8, 14, 0), at(8, 8, 0), at(8, 9, 0)},
		"too late":                               {8, at(8, 14, 0), at(8, 11, 0), time.Time{}},
	} {
		got := rules.ActivityReminderAt(parcours.NewDate(2026, time.January, tt.day), tt.start, tt.now)
		if !got.Equal(tt.want) {
			t.Errorf("%s: got %s, want %s", name, got, tt.want)
		}
	}
}

func TestHoursStandBesideThePlan(t *testing.T) {
	t.Parallel()
	rules := parcours.DefaultRules(paris(t))
	for minutes, want := range map[int]parcours.Balance{
		0: parcours.BalanceBelow, 15*60 - 1: parcours.BalanceBelow, 15 * 60: parcours.BalanceWithin, 20 * 60: parcours.BalanceWithin, 20*60 + 1: parcours.BalanceAbove,
	} {
		if got := rules.Balance(minutes, 15, 20); got != want {
			t.Errorf("%d minutes: %s, want %s", minutes, got, want)
		}
	}
	rules.Weekly.Tolerance = 60
	if got := rules.Balance(14*60, 15, 20); got != parcours.BalanceWithin {
		t.Errorf("14 h with an hour of tolerance: %s", got)
	}
}

func TestAPlanThatNoWeekCanFulfilIsRefused(t *testing.T) {
	t.Parallel()
	monday := parcours.NewDate(2026, time.January, 5)
	for name, plan := range map[string]parcours.WeeklyPlan{
		"more at least than at most": {MinHours: 20, MaxHours: 15, From: monday},
		"more than the law allows":   {MinHours: 15, MaxHours: 60, From: monday},
		"without a first day":        {MinHours: 15, MaxHours: 20},
		"ended before it begins":     {MinHours: 15, MaxHours: 20, From: monday, Until: monday.AddDays(-1)},
	} {
		if plan.Check() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
