package parcours

import (
	"fmt"
	"hash/fnv"
	"math"
	"time"
)

// Week is an ISO week, Monday to Sunday, of civil dates. The zero Week is none.
type Week struct {
	Monday Date `json:"monday,omitzero"`
}

// WeekOf returns the week that holds the date.
func WeekOf(d Date) Week {
	return Week{Monday: d.AddDays(-(int(d.Weekday()) + 6) % 7)}
}

// Sunday returns the last day of the week.
func (w Week) Sunday() Date { return w.Monday.AddDays(6) }

// Next returns the week after.
func (w Week) Next() Week { return Week{Monday: w.Monday.AddDays(7)} }

// IsZero reports whether it is no week.
func (w Week) IsZero() bool { return w.Monday.IsZero() }

// String returns the form 2026-W02, or the empty text for no week.
func (w Week) String() string {
	if w.IsZero() {
		return ""
	}
	year, number := w.Monday.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, number)
}

// day returns the day of the week, the Sunday being the last.
func (w Week) day(d time.Weekday) Date { return w.Monday.AddDays((int(d) + 6) % 7) }

// WeekTime is a day of the week and a civil time.
type WeekTime struct {
	Day time.Weekday
	// Minute of the day, after midnight.
	Minute int
}

// WeeklyRules are the values of the weekly declaration that a département may set.
type WeeklyRules struct {
	// MinHours and MaxHours are what a plan that says nothing else agrees on (15 and
	// 20, by the pilot's deliberation of 29 June 2023).
	MinHours, MaxHours int
	// Tolerance is how far outside the agreed hours still counts as within, in minutes (0).
	Tolerance int
	// Request is when the hours of a week are asked for, in that week (Friday 10:00).
	Request WeekTime
	// Nudge is when somebody who has not answered is asked once more, in the week
	// after (Monday 10:00).
	Nudge WeekTime
	// Close is when a week takes no more answers, in the week after (Wednesday 12:00).
	Close WeekTime
	// Spread is how long the requests of one morning take to leave, and the nudges,
	// counted in open hours: a whole département does not leave at once (7 h, that is
	// until 17:00).
	Spread time.Duration
	// RemindAt is the minute of the day before an activity at which it is recalled (16:00).
	RemindAt int
	// ActivityNotice is how long before an activity a reminder stops being useful (1 h).
	ActivityNotice time.Duration
}

// DefaultWeeklyRules returns the values of the pilot territory.
func DefaultWeeklyRules() WeeklyRules {
	return WeeklyRules{
		MinHours:       15,
		MaxHours:       20,
		Request:        WeekTime{time.Friday, 10 * 60},
		Nudge:          WeekTime{time.Monday, 10 * 60},
		Close:          WeekTime{time.Wednesday, 12 * 60},
		Spread:         7 * time.Hour,
		RemindAt:       16 * 60,
		ActivityNotice: time.Hour,
	}
}

// WeekCalendar is when one person is asked about one week.
type WeekCalendar struct {
	// RequestAt and NudgeAt are when the messages are due, CloseAt from when no
	// answer is taken. RequestAt is before NudgeAt, and NudgeAt before CloseAt; a
	// message that has no place before CloseAt is zero.
	RequestAt, NudgeAt, CloseAt time.Time
}

// WeekCalendar returns when the person is asked about the week. What falls on a
// public holiday, or outside the window, moves to the next open hour; the messages
// of all the people spread evenly over Weekly.Spread of open time from there, each
// person's always at the same place. The nudge comes on a later day than the
// request.
func (r Rules) WeekCalendar(w Week, personID string) WeekCalendar {
	c := WeekCalendar{CloseAt: r.NextOpen(r.weekTime(w.Next(), r.Weekly.Close))}
	share := r.share(personID, w)
	request := r.NextOpen(r.weekTime(w, r.Weekly.Request))
	if c.RequestAt = r.openTime(request, share); !c.RequestAt.Before(c.CloseAt) {
		c.RequestAt = time.Time{}
		return c
	}
	nudge := r.NextOpen(r.weekTime(w.Next(), r.Weekly.Nudge))
	if asked := DateOf(r.openTime(request, r.Weekly.Spread), r.Zone); !DateOf(nudge, r.Zone).After(asked) {
		nudge = r.NextOpen(r.civil(asked.AddDays(1), r.Weekly.Nudge.Minute))
	}
	if c.NudgeAt = r.openTime(nudge, share); !c.NudgeAt.Before(c.CloseAt) {
		c.NudgeAt = time.Time{}
	}
	return c
}

// spreadSlack is how much later than Weekly.Spread the last request may leave before
// anybody is told.
const spreadSlack = 10 * time.Minute

// SpreadShort returns how long the requests of one week take to leave, in whole
// minutes, at so many parts each second, when Weekly.Spread is too short for them; 0
// when it is long enough, or when no pace is kept.
func (r Rules) SpreadShort(parts int, perSecond float64) time.Duration {
	if perSecond <= 0 {
		return 0
	}
	needed := time.Duration(math.Ceil(float64(parts)/perSecond/60)) * time.Minute
	if needed <= r.Weekly.Spread+spreadSlack {
		return 0
	}
	return needed
}

func (r Rules) weekTime(w Week, at WeekTime) time.Time { return r.civil(w.day(at.Day), at.Minute) }

// share is the person's place in the spread of a week.
func (r Rules) share(personID string, w Week) time.Duration {
	seconds := uint64(r.Weekly.Spread / time.Second)
	if seconds == 0 {
		return 0
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s", personID, w.Monday)
	return time.Duration(h.Sum64()%seconds) * time.Second
}

// openTime returns the instant at which d of open time has passed since t, which is open.
func (r Rules) openTime(t time.Time, d time.Duration) time.Time {
	for range searchDays {
		if !r.Open(t) {
			break // a window that never opens
		}
		left := r.closing(DateOf(t, r.Zone)).Sub(t)
		if d < left {
			break
		}
		d -= left
		t = r.NextOpen(t.Add(left))
	}
	return t.Add(d)
}
