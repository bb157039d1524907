package intake

import (
	"fmt"
	"strconv"
	"strings"

	"relais/parcours"
)

// Bounds of an activity, in minutes and in characters.
const (
	shortestActivity = 15
	longestActivity  = 16 * 60
	longestLabel     = 60
)

// activity reads a row of a file of weekly plans and planned activities.
func (rd reader) activity(r *row) parcours.ActivityRow {
	a := parcours.ActivityRow{
		Row:        parcours.Row{Line: r.line},
		InternalID: r.number(activityPerson).text,
		FirstName:  r.text(activityFirstName),
	}
	if c := r.number(activityNIR); c.text != "" {
		nir, err := parcours.ParseNIR(c.text)
		if err != nil {
			r.fail(c.column, "Le NIR n'est pas valable : 13 caractères, ou 15 dont la clé, étaient attendus.", "Vérifier le numéro et sa clé, ou vider la cellule.")
		}
		a.NIR = nir
	}
	if c := r.number(activityAffiliation); c.text != "" {
		var number string
		if number, a.AffiliationKey, _ = parcours.ParseAffiliation(c.text); number == "" {
			r.fail(c.column, "Ce n'est pas un numéro d'allocataire.", "Écrire le numéro seul, zéros compris, ou vider la cellule.")
		}
	}
	if a.InternalID == "" && a.NIR == "" && a.AffiliationKey == "" && len(r.problems) == 0 {
		r.fail("", "La ligne ne dit pas de qui elle parle.", "Renseigner l'identifiant interne, le NIR ou le numéro d'allocataire.")
	}
	a.Plan = rd.plan(r)
	a.Activity = rd.planned(r)
	if c := r.one(activityCancelled); c.text != "" {
		said, ok := tri(c.text)
		if !ok && !strings.HasPrefix(headerKey(c.text), "annul") {
			r.fail(c.column, "Ni oui ni non : "+quote(c.text)+".", "Écrire oui si l'activité n'a pas lieu, ou vider la cellule.")
		}
		a.Cancelled = !ok || said == parcours.Yes
	}
	if a.Plan == nil && a.Activity == nil && len(r.problems) == 0 {
		r.fail("", "La ligne ne contient ni plan ni activité.", "Renseigner l'activité, son jour et ses heures, ou les heures du plan et son premier jour.")
	}
	a.Warnings = r.warnings
	return a
}

// plan reads the hours that were agreed on; nil when the row has none.
func (rd reader) plan(r *row) *parcours.WeeklyPlan {
	least, most, from, until := r.one(planMin), r.one(planMax), r.one(planFrom), r.one(planUntil)
	if least.text == "" && most.text == "" && from.text == "" && until.text == "" {
		return nil
	}
	p := parcours.WeeklyPlan{MinHours: rd.rules.Weekly.MinHours, MaxHours: rd.rules.Weekly.MaxHours}
	for _, c := range []struct {
		cell
		hours *int
	}{{least, &p.MinHours}, {most, &p.MaxHours}} {
		if c.text == "" {
			continue
		}
		hours, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(c.text), "h"), ".0")))
		if err != nil {
			r.fail(c.column, "Nombre d'heures illisible : "+quote(c.text)+".", "Écrire un nombre entier d'heures par semaine : 15.")
			return nil
		}
		*c.hours = hours
	}
	if from.text == "" {
		r.fail(from.column, "Le premier jour du plan manque.", "Écrire jour/mois/année, 03/07/2023.")
		return nil
	}
	ok := true
	if p.From, ok = rd.date(r, from); !ok {
		return nil
	}
	if until.text != "" {
		if p.Until, ok = rd.date(r, until); !ok {
			return nil
		}
	}
	if c := r.one(planInWork); c.text != "" {
		said, ok := tri(c.text)
		if !ok {
			r.fail(c.column, "Ni oui ni non : "+quote(c.text)+".", "Écrire oui pour demander les heures aussi après une reprise d'emploi.")
		}
		p.AsksInWork = said == parcours.Yes
	}
	if err := p.Check(); err != nil {
		r.fail(least.column, fmt.Sprintf("Ce plan ne peut pas être tenu, de %d à %d heures par semaine.", p.MinHours, p.MaxHours),
			"Le minimum vient d'abord, 48 heures sont le plus, et la fin suit le début.")
		return nil
	}
	return &p
}

