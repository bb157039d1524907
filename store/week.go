package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnActivityLabel = "planned_activity.label_sealed"
	columnReport        = "activity_report.words_sealed"
)

// closedSince is how long a closed week stays in the dossier, so that a late answer
// is recognised.
const closedSince = 7 * 24 * time.Hour

// weeksToAnswer returns the weeks of a person that take an answer at now, and the
// last one that was closed a short while ago, oldest first.
func (tx *tx) weeksToAnswer(ctx context.Context, personID string, now time.Time) ([]parcours.AgreedWeek, error) {
	since := parcours.WeekOf(tx.today(now)).Monday.AddDays(-14)
	rows, err := tx.WeeksOfPerson(ctx, personID, since.String())
	if err != nil {
		return nil, fmt.Errorf("weeks: %w", err)
	}
	var weeks []parcours.AgreedWeek
	for _, row := range rows {
		closeAt := instant(row.CloseAt)
		if row.Skip == string(parcours.SkipPartial) && row.AnsweredAt == 0 || now.Sub(closeAt) >= closedSince {
			continue
		}
		w, err := tx.agreedWeek(ctx, row)
		if err != nil {
			return nil, err
		}
		if !w.Open(now) && len(weeks) > 0 && !weeks[0].Open(now) {
			weeks = nil // a later one is closed too
		}
		weeks = append(weeks, w)
	}
	return weeks, nil
}

// agreedWeek reads what is planned in a week, and what was said of it last.
func (tx *tx) agreedWeek(ctx context.Context, row gen.Week) (parcours.AgreedWeek, error) {
	w := parcours.AgreedWeek{
		ID: row.ID, PersonID: row.PersonID, Week: parcours.Week{Monday: date(row.Monday)}, MinHours: int(row.MinHours), MaxHours: int(row.MaxHours),
		CloseAt: instant(row.CloseAt), Closed: row.ClosedAt > 0,
	}
	var err error
	if w.Activities, err = tx.activitiesBetween(ctx, w.PersonID, w.Week.Monday, w.Week.Sunday()); err != nil {
		return w, err
	}
	if row.AnsweredAt == 0 {
		return w, nil
	}
	last, err := tx.LastReport(ctx, row.ID)
	if err != nil {
		return w, fmt.Errorf("last report of a week: %w", err)
	}
	r, err := tx.report(gen.ReportsOfWeekRow(last))
	w.Report = &r
	return w, err
}

func (c *core) report(row gen.ReportsOfWeekRow) (parcours.ActivityReport, error) {
	words, err := c.vault.openText(columnReport, row.WordsSealed)
	return parcours.ActivityReport{
		Stated: row.Stated, Minutes: int(row.Minutes), Impediment: parcours.Impediment(row.Impediment), Done: strings.Fields(row.Done),
		Words: words, At: instant(row.At),
	}, err
}

func (tx *tx) activitiesBetween(ctx context.Context, personID string, first, last parcours.Date) ([]parcours.Activity, error) {
	rows, err := tx.ActivitiesBetween(ctx, personID, first.String(), last.String())
	if err != nil {
		return nil, fmt.Errorf("activities: %w", err)
	}
	var activities []parcours.Activity
	for _, row := range rows {
		a, err := tx.activityOf(row)
		if err != nil {
			return nil, err
		}
		activities = append(activities, a)
	}
	return activities, nil
}

func (c *core) activityOf(row gen.ActivitiesBetweenRow) (parcours.Activity, error) {
	label, err := c.vault.openText(columnActivityLabel, row.LabelSealed)
	return parcours.Activity{
		ID: row.ID, PersonID: row.PersonID, Kind: parcours.ActivityKind(row.Kind), Label: label, Place: row.Place, Day: date(row.Day),
		Start: int(row.StartMinute), Minutes: int(row.Minutes), Done: parcours.Tri(row.Done),
	}, err
}

