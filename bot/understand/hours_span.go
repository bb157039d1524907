package understand

import "strconv"

const hour = 60

// amount reads hours at token i: a length of time, a clock interval, a range, a
// product; and the times of day that are none of these, as itemOther.
func (r *hoursReader) amount(i int) (item, bool) {
	if it, ok := r.product(i); ok {
		return it, true
	}
	it, ok := r.simple(i)
	if !ok || it.kind != itemAmount || it.bare && !r.is(it.to, "x") {
		return it, ok
	}
	return r.repeated(it), true
}

// simple reads an amount without its product.
func (r *hoursReader) simple(i int) (item, bool) {
	if it, ok := r.span(i); ok {
		return it, true
	}
	d, ok := r.duration(i)
	if !ok {
		return item{}, false
	}
	it := item{kind: itemAmount, at: i, to: d.next, minutes: d.minutes, bare: d.one, text: spanText(d.minutes)}
	after := d.next
	if r.is(after, "le", "l", "du", "dan") {
		after++
	}
	it.part = r.partOfDay(after) > after
	switch {
	case d.clock:
		if r.number(i) {
			return item{kind: itemOther, at: i, to: d.next, text: "a time of day"}, true
		}
		return item{}, false
	case d.hours && r.timeOfDay(i, d):
		r.appointment = true
		return item{kind: itemOther, at: i, to: d.next, text: "a time of day"}, true
	case !d.unit && !r.bare(i, d.next):
		return item{}, false
	}
	return it, true
}

// product reads "2x4h", "3 fois 4h", "2 jours de 7h", "3 ateliers cv de 2h".
func (r *hoursReader) product(i int) (item, bool) {
	if !r.number(i) {
		return item{}, false
	}
	n, ok := r.toks[i].whole()
	if !ok || n < 1 || n > 31 {
		return item{}, false
	}
	if r.is(i+1, "x", "fois", "times") {
		k := i + 2
		for r.is(k, "par", "semain", "jour", "de", "d", "(") {
			k++
		}
		if it, ok := r.simple(k); ok && it.kind == itemAmount {
			return times(it, n, i), true
		}
		return item{}, false
	}
	c, ok := r.count(i)
	if !ok {
		return item{}, false
	}
	for k := c.to; k <= c.to+3 && k < len(r.toks); k++ {
		if r.number(k) || r.toks[k].kind == tokenMark && !r.is(k, "x", "(") {
			break
		}
		if !r.is(k, "de", "d", "a", "x", "(", "of", "chaqu") {
			continue
		}
		it, ok := r.simple(k + 1)
		if r.is(k, "a") && (!ok || it.kind != itemAmount) {
			it, ok = r.plain(k + 1) // "à 4h" is a time of day but for what it multiplies
			if ok && !c.isDay && it.minutes >= 7*hour {
				return item{}, false
			}
		}
		if ok && it.kind == itemAmount && (!it.bare || r.is(k, "x")) {
			return times(it, n, i), true
		}
	}
	return item{}, false
}

// plain reads a length of time whatever stands before it.
func (r *hoursReader) plain(i int) (item, bool) {
	d, ok := r.duration(i)
	if !ok || !d.unit || d.clock {
		return item{}, false
	}
	return item{kind: itemAmount, at: i, to: d.next, minutes: d.minutes, text: spanText(d.minutes)}, true
}

func times(it item, n, at int) item {
	it.text = strconv.Itoa(n) + " × " + it.text
	it.minutes *= n
	it.at, it.n, it.bare = at, n, false
	return it
}

// repeated reads what multiplies an amount after it: "4h x 2", "3h deux fois".
func (r *hoursReader) repeated(it item) item {
	j := it.to
	if r.is(j, ",") && r.number(j+1) && r.is(j+2, "fois") {
		j++
	}
	switch {
	case r.is(j, "x", "fois", "times") && r.number(j+1):
		n, ok := r.toks[j+1].whole()
		if !ok || n < 1 || n > 31 || r.hourAt(j+2) {
			return it
		}
		to := j + 2
		if countedDays[r.wordAt(to)] || r.is(to, "fois") {
			to++
		}
		it = times(it, n, it.at)
		it.to = to
	case r.number(j) && r.is(j+1, "fois", "times") && !r.number(j+2):
		n, ok := r.toks[j].whole()
		if !ok || n < 1 || n > 31 {
			return it
		}
		it = times(it, n, it.at)
		it.to = j + 2
	}
	return it
}

