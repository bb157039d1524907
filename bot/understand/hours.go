package understand

import (
	"relais/parcours"
)

// Declared is what a text says of the hours of activity of one week.
type Declared struct {
	// Stated: the text states hours, zero included. Minutes mean nothing without it.
	Stated  bool
	Minutes int
	// Doubt says why nothing was counted, none when Stated.
	Doubt Doubt
	// Impediment is the reason that the text gives for having done little or
	// nothing, none when it gives none.
	Impediment parcours.Impediment
	// Why names the cues that the decision rests on.
	Why string
}

// Understood reports whether the text says something of the week: hours, or what
// stood in the way.
func (d Declared) Understood() bool {
	return d.Stated || d.Impediment != parcours.ImpedimentNone
}

// Doubt is the cause for which hours are not counted.
type Doubt string

// Doubts about declared hours.
const (
	DoubtNone        Doubt = ""
	DoubtNoHours     Doubt = "no_hours"    // the text names no hours
	DoubtHalfDay     Doubt = "half_day"    // days or halves of days, without their hours
	DoubtPerDay      Doubt = "per_day"     // hours a day, without the number of days
	DoubtNotDone     Doubt = "not_done"    // hours that are due, planned, asked about or denied
	DoubtNotHours    Doubt = "not_hours"   // numbers that are a date, a price, a phone, a time of day
	DoubtImplausible Doubt = "implausible" // more than a day or a week can hold
)

// Bounds of what is believed, in minutes.
const (
	mostInDay  = 24 * 60
	mostInWeek = 80 * 60
)

// Hours reads text as the answer to "how many hours of activity this week?". A
// bare number is hours, a range is its lower bound, a clock interval is its
// length less its breaks, what is said last corrects what was said before. Days
// without their hours are left for the person to complete: Relais asks rather
// than guesses. Phone numbers, dates, prices, ages, addresses and times of
// appointments are no hours.
func Hours(text string) Declared {
	r := readHours(text)
	d := r.declared()
	d.Impediment, d.Why = r.impediment(d)
	return d
}

// zeroWords are zeros when nothing else is said.
var zeroWords = wordSet("nul", "nulle", "none", "nil")

// declared decides between the hours that are counted, a zero that is said in
// words, days without hours, and nothing.
func (r *hoursReader) declared() Declared {
	sum := r.sum()
	zero, zeroSaid := r.said(cueZero)
	if len(r.toks) <= 2 && zeroWords[Fold(r.text)] {
		zero, zeroSaid = Fold(r.text), true
	}
	switch {
	case sum.doubt == DoubtImplausible:
		return Declared{Doubt: sum.doubt, Why: sum.why}
	case sum.counted && sum.minutes == 0:
		return Declared{Stated: true, Why: sum.why}
	case sum.doubt == DoubtHalfDay, sum.doubt == DoubtPerDay:
		return Declared{Doubt: sum.doubt, Why: sum.why}
	case sum.counted:
		return Declared{Stated: true, Minutes: sum.minutes, Why: sum.why}
	case zeroSaid && !sum.denied && !r.except():
		return Declared{Stated: true, Why: "zero (" + zero + ")"}
	}
	if day, ok := r.dayWithoutHours(); ok {
		return Declared{Doubt: DoubtHalfDay, Why: "half_day: a day without its hours (" + day + ")"}
	}
	switch {
	case sum.why != "":
		return Declared{Doubt: sum.doubt, Why: sum.why}
	default:
		return Declared{Doubt: DoubtNoHours, Why: "no_hours: no number that could be hours"}
	}
}
