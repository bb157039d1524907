package understand

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

// onlyIntervals reports whether elems begins with a clock interval and has no
// other amounts.
func onlyIntervals(elems []elem) bool {
	if len(elems) == 0 || elems[0].days {
		return false
	}
	for _, e := range elems {
		if !e.days && !e.interval {
			return false
		}
	}
	return true
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
	if it.kind == itemMark && it.text == "x" { // "8h* 10h": the star of a correction
		return i > 0 && items[i-1].kind == itemAmount && i+1 < len(items) && items[i+1].kind == itemAmount
	}
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
