package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// jobs returns the jobs of a person with their check-ins, newest first, refused
// ones included.
func (tx *tx) jobs(ctx context.Context, personID string) ([]parcours.Job, error) {
	rows, err := tx.JobsOfPerson(ctx, personID)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	var jobs []parcours.Job
	for _, row := range rows {
		j, err := tx.job(ctx, gen.JobsOfPersonRow(row))
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

func (tx *tx) job(ctx context.Context, row gen.JobsOfPersonRow) (parcours.Job, error) {
	j := parcours.Job{
		ID: row.ID, PersonID: row.PersonID, State: parcours.JobState(row.State), StartsOn: date(row.StartsOn), Kind: parcours.JobKind(row.Kind),
		WeeklyMinutes: int(row.WeeklyMinutes), EndedOn: date(row.EndedOn), DeclaredAt: instant(row.DeclaredAt), SettledAt: instant(row.SettledAt), Version: int(row.Version),
	}
	checks, err := tx.CheckInsOfJob(ctx, j.ID)
	if err != nil {
		return j, fmt.Errorf("check-ins: %w", err)
	}
	for _, c := range checks {
		j.CheckIns = append(j.CheckIns, parcours.CheckIn{
			ID: c.ID, Step: c.Step, On: date(c.DueOn), NotificationID: c.NotificationID, Answer: parcours.CheckInAnswer(c.Answer), AnsweredAt: instant(c.AnsweredAt),
		})
	}
	return j, nil
}

// jobOf returns one job of a person that was not refused; ErrNotFound otherwise.
func (tx *tx) jobOf(ctx context.Context, personID, jobID string) (parcours.Job, error) {
	all, err := tx.jobs(ctx, personID)
	if err != nil {
		return parcours.Job{}, err
	}
	for _, j := range all {
		if j.ID == jobID && j.State != parcours.JobRefused {
			return j, nil
		}
	}
	return parcours.Job{}, fmt.Errorf("job: %w", parcours.ErrNotFound)
}

// declare writes what the person tells of a job, or completes what they told.
func (tx *tx) declare(ctx context.Context, now time.Time, personID, actor, proof string, said parcours.Job) (parcours.Job, error) {
	all, err := tx.jobs(ctx, personID)
	if err != nil {
		return parcours.Job{}, err
	}
	j, known := parcours.LastingJob(all, parcours.JobDeclared)
	if !said.StartsOn.IsZero() {
		j.StartsOn = said.StartsOn
	}
	if said.Kind != parcours.JobKindUnsaid {
		j.Kind = said.Kind
	}
	if said.WeeklyMinutes > 0 {
		j.WeeklyMinutes = said.WeeklyMinutes
	}
	if known {
		_, err = tx.CompleteJob(ctx, gen.CompleteJobParams{ID: j.ID, StartsOn: j.StartsOn.String(), Kind: string(j.Kind), WeeklyMinutes: int64(j.WeeklyMinutes)})
	} else {
		j.ID, j.PersonID, j.State, j.DeclaredAt = tx.newID(now), personID, parcours.JobDeclared, now
		err = tx.InsertJob(ctx, gen.InsertJobParams{
			ID: j.ID, PersonID: personID, StartsOn: j.StartsOn.String(), Kind: string(j.Kind), WeeklyMinutes: int64(j.WeeklyMinutes), DeclaredAt: millis(now),
		})
	}
	if err != nil {
		return j, fmt.Errorf("declare a job: %w", err)
	}
	return j, tx.append(ctx, now, personID, parcours.EventJobDeclared, actor, j.ID, jobDetails(j, details{"proof": proof}))
}

func jobDetails(j parcours.Job, d details) details {
	d["on"], d["contract"] = j.StartsOn.String(), string(j.Kind)
	if j.WeeklyMinutes > 0 {
		d["weekly_minutes"] = strconv.Itoa(j.WeeklyMinutes)
	}
	return d
}

// confirmJob makes a job count, or corrects one that does: its check-ins are planned
// again, and those asked before keep their answers.
func (tx *tx) confirmJob(ctx context.Context, now time.Time, actor string, j parcours.Job) error {
	if j.StartsOn.IsZero() {
		return fmt.Errorf("confirm a job: %w: a job has a first day", parcours.ErrInvalid)
	}
	if err := tx.settleJob(ctx, now, actor, &j, parcours.JobConfirmed); err != nil {
		return err
	}
	if err := tx.withdrawCheckIns(ctx, now, j, actor); err != nil {
		return err
	}
	if j.EndedOn.IsZero() {
		if err := tx.planCheckIns(ctx, now, j); err != nil {
			return err
		}
	}
	if err := tx.append(ctx, now, j.PersonID, parcours.EventEmployed, actor, j.ID, jobDetails(j, details{"version": strconv.Itoa(j.Version)})); err != nil {
		return err
	}
	return tx.afterJob(ctx, now, actor, j.PersonID)
}

// refuseJob takes back what was declared or confirmed by mistake.
func (tx *tx) refuseJob(ctx context.Context, now time.Time, actor string, j parcours.Job) error {
	was := j.State
	if err := tx.settleJob(ctx, now, actor, &j, parcours.JobRefused); err != nil {
		return err
	}
	if err := tx.withdrawCheckIns(ctx, now, j, actor); err != nil {
		return err
	}
	if err := tx.append(ctx, now, j.PersonID, parcours.EventJobRefused, actor, j.ID, details{"was": string(was)}); err != nil {
		return err
	}
	return tx.afterJob(ctx, now, actor, j.PersonID)
}

func (tx *tx) settleJob(ctx context.Context, now time.Time, actor string, j *parcours.Job, state parcours.JobState) error {
	settled, err := tx.SettleJob(ctx, gen.SettleJobParams{
		ID: j.ID, State: string(state), StartsOn: j.StartsOn.String(), Kind: string(j.Kind), WeeklyMinutes: int64(j.WeeklyMinutes),
		SettledAt: millis(now), SettledBy: actor, Version: int64(j.Version),
	})
	if err != nil {
		return fmt.Errorf("settle a job: %w", err)
	}
	if settled == 0 {
		return fmt.Errorf("settle a job: %w: it was settled meanwhile", parcours.ErrConflict)
	}
	j.State, j.Version = state, j.Version+1
	return nil
}

// afterJob counts the first day in work again, and closes the notices that asked
// for a decision.
func (tx *tx) afterJob(ctx context.Context, now time.Time, actor, personID string) error {
	if err := tx.SetEmployedOn(ctx, personID); err != nil {
		return fmt.Errorf("milestone: %w", err)
	}
	return tx.closeKind(ctx, now, actor, personID, parcours.EscalationJobFound)
}

// withdrawNotices withdraws what was to tell a professional of an escalation.
func (tx *tx) withdrawNotices(ctx context.Context, now time.Time, escalationID, actor string) error {
	ids, err := tx.UnsentNotices(ctx, null(escalationID))
	if err != nil {
		return fmt.Errorf("notices: %w", err)
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, now, id, actor, parcours.ReasonSuperseded); err != nil {
			return err
		}
	}
	return nil
}

// endJob notes the day a job ended and asks nothing more about it.
func (tx *tx) endJob(ctx context.Context, now time.Time, actor string, j parcours.Job, on parcours.Date) error {
	if !j.StartsOn.IsZero() && on.Before(j.StartsOn) {
		on = j.StartsOn
	}
	ended, err := tx.EndJob(ctx, j.ID, on.String())
	if err != nil {
		return fmt.Errorf("end a job: %w", err)
	}
	if ended == 0 {
		return nil
	}
	if err := tx.withdrawCheckIns(ctx, now, j, actor); err != nil {
		return err
	}
	return tx.append(ctx, now, j.PersonID, parcours.EventJobEnded, actor, j.ID, details{"on": on.String()})
}

// endedByPerson is JobLost: about the job that is known, or none.
func (tx *tx) endedByPerson(ctx context.Context, t *turn, e parcours.EndJob) error {
	j, err := tx.jobOf(ctx, t.personID, e.JobID)
	if errors.Is(err, parcours.ErrNotFound) {
		return fmt.Errorf("%w: the job was refused meanwhile", parcours.ErrConflict)
	}
	if err != nil {
		return err
	}
	on := e.On
	if on.IsZero() {
		on = tx.today(t.now)
	}
	return tx.endJob(ctx, t.now, actorPerson, j, on)
}

// settledByReply is a professional's answer to the notice of a job.
func (tx *tx) settledByReply(ctx context.Context, t *turn, e parcours.SettleJob) error {
	if t.Dossier.Professional == nil || t.Dossier.Replied == nil {
		return fmt.Errorf("%w: only a professional settles a job", parcours.ErrInvalid)
	}
	personID := t.Dossier.Replied.PersonID
	if err := tx.lock(ctx, "person", personID); err != nil {
		return err
	}
	j, err := tx.jobOf(ctx, personID, e.JobID)
	if errors.Is(err, parcours.ErrNotFound) || err == nil && j.State != parcours.JobDeclared {
		return fmt.Errorf("job: %w: it was settled meanwhile", parcours.ErrConflict)
	}
	if err != nil {
		return err
	}
	if e.Refused {
		return tx.refuseJob(ctx, t.now, t.professionalID, j)
	}
	if !e.On.IsZero() {
		j.StartsOn = e.On
	}
	return tx.confirmJob(ctx, t.now, t.professionalID, j)
}

// planCheckIns writes the check-ins of a confirmed job. One whose day has passed,
// or that no automatic channel carries, is kept without a message: it is counted
// as not answered.
func (tx *tx) planCheckIns(ctx context.Context, now time.Time, j parcours.Job) error {
	reached, err := tx.personDestination(ctx, j.PersonID, nil)
	if err != nil {
		return err
	}
	answered := map[string]bool{}
	for _, c := range j.CheckIns {
		answered[c.Step] = c.Answer != parcours.CheckInUnanswered
	}
	for _, step := range tx.rules.CheckInSteps() {
		if answered[step.Name] {
			continue
		}
		c := parcours.CheckIn{ID: tx.newID(now), Step: step.Name, On: step.On(j.StartsOn)}
		n := tx.rules.PlanCheckIn(j, c, tx.service, now)
		if n.DueAt.After(now) && reached.channel.Automatic() {
			id, written, err := tx.notify(ctx, now, n)
			if err != nil {
				return err
			}
			if written {
				c.NotificationID = id
			}
		}
		err := tx.InsertCheckIn(ctx, gen.InsertCheckInParams{ID: c.ID, JobID: j.ID, Step: c.Step, DueOn: c.On.String(), NotificationID: c.NotificationID})
		if err != nil {
			return fmt.Errorf("check-in: %w", err)
		}
	}
	return nil
}

func (tx *tx) withdrawCheckIns(ctx context.Context, now time.Time, j parcours.Job, actor string) error {
	for _, c := range j.CheckIns {
		if c.NotificationID == "" || c.Answer != parcours.CheckInUnanswered {
			continue
		}
		if _, err := tx.withdraw(ctx, now, c.NotificationID, actor, parcours.ReasonSuperseded); err != nil {
			return err
		}
	}
	return nil
}

// checkedIn records the answer to a check-in. One given twice keeps the last.
func (tx *tx) checkedIn(ctx context.Context, t *turn, e parcours.AnswerCheckIn) error {
	row, err := tx.PromptByID(ctx, e.PromptID)
	if err != nil {
		return fmt.Errorf("check-in: %w", err)
	}
	if row.PersonID != t.personID {
		return fmt.Errorf("check-in: %w", parcours.ErrNotFound)
	}
	asked, err := tx.JobOfCheckIn(ctx, row.NotificationID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // it was planned again since
	}
	if err != nil {
		return fmt.Errorf("check-in: %w", err)
	}
	if _, err := tx.AnswerCheckIn(ctx, string(e.Answer), millis(t.now), row.NotificationID); err != nil {
		return fmt.Errorf("check-in: %w", err)
	}
	if err := tx.append(ctx, t.now, t.personID, parcours.EventCheckedIn, actorPerson, asked.JobID, details{"answer": string(e.Answer), "step": asked.Step}); err != nil {
		return err
	}
	if e.Answer != parcours.CheckInEnded {
		return nil
	}
	return tx.endedByPerson(ctx, t, parcours.EndJob{JobID: asked.JobID})
}

// RecordJob confirms a job with what the actor knows of it: one that was declared,
// one that was confirmed and is corrected, or, without ID, one that they heard of
// otherwise. ErrNotFound outside the actor's scope, ErrConflict when it was settled
// meanwhile.
func (s *Store) RecordJob(ctx context.Context, now time.Time, actor parcours.Actor, j parcours.Job) error {
	return s.onPerson(ctx, "record a job", actor, j.PersonID, func(ctx context.Context, tx *tx) error {
		if j.StartsOn.IsZero() {
			return fmt.Errorf("%w: a job has a first day", parcours.ErrInvalid)
		}
		if j.ID == "" {
			declared, err := tx.declare(ctx, now, j.PersonID, by(actor), "", j)
			if err != nil {
				return err
			}
			return tx.confirmJob(ctx, now, by(actor), declared)
		}
		known, err := tx.jobOf(ctx, j.PersonID, j.ID)
		if err != nil {
			return err
		}
		known.StartsOn, known.Kind, known.WeeklyMinutes = j.StartsOn, j.Kind, j.WeeklyMinutes
		return tx.confirmJob(ctx, now, by(actor), known)
	})
}

// RefuseJob takes back a job that was declared, or confirmed, by mistake.
func (s *Store) RefuseJob(ctx context.Context, now time.Time, actor parcours.Actor, personID, jobID string) error {
	return s.onPerson(ctx, "refuse a job", actor, personID, func(ctx context.Context, tx *tx) error {
		j, err := tx.jobOf(ctx, personID, jobID)
		if err != nil {
			return err
		}
		return tx.refuseJob(ctx, now, by(actor), j)
	})
}

// EndJob notes the day on which a job ended; not in the future.
func (s *Store) EndJob(ctx context.Context, now time.Time, actor parcours.Actor, personID, jobID string, on parcours.Date) error {
	return s.onPerson(ctx, "end a job", actor, personID, func(ctx context.Context, tx *tx) error {
		if on.IsZero() || on.After(tx.today(now)) {
			return fmt.Errorf("%w: the day is today at the latest", parcours.ErrInvalid)
		}
		j, err := tx.jobOf(ctx, personID, jobID)
		if err != nil {
			return err
		}
		return tx.endJob(ctx, now, by(actor), j, on)
	})
}

func (s *Store) onPerson(ctx context.Context, what string, actor parcours.Actor, personID string, fn func(ctx context.Context, tx *tx) error) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", personID); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Employment counts the returns to work of the people of the filter, whose dates
// are those of the jobs' first days, and what became of them at today. People who
// left the service count: they may have left because they work.
func (s *Store) Employment(ctx context.Context, today parcours.Date, f parcours.Filter) (parcours.Employment, error) {
	var e parcours.Employment
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		e = parcours.Employment{Kinds: map[parcours.JobKind]int{}}
		for _, months := range tx.rules.CheckInMonths {
			e.Retention = append(e.Retention, parcours.Retention{Months: months})
		}
		jobs, err := tx.jobsOf(ctx, f)
		if err != nil {
			return err
		}
		people := map[string]bool{}
		for _, j := range jobs {
			if j.State == parcours.JobDeclared {
				e.Declared++
				continue
			}
			if f.During(j.StartsOn) {
				people[j.PersonID] = true
			}
			e.Add(j, tx.rules, today, f)
		}
		e.People = len(people)
		return nil
	})
	if err != nil {
		return e, fmt.Errorf("employment: %w", err)
	}
	return e, nil
}

// aboutJob adds to an escalation what is known of the job, and withdraws the
// notices that say less of it and have not left.
func (tx *tx) aboutJob(ctx context.Context, now time.Time, e *parcours.Escalation) error {
	all, err := tx.jobs(ctx, e.PersonID)
	if err != nil {
		return err
	}
	if j, ok := parcours.LastingJob(all, parcours.JobDeclared); ok {
		e.Job = &parcours.JobFacts{StartsOn: j.StartsOn, Kind: j.Kind, WeeklyMinutes: j.WeeklyMinutes}
	}
	state, err := tx.state(ctx, e.PersonID)
	if err != nil {
		return err
	}
	e.Asking = strings.HasPrefix(state.Awaiting, parcours.AwaitingJob)
	return tx.withdrawNotices(ctx, now, e.ID, actorRelais)
}
