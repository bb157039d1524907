package intake

// Fields of a file of weekly plans and planned activities.
const (
	activityPerson      field = "person_id"
	activityNIR         field = "nir"
	activityAffiliation field = "affiliation_number"
	activityFirstName   field = "first_name"
	activityLastName    field = "last_name"
	planMin             field = "min_hours"
	planMax             field = "max_hours"
	planFrom            field = "plan_from"
	planUntil           field = "plan_until"
	planInWork          field = "asks_in_work"
	activityKind        field = "activity"
	activityLabel       field = "label"
	activityPlace       field = "place"
	activityDay         field = "day"
	activityStart       field = "start"
	activityHours       field = "hours"
	activityCancelled   field = "cancelled"
)

var activityHeaders = headerTable{
	activityPerson:      append([]string{"department_internal_id"}, peopleHeaders[personInternalID]...),
	activityNIR:         peopleHeaders[personNIR],
	activityAffiliation: peopleHeaders[personAffiliation],
	activityFirstName:   peopleHeaders[personFirstName],
	activityLastName:    peopleHeaders[personLastName],
	planMin:             {"Heures min", "Heures minimum", "Minimum d'heures", "Heures par semaine (min)", "Heures mini", "Heures hebdomadaires min"},
	planMax:             {"Heures max", "Heures maximum", "Maximum d'heures", "Heures par semaine (max)", "Heures maxi", "Heures hebdomadaires max"},
	planFrom:            {"Plan du", "Plan à partir du", "Début du plan", "Du", "À partir du", "from"},
	planUntil:           {"Plan au", "Plan jusqu'au", "Fin du plan", "Au", "Jusqu'au", "until"},
	planInWork:          {"Demander aussi en emploi", "Aussi en emploi", "Demande en emploi"},
	activityKind:        {"Activité", "Type d'activité", "Nature de l'activité", "activity_kind"},
	activityLabel:       {"Intitulé", "Intitulé de l'activité", "Libellé", "Libellé de l'activité"},
	activityPlace:       {"Lieu", "Lieu de l'activité", "location"},
	activityDay:         {"Jour", "Date", "Date de l'activité", "Jour de l'activité"},
	activityStart:       {"Heure", "Heure de début", "Heure début", "Début", "time"},
	activityHours:       {"Heures", "Durée", "Nombre d'heures", "Nb d'heures", "Heures prévues", "Durée (h)", "duration"},
	activityCancelled:   {"Annulée", "Annulé", "Annulation"},
}

var activityIndex = activityHeaders.index()

func activityLayout() layout {
	var required [][]field
	for _, who := range []field{activityPerson, activityNIR, activityAffiliation} {
		required = append(required, []field{who, activityKind, activityDay, activityHours}, []field{who, planMin, planMax, planFrom})
	}
	return layout{
		kind: Activities, name: "activités",
		headers:  activityIndex,
		required: required,
		labels: map[field]string{
			activityPerson: "Identifiant interne", activityNIR: "NIR", activityAffiliation: "N° CAF", activityKind: "Activité", activityDay: "Jour", activityHours: "Heures",
			planMin: "Heures min", planMax: "Heures max", planFrom: "Plan du",
		},
	}
}

// describesActivities reports whether a header is one of plans or activities: it
// names people, and says what they agreed on or what is planned.
func describesActivities(c columns) bool {
	named := c.has(activityPerson) || c.has(activityNIR) || c.has(activityAffiliation)
	return named && (c.has(activityKind) && c.has(activityDay) || c.has(planMin) && c.has(planMax))
}
