package parcours

import (
	"maps"
	"slices"
	"strconv"
)

// Unit is what a measure counts.
type Unit string

// Units.
const (
	UnitPeople       Unit = "people"
	UnitAppointments Unit = "appointments"
	UnitWeeks        Unit = "weeks"
	UnitQuestions    Unit = "questions"
	UnitJobs         Unit = "jobs"
	UnitDays         Unit = "days"
	UnitHours        Unit = "hours"
	UnitMinutes      Unit = "minutes"
)

// Measure is one number of the coordinator's figures: a count, a rate when Of is
// set, or a delay.
type Measure struct {
	// Figure names it, and the list of the people behind it.
	Figure Figure `json:"figure"`
	// Detail is the part of the figure it is about: an origin, a month, a kind.
	Detail string `json:"detail,omitempty"`
	Value  int    `json:"value"`
	// Rate: Value is a part of Of.
	Rate bool `json:"rate,omitempty"`
	Of   int  `json:"of,omitempty"`
	Unit Unit `json:"unit"`
	// Unsafe: too much is missing for the rate to be published.
	Unsafe bool `json:"unsafe,omitempty"`
	// Absent: there is nothing to take the value of.
	Absent bool `json:"absent,omitempty"`
	// People and OfPeople are the least number of people that Value and Of can be of:
	// what a shared figure is hidden by.
	People   int `json:"-"`
	OfPeople int `json:"-"`
	// Group names the measures that add up to one published number.
	Group string `json:"-"`
	// Listed: there is a list of people behind it.
	Listed bool `json:"-"`
}

// Name is the figure with its detail.
func (m Measure) Name() Figure {
	if m.Detail == "" {
		return m.Figure
	}
	return m.Figure + "." + Figure(m.Detail)
}

// people is a rate over people, or a count of them when of is negative.
func people(figure Figure, detail string, value, of int) Measure {
	m := Measure{Figure: figure, Detail: detail, Value: value, Unit: UnitPeople, People: value, Listed: true}
	if of >= 0 {
		m.Rate, m.Of, m.OfPeople = true, of, of
	}
	return m
}

// unlisted is a measure without a list of its own.
func unlisted(m Measure) Measure { m.Listed = false; return m }

// inGroup says what a measure adds up with.
func inGroup(group string, m Measure) Measure { m.Group = group; return m }

// counted is a rate over something else than people, of at least so many people.
func counted(unit Unit, figure Figure, detail string, value, of, ofPeople int) Measure {
	m := Measure{Figure: figure, Detail: detail, Value: value, Unit: unit, People: min(value, ofPeople), Listed: true}
	if of >= 0 {
		m.Rate, m.Of, m.OfPeople = true, of, min(of, ofPeople)
	}
	return m
}

// delay is a number of days, hours or minutes over some people; -1 when there is none.
func delay(unit Unit, figure Figure, detail string, value, ofPeople int) Measure {
	return Measure{Figure: figure, Detail: detail, Value: value, Unit: unit, Absent: value < 0, People: ofPeople}
}

// Measures returns the numbers of the promise, by month after the whole.
func (d Deadlines) Measures() []Measure {
	list := []Measure{
		people(FigureConvenedInTime, "", d.ConvenedInTime, d.Mature),
		inGroup("convened", people(FigureByConvocation, "", d.ByConvocation, d.Mature)),
		inGroup("convened", people(FigureByInvitation, "", d.ByInvitation, d.Mature)),
		people(FigureSentOnly, "", d.SentOnly, d.Mature),
		people(FigureMetInTime, "", d.MetInTime, d.Mature),
		people(FigureOutcomesMissing, "", d.OutcomesMissing, -1),
	}
	for _, m := range d.Months {
		month := m.Month.String()[:len("2006-01")]
		list = append(list,
			inGroup("month.mature", unlisted(people("month_mature", month, m.Mature, -1))),
			inGroup("month.convened", unlisted(people("month_convened", month, m.ConvenedInTime, m.Mature))),
			inGroup("month.met", unlisted(people("month_met", month, m.MetInTime, m.Mature))),
			inGroup("month.sent_only", unlisted(people("month_sent_only", month, m.SentOnly, m.Mature))),
		)
	}
	for _, spread := range []struct {
		name string
		Delays
	}{{"booked", d.Booked}, {"convened", d.Convened}, {"met", d.Met}} {
		list = append(list,
			delay(UnitDays, "days_median", spread.name, spread.Median, spread.People),
			delay(UnitDays, "days_p90", spread.name, spread.P90, spread.People),
			unlisted(people("days_coverage", spread.name, spread.People, spread.Of)),
			unlisted(people("days_negative", spread.name, spread.Negative, -1)),
		)
	}
	for _, source := range slices.Sorted(maps.Keys(d.Sources)) {
		list = append(list, unlisted(people("entry_source", string(source), d.Sources[source], -1)))
	}
	return append(list, leftOuts("left_out", d.LeftOut)...)
}

