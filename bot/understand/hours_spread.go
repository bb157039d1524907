package understand

import (
	"strconv"
	"strings"
)

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
			together := len(list) > 0 && (elems[a].interval && elems[list[0]].interval || elems[a].part && elems[list[0]].part)
			if len(list) > 0 && !together && !elems[a].perDay {
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
