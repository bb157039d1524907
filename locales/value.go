package locales

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"relais/parcours"
)

// Longest values, in characters. Longer ones are mistakes of a file or worse;
// they are refused rather than cut inside a name.
const (
	maxName    = 60
	maxPlace   = 120
	maxAddress = 160
	maxLink    = 300
	maxText    = 4000
	// maxQuoted leaves room, in a Telegram message, for what surrounds a quotation.
	maxQuoted = 3400
)

// oneLine returns a value as one line: spaces for line feeds and control
// characters, no invisible sign, no double space.
func oneLine(value string) string {
	if plain(value) {
		return value
	}
	value = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(value, "\uFFFD"))
	return strings.Join(strings.Fields(plainSpaces(value)), " ")
}

// fitting makes a value fit to be printed: typed or defused.
type fitting func(field, value string, longest int) (string, error)

// plain reports whether a value is printed as it is: letters and signs of Latin-1,
// and single spaces inside.
func plain(value string) bool {
	before := ' '
	for _, r := range value {
		if r < ' ' || '~' < r && r < '\u00c0' || r > '\u00ff' || r == ' ' && before == ' ' {
			return false
		}
		before = r
	}
	return value == "" || before != ' '
}

// typed returns a value that came from somebody's keyboard, such as a name or a
// place, fit for a message that the service signs. A web or e-mail address in it
// gives ErrInvalid: it would make the message a bait. A dot inside a word is
// followed by a space, so that "St.Jean" does not turn into a link.
func typed(field, value string, longest int) (string, error) {
	value = oneLine(value)
	if n := utf8.RuneCountInString(value); n > longest {
		return "", fmt.Errorf("%w: %s has %d characters, %d at most", parcours.ErrInvalid, field, n, longest)
	}
	if !strings.ContainsAny(value, ".:@。．") {
		return value, nil
	}
	if webAddress.MatchString(value) {
		return "", fmt.Errorf("%w: %s holds a web or e-mail address", parcours.ErrInvalid, field)
	}
	return innerDot.ReplaceAllString(value, "$1 $2"), nil
}

// defused is typed for the messages that must leave whatever their values hold:
// nothing is refused, and no address in it can be followed.
func defused(_, value string, longest int) (string, error) {
	return excerpt(oneLine(dots.Replace(oneLine(value))), longest), nil
}

var dots = strings.NewReplacer(".", ". ", "。", "。 ", "．", "． ", "@", " @ ", "://", ": // ")

var (
	// webAddress finds what cannot be in a name: a scheme, "www.", an e-mail
	// address, or a domain under an ending in wide use. "Esp@ce" is a name.
	webAddress = regexp.MustCompile(`(?i)://|\bwww\.|[\pL\pN]@[\pL\pN-]+\.|[\pL\pN][.。．](?:com|net|org|info|biz|fr|eu|io|me|co|cc|ly|gl|gg|to|tv|ru|cn|tk|xyz|top|app|dev|link|click|site|online|shop|store|live|club|page|web|gouv|bzh)(?:$|[^\pL\pN-])`)
	innerDot   = regexp.MustCompile(`([\pL\pN]{2,}\.)(\pL)`)
)

// number returns a phone number as people read it, "02 61 91 01 02" for a French
// one. A remark in brackets is left out; anything else but digits and the usual
// separators gives ErrInvalid.
func number(value string) (string, error) {
	value = oneLine(value)
	if strings.Contains(value, "(") {
		value = collapse(brackets.ReplaceAllString(value, ""))
	}
	if value == "" {
		return "", nil
	}
	if !phoneLike.MatchString(value) {
		return "", fmt.Errorf("%w: the phone number is not one", parcours.ErrInvalid)
	}
	digits := strings.Map(func(r rune) rune {
		if r == '+' || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, value)
	if rest, ok := strings.CutPrefix(digits, "+33"); ok {
		digits = "0" + strings.TrimPrefix(rest, "0")
	}
	if len(digits) != 10 || digits[0] != '0' {
		return value, nil
	}
	pairs := make([]string, 0, 5)
	for i := 0; i < 10; i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, " "), nil
}

// dialled returns a phone number for a text of the language. Between words written
// from right to left, groups of digits that spaces separate are shown last group
// first; those that dots separate keep their order (UAX #9, rules W2, W4 and N1),
// which also holds where marks of direction are lost, as in an SMS.
func (s *spoken) dialled(number string) string {
	if !s.language.RightToLeft() {
		return number
	}
	if rest, ok := strings.CutPrefix(number, "+"); ok {
		number = "00" + rest
	}
	return strings.ReplaceAll(number, " ", ".")
}

var phoneLike = regexp.MustCompile(`^[+0-9][0-9 .-]{1,23}$`)

// freeText returns somebody's own words, with their line feeds. Control
// characters become spaces: a question must reach its reader whatever it holds.
func freeText(value string) (string, error) {
	value = strings.ReplaceAll(strings.ToValidUTF8(value, "\uFFFD"), "\r\n", "\n")
	value = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, value)
	value = tidySpaces(value)
	if n := utf8.RuneCountInString(value); n > maxText {
		return "", fmt.Errorf("%w: the text has %d characters, %d at most", parcours.ErrInvalid, n, maxText)
	}
	return value, nil
}

// excerpt returns the first words of a text, at most n UTF-16 units (Telegram
// counts so: an emoji is two) and a mark that there is more. Only notices that
// lead to the whole text use it.
func excerpt(text string, n int) string {
	units, end := 0, len(text)
	for i, r := range text {
		if units += utf16.RuneLen(r); units > n {
			end = i
			break
		}
	}
	if end == len(text) {
		return text
	}
	cut := text[:end]
	if i := strings.LastIndexAny(cut, " \n"); i > 0 {
		cut = cut[:i]
	}
	return cut + " [...]"
}

// html escapes what Telegram's HTML mode reads as markup: those three signs and
// no other, so that the stored text stays readable.
var (
	html      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescaped = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// greetingName returns how a message addresses somebody: "Mme LE GOFF" when the
// file gives a title, "Yann LE GOFF" when it does not, "Yann" in discreet mode.
// Titles are never guessed. Empty when no name is known.
func (s *spoken) greetingName(to parcours.Recipient, fit fitting) (string, error) {
	first, err := fit("first name", to.FirstName, maxName)
	if err != nil {
		return "", err
	}
	last, err := fit("last name", to.LastName, maxName)
	if err != nil {
		return "", err
	}
	first, last = capitalised(first), strings.ToUpper(last)
	if to.Discreet {
		return first, nil
	}
	if !to.Staff && last != "" && (to.Title == parcours.TitleMadame || to.Title == parcours.TitleMonsieur) {
		return s.text("person."+string(to.Title), fill(map[string]string{"Name": last}))
	}
	return strings.TrimSpace(first + " " + last), nil
}

// capitalised writes a first name that a file holds in capitals as people do:
// "JEAN-PIERRE" is "Jean-Pierre". Others stay as they are written.
func capitalised(name string) string {
	if name != strings.ToUpper(name) {
		return name
	}
	start := true
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			start = true
			return r
		}
		if start {
			start = false
			return r
		}
		return unicode.ToLower(r)
	}, name)
}
