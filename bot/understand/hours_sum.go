package understand

// summed is what the amounts of a text come to.
type summed struct {
	counted bool
	minutes int
	doubt   Doubt
	why     string
	denied  bool
}

// elem is an amount or a number of days, in the order of the text.
type elem struct {
	item
	days    bool
	perDay  bool
	every   bool // "tous les jours"
	counted bool // "5 jours", rather than weekdays by name
	session bool // a count of sessions
	over    bool // "sur 5 jours": the amount is for all of them
}

// workDays is how many days "tous les jours" and "toute la semaine" are: the five
// working days, the lower bound.
const workDays = 5

// sum adds up the amounts of the text, each as many times as it was done.
func (r *hoursReader) sum() summed {
	kept := r.setAside()
	nothing := summed{doubt: kept.doubt, why: kept.why, denied: kept.denied}
	if total, ok := totalOf(kept.items); ok {
		return plausible(total.minutes, "the total said, "+total.text, kept.denied)
	}
	elems, halfDay, fixed := r.corrected(kept.items)
	amounts := 0
	for _, e := range elems {
		if !e.days {
			amounts++
		}
	}
	switch {
	case amounts == 0:
		return nothing
	case halfDay != "":
		return summed{doubt: DoubtHalfDay, why: "half_day: hours, and a day without its hours (" + halfDay + ")"}
	}
	s := r.spread(elems)
	if elems[0].minutes > 0 && !elems[0].days && !elems[0].interval && onlyIntervals(elems[1:]) && s.minutes == 2*elems[0].minutes {
		s = plausible(elems[0].minutes, elems[0].text+", and when", false) // "16h de 9h à 17h lundi et mardi"
	}
	if fixed != "" {
		s.why += "; " + fixed
	}
	s.denied = kept.denied
	return s
}

func plausible(minutes int, why string, denied bool) summed {
	if minutes > mostInWeek {
		return summed{doubt: DoubtImplausible, why: "implausible: " + spanText(minutes) + " in a week (" + why + ")"}
	}
	return summed{counted: true, minutes: minutes, why: spanText(minutes) + ": " + why, denied: denied}
}
