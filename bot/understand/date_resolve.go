package understand

import (
	"time"

	"relais/parcours"
)

// calendar gives moments their days, as seen from today. In the past it gives the
// last such day, otherwise the next.
type calendar struct {
	today parcours.Date
	past  bool
}

// stretch is a span of days; a zero end is open.
type stretch struct{ first, last parcours.Date }

func (s stretch) has(d parcours.Date) bool {
	return (s.first.IsZero() || !d.Before(s.first)) && (s.last.IsZero() || !d.After(s.last))
}

func (s stretch) single() bool { return s.first == s.last && !s.first.IsZero() }

func oneDay(d parcours.Date) stretch { return stretch{d, d} }

// days returns the days that m names, without its bound; false when there are none:
// 30 February.
func (c calendar) days(m moment) (stretch, bool) {
	switch m.qualifier {
	case lastOne:
		c.past = true
	case nextOne:
		c.past = false
	}
	switch m.kind {
	case onWeekday:
		return oneDay(c.weekdayOf(m)), true
	case onDate:
		d, ok := c.dateOf(m)
		if !ok {
			return stretch{}, false
		}
		if m.last != nil {
			last, ok := calendar{today: d}.days(*m.last)
			if !ok || last.last.Before(d) {
				return stretch{}, false
			}
			return stretch{d, last.last}, true
		}
		return oneDay(d), true
	case onOffset:
		var d parcours.Date
		switch m.unit {
		case byWeek:
			d = c.today.AddDays(7 * m.offset)
		case byMonth:
			d = c.today.AddMonths(m.offset)
		case byYear:
			d = c.today.AddMonths(12 * m.offset)
		default:
			d = c.today.AddDays(m.offset)
		}
		if m.last != nil {
			if last, ok := (calendar{today: d}).days(*m.last); ok && !last.last.Before(d) {
				return stretch{d, last.last}, true
			}
		}
		return oneDay(d), true
	case onSpan:
		return c.spanOf(m)
	case onWeekdays:
		if m.weekdays == weekend {
			return oneDay(c.next(time.Saturday)), true
		}
	}
	return stretch{}, false
}

// next returns the first such weekday after today.
func (c calendar) next(w time.Weekday) parcours.Date {
	n := (int(w) - int(c.today.Weekday()) + 7) % 7
	if n == 0 {
		n = 7
	}
	return c.today.AddDays(n)
}

// previous returns the last such weekday before today.
func (c calendar) previous(w time.Weekday) parcours.Date {
	d := c.next(w).AddDays(-7)
	if d == c.today {
		d = d.AddDays(-7)
	}
	return d
}

// monday returns the first day of the week that is weeks from this one.
func (c calendar) monday(weeks int) parcours.Date {
	return c.today.AddDays(-(int(c.today.Weekday()) + 6) % 7).AddDays(7 * weeks)
}

func (c calendar) weekdayOf(m moment) parcours.Date {
	switch m.qualifier {
	case inWeek:
		return c.monday(m.weeks).AddDays((int(m.weekday) + 6) % 7)
	case plusWeeks:
		return c.next(m.weekday).AddDays(7 * m.weeks)
	case lastOne:
		return c.previous(m.weekday)
	case nextOne:
		return c.next(m.weekday)
	case thisWeek:
		if c.today.Weekday() == m.weekday {
			return c.today
		}
	}
	if c.past {
		return c.previous(m.weekday)
	}
	return c.next(m.weekday)
}

