package parcours

import (
	"fmt"
	"slices"
	"time"
)

// JobKind is the kind of contract of a job.
type JobKind string

// Kinds of contract; JobKindUnsaid when nobody said.
const (
	JobKindUnsaid JobKind = ""
	JobCDI        JobKind = "cdi"
	JobCDD        JobKind = "cdd"
	JobInterim    JobKind = "interim"
	JobOther      JobKind = "other_job" // apprenticeship, seasonal work, self-employment
)

// JobState says who vouches for a job.
type JobState string

// States of a job. What a person tells is declared until a professional confirms
// it, and counts in no figure before.
const (
	JobDeclared  JobState = "declared"
	JobConfirmed JobState = "confirmed"
	JobRefused   JobState = "refused"
)

// Job is a return to work.
type Job struct {
	ID       string
	PersonID string
	State    JobState
	// StartsOn is zero while nobody knows; a confirmed job has one.
	StartsOn Date
	Kind     JobKind
	// WeeklyMinutes is zero while nobody knows.
	WeeklyMinutes int
	// EndedOn is when it ended, zero while it lasts.
	EndedOn    Date
	DeclaredAt time.Time
	SettledAt  time.Time
	// Version counts the confirmations and their corrections.
	Version  int
	CheckIns []CheckIn
}

// Lasts reports whether the job is neither refused nor ended.
func (j Job) Lasts() bool { return j.State != JobRefused && j.EndedOn.IsZero() }

// LastingJob returns the newest job that lasts and is in one of the states.
func LastingJob(jobs []Job, states ...JobState) (Job, bool) {
	for _, j := range jobs {
		for _, state := range states {
			if j.Lasts() && j.State == state {
				return j, true
			}
		}
	}
	return Job{}, false
}

// CheckInAnswer is how a job goes, in the person's words.
type CheckInAnswer string

// Answers to a check-in. No answer is no answer, never a failure.
const (
	CheckInUnanswered CheckInAnswer = ""
	CheckInFine       CheckInAnswer = "fine"
	CheckInDifficulty CheckInAnswer = "difficulty"
	CheckInEnded      CheckInAnswer = "ended"
)

// CheckIn is one of the moments after a job starts at which the person is asked
// how it goes.
type CheckIn struct {
	ID string
	// Step is "D+7" or "M+1", "M+3", "M+6": of Rules.CheckInDays and CheckInMonths.
	Step string
	// On is the civil day; the message leaves at the next open hour from there.
	On Date
	// NotificationID is empty when the day had passed, or no automatic channel
	// reached the person, when the job was confirmed.
	NotificationID string
	Answer         CheckInAnswer
	AnsweredAt     time.Time
}

// KindCheckIn is the notification of a check-in.
const KindCheckIn = "checkin"

// CheckInStep is a step of the follow-up of a job: days or calendar months after
// its start.
type CheckInStep struct {
	Name   string
	Days   int
	Months int
}

// CheckInSteps returns the steps of the follow-up in order.
func (r Rules) CheckInSteps() []CheckInStep {
	var steps []CheckInStep
	for _, n := range r.CheckInDays {
		steps = append(steps, CheckInStep{Name: fmt.Sprintf("D+%d", n), Days: n})
	}
	for _, n := range r.CheckInMonths {
		steps = append(steps, CheckInStep{Name: MonthStep(n), Months: n})
	}
	return steps
}

// MonthStep names the check-in n months after the start.
func MonthStep(n int) string { return fmt.Sprintf("M+%d", n) }

// On returns the civil day of the step for a job that starts on start. Months are
// calendar months, clamped: 31 January + 1 month is 28 or 29 February.
func (s CheckInStep) On(start Date) Date { return start.AddMonths(s.Months).AddDays(s.Days) }

// PlanCheckIn returns the message of a check-in: at Rules.CheckInHour of its day,
// or the next opening, until Rules.CheckInGraceDays later.
func (r Rules) PlanCheckIn(j Job, c CheckIn, service Service, now time.Time) Notification {
	n := Notification{
		Key:        fmt.Sprintf("%s/job-%s/v%d/per-%s/%s", KindCheckIn, j.ID, j.Version, j.PersonID, c.Step),
		Kind:       KindCheckIn,
		Class:      Routine,
		Lane:       LaneWeekly,
		PersonID:   j.PersonID,
		Template:   "checkin.ask.work",
		Facts:      Facts{Phone: service.Phone, Service: service},
		PromptKind: PromptCheckIn,
		Choices:    CheckInChoices(),
		DueAt:      r.NextOpen(c.On.At(r.CheckInHour, 0, r.Zone)),
		State:      NotificationPending,
		CreatedAt:  now,
	}
	n.ExpiresAt = c.On.AddDays(r.CheckInGraceDays+1).At(0, 0, r.Zone)
	return n
}

