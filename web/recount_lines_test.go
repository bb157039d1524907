package web_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
)

func (o *oracle) plain(label string, n int) { o.lines[o.section+"/"+label] = strconv.Itoa(n) }

func percent(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d %%", n*100/of)
}

func (o *oracle) rate(label string, n, of int) {
	o.lines[o.section+"/"+label] = fmt.Sprintf("%s %d sur %d", percent(n, of), n, of)
}

func (o *oracle) delay(label, one, many string, n int) {
	line := "–"
	switch {
	case n < 0:
	case n < 2:
		line = fmt.Sprintf("%d %s", n, one)
	default:
		line = fmt.Sprintf("%d %s", n, many)
	}
	o.lines[o.section+"/"+label] = line
}

func (o *oracle) duration(label string, minutes int) {
	o.lines[o.section+"/"+label] = "–"
	if minutes >= 0 {
		o.lines[o.section+"/"+label] = fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
	}
}

// close writes every line that the pages must show, by section and label.
func (o *oracle) close() {
	o.section = "on_time"
	o.rate("Convocation ou invitation parvenue en 15 jours au plus", o.convened, o.mature)
	o.rate("dont par une convocation", o.convened-o.byInvitation, o.mature)
	o.rate("dont par une invitation", o.byInvitation, o.mature)
	o.rate("Envoyée à temps, arrivée non prouvée à temps", o.sentOnly, o.mature)
	o.rate("Entretien en 15 jours au plus", o.met, o.mature)
	o.plain("Personnes avec un rendez-vous passé sans résultat noté", o.missingPeople)
	o.leftOut(map[string]int{"immature": o.immature, "duties": o.noDuties, "exited": o.exited})
	for source, label := range map[string]string{"explicit": "date du fichier", "rights": "ouverture des droits"} {
		if o.sources[source] > 0 {
			o.plain("Date d'entrée venue de : "+label, o.sources[source])
		}
	}
	for first, m := range o.months {
		label := fmt.Sprintf("%s %d", []string{"Novembre", "Décembre", "Janvier"}[(int(first.Month)-11+12)%12], first.Year)
		o.lines["month/"+label] = fmt.Sprintf("%s %d sur %d | %s %d sur %d | %d | %d",
			percent(m.convened, m.mature), m.convened, m.mature, percent(m.met, m.mature), m.met, m.mature, m.sentOnly, m.immature)
	}
	o.section = "days"
	for i, spread := range []struct {
		label string
		days  []int
	}{
		{"de l'entrée à la prise de rendez-vous", o.toBooked}, {"de l'entrée à la convocation parvenue", o.toConvened}, {"de l'entrée à l'entretien", o.toMet},
	} {
		o.delay("Médiane, "+spread.label, "jour", "jours", middle(spread.days, 50))
		o.delay("Neuf personnes sur dix au plus, "+spread.label, "jour", "jours", middle(spread.days, 90))
		o.rate("Personnes avec la date, "+spread.label, len(spread.days), o.cohort)
		o.plain("Dates avant l'entrée, écartées, "+spread.label, o.negative[i])
	}
	o.histogram("Jours jusqu'à la convocation parvenue", o.toConvened)
	o.histogram("Jours jusqu'à l'entretien", o.toMet)
	o.closeAppointments()
	o.closeWeeks()
	o.closePath()
	o.section = "answers"
	due := o.inTime + o.late + o.overdue
	o.rate("Réponse en 2 jours ouvrés au plus", o.inTime, due)
	o.rate("Réponse plus tard", o.late, due)
	o.rate("Sans réponse, délai passé", o.overdue, due)
	o.delay("Délai de réponse, médiane", "heure", "heures", middle(o.hours, 50))
	o.plain("dont closes sans message", o.closed)
	o.plain("Hors du compte : délai pas encore passé", o.notDue)
}

func (o *oracle) leftOut(counts map[string]int) {
	for why, label := range map[string]string{"immature": "délai pas encore passé", "duties": "sans droits et devoirs", "exited": "sortie du parcours avant le terme"} {
		o.plain("Hors du compte : "+label, counts[why])
	}
}

// histogram has a line for each day of somebody; what is beyond a month is together.
func (o *oracle) histogram(title string, days []int) {
	bars := map[string]int{}
	for _, n := range days {
		switch {
		case n > 30:
			bars["plus de 30 jours"]++
		case n < 2:
			bars[fmt.Sprintf("%d jour", n)]++
		default:
			bars[fmt.Sprintf("%d jours", n)]++
		}
	}
	for label, n := range bars {
		o.lines[title+"/"+label] = strconv.Itoa(n)
	}
}