// declareWeek records what the person says of a week, keeps what they said before, and
// withdraws what would still ask. ErrConflict when the week is closed.
func (tx *tx) declareWeek(ctx context.Context, t *turn, e parcours.Declare) error {
	row, err := tx.WeekByID(ctx, e.WeekID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && row.PersonID != t.personID {
		return fmt.Errorf("week %s: %w", e.WeekID, parcours.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("week %s: %w", e.WeekID, err)
	}
	state := ""
	if e.Report.Impediment != parcours.ImpedimentNone {
		state = string(parcours.ImpedimentDeclared)
	}
	if row.ImpedimentState != "" && (state == "" || row.Impediment == string(e.Report.Impediment)) {
		// A number that corrects does not take the reason back, nor what a professional said of it.
		e.Report.Impediment, state = parcours.Impediment(row.Impediment), row.ImpedimentState
	}
	answered, err := tx.AnswerWeek(ctx, gen.AnswerWeekParams{
		ID: row.ID, Now: millis(t.now), Stated: e.Report.Stated, Minutes: int64(e.Report.Minutes), Impediment: string(e.Report.Impediment), ImpedimentState: state,
	})
	if err != nil {
		return fmt.Errorf("week %s: %w", row.ID, err)
	}
	if answered == 0 {
		return fmt.Errorf("week %s: %w: it is closed", row.ID, parcours.ErrConflict)
	}
	err = tx.InsertReport(ctx, gen.InsertReportParams{
		WeekID: row.ID, N: row.Reports + 1, At: millis(t.now), Stated: e.Report.Stated, Minutes: int64(e.Report.Minutes), Impediment: string(e.Report.Impediment),
		Done: strings.Join(e.Report.Done, " "), WordsSealed: tx.vault.seal(columnReport, []byte(e.Report.Words)), InboxID: t.in.ID,
	})
	if err != nil {
		return fmt.Errorf("report of week %s: %w", row.ID, err)
	}
	if err := tx.markDone(ctx, row, e.Report.Done); err != nil {
		return err
	}
	if err := tx.endAsking(ctx, t.now, row.PersonID, row.ID, parcours.ReasonWeekOver); err != nil {
		return err
	}
	said := details{"week": row.Monday, "impediment": string(e.Report.Impediment)}
	if e.Report.Stated {
		said["minutes"] = fmt.Sprint(e.Report.Minutes)
	}
	if row.Reports > 0 {
		said["corrects"] = fmt.Sprint(row.Reports)
	}
	return tx.append(ctx, t.now, t.personID, parcours.EventDeclared, actorPerson, row.ID, said)
}

// markDone notes, of each planned activity of the week, whether the person said that
// it is done; an answer in hours alone says nothing of any.
func (tx *tx) markDone(ctx context.Context, row gen.Week, done []string) error {
	monday := date(row.Monday)
	activities, err := tx.activitiesBetween(ctx, row.PersonID, monday, monday.AddDays(6))
	if err != nil {
		return err
	}
	for _, a := range activities {
		said := parcours.Unsaid
		switch {
		case len(done) == 0:
		case slices.Contains(done, a.ID):
			said = parcours.Yes
		default:
			said = parcours.No
		}
		if said == a.Done {
			continue
		}
		if err := tx.SetDone(ctx, a.ID, string(said)); err != nil {
			return fmt.Errorf("activity %s: %w", a.ID, err)
		}
	}
	return nil
}

// endAsking withdraws the messages about a week or an activity that have not left,
// and closes what was asked about it.
func (tx *tx) endAsking(ctx context.Context, now time.Time, personID, subjectID, why string) error {
	ids, err := tx.WaitingAboutSubject(ctx, subjectID)
	if err != nil {
		return fmt.Errorf("what waits about %s: %w", subjectID, err)
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, now, id, actorRelais, why); err != nil {
			return err
		}
	}
	if err := tx.ClosePromptsOfSubject(ctx, personID, subjectID, millis(now)); err != nil {
		return fmt.Errorf("close the prompts about %s: %w", subjectID, err)
	}
	return nil
}

// toldOfWeek notes that a message that asks about a week left, was handed over
// where no receipt exists, or arrived.
func (tx *tx) toldOfWeek(ctx context.Context, now time.Time, n intent, left, handed, arrived bool) error {
	if n.SubjectID == "" || n.Kind != parcours.KindWeeklyRequest && n.Kind != parcours.KindWeeklyNudge {
		return nil
	}
	at := func(yes bool) int64 {
		if !yes {
			return 0
		}
		return millis(now)
	}
	if err := tx.WeekReached(ctx, gen.WeekReachedParams{ID: n.SubjectID, AskedAt: at(left), HandedAt: at(handed), DeliveredAt: at(arrived)}); err != nil {
		return fmt.Errorf("week %s: %w", n.SubjectID, err)
	}
	return nil
}

// Weeks returns the planned weeks of a person since a date, oldest first;
// ErrNotFound outside the actor's scope.
func (s *Store) Weeks(ctx context.Context, actor parcours.Actor, personID string, since parcours.Date) ([]parcours.WeekHistory, error) {
	var weeks []parcours.WeekHistory
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		rows, err := tx.WeeksOfPerson(ctx, personID, parcours.WeekOf(since).Monday.String())
		if err != nil {
			return err
		}
		weeks, err = tx.weekHistories(ctx, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("weeks: %w", err)
	}
	return weeks, nil
}

func (tx *tx) weekHistories(ctx context.Context, rows []gen.Week) ([]parcours.WeekHistory, error) {
	weeks := make([]parcours.WeekHistory, 0, len(rows))
	for _, row := range rows {
		w := parcours.WeekHistory{
			Skip: parcours.WeekSkip(row.Skip), Asked: row.AskedAt > 0, Delivered: row.DeliveredAt > 0 || row.HandedAt > 0,
			Impediment: parcours.Impediment(row.Impediment), ImpedimentState: parcours.ImpedimentState(row.ImpedimentState),
			ValidatedMinutes: int(row.ValidatedMinutes), ValidatedAt: instant(row.ValidatedAt),
		}
		var err error
		if w.AgreedWeek, err = tx.agreedWeek(ctx, row); err != nil {
			return nil, err
		}
		reports, err := tx.ReportsOfWeek(ctx, row.ID)
		if err != nil {
			return nil, fmt.Errorf("reports: %w", err)
		}
		for _, r := range reports {
			said, err := tx.report(r)
			if err != nil {
				return nil, err
			}
			w.Reports = append(w.Reports, said)
		}
		weeks = append(weeks, w)
	}
	return weeks, nil
}

// SettleImpediment notes what a professional says of what stood in the way of a
// week, declared or not: accepted before anybody was asked, nothing is. ErrNotFound
// when the week was not planned, or is outside the actor's scope.
func (s *Store) SettleImpediment(ctx context.Context, now time.Time, actor parcours.Actor, personID string, week parcours.Week, why parcours.Impediment, state parcours.ImpedimentState) error {
	if why == parcours.ImpedimentNone || state != parcours.ImpedimentAccepted && state != parcours.ImpedimentDiscussed {
		return fmt.Errorf("settle impediment: %w: it has a reason, and is accepted or discussed", parcours.ErrInvalid)
	}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", personID); err != nil {
			return err
		}
		row, err := tx.WeekOfPerson(ctx, personID, week.Monday.String())
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = tx.Queries.SettleImpediment(ctx, gen.SettleImpedimentParams{ID: row.ID, Impediment: string(why), ImpedimentState: string(state), ImpedimentBy: by(actor)})
		if err != nil {
			return err
		}
		if state == parcours.ImpedimentAccepted && row.AnsweredAt == 0 {
			if err := tx.skipWeek(ctx, now, row.PersonID, row.ID, parcours.SkipImpediment); err != nil {
				return err
			}
		}
		return tx.append(ctx, now, personID, parcours.EventImpediment, by(actor), row.ID, details{"week": row.Monday, "impediment": string(why), "state": string(state)})
	})
	if err != nil {
		return fmt.Errorf("settle impediment: %w", err)
	}
	return nil
}

// skipWeek asks nothing more about a week.
func (tx *tx) skipWeek(ctx context.Context, now time.Time, personID, weekID string, why parcours.WeekSkip) error {
	if err := tx.SkipWeek(ctx, weekID, string(why)); err != nil {
		return fmt.Errorf("skip week %s: %w", weekID, err)
	}
	return tx.endAsking(ctx, now, personID, weekID, parcours.ReasonWeekOver)
}
