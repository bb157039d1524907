package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxText bounds what is read of one message, in bytes: ten SMS and more. The
// rest changes no decision and is passed on whole to humans.
const maxText = 4096

// signs are symbols that people send in place of a word.
var signs = map[rune]string{
	'👍': "oui", '👌': "oui", '✅': "oui", '✔': "oui", '☑': "oui", '🆗': "ok",
	'👎': "non", '❌': "non", '🚫': "non",
	'🙏': "merci",
	'🔟': "10",
	'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ß': "ss", 'ø': "o", 'ı': "i", 'ł': "l",
}

// Fold returns text in lower case without accents, one space between words and
// nothing but letters and digits: "J'y serai, ÇA VAAA !" is "j y serai ca va". A
// letter repeated three times or more counts once, as does a vowel doubled at
// the end. A colon between digits is read as an hour: "14:30" is "14h30".
func Fold(text string) string {
	text = clip(text)
	var b strings.Builder
	b.Grow(len(text))
	word := make([]rune, 0, 24)
	flush := func() {
		if len(word) == 0 {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		for _, r := range squeeze(word) {
			b.WriteRune(r)
		}
		word = word[:0]
	}
	runes := []rune(compose(text))
	for i, r := range runes {
		sign, isSign := signs[r]
		switch {
		case isSign && unicode.IsLetter(r):
			word = append(word, []rune(sign)...)
		case isSign:
			flush()
			word = append(word, []rune(sign)...)
			flush()
		case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r):
			// accents, enclosing keycaps, joiners: part of what precedes
		case unicode.IsLetter(r), unicode.IsDigit(r):
			word = append(word, unicode.ToLower(r))
		case r == ':' && i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1]):
			word = append(word, 'h')
		default:
			flush()
		}
	}
	flush()
	return b.String()
}

// compose separates letters from their accents; plain ASCII is left alone.
func compose(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return norm.NFKD.String(strings.ToValidUTF8(text, " "))
		}
	}
	return text
}

// clip cuts text to maxText bytes at a boundary between runes.
func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	cut := maxText
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

// squeeze shortens "ouiii" to "oui" and "stooop" to "stop". Digits are kept.
func squeeze(word []rune) []rune {
	out := make([]rune, 0, len(word))
	for i := 0; i < len(word); {
		j := i
		for j < len(word) && word[j] == word[i] {
			j++
		}
		run := j - i
		keep := run
		if unicode.IsLetter(word[i]) {
			if run > 2 {
				keep = 1
			} else if run == 2 && j == len(word) && i > 0 && strings.ContainsRune("aiouyk", word[i]) {
				keep = 1
			}
		}
		for range keep {
			out = append(out, word[i])
		}
		i = j
	}
	return out
}
