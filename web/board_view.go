package web

import (
	"strings"

	"relais/parcours"
)

// boardSection is one subject: its numbers as a table, its pictures, and on demand how
// they are counted.
type boardSection struct {
	page
	// ID is its anchor; its words are under board.<id>.
	ID   string
	Rows []boardRow
	// Months is the same promise by month of entry.
	Months []monthTable
	Charts []chart
	// Definitions are the texts that say numerator, denominator, cohort and who is left out.
	Definitions []string
	// Scope says which filter does not narrow these numbers.
	Scope    string
	Columns  []boardColumn
	Compared bool
	Listed   bool
	// Notice is said before the numbers.
	Notice string
	Empty  bool
}

// boardRow is one number in each column.
type boardRow struct {
	Label string
	// Part: it is a part of the number above.
	Part  bool
	Cells []boardCell
	// Difference of the second column to the first, in points or in units.
	Difference string
}

// boardCell is a number as it is read.
type boardCell struct {
	// Big is the rate, or the count when there is no rate; Small what it is made of.
	Big, Small string
	Address    string
}

// sectionPlan says which figures a section shows, in order. A figure ending with a
// dot takes its parts only; one without takes itself and its parts.
type sectionPlan struct {
	id      string
	figures []string
	// events: the period narrows the numbers; otherwise the months of entry alone do.
	events bool
}

var boardPlans = map[parcours.BoardPart][]sectionPlan{
	parcours.BoardDeadlines: {
		{"on_time", []string{"convened_in_time", "convened_by_convocation", "convened_by_invitation", "sent_only", "met_in_time", "outcomes_missing", "left_out", "entry_source"}, false},
		{"days", []string{"days_median", "days_p90", "days_coverage", "days_negative"}, false},
	},
	parcours.BoardAttendance: {
		{"no_show", []string{"no_show", "no_show_of_stood", "missing_past"}, true},
		{"service", []string{"revoked", "revoked_late", "excused", "seen"}, true},
	},
	parcours.BoardWeeks: {
		{"response", []string{"weeks_answered_told", "weeks_answered", "weeks_asked", "weeks_told", "weeks_impediment", "weeks_left_out"}, true},
		{"hours", []string{"weeks_stated", "weeks_below", "weeks_within", "weeks_above", "minutes_median", "kind_median", "kind_weeks"}, true},
		{"validated", []string{"validated", "validated_below", "validated_within", "validated_above", "validated_same", "validated_median"}, true},
	},
	parcours.BoardPath: {
		{"orientation", []string{"oriented_in_time", "oriented_late", "not_oriented", "oriented_left_out"}, false},
		{"contract", []string{"contracted", "contracted_in_time", "not_contracted", "contracted_left_out"}, false},
		{"employment", []string{"job_people", "jobs", "jobs_durable", "jobs_declared"}, true},
		{"retention", []string{"retained", "retained_of_answers", "job_ended", "job_unanswered"}, true},
	},
	parcours.BoardAnswers: {
		{"answers", []string{"questions_in_time", "questions_late", "questions_overdue", "answer_hours_median", "questions_closed", "questions_not_due"}, true},
	},
}

// sections makes what the page shows of its boards.
func (p boardPage) sections() []boardSection {
	measures := make([][]parcours.Measure, len(p.Columns))
	for i, c := range p.Columns {
		measures[i] = c.Board.Measures()
	}
	var sections []boardSection
	for _, plan := range boardPlans[p.Part] {
		s := boardSection{page: p.page, ID: plan.id, Columns: p.Columns, Compared: p.Compared, Listed: p.Listed, Scope: "board.scope_people"}
		if plan.events {
			s.Scope = "board.scope_events"
		}
		for _, figure := range plan.figures {
			s.Rows = append(s.Rows, p.rows(figure, measures)...)
			s.Definitions = append(s.Definitions, p.define(figure))
		}
		p.decorate(&s)
		sections = append(sections, s)
	}
	return sections
}

