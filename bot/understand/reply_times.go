package understand

import "slices"

// wishes are words with which another time is asked for: "possible jeudi", "le matin
// c'est mieux".
var wishes = stems("possible", "peut", "peux", "pouvez", "pourriez", "pourrait", "caler", "mettre", "mieux", "plutôt", "préfère", "préférerais", "sinon", "irait", "conviendrait", "arrangerait",
	"possible", "posible", "possivel", "puede", "pode", "olur", "mumkun", "можно", "можна", "давайте", "could", "instead", "better", "voir", "disponibilités", "dire")

// telling are words with which something else than another time is asked for.
var telling = stems("appeler", "rappeler", "expliquer", "envoyer", "confirmer", "préciser", "apporter", "amener", "aider", "donner", "savoir", "faire", "répondre", "écrire", "accompagner", "avec", "si", "payer", "durer", "parler",
	"tell", "send", "bring", "quoi", "comment", "pourquoi", "combien", "adresse", "obligatoire", "rater", "viens", "venir", "rsa", "déclarer", "travailler", "voyager", "partir", "stopper", "rembourser", "où")

// wishesTime reports whether t names a time and asks whether it is possible.
func wishesTime(t *message) bool {
	if !t.has(wishes) || t.has(telling) {
		return false
	}
	return slices.ContainsFunc(moments(timeWords(t.text)), func(m moment) bool {
		return m.kind != inClock && (m.kind != onOffset || m.unit != byDay || m.offset > 0)
	})
}

// otherDay reports whether a refusal is followed by another day that suits: "pas de bus
// mardi, mercredi j'ai un covoiturage".
func otherDay(t *message) bool {
	named := weekdayNames
	before := ""
	for i, p := range t.parts {
		words := t.words[p.from:p.to]
		if i > 0 && before != "" {
			first := words[0]
			if _, ok := named[first]; ok && first != before && !slices.ContainsFunc(words, func(w string) bool { return refusing[w] }) {
				reason, _ := impedimentIn(words, t.numbersOf(p))
				return reason == ""
			}
		}
		for _, w := range words {
			if _, ok := named[w]; ok {
				before = w
			}
		}
	}
	return false
}

// refusing words keep a day from being offered.
var refusing = stems("pas", "non", "plus", "aucun", "jamais", "impossible", "aussi", "ni")

// sorry are words of somebody who will not come, when nothing else is said.
var sorry = stems("désolé", "désolée", "navré", "navrée", "malheureusement", "sorry")
