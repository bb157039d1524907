package main

import (
	"maps"
	"slices"
	"strconv"

	"relais/parcours"
)

// employmentFigures are the returns to work, and what became of them. Silence is
// shown apart: the low bound counts it as not confirmed, the rate among answers
// leaves it out.
func employmentFigures(e parcours.Employment, label func(any) string) []figure {
	lines := []figure{
		{"people", "Personnes de retour au travail (confirmé)", e.People, 0},
		{"jobs", "Reprises d'emploi confirmées", e.Jobs, 0},
	}
	for _, kind := range slices.Sorted(maps.Keys(e.Kinds)) {
		name := string(kind)
		if kind == parcours.JobKindUnsaid {
			name = "unsaid"
		}
		lines = append(lines, figure{"kind." + name, "dont " + label(kind), e.Kinds[kind], e.Jobs})
	}
	lines = append(lines, figure{"durable", "dont durables", e.Durable, e.Jobs})
	lines = append(lines, figure{"declared", "Déclarées, à confirmer par le référent", e.Declared, 0})
	for _, t := range e.Retention {
		n := strconv.Itoa(t.Months)
		lines = append(lines,
			figure{"in_work." + n, "En emploi à " + n + " mois (borne basse)", t.InWork, t.Due},
			figure{"in_work_answered." + n, "En emploi à " + n + " mois, parmi les réponses", t.InWork, t.InWork + t.Ended},
			figure{"ended." + n, "Emploi terminé à " + n + " mois", t.Ended, t.Due},
			figure{"no_answer." + n, "Sans réponse à " + n + " mois", t.Unknown, t.Due},
		)
	}
	return lines
}
