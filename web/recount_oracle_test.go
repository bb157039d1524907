package web_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
)

// oracle counts figures from journals, entry by entry, in plain Go.
type oracle struct {
	*winter
	today, from parcours.Date
	// lines are the expected numbers, by label.
	lines map[string]string

	mature, convened, sentOnly, met      int
	immature, noDuties, exited           int
	toBooked, toConvened, toMet          []int
	cohort                               int
	outcomes                             map[string]map[string]int
	lateRevoked                          int
	planned, asked, told, answered       int
	answeredTold, stated, reasons        int
	below, within, above, open           int
	minutes                              []int
	orientedOf, oriented, orientedLate   int
	types                                map[string]int
	contractOf, contracted, contractedIn int
	jobPeople, jobs, durable             int
	kinds                                map[string]int
	retained                             map[int]map[string]int
	inTime, late, overdue, notDue        int
	hours                                []int
}

func (o *oracle) during(day parcours.Date) bool { return !day.Before(o.from) }

func day(e entry) parcours.Date { return parcours.DateOf(e.At, paris()) }

func parsed(text string) parcours.Date {
	d, err := parcours.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// earlier is the first of two dates, of which either may be missing.
func earlier(a, b parcours.Date) parcours.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// read adds one person.
func (o *oracle) read(p *winterer, journal []entry) {
	if o.outcomes == nil {
		o.outcomes, o.types, o.kinds, o.retained = map[string]map[string]int{}, map[string]int{}, map[string]int{}, map[int]map[string]int{}
	}
	var entered, convoked, convened, booked, met, oriented, contracted, exited parcours.Date
	duties, orientation, orientedLast := "", "", parcours.Date{}
	messages := map[string]entry{} // planned, by notification
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventEntered:
			entered, duties = parsed(e.said["entered_on"]), e.said["duties"]
		case parcours.EventPlanned:
			messages[e.Subject] = e
		case parcours.EventBooked:
			booked = earlier(booked, day(e))
		case parcours.EventSent, parcours.EventDelivered:
			if e.said["kind"] != parcours.KindConvocation {
				continue
			}
			convoked = earlier(convoked, day(e))
			if e.Kind == parcours.EventDelivered {
				convened = earlier(convened, day(e))
			}
		case parcours.EventOriented:
			on := parsed(e.said["on"])
			oriented = earlier(oriented, on)
			if orientedLast.IsZero() || !on.Before(orientedLast) {
				orientedLast, orientation = on, e.said["value"]
			}
		case parcours.EventContracted:
			contracted = earlier(contracted, parsed(e.said["on"]))
		case parcours.EventExited:
			if exited.IsZero() {
				exited = parsed(e.said["on"])
			}
		}
	}
	met = o.appointments(journal, messages)
	o.promise(entered, duties, exited, convoked, convened, met, booked)
	o.path(entered, duties, exited, oriented, contracted, orientation)
	o.work(journal)
	o.questions(journal)
	o.reports(journal, messages)
}

func (o *oracle) promise(entered parcours.Date, duties string, exited, convoked, convened, met, booked parcours.Date) {
	term := entered.AddDays(15)
	gone := !exited.IsZero() && !exited.After(term)
	if duties != "no" && !gone {
		o.cohort++
		for _, d := range []struct {
			on   parcours.Date
			days *[]int
		}{{booked, &o.toBooked}, {convened, &o.toConvened}, {met, &o.toMet}} {
			if !d.on.IsZero() && !d.on.Before(entered) {
				*d.days = append(*d.days, entered.DaysUntil(d.on))
			}
		}
	}
	switch {
	case duties == "no":
		o.noDuties++
		return
	case gone:
		o.exited++
		return
	case !term.Before(o.today):
		o.immature++
		return
	}
	by := func(d parcours.Date) bool { return !d.IsZero() && !d.After(term) }
	o.mature++
	if by(convened) {
		o.convened++
	} else if by(convoked) {
		o.sentOnly++
	}
	if by(met) {
		o.met++
	}
}

// visit is one appointment as its journal tells it.
type visit struct {
	starts          time.Time
	origin, outcome string
	reminded        bool
	revokedAt       time.Time
}

