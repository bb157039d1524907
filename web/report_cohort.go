package web

import (
	"context"
	cryptorand "crypto/rand"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"relais/parcours"
)

// Cohorts are the lines that the evaluators' file is made of.
type Cohorts interface {
	CohortLines(ctx context.Context, from, to parcours.Date) ([]parcours.CohortLine, error)
}

// Cohort writes the file for the evaluators: one line for each person who entered
// between two days, both optional, so coarse that Rules.SmallCell people at least share
// what each could be recognised by. docs/cohort.md says what the columns hold.
// parcours.ErrInvalid for too few people.
func (r Reports) Cohort(ctx context.Context, w io.Writer, now time.Time, from, to parcours.Date) error {
	lines, err := r.Store.CohortLines(ctx, from, to)
	if err != nil {
		return fmt.Errorf("cohort: %w", err)
	}
	var seed [32]byte
	_, _ = cryptorand.Read(seed[:]) // it never fails
	rows, err := parcours.Anonymise(lines, parcours.DateOf(now, r.Rules.Zone), r.Rules.SmallCell, rand.New(rand.NewChaCha8(seed)))
	if err != nil {
		return fmt.Errorf("cohort: %w", err)
	}
	cells := [][]string{append([]string{"territoire", "periode_entree", "age"}, parcours.CohortFields...)}
	for _, row := range rows {
		cells = append(cells, append([]string{row.Territory, row.Entered, row.Age}, row.Cells...))
	}
	_, err = w.Write(parcours.Sheet(cells))
	return err
}
