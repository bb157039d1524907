package understand

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// guard is the cue of phrases that only shadow others: "mort de rire" keeps
// "mort" from being read.
const guard = "guard"

// gap is how many words "*" may stand for in a phrase, at most.
const gap = 3

// lexicon finds phrases in a list of words. Phrases are written in ordinary
// spelling, one per line: "(a|b)" is either, "[a]" is optional, "*" is up to
// three words of any kind. They are kept as a tree of words, which is grown when
// something is first looked for: most commands understand nobody.
type lexicon struct {
	cues  map[string]string
	grown sync.Once
	root  node
}

type node struct {
	next map[string]*node
	// cues end here; text is the phrase.
	cues []string
	text string
}

// hit is a phrase found at words[from:to].
type hit struct {
	cue      string
	from, to int
	phrase   string
}

func newLexicon(cues map[string]string) *lexicon { return &lexicon{cues: cues} }

func (l *lexicon) grow() {
	for _, cue := range sortedKeys(l.cues) {
		for line := range strings.Lines(l.cues[cue]) {
			for _, text := range expand(strings.TrimSpace(line)) {
				l.add(cue, phraseWords(text))
			}
		}
	}
}

func (l *lexicon) add(cue string, words []string) {
	if len(words) == 0 {
		return
	}
	n := &l.root
	for _, w := range words {
		if n.next == nil {
			n.next = make(map[string]*node)
		}
		if n.next[w] == nil {
			n.next[w] = &node{}
		}
		n = n.next[w]
	}
	if !slices.Contains(n.cues, cue) {
		n.cues, n.text = append(n.cues, cue), strings.Join(words, " ")
	}
}

func phraseWords(text string) []string {
	var words []string
	for i, part := range strings.Split(text, "*") {
		if i > 0 {
			words = append(words, "*")
		}
		words = append(words, Words(part)...)
	}
	return words
}

// expand writes out the alternatives of a phrase, innermost last; they do not nest.
func expand(text string) []string {
	open := strings.IndexAny(text, "([")
	if open < 0 {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		return []string{text}
	}
	closing := map[byte]string{'(': ")", '[': "]"}[text[open]]
	end := strings.Index(text[open:], closing)
	if end < 0 {
		panic("understand: unclosed alternative in phrase " + text)
	}
	end += open
	choices := strings.Split(text[open+1:end], "|")
	if text[open] == '[' {
		choices = append(choices, "")
	}
	var out []string
	for _, c := range choices {
		out = append(out, expand(text[:open]+c+text[end+1:])...)
	}
	return out
}

// find returns the phrases found in words, in order of place. A phrase that lies
// within a longer one is left out; guards are left out too once they have
// shadowed what they cover.
func (l *lexicon) find(words []string) []hit {
	l.grown.Do(l.grow)
	var found []hit
	for from := range words {
		found = l.root.walk(words, from, from, found)
	}
	kept := found[:0:0]
	for i, h := range found {
		covered := slices.ContainsFunc(found, func(o hit) bool {
			return o.from <= h.from && h.to <= o.to && o.to-o.from > h.to-h.from
		})
		same := slices.ContainsFunc(found[:i], func(o hit) bool {
			return o.cue == h.cue && o.from == h.from && o.to == h.to
		})
		if !covered && !same && h.cue != guard {
			kept = append(kept, h)
		}
	}
	slices.SortStableFunc(kept, func(a, b hit) int { return cmp.Compare(a.from, b.from) })
	return kept
}

// maxHits bounds the work on a text that repeats the same words without end.
const maxHits = 256

// walk adds to found the phrases below n that words has from at on.
func (n *node) walk(words []string, from, at int, found []hit) []hit {
	if len(found) >= maxHits {
		return found
	}
	for _, cue := range n.cues {
		found = append(found, hit{cue, from, at, n.text})
	}
	if n.next == nil {
		return found
	}
	if wild, ok := n.next["*"]; ok {
		for skip := 0; skip <= gap && at+skip <= len(words); skip++ {
			found = wild.walk(words, from, at+skip, found)
		}
	}
	if at < len(words) {
		if next, ok := n.next[words[at]]; ok {
			found = next.walk(words, from, at+1, found)
		}
	}
	return found
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// wholeSet is a set of messages that count only when nothing else is said.
type wholeSet map[string]bool

func newWholeSet(messages ...string) wholeSet {
	set := make(wholeSet)
	for _, m := range messages {
		for _, text := range expand(m) {
			set[Fold(text)] = true
		}
	}
	return set
}
