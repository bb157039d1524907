package parcours

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// ParseNIR reads a social security number of 13 characters, whose key is then
// appended, or of 15, whose key is checked. Blanks and dots are dropped, Corsican
// departments (2A, 2B) and temporary numbers (3, 4, 7, 8) accepted. The error
// wraps ErrInvalid and does not repeat the number.
func ParseNIR(text string) (string, error) {
	nir := strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '.' || c == '-' || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return unicode.ToUpper(c)
	}, text)
	if len(nir) != 13 && len(nir) != 15 {
		return "", fmt.Errorf("%w: NIR is not of 13 or 15 characters", ErrInvalid)
	}
	key, err := nirKey(nir[:13])
	if err != nil {
		return "", err
	}
	if len(nir) == 15 && nir[13:] != key {
		return "", fmt.Errorf("%w: NIR does not agree with its key", ErrInvalid)
	}
	return nir[:13] + key, nil
}

// nirKey computes 97 − (n mod 97), where 2A counts as 19 and 2B as 18.
func nirKey(nir string) (string, error) {
	digits := nir
	switch nir[5:7] {
	case "2A":
		digits = nir[:5] + "19" + nir[7:]
	case "2B":
		digits = nir[:5] + "18" + nir[7:]
	}
	if !allDigits(digits) {
		return "", fmt.Errorf("%w: NIR holds a character that is not a digit", ErrInvalid)
	}
	if !strings.ContainsRune("123478", rune(nir[0])) {
		return "", fmt.Errorf("%w: NIR starts with a digit that is not in use", ErrInvalid)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return "", fmt.Errorf("%w: NIR is not a number", ErrInvalid)
	}
	return fmt.Sprintf("%02d", 97-n%97), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
