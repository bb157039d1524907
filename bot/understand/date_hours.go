package understand

import (
	"time"

	"relais/parcours"
)

// hours reads an hour or a part of the day that begins at i.
func (s dateScanner) hours(i int) (moment, bool) {
	for _, read := range []func(int) (moment, bool){s.fromNow, s.lunch, s.partOfDay} {
		if m, ok := read(i); ok {
			return m, true
		}
	}
	m, ok := s.clock(i)
	if !ok {
		return s.hourSpanInDigits(i)
	}
	if n, ok := s.spanOfHours(m, s.is(i-1, "entre")); ok {
		return n, true
	}
	if s.lasts(m) {
		return moment{from: i, to: m.to}, true
	}
	return m, true
}

// lasts tells a length from an hour of the day: "20h par semaine", "15h de ménage".
func (s dateScanner) lasts(m moment) bool {
	switch {
	case s.is(m.to, "par"), s.is(m.to, "semaine"), s.is(m.to, "hebdo"), s.is(m.to, "hebdomadair"), s.is(m.to, "/"), s.is(m.from-1, "pendant"), s.is(m.from-2, "contrat", "de"), s.is(m.from-1, "contrat"), s.is(m.to, "mensuel"):
		return true
	case s.is(m.to, "de") || s.is(m.to, "d"):
		return s.name(m.to+1) == "" || s.is(m.to+1, "jour")
	}
	return false
}

// fromNow reads "dans 2 heures", "maintenant".
func (s dateScanner) fromNow(i int) (moment, bool) {
	for _, now := range [][]string{{"maintenant"}, {"tout", "de", "suit"}, {"imediatement"}} {
		if s.is(i, now...) {
			return moment{kind: inClock, from: i, to: i + len(now)}, true
		}
	}
	if !s.is(i, "dans") {
		return moment{}, false
	}
	j := s.skip(i+1, "environ")
	switch {
	case s.is(j, "un", "demi", "heure"), s.is(j, "une", "demi", "heure"):
		return moment{kind: inClock, from: i, to: j + 3, lo: 30}, true
	case s.is(j, "demi", "heure"):
		return moment{kind: inClock, from: i, to: j + 2, lo: 30}, true
	case s.is(j, "un", "quart", "d", "heure"):
		return moment{kind: inClock, from: i, to: j + 4, lo: 15}, true
	case s.is(j, "1", "/"):
		if n, ok := smallNumber(s.word(j + 2)); ok && (n == 2 || n == 4) {
			k := s.skip(j+3, "d")
			if s.is(k, "heure") {
				return moment{kind: inClock, from: i, to: k + 1, lo: 60 / n}, true
			}
		}
	}
	if n, next, ok := s.number(j); ok {
		switch s.name(next) {
		case "minute":
			return moment{kind: inClock, from: i, to: next + 1, lo: n}, true
		case "heure":
			m := moment{kind: inClock, from: i, to: next + 1, lo: 60 * n}
			if s.is(next+1, "et", "demi") {
				m.lo, m.to = m.lo+30, next+3
			}
			return m, true
		}
	}
	if h, m, ok := hourDigits(s.word(j)); ok {
		return moment{kind: inClock, from: i, to: j + 1, lo: 60*h + max(m, 0)}, true
	}
	return moment{}, false
}

// clock reads one hour of the day: "14h30", "14 h", "2 heures de l'après-midi",
// "midi et demi", "2pm".
func (s dateScanner) clock(i int) (moment, bool) {
	j := s.skip(i, "a", "au", "vers", "de", "pour", "environ", "le")
	m := moment{kind: atClock, from: i, around: s.saw(i, j, "vers", "environ")}
	if j > i && s.is(j-1, "le") && s.name(j) == "midi" {
		return moment{}, false // read as lunch
	}
	hour, minute, next, ok := s.clockFace(j)
	if !ok {
		return moment{}, false
	}
	m.to = next
	m.lo, m.minutes = 60*hour+max(minute, 0), minute >= 0
	m.loose = hour >= 1 && hour <= 11
	// "8h du soir"
	k := s.skip(next, "du", "de", "d")
	if k > next {
		k = s.skip(k, "l", "la", "le")
		switch s.name(k) {
		case "matin":
			m.loose, m.to = false, k+1
		case "aprem":
			m.loose, m.to = false, k+1
			if hour < 12 {
				m.lo += noon
			}
		case "soir":
			m.loose, m.to = false, k+1
			if hour < 12 {
				m.lo += noon
			}
		}
	}
	switch s.word(next) {
	case "pm":
		m.loose, m.to = false, next+1
		if hour < 12 {
			m.lo += noon
		}
	case "am":
		m.loose, m.to = false, next+1
	}
	if s.is(m.to, "environ") || s.is(m.to, "par", "la") {
		m.around = true
		m.to++
	}
	return m, true
}

