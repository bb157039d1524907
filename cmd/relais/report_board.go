package main

import (
	"strings"

	"relais/parcours"
)

// boardFigures are the lines of the reports that print a part of the console's
// figures as it is counted there.
func boardFigures(measures []parcours.Measure, label func(any) string) []figure {
	lines := make([]figure, 0, len(measures))
	for _, m := range measures {
		of := 0
		if m.Rate && !m.Unsafe {
			of = m.Of
		}
		lines = append(lines, figure{string(m.Name()), boardLabel(m, label), m.Value, of})
	}
	return lines
}

// boardLabel names a measure in French.
func boardLabel(m parcours.Measure, label func(any) string) string {
	name, ok := boardNames[m.Figure]
	if !ok {
		name = strings.ReplaceAll(string(m.Figure), "_", " ")
	}
	if m.Unsafe && m.Rate {
		name += " (trop de résultats manquent pour un taux)"
	}
	if m.Detail == "" {
		return name
	}
	detail, ok := boardParts[m.Detail]
	if !ok {
		switch m.Figure {
		case parcours.FigureOriented:
			detail = label(parcours.Orientation(m.Detail))
		default:
			detail = label(parcours.Origin(m.Detail))
		}
	}
	return name + " : " + detail
}

var boardNames = map[parcours.Figure]string{
	parcours.FigureNoShow: "Absences sans prévenir", "no_show_of_stood": "Absences, parmi les rendez-vous maintenus",
	parcours.FigureRevoked: "Annulations par le service", parcours.FigureRevokedLate: "Annulations par le service moins de 24 h avant",
	parcours.FigureExcused: "Absences annoncées", parcours.FigureSeen: "Rendez-vous honorés", parcours.FigureMissingPast: "Rendez-vous passés sans résultat noté",
	parcours.FigureOriented: "Orientation dans le délai", parcours.FigureOrientedLate: "Orientation plus tard", parcours.FigureNotOriented: "Pas encore d'orientation",
	parcours.FigureContracted: "Contrat signé", parcours.FigureContractedInTime: "Contrat signé dans le délai", parcours.FigureNotContracted: "Sans contrat",
	"oriented_left_out": "Hors du compte de l'orientation", "contracted_left_out": "Hors du compte du contrat",
	parcours.FigureQuestionsInTime: "Questions répondues dans le délai", parcours.FigureQuestionsLate: "Questions répondues plus tard",
	parcours.FigureQuestionsOverdue: "Questions sans réponse, délai passé", "answer_hours_median": "Heures jusqu'à la réponse (médiane)",
	"questions_closed": "dont closes sans message", "questions_not_due": "Hors du compte : délai pas encore passé",
}

var boardParts = map[string]string{
	"reminded": "avec un rappel arrivé", "not_reminded": "sans rappel arrivé", "joint": "rendez-vous conjoint", "not_joint": "autre rendez-vous",
	"imposed": "heure fixée par le service", "self_chosen": "heure choisie", "moved": "heure déplacée à la demande de la personne",
	"work": "emploi", "socio_pro": "socioprofessionnelle", "social": "sociale",
	"immature": "délai pas encore passé", "duties": "sans droits et devoirs", "exited": "sortie avant le terme",
}
