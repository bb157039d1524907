package understand

import (
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
// that are times, what Availability reads ("jeudi", "le 15", "14h30", "demain"), as
// of now and in its zone.
//
// "1 je peux pas" points to none: the number says the contrary of the words.
func Choice(text string, choices []parcours.Choice, now time.Time) (action, why string) {
	if len(choices) == 0 {
		return "", ""
	}
	folded := strings.Fields(Fold(text))
	if action, why := numbered(folded, choices); action != "" {
		return action, why
	}
	return timed(text, choices, now)
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

func timed(text string, choices []parcours.Choice, now time.Time) (action, why string) {
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
	free, named := Availability(text, now)
	if !free.Names() {
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
	if refuses || a.Label == Question || free.Excludes() {
		return "", "" // "pas jeudi" leaves the others: not a choice
	}
	for _, c := range choices {
		if c.Slot == nil || !free.Wants(c.Slot.StartsAt, now.Location()) {
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
	return action, "the only time that fits: " + named
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
