package intake

import (
	"fmt"
	"slices"
	"strings"
)

// Fields that hold a day, and those that hold an hour.
var (
	dayFields = map[Kind][]field{
		People:     {personBirthDate, personEntered, personRights, personDuties},
		Slots:      {slotStart, slotDay},
		Activities: {planFrom, planUntil, activityDay},
		Contacts:   {contactRequested, contactDuties},
	}
	hourFields = map[Kind][]field{Slots: {slotHour}, Activities: {activityStart}}
)

// shown is a cell as a human writes it: a workbook stores days and hours as
// numbers that nobody recognises. It reads the same as the cell.
func (j *job) shown(at int, text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if j.table.format != "xlsx" || !serialText.MatchString(oneLine(text)) {
		return text
	}
	f := j.columns.fieldOf(at)
	switch {
	case slices.Contains(dayFields[j.layout.kind], f):
		m, ok := (&row{numbers: true, date1904: j.table.date1904}).parseMoment(text)
		if !ok {
			return text
		}
		day := fmt.Sprintf("%02d/%02d/%04d", m.date.Day, m.date.Month, m.date.Year)
		if m.hasHour {
			day += fmt.Sprintf(" %02d:%02d", m.hour, m.minute)
		}
		return day
	case slices.Contains(hourFields[j.layout.kind], f):
		if hour, minute, ok := parseClock(text, true); ok {
			return fmt.Sprintf("%02d:%02d", hour, minute)
		}
	}
	return text
}

// shownCells are the cells of a row as a human writes them.
func (j *job) shownCells(rec record) []string {
	cells := make([]string, len(rec.cells))
	for at, text := range rec.cells {
		cells[at] = j.shown(at, text)
	}
	return cells
}
