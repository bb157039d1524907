package intake

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Days 0 of the two systems in which spreadsheets count days.
var (
	day0of1900 = parcours.NewDate(1899, time.December, 30)
	day0of1904 = parcours.NewDate(1904, time.January, 1)
)

const (
	dayFirst  = `(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})`
	yearFirst = `(\d{4})[-/](\d{1,2})[-/](\d{1,2})`
	clock     = `(\d{1,2})\s*[:hH]\s*(\d{2})?(?:[:m]\s*(\d{2})?(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?`
)

var (
	dayFirstText  = regexp.MustCompile(`^(?:\pL+\.? +)?` + dayFirst + `(?:[T ,]+(?:à +)?` + clock + `)?$`)
	yearFirstText = regexp.MustCompile(`^` + yearFirst + `(?:[T ,]+(?:à +)?` + clock + `)?$`)
	clockText     = regexp.MustCompile(`^` + clock + `$`)
	serialText    = regexp.MustCompile(`^\d{1,6}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$`)
)

// moment is what a cell says of a date and an hour.
type moment struct {
	date    parcours.Date
	hour    int
	minute  int
	hasHour bool
	// instant is set when the cell names its offset from UTC.
	instant time.Time
}

// at returns the instant of the moment, in zone unless it names its own offset.
func (m moment) at(zone *time.Location) time.Time {
	if !m.instant.IsZero() {
		return m.instant
	}
	return m.date.At(m.hour, m.minute, zone)
}

// day returns the civil date of the moment in zone: an export that writes the
// midnight of Paris in UTC writes the evening before.
func (m moment) day(zone *time.Location) parcours.Date {
	if !m.instant.IsZero() {
		return parcours.DateOf(m.instant, zone)
	}
	return m.date
}

// parseMoment reads a date with or without an hour: 14/05/1985, 14-05-1985,
// 1985-05-14, 1985-05-14 00:00:00.0, 11/07/2023 9h00, RFC 3339, or the serial
// number of a spreadsheet. The day comes first, never the month.
func (r *row) parseMoment(text string) (moment, bool) {
	text = oneLine(text)
	if serialText.MatchString(text) {
		return r.serial(text)
	}
	var m moment
	var year, month, day string
	var rest []string
	if p := yearFirstText.FindStringSubmatch(text); p != nil {
		year, month, day, rest = p[1], p[2], p[3], p[4:]
	} else if p := dayFirstText.FindStringSubmatch(text); p != nil {
		day, month, year, rest = p[1], p[2], p[3], p[4:]
	} else {
		return m, false
	}
	var ok bool
	if m.date, ok = civilDate(year, month, day); !ok {
		return m, false
	}
	if rest[0] == "" {
		return m, true
	}
	return m.withClock(rest)
}

// withClock adds hour, minute, second and offset, as clock captures them.
func (m moment) withClock(parts []string) (moment, bool) {
	m.hour, _ = strconv.Atoi(parts[0])
	m.minute, _ = strconv.Atoi(parts[1])
	m.hasHour = true
	if m.hour > 23 || m.minute > 59 {
		return m, false
	}
	if offset := parts[3]; offset != "" {
		instant, err := time.Parse("2006-01-02 15:04 Z07:00", m.date.String()+" "+twoDigits(m.hour)+":"+twoDigits(m.minute)+" "+colonOffset(offset))
		if err != nil {
			return m, false
		}
		m.instant = instant
	}
	return m, true
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func colonOffset(offset string) string {
	if len(offset) == 5 {
		return offset[:3] + ":" + offset[3:]
	}
	return offset
}

// serial reads the number by which a spreadsheet stores a date and an hour. In a
// CSV only five digits, whole or not, are taken for one: 1985 is a year.
func (r *row) serial(text string) (moment, bool) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value < 1 || value >= 100_000 {
		return moment{}, false
	}
	whole, fraction := math.Modf(value)
	if whole >= 1900 && whole <= 2100 && fraction == 0 || !r.numbers && whole < 10_000 {
		return moment{}, false // a year alone
	}
	minutes := int(math.Round(fraction * 24 * 60))
	origin := day0of1900
	if r.date1904 {
		origin = day0of1904
	}
	return moment{
		date: origin.AddDays(int(whole) + minutes/(24*60)),
		hour: minutes / 60 % 24, minute: minutes % 60, hasHour: fraction > 0,
	}, true
}

// civilDate returns the date when it exists: not 31/02.
func civilDate(year, month, day string) (parcours.Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := parcours.NewDate(y, time.Month(m), d)
	return date, date == parcours.Date{Year: y, Month: time.Month(m), Day: d} && y > 0
}

// parseClock reads an hour alone: 9h, 9h30, 09:30, or the fraction of a day by
// which a spreadsheet stores it.
func parseClock(text string, workbook bool) (hour, minute int, ok bool) {
	text = oneLine(text)
	if workbook && serialText.MatchString(text) {
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || value < 0 || value >= 1 {
			return 0, 0, false
		}
		minutes := int(math.Round(value * 24 * 60))
		return minutes / 60 % 24, minutes % 60, true
	}
	p := clockText.FindStringSubmatch(text)
	if p == nil || p[4] != "" {
		return 0, 0, false
	}
	m, ok := moment{}.withClock(p[1:])
	return m.hour, m.minute, ok
}

var (
	hoursMinutes = regexp.MustCompile(`^(\d{1,2})\s*(?:h|:|heures?|hours?)\s*(\d{1,2})?\s*(?:m|mn|min|minutes?)?$`)
	minutesOnly  = regexp.MustCompile(`^(\d{1,4})(?:[.,]0+)?\s*(?:m|mn|min|minutes?)?\.?$`)
)

// parseMinutes reads a duration: 60, 60 min, 1h, 1h30, 1:30, or the fraction of
// a day by which a spreadsheet stores an hour.
func parseMinutes(text string, workbook bool) (minutes int, ok bool) {
	text = strings.ToLower(oneLine(text))
	if workbook && serialText.MatchString(text) {
		value, err := strconv.ParseFloat(text, 64)
		if err == nil && value > 0 && value < 1 {
			return int(math.Round(value * 24 * 60)), true
		}
	}
	if p := minutesOnly.FindStringSubmatch(text); p != nil {
		minutes, err := strconv.Atoi(p[1])
		return minutes, err == nil
	}
	p := hoursMinutes.FindStringSubmatch(text)
	if p == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(p[1])
	minutes, _ = strconv.Atoi(p[2])
	return hours*60 + minutes, minutes < 60
}
