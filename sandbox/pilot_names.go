package sandbox

import (
	"math/rand/v2"

	"relais/parcours"
)

// origin is a group of names that are often met together. The lists are common
// names; who bears which is drawn at random.
type origin struct {
	share      int // in hundredths: our assumption, for variety rather than truth
	women, men []string
	last       []string
	// tongues are read by some of them, in hundredths; the others read French. Our
	// assumption too.
	tongues []tongue
}

type tongue struct {
	language parcours.Language
	share    int
}

var origins = []origin{
	{
		share: 34, tongues: []tongue{{parcours.EasyFrench, 4}},
		women: []string{"Maëlys", "Gwenaëlle", "Nolwenn", "Soazig", "Rozenn", "Enora", "Solenn", "Morgane", "Anne-Laure", "Katell", "Maïwenn", "Tiphaine"},
		men:   []string{"Yann", "Ronan", "Erwan", "Gwenaël", "Loïc", "Malo", "Tanguy", "Goulven", "Briac", "Yves-Marie", "Corentin", "Maël"},
		last:  []string{"Le Goff", "Quillien", "Tanguy", "Riou", "Guillou", "Le Bihan", "Kervella", "Morvan", "Jouanneau", "Hervé", "Le Floc'h", "Gicquel", "Rouxel", "Lebreton", "Danilo", "Trégouët"},
	},
	{
		share: 34, tongues: []tongue{{parcours.EasyFrench, 4}},
		women: []string{"Sandrine", "Céline", "Élodie", "Aurélie", "Laëtitia", "Françoise", "Mélanie", "Jessica", "Chloé", "Océane", "Marie-Thérèse", "Zoé"},
		men:   []string{"Jérôme", "Sébastien", "Kévin", "François", "Mickaël", "Cédric", "Jean-Luc", "Théo", "Stéphane", "Dylan", "Grégory", "Noël"},
		last:  []string{"Bouvier", "Lemoine", "Garçon", "Chauvin", "Pelletier", "Besnard", "Leroux", "Maréchal", "Fontaine", "Hamon", "Prévost", "Delaunay", "Rocher", "Béziers", "Château", "Guérin"},
	},
	{
		share: 14, tongues: []tongue{{parcours.Arabic, 30}, {parcours.Spanish, 4}, {parcours.Turkish, 4}},
		women: []string{"Fatima", "Nadia", "Samira", "Yasmina", "Khadija", "Leïla", "Houria", "Inès"},
		men:   []string{"Karim", "Mehdi", "Rachid", "Youssef", "Bilal", "Nordine", "Sofiane", "Abdelkader"},
		last:  []string{"Benali", "Haddad", "Boukhris", "El Amrani", "Cherif", "Belkacem", "Ziani", "Ould Saïd", "Mansouri", "Tahiri"},
	},
	{
		share: 6, tongues: []tongue{{parcours.Portuguese, 45}, {parcours.Spanish, 15}},
		women: []string{"Conceição", "Lurdes", "Inês", "Fernanda", "Graça"},
		men:   []string{"Joaquim", "Tiago", "Rui", "António", "Paulo"},
		last:  []string{"Ferreira", "da Silva", "Gonçalves", "Lopes Pinto", "Carvalho", "Simões"},
	},
	{
		share: 6, tongues: []tongue{{parcours.Ukrainian, 55}, {parcours.Russian, 20}},
		women: []string{"Oksana", "Iryna", "Nataliia", "Yuliia", "Olena"},
		men:   []string{"Andrii", "Mykola", "Oleh", "Vasyl"},
		last:  []string{"Kovalenko", "Shevchuk", "Bondarenko", "Melnyk", "Tkachuk", "Lysenko"},
	},
	{
		share: 6, tongues: []tongue{{parcours.English, 25}, {parcours.Arabic, 10}},
		women: []string{"Aminata", "Mariam", "Awa", "Grâce", "Blessing"},
		men:   []string{"Ibrahima", "Mamadou", "Ousmane", "Prosper", "Emmanuel"},
		last:  []string{"Diallo", "Traoré", "N'Guessan", "Mbala", "Touré", "Camara"},
	},
}

// draw returns a name; one in six mixes two origins, as families do.
func drawName(r *rand.Rand, woman bool) (first, last string, language parcours.Language) {
	weights := make([]int, len(origins))
	for i, o := range origins {
		weights[i] = o.share
	}
	o := origins[weighted(r, weights)]
	firsts := o.men
	if woman {
		firsts = o.women
	}
	first, last, language = pick(r, firsts), pick(r, o.last), parcours.French
	if r.IntN(6) == 0 {
		last = pick(r, origins[weighted(r, weights)].last)
	}
	drawn := r.IntN(100)
	for _, t := range o.tongues {
		if drawn -= t.share; drawn < 0 {
			language = t.language
			break
		}
	}
	return first, last, language
}