func (o *oracle) closeAppointments() {
	known := func(part string) int {
		t := o.outcomes[part]
		return t["seen"] + t["excused"] + t["revoked"] + t["no_show"]
	}
	of := func(label, part string, n, total int) {
		missing := o.outcomes[part]["unknown"]
		if missing*100 > (known(part)+missing)*10 {
			o.lines[o.section+"/"+label] = fmt.Sprintf("– %d sur %d : trop de résultats manquent pour un taux", n, total)
			return
		}
		o.rate(label, n, total)
	}
	all := o.outcomes[""]
	o.section = "no_show"
	of("Absence sans prévenir", "", all["no_show"], known(""))
	of("Absence, parmi les rendez-vous maintenus", "", all["no_show"], all["seen"]+all["no_show"])
	for label, part := range map[string]string{
		"Fixé par le service": "imposed", "Choisi par la personne": "self_chosen", "Déplacé à sa demande": "moved",
		"Avec un rappel arrivé": "Avec un rappel arrivé", "Sans rappel arrivé": "Sans rappel arrivé", "Rendez-vous conjoint": "", "Autre rendez-vous": "none of these",
	} {
		of(label, part, o.outcomes[part]["no_show"], known(part))
	}
	o.rate("Rendez-vous passés sans résultat noté", all["unknown"], known("")+all["unknown"])
	o.section = "service"
	of("Annulation par le service", "", all["revoked"], known(""))
	of("Annulation par le service moins de 24 h avant", "", o.lateRevoked, known(""))
	of("Absence annoncée", "", all["excused"], known(""))
	of("Rendez-vous honoré", "", all["seen"], known(""))
}

func (o *oracle) closeWeeks() {
	o.section = "response"
	o.rate("Semaines avec réponse, parmi les demandes arrivées", o.answeredTold, o.told)
	o.rate("Semaines avec réponse, parmi toutes les semaines convenues", o.answered, o.planned)
	o.rate("Semaines demandées", o.asked, o.planned)
	o.rate("Demandes arrivées ou remises", o.told, o.asked)
	o.rate("Réponses avec une raison", o.reasons, o.answered)
	o.plain("Hors du compte : semaine encore ouverte", o.open)
	o.plain("Hors du compte : empêchement accepté", o.accepted)
	for _, why := range []string{"semaine incomplète", "emploi commencé", "sortie du parcours avant le terme"} { // plans begin on a Monday, and hold
		o.plain("Hors du compte : "+why, 0)
	}
	o.section = "hours"
	o.rate("Réponses en heures, 0 compris", o.stated, o.answered)
	o.rate("Sous le minimum convenu", o.balance[0], o.stated)
	o.rate("Dans le plan convenu", o.balance[1], o.stated)
	o.rate("Au-dessus du maximum convenu", o.balance[2], o.stated)
	o.duration("Heures par semaine, médiane", middle(o.minutes, 50))
	o.section = "validated"
	validated := len(o.validated)
	o.rate("Semaines aux heures validées", validated, o.planned)
	o.rate("Validées sous le minimum convenu", o.validatedBalance[0], validated)
	o.rate("Validées dans le plan convenu", o.validatedBalance[1], validated)
	o.rate("Validées au-dessus du maximum convenu", o.validatedBalance[2], validated)
	o.rate("Heures validées égales aux heures déclarées", o.same, o.bothSaid)
	o.duration("Heures validées par semaine, médiane", middle(o.validated, 50))
}

func (o *oracle) closePath() {
	o.section = "orientation"
	o.rate("Orientation en 45 jours au plus", o.oriented, o.orientedOf)
	for kind, label := range map[string]string{"work": "Emploi", "socio_pro": "Socioprofessionnel", "social": "Social"} {
		o.rate(label, o.types[kind], o.oriented)
	}
	o.rate("Orientation plus tard", o.orientedLate, o.orientedOf)
	o.rate("Pas encore d'orientation", o.orientedOf-o.oriented-o.orientedLate, o.orientedOf)
	o.leftOut(o.pathOut)
	o.section = "contract"
	o.rate("Contrat d'engagement signé", o.contracted, o.contractOf)
	o.rate("dont dans les 30 jours après l'orientation", o.contractedIn, o.contractOf)
	o.rate("Sans contrat", o.contractOf-o.contracted, o.contractOf)
	o.leftOut(o.contractOut)
	o.section = "employment"
	o.plain("Personnes de retour au travail", o.jobPeople)
	o.plain("Reprises d'emploi", o.jobs)
	o.rate("dont durables", o.durable, o.jobs)
	for kind, label := range map[string]string{"cdi": "CDI", "cdd": "CDD", "interim": "Intérim", "other": "Autre contrat", "": "Contrat non précisé"} {
		o.rate(label, o.kinds[kind], o.jobs)
	}
	o.plain("Déclarées, à confirmer", o.declared)
	o.section = "retention"
	for _, months := range []int{1, 3, 6} {
		r := o.retained[months]
		due := r["work"] + r["ended"] + r["unknown"]
		o.rate(fmt.Sprintf("En emploi à %d mois, borne basse", months), r["work"], due)
		o.rate(fmt.Sprintf("En emploi à %d mois, parmi les réponses", months), r["work"], r["work"]+r["ended"])
		o.rate(fmt.Sprintf("Emploi terminé à %d mois", months), r["ended"], due)
		o.rate(fmt.Sprintf("Sans réponse à %d mois", months), r["unknown"], due)
	}
}

