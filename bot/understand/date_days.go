package understand

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
	case s.is(j, "jusqu"), s.is(j, "jusq"), s.is(j, "au"), s.is(j, "a") && (from || m.kind == onWeekday), s.is(j, "-"):
	case s.is(j, "et") && between:
	default:
		return m, false
	}
	j = s.skip(j, "jusqu", "jusq", "a", "au", "-", "et")
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
			return moment{kind: onOffset, from: i, to: i + 1, cue: s.text(i, i+2)}, true
		}
		return moment{}, false
	}
	sign, j := 1, 0
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
		if w := s.name(j + 1); w == "quinzaine" || w == "huitaine" || w == "dizaine" {
			j++
		}
	}
	switch s.name(j) {
	case "quinzaine":
		return moment{kind: onOffset, from: i, to: s.skip(j+1, "de", "jour"), offset: 15 * sign, bound: s.countdown(i)}, true
	case "dizaine":
		return moment{kind: onOffset, from: i, to: s.skip(j+1, "de", "jour"), offset: 10 * sign, bound: s.countdown(i)}, true
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
