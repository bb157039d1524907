package understand

import (
	"slices"
	"strings"

	"relais/parcours"
)

// Label is what a message means. One list serves answers and messages that
// nobody asked for.
type Label string

// Labels of an answer to a convocation.
const (
	Unclear        Label = "unclear"
	Yes            Label = "yes"
	No             Label = "no"
	Reschedule     Label = "reschedule"
	Question       Label = "question"
	Late           Label = "late"
	Stop           Label = "stop"
	Thanks         Label = "thanks"
	AlreadyWorking Label = "already_working"
	WrongPerson    Label = "wrong_person"
)

// Answer is how an answer to a convocation was read.
type Answer struct {
	Label Label
	// Impediment is the reason given, none when there is none.
	Impediment parcours.Impediment
	// Also lists what else the text says: a yes that comes with a question, or
	// with a delay.
	Also []Label
	// Explicit answers carry a verb ("je viens", "je ne peux pas"), so that they
	// mean something without the question they answer; "oui" alone does not.
	Explicit bool
	// Suits: it names a day that suits ("mardi c'est bon"), which is a yes when that
	// is the day of the appointment and another day otherwise.
	Suits bool
	// agreed: it does so as one agrees to what was offered ("mardi ok").
	agreed bool
	// Why names the cues, in the lexicon's own words.
	Why string
}

// Says reports whether the text says label, first or beside something else.
func (a Answer) Says(label Label) bool {
	return a.Label == label || slices.Contains(a.Also, label)
}

// Reply reads text as the answer to a convocation: "will you come?". A negative
// verb wins over a positive word ("oui je peux pas"), a verb over a lone word
// ("non non je viens"), what follows "mais" over what precedes it.
func Reply(text string) Answer { return reply(listen(text)) }

// timetable are words of hours that somebody else sets.
var timetable = stems("planning", "planing", "roulement", "roulements", "horaires")

