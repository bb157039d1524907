package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pressly/goose/v3"

	"relais/parcours"
	"relais/store/gen"
)

// Actions that the access log keeps of whoever purges, or has a file kept.
const (
	AccessPurged     = "purge"
	AccessLitigation = "keep_file"
)

// PurgePlan counts what a purge would take away now.
func (s *Store) PurgePlan(ctx context.Context, now time.Time, r parcours.Keeping) (parcours.PurgePlan, error) {
	plan := parcours.PurgePlan{}
	if err := r.Check(); err != nil {
		return plan, fmt.Errorf("plan a purge: %w", err)
	}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		plan = parcours.PurgePlan{At: now, Kept: map[parcours.KeptBack]int{}}
		for _, rule := range r.Rules() {
			line := parcours.PurgeLine{KeepingRule: rule, KeptSince: rule.KeptSince(tx.today(now))}
			if err := tx.countPurge(ctx, now, &line, plan.Kept); err != nil {
				return fmt.Errorf("%s: %w", rule.Kind, err)
			}
			plan.Lines = append(plan.Lines, line)
		}
		since := plan.Line(parcours.KeepFile).KeptSince
		silent, err := tx.SilentFiles(ctx, since.String(), tx.midnight(since))
		plan.Silent = int(silent)
		return err
	})
	if err != nil {
		return plan, fmt.Errorf("plan a purge: %w", err)
	}
	return plan, nil
}

// midnight is the first instant of a day where the service works.
func (c *core) midnight(day parcours.Date) int64 { return millis(day.At(0, 0, c.rules.Zone)) }

func (tx *tx) countPurge(ctx context.Context, now time.Time, line *parcours.PurgeLine, kept map[parcours.KeptBack]int) error {
	before := tx.midnight(line.KeptSince)
	switch line.Kind {
	case parcours.KeepFile:
		return tx.eachOldFile(ctx, now, line.KeptSince, func(f gen.PurgeableFilesRow) (bool, error) {
			why := parcours.KeptBackOf(f.Why)
			for _, reason := range why {
				kept[reason]++
			}
			if len(why) == 0 {
				if line.N++; line.N == 1 {
					line.Oldest = date(f.ExitedOn)
				}
			}
			return true, nil
		})
	case parcours.KeepStranger:
		counted, err := tx.CountStrangersMessages(ctx, before)
		line.N, line.Oldest = int(counted.N), tx.dayOf(counted.Oldest)
		return err
	case parcours.KeepAccess:
		counted, err := tx.CountAccesses(ctx, before)
		line.N, line.Oldest = int(counted.N), tx.dayOf(counted.Oldest)
		return err
	}
	return nil
}

// dayOf is the civil date of an instant of the database, zero for none.
func (c *core) dayOf(ms int64) parcours.Date {
	if ms == 0 {
		return parcours.Date{}
	}
	return c.today(instant(ms))
}

// eachOldFile visits the files that are old enough, by the day they ended, while visit
// says to go on.
func (tx *tx) eachOldFile(ctx context.Context, now time.Time, since parcours.Date, visit func(gen.PurgeableFilesRow) (bool, error)) error {
	p := gen.PurgeableFilesParams{Now: millis(now), BeforeDay: since.String(), Before: tx.midnight(since), Most: 500}
	for {
		rows, err := tx.PurgeableFiles(ctx, p)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if more, err := visit(row); err != nil || !more {
				return err
			}
			p.AfterDay, p.AfterID = row.ExitedOn, row.ID
		}
		if len(rows) < int(p.Most) {
			return nil
		}
	}
}

// PurgeableFiles returns the ids of the files that a purge would empty now, those that
// ended first at the head; at most limit of them, all when it is 0.
func (s *Store) PurgeableFiles(ctx context.Context, now time.Time, r parcours.Keeping, limit int) ([]string, error) {
	var ids []string
	if err := r.Check(); err != nil {
		return nil, fmt.Errorf("files to purge: %w", err)
	}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		ids = nil
		return tx.eachOldFile(ctx, now, r.Rule(parcours.KeepFile).KeptSince(tx.today(now)), func(f gen.PurgeableFilesRow) (bool, error) {
			if f.Why == 0 {
				ids = append(ids, f.ID)
			}
			return limit == 0 || len(ids) < limit, nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("files to purge: %w", err)
	}
	return ids, nil
}

// PurgeFiles empties files of those that a purge would empty now, one transaction each,
// and returns how many were: whoever came back meanwhile, or asks something, keeps
// theirs. A purge that stops half-way has purged some files whole, and the next one goes on.
//
// What names the person, what they wrote and what was written to them goes, as by an
// erasure; identifiers leave a tombstone. What stays counts in the figures, under an id
// that names nobody: the dates of their path, the outcomes of appointments, the hours of
// weeks, jobs, and of each message its kind and length. Their journal keeps its chain
// without the details.
func (s *Store) PurgeFiles(ctx context.Context, now time.Time, actor parcours.Actor, r parcours.Keeping, ids []string) (purged int, err error) {
	if err := r.Check(); err != nil {
		return 0, fmt.Errorf("purge: %w", err)
	}
	tables, err := catalogue(ctx, goose.MaxVersion)
	if err != nil {
		return 0, fmt.Errorf("purge: %w", err)
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return purged, fmt.Errorf("purge: %w", err)
		}
		gone := false
		err := s.overwriting(ctx, func(ctx context.Context, tx *tx) (err error) {
			gone, err = tx.purgeFile(ctx, now, actor, r, id, tables)
			return err
		})
		if err != nil {
			return purged, fmt.Errorf("purge: %w", err)
		}
		if gone {
			purged++
		}
	}
	return purged, s.ended(ctx, now, actor, purged)
}

