package understand

import "slices"

// lasts is a length of time, or a time of day, read at a place in a text.
type lasts struct {
	minutes int
	next    int  // the token after it
	unit    bool // said with an hour or a minute word
	hours   bool // said in hours, so that it may be a time of day
	clock   bool // a time of day for sure: "midi", "5pm"
	spelled bool
	one     bool // a number without anything else
}

// duration reads a length of time at token i: "15", "2h30", "2,5h", "deux heures
// et demie", "45 min", "une demi-heure".
func (r *hoursReader) duration(i int) (lasts, bool) {
	if i < 0 || i >= len(r.toks) {
		return lasts{}, false
	}
	if !r.number(i) {
		return r.wordDuration(i)
	}
	t := r.toks[i]
	n := t.hundredths
	d := lasts{next: i + 1, spelled: t.spelled}
	whole, isWhole := t.whole()
	switch {
	case isWhole && whole <= 80 && r.is(i+1, ":") && r.toks[i+1].glued && r.number(i+2) && r.toks[i+2].glued && len(r.toks[i+2].word) == 2 && r.toks[i+2].hundredths < 6000:
		d.minutes, d.next, d.unit, d.hours = whole*60+r.toks[i+2].hundredths/100, i+3, true, true
		if r.hourAt(d.next) {
			d.next++
		}
		return r.noon(d), true
	case isWhole && r.fraction(i) > 0 && r.quarterHour(i+3): // 3/4 d'heure
		d.minutes, d.next, d.unit = r.fraction(i), r.afterHour(i+3), true
		return d, true
	case isWhole && r.is(i+1, "quart") && r.quarterHour(i+2): // trois quarts d'heure
		d.minutes, d.next, d.unit = 15*whole, r.afterHour(i+2), true
		return d, true
	}
	j := i + 1
	half, after := r.half(j)
	if smallOrLong[r.wordAt(j)] && r.hourAt(j+1) {
		j++
	}
	switch {
	case r.hourAt(j):
		d.minutes, d.unit, d.hours = inHours(t), true, true
		d.next = j + 1
		r.minutesAfter(&d)
	case half != 0 && r.hourAt(after): // 2 buçuk saat, two and a half hours
		d.minutes, d.unit, d.hours, d.next = inHours(t)+half, true, true, after+1
	case minuteWords[r.wordAt(j)]:
		d.minutes, d.unit, d.next = n/100, true, j+1
	case r.is(j, "am", "pm"):
		d.minutes, d.unit, d.hours, d.next = inHours(t), true, true, j
	case half != 0 && isWhole && !r.is(j, "1"): // "7 et demi"
		d.minutes, d.next = whole*60+half, after
	default:
		d.minutes, d.one = inHours(t), true
	}
	return r.noon(d), true
}

// smallOrLong may stand between a number and its hours: "4 petites heures".
var smallOrLong = stemSet("petites petite bonnes bonne grosses grosse longues belles grandes good long")

// inHours converts a number of hours: 2,5 is 2h30 and so is 2.30.
func inHours(t token) int {
	if frac := t.hundredths % 100; t.places == 2 && (frac == 30 || frac == 15 || frac == 45) {
		return t.hundredths/100*60 + frac
	}
	return t.hundredths * 60 / 100
}

func (r *hoursReader) hourAt(i int) bool { return hourWords[r.wordAt(i)] != "" }

// noon reads "am" and "pm".
func (r *hoursReader) noon(d lasts) lasts {
	switch {
	case r.is(d.next, "pm"):
		if d.minutes < 12*60 {
			d.minutes += 12 * 60
		}
		d.clock, d.next = true, d.next+1
	case r.is(d.next, "am") && d.unit:
		d.clock, d.next = true, d.next+1
	}
	return d
}

// minutesAfter reads what follows the hour word: "30", "et demie", "et quart",
// "et 10 minutes", "moins le quart".
func (r *hoursReader) minutesAfter(d *lasts) {
	j := d.next
	if half, after := r.half(j); half != 0 {
		d.minutes, d.next = d.minutes+half, after
		return
	}
	if r.is(j, "moin") && (r.is(j+1, "quart") || r.is(j+1, "le") && r.is(j+2, "quart")) {
		d.minutes -= 15
		d.next = j + 2
		if r.is(j+1, "le") {
			d.next++
		}
		return
	}
	if r.is(j, "et", "and") && r.number(j+1) && minuteWords[r.wordAt(j+2)] {
		j++
	}
	if !r.number(j) {
		return
	}
	t := r.toks[j]
	n, whole := t.whole()
	minute := minuteWords[r.wordAt(j+1)]
	switch {
	case !whole || n >= 60 || len(t.word) > 2, t.glued && r.hourAt(j+1) && r.toks[j+1].glued: // "9h12h"
		return
	case minute, t.glued && len(t.word) == 2:
	case t.spelled && d.spelled && !r.hourAt(j+1) && !r.is(j+1, "fois") && r.toks[j-1].word != "et": // deux heures vingt
	case d.spelled && (n == 15 || n == 30 || n == 45) && !r.hourAt(j+1) && !r.is(j+1, "x", "fois"): // une heure 30
	case t.spelled != d.spelled, r.hourAt(j + 1), n%5 != 0, n < 10, r.is(j+1, "x", "-", "/", "a", "jour", "fois"), r.dayAt(j+1) != 0, r.toks[j-1].word == "et":
		return
	case !t.spelled && len(t.word) != 2:
		return
	}
	d.minutes += n
	d.next = j + 1
	if minute {
		d.next++
	}
}