// leftOuts says who is in no rate, and why.
func leftOuts(figure Figure, counts map[LeftOut]int) []Measure {
	var list []Measure
	for _, why := range []LeftOut{LeftOutImmature, LeftOutDuties, LeftOutExited} {
		list = append(list, unlisted(people(figure, string(why), counts[why], -1)))
	}
	return list
}

// Measures returns the numbers of appointments: no-show and, beside it, what the
// service cancelled; then the no-show by origin, by reminder and by institutions.
func (a Attendance) Measures() []Measure {
	list := []Measure{
		a.rate(FigureNoShow, "", a.NoShow, a.Known(), a.Tally),
		unlisted(a.rate("no_show_of_stood", "", a.NoShow, a.Stood(), a.Tally)),
		a.rate(FigureRevoked, "", a.Revoked, a.Known(), a.Tally),
		a.rate(FigureRevokedLate, "", a.RevokedLate, a.Known(), a.Tally),
		a.rate(FigureExcused, "", a.Excused, a.Known(), a.Tally),
		a.rate(FigureSeen, "", a.Seen, a.Known(), a.Tally),
	}
	missing := counted(UnitAppointments, FigureMissingPast, "", a.Missing, a.Past(), a.Past())
	list = append(list, missing)
	for _, part := range []struct {
		group, detail string
		Tally
	}{
		{"origin", string(OriginImposed), a.Origins[OriginImposed]},
		{"origin", string(OriginSelfChosen), a.Origins[OriginSelfChosen]},
		{"origin", string(OriginMoved), a.Origins[OriginMoved]},
		{"reminder", "reminded", a.Reminded},
		{"reminder", "not_reminded", a.NotReminded},
		{"institutions", "joint", a.Joint},
		{"institutions", "not_joint", a.NotJoint},
	} {
		list = append(list, inGroup("no_show."+part.group, a.rate(FigureNoShow, part.detail, part.NoShow, part.Known(), part.Tally)))
	}
	return list
}

func (a Attendance) rate(figure Figure, detail string, value, of int, t Tally) Measure {
	m := counted(UnitAppointments, figure, detail, value, of, t.People)
	m.Unsafe = !t.Publishable(a.MostMissing)
	return m
}

