package understand

import "slices"

// kept is what remains of the items of a text once hours that were not done this
// week are set aside.
type kept struct {
	items []item
	// why and doubt tell of the last amount that was set aside.
	why    string
	doubt  Doubt
	denied bool // hours are named to say that they were not done
}

// setAside turns into itemOther the amounts that are due, denied, asked about, of
// another week, or part of another amount.
func (r *hoursReader) setAside() kept {
	k := kept{items: slices.Clone(r.items), doubt: DoubtNoHours}
	_, asks := r.said(cueAskHours)
	for i, it := range k.items {
		if r.items[i].kind == itemOther {
			k.why, k.doubt = "not_hours: "+it.text, DoubtNotHours
		}
		if it.kind != itemCue {
			if it.kind == itemAmount && r.denied(it.at) {
				k.drop(i, "denied (pas)")
				k.denied = true
			}
			if it.kind == itemAmount && r.dueByName(it.at) {
				k.drop(i, "those of the contract (les)")
			}
			if it.kind == itemAmount && asks && k.asked(i) {
				k.drop(i, "asked")
			}
			if it.kind == itemAmount && it.either && i+1 < len(k.items) && k.items[i+1].text == "?" {
				k.drop(i, "one or the other, asked")
			}
			if it.kind == itemWord && it.text == "sur" && i > 0 && k.items[i-1].kind == itemAmount {
				k.dropNext(i, 3, "what was to be done (sur)")
			}
			continue
		}
		why := it.cue + " (" + it.text + ")"
		switch it.cue {
		case cueAskHours:
			k.dropAround(i, hardMark, why)
		case cueAccept:
			k.dropAround(i, hardMark, why)
		case cueNext:
			k.dropAround(i, softMark, why)
		case cueDue:
			k.dropAfter(i, dueEnds, why)
		case cueFree:
			k.dropAfter(i, hardMark, why)
		case cueInstead, cueUpper:
			k.dropNext(i, 5, why)
		case cueSaid:
			if k.amountsAfter(i) > 1 {
				k.dropNext(i, 5, why)
			}
		case cueSoit:
			if k.amountsBefore(i) > 0 && k.ratesNext(i) { // "15h soit 3h par jour"
				k.dropParts(i, why)
			}
		case cueOf:
			if k.amountsBefore(i) > 0 {
				k.dropParts(i, why)
			}
		}
	}
	return k
}

// asked reports whether the sentence of item i ends with a question mark.
func (k *kept) asked(i int) bool {
	for _, it := range k.items[i:] {
		if hardMark(it) {
			return it.text == "?"
		}
	}
	return false
}

func (k *kept) drop(i int, why string) {
	k.items[i].kind, k.items[i].text = itemOther, why
	k.why, k.doubt = "not_done: "+why, DoubtNotDone
}

// dropNext sets aside the first amount among the items after i.
func (k *kept) dropNext(i, within int, why string) {
	for j := i + 1; j < len(k.items) && j <= i+within && !hardMark(k.items[j]); j++ {
		if k.items[j].kind == itemAmount {
			k.drop(j, why)
			return
		}
	}
}

func (k *kept) dropAfter(i int, ends func(item) bool, why string) {
	for j := i + 1; j < len(k.items) && !ends(k.items[j]); j++ {
		if k.items[j].kind == itemAmount {
			k.drop(j, why)
		}
	}
}

func (k *kept) dropAround(i int, ends func(item) bool, why string) {
	for j := i - 1; j >= 0 && !ends(k.items[j]); j-- {
		if k.items[j].kind == itemAmount {
			k.drop(j, why)
		}
	}
	k.dropAfter(i, ends, why)
}

// dropParts sets aside the parts of an amount, "15h dont 5h de formation"; a break
// among them stays.
func (k *kept) dropParts(i int, why string) {
	for j := i + 1; j < len(k.items) && !hardMark(k.items[j]); j++ {
		if k.items[j].kind == itemAmount && !(j+1 < len(k.items) && k.items[j+1].kind == itemCue && k.items[j+1].cue == cueBreak) {
			k.drop(j, why)
		}
		if it := k.items[j]; it.kind == itemDays || it.kind == itemCount || it.kind == itemCue && (it.cue == cuePerDay || it.cue == cueEvery) {
			k.items[j].kind = itemWord
		}
	}
}

// ratesNext reports whether the next amount is one a day.
func (k *kept) ratesNext(i int) bool {
	at := amountSoon(k.items, i)
	return at >= 0 && at+1 < len(k.items) && k.items[at+1].kind == itemCue && k.items[at+1].cue == cuePerDay
}

func (k *kept) amountsAfter(i int) int {
	n := 0
	for _, it := range k.items[i+1:] {
		if it.kind == itemAmount {
			n++
		}
	}
	return n
}

func (k *kept) amountsBefore(i int) int {
	n := 0
	for _, it := range k.items[:i] {
		if it.kind == itemAmount {
			n++
		}
	}
	return n
}

func hardMark(it item) bool {
	return it.kind == itemMark && (it.text == "." || it.text == ";" || it.text == "?" || it.text == "!")
}

// softMark ends a clause.
func softMark(it item) bool {
	return hardMark(it) || it.kind == itemMark && it.text == "," || it.kind == itemWord && (it.text == "et" || it.text == "and") ||
		it.kind == itemCue && (it.cue == cueDone && it.text == "mais" || it.cue == cueWeekly)
}

// dueEnds ends what is due: a clause, or the word of what was done.
func dueEnds(it item) bool {
	return hardMark(it) || it.kind == itemMark && it.text == "," || it.kind == itemCue && (it.cue == cueDone || it.cue == cueNext)
}

// betweenDenied are words that may stand between "pas" and the hours it denies.
var betweenDenied = stemSet("fait faire fé pu mes les encore atteint atteindre tout toutes toute réussi reussi a l eu travaillé travailler fini finir en ces leurs la totalité su arrivé arrive des d de")

// denied reports whether the hours at token i are said not to have been done:
// "pas 12h", "j'ai pas fait mes 15h".
func (r *hoursReader) denied(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if r.is(k, "pas", "jamai", "not", "didnt", "imposibl") {
			return !r.is(k-1, "si", "pourquoi")
		}
		if r.toks[k].kind != tokenWord || !betweenDenied[r.toks[k].word] {
			return false
		}
	}
	return false
}

// doneWords say of hours named as known, "les 15h", that they were done.
var doneWords = stemSet("fait faits effectué effectuer fini finir atteint réalisé dans vers sur moins toutes tout")

// dueByName reports whether the hours at token i are named as those that both
// sides know of, "les 15h", without being said to be done.
func (r *hoursReader) dueByName(i int) bool {
	if !r.is(i-1, "les", "ces") {
		return false
	}
	for k := max(0, i-4); k < i-1; k++ {
		if doneWords[r.wordAt(k)] {
			return false
		}
	}
	return true
}
