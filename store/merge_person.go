package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

// completed is the kept person with what only the merged file knew.
func (tx *tx) completed(m *merging) gen.CompletePersonParams {
	k, f := m.kept, m.merged
	first := func(a, b sql.NullString) sql.NullString {
		if a.Valid {
			return a
		}
		return b
	}
	whole := gen.CompletePersonParams{
		ID: k.ID, HouseholdID: first(k.HouseholdID, f.HouseholdID), Role: cmp.Or(k.Role, f.Role), Title: cmp.Or(k.Title, f.Title),
		BirthName: cmp.Or(k.BirthName, f.BirthName), BirthDate: cmp.Or(k.BirthDate, f.BirthDate), NirSealed: k.NirSealed, NirIndex: k.NirIndex,
		InternalID: cmp.Or(k.InternalID, f.InternalID), FranceTravailID: cmp.Or(k.FranceTravailID, f.FranceTravailID), Address: k.Address, Postcode: k.Postcode,
		City: k.City, Structure: cmp.Or(k.Structure, f.Structure), Tags: cmp.Or(k.Tags, f.Tags), TerritoryID: first(k.TerritoryID, f.TerritoryID),
		ReferentID: first(k.ReferentID, f.ReferentID), ReferentWanted: cmp.Or(k.ReferentWanted, f.ReferentWanted),
		TerritoryWanted: cmp.Or(k.TerritoryWanted, f.TerritoryWanted), PreferredChannel: cmp.Or(k.PreferredChannel, f.PreferredChannel),
		Discreet: k.Discreet || f.Discreet, RightsOpenedOn: cmp.Or(k.RightsOpenedOn, f.RightsOpenedOn), DutiesStartOn: cmp.Or(k.DutiesStartOn, f.DutiesStartOn),
		SubjectToDuties: cmp.Or(k.SubjectToDuties, f.SubjectToDuties), HeldAt: cmp.Or(k.HeldAt, f.HeldAt), LitigationAt: k.LitigationAt, LitigationBy: k.LitigationBy,
		CreatedAt: min(k.CreatedAt, f.CreatedAt), UpdatedAt: millis(m.now),
	}
	if whole.NirIndex == "" {
		whole.NirSealed, whole.NirIndex = f.NirSealed, f.NirIndex
	}
	if whole.Address == "" && f.Address != "" {
		whole.Address, whole.Postcode, whole.City = f.Address, f.Postcode, f.City
	}
	if whole.LitigationAt == 0 {
		whole.LitigationAt, whole.LitigationBy = f.LitigationAt, f.LitigationBy
	}
	// The clock started when the first of the two was known, unless one says better.
	explicit := parcours.Date{}
	for _, p := range []gen.PersonToMergeRow{f, k} {
		if p.EntrySource == string(parcours.EntryExplicit) {
			explicit = date(p.EnteredOn)
		}
	}
	entered, source := tx.rules.Entry(explicit, date(whole.DutiesStartOn), date(whole.RightsOpenedOn), tx.today(instant(whole.CreatedAt)))
	whole.EnteredOn, whole.EntrySource = entered.String(), string(source)
	return whole
}

// mergeMilestones dates each stage by whichever file reached it first. What the journals
// tell is counted from both of them afterwards.
func (tx *tx) mergeMilestones(ctx context.Context, keptID string, who gen.CompletePersonParams, merged gen.MilestoneToMergeRow) error {
	kept, err := tx.MilestoneToMerge(ctx, keptID)
	if err != nil {
		return fmt.Errorf("milestones: %w", err)
	}
	first := func(a, b string) string {
		if a == "" || b != "" && b < a {
			return b
		}
		return a
	}
	p := gen.SetMilestoneMergedParams{
		PersonID: keptID, TerritoryID: who.TerritoryID, ReferentID: who.ReferentID, EnteredOn: who.EnteredOn, EntrySource: who.EntrySource, SubjectToDuties: who.SubjectToDuties,
		BookedOn: first(kept.BookedOn, merged.BookedOn), FirstBookedOn: first(kept.FirstBookedOn, merged.FirstBookedOn), AppointmentOn: kept.AppointmentOn,
		ConvokedOn: first(kept.ConvokedOn, merged.ConvokedOn), SentOn: first(kept.SentOn, merged.SentOn), HandedOverOn: first(kept.HandedOverOn, merged.HandedOverOn),
		ConvenedOn: kept.ConvenedOn, ConvenedBy: kept.ConvenedBy, DeliveredOn: first(kept.DeliveredOn, merged.DeliveredOn),
		UndeliveredOn: first(kept.UndeliveredOn, merged.UndeliveredOn), AnsweredOn: first(kept.AnsweredOn, merged.AnsweredOn), MetOn: first(kept.MetOn, merged.MetOn),
		LastOutcome: kept.LastOutcome, RegisteredOn: first(kept.RegisteredOn, merged.RegisteredOn),
	}
	if first(kept.ConvenedOn, merged.ConvenedOn) != kept.ConvenedOn {
		p.ConvenedOn, p.ConvenedBy = merged.ConvenedOn, merged.ConvenedBy
	}
	standing, stood := holdsPlace(parcours.Outcome(kept.LastOutcome)), holdsPlace(parcours.Outcome(merged.LastOutcome))
	if merged.AppointmentOn != "" && (kept.AppointmentOn == "" || stood && !standing || stood == standing && merged.AppointmentOn > kept.AppointmentOn) {
		p.AppointmentOn, p.LastOutcome = merged.AppointmentOn, merged.LastOutcome
	}
	if err := tx.SetMilestoneMerged(ctx, p); err != nil {
		return fmt.Errorf("milestones: %w", err)
	}
	return tx.keepDelays(ctx, keptID)
}