// planned reads an activity; nil when the row has none.
func (rd reader) planned(r *row) *parcours.Activity {
	kind, day, start, hours := r.one(activityKind), r.one(activityDay), r.one(activityStart), r.one(activityHours)
	a := parcours.Activity{Label: r.text(activityLabel), Place: r.text(activityPlace), Start: -1}
	if kind.text == "" && day.text == "" && start.text == "" && hours.text == "" && a.Label == "" {
		return nil
	}
	ok := true
	a.Kind, ok = activityKindOf(kind.text)
	switch {
	case ok || r.spoilt(kind.column):
	case kind.text == "":
		r.fail(kind.column, "Le type d'activité manque.", "Écrire atelier, formation, santé, bénévolat ou un autre des types connus.")
	default:
		r.fail(kind.column, "Type d'activité non reconnu : "+quote(kind.text)+".",
			"Écrire accompagnement social, santé, administratif, logement, formation, atelier, recherche d'emploi, immersion, bénévolat, travail ou autre.")
	}
	if n := len([]rune(a.Label)); n > longestLabel {
		r.fail(r.one(activityLabel).column, "L'intitulé est trop long pour un SMS.", fmt.Sprintf("Le dire en %d caractères au plus.", longestLabel))
	}
	switch {
	case day.text == "" && !r.spoilt(day.column):
		r.fail(day.column, "Le jour de l'activité manque.", "Écrire jour/mois/année, 05/07/2023.")
	case day.text != "":
		m, ok := r.parseMoment(day.text)
		if !ok {
			r.fail(day.column, "Date illisible : "+quote(day.text)+".", "Écrire jour/mois/année, 05/07/2023.")
			break
		}
		a.Day = m.day(rd.rules.Zone)
		if m.hasHour {
			a.Start = m.hour*60 + m.minute
		}
		if a.Day.Before(rd.today()) {
			r.warn(day.column, "Cette activité est déjà passée : elle ne sera pas rappelée.", "Vérifier la date.")
		} else if a.Day.After(rd.today().AddMonths(24)) {
			r.fail(day.column, "Cette activité est dans plus de deux ans.", "Vérifier l'année.")
		}
	}
	if start.text != "" {
		hour, minute, ok := parseClock(start.text, r.numbers)
		if !ok {
			r.fail(start.column, "Heure illisible : "+quote(start.text)+".", "Écrire 09:00.")
		}
		a.Start = hour*60 + minute
	}
	minutes, ok := hoursOf(hours.text)
	switch {
	case hours.text == "" && !r.spoilt(hours.column):
		r.fail(hours.column, "Le nombre d'heures de l'activité manque.", "Écrire 3, 1,5 ou 1h30.")
	case hours.text != "" && (!ok || minutes < shortestActivity || minutes > longestActivity):
		r.fail(hours.column, "Nombre d'heures illisible ou hors limites : "+quote(hours.text)+".", "Écrire 3, 1,5 ou 1h30 : un quart d'heure au moins, 16 heures au plus.")
	}
	a.Minutes = minutes
	return &a
}

// hoursOf reads "3", "1,5", "1h30" or "90 min" as minutes; a bare number is hours.
func hoursOf(text string) (minutes int, ok bool) {
	text = strings.ReplaceAll(oneLine(text), ",", ".")
	if hours, err := strconv.ParseFloat(text, 64); err == nil {
		return int(hours*60 + 0.5), hours > 0 && hours < 100
	}
	return parseMinutes(text, false)
}

// activityKindOf reads the kind of an activity, in French or in English; ok is false
// for any other text.
func activityKindOf(text string) (kind parcours.ActivityKind, ok bool) {
	key := headerKey(text)
	switch key {
	case "accompagnement-social", "accompagnement", "social", "temps-d-accompagnement-social", "rendez-vous-social", "suivi-social":
		return parcours.KindSocialSupport, true
	case "sante", "soins", "soin", "rendez-vous-medical", "rdv-medical":
		return parcours.KindHealth, true
	case "administratif", "administrative", "demarche", "demarches", "demarche-administrative", "demarches-administratives":
		return parcours.KindAdministrative, true
	case "logement":
		return parcours.KindHousing, true
	case "formation", "cours":
		return parcours.KindTraining, true
	case "atelier", "ateliers", "atelier-collectif":
		return parcours.KindWorkshop, true
	case "recherche-d-emploi", "recherche", "emploi", "recherches":
		return parcours.KindJobSearch, true
	case "immersion", "immersion-en-entreprise", "pmsmp", "stage":
		return parcours.KindImmersion, true
	case "benevolat":
		return parcours.KindVolunteering, true
	case "travail", "heures-travaillees", "chantier", "chantier-d-insertion":
		return parcours.KindWork, true
	case "autre", "autres":
		return parcours.KindOther, true
	}
	for _, known := range parcours.ActivityKinds() {
		if key == headerKey(string(known)) {
			return known, true
		}
	}
	return "", false
}