var (
	shownRow     = regexp.MustCompile(`(?s)<tr[^>]*><th scope="row">([^<]*)</th><td class="num">(.*?)</td>`)
	shownSection = regexp.MustCompile(`(?s)<section class="card" aria-labelledby="[a-z_]*-title" id="([a-z_]*)">(.*?)</section>`)
	shownChart   = regexp.MustCompile(`(?s)<figure class="chart">(.*?)</figure>`)
	shownMonths  = regexp.MustCompile(`(?s)<div class="by-month">.*?</table>`)
	shownCell    = regexp.MustCompile(`(?s)<td class="num">(.*?)</td>`)
	shownLoad    = regexp.MustCompile(`(?s)<tr>\s*<th scope="row">([^<]*)</th>\s*<td>[^<]*</td>\s*<td class="num">(.*?)</td>.*?<td class="num" data-name[^>]*>(.*?)</td>`)
	tags         = regexp.MustCompile(`<[^>]*>`)
	anyRow       = regexp.MustCompile(`(?s)<tr[^>]*>\s*<th scope="row">`)
)

// shown are all the numbers of a page of figures, by section and label.
func shown(body string) map[string]string {
	rows := map[string]string{}
	for _, section := range shownSection.FindAllStringSubmatch(body, -1) {
		name, text := section[1], section[2]
		if name == "loads" {
			for label, value := range shownLoads(text) {
				rows["loads/"+label] = value
			}
			continue
		}
		for _, chart := range shownChart.FindAllStringSubmatch(text, -1) {
			title := ""
			if m := regexp.MustCompile(`<h3>([^<]*)</h3>`).FindStringSubmatch(chart[1]); m != nil {
				title = plainText(m[1])
			}
			for _, m := range shownRow.FindAllStringSubmatch(chart[1], -1) {
				rows[title+"/"+plainText(m[1])] = plainText(m[2])
			}
		}
		months := shownMonths.FindString(text)
		for _, row := range strings.Split(months, "<tr>") {
			head, cells, _ := strings.Cut(row, "</th>")
			_, label, is := strings.Cut(head, `<th scope="row">`)
			if !is {
				continue
			}
			var values []string
			for _, m := range shownCell.FindAllStringSubmatch(cells, -1) {
				values = append(values, plainText(m[1]))
			}
			rows["month/"+plainText(label)] = strings.Join(values, " | ")
		}
		text = shownMonths.ReplaceAllString(shownChart.ReplaceAllString(text, ""), "")
		for _, m := range shownRow.FindAllStringSubmatch(text, -1) {
			rows[name+"/"+plainText(m[1])] = plainText(m[2])
		}
		if unread := len(anyRow.FindAllString(text, -1)) - len(shownRow.FindAllString(text, -1)); unread != 0 {
			rows[name+"/rows that are not read"] = strconv.Itoa(unread)
		}
	}
	return rows
}

// shownLoads are the rows of the referents.
func shownLoads(text string) map[string]string {
	rows := map[string]string{}
	for _, m := range shownLoad.FindAllStringSubmatch(text, -1) {
		rows[plainText(m[1])] = plainText(m[2]) + ", " + plainText(m[3])
	}
	return rows
}

// filters are what the pages are read through, each with whom it keeps.
func (w *winter) filters(all []told) []filtered {
	territories, err := w.s.Territories(w.Context())
	w.must(err)
	loads, err := w.s.Loads(w.Context(), w.now, parcours.Filter{})
	w.must(err)
	today := parcours.DateOf(w.now, paris())
	list := []filtered{
		{"period=0", parcours.Date{}, func(told) bool { return true }},
		{"period=28", today.AddDays(-28), func(told) bool { return true }},
		{"period=0&territory=" + territories[0].ID, parcours.Date{}, func(t told) bool { return t.person.territory == territories[0].Name }},
		{"period=0&referent=" + loads[0].ProfessionalID, parcours.Date{}, func(t told) bool { return t.person.territory == loads[0].Territory }},
		{"period=0&entered_from=2025-12", parcours.Date{}, func(t told) bool { return !t.entered.Before(parcours.NewDate(2025, 12, 1)) }},
		{"period=0&entered_to=2025-11", parcours.Date{}, func(t told) bool { return t.entered.Before(parcours.NewDate(2025, 12, 1)) }},
		{"period=28&channel=sms&orientation=social", today.AddDays(-28), func(t told) bool { return t.channel() == parcours.ChannelSMS && t.orientation == "social" }},
	}
	for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelCall, parcours.ChannelLetter} {
		list = append(list, filtered{"period=0&channel=" + string(channel), parcours.Date{}, func(t told) bool { return t.channel() == channel }})
	}
	for _, orientation := range []parcours.Orientation{parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial} {
		list = append(list, filtered{"period=0&orientation=" + string(orientation), parcours.Date{}, func(t told) bool { return t.orientation == string(orientation) }})
	}
	for _, f := range list {
		if f.query != list[6].query && !slices.ContainsFunc(all, f.keep) {
			w.Errorf("nobody is kept by %s", f.query)
		}
	}
	return list
}

// filtered is a filter of the pages, by its address.
type filtered struct {
	query string
	from  parcours.Date
	keep  func(told) bool
}
