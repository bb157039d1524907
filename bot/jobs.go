package bot

import (
	"slices"
	"strconv"
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// awaitingJob is followed by what was asked of the job, and how many questions
// were: "job/date/1".
const awaitingJob = parcours.AwaitingJob

// What is asked of a job, in order, and never more than jobQuestions of it: what is
// missing after them the referent asks.
const (
	jobDate  = "date"
	jobKind  = "kind"
	jobHours = "hours"

	jobQuestions = 2
)

// jobDays is how many days from today a first day is believed.
const jobDays = 366

// jobFound serves "jai trouver du taf": sober congratulations, and one short
// question when something is missing. The words go to the referent as they are.
func (t *turn) jobFound() {
	t.because("job: found")
	t.forget()
	said := t.jobSaid("")
	t.declareJob(said)
	t.askJob(t.jobKnown(said), 0)
}

// declareJob records what was read of the job and hands the words to the referent.
func (t *turn) declareJob(said parcours.DeclareJob) {
	t.do(said)
	t.escalate(parcours.EscalationJobFound, parcours.ImpedimentNone)
}

// jobKnown is what is known of the declared job once said is added.
func (t *turn) jobKnown(said parcours.DeclareJob) parcours.DeclareJob {
	known, _ := parcours.LastingJob(t.d.Jobs, parcours.JobDeclared)
	if said.StartsOn.IsZero() {
		said.StartsOn = known.StartsOn
	}
	if said.Kind == parcours.JobKindUnsaid {
		said.Kind = known.Kind
	}
	if said.WeeklyMinutes == 0 {
		said.WeeklyMinutes = known.WeeklyMinutes
	}
	return said
}

// askJob asks the first thing that is missing, unless enough was asked.
func (t *turn) askJob(known parcours.DeclareJob, asked int) {
	missing := ""
	switch {
	case known.StartsOn.IsZero():
		missing = jobDate
	case known.Kind == parcours.JobKindUnsaid:
		missing = jobKind
	case known.WeeklyMinutes == 0:
		missing = jobHours
	}
	template := "reply.job."
	if asked == 0 {
		template = "reply.job_found."
	}
	if missing == "" || asked >= jobQuestions {
		t.forget()
		t.jobNoted(template + "noted")
		return
	}
	t.s.Awaiting = awaitingJob + missing + "/" + strconv.Itoa(asked+1)
	say := parcours.Say{Template: template + missing, Facts: t.facts()}
	if missing == jobKind {
		say.Choices, say.PromptKind = jobKindChoices(), parcours.PromptJobKind
	}
	t.say(say)
}

// jobNoted ends the questions, and tells of the appointment that still stands.
func (t *turn) jobNoted(template string) {
	facts := t.facts()
	if a, ok := t.next(); ok {
		facts.StartsAt = a.StartsAt
	}
	t.say(parcours.Say{Template: template, Facts: facts})
}

// jobAnswered serves the answer to a question about the job, and reports false for
// a message about something else. What is not understood is the referent's to read:
// nothing is asked twice.
func (t *turn) jobAnswered(intent understand.Understood) bool {
	what, count, _ := strings.Cut(strings.TrimPrefix(t.s.Awaiting, awaitingJob), "/")
	asked, err := strconv.Atoi(count)
	if _, declared := parcours.LastingJob(t.d.Jobs, parcours.JobDeclared); err != nil || !declared {
		t.forget() // a professional settled it meanwhile
		return false
	}
	said := t.jobSaid(what)
	if said == (parcours.DeclareJob{}) {
		if t.hoursAsked() && understand.Hours(t.in.Text).Stated {
			t.forget()
			return false // "12", of the week that is asked about too
		}
		switch intent.Label {
		case understand.Question, understand.JobLost, understand.Deceased, understand.Moved, understand.PhoneChange,
			understand.DataAccess, understand.DataErasure, understand.Appointments, understand.Reschedule, understand.Sick,
			understand.Insult, understand.Thanks, understand.Greeting:
			t.forget()
			return false
		}
		t.because("job: unclear, to the referent")
		t.forget()
		t.escalate(parcours.EscalationJobFound, parcours.ImpedimentNone)
		t.jobNoted("reply.job.noted")
		return true
	}
	t.because("job: " + what + " told")
	for i := range t.d.Prompts {
		if p := &t.d.Prompts[i]; p.Kind == parcours.PromptJobKind && said.Kind != parcours.JobKindUnsaid {
			t.acknowledge(p, string(said.Kind))
		}
	}
	known := t.jobKnown(said)
	t.s.Awaiting = ""
	t.do(said)
	t.askJob(known, asked)
	t.escalate(parcours.EscalationJobFound, parcours.ImpedimentNone)
	return true
}

// hoursAsked reports whether the hours of a week wait for an answer.
func (t *turn) hoursAsked() bool {
	return slices.ContainsFunc(t.prompts(), func(p parcours.Prompt) bool { return p.Kind == parcours.PromptWeek })
}

// jobKindPressed serves a button of the question about the contract.
func (t *turn) jobKindPressed(p *parcours.Prompt, action string) {
	if t.repeated(p) {
		t.because("job: kind, pressed again")
		return
	}
	t.because("job: kind pressed")
	t.acknowledge(p, action)
	if _, declared := parcours.LastingJob(t.d.Jobs, parcours.JobDeclared); !declared {
		return
	}
	said := parcours.DeclareJob{Kind: parcours.JobKind(action)}
	asked := jobQuestions
	if what, ok := strings.CutPrefix(t.s.Awaiting, awaitingJob); ok {
		_, count, _ := strings.Cut(what, "/")
		asked, _ = strconv.Atoi(count)
	}
	known := t.jobKnown(said)
	t.s.Awaiting = ""
	t.do(said)
	t.askJob(known, asked)
	t.escalate(parcours.EscalationJobFound, parcours.ImpedimentNone)
}

// jobLost serves "j'ai perdu mon travail": what was known of the job ends, the
// referent reads it the same working day, and nothing is asked.
func (t *turn) jobLost() {
	t.because("job: lost")
	t.forget()
	on := parcours.Date{}
	if day, ok := t.dayRead(); ok && !day.After(t.today()) {
		on = day
	}
	if j, ok := parcours.LastingJob(t.d.Jobs, parcours.JobConfirmed, parcours.JobDeclared); ok {
		t.do(parcours.EndJob{JobID: j.ID, On: on})
	}
	t.escalate(parcours.EscalationJobEnded, parcours.ImpedimentNone)
	t.sameDay("reply.job_ended.noted")
}

// sameDay says template with the true delay of what is read the same working day.
func (t *turn) sameDay(template string) {
	facts := t.facts()
	facts.Workdays = 1
	t.say(parcours.Say{Template: template, Facts: facts})
}

// jobSaid reads what the text says of a job; asked is what was asked, and lets a
// lone number be the hours.
func (t *turn) jobSaid(asked string) parcours.DeclareJob {
	if t.in.Kind == parcours.InboundButton {
		return parcours.DeclareJob{}
	}
	var said parcours.DeclareJob
	words := strings.Fields(understand.Fold(t.in.Text))
	said.Kind = contract(words)
	if said.Kind == parcours.JobKindUnsaid && asked == jobKind {
		action, _ := understand.Choice(t.in.Text, jobKindChoices(), t.local())
		said.Kind, t.action = parcours.JobKind(action), action
	}
	said.WeeklyMinutes = t.weeklyMinutes(words, asked)
	if said.Kind != parcours.JobKindUnsaid && len(words) == 1 || said.WeeklyMinutes > 0 && len(words) <= 2 {
		return said // "2", "35h" and "cdd 24h" name no day
	}
	if day, ok := t.dayRead(); ok && asked != jobHours {
		said.StartsOn = day
	}
	return said
}

// jobDetail serves what is told of a declared job when nothing is asked any more:
// "35h", "c'est un cdd".
func (t *turn) jobDetail() bool {
	if _, declared := parcours.LastingJob(t.d.Jobs, parcours.JobDeclared); !declared {
		return false
	}
	said := t.jobSaid("")
	if said == (parcours.DeclareJob{}) {
		return false
	}
	t.because("job: detail")
	t.declareJob(said)
	t.jobNoted("reply.job.noted")
	return true
}

// dayRead is the one day that the text names, unless it is out of reach.
func (t *turn) dayRead() (parcours.Date, bool) {
	if t.d.Rules.Zone == nil {
		return parcours.Date{}, false
	}
	when, _ := understand.Date(t.in.Text, t.local())
	if when == nil {
		return parcours.Date{}, false
	}
	day := parcours.DateOf(when.Value, t.d.Rules.Zone)
	away := t.today().DaysUntil(day)
	return day, -jobDays <= away && away <= jobDays
}

func (t *turn) today() parcours.Date { return parcours.DateOf(t.now, t.local().Location()) }

// legalWeek is the legal working week in France: what "temps plein" means.
const legalWeek = 35 * 60

// weeklyMinutes reads the hours of a week: named as such, or a number alone when
// hours were asked.
func (t *turn) weeklyMinutes(words []string, asked string) int {
	text := " " + strings.Join(words, " ") + " "
	for _, full := range []string{" temps plein ", " plein temps ", " temps complet ", " full time "} {
		if strings.Contains(text, full) {
			return legalWeek
		}
	}
	for _, half := range []string{" mi temps ", " half time "} {
		if strings.Contains(text, half) {
			return legalWeek / 2
		}
	}
	declared := understand.Hours(t.in.Text)
	hours := asked == jobHours || slices.ContainsFunc(words, func(w string) bool { return w == "h" || w == "heures" || w == "heure" || w == "hours" }) ||
		hourForm(understand.Fold(t.in.Text))
	switch {
	case declared.Stated && hours && declared.Minutes > 0 && declared.Minutes <= 60*60:
		return declared.Minutes
	case declared.Stated:
		return 0
	}
	// A contract beside the hours ("cdi 35h, je commence lundi") is no week of activity.
	for _, w := range strings.Fields(understand.Fold(t.in.Text)) {
		if n, isHours := strings.CutSuffix(w, "h"); isHours && hourForm(w) {
			if hours, err := strconv.Atoi(n); err == nil && 24 < hours && hours <= 48 {
				return hours * 60
			}
		}
	}
	return 0
}

// hourForm reports whether a word of the folded text is a number of hours: "35h".
func hourForm(folded string) bool {
	return slices.ContainsFunc(strings.Fields(folded), func(w string) bool {
		n, is := strings.CutSuffix(w, "h")
		_, err := strconv.Atoi(n)
		return is && err == nil
	})
}

// contracts are the words of each kind of contract, folded.
var contracts = map[string]parcours.JobKind{
	"cdi": parcours.JobCDI, "indetermine": parcours.JobCDI, "permanent": parcours.JobCDI,
	"cdd": parcours.JobCDD, "determine": parcours.JobCDD, "cdds": parcours.JobCDD,
	"interim": parcours.JobInterim, "interimaire": parcours.JobInterim, "mission": parcours.JobInterim, "interime": parcours.JobInterim,
	"manpower": parcours.JobInterim, "adecco": parcours.JobInterim, "randstad": parcours.JobInterim, "agency": parcours.JobInterim,
	"saisonnier": parcours.JobOther, "saison": parcours.JobOther, "apprentissage": parcours.JobOther, "alternance": parcours.JobOther,
	"cddi": parcours.JobOther, "cesu": parcours.JobOther, "autre": parcours.JobOther, "other": parcours.JobOther, "autoentrepreneur": parcours.JobOther,
}

// contract is the kind of contract that the words name, none when they name two.
func contract(words []string) parcours.JobKind {
	found := parcours.JobKindUnsaid
	for _, w := range words {
		switch kind := contracts[w]; {
		case kind == parcours.JobKindUnsaid, kind == found:
		case found == parcours.JobKindUnsaid:
			found = kind
		default:
			return parcours.JobKindUnsaid
		}
	}
	return found
}

func jobKindChoices() []parcours.Choice {
	var choices []parcours.Choice
	for _, kind := range []parcours.JobKind{parcours.JobCDI, parcours.JobCDD, parcours.JobInterim, parcours.JobOther} {
		choices = append(choices, parcours.Choice{Action: string(kind), Label: "choice.job." + string(kind)})
	}
	return choices
}

// startsWork reports whether the text tells that a job begins on a day: "je
// commence lundi chez Leclerc". A course, or a week of leave, is no job.
func (t *turn) startsWork() bool {
	folded := understand.Fold(t.in.Text)
	begins := false
	for _, cue := range []string{
		"je commence", "j commence", "je debute", "j attaque", "je demarre", "je suis embauche", "je suis pris", "j ai ete pris", "j ai signe un c", "i start work", "i start my",
		"empiezo a trabajar", "empiezo el trabajo", "comeco a trabalhar", "comeco o trabalho", "سأبدأ العمل", "أبدأ العمل", "بدأت العمل", "ساشتغل", "починаю працювати", "починаю роботу",
		"начинаю работать", "начинаю работу", "ise basliyorum", "ise basladim",
	} {
		begins = begins || strings.Contains(" "+folded, " "+understand.Fold(cue))
	}
	for _, other := range []string{"formation", "stage", "cours", "soin", "traitement", "vacances", "conge", "a comprendre", "a en avoir", "atelier"} {
		begins = begins && !strings.Contains(folded, other)
	}
	_, dated := t.dayRead()
	return begins && dated
}
