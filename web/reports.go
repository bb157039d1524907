package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// ReportStore is what Reports count.
type ReportStore interface {
	Boards
	Territories(ctx context.Context) ([]parcours.Territory, error)
	Loads(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.Load, error)
	Deadlines(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Deadlines, error)
	Cohorts
}

// Reports writes, in French, what leaves the team: the same bytes from the console and
// from the command line. Every method hides small counts by Rules.SmallCell.
type Reports struct {
	Store   ReportStore
	Labels  Labels
	Rules   parcours.Rules
	Service parcours.Service
}

func (s *Server) reports() Reports {
	return Reports{Store: s.store, Labels: s.labels, Rules: s.rules, Service: s.service}
}

// page is the base of a text that nobody is signed in to read.
func (r Reports) page(now time.Time) (boardPage, error) {
	all, err := loadWords()
	if err != nil {
		return boardPage{}, err
	}
	p := page{Lang: parcours.French, Service: r.Service, words: all[parcours.French], labels: r.Labels, zone: r.Rules.Zone, now: now}
	return boardPage{page: p, definitions: r.Rules}, nil
}

// whom says in words whom a filter keeps.
func (r Reports) whom(ctx context.Context, p boardPage, f parcours.Filter) (string, []parcours.Territory, error) {
	form := filterForm{page: p.page}
	var err error
	if form.territories, err = r.Store.Territories(ctx); err != nil {
		return "", nil, fmt.Errorf("read territories: %w", err)
	}
	if form.referents, err = r.Store.Loads(ctx, p.Now(), parcours.Filter{}); err != nil {
		return "", nil, fmt.Errorf("read referents: %w", err)
	}
	whom := form.describe(p.page, f)
	if f.Channel != "" {
		whom += ", " + p.Label(f.Channel)
	}
	if f.Orientation != "" {
		whom += ", " + p.T("filter.orientation") + " " + p.Label(f.Orientation)
	}
	return whom, form.territories, nil
}

// during says in words the period of what is counted by period.
func (p boardPage) during(f parcours.Filter) string {
	switch {
	case f.From.IsZero() && f.To.IsZero():
		return p.T("filter.period_0")
	case f.To.IsZero() && slices.Contains(periods, periodOf(f, p.Today())):
		return p.T("filter.period_" + strconv.Itoa(periodOf(f, p.Today())))
	}
	return p.T("export.between", "from", f.From.String(), "to", f.To.String())
}

// countPeople fills in how many people stand behind what is counted in appointments,
// weeks, jobs or questions: few people may have many of them.
func countPeople(ctx context.Context, store Boards, now time.Time, f parcours.Filter, list []parcours.Measure) error {
	for i, m := range list {
		if m.Unit == parcours.UnitPeople || !m.Listed {
			continue
		}
		n, err := store.PeopleBehind(ctx, now, f, m.Name())
		if errors.Is(err, parcours.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("count people: %w", err)
		}
		list[i].People = n
		if m.Unit != parcours.UnitAppointments { // those have a least number of their own
			list[i].OfPeople = 0
		}
		list[i].OfPeople = max(list[i].OfPeople, n)
	}
	return nil
}