// clockFace reads the digits or the words of an hour; minute is -1 when none is
// said.
func (s dateScanner) clockFace(i int) (hour, minute, next int, ok bool) {
	minute = -1
	switch w := s.word(i); {
	case s.is(i, "midi"):
		hour, next = 12, i+1
		if n, after, ok := s.minutesAt(next); ok && n%5 == 0 {
			minute, next = n, after
		}
	case s.is(i, "minuit"):
		hour, next = 0, i+1
	default:
		if h, m, ok := hourDigits(w); ok {
			hour, minute, next = h, m, i+1
			if minute < 0 {
				if m, after, ok := s.minutesAt(next); ok {
					minute, next = m, after
				}
			}
			break
		}
		n, after, isNumber := s.number(i)
		switch {
		case !isNumber || n > 24:
			return 0, 0, i, false
		case s.is(after, "heure"):
			hour, next = n, after+1
			if m, after, ok := s.minutesAt(next); ok {
				minute, next = m, after
			}
		case s.is(after, "pm"), s.is(after, "am"):
			hour, next = n, after
		case s.is(after, ".") && len(s.word(after+1)) == 2:
			m, isMinute := smallNumber(s.word(after + 1))
			if !isMinute || m > 59 || m <= 12 && m != 0 {
				return 0, 0, i, false
			}
			hour, minute, next = n, m, after+2
		default:
			return 0, 0, i, false
		}
	}
	switch {
	case s.is(next, "et", "demi"):
		minute, next = 30, next+2
	case s.is(next, "et", "quart"):
		minute, next = 15, next+2
	case s.is(next, "et", "un", "quart"):
		minute, next = 15, next+3
	case s.is(next, "moins", "le", "quart"):
		hour, minute, next = hour-1, 45, next+3
	case s.is(next, "moins", "quart"):
		hour, minute, next = hour-1, 45, next+2
	case s.is(next, "moins"):
		if n, after, ok := s.number(next + 1); ok && n < 60 {
			hour, minute, next = hour-1, 60-n, after
		}
	}
	if hour == 24 {
		hour = 0
	}
	return hour, minute, next, hour >= 0 && hour < 24
}

// minutesAt reads the "30" of "14 h 30".
func (s dateScanner) minutesAt(i int) (minute, next int, ok bool) {
	w := s.word(i)
	if n, next, ok := s.number(i); ok && !allDigits(w) && (n == 15 || n == 20 || n == 30) && !s.is(next, "heure") {
		return n, next, true // "huit heures trente"
	}
	if w == "quarant" {
		return 40, i + 1, true
	}
	if len(w) != 2 {
		return 0, i, false
	}
	m, isNumber := smallNumber(w)
	if !isNumber || m > 59 || s.is(i+1, "heure") {
		return 0, i, false
	}
	if _, month := monthNames[s.name(i+1)]; month {
		return 0, i, false
	}
	if s.is(i+1, "minute") {
		return m, i + 2, true
	}
	return m, i + 1, true
}

// hourDigits reads "14h", "14h30", "9hrs", "2pm"; minute is -1 when none is said.
func hourDigits(w string) (hour, minute int, ok bool) {
	n := 0
	for n < len(w) && n < 3 && digit(w[n]) {
		hour = hour*10 + int(w[n]-'0')
		n++
	}
	if n == 0 || n > 2 || n == len(w) {
		return 0, 0, false
	}
	switch w[n:] {
	case "h", "hr", "hrs":
		return hour, -1, hour <= 24
	case "am":
		return hour % 12, -1, hour <= 12
	case "pm":
		return hour%12 + 12, -1, hour <= 12
	}
	if w[n] != 'h' {
		return 0, 0, false
	}
	tail := w[n+1:]
	for len(tail) > 2 && !digit(tail[len(tail)-1]) {
		tail = tail[:len(tail)-1] // "14h30mn", "14h30h"
	}
	minute, isNumber := smallNumber(tail)
	return hour, minute, isNumber && minute < 60 && hour <= 24
}

