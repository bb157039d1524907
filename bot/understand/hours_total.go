package understand

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
			} else if at > 0 && 2*items[at].minutes != sum && (items[at-1].text == "+" || items[at-1].text == "et") {
				at = -1 // "4h + 5h au total"
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
