package understand

import "slices"

// negated adds the "pas" that careful French leaves out after some verbs: "je ne puis
// venir", "je regrette de ne pouvoir venir". It returns words itself where nothing is
// left out.
func negated(words []string) []string {
	for i := 0; i+1 < len(words); i++ {
		if words[i] != "ne" && words[i] != "n" || !loneNe[words[i+1]] {
			continue
		}
		after := words[i+2 : min(i+2+negationReach, len(words))]
		if slices.ContainsFunc(after, func(w string) bool { return secondNegation[w] }) {
			continue
		}
		words = slices.Insert(slices.Clone(words), i+2, "pas")
		if literary[words[i+1]] {
			words[i+1] = "peux"
		}
	}
	return words
}

// negationReach is how many words further the other half of a negation may stand.
const negationReach = 4

// loneNe are verbs before which "ne" may stand alone.
var loneNe = wordSet("puis", "peux", "peut", "pouvons", "pouvez", "peuvent", "pourrai", "pourrais", "pourra", "pourrait", "pourrons", "pouvoir", "pouvant",
	"saurai", "saurais", "saurait", "saurions", "ose", "oserai", "oserais", "cesse")

// literary are those of them that say "peux" in careful French.
var literary = wordSet("puis", "saurai", "saurais", "ose", "oserai", "oserais")

// secondNegation are the words that "ne" goes with.
var secondNegation = wordSet("pas", "plus", "que", "qu", "jamais", "rien", "guere", "aucun", "aucune", "personne", "point", "ni", "nullement")
