package sandbox

import (
	"context"
	"time"

	"relais/parcours"
)

// Visit is one participation in an appointment, with what may change whether the
// person comes.
type Visit struct {
	// Participation and Professional are handed back untouched.
	Participation string
	Professional  string
	// Person is the resident's Key, which the service calls the internal id.
	Person   string
	StartsAt time.Time
	Minutes  int
	Origin   parcours.Origin
	// Told: a message, a call or a letter reached them.
	Told bool
	// Reminded and Confirmed: a reminder reached them; they said they come.
	Reminded, Confirmed bool
}

// Attendance is what a professional finds, and when they write it down.
type Attendance struct {
	// Outcome is seen, excused (they called on the day) or no_show; unknown when
	// the professional forgets to record it.
	Outcome    parcours.Outcome
	Impediment parcours.Impediment
	RecordedAt time.Time
}

// Absence in hundredths. The first two are observed on French RSA appointments
// (rdv-insertion's published figures): 23.8 % where the service imposed the time,
// 11.2 % where the person chose it. The rest are assumptions of ours: a reminder
// prevents one absence in five, a confirmation more than half, and most of those
// whom nothing reached stay away.
const (
	absentImposed = 23.8
	absentChosen  = 11.2
	absentUntold  = 75.0

	factorReminded  = 0.8
	factorConfirmed = 0.45

	excusedOnTheDay  = 3.0
	neverRecorded    = 3.0
	recordedNextDays = 20.0
)

// Attends decides whether somebody comes. The same visit always gives the same
// answer, whatever was asked before.
func (s *Sandbox) Attends(v Visit) Attendance {
	r := s.dice.of("attends", v.Person, v.StartsAt.Unix())
	absent := absentImposed
	switch {
	case !v.Told:
		absent = absentUntold
	case v.Origin != parcours.OriginImposed:
		absent = absentChosen
	}
	if v.Told && v.Reminded {
		absent *= factorReminded
	}
	if v.Told && v.Confirmed {
		absent *= factorConfirmed
	}
	a := Attendance{Outcome: parcours.OutcomeSeen}
	comes, calls := r.Float64()*100 >= absent, r.Float64()*100 < excusedOnTheDay
	switch {
	case v.Told && calls:
		a.Outcome = parcours.OutcomeExcused
		a.Impediment = pick(r, []parcours.Impediment{parcours.ImpedimentHealth, parcours.ImpedimentChildcare, parcours.ImpedimentTransport})
	case !comes:
		a.Outcome = parcours.OutcomeNoShow
	}
	a.RecordedAt = v.StartsAt.Add(time.Duration(v.Minutes)*time.Minute + between(r, 2*time.Minute, 40*time.Minute))
	switch n := r.Float64() * 100; {
	case n < neverRecorded:
		a.Outcome, a.Impediment = parcours.OutcomeUnknown, parcours.ImpedimentNone
	case n < neverRecorded+recordedNextDays:
		a.RecordedAt = worksAt(a.RecordedAt, between(r, 6*time.Hour, 14*time.Hour))
	}
	return a
}

// RecordOutcomes lets the professionals write outcomes down, on each working day
// at 18:15 of the story: list gives the past participations without outcome,
// record writes one. Those that are forgotten or written later are left.
func (s *Sandbox) RecordOutcomes(
	list func(ctx context.Context, now time.Time) ([]Visit, error),
	record func(ctx context.Context, now time.Time, v Visit, a Attendance) error,
) {
	next := func(after time.Time) time.Time {
		day := parcours.DateOf(after, paris())
		for {
			if at := day.At(18, 15, paris()); parcours.IsWorkday(day) && at.After(after) {
				return at
			}
			day = day.AddDays(1)
		}
	}
	var evening func(ctx context.Context) error
	plan := func() { s.Queue.At(next(s.Clock.Now()), "outcomes", "record outcomes", evening) }
	evening = func(ctx context.Context) error {
		defer plan()
		now := s.Clock.Now()
		visits, err := list(ctx, now)
		if err != nil {
			return err
		}
		for _, v := range visits {
			a := s.Attends(v)
			if a.Outcome == parcours.OutcomeUnknown || a.RecordedAt.After(now) {
				continue
			}
			if err := record(ctx, now, v, a); err != nil {
				return err
			}
		}
		return nil
	}
	plan()
}
