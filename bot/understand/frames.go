package understand

import (
	"strings"
)

// kinds is a set of kinds of words, one bit each.
type kinds uint64

// frame is what words of several kinds say together, near each other and in any
// order: a partner, a blow and "me". Frames are asked only where no phrase was
// found: they hear what nobody wrote down, and are less sure.
type frame struct {
	cue  string
	need []kinds // one word at least of each
	// without keeps the frame from being read where one such word is there.
	without kinds
}

// frames are the frames of one question, in order of preference.
type frames struct {
	kinds   *wordKinds
	written []framesOf
	all     []frame
}

// framesOf are the frames of one cue, a line each: the kinds it needs, "a|b" for
// either, and after "-" those that it cannot bear.
type framesOf struct{ cue, lines string }

// allFrames are those that newFrames has made, all while the package is initialised.
var allFrames []*frames

func newFrames(kinds *wordKinds, written ...framesOf) *frames {
	f := &frames{kinds: kinds, written: written}
	allFrames = append(allFrames, f)
	return f
}

// wordKinds knows the kinds of each word: by the word in one spelling, or by its
// beginning ("frapp*").
type wordKinds struct {
	text      string
	names     map[string]kinds
	words     map[string]kinds
	beginning map[string]kinds
}

// learn reads the text of k, a line for each kind, and adds its words to vocabulary.
func (k *wordKinds) learn(vocabulary map[string]word) {
	k.names, k.words, k.beginning = make(map[string]kinds), make(map[string]kinds), make(map[string]kinds)
	for line := range strings.Lines(k.text) {
		name, list, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		if k.names[name] == 0 {
			if len(k.names) == 64 {
				panic("understand: too many kinds of words")
			}
			k.names[name] = 1 << len(k.names)
		}
		for w := range strings.FieldsSeq(list) {
			if start, cut := strings.CutSuffix(w, "*"); cut {
				k.beginning[undoubled(Fold(start))] |= k.names[name]
				continue
			}
			spelt := canonical(strings.Fields(Fold(w)))
			if len(spelt) != 1 {
				panic("understand: " + w + " is not one word")
			}
			k.words[spelt[0]] |= k.names[name]
			if vocabulary[spelt[0]] == 0 {
				vocabulary[spelt[0]] = word(len(vocabulary) + 1)
			}
		}
	}
}

// of returns the kinds of a word in one spelling.
func (k *wordKinds) of(w string) kinds {
	all := k.words[w]
	for n := 3; n <= len(w) && n <= 9; n++ {
		all |= k.beginning[w[:n]]
	}
	return all
}

func (f *frames) parse() {
	for _, of := range f.written {
		for line := range strings.Lines(of.lines) {
			needed, without, _ := strings.Cut(line, " - ")
			x := frame{cue: of.cue}
			for names := range strings.FieldsSeq(needed) {
				var either kinds
				for name := range strings.SplitSeq(names, "|") {
					either |= f.kinds.named(name)
				}
				x.need = append(x.need, either)
			}
			for name := range strings.FieldsSeq(without) {
				x.without |= f.kinds.named(name)
			}
			if len(x.need) > 0 {
				f.all = append(f.all, x)
			}
		}
	}
}

func (k *wordKinds) named(name string) kinds {
	if k.names[name] == 0 {
		panic("understand: no kind of words is named " + name)
	}
	return k.names[name]
}

// reach is how many words a frame may span.
const reach = 10

// in returns the first frame found in words, and those it was found in. What a
// guard covers is left out.
func (f *frames) in(words []string, guards []hit) (cue, quoted string) {
	var room [32]kinds
	all := room[:0]
	for _, w := range words {
		all = append(all, f.kinds.of(w))
	}
	for _, g := range guards {
		clear(all[g.from:g.to])
	}
	for _, x := range f.all {
		for from := range words {
			to := min(from+reach, len(words))
			if x.holds(all[from:to]) {
				return x.cue, x.quote(words[from:to], all[from:to])
			}
			if to == len(words) {
				break
			}
		}
	}
	return "", ""
}

func (x frame) holds(words []kinds) bool {
	var all kinds
	for _, k := range words {
		all |= k
	}
	if all&x.without != 0 {
		return false
	}
	for _, need := range x.need {
		if all&need == 0 {
			return false
		}
	}
	return true
}

// quote returns the words of the frame.
func (x frame) quote(words []string, of []kinds) string {
	var needed kinds
	for _, need := range x.need {
		needed |= need
	}
	var quoted []string
	for i, w := range words {
		if of[i]&needed != 0 {
			quoted = append(quoted, w)
		}
	}
	return strings.Join(quoted, " … ")
}

// undoubled writes double consonants once.
func undoubled(word string) string {
	out := make([]byte, 0, len(word))
	for i := range len(word) {
		if i > 0 && word[i] == word[i-1] && word[i] < 0x80 && !strings.ContainsRune("aeiouy", rune(word[i])) {
			continue
		}
		out = append(out, word[i])
	}
	return string(out)
}

// anyKind reports whether w is of some kind.
func anyKind(w string) bool {
	for _, k := range allKinds {
		if k.of(w) != 0 {
			return true
		}
	}
	return false
}
