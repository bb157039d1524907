package understand

import (
	"slices"
	"time"
)

// span reads weeks, week-ends, months and years.
func (s dateScanner) span(i int) (moment, bool) {
	j := s.skip(i, "en", "a", "au", "la", "le", "les", "l", "ce", "cet", "cette", "dans", "du", "de", "tout", "chaqu", "courant", "pour", "vers")
	this := s.saw(i, j, "ce", "cet", "cette")
	p := s.portion(j)
	if p != whole {
		j = s.skip(j+1, "du", "de", "d", "la", "le", "l", "ce", "cette", "-")
	}
	if s.is(j, "cel") && p == whole { // "celle d'après": the week after the one before
		n, to := s.which(j + 1)
		return moment{kind: onSpan, from: i, to: to, unit: byWeek, offset: n, qualifier: nextOne}, n > 0
	}
	switch s.name(j) {
	case "semaine":
		return s.week(i, j, p, this)
	case "weekend":
		m := moment{kind: onWeekdays, from: i, to: j + 1, weekdays: weekend}
		n, to := s.which(j + 1)
		if n != 0 || this || to > j+1 {
			m.kind, m.unit, m.offset, m.to = onSpan, byWeekend, max(n, 0), to
		}
		return m, true
	case "mois":
		if j > 0 && s.isNumberBefore(j) || s.is(j-1, "par") || s.is(j-1, "/") || s.saw(i, j, "chaqu") {
			return moment{from: i, to: j + 1}, true
		}
		if s.is(j+1, "de") {
			if m, ok := monthNames[s.name(j+2)]; ok {
				return moment{kind: onSpan, from: i, to: j + 3, unit: namedMonth, month: m, portion: p}, true
			}
		}
		n, to := s.which(j + 1)
		if n == 0 && p == whole && !this && to == j+1 {
			return moment{}, false
		}
		return moment{kind: onSpan, from: i, to: to, unit: byMonth, offset: n, portion: p}, true
	case "annee", "an":
		n, to := s.which(j + 1)
		if n == 0 || i == j {
			return moment{}, false
		}
		return moment{kind: onSpan, from: i, to: to, unit: byYear, offset: n, portion: p}, true
	case "jour":
		if s.is(j+1, "de", "l", "an") {
			return moment{kind: onDate, from: i, to: j + 4, day: 1, month: time.January}, true
		}
	case "noel":
		return moment{kind: onDate, from: i, to: j + 1, day: 25, month: time.December}, true
	}
	month, ok := monthNames[s.name(j)]
	if !ok {
		return moment{}, false
	}
	short := month == time.March || month == time.May
	if short && p == whole && !s.saw(i, j, "en", "courant", "pour") && s.name(i-1) != "depuis" && !monthsByName[s.word(i-1)] {
		return moment{}, false
	}
	if _, isNumber := smallNumber(s.word(j - 1)); isNumber && p == whole {
		return moment{}, false
	}
	return s.lastOrNext(s.withYear(moment{kind: onSpan, from: i, to: j + 1, unit: namedMonth, month: month, portion: p})), true
}

func (s dateScanner) saw(from, to int, words ...string) bool {
	for i := from; i < to; i++ {
		if slices.Contains(words, s.word(i)) || slices.Contains(words, s.name(i)) {
			return true
		}
	}
	return false
}

func (s dateScanner) isNumberBefore(i int) bool {
	_, next, ok := s.number(i - 1)
	return ok && next == i
}

// week reads what goes with "semaine" at j.
func (s dateScanner) week(i, j int, p portion, this bool) (moment, bool) {
	if s.is(j-1, "par") || s.is(j-1, "/") || s.isNumberBefore(j) || s.is(j-1, "heure") || s.saw(i, j, "chaqu") {
		return moment{from: i, to: j + 1}, true
	}
	n, to := s.which(j + 1)
	m := moment{kind: onSpan, from: i, to: to, unit: byWeek, offset: n, portion: p}
	if this || to > j+1 {
		m.qualifier = thisWeek
	}
	if n == 0 && to == j+1 {
		switch {
		case s.is(j+1, "du") && s.dated(j+1):
			d, _ := s.dayOfMonth(j + 1)
			d.kind, d.unit, d.from = onSpan, byWeek, i
			return d, true
		case s.saw(max(0, j-2), j, "tout"):
			return moment{}, false // every day: the open words say so
		case p != whole, this, s.saw(i, j, "dans", "courant"):
		default:
			// "en semaine", "la semaine": not the week-end
			return moment{kind: onWeekdays, from: i, to: j + 1, weekdays: workdays}, true
		}
	}
	return m, true
}

func (s dateScanner) dated(i int) bool {
	m, ok := s.dayOfMonth(i)
	return ok && m.kind == onDate
}

// which reads the number of weeks or months from now that "prochaine", "dernière",
// "d'après" and their like say.
func (s dateScanner) which(i int) (n, to int) {
	switch {
	case s.is(i, "prochain"), s.is(i, "suivant"):
		return 1, i + 1
	case s.is(i, "qui", "vien"), s.is(i, "qui", "viens"), s.is(i, "qui", "ariv"), s.is(i, "a", "venir"), s.is(i, "a", "veni"):
		return 1, i + 2
	case s.is(i, "d", "apres") || s.is(i, "d", "en", "apres"):
		to = i + 2
		if s.is(i+1, "en") {
			to++
		}
		k := s.skip(to, "la", "le")
		if (s.is(k, "semaine") || s.is(k, "mois")) && s.is(k+1, "prochain") {
			return 2, k + 2
		}
		return 1, to
	case s.is(i, "dernier"):
		return -1, i + 1
	case s.is(i, "ci"):
		return 0, i + 1
	case s.is(i, "en", "cour"), s.is(i, "en", "cours"):
		return 0, i + 2
	}
	return 0, i
}
