package parcours

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FoldName returns a name as it is compared: lower case, without accents, with
// single spaces in place of hyphens, apostrophes and runs of blanks.
// "Le  Goff-Tanguy" gives "le goff tanguy".
func FoldName(s string) string {
	if folded, ok := foldFrench(s); ok {
		return folded
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	// Twice: a letter in lower case may decompose where its capital does not (Ϲ).
	for _, c := range norm.NFKD.String(strings.ToLower(norm.NFKD.String(s))) {
		if unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c) {
			continue
		}
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteString(foldLetter(c))
	}
	return b.String()
}

// foldFrench is FoldName for the letters of French, which most names are written with.
func foldFrench(s string) (string, bool) {
	folded, gap := make([]byte, 0, len(s)), false
	for _, c := range s {
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c < utf8.RuneSelf:
			gap = len(folded) > 0
			continue
		default:
			if c = plainLetters[c]; c == 0 {
				return "", false
			}
		}
		if gap {
			folded, gap = append(folded, ' '), false
		}
		folded = append(folded, byte(c))
	}
	return string(folded), true
}

// plainLetters are the letters of French without their accents; those that two letters
// stand for are not among them.
var plainLetters = map[rune]rune{
	'À': 'a', 'Â': 'a', 'Ä': 'a', 'Ç': 'c', 'È': 'e', 'É': 'e', 'Ê': 'e', 'Ë': 'e', 'Î': 'i', 'Ï': 'i', 'Ô': 'o', 'Ö': 'o', 'Ù': 'u', 'Û': 'u', 'Ü': 'u',
	'à': 'a', 'â': 'a', 'ä': 'a', 'ç': 'c', 'è': 'e', 'é': 'e', 'ê': 'e', 'ë': 'e', 'î': 'i', 'ï': 'i', 'ô': 'o', 'ö': 'o', 'ù': 'u', 'û': 'u', 'ü': 'u',
}

// foldLetter spells the letters that decomposition leaves whole.
func foldLetter(c rune) string {
	switch c {
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	}
	return string(c)
}

// FirstGivenName returns the first given name, folded: "Maëlys Rose" gives
// "maelys". A hyphen joins: "Jean-Pierre" is one name, "jean pierre".
func FirstGivenName(s string) string {
	for _, word := range strings.Fields(s) {
		if folded := FoldName(word); folded != "" {
			return folded
		}
	}
	return ""
}

// SameGivenName reports whether two given names may name the same human: same
// first name, or same names when hyphens are read as spaces. Absent names agree
// with nothing.
func SameGivenName(a, b string) bool {
	first := FirstGivenName(a)
	if first == "" {
		return false
	}
	return first == FirstGivenName(b) || FoldName(a) == FoldName(b)
}
