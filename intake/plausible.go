package intake

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// read1252 reads data as windows-1252 and tells how many of its characters beyond
// ASCII are likely in French text, and how many are not. Every byte but five means
// something there, so that nothing fails; but in a file of another code page the é is
// a ‚ or a Ž in the middle of a word, and in one that was pasted together the é of
// UTF-8 is two characters. Those are read as U+FFFD, and their rows refused.
func read1252(data []byte) (text string, likely, unlikely int) {
	out := make([]byte, 0, len(data)+len(data)/16)
	for i := 0; i < len(data); {
		b := data[i]
		if b < utf8.RuneSelf {
			out = append(out, b)
			i++
			continue
		}
		if size := pastedUTF8(data[i:]); size > 0 {
			out = utf8.AppendRune(out, utf8.RuneError)
			unlikely++
			i += size
			continue
		}
		r := charmap.Windows1252.DecodeByte(b)
		var before, after byte
		if i > 0 {
			before = data[i-1]
		}
		if i+1 < len(data) {
			after = data[i+1]
		}
		switch {
		case unlikelyThere(before, r, after):
			unlikely++
			r = utf8.RuneError
		case unicode.IsLetter(r):
			likely++
		}
		out = utf8.AppendRune(out, r)
		i++
	}
	return string(out), likely, unlikely
}

// pastedUTF8 returns the length of the character of UTF-8 at the beginning of data
// when, in windows-1252, it would be a letter of capitals and a sign that no word
// has: Ã© for é, Å“ for œ, â€™ for ’. 0 otherwise.
func pastedUTF8(data []byte) int {
	switch data[0] {
	case 0xc2, 0xc3, 0xc4, 0xc5, 0xe2:
		if r, size := utf8.DecodeRune(data); r != utf8.RuneError {
			return size
		}
	}
	return 0
}

// unlikelyThere reports whether r, which stands between two bytes, is no character of
// a French word, name or address: a sign between two letters, a capital beside a
// small letter in the middle of a word, or a byte that windows-1252 does not define.
func unlikelyThere(before byte, r rune, after byte) bool {
	inside := asciiLetter(before) && asciiLetter(after)
	switch {
	case r == utf8.RuneError, r >= 0x80 && r <= 0x9f:
		return true
	case unicode.IsUpper(r) && asciiLetter(before) && (before >= 'a' || asciiLetter(after) && after >= 'a'):
		return true
	case !inside:
		return false
	case unicode.IsLetter(r):
		return r == 'ƒ' || r == 'ˆ'
	}
	switch r {
	case '’', '‘', '–', '—', '\u00a0', '\u00ad', '·', '°', 'º', '«', '»', '´', '²':
		return false
	}
	return true
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// garbled reports whether text holds the two characters that a letter of UTF-8
// becomes when somebody before us took it for windows-1252: MaÃ«lys.
func garbled(text string) bool {
	runes := []rune(text)
	for i := 0; i+1 < len(runes); i++ {
		switch runes[i] {
		case 'Ã', 'Å', 'Ä':
			if next := runes[i+1]; next > 0x7f && !unicode.IsLetter(next) || next == 'ƒ' || next == 'ª' || next == 'º' {
				return true
			}
		}
	}
	return false
}
