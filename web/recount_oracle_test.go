package web_test

import (
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
	balance, validatedBalance            [3]int
	open, accepted, bothSaid, same       int
	minutes, validated                   []int
	orientedOf, oriented, orientedLate   int
	types                                map[string]int
	contractOf, contracted, contractedIn int
	jobPeople, jobs, durable             int
	kinds                                map[string]int
	retained                             map[int]map[string]int
	inTime, late, overdue, notDue        int
	hours                                []int
	byInvitation, missingPeople          int
	declared, closed                     int
	negative                             [3]int
	sources, pathOut, contractOut        map[string]int
	months                               map[parcours.Date]*monthCount
	// section of the page whose lines are being written.
	section string
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
func (o *oracle) read(t told, journal []entry) {
	if o.outcomes == nil {
		o.outcomes, o.types, o.kinds, o.retained = map[string]map[string]int{}, map[string]int{}, map[string]int{}, map[int]map[string]int{}
		o.sources, o.months, o.pathOut, o.contractOut = map[string]int{}, map[parcours.Date]*monthCount{}, map[string]int{}, map[string]int{}
	}
	messages := map[string]entry{} // planned, by notification
	for _, e := range journal {
		if e.Kind == parcours.EventPlanned {
			messages[e.Subject] = e
		}
	}
	o.appointments(journal, messages)
	o.promise(t)
	o.path(t)
	o.work(journal)
	o.questions(journal)
	o.reports(journal, messages)
}

// monthCount is what became of the people who entered in one month.
type monthCount struct{ immature, mature, convened, met, sentOnly int }

func (o *oracle) promise(t told) {
	term := t.entered.AddDays(15)
	gone := !t.exited.IsZero() && !t.exited.After(term)
	if t.duties != "no" {
		o.sources[t.source]++
	}
	count(&o.missingPeople, t.exited.IsZero() && t.outcomesMissing)
	if t.duties != "no" && !gone {
		o.cohort++
		for _, d := range []struct {
			on       parcours.Date
			days     *[]int
			negative *int
		}{{t.booked, &o.toBooked, &o.negative[0]}, {t.convened, &o.toConvened, &o.negative[1]}, {t.metOn, &o.toMet, &o.negative[2]}} {
			switch {
			case d.on.IsZero():
			case d.on.Before(t.entered):
				*d.negative++
			default:
				*d.days = append(*d.days, t.entered.DaysUntil(d.on))
			}
		}
	}
	switch {
	case t.duties == "no":
		o.noDuties++
		return
	case gone:
		o.exited++
		return
	}
	first := parcours.NewDate(t.entered.Year, t.entered.Month, 1)
	if o.months[first] == nil {
		o.months[first] = &monthCount{}
	}
	month := o.months[first]
	if !term.Before(o.today) {
		o.immature++
		month.immature++
		return
	}
	by := func(d parcours.Date) bool { return !d.IsZero() && !d.After(term) }
	o.mature++
	month.mature++
	switch {
	case by(t.convened):
		o.convened++
		month.convened++
		count(&o.byInvitation, t.convenedBy == parcours.KindInvitation)
	case by(t.convoked):
		o.sentOnly++
		month.sentOnly++
	}
	if by(t.metOn) {
		o.met++
		month.met++
	}
}

// visit is one appointment as its journal tells it.
type visit struct {
	starts          time.Time
	origin, outcome string
	reminded        bool
	revokedAt       time.Time
}

// appointments counts the person's appointments.
func (o *oracle) appointments(journal []entry, messages map[string]entry) {
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
		case parcours.EventSent, parcours.EventDelivered:
			// what Telegram took has arrived, as far as one can know
			if n := messages[e.said["notification"]]; n.said["kind"] == parcours.KindReminder && (e.Kind == parcours.EventDelivered || e.said["channel"] == "telegram") {
				if v := visits[n.said["appointment"]]; v != nil && !e.At.After(v.starts) { // an invitation is recalled too
					v.reminded = true
				}
			}
		}
	}
	for _, v := range visits {
		on := parcours.DateOf(v.starts, paris())
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
}

func (o *oracle) path(t told) {
	left := func(term parcours.Date) bool { return !t.exited.IsZero() && !t.exited.After(term) }
	term := t.entered.AddDays(45)
	switch {
	case t.duties == "no":
		o.pathOut["duties"]++
	case left(term):
		o.pathOut["exited"]++
	case !term.Before(o.today):
		o.pathOut["immature"]++
	default:
		o.orientedOf++
		switch {
		case !t.oriented.IsZero() && !t.oriented.After(term):
			o.oriented++
			o.types[t.orientation]++
		case !t.oriented.IsZero():
			o.orientedLate++
		}
	}
	if t.oriented.IsZero() {
		return
	}
	term = t.oriented.AddDays(30)
	switch {
	case t.duties == "no":
		o.contractOut["duties"]++
	case left(term):
		o.contractOut["exited"]++
	case !term.Before(o.today):
		o.contractOut["immature"]++
	default:
		o.contractOf++
		if !t.signed.IsZero() {
			o.contracted++
			count(&o.contractedIn, !t.signed.After(term))
		}
	}
}