// span reads two times or lengths that go together: "9h-12h" on the clock, or
// "15-16h", a range.
func (r *hoursReader) span(i int) (item, bool) {
	a, ok := r.duration(i)
	if !ok {
		return item{}, false
	}
	between := r.is(i-1, "entr", "between", "между", "між", "بين")
	k, or := r.connector(a.next, between)
	b, ok := r.duration(k)
	if !ok || r.number(k) && b.one && !r.secondFits(k) {
		return item{}, false
	}
	if k == a.next && !r.adjacent(i, k, a, b) {
		return item{}, false
	}
	if a.one && b.one && !r.bare(i, b.next) && !(r.onClock(i, a, b, between) && r.bareBefore(b.next)) {
		return item{}, false
	}
	if a.one && b.unit && !b.hours { // 30-45 min
		a.minutes = r.toks[i].hundredths / 100
	}
	if !or && !a.fixed() && !b.fixed() && r.onClock(i, a, b, between) {
		if length, ok := r.clockLength(i, a, b); ok {
			return item{kind: itemAmount, at: i, to: b.next, minutes: length, interval: true, text: spanText(a.minutes) + "-" + spanText(b.minutes) + " on the clock"}, true
		}
	}
	switch {
	case a.clock || b.clock:
		return item{}, false
	case b.minutes < a.minutes && a.one && b.one:
		a.minutes = b.minutes
	case b.minutes <= a.minutes && !or:
		return item{}, false
	}
	return item{
		kind: itemAmount, at: i, to: b.next, minutes: min(a.minutes, b.minutes), either: or,
		text: "the lower bound of " + spanText(a.minutes) + "-" + spanText(b.minutes),
	}, true
}

// fixed lengths cannot be times of day.
func (d lasts) fixed() bool { return d.unit && !d.hours }

// connector returns the token after what joins two times, and whether it is an
// "or". Without a connector it returns i.
func (r *hoursReader) connector(i int, between bool) (next int, or bool) {
	switch {
	case r.is(i, "-", "/", "a", "au", "to", "until", "til", "ate", "até", "jusqu", "до", "الى", "حتى", "ila", "hasta"):
		if r.is(i, "jusqu", "a") && r.is(i+1, "a", "las") {
			return i + 2, false
		}
		return i + 1, false
	case r.is(i, "ou", "or", "voir", "o", "или", "або", "او"):
		if r.is(i+1, "un", "une") && r.number(i+2) { // "une dizaine ou une douzaine"
			return i + 2, true
		}
		return i + 1, true
	case r.is(i, ",") && r.is(i+1, "peux") && r.is(i+2, "etr"): // "10h, peut-être 11"
		return i + 3, true
	case r.is(i, "peux") && r.is(i+1, "etr"):
		return i + 2, true
	case between && r.is(i, "et", "and", "y", "e", "и", "і", "و"):
		return i + 1, false
	}
	return i, false
}

// secondFits reports whether the bare number at token k may end a span.
func (r *hoursReader) secondFits(k int) bool {
	if why, _ := r.otherNumber(k); why != "" && why != "a date" {
		return false
	}
	return r.followerFine(k) && !countedDays[r.wordAt(k+1)] && !countedSessions[r.wordAt(k+1)]
}

// adjacent reports whether two times without a word between them go together:
// "deux trois heures", "lundi 9h 12h".
func (r *hoursReader) adjacent(i, k int, a, b lasts) bool {
	if !r.number(k) {
		return false
	}
	if a.one {
		close := b.minutes > a.minutes && b.minutes-a.minutes <= 5*hour
		return close && a.spelled == b.spelled && (b.unit || a.spelled) && r.dayAt(i-1) == 0
	}
	halves := a.minutes%hour != 0 && b.minutes%hour != 0 // "13h30 17h30"
	return a.hours && b.hours && (r.byDay || halves) && a.minutes >= 7*hour && b.minutes <= 20*hour && a.minutes < b.minutes && a.minutes+b.minutes > 12*hour
}

// from are words before the first of two times on the clock.
func (r *hoursReader) from(i int) bool {
	return r.is(i-1, "de", "d", "from", "das", "desd", "с", "з", "من", "des") ||
		r.is(i-1, "las") && r.is(i-2, "de")
}

// onClock decides whether two numbers are times of day rather than a range.
func (r *hoursReader) onClock(i int, a, b lasts, between bool) bool {
	from := r.from(i)
	_, about := r.said(cueAbout)
	_, weekly := r.said(cueWeekly)
	// An hour on the clock is little for a week: "10h-11h" is about ten hours. So is
	// what most people agreed on.
	agreed := !r.byDay && (a.minutes == 15*hour && b.minutes == 20*hour || !from && b.minutes-a.minutes == hour)
	switch {
	case a.clock || b.clock:
		return true
	case between:
		return a.unit && b.unit && r.byDay
	case a.one && b.one:
		return r.byDay || r.is(i-1, "from", "das", "desd", "с", "з", "من") || r.followed(b) || r.follows() || r.from(i) && usualStart(a.minutes) && !b.spelled
	case a.one:
		return r.byDay || from && !b.spelled && !agreed
	}
	return from && !agreed || r.byDay || !(about || weekly || agreed)
}

