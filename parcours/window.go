package parcours

import (
	"slices"
	"time"
)

// Window is when messages may leave: some days of the week, between two civil
// times, public holidays excepted unless Holidays.
type Window struct {
	Days []time.Weekday
	// Holidays opens public holidays too, when they fall on one of Days.
	Holidays bool
	// From and To are minutes after midnight; To is excluded.
	From, To int
}

// DefaultWindow is Monday to Friday, 9:00 to 19:00.
func DefaultWindow() Window {
	return Window{
		Days: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
		From: 9 * 60,
		To:   19 * 60,
	}
}

// searchDays bounds the search for an open day: longer than any run of closed
// days that a window with one day a week can meet.
const searchDays = 60

// Open reports whether messages may leave at t.
func (r Rules) Open(t time.Time) bool {
	day := DateOf(t, r.Zone)
	return r.openDay(day) && !t.Before(r.opening(day)) && t.Before(r.closing(day))
}

// NextOpen returns t when messages may leave at t, and else the next opening.
// A window that never opens gives t back.
func (r Rules) NextOpen(t time.Time) time.Time {
	if r.Open(t) {
		return t
	}
	day := DateOf(t, r.Zone)
	for range searchDays {
		if opening := r.opening(day); r.openDay(day) && opening.After(t) {
			return opening
		}
		day = day.AddDays(1)
	}
	return t
}

// LastOpen returns t when messages may leave at t, and else the last whole
// minute before t at which they could. A window that never opens gives t back.
func (r Rules) LastOpen(t time.Time) time.Time {
	if r.Open(t) {
		return t
	}
	day := DateOf(t, r.Zone)
	for range searchDays {
		if closing := r.closing(day); r.openDay(day) && !closing.After(t) {
			return closing.Add(-time.Minute)
		}
		day = day.AddDays(-1)
	}
	return t
}

// WhenToSend moves wanted out of quiet hours: later, to the next opening, unless
// that is not before latest; then earlier, to the same civil time of the last
// open day, so that somebody can still call the number printed in the message.
// A zero latest sets no limit. The result may be in the past: whoever plans at
// once compares it with now.
func (r Rules) WhenToSend(wanted, latest time.Time) time.Time {
	later := r.NextOpen(wanted)
	if latest.IsZero() || later.Before(latest) {
		return later
	}
	bound := wanted
	if !bound.Before(latest) {
		bound = latest.Add(-time.Minute)
	}
	last := r.LastOpen(bound)
	if !r.Open(last) {
		return later
	}
	hour, minute, _ := wanted.In(r.Zone).Clock()
	same := r.civil(DateOf(last, r.Zone), min(max(hour*60+minute, r.Window.From), r.Window.To-1))
	if same.After(last) {
		return last
	}
	return same
}

func (r Rules) openDay(day Date) bool {
	return r.Window.From < r.Window.To && slices.Contains(r.Window.Days, day.Weekday()) && (r.Window.Holidays || !IsHoliday(day))
}

func (r Rules) opening(day Date) time.Time { return r.civil(day, r.Window.From) }

func (r Rules) closing(day Date) time.Time { return r.civil(day, r.Window.To) }

// civil returns the instant of a number of minutes after midnight of day, which
// may be 24:00.
func (r Rules) civil(day Date, minutes int) time.Time {
	return day.AddDays(minutes/(24*60)).At(minutes/60%24, minutes%60, r.Zone)
}
