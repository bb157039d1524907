package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"relais/parcours"
	"relais/store/gen"
)

// measured reports whether a delay is counted to one of the stages.
func measured(reached ...stage) bool {
	for _, s := range []stage{stageFirstBooked, stageConvoked, stageConvened, stageMet, stageOriented, stageContracted, stageExited} {
		if slices.Contains(reached, s) {
			return true
		}
	}
	return false
}

// keepDelays counts again how many days lie between a person's entry and what
// happened to them. Call it after any change of those dates.
func (tx *tx) keepDelays(ctx context.Context, personID string) error {
	m, err := tx.MilestoneDates(ctx, personID)
	if err != nil {
		return fmt.Errorf("delays: %w", err)
	}
	err = tx.SetDelays(ctx, gen.SetDelaysParams{
		PersonID: personID, ToBooked: daysBetween(m.EnteredOn, m.FirstBookedOn), ToConvoked: daysBetween(m.EnteredOn, m.ConvokedOn),
		ToConvened: daysBetween(m.EnteredOn, m.ConvenedOn), ToMet: daysBetween(m.EnteredOn, m.MetOn), ToOriented: daysBetween(m.EnteredOn, m.OrientedOn),
		ToContracted: daysBetween(m.OrientedOn, m.ContractedOn), ToExited: daysBetween(m.EnteredOn, m.ExitedOn),
	})
	if err != nil {
		return fmt.Errorf("delays: %w", err)
	}
	return nil
}

// daysBetween counts civil days, null when one of the dates is not known.
func daysBetween(from, to string) sql.NullInt64 {
	a, b := date(from), date(to)
	if a.IsZero() || b.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(a.DaysUntil(b)), Valid: true}
}

// keepFacts keeps the milestones of facts that may be recorded out of order: the first
// orientation and the first contract by their own dates, and the orientation in force.
func (tx *tx) keepFacts(ctx context.Context, personID string) error {
	facts, err := tx.FactsOfPerson(ctx, personID)
	if err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	var oriented, contracted, orientation string
	for _, f := range facts { // the earliest first
		switch parcours.FactKind(f.Kind) {
		case parcours.FactOriented:
			orientation = f.Value
			if oriented == "" {
				oriented = f.OnDate
			}
		case parcours.FactContracted:
			if contracted == "" {
				contracted = f.OnDate
			}
		}
	}
	err = tx.SetFacts(ctx, gen.SetFactsParams{PersonID: personID, OrientedOn: oriented, ContractedOn: contracted, Orientation: orientation})
	if err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	return tx.keepDelays(ctx, personID)
}
