package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// MergePlan says what merging one file into another would do; ErrNotFound for anybody
// but the coordinator.
func (s *Store) MergePlan(ctx context.Context, now time.Time, actor parcours.Actor, keptID, mergedID string) (parcours.MergePlan, error) {
	var plan parcours.MergePlan
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		m, err := tx.merging(ctx, now, actor, keptID, mergedID)
		if err != nil {
			return err
		}
		plan = parcours.MergePlan{Obstacle: m.obstacle, GivenBack: m.givenBack, Told: m.told, Opposed: m.opposed[keptID] || m.opposed[mergedID]}
		if plan.Kept, err = tx.file(ctx, keptID); err != nil {
			return err
		}
		if plan.Merged, err = tx.file(ctx, mergedID); err != nil {
			return err
		}
		n, err := tx.CountToMerge(ctx, null(mergedID))
		if err != nil {
			return err
		}
		plan.Messages, plan.Appointments, plan.Weeks, plan.Questions, plan.Notes = int(n.Messages), int(n.Appointments), int(n.Weeks), int(n.Questions), int(n.Notes)
		unsent, err := tx.plannedTwice(ctx, &m)
		plan.Unsent = len(unsent)
		return err
	})
	if err != nil {
		return plan, fmt.Errorf("plan a merge: %w", err)
	}
	return plan, nil
}

// MergePeople makes one file of two that are of one person, in one transaction:
// everything that hangs on the merged file goes to the kept one, which keeps what it says
// and learns what it did not know. What both plan leaves once; who closed a channel, or
// opposed, in either is obeyed. The journal of the merged file stays under its own id, whole, and is
// told with that of the kept one. A source that names the merged file finds the kept one.
//
// It cannot be undone. ErrConflict, with what stands in the way, where it may not be done.
func (s *Store) MergePeople(ctx context.Context, now time.Time, actor parcours.Actor, keptID, mergedID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		for _, id := range []string{min(keptID, mergedID), max(keptID, mergedID)} {
			if err := tx.lock(ctx, "person", id); err != nil {
				return err
			}
		}
		m, err := tx.merging(ctx, now, actor, keptID, mergedID)
		if err != nil {
			return err
		}
		if m.obstacle != parcours.MergeFree {
			return fmt.Errorf("%w: %s", parcours.ErrConflict, m.obstacle)
		}
		return tx.merge(ctx, &m)
	})
	if err != nil {
		return fmt.Errorf("merge people: %w", err)
	}
	return nil
}

// merging is one file on its way into another.
type merging struct {
	now          time.Time
	actor        parcours.Actor
	kept, merged gen.PersonToMergeRow
	obstacle     parcours.MergeObstacle
	// givenBack and told are the appointments that both have; see parcours.SpareAppointments.
	givenBack, told []parcours.Appointment
	// opposed are the ids of those who opposed the follow-up.
	opposed map[string]bool
}

// merging reads two files and what stands in the way.
func (tx *tx) merging(ctx context.Context, now time.Time, actor parcours.Actor, keptID, mergedID string) (merging, error) {
	m := merging{now: now, actor: actor, opposed: map[string]bool{}}
	if !actor.SeesAll() || keptID == mergedID {
		return m, parcours.ErrNotFound
	}
	var err error
	for id, into := range map[string]*gen.PersonToMergeRow{keptID: &m.kept, mergedID: &m.merged} {
		if *into, err = tx.PersonToMerge(ctx, id); err != nil {
			return m, found(err)
		}
		if err := within(actor, into.TerritoryID.String); err != nil {
			return m, err
		}
		if m.opposed[id], err = tx.opposes(ctx, id); err != nil {
			return m, err
		}
	}
	if m.givenBack, m.told, err = tx.bookedTwice(ctx, now, keptID, mergedID); err != nil {
		return m, err
	}
	m.obstacle, err = tx.obstacle(ctx, &m)
	return m, err
}