// usualStart reports whether half a day of activity usually starts at that time:
// "de 9 à 12" is on the clock, "de 10 à 15" a range.
func usualStart(minutes int) bool {
	return minutes >= 7*hour && minutes <= 9*hour || minutes == 13*hour || minutes == 14*hour
}

// followed reports whether another span of later numbers follows: "9-12 14-17".
func (r *hoursReader) followed(b lasts) bool {
	i := b.next
	for r.is(i, "et", "y", "e", "and", ",", "/", "puis", "de") {
		i++
	}
	c, ok := r.duration(i)
	if !ok || c.minutes < b.minutes {
		return false
	}
	k, or := r.connector(c.next, false)
	if or || k == c.next {
		return false
	}
	d, ok := r.duration(k)
	return ok && d.minutes > c.minutes && d.minutes <= 24*hour
}

// follows reports whether an interval stands just before.
func (r *hoursReader) follows() bool {
	for k := len(r.items) - 1; k >= 0 && k >= len(r.items)-3; k-- {
		if r.items[k].kind == itemAmount {
			return r.items[k].interval
		}
	}
	return false
}

// clockLength is the time from a to b, past midnight or noon if need be.
func (r *hoursReader) clockLength(i int, a, b lasts) (int, bool) {
	from := r.from(i)
	earliest := 6 * hour
	if from || a.clock || b.clock {
		earliest = 4 * hour
	}
	if a.minutes < earliest || a.minutes > mostInDay || b.minutes > mostInDay {
		return 0, false
	}
	switch {
	case b.minutes > a.minutes:
		return b.minutes - a.minutes, b.minutes-a.minutes <= 16*hour
	case a.minutes >= 18*hour && (from || r.byDay || b.minutes <= 9*hour):
		return b.minutes + mostInDay - a.minutes, b.minutes+mostInDay-a.minutes <= 14*hour
	case b.minutes <= 8*hour && from && b.minutes+12*hour > a.minutes:
		return b.minutes + 12*hour - a.minutes, true
	}
	return 0, false
}

// timeOfDay reports whether the hours at token i tell when rather than how long.
func (r *hoursReader) timeOfDay(i int, d lasts) bool {
	if d.minutes > mostInDay {
		return false
	}
	switch {
	case r.is(i-1, "a", "as", "las", "at"):
		if r.is(i-1, "as", "las") {
			return r.is(i-1, "as") || r.is(i-2, "a")
		}
		return !r.is(i-2, "on", "je", "j", "nous", "suis", "estim", "evalu", "jusqu") || r.is(i-2, "jusqu")
	case r.is(i-1, "vers", "avant", "depui", "apr"):
		return true
	case r.is(i-1, "des", "les", "le"):
		return r.is(i-1, "le") || r.is(i-2, "vers")
	case r.is(i-1, "est") && r.is(i-2, "il"), r.is(i-1, "de") && r.is(i-2, "partir"):
		return true
	case r.is(d.next, "du") && r.is(d.next+1, "matin", "soir"), i > 0 && r.is(d.next, "pil", "precis", "tapant"):
		return true
	}
	if last := len(r.items) - 1; last >= 0 && d.minutes >= 7*hour && r.items[last].kind == itemOther && r.items[last].text == "a date" {
		return true // mardi 15 mai 14h
	}
	return d.minutes >= 7*hour && !(r.is(d.next, "de") && activityWords[r.wordAt(d.next+1)]) && r.nearAppointment(i)
}

// nearAppointment reports whether an appointment is named shortly before token i,
// with no hours in between.
func (r *hoursReader) nearAppointment(i int) bool {
	for k := len(r.items) - 1; k >= 0 && r.items[k].at >= i-8; k-- {
		switch it := r.items[k]; {
		case it.kind == itemCue && it.cue == cueRdv:
			return true
		case it.kind == itemAmount, it.kind == itemCue && it.cue == cueDone,
			it.kind == itemMark && (it.text == "." || it.text == ";" || it.text == "?" || it.text == "!" || it.text == "+"),
			it.kind == itemWord && (it.text == "fair" || it.text == "puis"):
			return false
		}
	}
	return false
}

// spanText writes minutes as "2h30".
func spanText(minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case m == 0:
		return strconv.Itoa(h) + "h"
	case h == 0:
		return strconv.Itoa(m) + "min"
	case m < 10:
		return strconv.Itoa(h) + "h0" + strconv.Itoa(m)
	}
	return strconv.Itoa(h) + "h" + strconv.Itoa(m)
}