// Measures returns the numbers of the weekly reports.
func (f WeeklyFigures) Measures() []Measure {
	told := f.Delivered + f.HandedOver
	week := func(figure Figure, value, of int) Measure { return counted(UnitWeeks, figure, "", value, of, of) }
	list := []Measure{
		week(FigureWeeksAnsweredTold, f.AnsweredOfDelivered, told),
		week(FigureWeeksAnswered, f.Answered, f.Planned),
		week(FigureWeeksAsked, f.Asked, f.Planned),
		week(FigureWeeksTold, told, f.Asked),
		week(FigureWeeksImpediment, f.Impediments, f.Answered),
		week(FigureWeeksStated, f.Stated, f.Answered),
		inGroup("balance", week(FigureWeeksBelow, f.Below, f.Stated)),
		inGroup("balance", week(FigureWeeksWithin, f.Within, f.Stated)),
		inGroup("balance", week(FigureWeeksAbove, f.Above, f.Stated)),
		delay(UnitMinutes, "minutes_median", "", f.MedianMinutes, f.Stated),
		week(FigureValidated, f.Validated.Weeks, f.Planned),
		inGroup("validated_balance", week(FigureValidatedBelow, f.Validated.Below, f.Validated.Weeks)),
		inGroup("validated_balance", week(FigureValidatedWithin, f.Validated.Within, f.Validated.Weeks)),
		inGroup("validated_balance", week(FigureValidatedAbove, f.Validated.Above, f.Validated.Weeks)),
		week(FigureValidatedSame, f.Validated.Same, f.Validated.Stated),
		delay(UnitMinutes, "validated_median", "", f.Validated.MedianMinutes, f.Validated.Weeks),
	}
	for _, k := range f.Kinds {
		list = append(list,
			unlisted(counted(UnitWeeks, "kind_weeks", string(k.Kind), k.Weeks, -1, k.People)),
			delay(UnitMinutes, "kind_median", string(k.Kind), k.MedianMinutes, k.People),
		)
	}
	for _, skip := range []WeekSkip{SkipPartial, SkipImpediment, SkipWork, SkipExited} {
		list = append(list, unlisted(counted(UnitWeeks, "weeks_left_out", string(skip), f.LeftOut[skip], -1, f.LeftOut[skip])))
	}
	return append(list, unlisted(counted(UnitWeeks, "weeks_left_out", "open", f.Open, -1, f.Open)))
}

// Measures returns the numbers of the orientation and of the contract.
func (p Path) Measures() []Measure {
	list := []Measure{people(FigureOriented, "", p.OrientedInTime, p.Mature)}
	for _, o := range []Orientation{OrientationWork, OrientationSocioPro, OrientationSocial} {
		list = append(list, inGroup("oriented", people(FigureOriented, string(o), p.Types[o], p.OrientedInTime)))
	}
	list = append(list,
		people(FigureOrientedLate, "", p.LateOriented, p.Mature),
		people(FigureNotOriented, "", p.Mature-p.OrientedInTime-p.LateOriented, p.Mature),
		people(FigureContracted, "", p.Contracted, p.Oriented),
		people(FigureContractedInTime, "", p.ContractedInTime, p.Oriented),
		people(FigureNotContracted, "", p.Oriented-p.Contracted, p.Oriented),
	)
	list = append(list, leftOuts("oriented_left_out", p.LeftOut)...)
	return append(list, leftOuts("contracted_left_out", p.ContractLeftOut)...)
}

// Measures returns the numbers of the returns to work and of what became of them.
func (e Employment) Measures() []Measure {
	job := func(figure Figure, detail string, value, of int) Measure {
		return counted(UnitJobs, figure, detail, value, of, max(value, of))
	}
	list := []Measure{people(FigureJobPeople, "", e.People, -1), job(FigureJobs, "", e.Jobs, -1), job(FigureJobsDurable, "", e.Durable, e.Jobs)}
	for _, kind := range []JobKind{JobCDI, JobCDD, JobInterim, JobOther, JobKindUnsaid} {
		detail := string(kind)
		if kind == JobKindUnsaid {
			detail = "unsaid"
		}
		list = append(list, inGroup("job_kind", job(FigureJobs, detail, e.Kinds[kind], e.Jobs)))
	}
	list = append(list, job(FigureJobsDeclared, "", e.Declared, -1))
	for _, t := range e.Retention {
		n := strconv.Itoa(t.Months)
		list = append(list,
			inGroup("retention."+n, job(FigureRetained, n, t.InWork, t.Due)),
			unlisted(job("retained_of_answers", n, t.InWork, t.InWork+t.Ended)),
			inGroup("retention."+n, job(FigureJobEnded, n, t.Ended, t.Due)),
			inGroup("retention."+n, job(FigureJobUnanswered, n, t.Unknown, t.Due)),
		)
	}
	return list
}