// CheckInChoices returns the answers to a check-in; their actions are the answers.
func CheckInChoices() []Choice {
	return []Choice{
		{Action: string(CheckInFine), Label: "choice.job.fine"},
		{Action: string(CheckInDifficulty), Label: "choice.job.difficulty"},
		{Action: string(CheckInEnded), Label: "choice.job.ended"},
	}
}

// SameWorkday returns the end of the working day of now: what the person says in
// the evening is for the next one.
func (r Rules) SameWorkday(now time.Time) time.Time {
	return r.closing(DateOf(r.NextOpen(now), r.Zone))
}

// Retention is what became of the jobs whose check-in of one month is over.
type Retention struct {
	Months int `json:"months"`
	// Due counts the confirmed jobs whose check-in and grace days have passed.
	Due     int `json:"due"`
	InWork  int `json:"in_work"`
	Ended   int `json:"ended"`
	Unknown int `json:"no_answer"`
}

// Employment is the return to work of the people of a filter.
type Employment struct {
	// People counts those with a confirmed job that started in the period, each once.
	People int `json:"people"`
	// Jobs counts the confirmed jobs, Kinds by contract; Declared those that wait for
	// a professional.
	Jobs  int             `json:"jobs"`
	Kinds map[JobKind]int `json:"kinds"`
	// Durable jobs are of a durable kind, or have lasted: Rules.DurableKinds and DurableMonths.
	Durable   int         `json:"durable"`
	Declared  int         `json:"declared"`
	Retention []Retention `json:"retention"`
}

// Add counts a confirmed job: as a start when it starts in the period of f, and in
// every retention that falls due in the period, before today.
func (e *Employment) Add(j Job, r Rules, today Date, f Filter) {
	if f.During(j.StartsOn) {
		e.Jobs++
		e.Kinds[j.Kind]++
		if j.Durable(r) {
			e.Durable++
		}
	}
	for i := range e.Retention {
		t := &e.Retention[i]
		switch j.RetainedAt(t.Months, r, today, f) {
		case RetentionInWork:
			t.InWork++
		case RetentionEnded:
			t.Ended++
		case RetentionUnknown:
			t.Unknown++
		default:
			continue
		}
		t.Due++
	}
}

// RetentionOutcome is what is known of a job some months after its start.
type RetentionOutcome string

// Outcomes of retention. No answer is not a job that ended.
const (
	RetentionNotDue  RetentionOutcome = ""
	RetentionInWork  RetentionOutcome = "in_work"
	RetentionEnded   RetentionOutcome = "ended"
	RetentionUnknown RetentionOutcome = "no_answer"
)

// RetainedAt returns what is known of the job after so many months, RetentionNotDue
// while the days of grace have not passed or when they did outside the period of f.
func (j Job) RetainedAt(months int, r Rules, today Date, f Filter) RetentionOutcome {
	on := j.StartsOn.AddMonths(months)
	due := on.AddDays(r.CheckInGraceDays)
	if !due.Before(today) || !f.During(due) {
		return RetentionNotDue
	}
	switch answer := j.answerAt(months); {
	case !j.EndedOn.IsZero() && j.EndedOn.Before(on), answer == CheckInEnded:
		return RetentionEnded
	case answer == CheckInFine, answer == CheckInDifficulty:
		return RetentionInWork
	}
	return RetentionUnknown
}

// Durable reports whether the job is of a durable kind, or is known to have lasted.
func (j Job) Durable(r Rules) bool {
	if slices.Contains(r.DurableKinds, j.Kind) {
		return true
	}
	on := j.StartsOn.AddMonths(r.DurableMonths)
	switch answer := j.answerAt(r.DurableMonths); {
	case !j.EndedOn.IsZero():
		return !j.EndedOn.Before(on)
	default:
		return answer == CheckInFine || answer == CheckInDifficulty
	}
}

func (j Job) answerAt(months int) CheckInAnswer {
	for _, c := range j.CheckIns {
		if c.Step == MonthStep(months) {
			return c.Answer
		}
	}
	return CheckInUnanswered
}

// Actions of a professional on the notice of a job.
const (
	ActionConfirmJob = "job_yes"
	ActionRefuseJob  = "job_no"
)

func jobChoices() []Choice {
	return []Choice{{Action: ActionConfirmJob, Label: "choice.job.confirm"}, {Action: ActionRefuseJob, Label: "choice.job.refuse"}}
}
