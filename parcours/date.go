package parcours

import (
	"fmt"
	"time"
)

// DateLayout is the text form of a Date, in files, in JSON and in the database.
const DateLayout = "2006-01-02"

// Date is a civil date, without hour or zone. Deadlines are date arithmetic,
// never durations: the day of a clock change counts as one day like any other.
// The zero Date means "not known".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the normalised date: NewDate(2023, 2, 30) is 2 March 2023.
func NewDate(year int, month time.Month, day int) Date {
	return dateOfUTC(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the civil date of the instant t in zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads the form 2006-01-02; the empty text is the zero Date.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return Date{}, nil
	}
	t, err := time.Parse(DateLayout, text)
	if err != nil {
		return Date{}, fmt.Errorf("%w: date %q is not of the form YYYY-MM-DD", ErrInvalid, text)
	}
	return dateOfUTC(t), nil
}

func dateOfUTC(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// IsZero reports whether the date is not known.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the form 2006-01-02, or the empty text for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(DateLayout)
}

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of ParseDate.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// AddDays returns the date n calendar days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return dateOfUTC(d.utc().AddDate(0, 0, n)) }

// AddMonths returns the date n calendar months later, clamped to the end of the
// month: 31 January + 1 month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysUntil returns the number of calendar days from d to other, negative when
// other is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.utc().Sub(d.utc()) / (24 * time.Hour)) // both are UTC midnights
}

// Compare returns -1, 0 or 1 as d is before, equal to or after other.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// At returns the instant of hour:minute of that day in zone. An hour that a
// clock change removes gives the next valid one; an hour that it doubles gives
// the first.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
	if h, m, _ := t.Clock(); h == hour && m == minute {
		if earlier := t.Add(-time.Hour); sameClock(earlier, t) {
			return earlier
		}
		return t
	}
	// time.Date resolves a missing hour with the offset of one side or the
	// other: 02:30 becomes 01:30 or 03:30. Walk forward to the first valid minute.
	before := time.Date(d.Year, d.Month, d.Day, hour-1, 59, 0, 0, zone)
	_, offset := before.Zone()
	for t = before; ; t = t.Add(time.Minute) {
		if _, now := t.Zone(); now != offset {
			return t
		}
	}
}

func sameClock(a, b time.Time) bool {
	ah, am, _ := a.Clock()
	bh, bm, _ := b.Clock()
	return ah == bh && am == bm && a.Day() == b.Day()
}