// appointments counts the person's appointments, and returns the day of their first meeting.
func (o *oracle) appointments(journal []entry, messages map[string]entry) (met parcours.Date) {
	visits := map[string]*visit{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventBooked:
			starts, err := time.Parse(time.RFC3339, e.said["starts_at"])
			o.must(err)
			visits[e.Subject] = &visit{starts: starts, origin: e.said["origin"], outcome: "unknown"}
		case parcours.EventOutcome, parcours.EventRevoked, parcours.EventMoved, parcours.EventExcused:
			v := visits[e.Subject]
			v.outcome = e.said["to"]
			v.revokedAt = e.At
		case parcours.EventDelivered:
			if n := messages[e.said["notification"]]; n.said["kind"] == parcours.KindReminder {
				if v := visits[n.said["appointment"]]; !e.At.After(v.starts) {
					v.reminded = true
				}
			}
		}
	}
	for _, v := range visits {
		on := parcours.DateOf(v.starts, paris())
		if v.outcome == "seen" {
			met = earlier(met, on)
		}
		if !v.starts.Before(o.now) || !o.during(on) {
			continue
		}
		reminder := "Sans rappel arrivé"
		if v.reminded {
			reminder = "Avec un rappel arrivé"
		}
		for _, part := range []string{"", v.origin, reminder} {
			if o.outcomes[part] == nil {
				o.outcomes[part] = map[string]int{}
			}
			o.outcomes[part][v.outcome]++
		}
		if v.outcome == "revoked" && v.starts.Sub(v.revokedAt) < 24*time.Hour {
			o.lateRevoked++
		}
	}
	return met
}

func (o *oracle) path(entered parcours.Date, duties string, exited, oriented, contracted parcours.Date, orientation string) {
	if duties == "no" {
		return
	}
	term := entered.AddDays(45)
	if term.Before(o.today) && (exited.IsZero() || exited.After(term)) {
		o.orientedOf++
		switch {
		case !oriented.IsZero() && !oriented.After(term):
			o.oriented++
			o.types[orientation]++
		case !oriented.IsZero():
			o.orientedLate++
		}
	}
	if oriented.IsZero() {
		return
	}
	term = oriented.AddDays(30)
	if !term.Before(o.today) || !exited.IsZero() && !exited.After(term) {
		return
	}
	o.contractOf++
	if !contracted.IsZero() {
		o.contracted++
		if !contracted.After(term) {
			o.contractedIn++
		}
	}
}

func (o *oracle) work(journal []entry) {
	type job struct {
		starts, ended parcours.Date
		kind          string
		answers       map[string]string
	}
	jobs := map[string]*job{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventEmployed:
			jobs[e.Subject] = &job{starts: parsed(e.said["on"]), kind: e.said["contract"], answers: map[string]string{}}
		case parcours.EventJobEnded:
			jobs[e.Subject].ended = parsed(e.said["on"])
		case parcours.EventCheckedIn:
			jobs[e.Subject].answers[e.said["step"]] = e.said["answer"]
		}
	}
	started := false
	for _, j := range jobs {
		if o.during(j.starts) {
			started = true
			o.jobs++
			o.kinds[j.kind]++
			if j.kind == "cdi" || !j.ended.IsZero() && !j.ended.Before(j.starts.AddMonths(6)) || j.answers["M+6"] == "fine" || j.answers["M+6"] == "difficulty" {
				o.durable++
			}
		}
		for _, months := range []int{1, 3, 6} {
			on := j.starts.AddMonths(months)
			if due := on.AddDays(10); !due.Before(o.today) || !o.during(due) {
				continue
			}
			became := "unknown"
			answer := j.answers["M+"+strconv.Itoa(months)]
			switch {
			case !j.ended.IsZero() && j.ended.Before(on) || answer == "ended":
				became = "ended"
			case answer != "":
				became = "work"
			}
			if o.retained[months] == nil {
				o.retained[months] = map[string]int{}
			}
			o.retained[months][became]++
		}
	}
	if started {
		o.jobPeople++
	}
}

func (o *oracle) questions(journal []entry) {
	type question struct {
		asked, answered time.Time
		kind            string
	}
	all := map[string]*question{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventEscalated:
			all[e.Subject] = &question{asked: e.At, kind: e.said["kind"]}
		case parcours.EventAnswered:
			if q := all[e.Subject]; q.answered.IsZero() {
				q.answered = e.At
			}
		}
	}
	for _, q := range all {
		if !o.during(parcours.DateOf(q.asked, paris())) {
			continue
		}
		due := o.rules.AddWorkdays(q.asked, 2)
		switch {
		case !due.Before(o.now):
			o.notDue++
		case q.answered.IsZero():
			o.overdue++
		default:
			o.hours = append(o.hours, int(q.answered.Sub(q.asked)/time.Hour))
			if q.answered.After(due) {
				o.late++
			} else {
				o.inTime++
			}
		}
	}
}

