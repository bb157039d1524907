package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// WeeklyWork reports whether a week is to be opened, asked about, asked about once more
// or closed, or an activity recalled: without writing, since most of the time none is.
func (s *Store) WeeklyWork(ctx context.Context, now time.Time) (bool, error) {
	var due int64
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		due, err = tx.WeeklyWorkDue(ctx, millis(now), parcours.WeekOf(tx.today(now)).Monday.String())
		return err
	})
	if err != nil {
		return false, fmt.Errorf("weekly work: %w", err)
	}
	return due > 0, nil
}

// OpenWeeks writes the week of each plan that has one to open, at most limit of
// them, and returns how many; call it until it returns 0. A week that is missed, as
// during an outage, is opened all the same: it was planned.
func (s *Store) OpenWeeks(ctx context.Context, now time.Time, limit int) (int, error) {
	opened := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		this := parcours.WeekOf(tx.today(now)).Monday
		rows, err := tx.PlansToOpen(ctx, this.String(), int32(limit))
		if err != nil {
			return err
		}
		opened = len(rows)
		for _, row := range rows {
			if err := tx.openWeek(ctx, now, row); err != nil {
				return fmt.Errorf("plan %s: %w", row.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("open weeks: %w", err)
	}
	return opened, nil
}

func (tx *tx) openWeek(ctx context.Context, now time.Time, row gen.PlansToOpenRow) error {
	plan := planOf(gen.PlansOfPersonRow{
		ID: row.ID, MinHours: row.MinHours, MaxHours: row.MaxHours, FromOn: row.FromOn, UntilOn: row.UntilOn, AsksInWork: row.AsksInWork,
	}, row.PersonID)
	w := parcours.Week{Monday: date(row.NextMonday)}
	if err := tx.AdvancePlan(ctx, plan.ID, nextMonday(plan, w.Next().Monday)); err != nil {
		return err
	}
	if !plan.Covers(w) {
		return nil
	}
	calendar := tx.rules.WeekCalendar(w, plan.PersonID)
	skip, err := tx.mayAsk(ctx, now, plan.PersonID, plan.AsksInWork)
	if err != nil {
		return err
	}
	switch {
	case skip == parcours.SkipExited:
		return tx.AdvancePlan(ctx, plan.ID, "")
	case skip != parcours.SkipNone:
	case !plan.Whole(w):
		whole, err := tx.whole(ctx, plan.PersonID, w)
		if err != nil {
			return err
		}
		if !whole {
			skip = parcours.SkipPartial
		}
	}
	if skip == parcours.SkipNone && (!now.Before(calendar.CloseAt) || calendar.RequestAt.IsZero()) {
		skip = parcours.SkipLate
	}
	if skip != parcours.SkipNone {
		calendar.RequestAt, calendar.NudgeAt = time.Time{}, time.Time{}
	}
	_, err = tx.InsertWeek(ctx, gen.InsertWeekParams{
		ID: tx.newID(now), PersonID: plan.PersonID, Monday: w.Monday.String(), Sunday: w.Sunday().String(), MinHours: int64(plan.MinHours), MaxHours: int64(plan.MaxHours),
		Skip: string(skip), RequestAt: millis(calendar.RequestAt), NudgeAt: millis(calendar.NudgeAt), CloseAt: millis(calendar.CloseAt), CreatedAt: millis(now),
	})
	return err
}

// mayAsk says why nothing is asked of the person: they left, or work.
func (tx *tx) mayAsk(ctx context.Context, now time.Time, personID string, asksInWork bool) (parcours.WeekSkip, error) {
	row, err := tx.MayBeAsked(ctx, tx.today(now).String(), personID)
	switch {
	case err != nil:
		return "", fmt.Errorf("person: %w", err)
	case row.Gone.Bool:
		return parcours.SkipExited, nil
	case row.AtWork && !asksInWork:
		return parcours.SkipWork, nil
	}
	return parcours.SkipNone, nil
}

// RequestWeeks writes the requests that are due, at most limit of them, and returns
// how many weeks were looked at; call it until it returns 0. Whoever has answered,
// left, started a job that ends the requests, or has no channel that needs no human,
// is not asked.
func (s *Store) RequestWeeks(ctx context.Context, now time.Time, limit int) (int, error) {
	looked := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		due, err := tx.WeekRequestsDue(ctx, millis(now), int32(limit))
		looked = len(due)
		for _, row := range due {
			if err == nil {
				err = tx.requestWeek(ctx, now, row.PersonID, row.ID)
			}
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("request the hours of weeks: %w", err)
	}
	return looked, nil
}

func (tx *tx) requestWeek(ctx context.Context, now time.Time, personID, weekID string) error {
	row, asked, err := tx.toAsk(ctx, now, personID, weekID)
	if err != nil || !asked {
		return err
	}
	w, err := tx.agreedWeek(ctx, row)
	if err != nil {
		return err
	}
	if _, _, err := tx.notify(ctx, now, tx.rules.PlanWeeklyRequest(w, instant(row.RequestAt), tx.service, now)); err != nil {
		return err
	}
	return tx.RequestWritten(ctx, weekID)
}

// toAsk reads a week about which a message is due, and reports whether it is still
// to be asked about; where it is not, that is noted.
func (tx *tx) toAsk(ctx context.Context, now time.Time, personID, weekID string) (gen.Week, bool, error) {
	if err := tx.lock(ctx, "person", personID); err != nil {
		return gen.Week{}, false, err
	}
	row, err := tx.WeekByID(ctx, weekID)
	if err != nil {
		return row, false, fmt.Errorf("week %s: %w", weekID, err)
	}
	if row.AnsweredAt > 0 || row.ClosedAt > 0 || row.Skip != "" || !now.Before(instant(row.CloseAt)) {
		return row, false, tx.silence(ctx, weekID)
	}
	plans, err := tx.PlansOfPerson(ctx, personID)
	if err != nil {
		return row, false, fmt.Errorf("plans: %w", err)
	}
	asksInWork := false
	for _, p := range plans {
		plan := planOf(p, personID)
		asksInWork = asksInWork || plan.AsksInWork && plan.Covers(parcours.Week{Monday: date(row.Monday)})
	}
	skip, err := tx.mayAsk(ctx, now, personID, asksInWork)
	if err != nil {
		return row, false, err
	}
	if skip == parcours.SkipNone {
		to, err := tx.personDestination(ctx, personID, nil)
		if err != nil {
			return row, false, err
		}
		if !to.channel.Automatic() {
			skip = parcours.SkipNoChannel
		}
	}
	if skip != parcours.SkipNone && row.AskedAt > 0 {
		return row, false, tx.silence(ctx, weekID) // it was asked about: no nudge, and it stays counted
	}
	if skip != parcours.SkipNone {
		return row, false, tx.skipWeek(ctx, now, personID, weekID, skip)
	}
	return row, true, nil
}

// silence notes that no further message is to be written about a week.
func (tx *tx) silence(ctx context.Context, weekID string) error {
	if err := tx.RequestWritten(ctx, weekID); err != nil {
		return fmt.Errorf("week %s: %w", weekID, err)
	}
	return tx.NudgeWritten(ctx, weekID)
}

// NudgeWeeks is RequestWeeks for the one repeat to those who were asked and have not
// answered.
func (s *Store) NudgeWeeks(ctx context.Context, now time.Time, limit int) (int, error) {
	looked := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		due, err := tx.WeekNudgesDue(ctx, millis(now), int32(limit))
		looked = len(due)
		for _, row := range due {
			if err == nil {
				err = tx.nudgeWeek(ctx, now, row.PersonID, row.ID)
			}
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("nudge: %w", err)
	}
	return looked, nil
}

func (tx *tx) nudgeWeek(ctx context.Context, now time.Time, personID, weekID string) error {
	row, asked, err := tx.toAsk(ctx, now, personID, weekID)
	if err != nil || !asked {
		return err
	}
	if err := tx.NudgeWritten(ctx, weekID); err != nil {
		return err
	}
	if row.AskedAt == 0 { // the request itself has yet to leave, or nothing carries it
		return nil
	}
	w, err := tx.agreedWeek(ctx, row)
	if err != nil {
		return err
	}
	_, _, err = tx.notify(ctx, now, tx.rules.PlanWeeklyNudge(w, instant(row.NudgeAt), tx.service, now))
	return err
}

// CloseWeeks closes the weeks whose time to answer is over, at most limit of them,
// and returns how many; call it until it returns 0. Silence stays silence: it is not
// zero hours, and nothing follows from it.
func (s *Store) CloseWeeks(ctx context.Context, now time.Time, limit int) (int, error) {
	closed := int64(0)
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		closed, err = tx.Queries.CloseWeeks(ctx, millis(now), int32(limit))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("close weeks: %w", err)
	}
	return int(closed), nil
}

// RemindActivities writes the reminders of planned activities that are due, one for
// each person and day, at most limit of them, and returns how many days were looked
// at; call it until it returns 0.
func (s *Store) RemindActivities(ctx context.Context, now time.Time, limit int) (int, error) {
	looked := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		due, err := tx.RemindersDue(ctx, millis(now), int32(limit))
		if err != nil {
			return err
		}
		looked = len(due)
		served := map[string]bool{}
		for _, row := range due {
			if day := row.PersonID + row.Day; !served[day] {
				served[day] = true
				if err := tx.remindOf(ctx, now, row.PersonID, date(row.Day)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind of activities: %w", err)
	}
	return looked, nil
}

func (tx *tx) remindOf(ctx context.Context, now time.Time, personID string, day parcours.Date) error {
	if err := tx.lock(ctx, "person", personID); err != nil {
		return err
	}
	if err := tx.ReminderWritten(ctx, personID, day.String()); err != nil {
		return fmt.Errorf("reminder: %w", err)
	}
	activities, err := tx.activitiesBetween(ctx, personID, day, day)
	if err != nil || len(activities) == 0 {
		return err
	}
	gone, err := tx.PersonGone(ctx, personID)
	if err != nil || gone {
		return err
	}
	to, err := tx.personDestination(ctx, personID, nil)
	if err != nil || !to.channel.Automatic() {
		return err
	}
	_, _, err = tx.notify(ctx, now, tx.rules.PlanActivityReminder(activities, tx.rules.NextOpen(now), tx.service, now))
	return err
}
