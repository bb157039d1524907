package sandbox

import (
	"regexp"
	"strings"
	"sync"

	"relais/parcours"
)

// meaning is what a person takes a choice for.
type meaning int

const (
	meansNothing meaning = iota
	meansCome
	meansCannot
	meansOther
	meansSlot
	meansNoneFits
	meansLanguage
)

// choice is one of the answers that a message offers.
type choice struct {
	label   string
	digit   string // how an SMS numbers it
	data    string // the key of a Telegram button
	meaning meaning
}

// offer is a message as the person who reads it understands it: only from its
// words, its numbered choices and its buttons.
type offer struct {
	choices []choice
	text    string // folded: lower case, no accents
	asks    bool   // holds a question mark
	link    string // payload of a deep link
}

var (
	numbered = regexp.MustCompile(`(?:^|[\s,،;.(:])([1-9])\s*[.):=\-–]?\s+([^\s\d(][^,،;\n]*)`)
	deepLink = regexp.MustCompile(`t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})`)
	hour     = regexp.MustCompile(`\d{1,2}\s*h|\d{1,2}:\d{2}`)
)

func understand(text string, buttons [][]Button) offer {
	o := offer{text: fold(text), asks: strings.ContainsAny(text, "?؟")}
	if m := deepLink.FindStringSubmatch(text); m != nil {
		o.link = m[1]
	}
	for _, row := range buttons {
		for _, b := range row {
			if b.Data != "" {
				o.choices = append(o.choices, choice{label: b.Text, data: b.Data, meaning: meaningOf(b.Text)})
			}
		}
	}
	if len(o.choices) == 0 {
		o.choices = numberedChoices(text)
	}
	return o
}

// numberedChoices finds a run "1 …, 2 …, 3 …", the longest one, the last of
// equals: an address such as "1 rue du Port" comes before the choices.
func numberedChoices(text string) []choice {
	type mark struct{ digit, label string }
	var marks []mark
	for at := 0; at < len(text); {
		m := numbered.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		marks = append(marks, mark{text[at+m[2] : at+m[3]], text[at+m[4] : at+m[5]]})
		at += m[4] // the label may hold the next mark
	}
	var best []choice
	for i, first := range marks {
		if first.digit != "1" {
			continue
		}
		var run []choice
		for _, next := range marks[i:] {
			if next.digit == string(rune('1'+len(run))) {
				label, _, _ := strings.Cut(strings.TrimSpace(next.label), ". ")
				label = strings.TrimRight(label, ".")
				run = append(run, choice{label: label, digit: next.digit, meaning: meaningOf(label)})
			}
		}
		if len(run) >= 2 && len(run) >= len(best) {
			best = run
		}
	}
	return best
}

func meaningOf(label string) meaning {
	folded := fold(label)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(folded, cue(w)) {
				return true
			}
		}
		return false
	}
	switch {
	case has("francais", "english", "anglais"):
		return meansLanguage
	case has("aucun", "pas possible ces", "none", "ninguna", "nenhum", "لا شيء", "нічого", "ничего", "hiçbiri"):
		return meansNoneFits
	case hour.MatchString(label):
		return meansSlot
	case has("autre", "changer", "another", "other", "otro", "outro", "آخر", "інший", "другой", "başka"):
		return meansOther
	case has("peux pas", "ne peux", "cannot", "can t", "absent", "no puedo", "não posso", "لا أستطيع", "не можу", "не могу", "gelemem"):
		return meansCannot
	case has("viens", "serai", "oui", "come", "present", "voy", "iré", "vou", "سآتي", "прийду", "приду", "geliyorum"):
		return meansCome
	default:
		return meansNothing
	}
}

func (o offer) with(m meaning) []choice {
	var found []choice
	for _, c := range o.choices {
		if c.meaning == m {
			found = append(found, c)
		}
	}
	return found
}

func (o offer) says(words ...string) bool {
	for _, w := range words {
		if strings.Contains(o.text, cue(w)) {
			return true
		}
	}
	return false
}

// cues are the words that people look for, folded once.
var cues sync.Map

func cue(word string) string {
	if folded, ok := cues.Load(word); ok {
		return folded.(string)
	}
	folded := fold(word)
	cues.Store(word, folded)
	return folded
}

// fold lowers a text and drops accents and punctuation.
func fold(text string) string { return parcours.FoldName(text) }
