package understand

import (
	"cmp"
	"slices"
	"strings"
)

// stance is what a text thinks of a moment.
type stance int

const (
	// free is the stance of times that are named without more, and of those that suit.
	free stance = iota
	refused
	// retracted is the stance of times that were taken back: "lundi euh non mardi".
	retracted
)

// event is a moment or a cue, in the order of the text.
type event struct {
	from, to int
	moment   int // index, or -1
	cue      string
	phrase   string
}

// said is a moment with what is thought of it.
type said struct {
	moment
	stance
	// thought numbers the pieces of the text between "mais", full stops and their
	// like; group, the moments that belong together in one of them.
	thought, group int
	// beside is set after "ou", "sinon": an alternative to what precedes.
	beside bool
	// verb is set when a verb bounds it: "je finis à 14h".
	verb bool
	why  string
}

// outlook is a text cut into what it names of time and what it thinks of it.
type outlook struct {
	said []said
	any  string // cue of any time
}

// outlookOf reads the moments of text and what it thinks of each. hindered makes the
// reasons not to come refuse the times that they are told of.
func outlookOf(words []timeWord, hindered bool) outlook {
	found := moments(words)
	var h outlook
	if len(found) == 0 && len(words) == 0 {
		return h
	}
	events := stanceEvents(words, found, hindered)
	for _, e := range events {
		if e.cue == cueAny && h.any == "" {
			h.any = e.phrase
		}
	}
	r := reader{events: events, moments: found, oneByOne: !hindered}
	r.read()
	r.merge()
	h.said = r.said
	return h
}

func stanceEvents(words []timeWord, found []moment, hindered bool) []event {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = w.word
	}
	for _, m := range found {
		for k := m.from; k < m.to; k++ {
			plain[k] = "(time)" // no cue reaches into the words of a time
		}
	}
	hits := stanceCues.find(plain)
	if hindered {
		for _, h := range impedimentCues.find(plain) {
			if !slices.ContainsFunc(hits, func(o hit) bool { return o.from < h.to && h.from < o.to }) {
				h.cue = cueBusy
				hits = append(hits, h)
			}
		}
	}
	inMoment := make([]bool, len(words))
	events := make([]event, 0, len(hits)+len(found)+4)
	for i, m := range found {
		for k := m.from; k < m.to; k++ {
			inMoment[k] = true
		}
		events = append(events, event{m.from, m.to, i, "", m.cue})
	}
	inCue := make([]bool, len(words))
	for _, h := range hits {
		for k := h.from; k < h.to; k++ {
			inCue[k] = true
		}
		switch h.cue {
		case cueBusy:
			h.cue = cueRefused
			fallthrough
		case cueFrees, cueTakes, cueBack, cueAway:
			if !hindered {
				continue
			}
		}
		events = append(events, event{h.from, h.to, -1, h.cue, h.phrase})
	}
	for i, w := range words {
		if inMoment[i] || inCue[i] {
			continue
		}
		cue := ""
		switch {
		case w.word == "pas" || w.word == "jamai" || w.word == "plus" && i > 0 && i+1 == len(words):
			cue = "pas"
		case w.word == "euh" || w.word == "heu" || w.word == "hum" || w.word == "enfin":
			cue = "euh"
		case w.name == "ou" || w.word == "soit":
			cue = "ou"
		case w.name == "et":
			cue = "et"
		case w.word == ",", w.word == "/":
			cue = ","
		case w.word == ".", w.word == "?":
			cue = "."
		}
		if cue != "" {
			events = append(events, event{i, i + 1, -1, cue, cue})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	return events
}

func because(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ": ")
}