// Measures returns the numbers of the answers to what people ask.
func (a Answers) Measures() []Measure {
	question := func(figure Figure, value, of int) Measure {
		return counted(UnitQuestions, figure, "", value, of, a.People)
	}
	return []Measure{
		inGroup("answers", question(FigureQuestionsInTime, a.InTime, a.Due)),
		inGroup("answers", question(FigureQuestionsLate, a.Late, a.Due)),
		inGroup("answers", question(FigureQuestionsOverdue, a.Overdue, a.Due)),
		delay(UnitHours, "answer_hours_median", "", a.MedianHours, a.People),
		unlisted(question("questions_closed", a.Closed, -1)),
		unlisted(question("questions_not_due", a.NotDue, -1)),
	}
}

// Measures returns the numbers of the funnel, each level over the one it hangs from.
func (r Reach) Measures() []Measure {
	list := []Measure{
		people(FigurePeople, "", r.People, -1),
		people(FigureContactable, "", r.Contactable, r.People),
		people(FigureSent, "", r.Sent, r.Contactable),
		people(FigureHandedOver, "", r.HandedOver, r.Sent),
		people(FigureDelivered, "", r.Delivered, r.Sent),
		people(FigureAnswered, "", r.Answered, r.Delivered),
		people(FigureMet, "", r.Met, r.Delivered),
		people(FigureMetWithoutReceipt, "", r.MetWithoutReceipt, -1),
	}
	for _, level := range []ReachLevel{LevelContactable, LevelSent, LevelDelivered, LevelAnswered, LevelMet} {
		for _, cause := range slices.Sorted(maps.Keys(r.Losses[level])) {
			list = append(list, inGroup("lost."+string(level), unlisted(people(Figure("lost_"+level), string(cause), r.Losses[level][cause], -1))))
		}
	}
	return list
}

// Figures behind which there are people, by what they are counted from.
const (
	FigureByConvocation Figure = "convened_by_convocation"
	FigureByInvitation  Figure = "convened_by_invitation"
	FigureSentOnly      Figure = "sent_only"

	FigureNoShow      Figure = "no_show"
	FigureSeen        Figure = "seen"
	FigureExcused     Figure = "excused"
	FigureRevoked     Figure = "revoked"
	FigureRevokedLate Figure = "revoked_late"
	FigureMissingPast Figure = "missing_past"

	FigureWeeksAnsweredTold Figure = "weeks_answered_told"
	FigureWeeksAnswered     Figure = "weeks_answered"
	FigureWeeksAsked        Figure = "weeks_asked"
	FigureWeeksTold         Figure = "weeks_told"
	FigureWeeksImpediment   Figure = "weeks_impediment"
	FigureWeeksStated       Figure = "weeks_stated"
	FigureWeeksBelow        Figure = "weeks_below"
	FigureWeeksWithin       Figure = "weeks_within"
	FigureWeeksAbove        Figure = "weeks_above"

	FigureValidated       Figure = "validated"
	FigureValidatedBelow  Figure = "validated_below"
	FigureValidatedWithin Figure = "validated_within"
	FigureValidatedAbove  Figure = "validated_above"
	FigureValidatedSame   Figure = "validated_same"

	FigureOriented         Figure = "oriented_in_time"
	FigureOrientedLate     Figure = "oriented_late"
	FigureNotOriented      Figure = "not_oriented"
	FigureContracted       Figure = "contracted"
	FigureContractedInTime Figure = "contracted_in_time"
	FigureNotContracted    Figure = "not_contracted"

	FigureJobPeople     Figure = "job_people"
	FigureJobs          Figure = "jobs"
	FigureJobsDurable   Figure = "jobs_durable"
	FigureJobsDeclared  Figure = "jobs_declared"
	FigureRetained      Figure = "retained"
	FigureJobEnded      Figure = "job_ended"
	FigureJobUnanswered Figure = "job_unanswered"

	FigureQuestionsInTime  Figure = "questions_in_time"
	FigureQuestionsLate    Figure = "questions_late"
	FigureQuestionsOverdue Figure = "questions_overdue"
)
