package scheduler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
)

// Caseload is what convening needs of the store.
type Caseload interface {
	Invitations
	// PlacePeople gives a territory and a referent to whoever has none and can
	// have one; it returns how many people changed.
	PlacePeople(ctx context.Context, now time.Time) (int, error)
	// Waiting returns the people who have no first interview, with their deadlines.
	Waiting(ctx context.Context, today parcours.Date) ([]parcours.Waiting, error)
	// FreeSlots returns the slots of a kind in the territories that start at or after from
	// and have room.
	FreeSlots(ctx context.Context, kind parcours.AppointmentKind, from time.Time, territories ...string) ([]parcours.Slot, error)
	// Convene books a slot and writes the convocation and its reminders;
	// ErrConflict when the slot was filled or the person booked meanwhile.
	Convene(ctx context.Context, now time.Time, assigned parcours.Assigned) error
	// RaiseIncident records something a human must look at, once per key.
	RaiseIncident(ctx context.Context, incident parcours.Incident) (fresh bool, err error)
}

// Convene returns the job that gives every person without a first interview the
// slot that serves the earliest deadlines first, once those who may choose were
// invited to, and says where slots are short.
func Convene(spec string, rules parcours.Rules, caseload Caseload) Job {
	return Job{Name: "convene", Spec: spec, Run: func(ctx context.Context, now time.Time) error {
		if _, err := caseload.PlacePeople(ctx, now); err != nil {
			return fmt.Errorf("place people: %w", err)
		}
		if err := invite(ctx, now, rules, caseload); err != nil {
			return err
		}
		waiting, err := caseload.Waiting(ctx, parcours.DateOf(now, rules.Zone))
		if err != nil {
			return fmt.Errorf("find people to convene: %w", err)
		}
		if len(waiting) == 0 {
			return nil
		}
		slots, err := caseload.FreeSlots(ctx, parcours.JointInterview, now, territoriesOf(waiting)...)
		if err != nil {
			return fmt.Errorf("find free slots: %w", err)
		}
		plan := rules.Assign(waiting, slots, now)
		for _, assigned := range plan.Booked {
			err := caseload.Convene(ctx, now, assigned)
			if errors.Is(err, parcours.ErrConflict) {
				continue // taken meanwhile; the next tick assigns again
			}
			if err != nil {
				return fmt.Errorf("convene: %w", err)
			}
		}
		return raiseShortfalls(ctx, now, plan, caseload)
	}}
}

// territoriesOf names those in which somebody waits: nobody asks for the slots of the
// others.
func territoriesOf(groups ...[]parcours.Waiting) []string {
	var ids []string
	for _, w := range slices.Concat(groups...) {
		if !slices.Contains(ids, w.TerritoryID) {
			ids = append(ids, w.TerritoryID)
		}
	}
	return ids
}

// raiseShortfalls tells the coordinator, before it is too late, where slots are
// missing: one alert for each territory, date and number.
func raiseShortfalls(ctx context.Context, now time.Time, plan parcours.Assignment, caseload Caseload) error {
	for _, short := range plan.Short {
		_, err := caseload.RaiseIncident(ctx, parcours.Incident{
			Key:  fmt.Sprintf("slots_short/%s/%s/%d", short.TerritoryID, short.By, short.Missing),
			Kind: "slots_short",
			Details: map[string]string{
				"territory_id": short.TerritoryID,
				"missing":      strconv.Itoa(short.Missing),
				"by":           short.By.String(),
			},
			At: now,
		})
		if err != nil {
			return fmt.Errorf("raise shortfall: %w", err)
		}
	}
	return nil
}
