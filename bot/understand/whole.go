package understand

import "strings"

// wholeSet is a set of messages that count only when nothing else is said. They
// are written as phrases are.
type wholeSet struct{ all *lexicon }

func newWholeSet(messages ...string) wholeSet {
	return wholeSet{newLexicon(phrases{"whole": strings.Join(messages, "\n")})}
}

// courtesies may surround a message of a wholeSet without changing it.
var courtesies = stems("bonjour", "bonsoir", "salut", "merci", "svp", "please", "madame", "monsieur", "mme", "mr", "hello", "thanks", "maintenant",
	"cordialement", "beaucoup", "s", "il", "vous", "plait", "bonne", "journee", "soiree", "alors", "lutfen", "пожалуйста", "будь", "ласка", "favor", "por", "من", "فضلك")

// holds reports whether t is one of the messages, courtesies aside.
func (s wholeSet) holds(t *message) bool {
	from, to := 0, len(t.words)
	if s.is(t.numbers) {
		return true
	}
	for from < to && courtesies[t.words[from]] {
		from++
	}
	for to > from && courtesies[t.words[to-1]] {
		to--
	}
	return to-from < len(t.words) && s.is(t.numbers[from:to])
}

// is reports whether words are one of the messages.
func (s wholeSet) is(words []word) bool {
	n := int32(0)
	for _, w := range words {
		if w == 0 {
			return false
		}
		if n = s.all.edges[edge{n, w}]; n == 0 {
			return false
		}
	}
	return n != 0 && len(s.all.cues[n]) > 0
}
