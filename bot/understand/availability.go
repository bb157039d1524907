package understand

import (
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// Free is when somebody says to be free. Its JSON is flat and says what holds of
// the whole text; Fits knows each wish of it: "mardi matin ou jeudi aprem" is
// Tuesdays and Thursdays at any part of the day in JSON, and no Tuesday afternoon
// for Fits.
type Free struct {
	// Days are the dates asked for, in order.
	Days []parcours.Date `json:"days"`
	// Weekdays are the days of the week asked for: "mon" to "sun".
	Weekdays []string `json:"weekdays"`
	Part     Part     `json:"part"`
	// From and To are hours, "09:30"; nil when not said. An hour named for itself
	// ("mardi 14h") is From alone.
	From *string `json:"from"`
	To   *string `json:"to"`
	// Not lists what is refused: "mon", "2027-01-12", "mon:morning", "11:30-13:30",
	// and "mon:09:00-11:00".
	Not []string `json:"not"`
	// Earliest and Latest are the first and the last date that suit, included.
	Earliest *parcours.Date `json:"earliest"`
	Latest   *parcours.Date `json:"latest"`

	wishes, refusals []wish
	within           []stretch
}

// wish is a set of times: on these days, at these hours. What is empty is any.
type wish struct {
	weekdays weekdaySet
	days     []stretch
	hours    []hours
}

// hours is a piece of a day, in minutes: lo included, hi not.
type hours struct {
	part   Part
	lo, hi int
	// point is set of an hour named for itself: hi is where it stops fitting.
	point bool
}

func anyHour() hours { return hours{AnyPart, 0, midnight, false} }

func (h hours) has(minute int) bool {
	return h.lo <= minute && minute < h.hi &&
		(h.part != Morning || minute < noon) && (h.part != Afternoon || minute >= noon)
}

func (w wish) dated() bool { return w.weekdays != 0 || len(w.days) > 0 }

func (w wish) has(d parcours.Date, minute int) bool {
	day := !w.dated() || w.weekdays.has(d.Weekday()) || slices.ContainsFunc(w.days, func(s stretch) bool { return s.has(d) })
	hour := len(w.hours) == 0 || slices.ContainsFunc(w.hours, func(h hours) bool { return h.has(minute) })
	return day && hour
}

// Availability reads text as the answer to "what time would suit you?", and why;
// nil when it names no time. now tells relative days and the zone of dates.
//
//   - A weekday is that day of any week ("mardi" is "tue"); with "prochain", "en
//     huit", a week or a date it is that date.
//   - "la semaine prochaine" is from its Monday to its Sunday; "dans deux semaines"
//     is from that day on. The beginning, the middle and the end of a month are its
//     thirds. What has begun starts today.
//   - A refusal of a half of the day leaves the other ("pas le matin" is afternoon),
//     a refusal on one side of an hour or a date is a bound ("pas avant 10h" is from
//     10:00, "pas cette semaine" is from next Monday).
//   - The evening is the afternoon from 18:00, the end of an afternoon or of a day
//     from 16:00, lunch ("entre midi et deux") from 12:00 to 14:00; the beginning
//     and the end of a morning part at 10:00.
//   - "2h" is 14:00, unless the morning is said.
//   - A reason not to come refuses the time it is told of ("jai la petite le
//     mercredi").
func Availability(text string, now time.Time) (*Free, string) {
	words := timeWords(text)
	h := hear(words, true)
	if len(h.said) == 0 {
		if h.any != "" {
			return (&Free{}).flat(now), "any time: " + h.any
		}
		return nil, "no time named"
	}
	c := calendar{today: parcours.DateOf(now, now.Location())}
	var a Free
	why := ""
	for i := 0; i < len(h.said); {
		j := i + 1
		for j < len(h.said) && h.said[j].group == h.said[i].group && h.said[j].stance == h.said[i].stance {
			j++
		}
		a.add(h.said[i:j], c)
		i = j
	}
	for _, s := range h.said {
		if why != "" {
			why += "; "
		}
		switch {
		case s.stance == refused:
			why += "refused (" + s.why + "): " + s.cue
		case s.why != "":
			why += "suits (" + s.why + "): " + s.cue
		default:
			why += "named: " + s.cue
		}
	}
	if len(a.wishes) == 0 && len(a.refusals) == 0 && len(a.within) == 0 {
		if h.any != "" {
			return (&Free{}).flat(now), "any time: " + h.any
		}
		return nil, "no day of the calendar: " + why
	}
	return a.flat(now), why
}

// add adds a group of moments of one stance: days and the times that go with
// them. Days that follow times begin another wish: "mardi matin et jeudi".
func (a *Free) add(group []said, c calendar) {
	var w wish
	var bounds []stretch
	daysFirst, beside := false, len(group) > 0 && group[0].beside
	flush := func() {
		if w.dated() || len(w.hours) > 0 {
			a.place(w, group[0], beside)
		}
		w, beside = wish{}, true
	}
	part := AnyPart
	for _, s := range group {
		if s.kind == atPart && part == AnyPart {
			part = s.part
		}
	}
	for i, s := range group {
		if !s.isDay() {
			if h, ok := hoursOf(s.moment, part); ok {
				if len(w.hours) > 0 && !daysFirst && w.dated() {
					flush()
				}
				w.narrow(h, s.beside)
			} else if s.kind == inClock {
				w.days = append(w.days, oneDay(c.today))
			}
			continue
		}
		if w.dated() && len(w.hours) > 0 && daysFirst {
			flush()
		}
		if !w.dated() {
			daysFirst = len(w.hours) == 0
		}
		switch {
		case s.kind == onWeekdays:
			w.weekdays |= s.weekdays
		case s.kind == onWeekday && s.qualifier == anyWeek && s.bound == noBound && s.moment.last == nil:
			w.weekdays |= 1 << s.weekday
		default:
			days, ok := c.days(s.moment)
			if !ok {
				continue
			}
			if span, isBound := boundDays(s.moment, days); isBound {
				if s.stance == refused {
					a.refusals = append(a.refusals, wish{days: []stretch{span}})
				} else {
					bounds = append(bounds, span)
				}
				continue
			}
			if s.kind == onSpan && s.unit == byWeekend && s.stance != refused {
				days = stretch{days.first, days.first.AddDays(1)}
				w.days = append(w.days, oneDay(days.first), oneDay(days.last))
				continue
			}
			if (s.kind == onSpan || s.moment.last != nil) && s.stance != refused {
				a.frame(days, s.beside, i > 0 || len(a.within) > 0)
				continue
			}
			w.days = append(w.days, days)
		}
	}
	for _, b := range bounds {
		a.bound(b)
	}
	flush()
}

// boundDays returns the days on one side of a moment.
func boundDays(m moment, days stretch) (stretch, bool) {
	switch m.bound {
	case since:
		return stretch{first: days.first}, true
	case after:
		return stretch{first: days.last.AddDays(1)}, true
	case before:
		return stretch{last: days.first.AddDays(-1)}, true
	case until:
		return stretch{last: days.last}, true
	}
	if m.kind == onOffset && m.unit != byDay {
		return stretch{first: days.first}, true // "dans deux semaines": about then
	}
	return stretch{}, false
}

// frame adds days that all wishes lie within; "ou" makes it wider.
func (a *Free) frame(days stretch, beside, more bool) {
	if n := len(a.within); n > 0 && more && beside {
		last := &a.within[n-1]
		if days.first.Before(last.first) {
			last.first = days.first
		}
		if days.last.After(last.last) {
			last.last = days.last
		}
		return
	}
	a.within = append(a.within, days)
}

func (a *Free) bound(b stretch) { a.within = append(a.within, b) }

// hoursOf returns the piece of the day that m names, where part is said beside it.
func hoursOf(m moment, part Part) (hours, bool) {
	m = m.settle(part)
	h := anyHour()
	switch m.kind {
	case atPart:
		h.part = m.part
		if m.lo >= 0 {
			h.lo = m.lo
		}
		if m.hi >= 0 {
			h.hi = m.hi
		}
		if m.bound == after || m.bound == since {
			h = hours{AnyPart, noon, midnight, false}
			if m.part == Afternoon {
				h.lo = eveningStart
			}
		}
		return h, true
	case atClock:
		switch {
		case m.spansHours:
			h.lo, h.hi = m.lo, m.hi
		case m.bound == since || m.bound == after:
			h.lo = m.lo
		case m.bound == before || m.bound == until:
			h.hi = m.lo
		default:
			h.lo, h.hi, h.point = m.lo, m.lo+1, true
			if !m.minutes {
				h.hi = m.lo + 60
			}
			if m.around {
				h.hi = m.lo + 60
			}
		}
		return h, h.lo < midnight
	}
	return h, false
}

// narrow adds h to the hours of w: an hour narrows a half of the day and another
// bound ("le matin après 10h"), and stands beside its like ("9h ou 14h").
func (w *wish) narrow(h hours, beside bool) {
	n := len(w.hours)
	if n == 0 {
		w.hours = []hours{h}
		return
	}
	last := &w.hours[n-1]
	bounded := func(x hours) bool { return x.lo > 0 || x.hi < midnight }
	same := last.part != AnyPart && h.part != AnyPart || last.point && h.point ||
		last.part == AnyPart && h.part == AnyPart && (last.lo > 0) == (h.lo > 0) && (last.hi < midnight) == (h.hi < midnight)
	if same || beside && bounded(*last) == bounded(h) {
		w.hours = append(w.hours, h)
		return
	}
	*last = last.and(h)
}

func (h hours) and(o hours) hours {
	if o.part != AnyPart {
		h.part = o.part
	}
	h.lo, h.hi, h.point = max(h.lo, o.lo), min(h.hi, o.hi), h.point || o.point
	return h
}

// place adds a wish or a refusal. Times without days say when on the days that
// were named before them, and days without times are at the times named before,
// unless "ou" or "sinon" sets them beside.
func (a *Free) place(w wish, s said, beside bool) {
	if s.stance == refused {
		if !w.dated() && len(a.refusals) > 0 && s.why != "" {
			if last := a.refusals[len(a.refusals)-1]; last.dated() && len(last.hours) == 0 && len(a.wishes) == 0 && s.bound == noBound && false {
				return
			}
		}
		a.refusals = append(a.refusals, w)
		return
	}
	if len(a.wishes) > 0 && !beside {
		switch last := &a.wishes[len(a.wishes)-1]; {
		case !w.dated():
			for i := range a.wishes {
				if len(a.wishes[i].hours) == 0 {
					a.wishes[i].hours = w.hours
				} else {
					for _, h := range w.hours {
						a.wishes[i].narrow(h, false)
					}
				}
			}
			return
		case !last.dated() && len(w.hours) == 0:
			last.weekdays, last.days = w.weekdays, w.days
			return
		}
	}
	a.wishes = append(a.wishes, w)
}

var dayCodes = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// week lists weekdays as Relais does, from Monday.
var week = [...]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (s weekdaySet) codes() []string {
	codes := []string{}
	for _, d := range week {
		if s.has(d) {
			codes = append(codes, dayCodes[d])
		}
	}
	return codes
}

// flat fills the fields of a from its wishes and refusals.
func (a *Free) flat(now time.Time) *Free {
	today := parcours.DateOf(now, now.Location())
	a.Days, a.Not, a.Part = []parcours.Date{}, []string{}, AnyPart
	var days weekdaySet
	for _, w := range a.wishes {
		days |= w.weekdays
		for _, s := range w.days {
			if s.single() && !slices.Contains(a.Days, s.first) {
				a.Days = append(a.Days, s.first)
			}
		}
	}
	slices.SortFunc(a.Days, parcours.Date.Compare)
	a.Weekdays = days.codes()
	var whole stretch
	for _, s := range a.within {
		whole = whole.and(s)
	}
	day := hull(a.wishes)
	for _, r := range a.refusals {
		whole, day = a.refuse(r, whole, day, today)
	}
	if !whole.first.IsZero() {
		first := whole.first
		if first.Before(today) {
			first = today
		}
		a.Earliest = &first
	}
	if !whole.last.IsZero() {
		last := whole.last
		a.Latest = &last
	}
	a.Part = day.part
	if day.lo > 0 {
		a.From = clockText(day.lo)
	}
	if day.hi < midnight && !day.point {
		a.To = clockText(day.hi)
	}
	return a
}

func (s stretch) and(o stretch) stretch {
	if s.first.IsZero() || !o.first.IsZero() && o.first.After(s.first) {
		s.first = o.first
	}
	if s.last.IsZero() || !o.last.IsZero() && o.last.Before(s.last) {
		s.last = o.last
	}
	return s
}

func clockText(minutes int) *string {
	text := fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	return &text
}

// hull returns the least piece of a day that all wishes lie within.
func hull(wishes []wish) hours {
	var all []hours
	for _, w := range wishes {
		if len(w.hours) == 0 {
			return anyHour()
		}
		all = append(all, w.hours...)
	}
	if len(all) == 0 {
		return anyHour()
	}
	h := all[0]
	for _, o := range all[1:] {
		if h.part != o.part {
			h.part = AnyPart
		}
		h.lo, h.hi = min(h.lo, o.lo), max(h.hi, o.hi)
		h.point = h.point && o.point
	}
	return h
}

// refuse writes a refusal: as a bound or a half of the day where it is one,
// otherwise in Not.
func (a *Free) refuse(r wish, whole stretch, day hours, today parcours.Date) (stretch, hours) {
	if !r.dated() {
		for _, h := range r.hours {
			switch {
			case h.part != AnyPart && h.lo == 0 && h.hi == midnight:
				if day.part == AnyPart || day.part == h.part {
					day.part = map[Part]Part{Morning: Afternoon, Afternoon: Morning}[h.part]
				}
			case h.lo == 0:
				day.lo = max(day.lo, h.hi)
			case h.hi == midnight:
				day.hi = min(day.hi, h.lo)
				day.point = false
			default:
				a.not(*clockText(h.lo) + "-" + *clockText(h.hi))
			}
		}
		return whole, day
	}
	suffixes := []string{""}
	for i, h := range r.hours {
		if i == 0 {
			suffixes = nil
		}
		switch {
		case h.part != AnyPart && h.lo == 0 && h.hi == midnight:
			suffixes = append(suffixes, ":"+string(h.part))
		default:
			suffixes = append(suffixes, ":"+*clockText(h.lo)+"-"+*clockText(h.hi))
		}
	}
	for _, code := range r.weekdays.codes() {
		for _, suffix := range suffixes {
			a.not(code + suffix)
		}
	}
	for _, s := range r.days {
		timed := len(r.hours) > 0
		switch {
		case s.first.IsZero() && !timed, !s.last.IsZero() && !s.first.After(today) && !s.single() && !timed:
			whole = whole.and(stretch{first: s.last.AddDays(1)})
		case s.last.IsZero():
			whole = whole.and(stretch{last: s.first.AddDays(-1)})
		default:
			if s.first.IsZero() {
				s.first = today
			}
			for d := s.first; !d.After(s.last) && len(a.Not) < maxRefused; d = d.AddDays(1) {
				for _, suffix := range suffixes {
					a.not(d.String() + suffix)
				}
			}
		}
	}
	return whole, day
}

// maxRefused bounds the list of refused days.
const maxRefused = 64

func (a *Free) not(what string) {
	if !slices.Contains(a.Not, what) {
		a.Not = append(a.Not, what)
	}
}

// Wants reports whether start, read in zone, is a time that the text asks for: it
// is named by its day or its hour, and nothing refuses it.
func (a *Free) Wants(start time.Time, zone *time.Location) bool {
	return a != nil && len(a.wishes)+len(a.within) > 0 && a.Fits(start, zone)
}

// Refuses reports whether the text names start, read in zone, to refuse it.
func (a *Free) Refuses(start time.Time, zone *time.Location) bool {
	if a == nil {
		return false
	}
	d, minute := parcours.DateOf(start, zone), minuteOf(start.In(zone))
	return slices.ContainsFunc(a.refusals, func(w wish) bool { return w.has(d, minute) })
}

// Fits reports whether start, read in zone, is among the times that suit. A text
// that only refuses leaves the rest free; nil fits nothing.
func (a *Free) Fits(start time.Time, zone *time.Location) bool {
	if a == nil || a.Refuses(start, zone) {
		return false
	}
	d, minute := parcours.DateOf(start, zone), minuteOf(start.In(zone))
	if len(a.wishes) == 0 {
		return a.lies(d)
	}
	return slices.ContainsFunc(a.wishes, func(w wish) bool {
		return w.has(d, minute) && (len(w.days) > 0 || a.lies(d))
	})
}

func (a *Free) lies(d parcours.Date) bool {
	return !slices.ContainsFunc(a.within, func(s stretch) bool { return !s.has(d) })
}

func minuteOf(t time.Time) int { return 60*t.Hour() + t.Minute() }
