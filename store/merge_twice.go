package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// opposes reports whether a person's follow-up ended because they opposed it.
func (tx *tx) opposes(ctx context.Context, personID string) (bool, error) {
	rows, err := tx.LastExitDetails(ctx, personID)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	payload, err := tx.vault.open(columnPayload, rows[0])
	if err != nil || len(payload) == 0 {
		return false, err
	}
	var said details
	if err := json.Unmarshal(payload, &said); err != nil {
		return false, fmt.Errorf("last exit: %w", err)
	}
	return said["why"] == string(parcours.ExitOpposition), nil
}

// oppose ends the follow-up of both when one of them opposed it.
func (tx *tx) oppose(ctx context.Context, m *merging) error {
	for _, p := range []struct {
		opposed, other gen.PersonToMergeRow
	}{{m.merged, m.kept}, {m.kept, m.merged}} {
		if !m.opposed[p.opposed.ID] || p.other.ExitedOn != "" {
			continue
		}
		if err := tx.leave(ctx, m.now, m.actor, p.other.ID, parcours.ExitOpposition, tx.today(m.now)); err != nil {
			return err
		}
		var err error
		if m.givenBack, m.told, err = tx.bookedTwice(ctx, m.now, m.kept.ID, m.merged.ID); err != nil {
			return err
		}
	}
	return nil
}

// bookedTwice are the appointments to come that both people have.
func (tx *tx) bookedTwice(ctx context.Context, now time.Time, keptID, mergedID string) (givenBack, told []parcours.Appointment, err error) {
	kept, err := tx.appointments(ctx, keptID)
	if err != nil {
		return nil, nil, err
	}
	merged, err := tx.appointments(ctx, mergedID)
	if err != nil || len(kept) == 0 || len(merged) == 0 {
		return nil, nil, err
	}
	known := map[string]bool{}
	for _, a := range append(kept, merged...) {
		if !a.Standing(now) {
			continue
		}
		if known[a.ID+a.PersonID], err = tx.toldOfAppointment(ctx, a); err != nil {
			return nil, nil, err
		}
	}
	givenBack, told = parcours.SpareAppointments(now, kept, merged, func(a parcours.Appointment) bool { return known[a.ID+a.PersonID] })
	return givenBack, told, nil
}

func (tx *tx) toldOfAppointment(ctx context.Context, a parcours.Appointment) (bool, error) {
	told, err := tx.ToldOfAppointment(ctx, null(a.ID), null(a.PersonID))
	return told.Bool, err
}

