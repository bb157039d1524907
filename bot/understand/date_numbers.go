package understand

import (
	"time"
)

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
	case count == 3 && sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2 && (sep == "-" || sep == "/"):
		m.year, m.month, m.day = n[0], time.Month(n[1]), n[2]
	case count == 3 && sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2 && sep != " "):
		m.day, m.month, m.year = n[0], time.Month(n[1]), n[2]
		if sizes[2] == 2 {
			m.year += 2000
		}
	case count == 2 && sizes[1] <= 2 && (sep == "/" || sep == "." && sizes[1] == 2 && n[1] <= 12 || sep == "-" && (sizes[1] == 2 && n[1] <= 12 || j > i)):
		m.day, m.month = n[0], time.Month(n[1])
		if s.is(k, "heure") || s.is(k, "d", "heure") || j == i && m.day == 1 && (m.month == 2 || m.month == 4) && sizes[0] == 1 && sizes[1] == 1 {
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
		return s.lastOrNext(s.withYear(m))
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

// lastOrNext reads "le 31 décembre dernier".
func (s dateScanner) lastOrNext(m moment) moment {
	switch {
	case s.is(m.to, "dernier"):
		m.qualifier, m.to = lastOne, m.to+1
	case s.is(m.to, "prochain"):
		m.qualifier, m.to = nextOne, m.to+1
	}
	return m
}
