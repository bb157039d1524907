package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"relais/parcours"
)

// alreadyAgreed is the share, in hundredths, of the people who entered before the
// story and have agreed on weekly hours in an earlier follow-up; agreesAfter is the
// share of those who do so at their first interview. Our assumptions.
const (
	alreadyAgreed = 35
	agreesAfter   = 60
)

// plannedThings are what people plan, where, at what time and for how long.
var plannedThings = []struct {
	kind, label, place, start, hours string
	weekday                          int // days after Monday
}{
	{"atelier", "Atelier CV", "Maison de l'emploi, Redon", "09:00", "3", 1},
	{"formation", "Français", "Greta, Redon", "13:30", "3", 0},
	{"bénévolat", "Épicerie solidaire", "12 rue des Douves, Redon", "14:00", "4", 3},
	{"accompagnement social", "Point avec l'assistante sociale", "CDAS, Redon", "10:00", "1", 2},
	{"recherche d'emploi", "Candidatures", "", "", "4", 2},
	{"santé", "", "", "11:00", "1,5", 4},
	{"administratif", "Dossier de logement", "France services, Guichen", "09:30", "2", 1},
	{"immersion", "Découverte en cuisine", "Lycée hôtelier, Guichen", "09:00", "6", 3},
}

var activityColumns = []string{"ID Iodas", "Heures min", "Heures max", "Plan du", "Plan au", "Activité", "Intitulé", "Lieu", "Jour", "Heure", "Heures"}

// ActivitiesFile returns the plans of those who agreed on weekly hours before the
// story began, and what they plan in each of its weeks: nothing for some, who then
// only tell a number of hours.
func (p Pilot) ActivitiesFile(weeks int) []byte {
	rows := [][]string{activityColumns}
	for i, person := range p.Residents {
		r := p.seed.of("plan", i)
		if person.Entered.After(p.Start) || r.IntN(100) >= alreadyAgreed {
			continue
		}
		rows = append(rows, planRow(person.Key, p.Start))
		if r.IntN(100) < 40 {
			continue
		}
		things := r.Perm(len(plannedThings))[:2+r.IntN(3)]
		for week, w := parcours.WeekOf(p.Start), 0; w < weeks; week, w = week.Next(), w+1 {
			for _, n := range things {
				t := plannedThings[n]
				rows = append(rows, []string{person.Key, "", "", "", "", t.kind, t.label, t.place, writtenDate(week.Monday.AddDays(t.weekday)), t.start, t.hours})
			}
		}
	}
	return table(rows)
}

// PlanFile returns the plan that somebody agrees on at their first interview, from
// the next Monday on; false when they do not yet.
func (p Pilot) PlanFile(key string, met parcours.Date) ([]byte, bool) {
	if !p.Agrees(key) {
		return nil, false
	}
	return table([][]string{activityColumns, planRow(key, parcours.WeekOf(met).Next().Monday)}), true
}

// WeekFile returns a plan that somebody agrees on, in force since the Monday of the
// week of today, and something planned on each of its days that are left and of the
// next week.
func (p Pilot) WeekFile(key string, today parcours.Date) []byte {
	week := parcours.WeekOf(today)
	rows := [][]string{activityColumns, planRow(key, week.Monday)}
	for n := range 10 {
		day := week.Monday.AddDays(n%5 + n/5*7)
		if t := plannedThings[n%len(plannedThings)]; day.After(today) {
			rows = append(rows, []string{key, "", "", "", "", t.kind, t.label, t.place, writtenDate(day), t.start, t.hours})
		}
	}
	return table(rows)
}

func planRow(key string, from parcours.Date) []string {
	return []string{key, "15", "20", writtenDate(from), "", "", "", "", "", "", ""}
}

// What people write about their week. {h} is a number of hours.
var (
	saysHours    = []string{"{h}", "{h}h", "jai fait {h}h", "{h} heures environ", "g fait {h}h cette semaine", "Bonjour, j'ai fait {h} heures. Cordialement", "{h}h de demarches et formation"}
	saysHindered = []string{
		"j'ai pas pu jetais malade", "6h seulement car ma fille etait malade", "rien cette semaine, pas de voiture", "j'ai rien pu faire, enterrement dans la famille",
	}
	saysHalfDays = []string{"3 demi journees", "2 jours"}
)