func (o *oracle) work(journal []entry) {
	type job struct {
		starts, ended parcours.Date
		kind          string
		answers       map[string]string
	}
	jobs, declared := map[string]*job{}, map[string]bool{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventJobDeclared:
			declared[e.Subject] = true
		case parcours.EventEmployed:
			delete(declared, e.Subject)
			jobs[e.Subject] = &job{starts: parsed(e.said["on"]), kind: e.said["contract"], answers: map[string]string{}}
		case parcours.EventJobEnded:
			jobs[e.Subject].ended = parsed(e.said["on"])
		case parcours.EventCheckedIn:
			jobs[e.Subject].answers[e.said["step"]] = e.said["answer"]
		}
	}
	o.declared += len(declared)
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
		closed          bool
	}
	all := map[string]*question{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventEscalated:
			all[e.Subject] = &question{asked: e.At}
		case parcours.EventAnswered:
			if q := all[e.Subject]; q.answered.IsZero() {
				q.answered, q.closed = e.At, e.said["closed"] != ""
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
			count(&o.closed, q.closed)
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
		accepted, validated                bool
		validatedMinutes                   int
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
			weeks[id].delivered = weeks[id].delivered || e.Kind == parcours.EventDelivered || e.said["channel"] == "telegram"
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
		case parcours.EventImpediment, parcours.EventValidated:
			if weeks[e.Subject] == nil {
				weeks[e.Subject] = &week{}
			}
			w := weeks[e.Subject]
			mondays[e.said["week"]] = e.Subject
			if e.Kind == parcours.EventImpediment {
				w.accepted = e.said["state"] == "accepted"
			} else {
				w.validated = true
				w.validatedMinutes, _ = strconv.Atoi(e.said["minutes"])
			}
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
		w := weeks[mondays[monday.String()]]
		if w != nil && w.accepted {
			o.accepted++
			continue
		}
		closes := time.Date(monday.Year, monday.Month, monday.Day+9, 12, 0, 0, 0, paris())
		if o.lastTick().Before(closes) {
			o.open++
			continue
		}
		o.planned++
		if w == nil {
			continue
		}
		count(&o.asked, w.asked)
		count(&o.told, w.delivered)
		count(&o.answered, w.answered)
		count(&o.answeredTold, w.answered && w.delivered)
		count(&o.reasons, w.answered && w.reason != "")
		if w.validated {
			o.validated = append(o.validated, w.validatedMinutes)
			o.validatedBalance[balance(w.validatedMinutes)]++
			count(&o.bothSaid, w.answered && w.stated)
			count(&o.same, w.answered && w.stated && w.minutes == w.validatedMinutes)
		}
		if w.answered && w.stated {
			o.stated++
			o.minutes = append(o.minutes, w.minutes)
			o.balance[balance(w.minutes)]++
		}
	}
}

// balance is below, within or above a plan of 15 to 20 hours, without tolerance.
func balance(minutes int) int {
	switch {
	case minutes < 15*60:
		return 0
	case minutes > 20*60:
		return 2
	}
	return 1
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

// lived says how often each thing that is counted happened.
func (o *oracle) lived() map[string]int {
	all := o.outcomes[""]
	return map[string]int{
		"convened": o.convened, "met": o.met, "late or not convened": o.mature - o.convened, "no duties": o.noDuties, "left before the term": o.exited + o.pathOut["exited"],
		"no-shows": all["no_show"], "excuses": all["excused"], "revoked": all["revoked"], "reminded": len(o.outcomes["Avec un rappel arrivé"]),
		"moved": len(o.outcomes["moved"]), "self-chosen": len(o.outcomes["self_chosen"]), "invited": o.byInvitation, "weeks told": o.told, "hours": o.stated,
		"reasons": o.reasons, "accepted reasons": o.accepted, "validated": len(o.validated), "equal hours": o.same, "oriented": o.oriented, "contracts": o.contracted,
		"jobs": o.jobs, "jobs to confirm": o.declared, "answers": o.inTime, "late answers": o.late, "closed questions": o.closed, "delays": len(o.toMet),
		"dates before the entry": o.negative[0], "sent only": o.sentOnly,
	}
}

// lived is the same for the first page.
func (f *funnelCount) lived() map[string]int {
	return map[string]int{
		"handed over": f.handed, "delivered": f.delivered, "answered": f.answered, "met without receipt": f.unproved, "met": f.met, "late": f.clock["late"],
		"done": f.clock["done"], "landlines": f.lost["contactable"]["landline"], "no number": f.lost["contactable"]["no_number"],
		"undelivered": f.lost["delivered"]["undelivered"], "silent": f.lost["answered"]["no_answer"], "excused": f.lost["met"]["excused"],
	}
}
