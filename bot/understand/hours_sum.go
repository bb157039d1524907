package understand

import (
	"math/bits"
	"strconv"
	"strings"
)

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

// corrected reads the elements of items and lets what follows a correction
// replace what stands before it.
func (r *hoursReader) corrected(items []item) (elems []elem, halfDay, why string) {
	from := 0
	for i := 0; i <= len(items); i++ {
		if i < len(items) && !corrects(items, i) {
			continue
		}
		part, half := r.elems(items[from:i])
		if !hasAmount(part) {
			if i < len(items) && from == 0 || !hasAmount(elems) {
				elems, halfDay = append(elems, part...), half
			}
			from = i + 1
			continue
		}
		if from == 0 || !hasAmount(elems) {
			elems, halfDay = append(elems, part...), half
		} else {
			cue := items[from-1]
			elems, halfDay = correct(elems, part, cue.cue == cueFixAll), half
			why = cue.cue + " (" + cue.text + ")"
		}
		from = i + 1
	}
	return elems, halfDay, why
}

func hasAmount(elems []elem) bool {
	for _, e := range elems {
		if !e.days {
			return true
		}
	}
	return false
}

// corrects reports whether item i is a correction. "mardi non" says that nothing
// was done on Tuesday.
func corrects(items []item, i int) bool {
	it := items[i]
	if it.kind != itemCue || it.cue != cueFix && it.cue != cueFixAll {
		return false
	}
	return !(it.text == "non" && i > 0 && items[i-1].kind == itemDays)
}

// correct replaces what was said before by what was said after: the amount of the
// same day, or the last one, or everything.
func correct(before, after []elem, all bool) []elem {
	var amounts []int
	for i, e := range before {
		if !e.days {
			amounts = append(amounts, i)
		}
	}
	replacing, day := -1, uint8(0)
	for i, e := range after {
		switch {
		case e.days:
			day = e.mask
		case replacing >= 0:
			return after
		default:
			replacing = i
		}
	}
	if all || len(amounts) == 1 {
		if !all && day == 0 && len(before) > 1 { // "3h par jour pendant 5 jours, pardon 4h"
			before[amounts[0]].item = after[replacing].item
			return before
		}
		return after
	}
	target := amounts[len(amounts)-1]
	for i, e := range before {
		if !e.days || day == 0 || e.mask != day {
			continue
		}
		switch {
		case before[0].days && i+1 < len(before) && !before[i+1].days:
			target = i + 1
		case i > 0 && !before[i-1].days:
			target = i - 1
		}
	}
	before[target].item = after[replacing].item
	return before
}

