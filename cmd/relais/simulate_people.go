package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/sandbox"
)

// enter imports the people who entered after one day and until another, and hands the
// one-time link to those of them who use Telegram, as the front desk would on paper.
func (s *simulation) enter(ctx context.Context, now time.Time, after, until parcours.Date) error {
	var entrants []sandbox.Resident
	for _, r := range s.pilot.Residents {
		if (after.IsZero() || r.Entered.After(after)) && !r.Entered.After(until) {
			entrants = append(entrants, r)
		}
	}
	if len(entrants) == 0 {
		return nil
	}
	file := bytes.NewReader(s.pilot.PeopleFile(after, until))
	report, err := s.intake(now).Import(ctx, intake.Options{Reader: file, Name: "entrees-" + until.String() + ".csv", NamePeople: true})
	if err != nil {
		return fmt.Errorf("import those who enter on %s: %w", until, err)
	}
	for i, r := range entrants {
		person := report.Results.At(i).PersonID
		if person == "" {
			continue // their row was refused: one of the file's errors
		}
		s.persons[r.Key] = person
		if r.Chat == 0 {
			continue
		}
		token, err := s.store.IssueTelegramLink(ctx, now, person, "")
		if err != nil {
			return err
		}
		if err := s.world.OpenLink(r.Key, token); err != nil {
			return err
		}
	}
	return nil
}

// Of those who are met, in hundredths; assumptions of ours.
const (
	orientedWhenMet   = 80
	contractedWhenMet = 50
)

// recordVisit writes what the professionals found and, of most people who are met, the
// orientation, the contract and the weekly hours that they agree on.
func (s *simulation) recordVisit(ctx context.Context, now time.Time, v sandbox.Visit, a sandbox.Attendance) error {
	actor := parcours.Actor{Role: parcours.AccountCoordinator, ProfessionalID: v.Professional}
	if err := s.store.RecordOutcome(ctx, now, actor, v.Participation, a.Outcome, a.Impediment); err != nil || a.Outcome != parcours.OutcomeSeen {
		return err
	}
	person, today := s.persons[v.Person], parcours.DateOf(now, s.rules.Zone)
	drawn := fnv.New32a()
	fmt.Fprint(drawn, s.command.Seed, v.Person)
	n := drawn.Sum32() % 100
	if n < orientedWhenMet {
		kinds := []parcours.Orientation{parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial}
		fact := parcours.Fact{PersonID: person, Kind: parcours.FactOriented, On: today, Value: string(kinds[n%3])}
		if err := s.store.RecordFact(ctx, now, actor, fact); err != nil {
			return err
		}
	}
	if n < contractedWhenMet {
		if err := s.store.RecordFact(ctx, now, actor, parcours.Fact{PersonID: person, Kind: parcours.FactContracted, On: today}); err != nil {
			return err
		}
	}
	if !s.pilot.Agrees(v.Person) {
		return nil
	}
	return s.store.SetWeeklyPlan(ctx, now, actor, parcours.WeeklyPlan{
		PersonID: person, MinHours: 15, MaxHours: 20, From: parcours.WeekOf(today).Next().Monday,
	})
}

// answer answers, in the console, the question that the oldest e-mail to a professional
// leads to.
func (s *simulation) answer(ctx context.Context, email, text string) error {
	waiting := s.post.questions[email]
	if len(waiting) == 0 {
		return nil
	}
	s.post.questions[email] = waiting[1:]
	pro, err := s.store.ProfessionalByEmail(ctx, email)
	if err != nil {
		return err
	}
	actor := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: pro.ID}
	e, err := s.store.Escalation(ctx, actor, waiting[0])
	switch {
	case errors.Is(err, parcours.ErrNotFound):
		return nil // somebody else's by now
	case err != nil:
		return err
	case e.State != parcours.EscalationOpen:
		return nil
	case e.Kind == parcours.EscalationJobFound:
		return s.confirmJob(ctx, actor, e.PersonID)
	}
	if err := s.store.AnswerEscalation(ctx, s.now(), actor, e.ID, text); err != nil && !errors.Is(err, parcours.ErrConflict) {
		return err
	}
	return nil
}
