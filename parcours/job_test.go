package parcours_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

func TestCheckInsFallOnCalendarMonthsAndOpenHours(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	r := parcours.DefaultRules(zone)
	for _, test := range []struct {
		name  string
		start parcours.Date
		want  []string
	}{
		{"a month without that day", parcours.NewDate(2026, time.January, 31), []string{"Mon 2026-02-09 09:00", "Mon 2026-03-02 09:00", "Thu 2026-04-30 10:00", "Fri 2026-07-31 10:00"}},
		{"a leap year", parcours.NewDate(2028, time.January, 31), []string{"Mon 2028-02-07 10:00", "Tue 2028-02-29 10:00", "Tue 2028-05-02 09:00", "Mon 2028-07-31 10:00"}},
		{"a public holiday, and both clock changes", parcours.NewDate(2026, time.April, 1), []string{"Wed 2026-04-08 10:00", "Mon 2026-05-04 09:00", "Wed 2026-07-01 10:00", "Thu 2026-10-01 10:00"}},
		{"the end of the year", parcours.NewDate(2026, time.September, 30), []string{"Wed 2026-10-07 10:00", "Fri 2026-10-30 10:00", "Wed 2026-12-30 10:00", "Tue 2027-03-30 10:00"}},
	} {
		var got []string
		for _, step := range r.CheckInSteps() {
			n := r.PlanCheckIn(parcours.Job{ID: "j", PersonID: "p"}, parcours.CheckIn{Step: step.Name, On: step.On(test.start)}, parcours.Service{}, time.Time{})
			got = append(got, n.DueAt.In(zone).Format("Mon 2006-01-02 15:04"))
			if !n.ExpiresAt.After(n.DueAt.Add(7 * 24 * time.Hour)) {
				t.Errorf("%s: %s expires %s", test.name, step.Name, n.ExpiresAt)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestTheSameWorkingDayEndsWithTheWindow(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	r := parcours.DefaultRules(zone)
	for said, want := range map[string]string{
		"2026-01-06 10:00": "2026-01-06 19:00", // a Tuesday
		"2026-01-06 21:00": "2026-01-07 19:00",
		"2026-01-09 19:30": "2026-01-12 19:00", // a Friday evening
		"2026-04-30 20:00": "2026-05-04 19:00", // 1 May and a weekend
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", said, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.SameWorkday(at).In(zone).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%s: got %s, want %s", said, got, want)
		}
	}
}

func TestRetentionKeepsSilenceApart(t *testing.T) {
	t.Parallel()
	r := parcours.Rules{CheckInGraceDays: 10}
	start := parcours.NewDate(2026, time.January, 5)
	job := func(ended parcours.Date, answer parcours.CheckInAnswer) parcours.Job {
		return parcours.Job{StartsOn: start, EndedOn: ended, CheckIns: []parcours.CheckIn{{Step: "M+1", Answer: answer}}}
	}
	e := parcours.Employment{Kinds: map[parcours.JobKind]int{}, Retention: []parcours.Retention{{Months: 1}}}
	for _, j := range []parcours.Job{
		job(parcours.Date{}, parcours.CheckInFine),
		job(parcours.Date{}, parcours.CheckInDifficulty),
		job(parcours.Date{}, parcours.CheckInUnanswered),
		job(start.AddDays(20), parcours.CheckInUnanswered),                         // ended before the month
		job(start.AddDays(60), parcours.CheckInFine),                               // ended after it
		job(start.AddDays(40), parcours.CheckInEnded),                              // told late
		{StartsOn: start.AddDays(20), CheckIns: []parcours.CheckIn{{Step: "M+1"}}}, // not due yet
	} {
		e.Add(j, r, parcours.NewDate(2026, time.March, 1), parcours.Filter{})
	}
	want := []parcours.Retention{{Months: 1, Due: 6, InWork: 3, Ended: 2, Unknown: 1}}
	if diff := cmp.Diff(want, e.Retention); diff != "" {
		t.Errorf("retention (-want +got):\n%s", diff)
	}
}