// spanOfHours reads the end of "9h à 11h", "9h-11h", "entre 9h et 11h", "9h 11h".
func (s dateScanner) spanOfHours(m moment, between bool) (moment, bool) {
	if s.is(m.from, "entre") {
		between = true
	}
	k := m.to
	switch {
	case s.is(k, "jusqu"), s.is(k, "jusq"), s.is(k, "-"), s.is(k, "/"), s.is(k, "a"), s.is(k, "au"), s.is(k, "et", "jusqu"):
		k = s.skip(k, "jusqu", "jusq", "-", "/", "a", "au", "et")
	case between && s.is(k, "et"):
		k++
	case s.is(k, "et", "avant"):
		k += 2
	default:
		if _, _, ok := hourDigits(s.word(k)); !ok {
			return m, false
		}
	}
	last, ok := s.clock(k)
	if !ok {
		n, next, isNumber := s.number(k)
		if !isNumber || n > 24 || !s.ends(next) {
			return m, false
		}
		last = moment{kind: atClock, from: k, to: next, lo: 60 * n, loose: n >= 1 && n <= 11}
	}
	m.hi, m.to = last.lo, last.to
	if m.hi <= m.lo && last.loose && m.hi+noon > m.lo {
		m.hi += noon // "de 9h à 1h"
	}
	if last.loose && m.loose && m.lo < 7*60 && m.hi < 8*60 {
		m.hi += noon
	}
	if m.hi <= m.lo {
		return m, false
	}
	m.spansHours = true
	return m, true
}

// hourSpanInDigits reads spans whose first hour is a bare number: "entre 9 et 11",
// "de 9 à 11h", "10-12h".
func (s dateScanner) hourSpanInDigits(i int) (moment, bool) {
	j := s.skip(i, "entre", "de")
	n, next, ok := s.number(j)
	if !ok || n > 23 || allDigits(s.word(j)) && len(s.word(j)) > 2 {
		return moment{}, false
	}
	if !s.is(next, "-") && !s.is(next, "a") && !s.is(next, "/") && !(s.is(i, "entre") && s.is(next, "et")) {
		return moment{}, false
	}
	m := moment{kind: atClock, from: i, to: next, lo: 60 * n, loose: n >= 1 && n <= 11}
	span, ok := s.spanOfHours(m, s.is(i, "entre"))
	if !ok {
		return moment{}, false
	}
	if j == i && !s.is(next, "-") && s.isBare(span.to-1) {
		return moment{}, false // "2 a 3": no hour was named
	}
	if s.is(span.to, "minute") || s.is(span.to, "jour") || s.is(span.to, "semaine") {
		return moment{}, false
	}
	return span, true
}

func (s dateScanner) isBare(i int) bool {
	_, ok := smallNumber(s.word(i))
	return ok
}

// bareHour reads the number of an hour after a word that calls for one.
func (s dateScanner) bareHour(i int) (moment, bool) {
	n, next, ok := s.number(i)
	if !ok || n < 6 || n > 21 || !s.ends(next) {
		return moment{}, false
	}
	return moment{kind: atClock, from: i, to: next, lo: 60 * n, loose: n <= 11}, true
}

// ends reports whether a bare number may be an hour with what follows it.
func (s dateScanner) ends(i int) bool {
	w := s.word(i)
	if w == "" || s.words[i].mark() && w != "/" && w != "-" {
		return true
	}
	switch s.name(i) {
	case "et", "ou", "le", "du", "les", "matin", "aprem", "soir":
		return true
	case "":
		switch w {
		case "svp", "merci", "s", "si", "sauf", "pas", "mais", "ca", "je", "c", "car", "sil":
			return true
		}
		return false
	}
	_, weekday := weekdayNames[s.name(i)]
	return weekday
}

// settle gives "2h" its half of the day: an afternoon where p says so, and where
// nobody is received before dawn.
func (m moment) settle(p Part) moment {
	if m.kind != atClock || !m.loose {
		return m
	}
	shift := func(minutes int) bool {
		switch {
		case p == Afternoon:
			return minutes < noon
		case p == Morning:
			return false
		}
		return minutes < 5*60
	}
	if shift(m.lo) {
		m.lo += noon
		if m.spansHours && m.hi < noon {
			m.hi += noon
		}
	}
	m.loose = false
	return m
}

// instant returns the time of a minute of day d.
func instant(d parcours.Date, minutes int, zone *time.Location) time.Time {
	return d.At(minutes/60, minutes%60, zone)
}
