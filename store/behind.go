package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// behindEvents returns whom a figure of events counts: the people of its
// appointments, weeks, questions or jobs. A figure may name a part, after a dot.
func (s *Store) behindEvents(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure) (map[string]bool, error) {
	name, part, _ := strings.Cut(string(figure), ".")
	var people map[string]bool
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		if keep, ok := behindAttendance(parcours.Figure(name), part); ok {
			people, err = tx.attendancePeople(ctx, now, f, keep)
			return err
		}
		if keep, ok := behindPath(parcours.Figure(name), part); ok {
			people, err = tx.pathPeople(ctx, s.today(now), f, keep)
			return err
		}
		if keep, ok := behindAnswers[figure]; ok {
			people, err = tx.answerPeople(ctx, now, f, keep)
			return err
		}
		if keep, ok := s.behindJobs(parcours.Figure(name), part, s.today(now), f); ok {
			people, err = tx.jobPeople(ctx, f, keep)
			return err
		}
		if keep, ok := behindWeeks[figure]; ok {
			people, err = tx.weekPeople(ctx, f, keep)
			return err
		}
		return fmt.Errorf("%w: no figure %q", parcours.ErrNotFound, figure)
	})
	return people, err
}

func behindAttendance(figure parcours.Figure, part string) (func(parcours.AttendanceGroup) bool, bool) {
	outcomes := map[parcours.Figure]parcours.Outcome{
		parcours.FigureNoShow: parcours.OutcomeNoShow, parcours.FigureSeen: parcours.OutcomeSeen, parcours.FigureExcused: parcours.OutcomeExcused,
		parcours.FigureRevoked: parcours.OutcomeRevoked, parcours.FigureRevokedLate: parcours.OutcomeRevoked, parcours.FigureMissingPast: parcours.OutcomeUnknown,
	}
	outcome, ok := outcomes[figure]
	parts := map[string]func(parcours.AttendanceGroup) bool{
		"":                                func(parcours.AttendanceGroup) bool { return true },
		string(parcours.OriginImposed):    func(g parcours.AttendanceGroup) bool { return g.Origin == parcours.OriginImposed },
		string(parcours.OriginSelfChosen): func(g parcours.AttendanceGroup) bool { return g.Origin == parcours.OriginSelfChosen },
		string(parcours.OriginMoved):      func(g parcours.AttendanceGroup) bool { return g.Origin == parcours.OriginMoved },
		"reminded":                        func(g parcours.AttendanceGroup) bool { return g.Reminded },
		"not_reminded":                    func(g parcours.AttendanceGroup) bool { return !g.Reminded },
		"joint":                           func(g parcours.AttendanceGroup) bool { return g.Joint },
		"not_joint":                       func(g parcours.AttendanceGroup) bool { return !g.Joint },
	}
	in, known := parts[part]
	return func(g parcours.AttendanceGroup) bool {
		return g.Outcome == outcome && in(g) && (figure != parcours.FigureRevokedLate || g.Late)
	}, ok && known
}

func behindPath(figure parcours.Figure, part string) (func(parcours.PathGroup) bool, bool) {
	oriented := func(g parcours.PathGroup) bool { return g.Mature && g.LeftOut == parcours.LeftOutNone }
	contracted := func(g parcours.PathGroup) bool {
		return g.Oriented && g.ContractMature && g.ContractLeftOut == parcours.LeftOutNone
	}
	keep, ok := map[parcours.Figure]func(parcours.PathGroup) bool{
		parcours.FigureOriented: func(g parcours.PathGroup) bool {
			return oriented(g) && g.OrientedInTime && (part == "" || g.Orientation == parcours.Orientation(part))
		},
		parcours.FigureOrientedLate:     func(g parcours.PathGroup) bool { return oriented(g) && g.Oriented && !g.OrientedInTime },
		parcours.FigureNotOriented:      func(g parcours.PathGroup) bool { return oriented(g) && !g.Oriented },
		parcours.FigureContracted:       func(g parcours.PathGroup) bool { return contracted(g) && g.Contracted },
		parcours.FigureContractedInTime: func(g parcours.PathGroup) bool { return contracted(g) && g.ContractedInTime },
		parcours.FigureNotContracted:    func(g parcours.PathGroup) bool { return contracted(g) && !g.Contracted },
	}[figure]
	return keep, ok
}

var behindAnswers = map[parcours.Figure]func(parcours.AnswerGroup) bool{
	parcours.FigureQuestionsInTime: func(g parcours.AnswerGroup) bool { return g.Due && g.State != parcours.EscalationOpen && g.InTime },
	parcours.FigureQuestionsLate: func(g parcours.AnswerGroup) bool {
		return g.Due && g.State != parcours.EscalationOpen && !g.InTime
	},
	parcours.FigureQuestionsOverdue: func(g parcours.AnswerGroup) bool { return g.Due && g.State == parcours.EscalationOpen },
}