// mergePoints makes one of each address that both files have, the stricter of the two,
// and puts the kept file's first.
func (tx *tx) mergePoints(ctx context.Context, m *merging) error {
	both, err := tx.PointsToMerge(ctx, m.kept.ID, m.merged.ID)
	if err != nil {
		return fmt.Errorf("contact points: %w", err)
	}
	for _, p := range both {
		status := parcours.ContactFormer
		for _, s := range []parcours.ContactStatus{parcours.ContactCurrent, parcours.ContactNotTheirs} {
			if p.KeptStatus == string(s) || p.MergedStatus == string(s) {
				status = s
			}
		}
		err := tx.SetMergedPoint(ctx, gen.SetMergedPointParams{
			ID: p.KeptID, Status: string(status), Verified: p.KeptVerified || p.MergedVerified, OptedOutAt: max(p.KeptOptedOutAt, p.MergedOptedOutAt),
			BlockedAt: max(p.KeptBlockedAt, p.MergedBlockedAt), UpdatedAt: millis(m.now),
		})
		if err != nil {
			return fmt.Errorf("contact point: %w", err)
		}
		err = tx.RepointAttempts(ctx, gen.RepointAttemptsParams{
			KeptID: null(p.KeptID), MergedID: null(p.MergedID), Kept: null(m.kept.ID), Merged: null(m.merged.ID),
		})
		if err != nil {
			return fmt.Errorf("contact point: %w", err)
		}
		if err := tx.DropContactPoint(ctx, p.MergedID); err != nil {
			return fmt.Errorf("contact point: %w", err)
		}
	}
	if err := tx.LowerPoints(ctx, m.merged.ID); err != nil {
		return fmt.Errorf("contact points: %w", err)
	}
	return nil
}

// closeStopped has a STOP said at one address of a channel hold for the others: it is one
// person who said it.
func (tx *tx) closeStopped(ctx context.Context, m *merging) error {
	stopped, err := tx.StoppedPoints(ctx, m.kept.ID)
	if err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	for _, p := range stopped {
		c := closing{channel: parcours.Channel(p.Channel), addressIndex: p.AddressIndex, personID: m.kept.ID, proof: parcours.ReasonMerged, actor: by(m.actor)}
		people, err := tx.OptOutPoints(ctx, gen.OptOutPointsParams{Channel: p.Channel, PersonID: m.kept.ID, At: millis(m.now)})
		if err != nil {
			return fmt.Errorf("stopped: %w", err)
		}
		if len(people) > 0 {
			if err := tx.ledger(ctx, m.now, []string{m.kept.ID}, c, "out", parcours.EventOptedOut); err != nil {
				return err
			}
		}
		if err := tx.cancelWaiting(ctx, m.now, c, parcours.ReasonOptedOut); err != nil {
			return err
		}
	}
	return nil
}

// mergeParticipations makes one of an appointment that both people are in.
func (tx *tx) mergeParticipations(ctx context.Context, m *merging) error {
	both, err := tx.MergedParticipations(ctx, m.kept.ID, m.merged.ID)
	if err != nil {
		return fmt.Errorf("participations: %w", err)
	}
	for _, p := range both {
		if p.KeptOutcome == string(parcours.OutcomeUnknown) && p.MergedOutcome != p.KeptOutcome {
			if err := tx.TakeOutcome(ctx, p.KeptID, p.MergedID); err != nil {
				return fmt.Errorf("participation: %w", err)
			}
		}
		if holdsPlace(parcours.Outcome(p.MergedOutcome)) && holdsPlace(parcours.Outcome(p.KeptOutcome)) {
			if err := tx.release(ctx, m.now, p.SlotID); err != nil {
				return err
			}
		}
		if err := tx.DropCalendarLink(ctx, p.MergedID); err != nil {
			return fmt.Errorf("participation: %w", err)
		}
		if err := tx.DropParticipation(ctx, p.MergedID); err != nil {
			return fmt.Errorf("participation: %w", err)
		}
	}
	return nil
}
