package web

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"time"

	"relais/parcours"
)

//go:embed paper/bulletin.html
var paperFiles embed.FS

// bulletin is the page that the steering committee gets.
type bulletin struct {
	boardPage
	Whom, During string
	Tiles        []bulletinRow
	Months       chart
	HiddenMonths int
	Reach        []bulletinBar
	ReachHeight  int
	Blocks       []bulletinBlock
	// Territories heads the columns of Compared; none where there is one only.
	Territories []string
	Compared    []boardRow
	Notes       []string
}

// bulletinBlock is one subject.
type bulletinBlock struct {
	ID, Title string
	Rows      []bulletinRow
}

// bulletinRow is one number as it is read: the rate, or the count, and what it is made of.
type bulletinRow struct{ Label, Big, Small string }

// bulletinBar is a level of reach; places are in units of the picture, 400 wide.
type bulletinBar struct {
	Label, Text     string
	Y, Width, TextX int
}

// What the bulletin shows, by the names of measures.
var (
	bulletinTiles = []parcours.Figure{
		parcours.FigurePeople, parcours.FigureConvenedInTime, parcours.FigureMetInTime, parcours.FigureNoShow, parcours.FigureRevoked, parcours.FigureQuestionsInTime,
	}
	bulletinReach  = []parcours.Figure{parcours.FigurePeople, parcours.FigureContactable, parcours.FigureSent, parcours.FigureDelivered, parcours.FigureAnswered, parcours.FigureMet}
	bulletinBlocks = []struct {
		id    string
		shown []parcours.Figure
	}{
		{"path", []parcours.Figure{parcours.FigureOriented, "oriented_in_time.work", "oriented_in_time.socio_pro", "oriented_in_time.social", parcours.FigureContracted}},
		{"weeks", []parcours.Figure{parcours.FigureWeeksAnsweredTold, parcours.FigureWeeksBelow, parcours.FigureWeeksWithin, parcours.FigureWeeksAbove, "minutes_median"}},
		{"work", []parcours.Figure{parcours.FigureJobPeople, parcours.FigureJobsDurable, "retained.1", "retained.3", "retained.6"}},
		{"service", []parcours.Figure{parcours.FigureRevokedLate, parcours.FigureMissingPast, "answer_hours_median", parcours.FigureQuestionsOverdue, "days_median.met"}},
	}
	bulletinCompared = []parcours.Figure{
		parcours.FigurePeople, parcours.FigureConvenedInTime, parcours.FigureMetInTime, parcours.FigureNoShow, parcours.FigureOriented, parcours.FigureJobPeople,
	}
)

// Bulletin writes the figures of a filter as one A4 page of HTML that needs nothing
// else: no font, picture or script of another address. Small counts are hidden as in
// Steering.
func (r Reports) Bulletin(ctx context.Context, w io.Writer, now time.Time, f parcours.Filter) error {
	p, err := r.page(now)
	if err != nil {
		return fmt.Errorf("bulletin: %w", err)
	}
	b := bulletin{boardPage: p, During: p.during(f)}
	var territories []parcours.Territory
	if b.Whom, territories, err = r.whom(ctx, p, f); err != nil {
		return fmt.Errorf("bulletin: %w", err)
	}
	filters := []parcours.Filter{f}
	if f.TerritoryID == "" && len(territories) > 1 {
		b.Territories = []string{p.T("bulletin.all")}
		for _, t := range territories {
			own := f
			own.TerritoryID = t.ID
			b.Territories, filters = append(b.Territories, t.Name), append(filters, own)
		}
	}
	columns := make([][]parcours.Measure, len(filters))
	for i, own := range filters {
		if columns[i], err = r.column(ctx, now, own); err != nil {
			return fmt.Errorf("bulletin: %w", err)
		}
	}
	deadlines, err := r.Store.Deadlines(ctx, p.Today(), f)
	if err != nil {
		return fmt.Errorf("bulletin: %w", err)
	}
	b.fill(parcours.SuppressColumns(columns, r.Rules.SmallCell), deadlines)
	pages, err := template.New("bulletin").ParseFS(templateFiles, "templates/board.html", "templates/parts*.html")
	if err == nil {
		pages, err = pages.ParseFS(paperFiles, "paper/bulletin.html")
	}
	if err != nil {
		return fmt.Errorf("bulletin: %w", err)
	}
	if err := pages.ExecuteTemplate(w, "bulletin.html", b); err != nil {
		return fmt.Errorf("bulletin: %w", err)
	}
	return nil
}

