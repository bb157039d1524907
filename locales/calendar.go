package locales

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// calendar writes instants as the people of one place and language read them.
type calendar struct {
	*spoken
	zone *time.Location
	// now is when the message leaves; zero when the caller does not say, and then
	// no year is printed.
	now time.Time
}

// when writes "mardi 13 janvier à 14h30". A morning's convocations share a few
// hours, and each is written at several lengths: what was written is kept.
func (c calendar) when(t time.Time) (string, error) {
	at := moment{unix: t.Unix(), zone: c.zone, far: c.far(t)}
	if text, ok := c.written.find(at); ok {
		return text, nil
	}
	text, err := c.write(t)
	if err == nil {
		c.written.keep(at, text)
	}
	return text, err
}

func (c calendar) write(t time.Time) (string, error) {
	date, err := c.day(t)
	if err != nil {
		return "", err
	}
	clock, err := c.clock(t)
	if err != nil {
		return "", err
	}
	return c.text("calendar.when", fill(map[string]string{"Date": date, "Clock": clock}))
}

// day writes "mardi 13 janvier", and the year when it is more than six months away.
func (c calendar) day(t time.Time) (string, error) {
	parts, err := c.parts(t)
	if err != nil {
		return "", err
	}
	return c.text("calendar.day", fill(parts))
}

// parts are what a language puts together into a date: the weekday, the day and
// the month in words, both in two digits, and the year when it has to be said.
func (c calendar) parts(t time.Time) (map[string]string, error) {
	t = t.In(c.zone)
	parts := map[string]string{"Day": strconv.Itoa(t.Day()), "DD": t.Format("02"), "MM": t.Format("01"), "Year": ""}
	var err error
	if parts["Weekday"], err = c.word("calendar.weekdays", int(t.Weekday())); err != nil {
		return nil, err
	}
	if parts["Month"], err = c.word("calendar.months", int(t.Month())-1); err != nil {
		return nil, err
	}
	if t.Day() == 1 {
		if parts["Day"], err = c.text("calendar.first", nil); err != nil {
			return nil, err
		}
	}
	if c.far(t) {
		parts["Year"] = strconv.Itoa(t.Year())
	}
	return parts, nil
}

// week writes "du 5 au 11 janvier", "du 29 juin au 5 juillet".
func (c calendar) week(w parcours.Week) (string, error) {
	first, last := w.Monday, w.Sunday()
	said, key := map[string]string{}, "calendar.week"
	for name, d := range map[string]parcours.Date{"First": first, "Last": last} {
		said[name] = strconv.Itoa(d.Day)
		if d.Day == 1 {
			one, err := c.text("calendar.first", nil)
			if err != nil {
				return "", err
			}
			said[name] = one
		}
	}
	for name, d := range map[string]parcours.Date{"Start": first, "Month": last} {
		month, err := c.word("calendar.months", int(d.Month)-1)
		if err != nil {
			return "", err
		}
		said[name] = month
	}
	if first.Month != last.Month {
		key = "calendar.week_across"
	}
	for name, d := range map[string]parcours.Date{"From": first, "Until": last} {
		said[name] = fmt.Sprintf("%02d/%02d", d.Day, d.Month)
	}
	return c.text(key, fill(said))
}

// far reports whether the year has to be said.
func (c calendar) far(t time.Time) bool {
	return !c.now.IsZero() && (t.After(c.now.AddDate(0, 6, 0)) || t.Before(c.now.AddDate(0, -6, 0)))
}

// clock writes "14h30", "9h" on the hour.
func (c calendar) clock(t time.Time) (string, error) {
	t = t.In(c.zone)
	past := ""
	if t.Minute() != 0 {
		past = fmt.Sprintf("%02d", t.Minute())
	}
	return c.text("calendar.clock", fill(map[string]string{
		"Hour": strconv.Itoa(t.Hour()), "Minutes": fmt.Sprintf("%02d", t.Minute()), "Past": past,
	}))
}

// word returns the nth word of a key that lists them.
func (c calendar) word(key string, n int) (string, error) {
	text, err := c.text(key, nil)
	if err != nil {
		return "", err
	}
	words := strings.Fields(text)
	if n >= len(words) {
		return "", fmt.Errorf("text %s has %d words, wanted number %d", key, len(words), n+1)
	}
	return words[n], nil
}

// duration writes 45 as "45 min", 60 as "1h", 90 as "1h30"; nothing for none. A
// language that counts its words reads Count; others read Hours and Minutes. Few
// durations occur, and each is written at several lengths of message: those of a
// day are kept.
func (s *spoken) duration(minutes int) (string, error) {
	if minutes <= 0 {
		return "", nil
	}
	if kept, ok := s.durations.Load(minutes); ok {
		return kept.(string), nil
	}
	text, err := s.writeDuration(minutes/60, minutes%60)
	if err == nil && minutes <= 24*60 {
		s.durations.Store(minutes, text)
	}
	return text, err
}

func (s *spoken) writeDuration(hours, rest int) (string, error) {
	counted := func(key string, n int, values map[string]string) (string, error) {
		data := fill(values)
		data["Count"] = n
		return s.text(key, data)
	}
	some, whole := "", ""
	var err error
	if rest > 0 {
		if some, err = counted("duration.minutes", rest, map[string]string{"Minutes": strconv.Itoa(rest)}); err != nil || hours == 0 {
			return some, err
		}
	}
	if whole, err = counted("duration.hours", hours, map[string]string{"Hours": strconv.Itoa(hours)}); err != nil || rest == 0 {
		return whole, err
	}
	return s.text("duration.both", fill(map[string]string{
		"Hours": strconv.Itoa(hours), "Minutes": strconv.Itoa(rest), "MM": fmt.Sprintf("%02d", rest), "InHours": whole, "InMinutes": some,
	}))
}

// fill makes the data of a text: a value that is not known is absent from it, so
// that {{.X}} refuses the message, and empty under If.
func fill(values map[string]string) map[string]any {
	known := 1
	for _, value := range values {
		if value != "" {
			known++
		}
	}
	data := make(map[string]any, known)
	for name, value := range values {
		if value != "" {
			data[name] = value
		}
	}
	data["If"] = values
	return data
}