// elems reads the amounts and the days of items, takes breaks off intervals, and
// tells the day that has no hours, if there is one beside them.
func (r *hoursReader) elems(items []item) (elems []elem, halfDay string) {
	lone := ""                 // a half-day of the current segment
	amounts := false           // whether the segment has an amount
	pending := false           // "par jour" stands before its amount
	rest := 0                  // a break said before its interval
	skip := make(map[int]bool) // amounts that are dealt with
	aside := false             // after "mais" or "car": days are those of the reason
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
				if at < 0 {
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

// spread multiplies each amount by the days it was done on, and adds them up.
func (r *hoursReader) spread(elems []elem) summed {
	elems = sameDays(elems)
	owners := owned(elems)
	listed, lengths := 0, 0
	for _, e := range elems {
		switch {
		case e.days && !e.counted && !e.through && !e.every:
			listed += e.n
		case !e.days && !e.interval && !e.perDay:
			lengths++
		}
	}
	oneEach := lengths > 1 && listed == lengths
	n := make([]int, len(elems))
	onDay := make([]bool, len(elems))
	by := make([]string, len(elems))
	for d, e := range elems {
		if !e.days {
			continue
		}
		perDay := false
		for _, a := range owners[d] {
			perDay = perDay || elems[a].perDay
		}
		for _, a := range owners[d] {
			if perDay && !elems[a].perDay || elems[a].n > 0 && !elems[a].interval {
				continue
			}
			onDay[a] = onDay[a] || e.n == 1 && !e.counted
			if n[a] == 0 && (elems[a].perDay || !e.session && !oneEach && e.each(elems[a].item)) {
				n[a], by[a] = e.n, e.text
			}
		}
	}
	total := 0
	var said []string
	for a, e := range elems {
		if e.days {
			continue
		}
		if e.perDay && n[a] == 0 && e.n == 0 {
			if _, week := r.said(cueWholeWeek); !week {
				return summed{doubt: DoubtPerDay, why: "per_day: " + e.text + " a day, of how many days is not said"}
			}
			n[a], by[a] = workDays, "whole week"
		}
		if e.minutes > mostInDay && (n[a] > 1 || e.perDay || onDay[a]) && e.n == 0 {
			return summed{doubt: DoubtImplausible, why: "implausible: " + e.text + " in a day"}
		}
		text := e.text
		if n[a] > 1 {
			text += " × " + strconv.Itoa(n[a]) + " (" + by[a] + ")"
		}
		said = append(said, text)
		total += e.minutes * max(1, n[a])
	}
	return plausible(max(0, total), strings.Join(said, " + "), false)
}

// mostEach is the longest length of time that is taken to be that of each of
// several days: "12h lundi et mardi" is for both.
const mostEach = 8 * hour

// each reports whether an amount was done on each of the days.
func (e elem) each(amount item) bool {
	switch {
	case amount.interval || e.every:
		return true
	case e.over:
		return false
	}
	return amount.minutes <= mostEach
}

// sameDays leaves out days that are said twice: "chaque jour pendant 5 jours", "2
// jours, lundi et mardi".
func sameDays(elems []elem) []elem {
	counts, several, every := 0, 0, 0
	for _, e := range elems {
		switch {
		case !e.days:
		case e.every:
			every++
		case e.counted && !e.session:
			counts++
			several++
		case e.n > 1:
			several++
		}
	}
	out := elems[:0:0]
	for i, e := range elems {
		switch {
		case e.days && e.every && several > 0:
		case e.days && e.every && every > 1 && i > 0 && elems[i-1].every:
		case e.days && !e.counted && !e.every && counts > 0 && e.n > 1:
		default:
			out = append(out, e)
		}
	}
	return out
}

// owned tells, for each element that is days, the amounts done on them: those
// after them when the text begins with days, those before them otherwise.
func owned(elems []elem) map[int][]int {
	owners := make(map[int][]int)
	if len(elems) == 0 {
		return owners
	}
	after := func(d int) (list []int) {
		for a := d + 1; a < len(elems) && !elems[a].days; a++ {
			list = append(list, a)
		}
		return list
	}
	before := func(d int) (list []int) {
		for a := d - 1; a >= 0 && !elems[a].days; a-- {
			if len(list) > 0 && !(elems[a].interval && elems[list[0]].interval) && !elems[a].perDay {
				break
			}
			list = append(list, a)
		}
		return list
	}
	for d, e := range elems {
		if !e.days {
			continue
		}
		list := before(d)
		if elems[0].days {
			list = after(d)
		}
		if len(list) == 0 {
			if list = after(d); elems[0].days {
				list = before(d)
			}
		}
		owners[d] = list
	}
	return owners
}

// totalOf finds the amount that is said to be the total of the others.
func totalOf(items []item) (item, bool) {
	sum, count, first := 0, 0, -1
	for i, it := range items {
		if it.kind == itemAmount {
			sum += it.minutes
			count++
			if first < 0 {
				first = i
			}
		}
	}
	if count < 2 {
		return item{}, false
	}
	for i, it := range items {
		at := -1
		sign := it.kind == itemMark && it.text == "="
		switch {
		case sign, it.kind == itemCue && it.cue == cueSoit:
			at = amountSoon(items, i)
			if at <= first {
				at = -1 // "ça fait 4h lundi et 3h mardi"
			}
		case it.kind == itemCue && it.cue == cueTotal:
			if at = amountJustBefore(items, i); at < 0 {
				at = amountSoon(items, i)
			}
			if at == first && at > i && !explained(items, at) && 2*items[at].minutes != sum {
				at = -1 // "au total 4h lundi et 3h mardi"
			}
		}
		if at >= 0 && 2*items[at].minutes >= sum {
			return items[at], true
		}
	}
	if explained(items, first) && 2*items[first].minutes == sum || inBrackets(items, first) {
		return items[first], true
	}
	return item{}, false
}

// amountSoon is the amount after item i, past a few words.
func amountSoon(items []item, i int) int {
	for j := i + 1; j < len(items) && j <= i+4; j++ {
		switch {
		case items[j].kind == itemAmount:
			return j
		case items[j].kind == itemDays, hardMark(items[j]):
			return -1
		}
	}
	return -1
}

func amountJustBefore(items []item, i int) int {
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if items[j].kind == itemAmount {
			return j
		}
		if items[j].kind != itemWord && !(items[j].kind == itemCue && items[j].cue == cueAbout) || items[j].text == "et" {
			return -1
		}
	}
	return -1
}

// explained reports whether a colon or a bracket follows the amount, before the
// next one.
func explained(items []item, i int) bool {
	for j := i + 1; j < len(items) && items[j].kind != itemAmount; j++ {
		if items[j].kind == itemMark && (items[j].text == ":" || items[j].text == "(" || items[j].text == "=") {
			return true
		}
	}
	return false
}

// inBrackets reports whether the other amounts all stand in brackets right after
// the first, and are no break: "15h (5h formation, 8h démarches)".
func inBrackets(items []item, first int) bool {
	open := -1
	for j := first + 1; j < len(items) && j <= first+3; j++ {
		if items[j].kind == itemMark && items[j].text == "(" {
			open = j
			break
		}
		if items[j].kind == itemAmount || items[j].kind == itemDays {
			return false
		}
	}
	if open < 0 {
		return false
	}
	closed := false
	for _, it := range items[open:] {
		switch {
		case it.kind == itemMark && it.text == ")":
			closed = true
		case it.kind == itemCue && (it.cue == cueBreak || it.cue == cueBreakKept), it.kind == itemAmount && closed:
			return false
		}
	}
	return true
}
