package understand

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// momentKind says what sort of time some words name.
type momentKind int

const (
	// onWeekday: "mardi", and "mardi prochain" when qualified.
	onWeekday momentKind = iota + 1
	// onDate: "le 12", "12 janvier", "12/01/2027".
	onDate
	// onOffset: "demain", "dans 3 jours", "il y a un mois".
	onOffset
	// onSpan: "la semaine prochaine", "fin janvier".
	onSpan
	// onWeekdays: "en semaine", "le week-end", "du lundi au jeudi".
	onWeekdays
	// atClock: "14h", "entre 9h et 11h".
	atClock
	// atPart: "le matin".
	atPart
	// inClock: "dans 2 heures", "maintenant".
	inClock
)

// bound says on which side of a moment the text stands.
type bound int

const (
	noBound bound = iota
	since         // "à partir de", "dès", "depuis"
	after         // "après"
	before        // "avant"
	until         // "jusqu'à", "d'ici"
)

// unit is what a span or an offset is counted in.
type unit int

const (
	byDay unit = iota
	byWeek
	byMonth
	byYear
	byWeekend
	namedMonth
)

// portion is a piece of a span.
type portion int

const (
	whole portion = iota
	start
	middle
	end
)

// qualifier tells which weekday is meant.
type qualifier int

const (
	anyWeek   qualifier = iota
	thisWeek            // "ce mardi"
	nextOne             // "mardi prochain"
	lastOne             // "mardi dernier"
	inWeek              // "mardi de la semaine prochaine": weeks says which
	plusWeeks           // "mardi en huit": weeks after the next one
)

// moment is what some words of a text name of time. Which fields count depends on
// kind.
type moment struct {
	kind     momentKind
	from, to int
	cue      string

	weekday    time.Weekday
	qualifier  qualifier
	weeks      int
	habitual   bool // "le mardi", "les mardis"
	weekdays   weekdaySet
	day, year  int
	month      time.Month
	inMonth    bool // "le 15 du mois prochain": monthsOn is 1
	monthsOn   int
	offset     int
	unit       unit
	portion    portion
	bound      bound
	last       *moment // end of a span of days: "du 20 au 25"
	part       Part
	lo, hi     int  // minutes of the day; hi only for a span of hours
	minutes    bool // minutes were said
	loose      bool // "2h" may be 14h
	around     bool
	spansHours bool
}

func (m moment) isDay() bool {
	return m.kind == onWeekday || m.kind == onDate || m.kind == onOffset || m.kind == onSpan || m.kind == onWeekdays
}

// weekdaySet has bit n for weekday n, Sunday first.
type weekdaySet uint8

func (s weekdaySet) has(d time.Weekday) bool { return s&(1<<d) != 0 }

const (
	workdays weekdaySet = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	weekend  weekdaySet = 1<<time.Saturday | 1<<time.Sunday
)

// weekdaysBetween returns first to last, through Sunday where it has to.
func weekdaysBetween(first, last time.Weekday) weekdaySet {
	var s weekdaySet
	for d := first; ; d = (d + 1) % 7 {
		s |= 1 << d
		if d == last {
			return s
		}
	}
}

var weekdayNames = map[string]time.Weekday{
	"lundi": time.Monday, "mardi": time.Tuesday, "mercredi": time.Wednesday, "jeudi": time.Thursday,
	"vendredi": time.Friday, "samedi": time.Saturday, "dimanche": time.Sunday,
}

