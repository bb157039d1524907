package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// Balance sets the people who wait against the slots, by territory and week.
func (s *Store) Balance(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.WeekBalance, error) {
	var balance []parcours.WeekBalance
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Waiting(ctx, s.today(now).String())
		if err != nil {
			return err
		}
		var waiting []parcours.Waiting
		for _, r := range rows {
			if f.TerritoryID == "" || r.TerritoryID.String == f.TerritoryID {
				waiting = append(waiting, parcours.Waiting{PersonID: r.ID, TerritoryID: r.TerritoryID.String, Deadline: s.rules.Deadline(date(r.EnteredOn))})
			}
		}
		slots, err := tx.openSlots(ctx, parcours.JointInterview, now)
		if err != nil {
			return err
		}
		if f.TerritoryID != "" {
			kept := slots[:0]
			for _, slot := range slots {
				if slot.TerritoryID == f.TerritoryID {
					kept = append(kept, slot)
				}
			}
			slots = kept
		}
		balance = s.rules.SlotBalance(waiting, slots, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("balance: %w", err)
	}
	return balance, nil
}
