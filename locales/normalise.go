package locales

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"relais/parcours"
)

// Policy says what becomes of the letters that GSM-7 lacks.
type Policy string

// Policies. One letter outside GSM-7 brings a part from 160 signs to 70.
const (
	// PolicyGSM gives up the accents that GSM-7 lacks (ê to e, ç to c) and keeps
	// those it has (é è à ù É Ç ñ ü), as long as that makes the text GSM-7.
	PolicyGSM Policy = "gsm"
	// PolicyComplete keeps every letter and accepts UCS-2.
	PolicyComplete Policy = "complet"
)

// Normalise prepares a text for SMS: composed letters, plain spaces, typography
// and ligatures that a telephone writes, accents by policy, no double space.
// What has no plain form (Arabic, Cyrillic, emoji) stays: such a text travels in
// UCS-2, whole. Nothing is replaced by "?" and nothing visible is deleted.
//
// Invalid UTF-8 and control characters other than tab, line feed and the
// carriage return before it give ErrInvalid. Normalising twice changes nothing.
func Normalise(text string, policy Policy) (string, error) {
	if !utf8.ValidString(text) {
		return "", fmt.Errorf("%w: text is not UTF-8", parcours.ErrInvalid)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return "", fmt.Errorf("%w: control character %U in text", parcours.ErrInvalid, r)
		}
	}
	if isGSM7(text) { // the usual case: nothing below changes such a text
		return tidySpaces(text), nil
	}
	if policy == PolicyGSM {
		if plain, ok := plainLatin(text); ok {
			return tidySpaces(plain), nil
		}
	}
	return anyScript(text, policy), nil
}

// anyScript is Normalise for a text of any script, which is valid.
func anyScript(text string, policy Policy) string {
	text = norm.NFC.String(text)
	text = plainSpaces(text)
	if strings.ContainsFunc(text, typographic) {
		text = typography.Replace(guillemets.Replace(text))
	}
	if policy == PolicyGSM {
		if plain := withoutForeignAccents(text); isGSM7(plain) {
			text = plain
		}
	}
	return norm.NFC.String(tidySpaces(text))
}

// plainLatin writes a text of precomposed Latin letters, the usual one that is not GSM-7 as
// it stands, letter by letter, with the result of anyScript. It gives false for a text that
// holds anything else.
func plainLatin(text string) (plain string, ok bool) {
	table := latinTable()
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case int(r) < len(gsm7Table) && gsm7Table[r]:
			b.WriteRune(r)
		case int(r) < len(table) && table[r] != "":
			b.WriteString(table[r])
		case r == '’': // the apostrophe that telephones write
			b.WriteByte('\'')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// latinTable holds what anyScript makes of each character below U+0250 that GSM-7 lacks,
// where that is GSM-7 and does not hang on what stands beside it.
var latinTable = sync.OnceValue(func() (table [0x250]string) {
	for r := rune(' '); int(r) < len(table); r++ {
		if unicode.IsControl(r) || gsm7Table[r] || strings.ContainsRune("«»°", r) {
			continue
		}
		if plain := anyScript("a"+string(r)+"a", PolicyGSM); isGSM7(plain) {
			table[r] = plain[1 : len(plain)-1]
		}
	}
	return table
})

// plainSpaces turns every space sign and tab into a space and drops what no
// screen shows: zero-width signs and marks of writing direction. The joiners stay
// here, because Persian, Hindi and emoji are spelt with them.
func plainSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', ' ' <= r && r < '\u0080', '\u00ae' <= r && r < '\u0600':
			return r
		case r == '\u2028', r == '\u2029': // line and paragraph separators
			return '\n'
		case r == '\t', unicode.Is(unicode.Zs, r):
			return ' '
		case r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u00ad', // zero-width and soft hyphen
			r == '\u200e', r == '\u200f', r == '\u061c', // marks of direction
			'\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, text)
}

// guillemets lose the space inside them; it runs before typography.
var guillemets = strings.NewReplacer("« ", `"`, " »", `"`)