func (tx *tx) obstacle(ctx context.Context, m *merging) (parcours.MergeObstacle, error) {
	switch {
	case m.kept.NirIndex != "" && m.merged.NirIndex != "" && m.kept.NirIndex != m.merged.NirIndex:
		return parcours.MergeTwoNIRs, nil
	case m.kept.PurgedAt > 0 || m.merged.PurgedAt > 0 || m.kept.ArchivedAt > 0 || m.merged.ArchivedAt > 0:
		return parcours.MergeClosed, nil
	case m.kept.ExitedOn != "" && m.merged.ExitedOn == "" && !m.opposed[m.kept.ID]:
		return parcours.MergeKeptLeft, nil
	}
	for _, id := range []string{m.kept.ID, m.merged.ID} {
		if onTheWay, err := tx.PersonOnTheWay(ctx, null(id)); err != nil || onTheWay {
			return parcours.MergeOnItsWay, err
		}
	}
	return parcours.MergeFree, nil
}

// merge does it. Until the rows have moved, what is done to the merged file is written in
// its own journal.
func (tx *tx) merge(ctx context.Context, m *merging) error {
	for _, step := range []func(context.Context, *merging) error{
		tx.oppose, tx.withdrawTwice, tx.giveBack, tx.handQuestions, tx.mergePoints, tx.mergeWeeks, tx.mergePlans, tx.mergeActivities, tx.mergeJobs,
		tx.mergeParticipations, tx.moveRows,
	} {
		if err := step(ctx, m); err != nil {
			return err
		}
	}
	before, err := tx.MilestoneToMerge(ctx, m.merged.ID)
	if err != nil {
		return err
	}
	if err := tx.inheritDuplicates(ctx, m.kept.ID, m.merged.ID); err != nil {
		return err
	}
	if err := tx.keepMerged(ctx, m); err != nil {
		return err
	}
	for _, statement := range []string{"delete from milestone where person_id = $1", "delete from person where id = $1"} {
		if _, err := tx.exec(ctx, statement, m.merged.ID); err != nil {
			return fmt.Errorf("merge: %w", err)
		}
	}
	whole := tx.completed(m)
	if err := tx.CompletePerson(ctx, whole); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	if err := tx.forgetHousehold(ctx, m.merged.HouseholdID.String); err != nil {
		return err
	}
	if err := tx.mergeMilestones(ctx, m.kept.ID, whole, before); err != nil {
		return err
	}
	return tx.settleMerged(ctx, m)
}

// keepMerged keeps what the merged file said, and the id under which its journal stands.
func (tx *tx) keepMerged(ctx context.Context, m *merging) error {
	f := m.merged
	err := tx.KeepMerged(ctx, gen.KeepMergedParams{
		ID: f.ID, PersonID: m.kept.ID, MergedAt: millis(m.now), MergedBy: by(m.actor), Role: f.Role, Title: f.Title, FirstName: f.FirstName, LastName: f.LastName,
		BirthName: f.BirthName, BirthDate: f.BirthDate, InternalID: f.InternalID, FranceTravailID: f.FranceTravailID, AffiliationNumber: f.AffiliationNumber,
		AffiliationKey: f.AffiliationKey, Address: f.Address, Postcode: f.Postcode, City: f.City, Structure: f.Structure, Tags: f.Tags,
		ReferentWanted: f.ReferentWanted, TerritoryWanted: f.TerritoryWanted, EnteredOn: f.EnteredOn, EntrySource: f.EntrySource,
		RightsOpenedOn: f.RightsOpenedOn, DutiesStartOn: f.DutiesStartOn, SubjectToDuties: f.SubjectToDuties,
	})
	if err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	tx.merged = nil
	return nil
}

// settleMerged writes both journals, and has what is planned follow the addresses.
func (tx *tx) settleMerged(ctx context.Context, m *merging) error {
	if err := tx.append(ctx, m.now, m.merged.ID, parcours.EventMergedInto, by(m.actor), m.kept.ID, nil); err != nil {
		return err
	}
	err := tx.append(ctx, m.now, m.kept.ID, parcours.EventMerged, by(m.actor), m.merged.ID, nil)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, string) error{tx.UnsharePoints, tx.recount, tx.keepFacts, tx.updateContactLoss} {
		if err := step(ctx, m.kept.ID); err != nil {
			return err
		}
	}
	if err := tx.SetEmployedOn(ctx, m.kept.ID); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	if err := tx.closeStopped(ctx, m); err != nil {
		return err
	}
	if err := tx.unlist(ctx, m.now, m.kept.ID); err != nil {
		return err
	}
	return tx.onBestChannel(ctx, m.now, m.kept.ID)
}
