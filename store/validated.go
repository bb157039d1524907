package store

import (
	"context"
	"fmt"

	"relais/parcours"
	"relais/store/gen"
)

func (tx *tx) validatedWeeks(ctx context.Context, f parcours.Filter) ([]gen.ValidatedWeeksRow, error) {
	from, to := span(f.From, f.To)
	first, last := bounds(f)
	rows, err := tx.ValidatedWeeks(ctx, gen.ValidatedWeeksParams{
		MondayFrom: from, MondayTo: to, Territory: f.TerritoryID, Referent: f.ReferentID, Channel: string(f.Channel), Orientation: string(f.Orientation),
		EnteredFrom: first, EnteredTo: last,
	})
	if err != nil {
		return nil, fmt.Errorf("validated weeks: %w", err)
	}
	return rows, nil
}

// validatedHours counts what professionals said of the weeks of the filter.
func (tx *tx) validatedHours(ctx context.Context, f parcours.Filter) (parcours.ValidatedHours, error) {
	var hours parcours.ValidatedHours
	rows, err := tx.validatedWeeks(ctx, f)
	if err != nil {
		return hours, err
	}
	var minutes []int
	for _, row := range rows {
		tx.addValidated(&hours, row)
		minutes = append(minutes, int(row.ValidatedMinutes))
	}
	hours.MedianMinutes = median(minutes)
	return hours, nil
}

// addValidated adds one week, the median left out.
func (c *core) addValidated(h *parcours.ValidatedHours, row gen.ValidatedWeeksRow) {
	h.Weeks++
	switch c.rules.Balance(int(row.ValidatedMinutes), int(row.MinHours), int(row.MaxHours)) {
	case parcours.BalanceBelow:
		h.Below++
	case parcours.BalanceAbove:
		h.Above++
	default:
		h.Within++
	}
	if row.Answered && row.Stated {
		h.Stated++
		h.Same += count(row.Minutes == row.ValidatedMinutes, 1)
	}
}

// behindValidated says which weeks each figure counts, by what one week adds.
var behindValidated = map[parcours.Figure]func(parcours.ValidatedHours) int{
	parcours.FigureValidated:       func(h parcours.ValidatedHours) int { return h.Weeks },
	parcours.FigureValidatedBelow:  func(h parcours.ValidatedHours) int { return h.Below },
	parcours.FigureValidatedWithin: func(h parcours.ValidatedHours) int { return h.Within },
	parcours.FigureValidatedAbove:  func(h parcours.ValidatedHours) int { return h.Above },
	parcours.FigureValidatedSame:   func(h parcours.ValidatedHours) int { return h.Same },
}

func (tx *tx) validatedPeople(ctx context.Context, f parcours.Filter, counts func(parcours.ValidatedHours) int) (map[string]bool, error) {
	rows, err := tx.validatedWeeks(ctx, f)
	if err != nil {
		return nil, err
	}
	people := map[string]bool{}
	for _, row := range rows {
		var one parcours.ValidatedHours
		tx.addValidated(&one, row)
		if counts(one) > 0 {
			people[row.PersonID] = true
		}
	}
	return people, nil
}
