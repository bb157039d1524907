package understand

import (
	"slices"
	"time"
)

// days reads a day, or several, that begin at i.
func (s dateScanner) days(i int) (moment, bool) {
	m, ok := s.oneDay(i)
	if !ok {
		return m, false
	}
	if n, ok := s.spanOfDays(m); ok {
		return n, true
	}
	return m, true
}

func (s dateScanner) oneDay(i int) (moment, bool) {
	for _, read := range []func(int) (moment, bool){s.offset, s.span, s.weekday, s.numericDate, s.dayOfMonth} {
		if m, ok := read(i); ok {
			return m, true
		}
	}
	return moment{}, false
}

// spanOfDays reads the end of "du 20 au 25", "du lundi au jeudi", "lundi-vendredi".
func (s dateScanner) spanOfDays(m moment) (moment, bool) {
	if m.kind != onWeekday && m.kind != onDate && m.kind != onOffset {
		return m, false
	}
	j := m.to
	opener := s.word(m.from - 1)
	if s.name(m.from) == "du" || s.name(m.from) == "des" {
		opener = "du"
	}
	from := opener == "du" || opener == "de" || opener == "entre" || s.name(m.from-1) == "entre" || s.name(m.from-1) == "des"
	between := s.name(m.from-1) == "entre"
	switch {
	case s.is(j, "jusqu") || s.is(j, "jusq"):
		j++
	case s.is(j, "au"), s.is(j, "a") && (from || m.kind == onWeekday), s.is(j, "-"):
	case s.is(j, "et") && between:
	default:
		return m, false
	}
	j = s.skip(j, "a", "au", "-", "et")
	if s.is(j, "le") && !s.is(j-1, "au") {
		j++
	}
	if s.name(j-1) == "au" {
		j-- // "au 25": the article makes it a day
	}
	last, ok := s.oneDay(j)
	if !ok || last.kind == 0 || last.kind == onSpan || last.kind == onWeekdays {
		if n, next, isNumber := s.number(j); isNumber && m.kind == onDate && n >= 1 && n <= 31 && !nouns[s.word(next)] && !s.is(next, "heure") {
			last, ok = s.withMonth(moment{kind: onDate, from: j, to: next, day: n}), true
		}
	}
	if !ok || last.kind == 0 || last.kind == onSpan {
		return m, false
	}
	if m.kind == onWeekday && last.kind == onWeekday && m.qualifier == anyWeek && last.qualifier == anyWeek {
		return moment{kind: onWeekdays, from: m.from, to: last.to, weekdays: weekdaysBetween(m.weekday, last.weekday)}, true
	}
	if m.kind == onDate && last.kind == onDate && m.month == 0 {
		m.month, m.year = last.month, last.year
	}
	m.last, m.to = &last, last.to
	return m, true
}

// units are what durations are counted in.
var units = map[string]unit{"jour": byDay, "semaine": byWeek, "mois": byMonth, "an": byYear, "annee": byYear}

// offset reads days counted from today.
func (s dateScanner) offset(i int) (moment, bool) {
	day := func(n, to int) (moment, bool) { return moment{kind: onOffset, from: i, to: to, offset: n}, true }
	switch {
	case s.is(i, "aujourd", "hui"):
		return day(0, s.skip(i+2, "mem"))
	case s.is(i, "apres", "demain"):
		return day(2, i+2)
	case s.is(i, "avant", "hier"):
		return day(-2, i+2)
	case s.is(i, "demain"):
		return day(1, i+1)
	case s.is(i, "hier"):
		return day(-1, i+1)
	case s.is(i, "tout", "a", "l", "heure"), s.is(i, "tout", "a", "heure"):
		return day(0, i+4)
	case s.is(i, "ce") || s.is(i, "cet") || s.is(i, "cette"):
		// the part itself is read next
		switch s.name(i + 1) {
		case "matin", "aprem", "soir", "midi", "nuit":
			return day(0, i+1)
		}
		return moment{}, false
	}
	sign := 1
	var j int
	switch {
	case s.is(i, "dans"), s.is(i, "sous"):
		j = i + 1
	case s.is(i, "d", "ici"):
		j = i + 2
	case s.is(i, "il", "y", "a"):
		sign, j = -1, i+3
	case s.is(i, "y", "a"), s.is(i, "ca", "fait"), s.is(i, "c", "fait"):
		sign, j = -1, i+2
	case s.word(i) == "ya":
		sign, j = -1, i+1
	case s.is(i, "depuis"):
		sign, j = -1, i+1
	default:
		// "mardi dans 2 semaines" has been read as one; "2 semaines" alone is a length
		return moment{}, false
	}
	j = s.skip(j, "environ", "moins", "l", "de", "le", "la", "deja")
	if s.word(j) == "un" || s.word(j) == "une" {
		if w := s.name(j + 1); w == "quinzaine" || w == "huitaine" {
			j++
		}
	}
	switch s.name(j) {
	case "quinzaine":
		return moment{kind: onOffset, from: i, to: s.skip(j+1, "de", "jour"), offset: 15 * sign, bound: s.countdown(i)}, true
	case "huitaine":
		return moment{kind: onOffset, from: i, to: j + 1, offset: 8 * sign, bound: s.countdown(i)}, true
	}
	n, next, ok := s.number(j)
	if !ok {
		return moment{}, false
	}
	u, ok := units[s.name(next)]
	if !ok {
		return moment{}, false
	}
	return moment{kind: onOffset, from: i, to: next + 1, offset: n * sign, unit: u, bound: s.countdown(i)}, true
}

