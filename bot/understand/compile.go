package understand

import (
	"maps"
	"slices"
	"strings"
)

// draft is a lexicon being compiled: each place between two pieces of a phrase is
// a state, so that several may follow from one word.
type draft struct {
	vocabulary map[string]word
	steps      [][]step
	endings    [][]string
}

type step struct {
	word word // 0 for a step without a word
	to   int32
}

func (d *draft) state() int32 {
	d.steps = append(d.steps, nil)
	d.endings = append(d.endings, nil)
	return int32(len(d.steps) - 1)
}

func (d *draft) link(from int32, w word, to int32) {
	d.steps[from] = append(d.steps[from], step{w, to})
}

// lay adds pieces after a state and returns the state that they lead to.
func (d *draft) lay(from int32, pieces []piece) int32 {
	for _, p := range pieces {
		if p.either != nil {
			join := d.state()
			for _, alternative := range p.either {
				d.link(d.lay(from, alternative), 0, join)
			}
			from = join
			continue
		}
		for _, w := range p.words {
			next := d.state()
			d.link(from, d.number(w), next)
			from = next
		}
	}
	return from
}

// reach returns the states where one can be without another word, sorted.
func (d *draft) reach(states []int32) []int32 {
	seen := make(map[int32]bool, len(states))
	for i := 0; i < len(states); i++ {
		if s := states[i]; !seen[s] {
			seen[s] = true
			for _, step := range d.steps[s] {
				if step.word == 0 && !seen[step.to] {
					states = append(states, step.to)
				}
			}
		}
	}
	slices.Sort(states)
	return slices.Compact(states)
}

// number returns the number of a word, a new one where it has none.
func (d *draft) number(text string) word {
	if text == "*" {
		return anyWord
	}
	n, ok := d.vocabulary[text]
	if !ok {
		n = word(len(d.vocabulary) + 1)
		d.vocabulary[text] = n
	}
	return n
}

// compile makes the automaton of the lexicon's phrases, and numbers their words.
func (l *lexicon) compile(vocabulary map[string]word) {
	d := &draft{vocabulary: vocabulary}
	start := d.state()
	for _, table := range l.tables {
		for _, cue := range slices.Sorted(maps.Keys(table)) {
			for line := range strings.Lines(table[cue]) {
				if line = strings.TrimSpace(line); line != "" {
					end := d.lay(start, parsePhrase(line))
					if end != start {
						d.endings[end] = append(d.endings[end], cue)
					}
				}
			}
		}
	}
	d.determine(start, l)
}

// determine merges the states that the same words lead to.
func (d *draft) determine(start int32, l *lexicon) {
	l.edges, l.starts = make(map[edge]int32), make(map[word]bool)
	known := make(map[string]int32)
	var sets [][]int32
	stateOf := func(set []int32) int32 {
		set = d.reach(set)
		key := make([]byte, 0, 4*len(set))
		for _, s := range set {
			key = append(key, byte(s), byte(s>>8), byte(s>>16))
		}
		if n, ok := known[string(key)]; ok {
			return n
		}
		n := int32(len(sets))
		known[string(key)] = n
		sets = append(sets, set)
		var cues []string
		for _, s := range set {
			for _, e := range d.endings[s] {
				if !slices.Contains(cues, e) {
					cues = append(cues, e)
				}
			}
		}
		l.cues, l.any, l.inner = append(l.cues, cues), append(l.any, 0), append(l.inner, false)
		return n
	}
	stateOf([]int32{start})
	for n := int32(0); int(n) < len(sets); n++ {
		var steps []step
		for _, s := range sets[n] {
			for _, step := range d.steps[s] {
				if step.word != 0 {
					steps = append(steps, step)
				}
			}
		}
		slices.SortFunc(steps, func(a, b step) int { return int(a.word - b.word) })
		for i := 0; i < len(steps); {
			w := steps[i].word
			var to []int32
			for ; i < len(steps) && steps[i].word == w; i++ {
				to = append(to, steps[i].to)
			}
			next := stateOf(to)
			if w == anyWord {
				l.any[n] = next
				continue
			}
			l.edges[edge{n, w}] = next
			l.inner[n] = true
			if n == 0 {
				l.starts[w] = true
			}
		}
	}
}
