package understand

import (
	"math/bits"
	"slices"
	"strings"

	"relais/parcours"
)

// elems reads the amounts and the days of items, takes breaks off intervals, and
// tells the day that has no hours, if there is one beside them.
func (r *hoursReader) elems(items []item) (elems []elem, halfDay string) {
	lone := ""                 // a half-day of the current segment
	amounts := false           // whether the segment has an amount
	pending := false           // "par jour" stands before its amount
	rest := 0                  // a break said before its interval
	skip := make(map[int]bool) // amounts that are dealt with
	reasons := r.reasonsAfter(items)
	aside := false // after "mais" or "car": days are those of the reason
	segment := func() {
		if lone != "" && !amounts {
			halfDay = lone
		}
		lone, amounts = "", false
	}
	for i, it := range items {
		switch it.kind {
		case itemAmount:
			amounts, aside = true, false
			if skip[i] {
				continue
			}
			if i > 0 && items[i-1].kind == itemWord && items[i-1].text == "moin" && lastAmount(elems) >= 0 {
				elems[lastAmount(elems)].minutes -= it.minutes
				elems[lastAmount(elems)].text += " less " + it.text
				skip[i] = true
				continue
			}
			e := elem{item: it, perDay: pending}
			pending = false
			if it.interval && rest > 0 {
				e.minutes, e.text, rest = e.minutes-rest, e.text+" less "+spanText(rest), 0
			}
			elems = append(elems, e)
		case itemDays:
			if i > 0 && items[i-1].kind == itemCue && items[i-1].cue == cueExcept {
				exceptDays(elems, it)
				continue
			}
			if aside && !amountIn(items[i:]) {
				continue
			}
			elems = append(elems, elem{item: it, days: true})
		case itemCount:
			over := i > 0 && items[i-1].kind == itemWord && (items[i-1].text == "sur" || items[i-1].text == "en")
			elems = append(elems, elem{item: it, days: true, counted: true, session: !it.isDay, over: over})
			if it.half {
				lone = it.text
			}
		case itemMark, itemWord:
			aside = aside || reasons[it.at]
			if last := lastAmount(elems); last >= 0 && r.sameAgain(it) && daysSoon(items[i:]) {
				again := elems[last]
				again.text += " again (" + it.text + ")"
				elems, amounts = append(elems, again), true
			}
			if it.text == "+" || it.text == "&" || it.text == "et" || it.text == "," || it.text == "." || it.text == ";" || it.text == "plus" || it.text == "puis" {
				segment()
			}
		case itemCue:
			switch it.cue {
			case cueHinder:
				aside = true
			case cueDone:
				aside = it.text == "mais"
			case cuePerDay:
				if last := lastAmount(elems); last >= 0 {
					elems[last].perDay = true
				} else {
					pending = true
				}
			case cueEvery:
				elems = append(elems, elem{item: item{n: workDays, text: it.text}, days: true, every: true})
			case cueWholeWeek:
				if anyPerDay(elems) {
					elems = append(elems, elem{item: item{n: workDays, text: it.text}, days: true, every: true})
				}
			case cueHalfDay:
				if i >= 2 && items[i-2].kind == itemWord && items[i-2].text == "tout" && (i < 3 || items[i-3].kind != itemAmount) && hasAmount(elems) {
					halfDay = it.text
				}
				lone = it.text
			case cueBreak, cueBreakKept:
				b, at := breakAt(items, i)
				if at < 0 || at < i && it.cue == cueBreakKept && !strings.HasPrefix(it.text, "de ") {
					continue
				}
				if skip[at] {
					continue
				}
				if at > i {
					skip[at] = true
				} else if n := lastAmount(elems); n >= 0 {
					elems = append(elems[:n], elems[n+1:]...)
				}
				if it.cue == cueBreak {
					rest = takeOff(elems, b)
				}
			}
		}
	}
	segment()
	if anyPerDay(elems) {
		halfDay = ""
	}
	return elems, halfDay
}

func amountIn(items []item) bool {
	for _, it := range items {
		if it.kind == itemAmount {
			return true
		}
	}
	return false
}

func lastAmount(elems []elem) int {
	for i := len(elems) - 1; i >= 0; i-- {
		if !elems[i].days {
			return i
		}
	}
	return -1
}

func anyPerDay(elems []elem) bool {
	for _, e := range elems {
		if e.perDay {
			return true
		}
	}
	return false
}

// exceptDays takes days off the last ones that were named together.
func exceptDays(elems []elem, it item) {
	for i := len(elems) - 1; i >= 0; i-- {
		e := &elems[i]
		if !e.days {
			continue
		}
		mask := e.mask
		if e.every {
			mask = 1<<workDays - 1
		}
		e.n = max(1, e.n-bits.OnesCount8(mask&it.mask))
		e.mask &^= it.mask
		return
	}
}

// breakAt finds the length of the break that is named at items[i]: the amount
// just after it, or just before it unless that is an interval.
func breakAt(items []item, i int) (b item, at int) {
	for j := i + 1; j < len(items) && j <= i+3; j++ {
		if items[j].kind == itemAmount {
			return items[j], j
		}
		if items[j].kind == itemMark && items[j].text != ":" && items[j].text != "(" || items[j].kind == itemDays {
			break
		}
	}
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if items[j].kind == itemAmount {
			if items[j].interval {
				break
			}
			return items[j], j
		}
		if items[j].kind != itemWord {
			break
		}
	}
	return item{}, -1
}

// takeOff takes a break off the interval before it and returns what is left to
// take off. Two intervals of one day already leave their break out.
func takeOff(elems []elem, b item) (rest int) {
	n := lastAmount(elems)
	switch {
	case n < 0:
		return b.minutes
	case n > 0 && elems[n].interval && elems[n-1].interval && !elems[n-1].days:
		return 0
	case elems[n].minutes > b.minutes:
		elems[n].minutes -= b.minutes
		elems[n].text += " less a break of " + spanText(b.minutes)
	}
	return 0
}

// sameAgain reads what repeats the hours before it: "2h lundi, pareil mardi".
func (r *hoursReader) sameAgain(it item) bool {
	return sameWords[it.text] || it.text == "mem" && r.is(it.to, "chos")
}

var sameWords = stemSet("pareil pareille idem autant same ditto igual aynı тоже також")

// daysSoon reports whether days are named within a few words.
func daysSoon(items []item) bool {
	for _, it := range items[1:min(len(items), 5)] {
		switch it.kind {
		case itemDays:
			return true
		case itemAmount:
			return false
		}
	}
	return false
}

// reasonsAfter returns where reasons other than activities begin, in a text that has
// days: those after them are when somebody was hindered, "7h, malade jeudi".
func (r *hoursReader) reasonsAfter(items []item) map[int]bool {
	if !slices.ContainsFunc(items, func(it item) bool { return it.kind == itemDays }) {
		return nil
	}
	starts := make(map[int]bool)
	for _, h := range impedimentCues.in(numbersOf(r.words)) {
		if reason := parcours.Impediment(h.cue); !activities[reason] && !onlyCare(quote(r.words, h)) {
			for i := h.from; i < h.to; i++ {
				starts[i] = true
			}
		}
	}
	return starts
}
