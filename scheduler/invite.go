package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

// Invitations is what inviting people to choose needs of the store.
type Invitations interface {
	// ToInvite returns the people who are to choose and were not asked, ToNudge those
	// whose invitation is to be recalled today.
	ToInvite(ctx context.Context) ([]parcours.Waiting, error)
	ToNudge(ctx context.Context, today parcours.Date) ([]parcours.Waiting, error)
	// Invite and NudgeInvitation write the message; ErrConflict when the person is
	// booked, or gone, or cannot be invited: they are convened.
	Invite(ctx context.Context, now time.Time, invited parcours.Invited) error
	NudgeInvitation(ctx context.Context, now time.Time, invited parcours.Invited) error
}

// invite asks those who may choose before the others are given a time.
func invite(ctx context.Context, now time.Time, rules parcours.Rules, from Caseload) error {
	if len(rules.InviteIn) == 0 {
		return nil
	}
	people, err := from.ToInvite(ctx)
	if err != nil {
		return fmt.Errorf("find people to invite: %w", err)
	}
	silent, err := from.ToNudge(ctx, parcours.DateOf(now, rules.Zone))
	if err != nil {
		return fmt.Errorf("find invitations to recall: %w", err)
	}
	if len(people)+len(silent) == 0 {
		return nil
	}
	slots, err := from.FreeSlots(ctx, parcours.JointInterview, now, territoriesOf(people, silent)...)
	if err != nil {
		return fmt.Errorf("find free slots: %w", err)
	}
	for _, invited := range rules.PlanInvitations(people, slots, now) {
		if err := from.Invite(ctx, now, invited); err != nil && !errors.Is(err, parcours.ErrConflict) {
			return fmt.Errorf("invite: %w", err)
		}
	}
	for _, invited := range rules.PlanNudges(silent, slots, now) {
		if err := from.NudgeInvitation(ctx, now, invited); err != nil && !errors.Is(err, parcours.ErrConflict) {
			return fmt.Errorf("recall an invitation: %w", err)
		}
	}
	return nil
}
