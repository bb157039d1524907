package web

import (
	"strconv"

	"relais/parcours"
)

// Geometry of the pictures, in units of their view box: 400 wide, so that their words
// keep their size on a 360 px screen.
const (
	chartWidth  = 400
	chartHeight = 150
	chartFoot   = 24
	chartTop    = 16
)

// chart is a picture of bars with its table.
type chart struct {
	page
	// Title and Words are the picture's name and what it shows, in words.
	Title, Words string
	// Head names the first column of its table.
	Head   string
	Bars   []chartBar
	Ticks  []chartTick
	Line   float64
	Lined  string
	Height int
	Width  int
	Foot   int
	Empty  bool
}

// BoxHeight is the height of the picture with room above it for the words of the tallest bar.
func (c chart) BoxHeight() int { return c.Height + 14 }

// chartBar is one bar; Class tells its colour.
type chartBar struct {
	Label         string
	Count         int
	X, Y          float64
	Width, Height float64
	Class         string
}

// chartTick is a word under the bars.
type chartTick struct {
	X    float64
	Text string
}

// histogram draws a delay in days, with the line at the last day in time. What lies
// far beyond is in the last bar.
func histogram(p page, key, column string, d parcours.Delays, within int) chart {
	c := chart{page: p, Title: p.T(key), Head: p.T("chart.day"), Width: chartWidth, Height: chartHeight + chartFoot, Foot: chartHeight, Empty: d.People == 0}
	if column != "" {
		c.Title += ", " + column
	}
	last := max(2*within, 10) // the last bar holds what is beyond
	counts := make([]int, last+2)
	most := 1
	for day, n := range d.Days {
		counts[min(day, last+1)] += n
	}
	for _, n := range counts {
		most = max(most, n)
	}
	step := float64(chartWidth) / float64(len(counts))
	inTime := 0
	for day, n := range counts {
		bar := chartBar{Label: p.N("chart.after", day), Count: n, X: float64(day) * step, Width: step * 0.82, Class: "c-in"}
		if day > within {
			bar.Class = "c-out"
		} else {
			inTime += n
		}
		if day > last {
			bar.Label = p.N("chart.beyond", last)
		}
		if n > 0 {
			bar.Height = max(2, float64(n)/float64(most)*(chartHeight-chartTop))
		}
		bar.Y = chartHeight - bar.Height
		c.Bars = append(c.Bars, bar)
	}
	for day := 0; day <= last; day += 5 {
		c.Ticks = append(c.Ticks, chartTick{float64(day)*step + step*0.41, strconv.Itoa(day)})
	}
	c.Line = float64(within+1)*step - step*0.09
	c.Lined = p.N("chart.line", within)
	c.Words = p.T("chart.words", "in_time", p.Number(inTime), "people", p.Number(d.People), "line", c.Lined)
	return c
}

// monthTable is the promise by month of entry.
type monthTable struct {
	page
	Title string
	Chart chart
	Rows  []monthRow
	Days  int
}

type monthRow struct {
	Month string
	parcours.MonthPromise
	Convened, Met, SentOnly string
	ConvenedOf, MetOf       string
}

// chartMonths is how many months the small picture shows.
const chartMonths = 18

func monthsOf(p boardPage, title string, column boardColumn) monthTable {
	d := column.Board.Deadlines
	t := monthTable{page: p.page, Title: title, Days: d.WithinDays}
	shown := d.Months[max(0, len(d.Months)-chartMonths):]
	c := chart{page: p.page, Title: p.N("chart.months", d.WithinDays), Width: chartWidth, Height: chartHeight + chartFoot, Foot: chartHeight, Empty: len(shown) == 0}
	if title != "" {
		c.Title += ", " + title
	}
	step := float64(chartWidth) / float64(max(6, len(shown)))
	for i, m := range shown {
		x := float64(i) * step
		for n, part := range []struct {
			count int
			class string
		}{{m.ConvenedInTime, "c-in"}, {m.MetInTime, "c-met"}} {
			bar := chartBar{X: x + float64(n)*step*0.42, Width: step * 0.38, Class: part.class}
			if m.Mature > 0 {
				bar.Height = float64(part.count) / float64(m.Mature) * (chartHeight - chartTop)
			}
			bar.Y = chartHeight - bar.Height
			c.Bars = append(c.Bars, bar)
		}
		if len(shown) <= 8 || i%3 == 0 {
			c.Ticks = append(c.Ticks, chartTick{x + step*0.4, p.words["date.short_month"+strconv.Itoa(int(m.Month.Month))]})
		}
	}
	c.Words = p.T("chart.months_words", "convened", p.Percent(d.ConvenedInTime, d.Mature), "met", p.Percent(d.MetInTime, d.Mature))
	t.Chart = c
	for i := len(d.Months) - 1; i >= 0; i-- {
		m := d.Months[i]
		of := func(n int) string { return p.T("board.out_of", "value", p.Number(n), "of", p.Number(m.Mature)) }
		t.Rows = append(t.Rows, monthRow{
			Month: p.Cap(p.Month(m.Month)), MonthPromise: m, Convened: p.Percent(m.ConvenedInTime, m.Mature), Met: p.Percent(m.MetInTime, m.Mature),
			SentOnly: p.Number(m.SentOnly), ConvenedOf: of(m.ConvenedInTime), MetOf: of(m.MetInTime),
		})
	}
	return t
}
