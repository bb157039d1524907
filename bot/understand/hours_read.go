package understand

import "slices"

// itemKind is what a piece of a text stands for.
type itemKind uint8

const (
	itemWord   itemKind = iota
	itemMark            // a sign
	itemAmount          // hours
	itemDays            // weekdays named together
	itemCount           // a number of days or of sessions
	itemCue             // a phrase of hoursCues
	itemOther           // a number that is no hours
)

// item is a piece of a text, toks[at:to].
type item struct {
	kind   itemKind
	at, to int
	cue    string // of an itemCue
	text   string // for Why
	// Of an amount.
	minutes  int
	interval bool // measured on the clock
	bare     bool // without a unit
	either   bool // "15h ou 20h"
	part     bool // of a half of the day, "1h le matin"
	// Of days and counts.
	n       int
	mask    uint8
	through bool // "du lundi au vendredi"
	isDay   bool
	half    bool
}

// hoursReader reads one text.
type hoursReader struct {
	text  string
	toks  []token
	words []string
	hits  []hit
	items []item
	// byDay: the text names days or parts of them, so that "9-12" is on the clock.
	byDay bool
	// appointment: the text tells the time of one.
	appointment bool
}

// maxTokens bounds the work on one text: more words say nothing more of a week.
const maxTokens = 600

func readHours(text string) *hoursReader {
	r := &hoursReader{text: text, toks: spell(scan(text))}
	if len(r.toks) > maxTokens {
		r.toks = r.toks[:maxTokens]
	}
	r.words = make([]string, len(r.toks))
	for i, t := range r.toks {
		if t.kind == tokenWord {
			r.words[i] = t.word
		}
	}
	r.hits = hoursCues.find(r.words)
	r.byDay = r.daysNamed()
	r.items = make([]item, 0, len(r.toks))
	for i, h := 0, 0; i < len(r.toks); {
		for h < len(r.hits) && r.hits[h].from < i {
			h++
		}
		it := r.item(i, h)
		r.items = append(r.items, it)
		i = it.to
	}
	return r
}

// daysNamed reports whether the text ties its hours to days.
func (r *hoursReader) daysNamed() bool {
	for i, t := range r.toks {
		if t.kind == tokenWord && (partsOfDay[t.word] && t.word != "midi" || r.dayAt(i) != 0) {
			return true
		}
	}
	return slices.ContainsFunc(r.hits, func(h hit) bool {
		return h.cue == cueEvery || h.cue == cueBreak || h.cue == cuePerDay
	})
}

// item reads what stands at token i, where hits[h:] are the cues from there on.
func (r *hoursReader) item(i, h int) item {
	t := r.toks[i]
	if it, ok := r.daysAfterRate(i); ok {
		return it
	}
	if t.kind == tokenNumber {
		if why, to := r.otherNumber(i); why != "" {
			return item{kind: itemOther, at: i, to: to, text: why}
		}
	}
	if it, ok := r.amount(i); ok {
		return it
	}
	if t.kind == tokenNumber {
		if it, ok := r.count(i); ok {
			return it
		}
		return item{kind: itemOther, at: i, to: i + 1, text: "a number of something else"}
	}
	if h < len(r.hits) && r.hits[h].from == i {
		found := r.hits[h]
		for _, other := range r.hits[h:] {
			if other.from == i && other.to > found.to {
				found = other
			}
		}
		return item{kind: itemCue, at: i, to: found.to, cue: found.cue, text: found.phrase}
	}
	if it, ok := r.days(i); ok {
		return it
	}
	if cue, ok := rates[r.wordAt(i+1)]; ok && r.is(i, "/") {
		return item{kind: itemCue, at: i, to: i + 2, cue: cue, text: "/" + r.wordAt(i+1)}
	}
	kind := itemWord
	if t.kind == tokenMark {
		kind = itemMark
	}
	return item{kind: kind, at: i, to: i + 1, text: t.word}
}

// rates are what stands after a stroke: "4h/jour".
var rates = map[string]string{
	"jour": cuePerDay, "j": cuePerDay, "day": cuePerDay, "matin": cuePerDay, "seanc": cuePerDay, "dia": cuePerDay,
	"semain": cueWeekly, "sem": cueWeekly, "week": cueWeekly, "mois": cueNext, "month": cueNext,
}

func (r *hoursReader) wordAt(i int) string {
	if i < 0 || i >= len(r.toks) || r.toks[i].kind != tokenWord {
		return ""
	}
	return r.toks[i].word
}

// is reports whether token i is one of words; numbers are none.
func (r *hoursReader) is(i int, words ...string) bool {
	return i >= 0 && i < len(r.toks) && r.toks[i].kind != tokenNumber && slices.Contains(words, r.toks[i].word)
}

func (r *hoursReader) number(i int) bool {
	return i >= 0 && i < len(r.toks) && r.toks[i].kind == tokenNumber
}

// said returns the phrase of a cue, when the text has it.
func (r *hoursReader) said(cue string) (string, bool) {
	for _, h := range r.hits {
		if h.cue == cue {
			return h.phrase, true
		}
	}
	return "", false
}

// except reports whether a zero has an exception: "rien sauf mardi matin".
func (r *hoursReader) except() bool {
	_, said := r.said(cueExcept)
	if !said {
		return false
	}
	_, day := r.dayWithoutHours()
	return day
}
