package web

import (
	"cmp"
	"slices"

	"relais/parcours"
)

// Geometry of the funnel's picture, in units of its view box. It is drawn 400
// wide so that its words keep their size on a 360 px screen.
const (
	funnelWidth  = 400
	funnelRow    = 66
	funnelBarTop = 26
	funnelBar    = 26
)

// funnel is the reach of a set of people as a picture and as a table.
type funnel struct {
	page
	Levels []funnelLevel
	// Reach is what the picture shows.
	Reach  parcours.Reach
	Height int
	// HandedOver and WithoutReceipt link to the people counted apart.
	HandedOver     string
	WithoutReceipt string
	// Listed: the reader may open the lists behind the numbers.
	Listed bool
}

// funnelLevel is one bar. Ghost is the width of the level it is counted
// against: what the bar leaves of it uncovered is the loss.
type funnelLevel struct {
	Level        parcours.ReachLevel
	Count, Of    int
	Share        string
	Address      string
	Y            int
	BarY         int
	Width, Ghost float64
	Losses       []loss
	// Branch: counted against delivered, not against the bar above.
	Branch bool
}

// loss is how many people a level lost for one cause.
type loss struct {
	Cause   parcours.LossCause
	Count   int
	Address string
}

// funnelOf draws reach. Answered and met both hang from delivered: one may be
// met without having answered.
func funnelOf(p page, reach parcours.Reach, f parcours.Filter, listed bool) funnel {
	steps := []struct {
		level     parcours.ReachLevel
		count, of int
		branch    bool
	}{
		{parcours.LevelPeople, reach.People, reach.People, false},
		{parcours.LevelContactable, reach.Contactable, reach.People, false},
		{parcours.LevelSent, reach.Sent, reach.Contactable, false},
		{parcours.LevelDelivered, reach.Delivered, reach.Sent, false},
		{parcours.LevelAnswered, reach.Answered, reach.Delivered, true},
		{parcours.LevelMet, reach.Met, reach.Delivered, true},
	}
	fun := funnel{
		page: p, Reach: reach, Listed: listed, Height: len(steps) * funnelRow,
		HandedOver:     listAddress(string(parcours.FigureHandedOver), f, parcours.LossNone),
		WithoutReceipt: listAddress(string(parcours.FigureMetWithoutReceipt), f, parcours.LossNone),
	}
	for i, step := range steps {
		level := funnelLevel{
			Level: step.level, Count: step.count, Of: step.of, Branch: step.branch,
			Address: listAddress(string(step.level), f, parcours.LossNone),
			Y:       i*funnelRow + 16,
			BarY:    i*funnelRow + funnelBarTop,
			Width:   barWidth(step.count, reach.People),
			Ghost:   barWidth(step.of, reach.People),
		}
		if i > 0 {
			level.Share = p.Percent(step.count, step.of)
		}
		for cause, n := range reach.Losses[step.level] {
			if n > 0 {
				level.Losses = append(level.Losses, loss{cause, n, listAddress(string(step.level), f, cause)})
			}
		}
		slices.SortFunc(level.Losses, func(a, b loss) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Cause, b.Cause))
		})
		fun.Levels = append(fun.Levels, level)
	}
	return fun
}

// barWidth keeps one person of many visible.
func barWidth(n, of int) float64 {
	if n <= 0 || of <= 0 {
		return 0
	}
	return max(2, min(1, float64(n)/float64(of))*funnelWidth)
}

// BarHeight is the height of a bar.
func (funnel) BarHeight() int { return funnelBar }

// clockStrip is the 15-day clock of a set of people: one strip by colour, and
// the rates over those whose deadline has passed.
type clockStrip struct {
	page
	Deadlines parcours.Deadlines
	People    int
	Parts     []clockPart
	// Addresses of the lists behind the rates.
	Mature, ConvenedInTime, MetInTime, OutcomesMissing string
	Listed                                             bool
}

// clockPart is one colour of the strip; X and Width are in hundredths of it.
type clockPart struct {
	Colour   parcours.ClockColour
	Count    int
	Address  string
	X, Width float64
}

// clockOrder is from what is settled to what is lost.
var clockOrder = []struct {
	colour parcours.ClockColour
	figure parcours.Figure
}{
	{parcours.ClockDone, parcours.FigureClockDone},
	{parcours.ClockGreen, parcours.FigureClockGreen},
	{parcours.ClockAmber, parcours.FigureClockAmber},
	{parcours.ClockRed, parcours.FigureClockRed},
	{parcours.ClockLate, parcours.FigureClockLate},
}

func clockOf(p page, d parcours.Deadlines, f parcours.Filter, listed bool) clockStrip {
	list := func(figure parcours.Figure) string { return listAddress(string(figure), f, parcours.LossNone) }
	strip := clockStrip{
		page: p, Deadlines: d, Listed: listed,
		Mature: list(parcours.FigureMature), ConvenedInTime: list(parcours.FigureConvenedInTime),
		MetInTime: list(parcours.FigureMetInTime), OutcomesMissing: list(parcours.FigureOutcomesMissing),
	}
	for _, n := range d.Clock {
		strip.People += n
	}
	x := 0.0
	for _, c := range clockOrder {
		part := clockPart{Colour: c.colour, Count: d.Clock[c.colour], Address: list(c.figure), X: x}
		if strip.People > 0 {
			part.Width = 100 * float64(part.Count) / float64(strip.People)
		}
		x += part.Width
		strip.Parts = append(strip.Parts, part)
	}
	return strip
}
