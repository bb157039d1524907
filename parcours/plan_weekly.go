package parcours

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Kinds of notification of the weekly declaration.
const (
	KindWeeklyRequest    = "weekly_request"
	KindWeeklyNudge      = "weekly_nudge"
	KindActivityReminder = "activity_reminder"
)

// Actions of what is asked about a week or an activity.
const (
	ActionWeekAll      = "week_all"      // everything planned is done
	ActionWeekNone     = "week_none"     // nothing of it
	ActionWeekDetail   = "week_detail"   // activity by activity
	ActionWeekHindered = "week_hindered" // something stood in the way
	ActionWeekEnough   = "week_enough"   // nothing more than what was said
	// ActionWeekDone is followed by the 1-based number of a planned activity.
	ActionWeekDone      = "week_done"
	ActionTalk          = "talk"
	ActionNoTalk        = "no_talk"
	ActionActivityGo    = "activity_go"
	ActionActivityNotGo = "activity_not_go"
)

// PlanWeeklyRequest returns the request for the hours of a week, due at c.RequestAt.
func (r Rules) PlanWeeklyRequest(w AgreedWeek, due time.Time, service Service, now time.Time) Notification {
	return r.aboutWeek(KindWeeklyRequest, "weekly.request", w, due, service, now)
}

// PlanWeeklyNudge returns the one repeat of the request.
func (r Rules) PlanWeeklyNudge(w AgreedWeek, due time.Time, service Service, now time.Time) Notification {
	return r.aboutWeek(KindWeeklyNudge, "weekly.nudge", w, due, service, now)
}

func (r Rules) aboutWeek(kind, template string, w AgreedWeek, due time.Time, service Service, now time.Time) Notification {
	n := Notification{
		Key:        fmt.Sprintf("%s/wk-%s/per-%s", kind, w.Week.Monday, w.PersonID),
		Kind:       kind,
		Class:      Routine,
		Lane:       LaneWeekly,
		PersonID:   w.PersonID,
		SubjectID:  w.ID,
		Template:   template + ".hours",
		Facts:      WeekFacts(w, service),
		PromptKind: PromptWeek,
		Choices:    WeekChoices(w),
		DueAt:      r.NextOpen(due),
		ExpiresAt:  w.CloseAt,
		State:      NotificationPending,
		CreatedAt:  now,
	}
	if len(w.Activities) > 0 {
		n.Template = template + ".planned"
	}
	return n
}

// WeekFacts returns what a message may say of a week.
func WeekFacts(w AgreedWeek, service Service) Facts {
	f := Facts{
		Week: w.Week, MinHours: w.MinHours, MaxHours: w.MaxHours, Planned: w.PlannedMinutes(), By: w.CloseAt,
		Phone: service.Phone, Service: service,
	}
	return f
}

// WeekChoices are the answers that a request offers beside a number of hours.
func WeekChoices(w AgreedWeek) []Choice {
	var choices []Choice
	if len(w.Activities) > 0 {
		choices = append(choices, Choice{Action: ActionWeekAll, Label: "choice.week_all"}, Choice{Action: ActionWeekDetail, Label: "choice.week_detail"})
	}
	return append(choices, Choice{Action: ActionWeekHindered, Label: "choice.week_hindered"})
}

// ActivityReminderAt returns when the activities of a day are recalled, given the
// start of the first of them (zero: no time): the afternoon before, or else the
// same morning, or else the afternoon of an earlier open day; days on which a week
// is asked about are left out where another fits. Zero when nothing fits after now.
func (r Rules) ActivityReminderAt(day Date, start, now time.Time) time.Time {
	latest := day.At(0, 0, r.Zone)
	if !start.IsZero() {
		latest = start.Add(-r.Weekly.ActivityNotice)
	}
	fits := func(at time.Time) bool { return r.Open(at) && at.Before(latest) && !at.Before(now) }
	minute := min(max(r.Weekly.RemindAt, r.Window.From), max(r.Window.From, r.Window.To-60)) // a window that closes early
	wanted := []time.Time{r.civil(day.AddDays(-1), minute), r.opening(day)}
	for before := 2; before <= 4; before++ {
		wanted = append(wanted, r.civil(day.AddDays(-before), minute))
	}
	wanted = slices.DeleteFunc(wanted, func(at time.Time) bool { return !fits(at) })
	if len(wanted) == 0 {
		return time.Time{}
	}
	if i := slices.IndexFunc(wanted, func(at time.Time) bool { return !r.asksOn(DateOf(at, r.Zone)) }); i >= 0 {
		return wanted[i]
	}
	return wanted[0]
}

// asksOn reports whether requests or nudges leave on the day.
func (r Rules) asksOn(day Date) bool {
	return day.Weekday() == r.Weekly.Request.Day || day.Weekday() == r.Weekly.Nudge.Day
}

// activityUntil is the hour until which an activity without a time is recalled on its
// day: later it may be over.
const activityUntil = 12

// PlanActivityReminder returns the reminder of the activities of one day, the first
// of which gives it its key.
func (r Rules) PlanActivityReminder(day []Activity, due time.Time, service Service, now time.Time) Notification {
	day = slices.Clone(day)
	slices.SortFunc(day, func(a, b Activity) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID)) })
	first := day[0]
	if i := slices.IndexFunc(day, func(a Activity) bool { return a.Start >= 0 }); i >= 0 {
		first = day[i]
	}
	n := Notification{
		Key:        fmt.Sprintf("%s/act-%s/on-%s/per-%s", KindActivityReminder, first.ID, first.Day, first.PersonID),
		Kind:       KindActivityReminder,
		Class:      Routine,
		Lane:       LaneReminder,
		PersonID:   first.PersonID,
		SubjectID:  first.ID,
		Template:   "activity.before.reminder",
		Facts:      r.activityFacts(first, len(day)-1, service),
		PromptKind: PromptActivity,
		Choices: []Choice{
			{Action: ActionActivityGo, Label: "choice.activity_go"},
			{Action: ActionActivityNotGo, Label: "choice.activity_not_go"},
		},
		DueAt:     due,
		ExpiresAt: first.Day.At(activityUntil, 0, r.Zone),
		State:     NotificationPending,
		CreatedAt: now,
	}
	if at := first.StartsAt(r.Zone); !at.IsZero() {
		n.ExpiresAt = at.Add(-r.Weekly.ActivityNotice)
	}
	return n
}

// activityFacts returns what a message may say of an activity, and how many others
// there are on that day.
func (r Rules) activityFacts(a Activity, others int, service Service) Facts {
	f := Facts{
		Activity: a.Label, ActivityKind: a.Kind, Day: a.Day, Place: a.Place, Others: others,
		Minutes: a.Minutes, Phone: service.Phone, Service: service,
	}
	if at := a.StartsAt(r.Zone); !at.IsZero() {
		f.StartsAt = at
	}
	return f
}
