package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ToInvite returns the people without a first interview who are to choose its time
// and were not asked yet.
func (s *Store) ToInvite(ctx context.Context) ([]parcours.Waiting, error) {
	var people []parcours.Waiting
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		people = nil
		rows, err := tx.ToInvite(ctx)
		for _, r := range rows {
			if tx.rules.Invites(r.Territory) && !tx.rules.SlotsUpstream(r.Territory) {
				people = append(people, parcours.Waiting{PersonID: r.ID, TerritoryID: r.TerritoryID.String, Deadline: s.rules.Deadline(date(r.EnteredOn))})
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("people to invite: %w", err)
	}
	return people, nil
}

// ToNudge returns the people whose invitation is to be recalled today.
func (s *Store) ToNudge(ctx context.Context, today parcours.Date) ([]parcours.Waiting, error) {
	var people []parcours.Waiting
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		people = nil
		rows, err := tx.ToNudge(ctx, today.String())
		for _, r := range rows {
			people = append(people, parcours.Waiting{PersonID: r.PersonID, TerritoryID: r.TerritoryID.String, Deadline: s.rules.Deadline(date(r.EnteredOn)), ConvokeOn: date(r.ConvokeOn)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("people to recall an invitation to: %w", err)
	}
	return people, nil
}

// Invite writes the invitation to choose among the slots. ErrConflict when the
// person is booked, gone or invited already, or when no automatic channel reaches
// them: they are convened.
func (s *Store) Invite(ctx context.Context, now time.Time, invited parcours.Invited) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.invitable(ctx, invited.PersonID); err != nil {
			return err
		}
		to, err := tx.personDestination(ctx, invited.PersonID, nil)
		if err != nil {
			return err
		}
		if !to.channel.Automatic() {
			return fmt.Errorf("%w: no automatic channel", parcours.ErrConflict)
		}
		id, written, err := tx.notify(ctx, now, tx.rules.PlanInvitation(invited, false, tx.service, now))
		if err != nil {
			return err
		}
		if !written {
			return fmt.Errorf("%w: invited already", parcours.ErrConflict)
		}
		nudge := tx.today(now).AddDays(tx.rules.InviteNudgeDays)
		_, err = tx.InsertInvitation(ctx, gen.InsertInvitationParams{
			PersonID: invited.PersonID, NotificationID: id, InvitedAt: millis(now), NudgeOn: nudge.String(), ConvokeOn: invited.ConvokeOn.String(),
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	return nil
}

// NudgeInvitation recalls an invitation, once, with the slots that are free now.
func (s *Store) NudgeInvitation(ctx context.Context, now time.Time, invited parcours.Invited) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.invitable(ctx, invited.PersonID); err != nil {
			return err
		}
		first, err := tx.MarkNudged(ctx, invited.PersonID, millis(now))
		if err != nil || first == 0 || len(invited.Slots) == 0 {
			return err
		}
		_, _, err = tx.notify(ctx, now, tx.rules.PlanInvitation(invited, true, tx.service, now))
		return err
	})
	if err != nil {
		return fmt.Errorf("recall an invitation: %w", err)
	}
	return nil
}

func (tx *tx) invitable(ctx context.Context, personID string) error {
	if err := tx.lock(ctx, "person", personID); err != nil {
		return err
	}
	who, err := tx.PersonToConvene(ctx, personID)
	if err != nil {
		return err
	}
	if who.BookedOn != "" || who.ExitedOn != "" {
		return fmt.Errorf("%w: the person is booked or gone", parcours.ErrConflict)
	}
	return nil
}

// choose books the slot that an invited person chose.
func (tx *tx) choose(ctx context.Context, t *turn, e parcours.Choose) error {
	if err := tx.invitable(ctx, t.personID); err != nil {
		return err
	}
	if err := tx.toCome(ctx, t.now, e.SlotID); err != nil {
		return err
	}
	person := t.Dossier.Person
	a, err := tx.book(ctx, t.now, t.personID, tx.rules.Deadline(person.EnteredOn), e.SlotID, parcours.OriginSelfChosen, "")
	if err != nil {
		return err
	}
	err = tx.append(ctx, t.now, t.personID, parcours.EventBooked, actorPerson, a.ID, details{
		"starts_at": a.StartsAt.Format(time.RFC3339), "kind": string(a.Kind), "origin": string(a.Origin),
	})
	if err != nil {
		return err
	}
	if err := tx.endInvitation(ctx, t.now, t.personID, actorPerson); err != nil {
		return err
	}
	for _, n := range tx.rules.PlanMoved(a, person, tx.service, t.now) {
		if _, _, err := tx.notify(ctx, t.now, n); err != nil {
			return err
		}
	}
	return nil
}

// endInvitation withdraws what still invites a person who has a time, or is given
// one, and closes what it asked.
func (tx *tx) endInvitation(ctx context.Context, now time.Time, personID, actor string) error {
	ended, err := tx.EndInvitation(ctx, personID, millis(now))
	if err != nil {
		return fmt.Errorf("end an invitation: %w", err)
	}
	if ended == 0 {
		return nil
	}
	ids, err := tx.InvitationMessages(ctx, null(personID))
	if err != nil {
		return fmt.Errorf("end an invitation: %w", err)
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, now, id, actor, parcours.ReasonSuperseded); err != nil {
			return err
		}
		if err := tx.ClosePromptsOfNotification(ctx, id, millis(now)); err != nil {
			return fmt.Errorf("end an invitation: %w", err)
		}
	}
	return nil
}
