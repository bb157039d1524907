package understand

import (
	"strings"
	"unicode"
)

// heard is a text made ready to be read, once for all the functions that read it.
type heard struct {
	text string // as it came, clipped
	// folded are the words as written, words the same in one spelling, and numbers
	// those in the vocabulary.
	folded  []string
	words   []string
	numbers []word
	parts   []part
}

// part is a piece of a message between two marks, or on one side of "mais".
type part struct {
	from, to int // in heard.words
	question bool
}

func (h *heard) numbersOf(p part) []word { return h.numbers[p.from:p.to] }

// whole returns the text folded, one space between words.
func (h *heard) whole() string { return strings.Join(h.folded, " ") }

// has reports whether one of the words is in set.
func (h *heard) has(set map[string]bool) bool {
	for _, w := range h.words {
		if set[w] {
			return true
		}
	}
	return false
}

// hear cuts text where a thought ends: full stops, commas, line ends, question
// marks, "mais". A comma or a point between two digits cuts nothing.
func hear(text string) *heard {
	h := &heard{text: clip(text)}
	start := 0
	var before rune
	for i, r := range h.text {
		switch r {
		case '?', '؟':
			h.piece(h.text[start:i], true)
			start = i + len(string(r))
		case '.', '!', ';', ',', '\n', '\r', '،', '؛', '¿', '¡':
			after := byte(0)
			if i+1 < len(h.text) {
				after = h.text[i+1]
			}
			if unicode.IsDigit(before) && digit(after) {
				break
			}
			h.piece(h.text[start:i], false)
			start = i + len(string(r))
		}
		before = r
	}
	h.piece(h.text[start:], false)
	h.numbers = make([]word, len(h.words))
	for i, w := range h.words {
		h.numbers[i] = vocabulary[w]
	}
	return h
}

// piece hears one piece of the text.
func (h *heard) piece(text string, question bool) {
	folded := strings.Fields(Fold(text))
	from := len(h.words)
	h.folded = append(h.folded, folded...)
	h.words = append(h.words, mend(canonical(folded))...)
	for i := from; i < len(h.words); i++ {
		if w := h.words[i]; turns[w] {
			if i > from {
				h.parts = append(h.parts, part{from: from, to: i})
			}
			from = i + 1
		}
	}
	if from < len(h.words) {
		h.parts = append(h.parts, part{from, len(h.words), question})
	} else if question && len(h.parts) > 0 {
		h.parts[len(h.parts)-1].question = true
	}
}

// turns are words after which the thought turns.
var turns = wordSet("mais", "but", "sinon", "pero", "но", "але", "لكن")

func digit(c byte) bool { return '0' <= c && c <= '9' }
