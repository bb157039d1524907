package parcours

import (
	"time"

	"github.com/rickar/cal/v2/fr"
)

// IsHoliday reports whether d is one of the eleven public holidays of
// metropolitan France (Code du travail, article L3133-1).
func IsHoliday(d Date) bool {
	if d.IsZero() {
		return false
	}
	for _, h := range fr.Holidays {
		if actual, _ := h.Calc(d.Year); !actual.IsZero() && dateOfUTC(actual) == d {
			return true
		}
	}
	return false
}

// IsWorkday reports whether d is a Monday to Friday that is not a public holiday.
func IsWorkday(d Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !IsHoliday(d)
}

// AddWorkdays returns the same civil time n working days after t, for n ≥ 0.
// From a day off, the first working day that follows counts as the first.
func (r Rules) AddWorkdays(t time.Time, n int) time.Time {
	day := DateOf(t, r.Zone)
	for n > 0 {
		day = day.AddDays(1)
		if IsWorkday(day) {
			n--
		}
	}
	hour, minute, second := t.In(r.Zone).Clock()
	return day.At(hour, minute, r.Zone).Add(time.Duration(second) * time.Second)
}
