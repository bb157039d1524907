package main

import (
	"fmt"

	"relais/parcours"
)

// weeklyFigures are the lines of `relais report weekly`: what people said, and apart
// what professionals validated.
func weeklyFigures(f parcours.WeeklyFigures, label func(any) string) []figure {
	told := f.Delivered + f.HandedOver
	lines := []figure{
		{"planned", "Semaines convenues, closes", f.Planned, 0},
		{"asked", "Heures demandées", f.Asked, f.Planned},
		{"delivered", "Demande délivrée", f.Delivered, f.Asked},
		{"handed_over", "dont remise sans accusé possible (Telegram)", f.HandedOver, f.Asked},
		{"answered_of_delivered", "Ont répondu avant la clôture, parmi les demandes délivrées ou remises", f.AnsweredOfDelivered, told},
		{"answered", "Ont répondu avant la clôture, parmi les semaines convenues", f.Answered, f.Planned},
		{"impediments", "dont avec une raison", f.Impediments, f.Answered},
		{"stated", "dont en heures (0 h compris)", f.Stated, f.Answered},
		{"below", "Heures déclarées sous le minimum convenu", f.Below, f.Stated},
		{"within", "Heures déclarées dans le plan", f.Within, f.Stated},
		{"above", "Heures déclarées au-dessus du maximum convenu", f.Above, f.Stated},
		{"median_minutes", "Minutes déclarées (médiane des semaines en heures)", f.MedianMinutes, 0},
		{"validated", "Heures validées par un professionnel", f.Validated.Weeks, f.Planned},
		{"validated_below", "Heures validées sous le minimum convenu", f.Validated.Below, f.Validated.Weeks},
		{"validated_within", "Heures validées dans le plan", f.Validated.Within, f.Validated.Weeks},
		{"validated_above", "Heures validées au-dessus du maximum convenu", f.Validated.Above, f.Validated.Weeks},
		{"validated_same", "Heures validées égales aux heures déclarées", f.Validated.Same, f.Validated.Stated},
		{"validated_median_minutes", "Minutes validées (médiane des semaines validées)", f.Validated.MedianMinutes, 0},
	}
	for _, k := range f.Kinds {
		name := "kind." + string(k.Kind)
		lines = append(lines,
			figure{name + ".weeks", "Fait, " + label(k.Kind) + " : semaines", k.Weeks, 0},
			figure{name + ".median_minutes", fmt.Sprintf("Fait, %s : minutes par semaine (médiane)", label(k.Kind)), k.MedianMinutes, 0},
		)
	}
	for _, skip := range []parcours.WeekSkip{parcours.SkipPartial, parcours.SkipImpediment, parcours.SkipWork, parcours.SkipExited} {
		lines = append(lines, figure{"left_out." + string(skip), "Hors du compte : " + label(skip), f.LeftOut[skip], 0})
	}
	return append(lines, figure{"open", "Hors du compte : semaines encore ouvertes", f.Open, 0})
}
