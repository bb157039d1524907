package understand

import (
	"slices"
	"strings"

	"relais/parcours"
)

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
		case s.kind == onSpan && s.unit == byWeek && s.portion != whole && s.offset == 0 && s.qualifier != thisWeek && s.bound == noBound:
			w.weekdays |= weekPortions[s.portion] // "plutôt en début de semaine"
		case s.kind == onWeekday && s.qualifier == anyWeek && s.bound == noBound && s.moment.last == nil:
			w.weekdays |= 1 << s.weekday
		default:
			days, ok := c.days(s.moment)
			if !ok || days.last.Before(c.today) || s.kind == onOffset && s.offset < 0 || strings.HasPrefix(s.cue, "depuis") {
				continue // what is past, or has been for some time, is no time to meet
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
				if s.beside && len(a.within) == 0 && len(w.days) > 0 {
					w.days = append(w.days, days) // "demain ou la semaine prochaine"
					continue
				}
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
	same := last.part != AnyPart && h.part != AnyPart || last.point && h.point ||
		last.part == AnyPart && h.part == AnyPart && (last.lo > 0) == (h.lo > 0) && (last.hi < midnight) == (h.hi < midnight)
	if oneSided(*last, h) && !beside {
		*last = last.and(h) // "je dépose les petits à 8h45 donc à partir de 9h"
		return
	}
	if same || beside {
		w.hours = append(w.hours, h)
		return
	}
	*last = last.and(h)
}

// oneSided reports whether both bound a day on the same side.
func oneSided(h, o hours) bool {
	if h.part != AnyPart || o.part != AnyPart || h.point || o.point {
		return false
	}
	return h.hi == midnight && o.hi == midnight || h.lo == 0 && o.lo == 0
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
		for i, h := range w.hours {
			if h.point { // an hour that is taken
				w.hours[i].hi = max(h.hi, h.lo+60)
				if h.lo == noon {
					w.hours[i].hi = lunchEnd
				}
			}
		}
		if !w.dated() && slices.Contains(w.hours, anyHour()) {
			return // "pas toute la journée": not never
		}
		a.refusals = append(a.refusals, w)
		return
	}
	if n := len(a.refusals); n > 0 && len(a.wishes) == 0 && !w.dated() && !beside {
		// "mercredi matin non mais l'après-midi oui": of that same day
		if last := a.refusals[n-1]; last.dated() && len(last.hours) > 0 {
			w.weekdays, w.days = last.weekdays, last.days
		}
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

func (s stretch) and(o stretch) stretch {
	if s.first.IsZero() || !o.first.IsZero() && o.first.After(s.first) {
		s.first = o.first
	}
	if s.last.IsZero() || !o.last.IsZero() && o.last.Before(s.last) {
		s.last = o.last
	}
	return s
}