// countdown is the bound that "d'ici" and "sous" put on the days they count.
func (s dateScanner) countdown(i int) bound {
	switch {
	case s.is(i, "d", "ici"), s.is(i, "sous"):
		return until
	case s.is(i, "depuis"):
		return since
	}
	return noBound
}

// span reads weeks, week-ends, months and years.
func (s dateScanner) span(i int) (moment, bool) {
	j := s.skip(i, "en", "a", "au", "la", "le", "les", "l", "ce", "cet", "cette", "dans", "du", "de", "tout", "chaqu", "courant", "pour", "vers")
	this := s.saw(i, j, "ce", "cet", "cette")
	p := whole
	switch s.name(j) {
	case "debut":
		p = start
	case "milieu", "mi":
		p = middle
	case "fin":
		p = end
	}
	if p != whole {
		j = s.skip(j+1, "du", "de", "d", "la", "le", "l", "ce", "cette", "-")
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
	return s.withYear(moment{kind: onSpan, from: i, to: j + 1, unit: namedMonth, month: month, portion: p}), true
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

// weekday reads the name of a day with what tells which.
func (s dateScanner) weekday(i int) (moment, bool) {
	j := s.skip(i, "le", "les", "ce", "du", "au", "chaqu")
	if s.is(i, "tous", "les") || s.is(i, "tou", "les") {
		j = i + 2
	}
	d, ok := weekdayNames[s.name(j)]
	if !ok {
		return moment{}, false
	}
	m := moment{kind: onWeekday, from: i, to: j + 1, weekday: d, habitual: s.saw(i, j, "le", "les", "chaqu")}
	if s.saw(i, j, "ce") {
		m.qualifier = thisWeek
	}
	k := j + 1
	switch {
	case s.is(k, "en", "huit"), s.is(k, "en", "8"):
		m.qualifier, m.weeks, m.to = plusWeeks, 1, k+2
		return m, true
	case s.is(k, "en", "quinze"), s.is(k, "en", "15"):
		m.qualifier, m.weeks, m.to = plusWeeks, 2, k+2
		return m, true
	case s.is(k, "prochain"), s.is(k, "qui", "vien"), s.is(k, "qui", "viens"), s.is(k, "qui", "ariv"), s.is(k, "suivant"):
		m.qualifier = nextOne
		_, m.to = s.which(k)
		return m, true
	case s.is(k, "dernier"):
		m.qualifier, m.to = lastOne, k+1
		return m, true
	case s.is(k, "dans"):
		if o, ok := s.offset(k); ok && o.unit == byWeek {
			m.qualifier, m.weeks, m.to = inWeek, o.offset, o.to
			return m, true
		}
	}
	// "mardi de la semaine prochaine"
	w := s.skip(k, "de", "la", "d", "cette", "dans")
	if s.is(w, "semaine") {
		if n, to := s.which(w + 1); to > w+1 || s.saw(k, w, "cette") {
			m.qualifier, m.weeks, m.to = inWeek, n, to
			return m, true
		}
	}
	// "mardi 12 janvier", "mardi 12/01", "mardi le 12"
	k = s.skip(k, "le")
	for _, read := range []func(int) (moment, bool){s.numericDate, s.plainDay} {
		if dated, ok := read(k); ok && dated.kind == onDate {
			dated.from = i
			dated.weekday, dated.habitual = d, false
			dated.weeks = 1 // the weekday was said
			return dated, true
		}
	}
	return m, true
}

// numericDate reads "12/01", "12.01.2027", "2027-01-12", "17 05 2027".
func (s dateScanner) numericDate(i int) (moment, bool) {
	j := s.skip(i, "le", "du", "au")
	var n [3]int
	var sizes [3]int
	sep, count, k := "", 0, j
	for count < 3 {
		w := s.word(k)
		if !allDigits(w) || len(w) != 1 && len(w) != 2 && len(w) != 4 {
			break
		}
		for _, c := range []byte(w) {
			n[count] = n[count]*10 + int(c-'0')
		}
		sizes[count] = len(w)
		count++
		k++
		if count == 3 {
			break
		}
		next := s.word(k)
		switch {
		case next == "/" || next == "." || next == "-":
			if sep != "" && sep != next {
				count = 3
			}
			if !allDigits(s.word(k + 1)) {
				goto done
			}
			sep = next
			k++
		case allDigits(next) && sep == "":
			sep = " "
		case sep == " " && allDigits(next):
		default:
			goto done
		}
	}
done:
	m := moment{kind: onDate, from: i, to: k}
	switch {
	case count == 3 && sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2 && sep == "-":
		m.year, m.month, m.day = n[0], time.Month(n[1]), n[2]
	case count == 3 && sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2 && sep != " "):
		m.day, m.month, m.year = n[0], time.Month(n[1]), n[2]
		if sizes[2] == 2 {
			m.year += 2000
		}
	case count == 2 && sizes[1] <= 2 && (sep == "/" || sep == "." && sizes[1] == 2 && n[1] <= 12 || sep == "-" && (sizes[1] == 2 && n[1] <= 12 || j > i)):
		m.day, m.month = n[0], time.Month(n[1])
		if s.is(k, "heure") || s.is(k, "d", "heure") || m.day == 1 && (m.month == 2 || m.month == 4) && sizes[0] == 1 && sizes[1] == 1 {
			return moment{}, false // "9/11 h", "1/4 d'heure"
		}
		if sep == "-" && (s.is(j-1, "entre") || s.is(j-1, "de")) {
			return moment{}, false // "entre 10-12"
		}
	default:
		return moment{}, false
	}
	return m, true
}

// dayOfMonth reads "le 12", "12 janvier", "au 1er", "le 15 du mois prochain".
func (s dateScanner) dayOfMonth(i int) (moment, bool) {
	j := s.skip(i, "le", "du", "au", "les")
	m, ok := s.plainDay(j)
	if !ok {
		return m, false
	}
	m.from = i
	if m.month == 0 && !m.inMonth && j == i && !s.listed(i) {
		return moment{}, false
	}
	if m.month == 0 && (s.word(j) == "premi" || s.word(j) == "un") && !m.inMonth {
		return moment{}, false
	}
	return m, true
}

// listed reports whether a number at i goes on with a list of days: "le 17 ou 18".
func (s dateScanner) listed(i int) bool {
	if !s.is(i-1, "et") && !s.is(i-1, "ou") && !s.is(i-1, ",") {
		return false
	}
	k := i - 2
	if _, ok := monthNames[s.name(k)]; ok {
		return true
	}
	_, isNumber := smallNumber(s.word(k))
	if !isNumber {
		return false
	}
	switch s.name(k - 1) {
	case "le", "les", "du":
		return true
	}
	_, weekday := weekdayNames[s.name(k-1)]
	return weekday || s.listed(k)
}

// plainDay reads the number of a day, and its month if it is said.
func (s dateScanner) plainDay(i int) (moment, bool) {
	n, next, ok := s.number(i)
	if !ok || n < 1 || n > 31 && len(s.word(i)) <= 2 {
		return moment{}, false
	}
	m := s.withMonth(moment{kind: onDate, from: i, to: next, day: n})
	if m.month != 0 {
		return m, true
	}
	k := s.skip(next, "du", "de", "ce")
	if k > next && s.is(k, "mois") && k < len(s.words) {
		m.inMonth = true
		m.monthsOn, m.to = s.which(k + 1)
		return m, true
	}
	after := s.word(next)
	if _, isUnit := units[s.name(next)]; isUnit || nouns[after] || s.name(next) == "heure" || s.name(next) == "minute" || s.is(next, "/") || s.is(next, "h") || s.is(next, "pm") || s.is(next, "am") {
		return moment{}, false
	}
	if s.name(next) == "et" && (s.name(next+1) == "demi" || s.name(next+1) == "quart") {
		return moment{}, false
	}
	return m, true
}

func (s dateScanner) withMonth(m moment) moment {
	k := s.skip(m.to, "-", "de", "d", "/")
	if month, ok := monthNames[s.name(k)]; ok {
		m.month, m.to = month, k+1
		return s.withYear(m)
	}
	return m
}

func (s dateScanner) withYear(m moment) moment {
	if w := s.word(m.to); len(w) == 4 && allDigits(w) && (w[:2] == "20" || w[:2] == "19") {
		for _, c := range []byte(w) {
			m.year = m.year*10 + int(c-'0')
		}
		m.to++
	}
	return m
}
