package understand

import (
	"slices"
	"strings"
)

// Danger is a kind of distress that a human must see at once.
type Danger string

// Kinds of danger.
const (
	NoDanger    Danger = ""
	Suicide     Danger = "suicide"
	Violence    Danger = "violence"
	Hunger      Danger = "hunger"
	Homeless    Danger = "homeless"
	Medical     Danger = "medical"
	ChildDanger Danger = "child_danger"
)

// dangerOrder lists dangers from the one whose numbers are given first when a
// text tells of several.
var dangerOrder = []Danger{Medical, Suicide, ChildDanger, Violence, Homeless, Hunger}

// joking words make a figure of speech of the weaker cues.
var joking = wordSet("mdr", "lol", "ptdr", "haha", "hahaha", "xd", "jpp")

// Distress returns the danger that text tells of, and the cue it was read from.
// It errs on the side of telling a human, save for figures of speech and
// addresses ("je suis mort de rire", "ce boulot me tue", "rue de la Liberté"):
// an alarm that always rings is no longer heard.
func Distress(text string) (Danger, string) {
	return distress(listen(text))
}

func distress(t *message) (Danger, string) {
	hits, guards := dangerCues.read(t.numbers)
	best, cue := len(dangerOrder), ""
	for _, h := range hits {
		name, strength, _ := strings.Cut(h.cue, " ")
		i := slices.Index(dangerOrder, Danger(name))
		if i < 0 || i >= best || runsInto(h, guards) || !holds(Danger(name), strength, h, t) {
			continue
		}
		best, cue = i, quote(t.words, h)
	}
	if cue != "" && dangerOrder[best] == Suicide && threatened(t) {
		return Violence, string(Violence) + " (" + cue + ")"
	}
	if cue != "" {
		return dangerOrder[best], string(dangerOrder[best]) + " (" + cue + ")"
	}
	if t.has(joking) {
		return NoDanger, ""
	}
	if name, words := dangerFrames.in(t.words, guards); name != "" {
		return Danger(name), name + " (" + words + ")"
	}
	return NoDanger, ""
}

// threatened tells "il veut me tuer" and "il va me faire du mal" from what somebody
// would do to themselves: one spelling of words does not.
func threatened(t *message) bool {
	for i, w := range t.folded[:max(len(t.folded)-2, 0)] {
		if !others[w] || t.folded[i+1] != "me" {
			continue
		}
		if what := t.folded[i+2]; strings.HasPrefix(what, "tue") || strings.HasPrefix(what, "fai") || what == "fasse" {
			return t.folded[max(i-1, 0)] != "je"
		}
	}
	return false
}

// others are what stands before "me" when somebody else does, wants or will do it.
var others = wordSet("veut", "va", "veulent", "vont", "peut", "pourrait", "il", "ils", "elle", "risque", "mari", "ex", "copain", "conjoint", "compagnon", "pere", "frere", "mere", "fils")

// runsInto reports whether h ends within a guard: "vais mourir" in "je vais mourir
// de rire".
func runsInto(h hit, guards []hit) bool {
	return slices.ContainsFunc(guards, func(g hit) bool {
		return g.from < h.to && h.to <= g.to && g.to-g.from > h.to-h.from
	})
}

// holds applies the conditions that a phrase alone cannot carry.
func holds(d Danger, strength string, h hit, t *message) bool {
	if strength == "weak" && t.has(joking) {
		return false
	}
	switch {
	case (d == Homeless || d == Hunger) && t.has(atWork) && helped(t):
		return false // somebody else's trouble: "pendant mon stage j'ai aidé des sdf"
	case d == Homeless && strength == "street":
		// "à la rue Pasteur" is an address, "à la rue avec mes enfants" is not.
		return h.to == len(t.words) || afterStreet[t.words[h.to]]
	case strength == "outside":
		return h.to == len(t.words) || afterOutside[t.words[h.to]]
	case strength == "child":
		return t.has(children)
	case d == Medical && strength == "weak":
		return !t.has(longAgo)
	case d == Hunger && strength == "figure":
		return t.has(reallyHungry)
	}
	return true
}

// atWork says, with helped, that the trouble is that of the people who were helped.
var atWork = stems("stage", "benevole", "benevolat", "maraude", "immersion")

// helped reports whether the writer says to have helped: "aidez-moi" asks for it.
func helped(t *message) bool {
	for i, w := range t.folded[:max(len(t.folded)-1, 0)] {
		if (w == "ai" || w == "jai" || w == "avons" || w == "a") && helping[t.folded[i+1]] {
			return true
		}
	}
	return false
}

var helping = wordSet("aide", "servi", "distribue", "accueilli", "accompagne", "rencontre")

var afterStreet = stems("et", "avec", "depuis", "ce", "cette", "demain", "je", "on", "nous", "mes", "mon", "ma", "il", "elle", "bientot", "maintenant", "merci", "aidez", "aide", "svp",
	"s", "dans", "avant", "sans", "car", "puis", "la", "pour", "si", "parce", "a", "sil", "bonjour", "aujourd", "faute", "suite", "apres", "que", "pas", "vraiment", "alors", "donc", "en")

var afterOutside = stems("et", "avec", "depuis", "sans", "maintenant", "ce", "cette", "demain", "bientot", "svp", "aidez", "aide")

var children = stems("enfant", "enfants", "fils", "fille", "filles", "bebe", "petit", "petite", "petits", "garcon", "niece", "neveu")

var longAgo = stems("dernier", "derniere", "2019", "2020", "2021", "2022", "2023", "2024", "2025", "avait", "avais", "ancien", "autrefois", "jadis", "enfance", "mois", "annees", "ans", "hier", "peur", "risque", "rdv", "suivi", "suite", "antecedents")

var reallyHungry = stems("enfants", "enfant", "bebe", "fils", "fille", "rien", "argent", "depuis", "jours", "frigo", "vraiment", "sous", "plus", "litteralement")

func stems(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		for _, s := range canonical(strings.Fields(Fold(w))) {
			set[s] = true
		}
	}
	return set
}