// reports counts the planned weeks: those of the plan, from the week of its agreement,
// up to this one.
func (o *oracle) reports(journal []entry, messages map[string]entry) {
	type week struct {
		asked, delivered, answered, stated bool
		minutes                            int
		reason                             string
	}
	weeks := map[string]*week{} // by id
	mondays := map[string]string{}
	var from parcours.Date
	for _, e := range journal {
		id := messages[e.said["notification"]].said["about"]
		about := e.said["kind"] == parcours.KindWeeklyRequest || e.said["kind"] == parcours.KindWeeklyNudge
		switch e.Kind {
		case parcours.EventAgreed:
			from = parsed(e.said["on"])
		case parcours.EventSent, parcours.EventDelivered:
			if !about {
				continue
			}
			if weeks[id] == nil {
				weeks[id] = &week{}
			}
			weeks[id].asked = true
			weeks[id].delivered = weeks[id].delivered || e.Kind == parcours.EventDelivered
		case parcours.EventDeclared:
			if weeks[e.Subject] == nil {
				weeks[e.Subject] = &week{}
			}
			told := weeks[e.Subject]
			mondays[e.said["week"]] = e.Subject
			told.answered, told.stated, told.minutes = true, e.said["minutes"] != "", 0
			if told.stated {
				told.minutes, _ = strconv.Atoi(e.said["minutes"])
			}
			told.reason = e.said["impediment"]
		}
	}
	if from.IsZero() {
		return
	}
	// The week that a message is about is known by the Friday on which it was due.
	for _, e := range journal {
		if e.Kind != parcours.EventPlanned || e.said["kind"] != parcours.KindWeeklyRequest {
			continue
		}
		due, err := time.Parse(time.RFC3339, e.said["due_at"])
		o.must(err)
		mondays[parcours.WeekOf(parcours.DateOf(due, paris())).Monday.String()] = e.said["about"]
	}
	for monday := from; !monday.After(o.today); monday = monday.AddDays(7) {
		if !o.during(monday) {
			continue
		}
		closes := time.Date(monday.Year, monday.Month, monday.Day+9, 12, 0, 0, 0, paris())
		if o.lastTick().Before(closes) {
			o.open++
			continue
		}
		o.planned++
		w := weeks[mondays[monday.String()]]
		if w == nil {
			continue
		}
		count(&o.asked, w.asked)
		count(&o.told, w.delivered)
		count(&o.answered, w.answered)
		count(&o.answeredTold, w.answered && w.delivered)
		count(&o.reasons, w.answered && w.reason != "")
		if w.answered && w.stated {
			o.stated++
			o.minutes = append(o.minutes, w.minutes)
			count(&o.below, w.minutes < 15*60-o.rules.Weekly.Tolerance)
			count(&o.above, w.minutes > 20*60+o.rules.Weekly.Tolerance)
			count(&o.within, w.minutes >= 15*60-o.rules.Weekly.Tolerance && w.minutes <= 20*60+o.rules.Weekly.Tolerance)
		}
	}
}

// lastTick is when the clockwork last closed weeks.
func (o *oracle) lastTick() time.Time { return o.now.Add(time.Hour) }

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

func middle(values []int, hundredths int) int {
	slices.Sort(values)
	for i, v := range values {
		if (i+1)*100 >= len(values)*hundredths {
			return v
		}
	}
	return -1
}

// lived fails a winter in which something that is counted never happened.
func (o *oracle) lived() {
	all := o.outcomes[""]
	for what, n := range map[string]int{
		"convened": o.convened, "met": o.met, "late or not convened": o.mature - o.convened, "no duties": o.noDuties, "no-shows": all["no_show"], "excuses": all["excused"],
		"revoked": all["revoked"], "reminded": len(o.outcomes["Avec un rappel arrivé"]), "moved": len(o.outcomes["moved"]), "weeks told": o.told, "hours": o.stated, "reasons": o.reasons,
		"oriented": o.oriented, "contracts": o.contracted, "jobs": o.jobs, "answers": o.inTime, "late answers": o.late, "delays": len(o.toMet),
	} {
		if n == 0 {
			o.Errorf("nothing to compare: no %s", what)
		}
	}
}

