package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells words, numbers and marks apart.
type tokenKind uint8

const (
	tokenWord tokenKind = iota
	tokenNumber
	tokenMark
)

// token is a word in its canonical spelling, a number or a mark of a text whose
// numbers matter: Words would lose the marks that say how they add up.
type token struct {
	kind tokenKind
	// word is the canonical word, the mark, or the digits as written.
	word string
	// hundredths is the value of a number: 2,5 is 250.
	hundredths int
	// places counts the digits after the decimal mark.
	places int
	// spelled numbers were written in letters.
	spelled bool
	// glued tokens follow the one before without a space.
	glued bool
}

func (t token) whole() (int, bool) {
	return t.hundredths / 100, t.kind == tokenNumber && t.hundredths%100 == 0 && t.places == 0
}

// marks are the signs that are kept, by what they stand for.
var marks = map[rune]string{
	'+': "+", '-': "-", '–': "-", '—': "-", '−': "-", '‐': "-", '‑': "-", '→': "-", '/': "/", '⁄': "/", '×': "x", '*': "x", '=': "=",
	',': ",", '،': ",", ';': ";", '؛': ";", '.': ".", ':': ":", '(': "(", ')': ")", '[': "(", ']': ")", '?': "?", '؟': "?", '!': "!",
	'€': "€", '£': "€", '$': "€", '%': "%", '٪': "%", '&': "&", '~': "~", '≈': "~", '\n': ";", '\r': ";", '°': "°", '#': "°", '@': "@",
}

// halves are written out before anything else: their compatibility form would
// run into the digits that precede them.
var halves = strings.NewReplacer("½", " 1/2 ", "¼", " 1/4 ", "¾", " 3/4 ")

// scan cuts text in tokens.
func scan(text string) []token {
	text = clip(text)
	if strings.ContainsAny(text, "½¼¾") {
		text = halves.Replace(text)
	}
	s := scanner{toks: make([]token, 0, len(text)/4+4)}
	run := make([]rune, 0, 24)
	glued := false
	end := func() {
		if len(run) > 0 {
			s.run(run, glued)
			run, glued = run[:0], true
		}
	}
	text = compose(text)
	for at, r := range text {
		if d, ok := digitValue(r); ok {
			run = append(run, rune('0'+d))
			continue
		}
		switch sign, isSign := signOf(r); {
		case isSign && unicode.IsLetter(r):
			run = append(run, []rune(sign)...)
		case isSign:
			end()
			s.run([]rune(sign), false)
			glued = false
		case unicode.IsLetter(r):
			run = append(run, unicode.ToLower(r))
		case r >= utf8.RuneSelf && (unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r)):
		case (r == '\'' || r == '’') && len(run) > 0 && unicode.Is(unicode.Cyrillic, run[0]):
		default:
			before, _ := utf8.DecodeLastRuneInString(text[:at])
			after, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
			hyphen := r == '-' && firstOther(run, false) == len(run) && unicode.IsLetter(before) && unicode.IsLetter(after) && dayWords[stem(string(run))] == 0
			end()
			if mark, ok := marks[r]; ok && !hyphen {
				s.mark(mark, at > 0 && !unicode.IsSpace(before))
				glued = true
			} else {
				glued = false
			}
		}
	}
	end()
	s.flush()
	return decimals(s.toks)
}

func signOf(r rune) (string, bool) {
	if r < utf8.RuneSelf {
		return "", false
	}
	sign, ok := signs[r]
	return sign, ok
}

// digitValue reads the digits of Europe and both sets of the Arabic script.
func digitValue(r rune) (int, bool) {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0'), true
	case '٠' <= r && r <= '٩':
		return int(r - '٠'), true
	case '۰' <= r && r <= '۹':
		return int(r - '۰'), true
	}
	return 0, false
}

// scanner collects tokens; words wait in folded until the segment they belong to
// is over, since their canonical spelling depends on each other.
type scanner struct {
	toks   []token
	folded []string
}

func (s *scanner) flush() {
	if len(s.folded) == 0 {
		return
	}
	for _, w := range canonical(s.folded) {
		s.toks = append(s.toks, token{kind: tokenWord, word: w})
	}
	s.folded = s.folded[:0]
}

func (s *scanner) mark(mark string, glued bool) {
	s.flush()
	s.toks = append(s.toks, token{kind: tokenMark, word: mark, glued: glued})
}

func (s *scanner) number(digits string, glued bool) {
	s.flush()
	n := 0
	for i := 0; i < len(digits) && i < 7; i++ {
		n = n*10 + int(digits[i]-'0')
	}
	s.toks = append(s.toks, token{kind: tokenNumber, word: digits, hundredths: n * 100, glued: glued})
}

// unitWord adds a word that is not to be spelled anew: "h" glued to a number.
func (s *scanner) unitWord(word string) {
	s.flush()
	if word == "x" {
		s.toks = append(s.toks, token{kind: tokenMark, word: "x", glued: true})
		return
	}
	s.toks = append(s.toks, token{kind: tokenWord, word: stem(word), glued: true})
}