// rows are the lines of one figure, with its parts.
func (p boardPage) rows(figure string, measures [][]parcours.Measure) []boardRow {
	var rows []boardRow
	seen := map[parcours.Figure]bool{} // the whole comes before its parts
	for _, list := range measures {    // a part may be in one column only
		for _, m := range list {
			if string(m.Figure) != figure || seen[m.Name()] {
				continue
			}
			seen[m.Name()] = true
			row := boardRow{Label: p.measureLabel(m), Part: m.Detail != "" && seen[m.Figure]}
			var found []parcours.Measure
			for i := range measures {
				own, ok := named(measures[i], m.Name())
				cell := boardCell{Big: "–"}
				if ok {
					cell = p.cell(own, p.Columns[i].Filter)
					found = append(found, own)
				}
				row.Cells = append(row.Cells, cell)
			}
			if p.Compared && len(found) == 2 {
				row.Difference = p.difference(found[0], found[1])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func named(list []parcours.Measure, name parcours.Figure) (parcours.Measure, bool) {
	for _, m := range list {
		if m.Name() == name {
			return m, true
		}
	}
	return parcours.Measure{}, false
}

// cell writes a number: the rate with its two counts, a count, or a delay.
func (p boardPage) cell(m parcours.Measure, f parcours.Filter) boardCell {
	cell := boardCell{Big: p.amount(m)}
	switch {
	case m.Rate && m.Unsafe:
		cell.Big, cell.Small = "–", p.T("board.unsafe", "value", p.Number(m.Value), "of", p.Number(m.Of))
	case m.Rate:
		cell.Big = p.Percent(m.Value, m.Of)
		cell.Small = p.T("board.out_of", "value", p.Number(m.Value), "of", p.Number(m.Of))
	}
	if m.Listed && p.Listed && m.Value > 0 {
		cell.Address = listAddress(string(m.Name()), f, parcours.LossNone)
	}
	return cell
}

// amount writes a value with its unit when it is a delay.
func (p page) amount(m parcours.Measure) string {
	if m.Absent {
		return "–"
	}
	switch m.Unit {
	case parcours.UnitDays:
		return p.N("board.days", m.Value)
	case parcours.UnitHours:
		return p.N("board.hours", m.Value)
	case parcours.UnitMinutes:
		return p.T("board.duration", "hours", p.Number(m.Value/60), "minutes", twoDigits(m.Value%60))
	}
	return p.Number(m.Value)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + string(rune('0'+n))
	}
	return string([]rune{rune('0' + n/10), rune('0' + n%10)})
}

// difference is the second number less the first one, without a judgment.
func (p page) difference(a, b parcours.Measure) string {
	switch {
	case a.Absent || b.Absent || a.Unsafe || b.Unsafe || a.Rate && (a.Of == 0 || b.Of == 0):
		return "–"
	case a.Rate:
		return p.T("board.points", "n", p.signed(b.Value*100/b.Of-a.Value*100/a.Of))
	case a.Unit == parcours.UnitMinutes:
		return p.T("board.minutes", "n", p.signed(b.Value-a.Value))
	}
	return p.signed(b.Value - a.Value)
}

func (p page) signed(n int) string {
	if n > 0 {
		return "+" + p.Number(n)
	}
	return p.Number(n)
}

// measureLabel names a number; a part is named by the value it is about.
func (p boardPage) measureLabel(m parcours.Measure) string {
	if m.Detail == "" {
		return p.T("measure."+string(m.Figure), "within", p.definitions.ConveneWithinDays, "oriented", p.definitions.OrientedWithinDays,
			"contracted", p.definitions.ContractWithinDays, "workdays", p.definitions.AnswerWithinWorkdays, "notice", int(p.definitions.ServiceNotice.Hours()))
	}
	detail := m.Detail
	switch m.Figure {
	case parcours.FigureNoShow:
		if text, ok := p.words["measure.part."+m.Detail]; ok {
			return text
		}
		detail = p.Cap(p.Label(parcours.Origin(m.Detail)))
	case parcours.FigureOriented:
		detail = p.Cap(p.Label(parcours.Orientation(m.Detail)))
	case parcours.FigureJobs:
		if m.Detail == "unsaid" {
			return p.T("measure.part.unsaid")
		}
		detail = p.Cap(p.Label(parcours.JobKind(m.Detail)))
	case "kind_median", "kind_weeks":
		return p.T("measure."+string(m.Figure), "kind", p.Label(parcours.ActivityKind(m.Detail)))
	case parcours.FigureRetained, parcours.FigureJobEnded, parcours.FigureJobUnanswered, "retained_of_answers":
		return p.T("measure."+string(m.Figure), "months", m.Detail)
	case "entry_source":
		return p.T("measure.entry_source", "source", p.Label(parcours.EntrySource(m.Detail)))
	case "days_median", "days_p90", "days_coverage", "days_negative":
		return p.T("measure."+string(m.Figure), "what", p.T("measure.part."+m.Detail))
	case "month_mature", "month_convened", "month_met", "month_sent_only":
		month, _ := parcours.ParseDate(m.Detail + "-01")
		return p.T("measure."+string(m.Figure), "month", p.Month(month))
	case "weeks_left_out", "left_out", "oriented_left_out", "contracted_left_out":
		return p.T("measure.out", "why", p.T("measure.out_"+m.Detail))
	}
	if strings.HasPrefix(string(m.Figure), "lost_") {
		return p.T("measure.lost", "level", p.Label(parcours.ReachLevel(strings.TrimPrefix(string(m.Figure), "lost_"))), "cause", p.Label(parcours.LossCause(m.Detail)))
	}
	return detail
}

// define says how a figure is counted, with the values of the rules.
func (p boardPage) define(figure string) string {
	d := p.definitions
	return p.T("define."+figure, "within", d.ConveneWithinDays, "oriented", d.OrientedWithinDays, "contracted", d.ContractWithinDays,
		"missing", d.MissingOutcomesAtMost, "workdays", d.AnswerWithinWorkdays, "grace", d.CheckInGraceDays, "durable", d.DurableMonths,
		"kinds", p.durableKinds(), "notice", int(d.ServiceNotice.Hours()))
}

func (p boardPage) durableKinds() string {
	var kinds []string
	for _, kind := range p.definitions.DurableKinds {
		kinds = append(kinds, p.Label(kind))
	}
	return strings.Join(kinds, ", ")
}

// decorate adds to a section its pictures, its months, and what is to be said first.
func (p boardPage) decorate(s *boardSection) {
	for _, c := range p.Columns {
		title := ""
		if p.Compared {
			title = c.Title
		}
		switch s.ID {
		case "on_time":
			s.Months = append(s.Months, monthsOf(p, title, c))
			s.Empty = c.Board.Deadlines.Mature == 0
		case "days":
			d := c.Board.Deadlines
			s.Charts = append(s.Charts,
				histogram(p.page, "chart.convened", title, d.Convened, d.WithinDays), histogram(p.page, "chart.met", title, d.Met, d.WithinDays))
		case "no_show":
			if a := c.Board.Attendance; a.Missing > 0 && !a.Publishable(a.MostMissing) {
				s.Notice = p.T("board.too_many_missing", "missing", p.Percent(a.Missing, a.Past()), "most", a.MostMissing)
			}
		}
	}
}