// close writes the lines that the pages must show.
func (o *oracle) close() {
	rate := func(label string, n, of int) {
		percent := "–"
		if of > 0 {
			percent = fmt.Sprintf("%d %%", n*100/of)
		}
		o.lines[label] = fmt.Sprintf("%s %d sur %d", percent, n, of)
	}
	plain := func(label string, n int) { o.lines[label] = strconv.Itoa(n) }
	delay := func(label, one, many string, n int) {
		switch {
		case n < 0:
			o.lines[label] = "–"
		case n < 2:
			o.lines[label] = fmt.Sprintf("%d %s", n, one)
		default:
			o.lines[label] = fmt.Sprintf("%d %s", n, many)
		}
	}
	rate("Convocation ou invitation parvenue en 15 jours au plus", o.convened, o.mature)
	rate("dont par une convocation", o.convened, o.mature)
	rate("dont par une invitation", 0, o.mature)
	rate("Envoyée à temps, arrivée non prouvée à temps", o.sentOnly, o.mature)
	rate("Entretien en 15 jours au plus", o.met, o.mature)
	plain("delais : Hors du compte : délai pas encore passé", o.immature)
	plain("delais : Hors du compte : sans droits et devoirs", o.noDuties)
	plain("delais : Hors du compte : sortie du parcours avant le terme", o.exited)
	for label, days := range map[string][]int{
		"de l'entrée à la prise de rendez-vous": o.toBooked, "de l'entrée à la convocation parvenue": o.toConvened, "de l'entrée à l'entretien": o.toMet,
	} {
		delay("Médiane, "+label, "jour", "jours", middle(days, 50))
		delay("Neuf personnes sur dix au plus, "+label, "jour", "jours", middle(days, 90))
		rate("Personnes avec la date, "+label, len(days), o.cohort)
	}
	o.closeAppointments(rate)
	rate("Semaines avec réponse, parmi les demandes arrivées", o.answeredTold, o.told)
	rate("Semaines avec réponse, parmi toutes les semaines convenues", o.answered, o.planned)
	rate("Semaines demandées", o.asked, o.planned)
	rate("Demandes arrivées ou remises", o.told, o.asked)
	rate("Réponses avec une raison", o.reasons, o.answered)
	rate("Réponses en heures, 0 compris", o.stated, o.answered)
	rate("Sous le minimum convenu", o.below, o.stated)
	rate("Dans le plan convenu", o.within, o.stated)
	rate("Au-dessus du maximum convenu", o.above, o.stated)
	o.lines["Heures par semaine, médiane"] = "–"
	if m := middle(o.minutes, 50); m >= 0 {
		o.lines["Heures par semaine, médiane"] = fmt.Sprintf("%d h %02d", m/60, m%60)
	}
	plain("Hors du compte : semaine encore ouverte", o.open)
	rate("Orientation en 45 jours au plus", o.oriented, o.orientedOf)
	rate("Orientation plus tard", o.orientedLate, o.orientedOf)
	rate("Pas encore d'orientation", o.orientedOf-o.oriented-o.orientedLate, o.orientedOf)
	rate("Contrat d'engagement signé", o.contracted, o.contractOf)
	rate("dont dans les 30 jours après l'orientation", o.contractedIn, o.contractOf)
	rate("Sans contrat", o.contractOf-o.contracted, o.contractOf)
	plain("Personnes de retour au travail", o.jobPeople)
	plain("Reprises d'emploi", o.jobs)
	rate("dont durables", o.durable, o.jobs)
	for _, months := range []int{1, 3, 6} {
		r := o.retained[months]
		due := r["work"] + r["ended"] + r["unknown"]
		rate(fmt.Sprintf("En emploi à %d mois, borne basse", months), r["work"], due)
		rate(fmt.Sprintf("Emploi terminé à %d mois", months), r["ended"], due)
		rate(fmt.Sprintf("Sans réponse à %d mois", months), r["unknown"], due)
	}
	due := o.inTime + o.late + o.overdue
	rate("Réponse en 2 jours ouvrés au plus", o.inTime, due)
	rate("Réponse plus tard", o.late, due)
	rate("Sans réponse, délai passé", o.overdue, due)
	delay("Délai de réponse, médiane", "heure", "heures", middle(o.hours, 50))
	plain("reponses : Hors du compte : délai pas encore passé", o.notDue)
}

func (o *oracle) closeAppointments(rate func(string, int, int)) {
	known := func(part string) int {
		t := o.outcomes[part]
		return t["seen"] + t["excused"] + t["revoked"] + t["no_show"]
	}
	of := func(label, part string, n, total int) {
		missing := o.outcomes[part]["unknown"]
		if missing*100 > (known(part)+missing)*10 {
			o.lines[label] = fmt.Sprintf("– %d sur %d : trop de résultats manquent pour un taux", n, total)
			return
		}
		rate(label, n, total)
	}
	all := o.outcomes[""]
	of("Absence sans prévenir", "", all["no_show"], known(""))
	of("Absence, parmi les rendez-vous maintenus", "", all["no_show"], all["seen"]+all["no_show"])
	of("Annulation par le service", "", all["revoked"], known(""))
	of("Annulation par le service moins de 24 h avant", "", o.lateRevoked, known(""))
	of("Absence annoncée", "", all["excused"], known(""))
	of("Rendez-vous honoré", "", all["seen"], known(""))
	for label, part := range map[string]string{
		"Avec un rappel arrivé": "Avec un rappel arrivé", "Sans rappel arrivé": "Sans rappel arrivé",
	} {
		of(label, part, o.outcomes[part]["no_show"], known(part))
	}
	rate("Rendez-vous passés sans résultat noté", all["unknown"], known("")+all["unknown"])
}