// ended keeps that a purge took something away, and folds the log over what it held.
func (s *Store) ended(ctx context.Context, now time.Time, actor parcours.Actor, purged int) error {
	if purged == 0 {
		return nil
	}
	return errors.Join(s.LogAccess(ctx, now, actor, AccessPurged, ""), s.dialect.fold(ctx, s.reader))
}

// overwriting is write for what must leave no trace in the file.
func (s *Store) overwriting(ctx context.Context, fn func(ctx context.Context, tx *tx) error) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.dialect.overwrite(ctx, tx.conn, true); err != nil {
			return err
		}
		err := fn(ctx, tx)
		return errors.Join(err, tx.dialect.overwrite(ctx, tx.conn, false))
	})
}

// purgeFile reports false where the file may not go, or went before.
func (tx *tx) purgeFile(ctx context.Context, now time.Time, actor parcours.Actor, r parcours.Keeping, id string, tables []table) (bool, error) {
	if err := tx.lock(ctx, "person", id); err != nil {
		return false, err
	}
	since := r.Rule(parcours.KeepFile).KeptSince(tx.today(now))
	due, err := tx.Queries.PurgeableFiles(ctx, gen.PurgeableFilesParams{Now: millis(now), BeforeDay: since.String(), Before: tx.midnight(since), OnlyID: id, Most: 1})
	if err != nil || len(due) == 0 || due[0].Why != 0 {
		return false, err
	}
	who, _, merged, err := tx.remember(ctx, now, id)
	if err != nil {
		return false, err
	}
	if err := tx.endJournals(ctx, now, id, merged, parcours.EventPurged, by(actor)); err != nil {
		return false, err
	}
	if err := errors.Join(tx.dropFilesOfPeople(ctx), tx.emptyFile(ctx, now, id)); err != nil {
		return false, err
	}
	for _, t := range slices.Backward(tables) {
		if slices.Contains(keptOfPurged(), t.name) {
			continue
		}
		if err := tx.forgetRows(ctx, t.name, id, &Forgotten{Rows: map[string]int64{}}); err != nil {
			return false, fmt.Errorf("%s: %w", t.name, err)
		}
	}
	if err := tx.forgetHousehold(ctx, who.HouseholdID.String); err != nil {
		return false, err
	}
	if err := tx.UntieOptOuts(ctx, null(id)); err != nil {
		return false, err
	}
	_, err = tx.emptyJournals(ctx, id, merged)
	return true, err
}

// keptOfPurged are the tables of the list whose rows outlive a purge, without what names
// the person: see emptyFile.
func keptOfPurged() []string {
	return []string{"person", "milestone", "participation", "notification", "attempt", "week", "planned_activity", "job", "check_in", "escalation"}
}

// emptyFile takes what names a person, and their words, out of the rows that figures count.
func (tx *tx) emptyFile(ctx context.Context, now time.Time, id string) error {
	messages, err := tx.MessagesOfPerson(ctx, null(id))
	if err != nil {
		return err
	}
	for _, n := range messages {
		if err := tx.emptyMessage(ctx, n); err != nil {
			return err
		}
	}
	questions, err := tx.QuestionsOfPerson(ctx, null(id))
	if err != nil {
		return err
	}
	for _, q := range questions {
		if err := errors.Join(tx.EmptyQuestion(ctx, q), tx.EmptyKindOfQuestion(ctx, false, q)); err != nil {
			return err
		}
	}
	for _, empty := range []func(context.Context, string) error{tx.EmptyParticipations, tx.EmptyWeeks, tx.DropUncountedActivities, tx.EmptyActivities} {
		if err := empty(ctx, id); err != nil {
			return err
		}
	}
	return tx.EmptyPerson(ctx, false, millis(now), id)
}

// emptyMessage leaves of a message its kind, its dates and its length.
func (tx *tx) emptyMessage(ctx context.Context, id string) error {
	nothing, err := tx.vault.sealFacts(parcours.Facts{})
	if err != nil {
		return err
	}
	return errors.Join(
		tx.RememberAnswer(ctx, id), tx.EmptyNotification(ctx, nothing, id), tx.EmptyAttempts(ctx, id), tx.DropReceipts(ctx, id),
	)
}

// KeepFile has a person's file kept whatever its age, for an appeal or a claim, or lets it
// go again; ErrNotFound for whoever does not run requests of access, and for a file that
// is not there any more.
func (s *Store) KeepFile(ctx context.Context, now time.Time, actor parcours.Actor, personID string, keep bool) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.RunsAccessRequests() {
			return parcours.ErrNotFound
		}
		at, whom := int64(0), ""
		if keep {
			at, whom = millis(now), by(actor)
		}
		changed, err := tx.KeepForLitigation(ctx, at, whom, personID)
		if err != nil {
			return err
		}
		if changed == 0 {
			return parcours.ErrNotFound
		}
		return tx.logAccess(ctx, now, actor, AccessLitigation, personID)
	})
	if err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	return nil
}
