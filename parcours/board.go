package parcours

import "time"

// BoardPart is one page of the coordinator's figures.
type BoardPart string

// Parts.
const (
	BoardMorning    BoardPart = "morning"    // whom the service reached, and the clock
	BoardDeadlines  BoardPart = "deadlines"  // the promise of N days
	BoardAttendance BoardPart = "attendance" // appointments
	BoardWeeks      BoardPart = "weeks"      // weekly reports
	BoardPath       BoardPart = "path"       // orientation, contract, employment
	BoardAnswers    BoardPart = "answers"    // how the service answers
)

// BoardParts lists the parts in the order of their pages.
func BoardParts() []BoardPart {
	return []BoardPart{BoardMorning, BoardDeadlines, BoardAttendance, BoardWeeks, BoardPath, BoardAnswers}
}

// Board is the figures of one part, for one filter.
type Board struct {
	Part BoardPart `json:"part"`
	// At is when they were counted.
	At         time.Time      `json:"at"`
	Reach      *Reach         `json:"reach,omitempty"`
	Deadlines  *Deadlines     `json:"deadlines,omitempty"`
	Attendance *Attendance    `json:"attendance,omitempty"`
	Weekly     *WeeklyFigures `json:"weekly,omitempty"`
	Path       *Path          `json:"path,omitempty"`
	Employment *Employment    `json:"employment,omitempty"`
	Answers    *Answers       `json:"answers,omitempty"`
}

// Measures returns every number of the part.
func (b Board) Measures() []Measure {
	var list []Measure
	if b.Reach != nil {
		list = append(list, b.Reach.Measures()...)
	}
	if b.Deadlines != nil {
		list = append(list, b.Deadlines.Measures()...)
	}
	if b.Attendance != nil {
		list = append(list, b.Attendance.Measures()...)
	}
	if b.Weekly != nil {
		list = append(list, b.Weekly.Measures()...)
	}
	if b.Path != nil {
		list = append(list, b.Path.Measures()...)
	}
	if b.Employment != nil {
		list = append(list, b.Employment.Measures()...)
	}
	if b.Answers != nil {
		list = append(list, b.Answers.Measures()...)
	}
	return list
}

// PeriodDays is how many days before today the period of the figures begins when
// nobody chose another.
const PeriodDays = 90

// LastDays returns the filter narrowed to the last days up to today.
func (f Filter) LastDays(n int, today Date) Filter {
	f.From, f.To = today.AddDays(-n), Date{}
	return f
}
