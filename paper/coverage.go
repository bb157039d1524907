package paper

import (
	"encoding/binary"
	"errors"
)

// coverage lists the ranges of code points that a typeface draws, in order.
type coverage []span

type span struct{ from, to rune }

func (c coverage) has(r rune) bool {
	if r == '\n' {
		return true
	}
	low, high := 0, len(c)
	for low < high {
		middle := (low + high) / 2
		switch {
		case r < c[middle].from:
			high = middle
		case r > c[middle].to:
			low = middle + 1
		default:
			return true
		}
	}
	return false
}

var errTypeface = errors.New("the typeface has no readable character map")

// coverageOf reads the character map of a TrueType file: its Unicode table of
// format 4, which holds the basic plane. Segments mapped glyph by glyph may hold
// holes; they are few, and read one by one.
func coverageOf(ttf []byte) (coverage, error) {
	table, ok := tableOf(ttf, "cmap")
	if !ok || len(table) < 4 {
		return nil, errTypeface
	}
	u16 := binary.BigEndian.Uint16
	for i := range int(u16(table[2:])) {
		record := 4 + 8*i
		if record+8 > len(table) {
			break
		}
		platform, encoding := u16(table[record:]), u16(table[record+2:])
		offset := int(binary.BigEndian.Uint32(table[record+4:]))
		unicode := platform == 0 || platform == 3 && encoding == 1
		if unicode && offset+16 <= len(table) && u16(table[offset:]) == 4 {
			return segments(table[offset:])
		}
	}
	return nil, errTypeface
}

func tableOf(ttf []byte, name string) ([]byte, bool) {
	if len(ttf) < 12 {
		return nil, false
	}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		record := 12 + 16*i
		if record+16 > len(ttf) {
			break
		}
		if string(ttf[record:record+4]) == name {
			from, size := int(binary.BigEndian.Uint32(ttf[record+8:])), int(binary.BigEndian.Uint32(ttf[record+12:]))
			if from+size <= len(ttf) {
				return ttf[from : from+size], true
			}
		}
	}
	return nil, false
}

func segments(t []byte) (coverage, error) {
	u16 := func(at int) int {
		if at+2 > len(t) {
			return 0
		}
		return int(binary.BigEndian.Uint16(t[at:]))
	}
	double := u16(6) // twice the number of segments
	if 16+4*double > len(t) {
		return nil, errTypeface
	}
	var c coverage
	for i := 0; i < double; i += 2 {
		end, start := u16(14+i), u16(16+double+i)
		delta, at := u16(16+2*double+i), 16+3*double+i
		offset := u16(at)
		for code := start; code <= end && code < 0xffff; code++ {
			glyph := code
			if offset != 0 {
				if glyph = u16(at + offset + 2*(code-start)); glyph == 0 {
					continue
				}
			}
			if (glyph+delta)&0xffff == 0 || code < ' ' {
				continue
			}
			if n := len(c); n > 0 && c[n-1].to == rune(code-1) {
				c[n-1].to = rune(code)
			} else {
				c = append(c, span{rune(code), rune(code)})
			}
		}
	}
	return c, nil
}
