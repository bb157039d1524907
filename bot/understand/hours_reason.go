package understand

import (
	"strings"

	"relais/parcours"
)

// activities are reasons that are also what a week is made of: "10h de formation"
// is no impediment, "10h car j'étais en formation" is one.
var activities = map[parcours.Impediment]bool{
	parcours.ImpedimentTraining: true, parcours.ImpedimentWork: true, parcours.ImpedimentJobInterview: true,
	parcours.ImpedimentAdministrative: true, parcours.ImpedimentHousing: true, parcours.ImpedimentOther: true,
}

// care are words of health that name a step rather than an illness.
var care = stemSet(`medecin dentiste kine infirmière specialiste chirurgien gynéco gyneco ophtalmo cardiologue psychiatre psychologue psy orthophoniste radio irm scanner
	rdv medical sante hopital clinique cure doctor medical`)

// maxStreet is how many words the name of a street has: "5 place de la mairie" is
// not a step at the town hall.
const maxStreet = 5

// impediment returns the reason that the text gives beside its hours, and the whole
// of the decision in words.
func (r *hoursReader) impediment(d Declared) (parcours.Impediment, string) {
	if _, asks := r.said(cueAskHours); asks && !d.Stated {
		return parcours.ImpedimentNone, d.Why
	}
	words := make([]string, 0, len(r.toks))
	because, rest := -1, false
	for i, street := 0, 0; i < len(r.toks); i++ {
		t := r.toks[i]
		if street > 0 {
			street--
		}
		if r.number(i-1) && streetWords[t.word] || r.number(i-2) && streetWords[t.word] {
			street = maxStreet
		}
		if t.kind == tokenMark || street > 0 {
			continue
		}
		if because < 0 && (r.startsHinder(i) || t.word == "mais" || t.word == "but") {
			because = len(words)
		}
		rest = rest || t.word == "rest" && r.is(i-1, "le")
		if full := mend(canonical([]string{t.word})); len(full) > 1 { // "jetais", "lhosto"
			words = append(words, full...)
			continue
		}
		words = append(words, t.word)
	}
	reason, cue := impedimentIn(words, numbersOf(words))
	if reason == parcours.ImpedimentNone && d.Stated && d.Minutes == 0 {
		if name, found := impedimentFrames.in(words, nil); name != string(parcours.ImpedimentWork) { // "pas bossé"
			reason, cue = parcours.Impediment(name), found
		}
	}
	if reason == parcours.ImpedimentNone {
		return reason, d.Why
	}
	if d.Stated && d.Minutes > 0 || d.Doubt == DoubtHalfDay || d.Doubt == DoubtPerDay {
		if because >= 0 {
			if after, phrase := impedimentIn(words[because:], numbersOf(words[because:])); after != parcours.ImpedimentNone {
				return after, d.Why + "; " + string(after) + " (" + phrase + ")"
			}
		}
		if rest && activities[reason] { // "5h, j'ai travaillé le reste du temps"
			return reason, d.Why + "; " + string(reason) + " (" + cue + ")"
		}
		if r.spentOn(cue) {
			return parcours.ImpedimentNone, d.Why // "10h de garderie bénévole"
		}
		if activities[reason] || reason == parcours.ImpedimentHealth && onlyCare(cue) {
			return parcours.ImpedimentNone, d.Why
		}
	}
	return reason, d.Why + "; " + string(reason) + " (" + cue + ")"
}

func (r *hoursReader) startsHinder(i int) bool {
	for _, h := range r.hits {
		if h.from == i && h.cue == cueHinder {
			return true
		}
	}
	return false
}

// onlyCare reports whether a cue of health is about a step such as a consultation.
func onlyCare(cue string) bool {
	for w := range strings.FieldsSeq(cue) {
		if care[w] {
			return true
		}
	}
	return false
}

// spentOn reports whether a cue is what hours were spent on: "10h de", "6h à la".
func (r *hoursReader) spentOn(cue string) bool {
	first, _, _ := strings.Cut(cue, " ")
	for i := range r.toks {
		if r.hourAt(i) && r.number(i-1) && r.is(i+1, "de", "d", "en", "chez", "avec") && r.wordAt(i+2) == first {
			return true
		}
	}
	return false
}