// run adds a run of letters and digits: "15", "heures", "9h30", "2x4h", "sa3a".
func (s *scanner) run(run []rune, glued bool) {
	first := firstOther(run, true)
	switch {
	case first == len(run):
		s.number(string(run), glued)
		return
	case first == 0 && firstOther(run, false) == len(run):
		word := string(squeeze(run))
		// "/j" is a day, not "je"; a lone "x" between numbers multiplies.
		if n := len(s.toks); len(s.folded) == 0 && n > 0 && s.toks[n-1].kind == tokenMark && s.toks[n-1].word == "/" && dayShort[word] {
			word = "jour"
		}
		switch word {
		case "x":
			s.mark("x", glued)
			return
		case "eure", "eures": // hours, whose stem would be that of euros
			word = "heures"
		}
		s.folded = append(s.folded, word)
		return
	}
	// Whole words of a language that writes sounds with digits: "15sa3a".
	if first > 0 {
		if rest := string(squeeze(run[first:])); hourWords[stem(rest)] != "" {
			s.number(string(run[:first]), glued)
			s.unitWord(rest)
			return
		}
	}
	if pieces, ok := cutRun(run); ok {
		for _, p := range pieces {
			if '0' <= p[0] && p[0] <= '9' {
				s.number(p, glued)
			} else {
				s.unitWord(p)
			}
			glued = true
		}
		return
	}
	s.folded = append(s.folded, string(squeeze(run)))
}

// firstOther is the index of the first rune that is not a digit, or that is one.
func firstOther(run []rune, digits bool) int {
	for i, r := range run {
		if ('0' <= r && r <= '9') != digits {
			return i
		}
	}
	return len(run)
}

var dayShort = wordSet("j", "jr", "jrs", "jour", "jours")

// glueAfter are letters that may follow a digit at once, glueBefore those that
// may stand before one.
var (
	glueAfter = wordSet("h", "hr", "hrs", "hs", "hre", "hres", "heure", "heures", "heur", "heurs", "hour", "hours", "horas", "hora", "saat",
		"min", "mn", "mns", "mins", "minute", "minutes", "x", "j", "jr", "jrs", "jour", "jours", "fois", "e", "eme", "er", "ere", "nd",
		"ans", "an", "euros", "euro", "eur", "km", "kg", "am", "pm", "a", "et",
		"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
	glueBefore = wordSet("h", "x", "a", "de", "env")
	zeroLetter = wordSet("o", "oh", "oheure", "oheures")
)

// cutRun cuts "2h30" in "2", "h", "30". It refuses words that merely have a digit
// in them.
func cutRun(run []rune) ([]string, bool) {
	var pieces []string
	for i := 0; i < len(run); {
		isDigit := '0' <= run[i] && run[i] <= '9'
		j := i + firstOther(run[i:], isDigit)
		piece := string(run[i:j])
		switch {
		case isDigit:
		case i > 0 && zeroLetter[piece]: // "1Oh" for "10h"
			pieces[len(pieces)-1] += "0"
			if piece = piece[1:]; piece == "" {
				i = j
				continue
			}
		case i > 0:
			piece = string(squeeze(run[i:j]))
			switch {
			case glueAfter[piece]:
			case j < len(run) && piece == "ha": // "9ha12h"
				pieces = append(pieces, "h")
				piece = "a"
			case j < len(run) && (piece == "het" || piece == "hx"):
				pieces = append(pieces, "h")
				piece = piece[1:]
			default:
				return nil, false
			}
		case !glueBefore[piece]:
			return nil, false
		}
		pieces = append(pieces, piece)
		i = j
	}
	return pieces, true
}

// decimals joins "2" "," "5". A chain such as "06.39.98" or "3,4,2" joins nothing.
func decimals(toks []token) []token {
	out := make([]token, 0, len(toks))
	for i := 0; i < len(toks); i++ {
		if i+2 < len(toks) && pointed(toks, i) && !(i > 1 && pointed(toks, i-2)) && !(i+4 < len(toks) && chained(toks, i+2)) && len(toks[i+2].word) <= 2 {
			t, frac := toks[i], toks[i+2]
			t.places = len(frac.word)
			if t.places == 1 {
				t.hundredths += frac.hundredths / 10
			} else {
				t.hundredths += frac.hundredths / 100
			}
			t.word += "," + frac.word
			out = append(out, t)
			i += 2
			continue
		}
		out = append(out, toks[i])
	}
	return out
}

// pointed reports whether a number, a point or a comma and a number touch.
func pointed(toks []token, i int) bool {
	return chained(toks, i) && (toks[i+1].word == "." || toks[i+1].word == ",")
}

// chained reports whether two numbers touch with a mark between them.
func chained(toks []token, i int) bool {
	return toks[i].kind == tokenNumber && toks[i+1].kind == tokenMark && toks[i+1].glued && toks[i+2].kind == tokenNumber && toks[i+2].glued &&
		strings.Contains(".,/-", toks[i+1].word)
}
