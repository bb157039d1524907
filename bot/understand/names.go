package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// namesAnother reports whether the text says not to be somebody by a name: "je ne
// suis pas Maëlys", "c'est pas Ahmed". A name is a word with a capital that no
// phrase has, in a text that is not all capitals.
func namesAnother(t *message) bool {
	words := strings.Fields(t.text)
	for i := 2; i < len(words); i++ {
		first, _ := utf8.DecodeRuneInString(words[i])
		if !unicode.IsUpper(first) || words[i] == strings.ToUpper(words[i]) || !negations[Fold(words[i-1])] {
			continue
		}
		verb := Fold(words[i-2])
		if j := strings.LastIndexByte(verb, ' '); j >= 0 {
			verb = verb[j+1:]
		}
		if !beings[verb] {
			continue
		}
		name := mend(canonical(strings.Fields(Fold(words[i]))))
		if len(name) > 0 && learnt().vocabulary[name[0]] == 0 {
			return true
		}
	}
	return false
}

var (
	negations = wordSet("pas", "plus", "pa", "po")
	beings    = wordSet("suis", "sui", "est", "jsuis", "chuis", "chui", "cest", "appelle")
)
