package intake

import (
	"slices"

	"relais/parcours"
)

// portion are rows of a file that stand together: what is known by now of each, and those
// that the store decides, with their places among the results.
type portion[R any] struct {
	results []parcours.RowResult
	rows    []R
	given   []int
}

// add notes a row, and keeps it for the store unless it is decided.
func (p *portion[R]) add(result parcours.RowResult, row R) {
	if result.Outcome == "" {
		p.rows, p.given = append(p.rows, row), append(p.given, len(p.results))
	}
	p.results = append(p.results, result)
}

// decide has the store decide the rows that are left. Where it fails they stay without an
// outcome.
func (p *portion[R]) decide(store func([]R) ([]parcours.RowResult, error)) error {
	if len(p.rows) == 0 {
		return nil
	}
	results, err := store(p.rows)
	if err == nil {
		mergeResults(p.results, p.given, results)
	}
	return err
}

// mergeResults takes over what the store says of the rows at these positions.
func mergeResults(mine []parcours.RowResult, at []int, results []parcours.RowResult) {
	for k, result := range results {
		if k >= len(at) {
			break
		}
		mine := &mine[at[k]]
		mine.Outcome, mine.Changed, mine.PersonID = result.Outcome, result.Changed, result.PersonID
		mine.Problems = append(mine.Problems, result.Problems...)
		for _, warning := range result.Warnings {
			if !slices.Contains(mine.Warnings, warning) { // the store may repeat those it was given
				mine.Warnings = append(mine.Warnings, warning)
			}
		}
	}
}
