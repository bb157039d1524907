package understand

import (
	"cmp"
	"slices"
	"strings"
)

// guard is the cue of phrases that only shadow others: "mort de rire" keeps
// "mort" from being read.
const guard = "guard"

// gap is how many words "*" may stand for in a phrase, at most.
const gap = 3

// phrases are the phrases of each cue, in ordinary spelling, one per line:
// "(a|b)" is either, "[a]" is optional, "*" is up to three words of any kind.
type phrases map[string]string

// lexicon finds phrases in a list of words. It is the deterministic automaton of
// all its phrases: one step a word, whatever their number.
type lexicon struct {
	tables []phrases
	// cues are the phrases that end in each state; state 0 is before any word.
	cues  [][]string
	edges map[edge]int32
	// any is where "*" leads from each state, inner whether words lead anywhere.
	any   []int32
	inner []bool
	// starts holds the words that a phrase may begin with.
	starts map[word]bool
}

type edge struct {
	from int32
	word word
}

// word is the number of a word in the vocabulary, 0 for those that no phrase has.
type word int32

// anyWord stands for "*".
const anyWord word = -1

// hit is a phrase found at words[from:to].
type hit struct {
	cue      string
	from, to int
	// phrase is the words it was found in, for who asked for them.
	phrase string
}

// find is in for words that are not numbered yet.
func (l *lexicon) find(words []string) []hit {
	hits := l.in(numbersOf(words))
	for i, h := range hits {
		hits[i].phrase = quote(words, h)
	}
	return hits
}

// quote returns the words that h was found in.
func quote(words []string, h hit) string { return strings.Join(words[h.from:h.to], " ") }

// in returns the phrases found in words, in order of place. A phrase that lies
// within a longer one is left out; guards are left out too once they have
// shadowed what they cover.
func (l *lexicon) in(words []word) []hit {
	hits, _ := l.read(words)
	return hits
}

// read is in, with the guards apart.
func (l *lexicon) read(words []word) (kept, guards []hit) {
	var room [16]hit
	found := room[:0]
	for from, w := range words {
		if w != 0 && l.starts[w] {
			found = l.walk(0, words, from, from, found)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	kept = make([]hit, 0, len(found))
	for i, h := range found {
		if h.cue == guard {
			guards = append(guards, h)
			continue
		}
		covered := slices.ContainsFunc(found, func(o hit) bool {
			return o.from <= h.from && h.to <= o.to && o.to-o.from > h.to-h.from
		})
		same := slices.ContainsFunc(found[:i], func(o hit) bool {
			return o.cue == h.cue && o.from == h.from && o.to == h.to
		})
		if !covered && !same {
			kept = append(kept, h)
		}
	}
	slices.SortStableFunc(kept, func(a, b hit) int { return cmp.Compare(a.from, b.from) })
	return kept, guards
}

// maxHits bounds the work on a text that repeats the same words without end.
const maxHits = 256

// walk adds to found the phrases beyond state n that words has from at on.
func (l *lexicon) walk(n int32, words []word, from, at int, found []hit) []hit {
	if len(found) >= maxHits {
		return found
	}
	for _, e := range l.cues[n] {
		found = append(found, hit{cue: e, from: from, to: at})
	}
	if next := l.any[n]; next != 0 {
		for skip := 0; skip <= gap && at+skip <= len(words); skip++ {
			found = l.walk(next, words, from, at+skip, found)
		}
	}
	if l.inner[n] && at < len(words) && words[at] != 0 {
		if next := l.edges[edge{n, words[at]}]; next != 0 {
			found = l.walk(next, words, from, at+1, found)
		}
	}
	return found
}