// fill takes from the columns what the page shows.
func (b *bulletin) fill(columns [][]parcours.SharedMeasure, deadlines parcours.Deadlines) {
	all := columns[0]
	for _, name := range bulletinTiles {
		b.Tiles = append(b.Tiles, b.row(all, name))
	}
	b.fillReach(all)
	b.fillMonths(all, deadlines)
	for _, block := range bulletinBlocks {
		shown := bulletinBlock{ID: block.id, Title: b.T("bulletin." + block.id)}
		for _, name := range block.shown {
			shown.Rows = append(shown.Rows, b.row(all, name))
		}
		b.Blocks = append(b.Blocks, shown)
	}
	if len(columns) > 1 {
		for _, name := range bulletinCompared {
			row := boardRow{Label: b.row(all, name).Label}
			for _, column := range columns {
				cell := b.row(column, name)
				row.Cells = append(row.Cells, boardCell{Big: cell.Big, Small: cell.Small})
			}
			b.Compared = append(b.Compared, row)
		}
	}
	least := b.definitions.SmallCell
	b.Notes = []string{
		b.T("bulletin.notes_mature", "within", b.definitions.ConveneWithinDays), b.T("bulletin.notes_stance"), b.T("bulletin.notes_hidden", "least", least),
	}
}

// row is one measure as it is read; a dash where there is none.
func (b *bulletin) row(list []parcours.SharedMeasure, name parcours.Figure) bulletinRow {
	i := slices.IndexFunc(list, func(m parcours.SharedMeasure) bool { return m.Name() == name })
	if i < 0 {
		return bulletinRow{Label: string(name), Big: "–"}
	}
	m := list[i]
	row := bulletinRow{Label: b.exportLabel(m.Measure), Big: b.amount(m.Measure)}
	value, of, _ := b.shared(m, b.definitions.SmallCell)
	switch {
	case m.ValueHidden:
		row.Big = value
	case m.Rate && m.Unsafe:
		row.Big, row.Small = "–", b.T("board.unsafe", "value", b.Number(m.Value), "of", b.Number(m.Of))
	case m.Rate && m.OfHidden:
		row.Big = of
	case m.Rate:
		row.Big = b.Percent(m.Value, m.Of)
		row.Small = b.T("board.out_of", "value", b.Number(m.Value), "of", b.Number(m.Of))
	}
	return row
}

// fillReach draws the levels as bars, the first as wide as there is room.
func (b *bulletin) fillReach(all []parcours.SharedMeasure) {
	const room, left, step = 150, 178, 25
	most := 0
	for i, name := range bulletinReach {
		at := slices.IndexFunc(all, func(m parcours.SharedMeasure) bool { return m.Name() == name })
		if at < 0 {
			continue
		}
		m := all[at]
		bar := bulletinBar{Label: b.measureLabel(m.Measure), Y: i * step, Text: b.Number(m.Value)}
		if m.ValueHidden {
			bar.Text, _, _ = b.shared(m, b.definitions.SmallCell)
		} else {
			most = max(most, m.Value)
			bar.Width = room * m.Value / max(most, 1)
		}
		bar.TextX = left + bar.Width + 5
		b.Reach = append(b.Reach, bar)
	}
	b.ReachHeight = len(bulletinReach) * step
}

// labelledMonths is how many months have room for their rates above the bars.
const labelledMonths = 6

// fillMonths draws the months of which nothing is hidden.
func (b *bulletin) fillMonths(all []parcours.SharedMeasure, deadlines parcours.Deadlines) {
	hidden := map[string]bool{}
	for _, m := range all {
		switch m.Figure {
		case "month_mature", "month_convened", "month_met":
			hidden[m.Detail] = hidden[m.Detail] || m.ValueHidden || m.OfHidden
		}
	}
	months := len(deadlines.Months)
	deadlines.Months = slices.DeleteFunc(slices.Clone(deadlines.Months), func(m parcours.MonthPromise) bool {
		return hidden[m.Month.String()[:len("2006-01")]]
	})
	b.HiddenMonths = months - len(deadlines.Months)
	b.Months = monthsOf(b.boardPage, "", boardColumn{Board: parcours.Board{Deadlines: &deadlines}}).Chart
	b.Months.Words = ""
	if len(deadlines.Months) > labelledMonths {
		return
	}
	for i, m := range deadlines.Months { // two bars each
		b.Months.Bars[2*i].Label, b.Months.Bars[2*i+1].Label = b.Percent(m.ConvenedInTime, m.Mature), b.Percent(m.MetInTime, m.Mature)
	}
}