// column is every measure of a set of people that may be shared, part by part.
func (r Reports) column(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.Measure, error) {
	var all []parcours.Measure
	for _, part := range parcours.BoardParts() {
		asked := f
		if part == parcours.BoardMorning {
			asked.From, asked.To = parcours.Date{}, parcours.Date{}
		}
		board, err := r.Store.Board(ctx, now, part, asked, true)
		if err != nil {
			return nil, fmt.Errorf("read figures: %w", err)
		}
		if part == parcours.BoardMorning {
			board.Deadlines = nil // they have their own part
		}
		list := board.Measures()
		if err := countPeople(ctx, r.Store, now, asked, list); err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// Steering writes every figure as the steering committee gets it: a table for
// spreadsheets, all people beside each territory when the filter names none. Cells of
// few people are hidden, and so is what would tell them.
func (r Reports) Steering(ctx context.Context, w io.Writer, now time.Time, f parcours.Filter) error {
	p, err := r.page(now)
	if err != nil {
		return fmt.Errorf("steering: %w", err)
	}
	whom, territories, err := r.whom(ctx, p, f)
	if err != nil {
		return fmt.Errorf("steering: %w", err)
	}
	titles, filters := []string{whom}, []parcours.Filter{f}
	if f.TerritoryID == "" && len(territories) > 1 {
		for _, t := range territories {
			own := f
			own.TerritoryID = t.ID
			titles, filters = append(titles, t.Name), append(filters, own)
		}
	}
	columns := make([][]parcours.Measure, len(filters))
	for i, own := range filters {
		if columns[i], err = r.column(ctx, now, own); err != nil {
			return fmt.Errorf("steering: %w", err)
		}
	}
	return p.writeColumns(w, titles, parcours.SuppressColumns(columns, r.Rules.SmallCell), p.during(f), r.Rules.SmallCell)
}

// writeColumns writes measures of several sets of people side by side, as French
// spreadsheets open them.
func (p boardPage) writeColumns(w io.Writer, titles []string, columns [][]parcours.SharedMeasure, during string, least int) error {
	var rows [][]string
	write := func(cells []string) { rows = append(rows, cells) }
	write([]string{p.T("export.people"), titles[0]})
	write([]string{p.T("export.period"), during})
	write([]string{p.T("export.counted"), p.Today().String()})
	write([]string{p.T("export.hidden"), p.T("export.hidden_lead", "least", least)})
	head := []string{p.T("export.figure"), p.T("export.unit")}
	for _, title := range titles {
		head = append(head, title, p.T("export.of"), p.T("export.rate"))
	}
	write(append(head, p.T("export.definition")))
	for _, name := range measureNames(columns) {
		var cells []string
		for _, column := range columns {
			i := slices.IndexFunc(column, func(m parcours.SharedMeasure) bool { return m.Name() == name })
			if i < 0 {
				cells = append(cells, "", "", "")
				continue
			}
			m := column[i]
			if len(cells) == 0 || !strings.HasPrefix(cells[0], "\x00") {
				cells = append([]string{"\x00" + p.exportLabel(m.Measure), p.T("unit." + string(m.Unit))}, cells...)
			}
			value, of, rate := p.shared(m, least)
			cells = append(cells, value, of, rate)
		}
		figure, _, _ := strings.Cut(string(name), ".")
		cells[0] = strings.TrimPrefix(cells[0], "\x00")
		write(append(cells, p.defined(parcours.Figure(figure))))
	}
	_, err := w.Write(parcours.Sheet(rows))
	return err
}

// measureNames lists the names of the measures of every column, in their order; what
// only a later column has follows what comes before it there.
func measureNames(columns [][]parcours.SharedMeasure) []parcours.Figure {
	var names []parcours.Figure
	for _, column := range columns {
		at := 0
		for _, m := range column {
			if i := slices.Index(names, m.Name()); i >= 0 {
				at = i + 1
				continue
			}
			names = slices.Insert(names, at, m.Name())
			at++
		}
	}
	return names
}

// shared writes a measure as it may leave the team; what is hidden as "< 11".
func (p boardPage) shared(m parcours.SharedMeasure, least int) (value, of, rate string) {
	value = p.plain(m.Measure)
	if m.Rate {
		of = strconv.Itoa(m.Of)
		if m.Of > 0 && !m.Unsafe {
			rate = strings.Replace(fmt.Sprintf("%.1f", 100*float64(m.Value)/float64(m.Of)), ".", ",", 1)
		}
	}
	hidden := "< " + strconv.Itoa(least)
	if m.People >= least {
		hidden = p.T("export.masked") // to protect another cell: it is not less
	}
	if m.ValueHidden {
		value, rate = hidden, ""
	}
	if m.OfHidden {
		of = "< " + strconv.Itoa(least)
		if m.OfPeople >= least {
			of = p.T("export.masked")
		}
	}
	return value, of, rate
}

// exportLabel names a measure where no section says what it is a part of.
func (p boardPage) exportLabel(m parcours.Measure) string {
	label := p.measureLabel(m)
	if m.Detail == "" || m.Group == "" || strings.HasPrefix(string(m.Figure), "month_") || strings.HasPrefix(string(m.Figure), "lost_") {
		return label
	}
	whole := p.T("measure."+string(m.Figure), "months", m.Detail, "within", p.definitions.ConveneWithinDays,
		"oriented", p.definitions.OrientedWithinDays, "contracted", p.definitions.ContractWithinDays)
	if whole != label {
		label = whole + " : " + label
	}
	return label
}
