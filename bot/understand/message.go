package understand

import (
	"strings"
	"unicode"
)

// message is a text made ready to be read, once for all the functions that read it.
type message struct {
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
	from, to int // in message.words
	question bool
	// concluding parts follow "donc" or "mais".
	concluding bool
}

func (m *message) numbersOf(p part) []word { return m.numbers[p.from:p.to] }

// whole returns the text folded, one space between words.
func (m *message) whole() string { return strings.Join(m.folded, " ") }

// has reports whether one of the words is in set.
func (m *message) has(set map[string]bool) bool {
	for _, w := range m.words {
		if set[w] {
			return true
		}
	}
	return false
}

// first returns the first of the words that is in set.
func (m *message) first(set map[string]bool) (string, bool) {
	for _, w := range m.words {
		if set[w] {
			return w, true
		}
	}
	return "", false
}

// listen cuts text where a thought ends: full stops, commas, line ends, question
// marks, "mais". A comma or a point between two digits cuts nothing.
func listen(text string) *message {
	m := &message{text: clip(text)}
	start := 0
	var before rune
	for i, r := range m.text {
		switch r {
		case '?', '؟':
			m.piece(m.text[start:i], true)
			start = i + len(string(r))
		case '.', '!', ';', ',', '\n', '\r', '،', '؛', '¿', '¡':
			after := byte(0)
			if i+1 < len(m.text) {
				after = m.text[i+1]
			}
			if unicode.IsDigit(before) && digit(after) {
				break
			}
			m.piece(m.text[start:i], false)
			start = i + len(string(r))
		}
		before = r
	}
	m.piece(m.text[start:], false)
	m.numbers = numbersOf(m.words)
	return m
}

// piece hears one piece of the text.
func (m *message) piece(text string, question bool) {
	folded := strings.Fields(Fold(text))
	from := len(m.words)
	m.folded = append(m.folded, folded...)
	m.words = append(m.words, mend(canonical(negated(folded)))...)
	concluding := false
	for i := from; i < len(m.words); i++ {
		if w := m.words[i]; turns[w] {
			if i > from {
				m.parts = append(m.parts, part{from: from, to: i, concluding: concluding})
			}
			from, concluding = i+1, true
		}
	}
	if from < len(m.words) {
		m.parts = append(m.parts, part{from, len(m.words), question, concluding})
	} else if question && len(m.parts) > 0 {
		m.parts[len(m.parts)-1].question = true
	}
}

// turns are words after which the thought turns.
var turns = wordSet("mais", "donc", "but", "so", "sinon", "pero", "но", "але", "لكن")

func digit(c byte) bool { return '0' <= c && c <= '9' }