// asksHours, offersTalk and remindsActivity recognise a message by its words.
func (o offer) asksHours() bool { return !o.says(asksJobHours...) && o.says(asksWeekHours...) }

func (o offer) offersTalk() bool { return o.says(offersTalk...) }

func (o offer) remindsActivity() bool { return len(o.choices) == 2 && o.says(remindsOf...) }

// labelled returns the first choice whose label holds one of the words.
func (o offer) labelled(words ...string) *choice {
	for i := range o.choices {
		for _, word := range words {
			if strings.Contains(fold(o.choices[i].label), word) {
				return &o.choices[i]
			}
		}
	}
	return nil
}

// weekly decides about a message of the weekly declaration; served is false for any
// other message.
func (p *persona) weekly(r *rand.Rand, h habits, o offer, m received) (do reaction, any, served bool) {
	switch {
	case o.asksHours():
		do, any = p.tellHours(r, h, o, m)
	case o.offersTalk():
		do, any = p.answerOffer(r, o, m)
	case o.remindsActivity():
		do, any = p.answerReminder(r, h, o, m)
	default:
		return reaction{}, false, false
	}
	return do, any, true
}

// tellHours: two in three do what they agreed on, one in six less, a few nothing or
// more; one in ten has a reason. Our assumptions.
func (p *persona) tellHours(r *rand.Rand, h habits, o offer, m received) (reaction, bool) {
	if r.IntN(100) >= h.answers {
		return reaction{}, false
	}
	if m.chat && len(o.choices) > 0 && r.IntN(100) < 75 {
		return p.pressHours(r, o)
	}
	switch n := r.IntN(100); {
	case n < 10:
		return reaction{text: pick(r, p.words().hindered)}, true
	case n < 13:
		return reaction{text: pick(r, p.words().halfDays)}, true
	case n < 25 && o.says(asksRightTotal...):
		return reaction{text: p.words().yes}, true
	}
	hours := 15 + r.IntN(6)
	switch n := r.IntN(100); {
	case n < 16:
		hours = 4 + r.IntN(11)
	case n < 20:
		hours = 0
	case n < 26:
		hours = 21 + r.IntN(8)
	}
	said := strconv.Itoa(hours)
	if p.Temper == TemperDigits {
		return reaction{text: said}, true
	}
	return reaction{text: strings.ReplaceAll(pick(r, p.words().hours), "{h}", said)}, true
}

// pressHours answers with the buttons: mostly that the total is right, or what is
// done, one activity after the other.
func (p *persona) pressHours(r *rand.Rand, o offer) (reaction, bool) {
	press := func(c *choice) (reaction, bool) { return reaction{press: c.data, text: c.label}, true }
	if enough := o.labelled("c est tout", "that is all", "eso es todo", "é tudo", "هذا كل شيء", "це все", "это всё", "hepsi bu"); enough != nil && r.IntN(2) == 0 {
		return press(enough)
	}
	if done := o.labelled("fait ", "done"); done != nil {
		return press(done)
	}
	switch n := r.IntN(100); {
	case n < 15:
		if c := o.labelled("pas pu", "could not", "no he podido", "não consegui", "لم أستطع", "не вийшло", "не получилось", "yapamadım"); c != nil {
			return press(c)
		}
	case n < 50:
		if c := o.labelled("activite par", "one activity", "actividad por", "atividade a", "كل نشاط", "за кожною", "по каждому", "tek tek"); c != nil {
			return press(c)
		}
	}
	if c := o.labelled("oui", "yes", "total correcto", "total está certo", "المجموع صحيح", "підсумок правильний", "итог верный", "toplam doğru"); c != nil {
		return press(c)
	}
	return reaction{text: fmt.Sprintf("%dh", 15+r.IntN(6))}, true
}

// answerOffer: one in four wants to talk, one in four says no, the others leave it.
func (p *persona) answerOffer(r *rand.Rand, o offer, m received) (reaction, bool) {
	n := r.IntN(4) // yes comes first, then no
	if n >= len(o.choices) || n > 1 {
		return reaction{}, false
	}
	return p.take(r, o.choices[n], m, ""), true
}

func (p *persona) answerReminder(r *rand.Rand, h habits, o offer, m received) (reaction, bool) {
	if r.IntN(100) >= h.answers/2 {
		return reaction{}, false
	}
	n := 0 // going comes first
	if r.IntN(100) < 12 {
		n = 1
	}
	return p.take(r, o.choices[n], m, ""), true
}
