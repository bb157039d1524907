package intake

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	scientific = regexp.MustCompile(`^[+-]?(\d)(?:([.,])(\d+))?[eE](\+?)(\d{1,3})$`)
	wholeFloat = regexp.MustCompile(`^(\d{4,})[.,]0+$`)
)

// plainNumber returns an identifier as digits when a spreadsheet has made a
// number of it: 1044072.0, or 2.85053599999883E14 in a workbook, whose doubles
// are exact up to 15 digits. Any other text is returned as it is. When digits
// are lost, as in the CSV cell 2,85E+14, the text is empty and lost says so.
func plainNumber(text string, workbook bool) (plain, lost string) {
	text = strings.TrimPrefix(text, "'")
	if whole := wholeFloat.FindStringSubmatch(text); whole != nil {
		return whole[1], ""
	}
	m := scientific.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	lead, mark, decimals, plus := m[1], m[2], m[3], m[4]
	if mark == "" && plus == "" {
		return text, "" // 12E5 is somebody's identifier
	}
	power, err := strconv.Atoi(m[5])
	if err != nil {
		return text, ""
	}
	const notation = "Notation scientifique : le tableur a perdu des chiffres"
	if !workbook || mark == "," {
		return "", notation + " (" + quote(text) + ")."
	}
	if power > 14 {
		return "", "Nombre de plus de 15 chiffres : le tableur a remplacé les derniers par des zéros."
	}
	digits := lead + strings.TrimRight(decimals, "0")
	switch {
	case len(digits) > power+1:
		return "", "Nombre à virgule : un identifiant n'en a pas."
	case len(digits) < power+1 && plus != "" && len(decimals) < power:
		return "", notation + " (" + quote(text) + ")."
	}
	return digits + strings.Repeat("0", power+1-len(digits)), ""
}
