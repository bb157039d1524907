package parcours

import "slices"

// LeftOut is why somebody is in neither part of a rate.
type LeftOut string

// Reasons for leaving people out of a rate with a term of N days.
const (
	LeftOutNone     LeftOut = ""
	LeftOutDuties   LeftOut = "duties"   // not subject to duties
	LeftOutExited   LeftOut = "exited"   // right closed, moved or deceased on or before the term
	LeftOutImmature LeftOut = "immature" // the term has not passed
)

// Deadlines is how the 15-day promise is kept for a set of people.
type Deadlines struct {
	WithinDays int `json:"within_days"`
	// Clock counts the people who are still followed, by colour.
	Clock map[ClockColour]int `json:"clock"`
	Promise
	// Months are the same counts by month of entry, the oldest first.
	Months []MonthPromise `json:"months"`
	// LeftOut counts who is in no rate, and why.
	LeftOut map[LeftOut]int `json:"left_out"`
	// Sources counts where the dates of entry come from.
	Sources map[EntrySource]int `json:"entry_sources"`
	// OutcomesMissing counts people with a past appointment of which nobody wrote what became.
	OutcomesMissing int `json:"outcomes_missing"`
	// Booked, Convened and Met are the delays from the entry.
	Booked   Delays `json:"days_to_booked"`
	Convened Delays `json:"days_to_convened"`
	Met      Delays `json:"days_to_met"`
}

// Promise counts the people whose term has passed, and what they had by then.
type Promise struct {
	// Mature people are those whose deadline has passed: only they count in the rates.
	Mature         int `json:"mature"`
	ConvenedInTime int `json:"convened_in_time"`
	// ByConvocation and ByInvitation share ConvenedInTime by what came first.
	ByConvocation int `json:"convened_by_convocation"`
	ByInvitation  int `json:"convened_by_invitation"`
	// SentOnly had a convocation that left in time and was not communicated in time.
	SentOnly  int `json:"sent_only"`
	MetInTime int `json:"met_in_time"`
}

// MonthPromise is the promise to the people who entered in one month.
type MonthPromise struct {
	// Month is its first day.
	Month Date `json:"month"`
	// Immature people of the month are in no rate yet.
	Immature int `json:"immature"`
	Promise
}

// PromiseGroup is n people alike.
type PromiseGroup struct {
	EnteredOn Date
	// Active: they are still followed.
	Active  bool
	LeftOut LeftOut
	// Convened: a convocation or an invitation was communicated. In time, By says which.
	Convened, ConvenedInTime bool
	By                       string
	SentInTime, MetInTime    bool
	People                   int
}

// Add counts a group.
func (d *Deadlines) Add(g PromiseGroup, r Rules, today Date) {
	if g.Active && g.LeftOut != LeftOutDuties {
		d.Clock[r.clock(g, today)] += g.People
	}
	if g.LeftOut != LeftOutNone {
		d.LeftOut[g.LeftOut] += g.People
		return
	}
	month := d.month(NewDate(g.EnteredOn.Year, g.EnteredOn.Month, 1))
	if !r.Deadline(g.EnteredOn).Before(today) {
		d.LeftOut[LeftOutImmature] += g.People
		month.Immature += g.People
		return
	}
	d.Promise.add(g)
	month.Promise.add(g)
}

// clock is Clock for a group, of which only the promise is known.
func (r Rules) clock(g PromiseGroup, today Date) ClockColour {
	switch {
	case g.ConvenedInTime:
		return ClockDone
	case g.Convened:
		return ClockLate
	}
	return r.Clock(g.EnteredOn, Date{}, today)
}

func (d *Deadlines) month(first Date) *MonthPromise {
	i, found := slices.BinarySearchFunc(d.Months, first, func(m MonthPromise, day Date) int { return m.Month.Compare(day) })
	if !found {
		d.Months = slices.Insert(d.Months, i, MonthPromise{Month: first})
	}
	return &d.Months[i]
}

func (p *Promise) add(g PromiseGroup) {
	p.Mature += g.People
	switch {
	case g.ConvenedInTime && g.By == KindInvitation:
		p.ConvenedInTime += g.People
		p.ByInvitation += g.People
	case g.ConvenedInTime:
		p.ConvenedInTime += g.People
		p.ByConvocation += g.People
	case g.SentInTime:
		p.SentOnly += g.People
	}
	if g.MetInTime {
		p.MetInTime += g.People
	}
}

// Delays is the spread of a delay in days over a set of people.
type Delays struct {
	// Days counts people by delay; a delay below zero is a date that was typed wrong.
	Days map[int]int `json:"days"`
	// People with the event, of those of the set; Negative are not among them.
	People   int `json:"people"`
	Of       int `json:"of"`
	Negative int `json:"negative"`
	// Median and P90 are the least delays that half and nine tenths of People do not
	// exceed; -1 when there is nobody.
	Median int `json:"median"`
	P90    int `json:"p90"`
}

// Add counts n people with a delay.
func (d *Delays) Add(days, n int) {
	if d.Days == nil {
		d.Days = map[int]int{}
	}
	d.Of += n
	if days < 0 {
		d.Negative += n
		return
	}
	d.Days[days] += n
	d.People += n
}

// Close computes Median and P90 once everybody is counted.
func (d *Delays) Close() {
	d.Median, d.P90 = Rank(d.Days, 50), Rank(d.Days, 90)
}

// Rank returns the least value that so many hundredths of the counted do not exceed,
// or -1 when nothing is counted.
func Rank(counts map[int]int, hundredths int) int {
	total := 0
	values := make([]int, 0, len(counts))
	for value, n := range counts {
		total += n
		values = append(values, value)
	}
	slices.Sort(values)
	seen := 0
	for _, value := range values {
		if seen += counts[value]; seen*100 >= total*hundredths {
			return value
		}
	}
	return -1
}
