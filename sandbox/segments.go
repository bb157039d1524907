package sandbox

import (
	"strings"
	"unicode/utf16"
)

// The characters of GSM 03.38 that cost one septet, and those that need an
// escape and cost two.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
		"ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmEscaped = "^{}\\[~]|€\f"
)

// Segments returns how many parts an SMS takes: 160 septets alone or 153 each in
// GSM-7; 70 UTF-16 units alone or 67 each otherwise. An escape pair or a
// surrogate pair never straddles two parts, so parts are walked, not divided.
func Segments(text string) int {
	cost, alone, each := gsmCost, 160, 153
	for _, c := range text {
		if gsmCost(c) == 0 {
			cost, alone, each = utf16.RuneLen, 70, 67
			break
		}
	}
	total, parts, room := 0, 1, each
	for _, c := range text {
		n := cost(c)
		total += n
		if n > room {
			parts, room = parts+1, each
		}
		room -= n
	}
	if total <= alone {
		return 1
	}
	return parts
}

func gsmCost(c rune) int {
	switch {
	case strings.ContainsRune(gsmBasic, c):
		return 1
	case strings.ContainsRune(gsmEscaped, c):
		return 2
	default:
		return 0
	}
}
