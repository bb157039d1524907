package understand

import (
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

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
	var beside []stretch
	for _, w := range a.wishes {
		days |= w.weekdays
		for _, s := range w.days {
			switch {
			case !s.single():
				beside = append(beside, s)
			case !slices.Contains(a.Days, s.first):
				a.Days = append(a.Days, s.first)
			}
		}
	}
	slices.SortFunc(a.Days, parcours.Date.Compare)
	a.Weekdays = days.codes()
	var whole stretch
	for _, s := range slices.Concat(a.within, beside) {
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
			h, o = h.plain(), o.plain()
		}
		h.lo, h.hi = min(h.lo, o.lo), max(h.hi, o.hi)
		h.point = h.point && o.point
	}
	return h
}

// plain writes the half of the day of h as hours.
func (h hours) plain() hours {
	switch h.part {
	case Morning:
		h.hi = min(h.hi, noon)
	case Afternoon:
		h.lo = max(h.lo, noon)
	}
	h.part = AnyPart
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