// plannedTwice are the messages that both files plan, and of which one leaves.
func (tx *tx) plannedTwice(ctx context.Context, m *merging) ([]string, error) {
	var ids []string
	add := func(found []string, err error) error {
		ids = append(ids, found...)
		return err
	}
	for _, a := range m.givenBack {
		if err := add(tx.PlannedOfAppointment(ctx, null(a.ID), null(a.PersonID))); err != nil {
			return nil, err
		}
	}
	weeks, err := tx.weeksTwice(ctx, m)
	if err != nil {
		return nil, err
	}
	for _, w := range weeks {
		if err := add(tx.WaitingAboutSubject(ctx, w.gone)); err != nil {
			return nil, err
		}
	}
	jobs, err := tx.jobsTwice(ctx, m)
	if err != nil {
		return nil, err
	}
	planned := map[string]bool{}
	for _, p := range []string{m.kept.ID, m.merged.ID} {
		waiting, err := tx.PlannedOfPerson(ctx, null(p))
		if err != nil {
			return nil, err
		}
		for _, id := range waiting {
			planned[id] = true
		}
	}
	for _, j := range jobs {
		for _, c := range j.CheckIns {
			if planned[c.NotificationID] {
				ids = append(ids, c.NotificationID)
			}
		}
	}
	invited, err := tx.invitedTwice(ctx, m)
	if err != nil || invited == "" {
		return ids, err
	}
	messages, err := tx.InvitationMessages(ctx, null(invited))
	for _, id := range messages {
		if planned[id] {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// withdrawTwice withdraws what both files plan.
func (tx *tx) withdrawTwice(ctx context.Context, m *merging) error {
	ids, err := tx.plannedTwice(ctx, m)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, m.now, id, by(m.actor), parcours.ReasonMerged); err != nil {
			return err
		}
	}
	invited, err := tx.invitedTwice(ctx, m)
	if err != nil || invited == "" {
		return err
	}
	return tx.endInvitation(ctx, m.now, invited, by(m.actor))
}

// invitedTwice is whose invitation to choose a time goes: the merged file's when both
// have one, that of either when the other has a time. "" for nobody's.
func (tx *tx) invitedTwice(ctx context.Context, m *merging) (string, error) {
	open := map[string]bool{}
	booked := map[string]bool{}
	for _, id := range []string{m.kept.ID, m.merged.ID} {
		state, err := tx.MilestoneToMerge(ctx, id)
		if err != nil {
			return "", err
		}
		booked[id] = state.BookedOn != ""
		if open[id], err = tx.InvitationOpen(ctx, id); err != nil {
			return "", err
		}
	}
	switch {
	case open[m.merged.ID] && (open[m.kept.ID] || booked[m.kept.ID]):
		return m.merged.ID, nil
	case open[m.kept.ID] && booked[m.merged.ID]:
		return m.kept.ID, nil
	}
	return "", nil
}

// giveBack frees the places of appointments that both have and nobody was told of.
func (tx *tx) giveBack(ctx context.Context, m *merging) error {
	for _, a := range m.givenBack {
		err := tx.settleOutcome(ctx, m.now, a, parcours.OutcomeRevoked, parcours.ImpedimentNone, by(m.actor), parcours.EventRevoked, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// handQuestions gives the merged file's open questions to the referent of the kept one.
func (tx *tx) handQuestions(ctx context.Context, m *merging) error {
	from, to := m.merged.ReferentID.String, m.kept.ReferentID.String
	if to == "" || from == to {
		return nil
	}
	_, err := tx.giveQuestions(ctx, m.now, by(m.actor), parcours.Handover{PersonID: m.merged.ID, From: from, To: to})
	return err
}

// weekTwice is a week that both files have: one stays.
type weekTwice struct{ stays, gone, goneOf string }

// weeksTwice: the one that was answered, or validated, stays; the kept file's when both
// were.
func (tx *tx) weeksTwice(ctx context.Context, m *merging) ([]weekTwice, error) {
	rows, err := tx.WeeksToMerge(ctx, m.kept.ID, m.merged.ID)
	if err != nil {
		return nil, fmt.Errorf("weeks: %w", err)
	}
	weeks := make([]weekTwice, 0, len(rows))
	for _, r := range rows {
		w := weekTwice{r.KeptID, r.MergedID, m.merged.ID}
		if r.KeptAnsweredAt == 0 && r.KeptValidatedAt == 0 && (r.MergedAnsweredAt > 0 || r.MergedValidatedAt > 0) {
			w = weekTwice{r.MergedID, r.KeptID, m.kept.ID}
		}
		weeks = append(weeks, w)
	}
	return weeks, nil
}

// mergeWeeks makes one week of two; what was declared in either is kept.
func (tx *tx) mergeWeeks(ctx context.Context, m *merging) error {
	weeks, err := tx.weeksTwice(ctx, m)
	if err != nil {
		return err
	}
	for _, w := range weeks {
		if err := tx.endAsking(ctx, m.now, w.goneOf, w.gone, parcours.ReasonMerged); err != nil {
			return err
		}
		before, err := tx.LastReportOf(ctx, w.gone)
		if err != nil {
			return err
		}
		const far = 1_000_000 // no number meets another on the way
		for _, step := range []func() error{
			func() error { return tx.MakeRoomForReports(ctx, far, w.stays) },
			func() error { return tx.MakeRoomForReports(ctx, before-far, w.stays) },
			func() error { return tx.MoveReports(ctx, w.stays, w.gone) },
			func() error { return tx.CountReports(ctx, w.stays) },
			func() error { return tx.MoveSubject(ctx, w.stays, w.gone, null(w.goneOf)) },
			func() error { return tx.MovePromptSubject(ctx, w.stays, w.gone, null(w.goneOf)) },
			func() error { return tx.DropWeek(ctx, w.gone) },
		} {
			if err := step(); err != nil {
				return fmt.Errorf("week: %w", err)
			}
		}
	}
	return nil
}

// mergePlans leaves the kept file's plans in force where both have some.
func (tx *tx) mergePlans(ctx context.Context, m *merging) error {
	kept, err := tx.PlansOfPerson(ctx, m.kept.ID)
	if err != nil {
		return fmt.Errorf("plans: %w", err)
	}
	merged, err := tx.PlansOfPerson(ctx, m.merged.ID)
	if err != nil {
		return fmt.Errorf("plans: %w", err)
	}
	today := tx.today(m.now)
	goesOn := func(until string) bool { return until == "" || until >= today.String() }
	from, inForce := map[string]bool{}, false
	for _, k := range kept {
		from[k.FromOn], inForce = true, inForce || goesOn(k.UntilOn)
	}
	for _, p := range merged {
		switch {
		case from[p.FromOn], inForce && p.FromOn >= today.String():
			err = tx.DropPlan(ctx, p.ID)
		case inForce && goesOn(p.UntilOn):
			err = tx.EndPlan(ctx, p.ID, today.AddDays(-1).String(), "")
		}
		if err != nil {
			return fmt.Errorf("plan: %w", err)
		}
	}
	return nil
}

// mergeActivities finds the merged file's activities under the kept person's key; one
// that both have is one.
func (tx *tx) mergeActivities(ctx context.Context, m *merging) error {
	rows, err := tx.ActivitiesToMerge(ctx, m.merged.ID)
	if err != nil {
		return fmt.Errorf("activities: %w", err)
	}
	for _, r := range rows {
		label, err := tx.vault.openText(columnActivityLabel, r.LabelSealed)
		if err != nil {
			return err
		}
		key := tx.activityKey(parcours.Activity{PersonID: m.kept.ID, Day: date(r.Day), Start: int(r.StartMinute), Kind: parcours.ActivityKind(r.Kind), Label: label})
		same, err := tx.ActivityByKey(ctx, key)
		if err != nil {
			return fmt.Errorf("activity: %w", err)
		}
		if len(same) == 0 {
			if err := tx.RekeyActivity(ctx, r.ID, key); err != nil {
				return fmt.Errorf("activity: %w", err)
			}
			continue
		}
		if err := tx.endAsking(ctx, m.now, m.merged.ID, r.ID, parcours.ReasonMerged); err != nil {
			return err
		}
		if err := tx.NoteActivityDone(ctx, key, r.Done); err != nil {
			return fmt.Errorf("activity: %w", err)
		}
		if err := tx.DropActivity(ctx, r.ID); err != nil {
			return fmt.Errorf("activity: %w", err)
		}
	}
	return nil
}

// jobsTwice are the jobs that begin on a day on which the other file has one that lasts:
// the confirmed one stays, the kept file's when both are alike.
func (tx *tx) jobsTwice(ctx context.Context, m *merging) ([]parcours.Job, error) {
	kept, err := tx.jobs(ctx, m.kept.ID)
	if err != nil {
		return nil, err
	}
	merged, err := tx.jobs(ctx, m.merged.ID)
	if err != nil {
		return nil, err
	}
	var twice []parcours.Job
	gone := map[string]bool{}
	for _, j := range merged {
		for _, k := range kept {
			if gone[j.ID] || gone[k.ID] || !j.Lasts() || !k.Lasts() || j.StartsOn != k.StartsOn {
				continue
			}
			spare := j
			if j.State == parcours.JobConfirmed && k.State == parcours.JobDeclared {
				spare = k
			}
			gone[spare.ID] = true
			twice = append(twice, spare)
		}
	}
	return twice, nil
}

// mergeJobs refuses the one of two that is told twice.
func (tx *tx) mergeJobs(ctx context.Context, m *merging) error {
	jobs, err := tx.jobsTwice(ctx, m)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if err := tx.refuseJob(ctx, m.now, by(m.actor), j); err != nil {
			return err
		}
	}
	return nil
}