var monthNames = map[string]time.Month{
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
	"aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}

// monthLengths has 29 for February: the year decides.
var monthLengths = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

var countsByName = func() map[string]int {
	n := map[string]int{"vingt et un": 21, "trente et un": 31}
	for i, w := range []string{
		"un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
		"quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf", "vingt", "vingt et un", "vingt deux", "vingt trois",
		"vingt quatre", "vingt cinq", "vingt six", "vingt sept", "vingt huit", "vingt neuf", "trente", "trente et un",
	} {
		n[stemAll(w)] = i + 1
	}
	n["une"], n["premi"], n["1er"], n["1ere"] = 1, 1, 1, 1
	return n
}()

func stemAll(words string) string {
	out := ""
	for w := range strings.FieldsSeq(words) {
		if out != "" {
			out += " "
		}
		out += stem(w)
	}
	return out
}

// dateScanner reads the moments of a text, from left to right.
type dateScanner struct {
	words []timeWord
}

// moments returns what text names of time, in order.
func moments(words []timeWord) []moment {
	s := dateScanner{words}
	var found []moment
	for i := 0; i < len(words); {
		m, ok := s.at(i)
		if !ok {
			i++
			continue
		}
		if m.kind != 0 { // none: words that only look like a time
			m.cue = cmp.Or(m.cue, s.text(m.from, m.to))
			found = append(found, m)
		}
		i = max(m.to, i+1)
	}
	shareContext(found)
	return found
}

func (s dateScanner) text(from, to int) string {
	out := ""
	for _, w := range s.words[from:to] {
		if out != "" {
			out += " "
		}
		if w.name != "" {
			out += w.name
		} else {
			out += w.word
		}
	}
	return out
}

func (s dateScanner) word(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].word
}

func (s dateScanner) name(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].name
}

// is reports whether the words from i on are those named; it takes names in full.
func (s dateScanner) is(i int, words ...string) bool {
	for k, w := range words {
		if s.name(i+k) != w && s.word(i+k) != w {
			return false
		}
	}
	return true
}

// skip returns the place after the words from i on that are in the list.
func (s dateScanner) skip(i int, words ...string) int {
	for slices.Contains(words, s.name(i)) || s.word(i) != "" && slices.Contains(words, s.word(i)) {
		i++
	}
	return i
}

// number reads a number at i, in digits or in words.
func (s dateScanner) number(i int) (n, next int, ok bool) {
	w := s.word(i)
	if w == "" {
		return 0, i, false
	}
	if n, ok := smallNumber(w); ok {
		return n, i + 1, true
	}
	if w == "vingt" || w == "trent" || w == "dix" {
		if s.is(i+1, "et", "un") {
			if n, ok := countsByName[w+" et un"]; ok {
				return n, i + 3, true
			}
		}
		if n, ok := countsByName[w+" "+s.word(i+1)]; ok {
			return n, i + 2, true
		}
	}
	n, ok = countsByName[w]
	return n, i + 1, ok
}

// at reads a moment that begins at i.
func (s dateScanner) at(i int) (moment, bool) {
	if m, ok := s.bounded(i); ok && !s.is(i, "apres", "demain") && !s.is(i, "avant", "hier") {
		return m, true
	}
	if m, ok := s.days(i); ok {
		return m, true
	}
	return s.hours(i)
}