func (s *Store) behindJobs(figure parcours.Figure, part string, today parcours.Date, f parcours.Filter) (func(parcours.Job) bool, bool) {
	confirmed := func(j parcours.Job) bool { return j.State == parcours.JobConfirmed && f.During(j.StartsOn) }
	outcomes := map[parcours.Figure]parcours.RetentionOutcome{
		parcours.FigureRetained: parcours.RetentionInWork, parcours.FigureJobEnded: parcours.RetentionEnded, parcours.FigureJobUnanswered: parcours.RetentionUnknown,
	}
	if outcome, ok := outcomes[figure]; ok {
		months, err := strconv.Atoi(part)
		return func(j parcours.Job) bool {
			return j.State == parcours.JobConfirmed && j.RetainedAt(months, s.rules, today, f) == outcome
		}, err == nil && slices.Contains(s.rules.CheckInMonths, months)
	}
	keep, ok := map[parcours.Figure]func(parcours.Job) bool{
		parcours.FigureJobPeople: confirmed,
		parcours.FigureJobs: func(j parcours.Job) bool {
			return confirmed(j) && (part == "" || string(j.Kind) == part || part == "unsaid" && j.Kind == parcours.JobKindUnsaid)
		},
		parcours.FigureJobsDurable:  func(j parcours.Job) bool { return confirmed(j) && j.Durable(s.rules) },
		parcours.FigureJobsDeclared: func(j parcours.Job) bool { return j.State == parcours.JobDeclared },
	}[figure]
	return keep, ok
}

// jobsOf returns the declared jobs of the filter and the confirmed ones that a figure
// of its period may count, with the answers to their check-ins.
func (tx *tx) jobsOf(ctx context.Context, f parcours.Filter) ([]parcours.Job, error) {
	first := f.From
	if !first.IsZero() { // a job of before is retained, or not, in the period
		first = first.AddMonths(-slices.Max(append([]int{0}, tx.rules.CheckInMonths...))).AddDays(-tx.rules.CheckInGraceDays - 3)
	}
	from, to := span(first, f.To)
	entered, until := bounds(f)
	rows, err := tx.EmploymentJobs(ctx, gen.EmploymentJobsParams{
		Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation),
		EnteredFrom: entered, EnteredTo: until, FromDay: from, ToDay: to,
	})
	if err != nil {
		return nil, err
	}
	answers, err := tx.CheckInsOfJobs(ctx, from, to)
	if err != nil {
		return nil, err
	}
	checkIns := map[string][]parcours.CheckIn{}
	for _, a := range answers {
		checkIns[a.JobID] = append(checkIns[a.JobID], parcours.CheckIn{Step: a.Step, Answer: parcours.CheckInAnswer(a.Answer)})
	}
	jobs := make([]parcours.Job, 0, len(rows))
	for _, row := range rows {
		jobs = append(jobs, parcours.Job{
			ID: row.ID, PersonID: row.PersonID, State: parcours.JobState(row.State), StartsOn: date(row.StartsOn), Kind: parcours.JobKind(row.Kind),
			EndedOn: date(row.EndedOn), CheckIns: checkIns[row.ID],
		})
	}
	return jobs, nil
}

func (tx *tx) jobPeople(ctx context.Context, f parcours.Filter, keep func(parcours.Job) bool) (map[string]bool, error) {
	jobs, err := tx.jobsOf(ctx, f)
	if err != nil {
		return nil, err
	}
	people := map[string]bool{}
	for _, j := range jobs {
		if keep(j) {
			people[j.PersonID] = true
		}
	}
	return people, nil
}

// behindWeeks says which weeks each figure counts, by what one week adds to the figures.
var behindWeeks = map[parcours.Figure]func(parcours.WeeklyFigures) int{
	parcours.FigureWeeksAnsweredTold: func(f parcours.WeeklyFigures) int { return f.AnsweredOfDelivered },
	parcours.FigureWeeksAnswered:     func(f parcours.WeeklyFigures) int { return f.Answered },
	parcours.FigureWeeksAsked:        func(f parcours.WeeklyFigures) int { return f.Asked },
	parcours.FigureWeeksTold:         func(f parcours.WeeklyFigures) int { return f.Delivered + f.HandedOver },
	parcours.FigureWeeksImpediment:   func(f parcours.WeeklyFigures) int { return f.Impediments },
	parcours.FigureWeeksStated:       func(f parcours.WeeklyFigures) int { return f.Stated },
	parcours.FigureWeeksBelow:        func(f parcours.WeeklyFigures) int { return f.Below },
	parcours.FigureWeeksWithin:       func(f parcours.WeeklyFigures) int { return f.Within },
	parcours.FigureWeeksAbove:        func(f parcours.WeeklyFigures) int { return f.Above },
}

func (tx *tx) weekPeople(ctx context.Context, f parcours.Filter, counts func(parcours.WeeklyFigures) int) (map[string]bool, error) {
	people := map[string]bool{}
	err := tx.weekGroups(ctx, f, true, func(g weekGroup) {
		one := parcours.WeeklyFigures{LeftOut: map[parcours.WeekSkip]int{}}
		if tx.countWeeks(&one, g, map[int]int{}); counts(one) > 0 {
			people[g.PersonID] = true
		}
	})
	return people, err
}

// PeopleBehind counts the people behind a figure that counts something else; ErrNotFound
// when it counts people, or has no list.
func (s *Store) PeopleBehind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure) (int, error) {
	people, err := s.behindEvents(ctx, now, f, figure)
	if err != nil {
		return 0, fmt.Errorf("people behind %s: %w", figure, err)
	}
	return len(people), nil
}