// half reads a part of an hour said after or within a number of hours: "et demie",
// "1/2", "et quart", "y media", "buçuk". It returns its minutes and what follows.
func (r *hoursReader) half(i int) (minutes, after int) {
	j := i
	if r.is(j, "et", "and", "y", "e", "i", "u", "w", "و") {
		j++
	}
	if r.is(j, "a") && r.is(j+1, "half") {
		j++
	}
	switch {
	case r.is(j, "demi", "demis", "dmi") && !r.is(j+1, "journ", "jour"):
		return 30, j + 1
	case r.is(j, "half", "media", "meia", "bucuk", "nos", "nes", "نصف", "ونصف", "ونص", "نص", "половинои"):
		return 30, j + 1
	case r.is(j, "с", "з") && r.is(j+1, "половинои", "половиною"):
		return 30, j + 2
	case r.is(j, "quart", "quarter", "cuarto") && j > i:
		return 15, j + 1
	case r.number(j) && r.fraction(j) > 0 && r.toks[j+1].glued:
		return r.fraction(j), j + 3
	case r.number(j) && r.toks[j].hundredths == 300 && r.is(j+1, "quart"):
		return 45, j + 2
	}
	return 0, i
}

// fraction reads "1/2", "1/4" and "3/4" in minutes of an hour.
func (r *hoursReader) fraction(i int) int {
	if !r.number(i) || !r.is(i+1, "/") || !r.number(i+2) {
		return 0
	}
	switch r.toks[i].word + "/" + r.toks[i+2].word {
	case "1/2":
		return 30
	case "1/4":
		return 15
	case "3/4":
		return 45
	}
	return 0
}

// quarterHour reports whether "d'heure" stands at token i, after a fraction.
func (r *hoursReader) quarterHour(i int) bool { return r.afterHour(i) > i }

func (r *hoursReader) afterHour(i int) int {
	switch {
	case r.hourAt(i):
		return i + 1
	case r.is(i, "d") && r.hourAt(i+1):
		return i + 2
	}
	return i
}

// partHours are words for half an hour and for one hour and a half.
var partHours = map[string]int{"полчаса": 30, "півгодини": 30, "полтора": 90, "півтори": 90, "demiheur": 30}

// wordDuration reads a length of time that has no number: "demi-heure", "quart
// d'heure", "midi", "ساعة".
func (r *hoursReader) wordDuration(i int) (lasts, bool) {
	w := r.wordAt(i)
	d := lasts{unit: true, spelled: true}
	switch {
	case w == "":
		return d, false
	case twoHours[w]:
		d.minutes, d.hours, d.next = 120, true, i+1
		r.minutesAfter(&d)
	case hourWords[w] == tongueOther && w != "ч" && !r.number(i-1) && (!r.number(i+1) || r.toks[i+1].spelled && r.toks[i+1].hundredths == 100):
		d.minutes, d.hours, d.next = 60, true, i+1
		if r.number(i + 1) {
			d.next++
		}
		r.minutesAfter(&d)
	case slices.Contains([]string{"demi", "half", "media", "meia", "yarim", "نصف", "نص", "пів"}, w) && r.hourAt(i+1):
		d.minutes, d.next = 30, i+2
	case w == "half" && r.is(i+1, "a", "an") && r.hourAt(i+2), w == "half" && r.number(i+1) && r.hourAt(i+2):
		d.minutes, d.next = 30, i+3
	case w == "quart" && r.quarterHour(i+1):
		d.minutes, d.next = 15, r.afterHour(i+1)
	case partHours[w] != 0:
		d.minutes, d.next = partHours[w], i+1
		if r.hourAt(d.next) {
			d.next++
		}
	case w == "midi" || w == "noon", w == "minuit":
		d.minutes, d.hours, d.clock, d.next = 12*60, true, true, i+1
		if w == "minuit" {
			d.minutes = 24 * 60
		}
		if half, after := r.half(i + 1); half != 0 {
			d.minutes, d.next = d.minutes+half, after
		}
	default:
		return d, false
	}
	return d, true
}
