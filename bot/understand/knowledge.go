package understand

import "sync"

// knowledge is what is made of the tables of phrases, once, when something is first
// understood.
type knowledge struct {
	// vocabulary numbers the words of all phrases.
	vocabulary map[string]word
	slips      *slips
	tongues    map[string][]int
}

// lexicons are those that newLexicon has made, all while the package is initialised.
var lexicons []*lexicon

// newLexicon returns the lexicon of phrases; those of one cue in several tables are
// joined.
func newLexicon(tables ...phrases) *lexicon {
	l := &lexicon{tables: tables}
	lexicons = append(lexicons, l)
	return l
}

var learnt = sync.OnceValue(func() *knowledge {
	k := &knowledge{vocabulary: make(map[string]word)}
	for _, l := range lexicons {
		l.compile(k.vocabulary)
	}
	for _, of := range allKinds {
		of.learn(k.vocabulary)
	}
	for _, f := range allFrames {
		f.parse()
	}
	k.slips = newSlips(k.vocabulary)
	k.tongues = newTongues()
	return k
})

// numbersOf returns the numbers of words, 0 for those that no phrase has.
func numbersOf(words []string) []word {
	k := learnt()
	numbers := make([]word, len(words))
	for i, w := range words {
		numbers[i] = k.vocabulary[w]
	}
	return numbers
}