// bounded reads "à partir de …", "avant …", "jusqu'à …" with what they bound, and
// "entre … et …".
func (s dateScanner) bounded(i int) (moment, bool) {
	b, j := noBound, i
	switch {
	case s.is(i, "a", "partir"), s.is(i, "a", "compt"), s.is(i, "au", "partir"):
		b, j = since, i+2
	case s.is(i, "partir") && (s.is(i+1, "de") || s.is(i+1, "du") || s.is(i+1, "d")):
		b, j = since, i+1
	case s.is(i, "des"), s.is(i, "depuis"), s.is(i, "from"):
		b, j = since, i+1
	case s.is(i, "apres"):
		b, j = after, i+1
	case s.is(i, "plus", "tard", "que"):
		b, j = after, i+3
	case s.is(i, "plus", "tot", "que"):
		b, j = before, i+3
	case s.is(i, "avant"):
		b, j = before, i+1
	case s.word(i) == "jusqu" || s.word(i) == "jusq":
		b, j = until, i+1
	case s.is(i, "d", "ici"), s.is(i, "au", "plus", "tard"):
		b, j = until, i+2
		if s.is(i, "au") {
			j = i + 3
		}
	case s.is(i, "a"), s.is(i, "vers"):
		// "a 14", "vers 14": a bare hour
		if m, ok := s.bareHour(i + 1); ok && s.is(i, "vers") {
			m.from = i
			m.around = true
			return m, true
		}
		return moment{}, false
	default:
		return moment{}, false
	}
	if s.is(j, "le", "travail") || s.is(j, "au", "travail") {
		return moment{}, false
	}
	k := s.skip(j, "de", "d", "du", "a", "au", "le", "la", "les", "l", "ce", "que", "jusqu")
	if k > 0 && k < len(s.words) && (s.word(k-1) == "ce" || s.name(k-1) == "le" || s.name(k-1) == "du" || s.name(k-1) == "au") && k > j {
		k-- // "du 12", "au 12", "ce soir": the article tells a day from an hour
	}
	if m, ok := s.days(k); ok && m.kind != 0 && m.kind != onWeekdays && m.bound == noBound && m.last == nil {
		m.bound, m.from = b, i
		return m, true
	}
	if m, ok := s.hours(k); ok && (m.kind == atClock && !m.spansHours || m.kind == atPart) {
		if m.kind == atClock {
			m.bound = b
			if n, ok := s.rest(m, b); ok {
				m = n
			}
		} else if b == before || b == until {
			return moment{}, false
		}
		m.from = i
		return m, true
	}
	if m, ok := s.bareHour(k); ok {
		m.bound, m.from = b, i
		if n, ok := s.rest(m, b); ok {
			m = n
		}
		return m, true
	}
	return moment{}, false
}

// rest reads the end of "à partir de 9h jusqu'à 16h".
func (s dateScanner) rest(m moment, b bound) (moment, bool) {
	if b != since && b != after {
		return m, false
	}
	return s.spanOfHours(m, false)
}

// nouns follow a number that is no day: "le 12 rue de la Paix".
var nouns = wordSet(stem("rue"), stem("avenue"), "bis", "ter", stem("boulevard"), "bd", stem("place"), stem("allee"), stem("impasse"), stem("chemin"), stem("route"), stem("euros"), "euro", "an", "ans", stem("annees"), stem("enfants"), "kilo", "km", "fois", stem("personnes"), "rdv", stem("creneau"), "place", stem("chose"), stem("etage"), stem("quai"), stem("square"), stem("cours"), "eur", stem("metre"), stem("centimes"), stem("pourcent"))

// monthsByName may stand before a month that has no day.
var monthsByName = wordSet("en", "debut", "fin", "mi", "milieu", "courant", "depuis", "de", "d", "mois", "pour", "avant", "apres", "des")

// shareContext gives the days of a list the month, or the week, of its last: "le 17
// et 19 mai".
func shareContext(found []moment) {
	for i := 1; i < len(found); i++ {
		if m, prev := &found[i], found[i-1]; m.kind == onSpan && m.unit == byWeek && m.qualifier == nextOne && prev.kind == onSpan && prev.unit == byWeek {
			m.offset += prev.offset
		}
	}
	for i := len(found) - 2; i >= 0; i-- {
		m, next := &found[i], found[i+1]
		if m.kind == onDate && next.kind == onDate && m.month == 0 && m.last == nil && next.month != 0 && next.from-m.to <= 2 {
			m.month, m.year = next.month, next.year
		}
		if m.kind == onWeekday && next.kind == onWeekday && m.qualifier == anyWeek && m.bound == noBound && next.from-m.to <= 2 {
			switch next.qualifier {
			case inWeek, nextOne, plusWeeks: // "jeudi ou vendredi de la semaine prochaine"
				m.qualifier, m.weeks = next.qualifier, next.weeks
			}
		}
	}
}

// civil returns the date of year, month and day, false when there is none.
func civil(year int, month time.Month, day int) (parcours.Date, bool) {
	d := parcours.NewDate(year, month, day)
	return d, d.Month == month && d.Day == day
}
