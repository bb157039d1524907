package locales

import (
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/warthog618/sms"
	"github.com/warthog618/sms/encoding/tpdu"

	"relais/parcours"
)

// warmUp makes the library build its character table, which it does on first
// use and without a lock.
var warmUp = sync.OnceValue(func() error {
	_, err := sms.Encode([]byte("a"))
	return err
})

// Measure returns how an SMS travels and how many parts the carrier counts:
// 160 septets alone or 153 per part in GSM-7, 70 or 67 UTF-16 units in UCS-2
// (3GPP TS 23.038 and 23.040). A character of the GSM-7 extension table (€, [,
// ~ …) costs two septets; neither it nor a surrogate pair is split between two
// parts, so the parts are not the total divided by 153.
//
// The empty text, invalid UTF-8 and control characters other than the line feed
// give ErrInvalid: the library counts the first as nothing and an ESC as a letter.
func Measure(text string) (parcours.Encoding, int, error) {
	if text == "" {
		return parcours.EncodingNone, 0, fmt.Errorf("%w: empty text", parcours.ErrInvalid)
	}
	if !utf8.ValidString(text) {
		return parcours.EncodingNone, 0, fmt.Errorf("%w: text is not UTF-8", parcours.ErrInvalid)
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' {
			return parcours.EncodingNone, 0, fmt.Errorf("%w: control character %U in text", parcours.ErrInvalid, r)
		}
	}
	if parts, usual := usualParts(text); usual {
		return parcours.GSM7, parts, nil
	}
	if err := warmUp(); err != nil {
		return parcours.EncodingNone, 0, fmt.Errorf("prepare SMS encoder: %w", err)
	}
	parts, err := sms.Encode([]byte(text))
	if err != nil {
		return parcours.EncodingNone, 0, fmt.Errorf("encode SMS: %w", err)
	}
	alphabet, err := parts[0].Alphabet()
	if err != nil {
		return parcours.EncodingNone, 0, fmt.Errorf("encode SMS: %w", err)
	}
	if alphabet == tpdu.AlphaUCS2 {
		return parcours.UCS2, len(parts), nil
	}
	return parcours.GSM7, len(parts), nil
}

// usualParts counts a text of GSM-7 letters that cost one septet each: nothing in
// it can straddle two parts, so a division tells, where encoding it takes longer
// than writing it. usual is false for any other text.
func usualParts(text string) (parts int, usual bool) {
	const alone, perPart = 160, 153
	septets := 0
	for _, r := range text {
		if int(r) >= len(gsm7Table) || !gsm7Table[r] || extended(r) {
			return 0, false
		}
		septets++
	}
	if septets <= alone {
		return 1, true
	}
	return (septets + perPart - 1) / perPart, true
}

// extended reports whether GSM-7 has the sign in its extension table.
func extended(r rune) bool {
	switch r {
	case '^', '{', '}', '\\', '[', '~', ']', '|', '€':
		return true
	}
	return false
}
