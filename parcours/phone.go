package parcours

import (
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// ParsePhone reads one number as people and spreadsheets write it: blanks, dots,
// dashes, slashes and "(0)" are dropped, "00" is "+", the leading 0 that a
// spreadsheet ate is restored, and a comment before or after is left out. No
// number gives PhoneNone; what cannot be read gives PhoneInvalid and the text.
func ParsePhone(text string) Phone {
	text = strings.TrimSpace(text)
	switch strings.ToLower(text) {
	case "", "-", "null", "n/a", "néant", "neant", "aucun":
		return Phone{}
	}
	if p, ok := readPhone(phoneDigits(text)); ok {
		return p
	}
	return Phone{E164: text, Kind: PhoneInvalid}
}

// SplitPhones reads a cell that may hold several numbers, separated by a comma, a
// semicolon, a slash, a line feed or blanks. It is split only when every part is
// a full number ("06/39/98/01/44" is one). Mobiles come first, and none twice.
func SplitPhones(cell string) []Phone {
	separators := []func(rune) bool{
		func(c rune) bool { return strings.ContainsRune(",;\r\n", c) },
		func(c rune) bool { return strings.ContainsRune(",;/\r\n", c) },
		unicode.IsSpace,
	}
	for _, separator := range separators {
		if phones, ok := fullNumbers(strings.FieldsFunc(cell, separator)); ok {
			return phones
		}
	}
	if p := ParsePhone(cell); p.Kind != PhoneNone {
		return []Phone{p}
	}
	return nil
}

func fullNumbers(parts []string) ([]Phone, bool) {
	var mobiles, others []Phone
	for _, part := range parts {
		p := ParsePhone(part)
		switch {
		case p.Kind == PhoneNone && strings.TrimSpace(part) == "":
		case p.Kind == PhoneNone, p.Kind == PhoneInvalid, p.Kind == PhoneService:
			return nil, false
		case slices.Contains(mobiles, p) || slices.Contains(others, p):
		case p.Kind == PhoneMobile:
			mobiles = append(mobiles, p)
		default:
			others = append(others, p)
		}
	}
	phones := append(mobiles, others...)
	return phones, len(phones) > 0
}

// phoneDigits returns the digits of the one number in text, after a + when it has
// one, or "" when letters stand between digits.
func phoneDigits(text string) string {
	text = strings.ReplaceAll(dropComments(text), "(0)", "")
	first := strings.IndexAny(text, "+0123456789")
	last := strings.LastIndexAny(text, "0123456789")
	if first < 0 || last < first {
		return ""
	}
	// A spreadsheet number read as a float: 639980144.0.
	if whole, ok := strings.CutSuffix(text[first:last+1], ".0"); ok && len(whole) == 9 && allDigits(whole) {
		return whole
	}
	var b strings.Builder
	for _, c := range text[first : last+1] {
		switch {
		case c >= '0' && c <= '9', c == '+' && b.Len() == 0:
			b.WriteRune(c)
		case unicode.IsLetter(c), unicode.IsDigit(c), c == '+':
			return ""
		}
	}
	return b.String()
}

// dropComments removes the parts in brackets that hold a letter: "(mère)".
func dropComments(text string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '(')
		length := strings.IndexByte(text[max(open, 0):], ')')
		if open < 0 || length < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		if group := text[open : open+length+1]; !strings.ContainsFunc(group, unicode.IsLetter) {
			b.WriteString(group)
		}
		text = text[open+length+1:]
	}
}

// overseas maps the calling codes of the overseas departments to the national
// prefixes of their mobiles and landlines, as the national plan has them (ARCEP).
// Metropolitan France is what remains of 01 to 09.
var overseas = []struct {
	code, prefix string
	kind         PhoneKind
}{
	{"33", "063998", PhoneMobile}, // reserved for fiction, inside the range of Mayotte
	{"590", "0690", PhoneMobile},
	{"590", "0691", PhoneMobile},
	{"594", "0694", PhoneMobile},
	{"596", "0696", PhoneMobile},
	{"596", "0697", PhoneMobile},
	{"262", "0692", PhoneMobile},
	{"262", "0693", PhoneMobile},
	{"262", "0639", PhoneMobile},
	{"590", "0590", PhoneLandline},
	{"594", "0594", PhoneLandline},
	{"596", "0596", PhoneLandline},
	{"262", "0262", PhoneLandline},
	{"262", "0263", PhoneLandline},
	{"262", "0269", PhoneLandline},
}

func readPhone(s string) (Phone, bool) {
	if rest, ok := strings.CutPrefix(s, "00"); ok {
		s = "+" + rest
	}
	digits, international := strings.CutPrefix(s, "+")
	if international {
		return readInternational(digits)
	}
	switch n := len(digits); {
	case n == 4:
		return Phone{E164: digits, Kind: PhoneService}, true
	case n == 9 && digits[0] != '0':
		return readNational("0" + digits)
	case n == 10 && digits[0] == '0':
		return readNational(digits)
	case n == 11 || n == 12: // the + was lost
		for _, code := range []string{"33", "262", "590", "594", "596"} {
			if strings.HasPrefix(digits, code) {
				return readInternational(digits)
			}
		}
	}
	return Phone{}, false
}

func readInternational(digits string) (Phone, bool) {
	for _, code := range []string{"33", "262", "590", "594", "596"} {
		rest, ok := strings.CutPrefix(digits, code)
		if !ok {
			continue
		}
		if len(rest) == 10 {
			rest, ok = strings.CutPrefix(rest, "0")
		}
		if !ok || len(rest) != 9 || rest[0] == '0' {
			return Phone{}, false
		}
		if p, ok := readNational("0" + rest); ok && (code == "33" || strings.HasPrefix(p.E164, "+"+code)) {
			return p, true
		}
		break // such as +590 5 11: left to the library
	}
	number, err := phonenumbers.Parse("+"+digits, "")
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return Phone{}, false
	}
	return Phone{E164: phonenumbers.Format(number, phonenumbers.E164), Kind: PhoneForeign}, true
}

// readNational reads ten digits of which the first is 0.
func readNational(s string) (Phone, bool) {
	for _, o := range overseas {
		if strings.HasPrefix(s, o.prefix) {
			return Phone{E164: "+" + o.code + s[1:], Kind: o.kind}, true
		}
	}
	p := Phone{E164: "+33" + s[1:]}
	switch s[1] {
	case '6', '7':
		p.Kind = PhoneMobile
	case '1', '2', '3', '4', '5':
		p.Kind = PhoneLandline
	case '8':
		p.Kind = PhoneSpecial
	case '9':
		p.Kind = PhoneVoIP
	default:
		return Phone{}, false
	}
	return p, true
}