// dateOf returns the day of m: the next one where its month or its year is not
// said. A weekday that does not go with the date does not change it.
func (c calendar) dateOf(m moment) (parcours.Date, bool) {
	step := 1
	if c.past {
		step = -1
	}
	fits := func(d parcours.Date) bool {
		if c.past {
			return !d.After(c.today)
		}
		return !d.Before(c.today)
	}
	switch {
	case m.month < 0 || m.month > 12 || m.day < 1 || m.day > 31:
		return parcours.Date{}, false
	case m.year != 0:
		return civil(m.year, m.month, m.day)
	case m.month != 0:
		if m.day > monthLengths[m.month] {
			return parcours.Date{}, false
		}
		for n := range 9 { // a 29 February may be eight years away
			if d, ok := civil(c.today.Year+step*n, m.month, m.day); ok && fits(d) {
				return d, true
			}
		}
		return parcours.Date{}, false
	case m.inMonth:
		first := parcours.Date{Year: c.today.Year, Month: c.today.Month, Day: 1}.AddMonths(m.monthsOn)
		return civil(first.Year, first.Month, m.day)
	}
	first := parcours.Date{Year: c.today.Year, Month: c.today.Month, Day: 1}
	for n := range 3 {
		f := first.AddMonths(step * n)
		if d, ok := civil(f.Year, f.Month, m.day); ok && fits(d) {
			return d, true
		}
	}
	return parcours.Date{}, false
}

// spanOf returns the days of a week, a week-end, a month or a year, or of a portion
// of them. A month is cut in thirds: to the 10th, to the 20th, to its end.
func (c calendar) spanOf(m moment) (stretch, bool) {
	switch m.unit {
	case byWeek:
		monday := c.monday(m.offset)
		if m.day != 0 {
			d, ok := c.dateOf(m)
			if !ok {
				return stretch{}, false
			}
			monday = calendar{today: d}.monday(0)
		}
		piece := portionOfWeek(monday, m.portion)
		if m.offset == 0 && m.portion != whole && c.today.After(piece.last) && !c.past {
			piece = portionOfWeek(monday.AddDays(7), m.portion)
		}
		return piece, true
	case byWeekend:
		saturday := c.monday(0).AddDays(5)
		if m.offset > 0 && !saturday.After(c.today) {
			saturday = saturday.AddDays(7)
		}
		return stretch{saturday, saturday.AddDays(1)}, true
	case byMonth:
		first := parcours.Date{Year: c.today.Year, Month: c.today.Month, Day: 1}.AddMonths(m.offset)
		piece := third(first, m.portion)
		if m.offset == 0 && m.portion != whole && c.today.After(piece.last) && !c.past {
			piece = third(first.AddMonths(1), m.portion)
		}
		return piece, true
	case byYear:
		year := c.today.Year + m.offset
		return stretch{parcours.NewDate(year, time.January, 1), parcours.NewDate(year, time.December, 31)}, true
	case namedMonth:
		year := c.today.Year
		if m.year != 0 {
			return third(parcours.Date{Year: m.year, Month: m.month, Day: 1}, m.portion), true
		}
		s := third(parcours.Date{Year: year, Month: m.month, Day: 1}, m.portion)
		switch {
		case c.past && s.first.After(c.today):
			s = third(parcours.Date{Year: year - 1, Month: m.month, Day: 1}, m.portion)
		case !c.past && s.last.Before(c.today):
			s = third(parcours.Date{Year: year + 1, Month: m.month, Day: 1}, m.portion)
		}
		return s, true
	}
	return stretch{}, false
}

// weekPortions are the days that the beginning, the middle and the end of a week
// stand for.
var weekPortions = map[portion]weekdaySet{
	start:  1<<time.Monday | 1<<time.Tuesday,
	middle: 1 << time.Wednesday,
	end:    1<<time.Thursday | 1<<time.Friday,
}

func portionOfWeek(monday parcours.Date, p portion) stretch {
	switch p {
	case start:
		return stretch{monday, monday.AddDays(1)}
	case middle:
		return oneDay(monday.AddDays(2))
	case end:
		return stretch{monday.AddDays(3), monday.AddDays(4)}
	}
	return stretch{monday, monday.AddDays(6)}
}

func third(first parcours.Date, p portion) stretch {
	last := first.AddMonths(1).AddDays(-1)
	switch p {
	case start:
		return stretch{first, first.AddDays(9)}
	case middle:
		return stretch{first.AddDays(10), first.AddDays(19)}
	case end:
		return stretch{first.AddDays(20), last}
	}
	return stretch{first, last}
}
