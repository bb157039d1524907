package understand

import (
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// numbers are ways to write the number of a choice.
var numbers = map[string]int{
	"1": 1, "un": 1, "une": 1, "1er": 1, "1ere": 1, "premier": 1, "premiere": 1, "one": 1, "first": 1, "01": 1, "hun": 1,
	"2": 2, "deux": 2, "2e": 2, "2eme": 2, "2nd": 2, "deuxieme": 2, "second": 2, "seconde": 2, "two": 2, "02": 2, "de2": 2,
	"3": 3, "trois": 3, "3e": 3, "3eme": 3, "troisieme": 3, "three": 3, "third": 3, "03": 3, "troi": 3, "toi3": 3,
	"4": 4, "quatre": 4, "4e": 4, "4eme": 4, "quatrieme": 4, "four": 4, "fourth": 4, "04": 4, "katre": 4,
	"5": 5, "cinq": 5, "5e": 5, "5eme": 5, "cinquieme": 5, "five": 5, "05": 5,
}

// carriers are words that may surround the number of a choice.
var carriers = wordSet("le", "la", "l", "numero", "num", "no", "n", "nr", "choix", "option", "reponse", "rep", "je", "j", "choisis", "choisi", "prends", "prend", "veux", "voudrais", "dis", "reponds", "repond",
	"c", "est", "ce", "sera", "pour", "moi", "tape", "celui", "ok", "oui", "alors", "donc", "ca", "va", "creneau", "date", "proposition", "possibilite", "the", "choice", "number", "answer", "i", "take",
	"merci", "mrc", "bonjour", "bjr", "bonsoir", "slt", "salut", "svp", "stp", "please", "cordialement", "cdt", "bonne", "journee", "soiree", "d", "accord", "dsl", "desole", "desolee", "hello", "thanks", "thank", "you", "madame", "monsieur", "beaucoup", "by", "bye")

// Choice returns the action of the choice that text points to among those of a
// message, and why; empty when text points to none of them or to several. It
// reads numbers ("1", "1.", "un", "le 2", "1️⃣", "1 je viens") and, for choices
// that are times, days and hours in zone ("jeudi", "le 15", "14h30").
//
// "1 je peux pas" points to none: the number says the contrary of the words.
func Choice(text string, choices []parcours.Choice, zone *time.Location) (action, why string) {
	if len(choices) == 0 {
		return "", ""
	}
	folded := strings.Fields(Fold(text))
	if action, why := numbered(folded, choices); action != "" {
		return action, why
	}
	return timed(text, folded, choices, zone)
}

func numbered(folded []string, choices []parcours.Choice) (action, why string) {
	chosen, at := 0, -1
	var rest []string
	for i, w := range folded {
		switch n, isNumber := numbers[w]; {
		case isNumber && chosen == 0 && leading(folded[:i]):
			chosen, at = n, i
		case isNumber && n == chosen && i == at+1:
		case carriers[w]:
		default:
			rest = append(rest, folded[i])
		}
	}
	if chosen == 0 || chosen > len(choices) {
		return "", ""
	}
	picked := choices[chosen-1]
	if len(rest) == 0 {
		return picked.Action, "number of a choice"
	}
	// "un" and "une" are articles as soon as something else is said.
	if w := folded[at]; w == "un" || w == "une" {
		return "", ""
	}
	if agrees(picked, strings.Join(folded[at+1:], " ")) {
		return picked.Action, "number of a choice and its words"
	}
	return "", ""
}

// leading reports whether nothing but carriers stands before the number.
func leading(before []string) bool {
	for _, w := range before {
		if !carriers[w] {
			return false
		}
	}
	return true
}

// agrees reports whether the words that follow a number say the same as it.
func agrees(c parcours.Choice, words string) bool {
	a := Reply(words)
	switch c.Action {
	case "come":
		return a.Label == Yes || a.Label == Late || a.Says(Yes)
	case "cannot":
		return a.Label == No
	case "other":
		return a.Label == Reschedule
	case "none_fits":
		return a.Label == No || a.Label == Reschedule || noneFits(words)
	}
	return false
}

// noneWords say that none of several times fits.
var noneWords = newLexicon(phrases{"none": `
(aucun|aucune)
(ni|pas) (l un|un|une) (ni|des)
rien me (va|convient|arrange)
ca me (va|convient|arrange) pas
(rien|aucun|pas) (qui|ne) (va|me va|convient)
pas (de|un|dans) (ces|ce)
(les|le) (deux|trois|3|2) (non|pas|sont pas possible|sont impossible)
(none|neither)
pas possible
je peux (aucun|pas)
`})

func noneFits(text string) bool { return len(noneWords.in(listen(text).numbers)) > 0 }

var weekdays = map[string]time.Weekday{
	"lundi": time.Monday, "lun": time.Monday, "monday": time.Monday, "mon": time.Monday,
	"mardi": time.Tuesday, "mar": time.Tuesday, "tuesday": time.Tuesday, "tue": time.Tuesday,
	"mercredi": time.Wednesday, "mer": time.Wednesday, "mercredis": time.Wednesday, "wednesday": time.Wednesday, "wed": time.Wednesday,
	"jeudi": time.Thursday, "jeu": time.Thursday, "thursday": time.Thursday, "thu": time.Thursday,
	"vendredi": time.Friday, "ven": time.Friday, "vendre": time.Friday, "friday": time.Friday, "fri": time.Friday,
	"samedi": time.Saturday, "sam": time.Saturday, "saturday": time.Saturday,
	"dimanche": time.Sunday, "dim": time.Sunday, "sunday": time.Sunday,
}

var months = wordSet("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")

// mention is what a text says of a time; fields that it does not mention are -1.
type mention struct {
	weekday, day, hour, minute int
	morning, afternoon         bool
}

func (m mention) empty() bool {
	return m.weekday < 0 && m.day < 0 && m.hour < 0 && !m.morning && !m.afternoon
}

func (m mention) fits(t time.Time) bool {
	switch {
	case m.weekday >= 0 && int(t.Weekday()) != m.weekday,
		m.day >= 0 && t.Day() != m.day,
		m.hour >= 0 && t.Hour() != m.hour,
		m.minute >= 0 && t.Minute() != m.minute,
		m.morning && t.Hour() >= 12,
		m.afternoon && t.Hour() < 12:
		return false
	}
	return true
}

func timed(text string, folded []string, choices []parcours.Choice, zone *time.Location) (action, why string) {
	if zone == nil {
		zone = time.UTC
	}
	slots, none := 0, ""
	for _, c := range choices {
		if c.Slot != nil {
			slots++
		}
		if c.Action == "none_fits" {
			none = c.Action
		}
	}
	if slots == 0 {
		return "", ""
	}
	a := Reply(text)
	refuses := a.Says(No)
	if none != "" && noneFits(text) {
		return none, "none of the times"
	}
	m := mentioned(folded)
	if m.empty() {
		switch {
		case none != "" && refuses:
			return none, "a refusal of every time"
		case slots == 1 && a.Label == Yes:
			for _, c := range choices {
				if c.Slot != nil {
					return c.Action, "a yes to the only time"
				}
			}
		}
		return "", ""
	}
	if refuses || a.Label == Question || slices.Contains(folded, "pas") || slices.Contains(folded, "sauf") || slices.Contains(folded, "not") {
		return "", "" // "pas jeudi" leaves the others: not a choice
	}
	for _, c := range choices {
		if c.Slot == nil || !m.fits(c.Slot.StartsAt.In(zone)) {
			continue
		}
		if action != "" {
			return "", ""
		}
		action = c.Action
	}
	if action == "" {
		return "", ""
	}
	return action, "the only time that fits the words"
}

// Wanted reports whether text asks for a time such as at, read in zone: it names
// its day, its hour or its half of the day, and refuses nothing. "pas jeudi"
// wants no time in particular.
func Wanted(text string, at time.Time, zone *time.Location) bool {
	names, refuses := named(text, at, zone)
	return names && !refuses
}

// Refused reports whether text names a time such as at to refuse it: "pas jeudi",
// "je peux pas mardi".
func Refused(text string, at time.Time, zone *time.Location) bool {
	names, refuses := named(text, at, zone)
	return names && refuses
}

// named reports whether a thought of text names a time such as at, and whether it
// is to refuse it: "je peux pas mardi mais jeudi oui" refuses Tuesdays only.
func named(text string, at time.Time, zone *time.Location) (names, refuses bool) {
	if zone == nil {
		return false, false
	}
	for _, thought := range thoughts(text) {
		m := mentioned(strings.Fields(Fold(thought)))
		if m.empty() || !m.fits(at.In(zone)) {
			continue
		}
		words := append(Words(thought), strings.Fields(Fold(thought))...)
		return true, slices.ContainsFunc(words, func(w string) bool { return refusals[w] })
	}
	return false, false
}

// thoughts cuts text at its punctuation and at "mais".
func thoughts(text string) []string {
	var all []string
	for _, piece := range strings.FieldsFunc(clip(text), func(r rune) bool { return strings.ContainsRune(".,;!?\n", r) }) {
		var kept []string
		for _, w := range strings.Fields(piece) {
			if f := Fold(w); f == "mais" || f == "but" || f == "sinon" {
				all, kept = append(all, strings.Join(kept, " ")), nil
				continue
			}
			kept = append(kept, w)
		}
		all = append(all, strings.Join(kept, " "))
	}
	return all
}

var refusals = wordSet("pas", "plus", "sauf", "non", "not", "cannot", "wont", "dont", "impossible", "except")

// mentioned reads the day and the hour that a text names.
func mentioned(folded []string) mention {
	m := mention{weekday: -1, day: -1, hour: -1, minute: -1}
	for i, w := range folded {
		if d, ok := weekdays[w]; ok {
			m.weekday = int(d)
			continue
		}
		switch w {
		case "matin", "matinee", "morning":
			m.morning = true
			continue
		case "aprem", "apm", "afternoon", "midi":
			if w != "midi" || i > 0 && folded[i-1] == "apres" {
				m.afternoon = true
			}
			continue
		}
		if hour, minute, ok := clock(folded, i); ok {
			m.hour, m.minute = hour, minute
			continue
		}
		n, ok := smallNumber(w)
		if !ok || n < 1 || n > 31 {
			continue
		}
		before, after := "", ""
		if i > 0 {
			before = folded[i-1]
		}
		if i+1 < len(folded) {
			after = folded[i+1]
		}
		_, weekday := weekdays[before]
		if after != "h" && after != "heures" && after != "heure" && before != "h" && (before == "le" || weekday || months[after]) {
			m.day = n
		}
	}
	return m
}

// clock reads "14h", "14h30", "14 h 30", "14 heures" at folded[i]; a bare hour
// has minute -1.
func clock(folded []string, i int) (hour, minute int, ok bool) {
	head, tail, found := strings.Cut(folded[i], "h")
	hour, isHour := smallNumber(head)
	if !isHour || hour > 23 {
		return 0, 0, false
	}
	if !found {
		if i+1 >= len(folded) || folded[i+1] != "h" && folded[i+1] != "heures" && folded[i+1] != "heure" {
			return 0, 0, false
		}
		if i+2 < len(folded) {
			if m, isMinute := smallNumber(folded[i+2]); isMinute && m < 60 {
				return hour, m, true
			}
		}
		return hour, -1, true
	}
	if tail == "" {
		return hour, -1, true
	}
	m, isMinute := smallNumber(tail)
	return hour, m, isMinute && m < 60
}

func smallNumber(word string) (int, bool) {
	if word == "" || len(word) > 2 {
		return 0, false
	}
	n := 0
	for i := range len(word) {
		if !digit(word[i]) {
			return 0, false
		}
		n = n*10 + int(word[i]-'0')
	}
	return n, true
}