// typographic reports whether typography may replace what begins with r: of the
// signs below U+0100 it holds these.
func typographic(r rune) bool {
	return r >= '\u0100' || strings.ContainsRune("`´«»°²", r)
}

// typography holds the signs and ligatures that decomposition does not undo.
// The capital Ç stays: GSM-7 has it, and only it.
var typography = strings.NewReplacer(
	"’", "'", "‘", "'", "‚", "'", "‛", "'", "ʼ", "'", "′", "'", "`", "'", "´", "'", "‹", "'", "›", "'",
	"«", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`, "‟", `"`, "″", `"`,
	"…", "...", "–", "-", "—", "-", "‑", "-", "‐", "-", "‒", "-", "―", "-", "−", "-", "•", "-",
	"n°", "no", "N°", "No", "№", "No", "²", "2",
	"œ", "oe", "Œ", "OE", "ĳ", "ij", "Ĳ", "IJ", "ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl",
	"ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ħ", "h", "Ħ", "H", "ŧ", "t", "Ŧ", "T", "ı", "i", "ẞ", "SS",
)

// withoutForeignAccents replaces each accented Latin letter that GSM-7 lacks by
// its base letter, and drops joiners and presentation selectors, which no Latin
// text needs. A mark on anything else stays: without its vowels an Arabic text is
// another one.
func withoutForeignAccents(text string) string {
	if isGSM7(text) {
		return text
	}
	text = joiners.Replace(text)
	var b strings.Builder
	var it norm.Iter
	for text != "" {
		// Nearly every letter is GSM-7 and bears no mark: it needs no look at its composition.
		plain := plainPrefix(text)
		b.WriteString(text[:plain])
		if text = text[plain:]; text == "" {
			break
		}
		it.InitString(norm.NFC, text)
		letter := string(it.Next())
		text = text[it.Pos():]
		if isGSM7(letter) {
			b.WriteString(letter)
			continue
		}
		base, marks := utf8.DecodeRuneInString(norm.NFD.String(letter))
		rest := norm.NFD.String(letter)[marks:]
		if unicode.Is(unicode.Latin, base) && isGSM7(string(base)) && allAccents(rest) {
			b.WriteRune(base)
			continue
		}
		b.WriteString(letter)
	}
	return b.String()
}

// plainPrefix returns how many bytes of text are GSM-7 letters that no following
// mark changes: nothing below U+0300 combines with the letter before it.
func plainPrefix(text string) int {
	last := 0 // where the letter begins that the next one may still change
	for i, r := range text {
		if r >= '\u0300' {
			return last
		}
		if !gsm7Table[r] {
			return i
		}
		last = i
	}
	return len(text)
}

var joiners = strings.NewReplacer("\u200c", "", "\u200d", "", "\ufe0e", "", "\ufe0f", "")

func allAccents(text string) bool {
	for _, r := range text {
		if r < '\u0300' || r > '\u036f' { // the block of combining accents
			return false
		}
	}
	return true
}

// isGSM7 reports whether every character of text is in the GSM-7 default
// alphabet or its extension.
func isGSM7(text string) bool {
	for _, r := range text {
		if int(r) >= len(gsm7Table) || !gsm7Table[r] {
			return false
		}
	}
	return true
}

// gsm7Table tells, by code point, what gsm7 lists.
var gsm7Table = func() (table ['€' + 1]bool) {
	for _, r := range gsm7 {
		table[r] = true
	}
	return table
}()

// gsm7 is the default alphabet and its extension (3GPP TS 23.038, 6.2.1), without
// the control characters. A test compares it with what the encoder does.
const gsm7 = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"

// tidySpaces keeps one space where there were several, none at the ends of
// lines, and at most one empty line between two.
func tidySpaces(text string) string {
	if !strings.Contains(text, "  ") && !strings.Contains(text, " \n") && !strings.Contains(text, "\n ") && !strings.Contains(text, "\n\n") &&
		strings.Trim(text, " \n") == text {
		return text
	}
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' }), " ")
		if line == "" && len(kept) > 0 && kept[len(kept)-1] == "" {
			continue
		}
		kept = append(kept, line)
	}
	return strings.Trim(strings.Join(kept, "\n"), "\n")
}