func reply(t *message) Answer {
	if stopWords.holds(t) {
		return Answer{Label: Stop, Why: "whole message asks to stop"}
	}
	if short, ok := shortAnswers[t.whole()]; ok {
		return Answer{Label: short.label, Why: "whole message in " + string(short.language)}
	}
	seen := make(map[string]string)
	said := make(map[string]bool) // outside of any question
	order := make(map[string]int)
	asks := false
	var guards []hit
	for i, p := range t.parts {
		hits, shadows := replyCues.read(t.numbersOf(p))
		for _, g := range shadows {
			g.from, g.to = g.from+p.from, g.to+p.from
			guards = append(guards, g)
		}
		asking := p.question
		for _, h := range hits {
			if h.cue == cueAsk {
				asking = true
			}
		}
		asking = asking || t.words[p.from] == "qui" && p.to-p.from > 2
		asks = asks || asking
		for _, h := range hits {
			if _, ok := seen[h.cue]; !ok {
				seen[h.cue] = quote(t.words[p.from:p.to], h)
			}
			word := (h.cue == cueYesWord || h.cue == cueNoWord) && h.from == 0 && p.to-p.from > h.to
			if !asking || word || h.cue == cueNoVerb {
				said[h.cue] = true
				order[h.cue] = i
			}
		}
	}
	impediment, reason := impedimentIn(t.words, t.numbers)
	if impediment == parcours.ImpedimentNone && !said[cueYesVerb] && !said[cueYesWord] {
		var name string
		name, reason = impedimentFrames.in(t.words, nil)
		impediment = parcours.Impediment(name)
	}
	why := func(label Label, cues ...string) string {
		var b strings.Builder
		b.WriteString(string(label))
		for _, c := range cues {
			if seen[c] != "" {
				b.WriteString(": " + c + " (" + seen[c] + ")")
			}
		}
		if impediment != parcours.ImpedimentNone {
			b.WriteString("; " + string(impediment) + " (" + reason + ")")
		}
		return b.String()
	}
	has := func(c string) bool { return seen[c] != "" }
	var also []Label
	if asks {
		also = append(also, Question)
	}
	answer := func(label Label, explicit bool, cues ...string) Answer {
		if label != No && label != Reschedule && label != Late || label == Late && impediment == parcours.ImpedimentOther {
			// only a refusal or a delay has a reason: "je peux venir avec mon fils ?" has none
			impediment = parcours.ImpedimentNone
		}
		return Answer{
			Label: label, Impediment: impediment, Explicit: explicit,
			Also: slices.DeleteFunc(also, func(l Label) bool { return l == label }),
			Why:  why(label, cues...),
		}
	}

	// Which of two verbs speaks last.
	yesVerb, noVerb := said[cueYesVerb], said[cueNoVerb]
	if yesVerb && noVerb {
		yesVerb = order[cueYesVerb] > order[cueNoVerb]
		noVerb = !yesVerb
	}
	// "j'ai annulé le médecin donc c'est bon": what is concluded counts, unless it is
	// refused too.
	if last := len(t.parts) - 1; last > 0 && t.parts[last].concluding && said[cueYesWord] && order[cueYesWord] == last && !(said[cueNoWord] && order[cueNoWord] == last) && !noVerb {
		impediment = parcours.ImpedimentNone
	}
	// "opération la semaine prochaine" says when, not when instead.
	later := has(cueLater) && (asks || impediment == parcours.ImpedimentNone)
	switch {
	case has(cueWrongPerson):
		return answer(WrongPerson, true, cueWrongPerson)
	case noVerb && namesAnother(t):
		return answer(WrongPerson, true, cueNoVerb)
	case has(cueStop) && !asks:
		return answer(Stop, true, cueStop)
	case has(cueLate) && !noVerb:
		if yesVerb || said[cueYesWord] {
			also = append(also, Yes)
		}
		return answer(Late, true, cueLate)
	case (has(cueDaySuits) || has(cueDayAgreed)) && !has(cueReschedule) && !said[cueNoWord] && !noVerb && !asks:
		a := answer(Reschedule, true, cueDaySuits, cueDayAgreed)
		a.Suits, a.agreed = true, !has(cueDaySuits) && impediment == parcours.ImpedimentNone
		return a
	case (has(cueReschedule) || has(cueDaySuits) || has(cueDayAgreed) || later) && !(yesVerb && order[cueYesVerb] > max(order[cueReschedule], order[cueDaySuits], order[cueDayAgreed], order[cueLater])):
		also = nil // "on peut décaler ?" is answered by other times
		if noVerb || said[cueNoWord] {
			also = append(also, No)
		}
		return answer(Reschedule, true, cueReschedule, cueDaySuits, cueDayAgreed, cueLater)
	case has(cueAlreadyWorking) && !yesVerb && !noVerb && t.has(timetable):
		// "je travaille en EHPAD, mon planning est fixé" says why not, not that all is well
		impediment, reason = parcours.ImpedimentWork, seen[cueAlreadyWorking]
		return answer(No, true)
	case has(cueAlreadyWorking) && !yesVerb && !noVerb:
		return answer(AlreadyWorking, true, cueAlreadyWorking)
	case noVerb:
		return answer(No, true, cueNoVerb)
	case has(cueUnsure) && !asks && !said[cueNoWord] && impediment == parcours.ImpedimentNone && !(yesVerb && order[cueYesVerb] > order[cueUnsure]):
		return answer(Unclear, false, cueUnsure, cueYesVerb, cueYesWord)
	case yesVerb:
		return answer(Yes, true, cueYesVerb)
	case said[cueNoWord] && said[cueYesWord]:
		return answer(Unclear, false, cueNoWord, cueYesWord)
	case said[cueNoWord]:
		return answer(No, impediment != parcours.ImpedimentNone, cueNoWord)
	case said[cueYesWord] && impediment == parcours.ImpedimentNone:
		return answer(Yes, false, cueYesWord)
	case impediment != parcours.ImpedimentNone && otherDay(t):
		return answer(Reschedule, true)
	case impediment != parcours.ImpedimentNone && !asks:
		return answer(No, false)
	case wishesTime(t):
		also = nil
		return answer(Reschedule, true, cueAsk)
	case asks:
		return answer(Question, true, cueAsk)
	case has(cueThanks):
		return answer(Thanks, false, cueThanks)
	}
	switch cue, words := replyFrames.in(t.words, guards); cue {
	case cueYesVerb:
		seen[cue] = words
		return answer(Yes, true, cue)
	case cueNoVerb:
		seen[cue] = words
		return answer(No, true, cue)
	}
	if w, ok := t.first(sorry); ok {
		seen[cueNoWord] = w
		return answer(No, false, cueNoWord)
	}
	return answer(Unclear, false)
}
