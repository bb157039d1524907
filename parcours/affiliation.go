package parcours

import (
	"strings"
	"unicode"
)

// affiliationLength is the usual length of a CAF number.
const affiliationLength = 7

// ParseAffiliation reads a household's number at the CAF or MSA: the number
// without the zeros that files add around it, the key by which two spellings
// compare (padded with zeros to 7), and the fund when the text names it. All are
// empty when the text holds no number. An MSA number may be a NIR: nothing but
// zeros is ever cut.
func ParseAffiliation(text string) (number, key string, fund Fund) {
	number = strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToUpper(c)
		}
		return -1
	}, text)
	for _, f := range []Fund{FundCAF, FundMSA} {
		if rest, ok := strings.CutPrefix(number, string(f)); ok {
			number, fund = rest, f
			break
		}
	}
	number = cutPadding(number)
	if len(number) > affiliationLength {
		number = cutPadding(strings.TrimLeft(number, "0"))
	}
	if strings.Trim(number, "0") == "" {
		return "", "", fund
	}
	return number, strings.Repeat("0", max(0, affiliationLength-len(number))) + number, fund
}

// cutPadding drops what follows the 7th character when it is zeros only.
func cutPadding(number string) string {
	if len(number) > affiliationLength && strings.Trim(number[affiliationLength:], "0") == "" {
		return number[:affiliationLength]
	}
	return number
}
