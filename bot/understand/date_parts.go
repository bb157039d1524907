package understand

// Part is a half of the day. Evenings are afternoons that begin late.
type Part string

// Parts of a day, divided at noon.
const (
	AnyPart   Part = "any"
	Morning   Part = "morning"
	Afternoon Part = "afternoon"
)

// Hours that words stand for, in minutes of the day.
const (
	noon         = 12 * 60
	midnight     = 24 * 60
	lunchEnd     = 14 * 60 // "entre midi et deux"
	eveningStart = 18 * 60 // "le soir"
	lateStart    = 16 * 60 // "en fin d'après-midi"; also the end of its beginning
	morningTurn  = 10 * 60 // "en début de matinée" ends, "en fin de matinée" begins
)

// lunch reads the middle of the day: "entre midi et deux", "le midi".
func (s dateScanner) lunch(i int) (moment, bool) {
	m := moment{kind: atClock, from: i, lo: noon, hi: lunchEnd, spansHours: true}
	switch {
	case s.is(i, "entre", "midi", "et"):
		if n, next, ok := s.number(i + 3); ok && n == 2 && !s.is(next, "heure") {
			m.to = next
			return m, true
		}
	case s.is(i, "le", "midi"), s.is(i, "les", "midi"), s.is(i, "pendant", "midi"), s.is(i, "pause", "midi"), s.is(i, "du", "midi"):
		m.to = i + 2
		return m, !s.is(m.to, "et")
	case s.is(i, "paus", "de", "midi"), s.is(i, "paus", "du", "midi"), s.is(i, "heure", "du", "midi"), s.is(i, "heure", "de", "repa"), s.is(i, "heure", "du", "repa"):
		m.to = i + 3
		return m, true
	case s.is(i, "paus", "dejeun"), s.is(i, "paus", "midi"), s.is(i, "paus", "repa"):
		m.to = i + 2
		return m, true
	}
	return moment{}, false
}

// portion reads "début", "milieu" and "fin".
func (s dateScanner) portion(i int) portion {
	switch s.name(i) {
	case "debut":
		return start
	case "milieu", "mi":
		return middle
	case "fin":
		return end
	}
	return whole
}

// partOfDay reads "le matin", "en fin d'après-midi", "tôt le matin", "le soir".
func (s dateScanner) partOfDay(i int) (moment, bool) {
	j := s.skip(i, "le", "la", "l", "les", "en", "dans", "a", "au", "du", "tout", "tous", "chaqu", "pendant", "tot", "tard", "cette", "cet", "ce", "de", "assez", "tre")
	p := s.portion(j)
	if p != whole {
		j = s.skip(j+1, "de", "d", "du", "la", "l", "le", "-")
	}
	early := s.saw(i, j, "tot") || s.is(j+1, "tot") || s.is(j+1, "de", "bonne", "heure") || s.is(j+1, "de", "bon", "heure")
	m := moment{kind: atPart, from: i, to: j + 1, lo: -1, hi: -1}
	switch s.name(j) {
	case "matin":
		m.part = Morning
		switch {
		case p == start, early:
			m.hi = morningTurn
		case p == end, s.saw(i, j, "tard"):
			m.lo = morningTurn
		}
	case "aprem":
		m.part = Afternoon
		switch {
		case p == start, early:
			m.hi = lateStart
		case p == end, s.saw(i, j, "tard"):
			m.lo = lateStart
		}
	case "soir":
		m.part, m.lo = Afternoon, eveningStart
	case "nuit":
		if !s.is(j-1, "cette") {
			return moment{from: i, to: j + 1}, true // nobody is received then
		}
		m.part, m.lo = Afternoon, eveningStart
	case "journee":
		switch p {
		case end:
			m.part, m.lo = Afternoon, lateStart
		case start:
			m.part, m.hi = Morning, morningTurn
		default:
			m.part = AnyPart
			return m, s.saw(i, j, "tout", "en", "dans")
		}
	default:
		return s.soonOrLate(i)
	}
	if early && s.is(j+1, "tot") {
		m.to++
	}
	return m, true
}

// soonOrLate reads "trop tôt", "assez tard".
func (s dateScanner) soonOrLate(i int) (moment, bool) {
	if !s.is(i, "trop") && !s.is(i, "assez") && !s.is(i, "tre") {
		return moment{}, false
	}
	m := moment{kind: atPart, from: i, to: i + 2, lo: -1, hi: -1}
	switch {
	case s.is(i+1, "tot"):
		m.part, m.hi = Morning, morningTurn
	case s.is(i+1, "tard"):
		m.part, m.lo = Afternoon, lateStart
	default:
		return moment{}, false
	}
	if k := s.skip(m.to, "le", "l", "dans", "la", "en"); s.is(k, "matin") && m.part == Morning || s.is(k, "aprem") && m.part == Afternoon {
		m.to = k + 1
	}
	return m, true
}
