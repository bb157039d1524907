package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// SetWeeklyPlan writes the hours that a person agreed on, in place of what was
// agreed from the same day on; a plan that began earlier ends the day before. Weeks
// that are not over take the new hours. ErrInvalid when no week could fulfil it,
// ErrNotFound outside the actor's scope.
func (s *Store) SetWeeklyPlan(ctx context.Context, now time.Time, actor parcours.Actor, plan parcours.WeeklyPlan) error {
	if err := plan.Check(); err != nil {
		return fmt.Errorf("set weekly plan: %w", err)
	}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, plan.PersonID); err != nil {
			return err
		}
		_, err := tx.setPlan(ctx, now, by(actor), plan)
		return err
	})
	if err != nil {
		return fmt.Errorf("set weekly plan: %w", err)
	}
	return nil
}

// setPlan reports what it changed: created, updated or unchanged.
func (tx *tx) setPlan(ctx context.Context, now time.Time, author string, plan parcours.WeeklyPlan) (parcours.RowOutcome, error) {
	if err := tx.lock(ctx, "person", plan.PersonID); err != nil {
		return "", err
	}
	rows, err := tx.PlansOfPerson(ctx, plan.PersonID)
	if err != nil {
		return "", fmt.Errorf("plans: %w", err)
	}
	outcome := parcours.RowCreated
	plan.ID = tx.newID(now)
	for _, row := range rows {
		was := planOf(row, plan.PersonID)
		switch {
		case was.From == plan.From:
			if plan.ID = was.ID; was == plan {
				return parcours.RowUnchanged, nil
			}
			outcome = parcours.RowUpdated
		case was.From.Before(plan.From) && (was.Until.IsZero() || !was.Until.Before(plan.From)):
			was.Until = plan.From.AddDays(-1)
			if err := tx.EndPlan(ctx, was.ID, was.Until.String(), nextMonday(was, date(row.NextMonday))); err != nil {
				return "", fmt.Errorf("end plan: %w", err)
			}
		}
	}
	today := tx.today(now)
	first := parcours.WeekOf(plan.From).Monday
	if this := parcours.WeekOf(today).Monday; first.Before(this) {
		first = this // nothing is asked about weeks that were over when the plan was written
	}
	err = tx.UpsertPlan(ctx, gen.UpsertPlanParams{
		ID: plan.ID, PersonID: plan.PersonID, MinHours: int64(plan.MinHours), MaxHours: int64(plan.MaxHours), FromOn: plan.From.String(), UntilOn: plan.Until.String(),
		AsksInWork: plan.AsksInWork, NextMonday: nextMonday(plan, first), SetBy: author, SetAt: millis(now),
	})
	if err != nil {
		return "", fmt.Errorf("plan: %w", err)
	}
	if err := tx.agreeAgain(ctx, now, plan, first); err != nil {
		return "", err
	}
	return outcome, tx.append(ctx, now, plan.PersonID, parcours.EventAgreed, author, plan.ID, details{
		"min_hours": fmt.Sprint(plan.MinHours), "max_hours": fmt.Sprint(plan.MaxHours), "on": plan.From.String(), "ends_on": plan.Until.String(),
	})
}

// agreeAgain gives the weeks that are not over the hours of a plan that was set
// after they were opened, and asks no more about those that it ends before.
func (tx *tx) agreeAgain(ctx context.Context, now time.Time, plan parcours.WeeklyPlan, from parcours.Date) error {
	open, err := tx.WeeksFrom(ctx, plan.PersonID, from.String())
	if err != nil {
		return fmt.Errorf("weeks: %w", err)
	}
	for _, row := range open {
		w := parcours.Week{Monday: date(row.Monday)}
		if plan.Covers(w) {
			if err := tx.AgreeWeek(ctx, row.ID, int64(plan.MinHours), int64(plan.MaxHours)); err != nil {
				return fmt.Errorf("week: %w", err)
			}
		}
		whole, err := tx.whole(ctx, plan.PersonID, w)
		if err != nil {
			return err
		}
		if !whole && row.AnsweredAt == 0 && row.Skip == "" {
			if err := tx.skipWeek(ctx, now, plan.PersonID, row.ID, parcours.SkipPartial); err != nil {
				return err
			}
		}
	}
	return nil
}

func planOf(row gen.PlansOfPersonRow, personID string) parcours.WeeklyPlan {
	return parcours.WeeklyPlan{
		ID: row.ID, PersonID: personID, MinHours: int(row.MinHours), MaxHours: int(row.MaxHours), From: date(row.FromOn), Until: date(row.UntilOn), AsksInWork: row.AsksInWork,
	}
}

// nextMonday is the first week from a Monday on that the plan covers, as text; ”
// when none is left.
func nextMonday(plan parcours.WeeklyPlan, monday parcours.Date) string {
	if monday.IsZero() || !plan.Until.IsZero() && plan.Until.Before(monday) {
		return ""
	}
	return monday.String()
}

// whole reports whether the person's plans, one after the other, hold from the Monday
// to the Friday of the week.
func (tx *tx) whole(ctx context.Context, personID string, w parcours.Week) (bool, error) {
	rows, err := tx.PlansOfPerson(ctx, personID)
	if err != nil {
		return false, fmt.Errorf("plans: %w", err)
	}
	joined := parcours.WeeklyPlan{}
	for i, row := range rows {
		plan := planOf(row, personID)
		if i > 0 && !joined.Until.IsZero() && joined.Until.AddDays(1) == plan.From {
			plan.From = joined.From
		}
		if joined = plan; joined.Whole(w) {
			return true, nil
		}
	}
	return false, nil
}

// WeeklyAudience counts those whose hours are asked for by SMS, by language.
func (s *Store) WeeklyAudience(ctx context.Context) (map[parcours.Language]int, error) {
	var people map[parcours.Language]int
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.WeeklyAudience(ctx)
		people = make(map[parcours.Language]int, len(rows))
		for _, r := range rows {
			people[parcours.Language(r.Language)] = int(r.People)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("weekly audience: %w", err)
	}
	return people, nil
}
