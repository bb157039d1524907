package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// errDryRun undoes a transaction whose results are wanted all the same.
var errDryRun = errors.New("dry run")

// importRows gives each row to one in a savepoint of its own: what a row writes
// is kept whole or not at all, and a row that breaks a rule does not stop the
// others. A fault of the machine stops everything and writes nothing. A dry run
// takes the same path and is undone.
func importRows[Row any](ctx context.Context, s *Store, now time.Time, batch parcours.ImportBatch, rows []Row, dryRun bool,
	line func(Row) int, one func(context.Context, *tx, Row) (parcours.RowResult, error),
) ([]parcours.RowResult, error) {
	return importRowsThen(ctx, s, now, batch, rows, dryRun, line, one, func(context.Context, *tx) error { return nil })
}

// importRowsThen is importRows with something more to write in the same transaction,
// whatever became of the rows.
func importRowsThen[Row any](ctx context.Context, s *Store, now time.Time, batch parcours.ImportBatch, rows []Row, dryRun bool,
	line func(Row) int, one func(context.Context, *tx, Row) (parcours.RowResult, error), then func(context.Context, *tx) error,
) ([]parcours.RowResult, error) {
	var results []parcours.RowResult
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		results = make([]parcours.RowResult, 0, len(rows))
		if err := tx.dialect.planEachTime(ctx, tx.conn); err != nil {
			return err
		}
		err := tx.InsertImportBatch(ctx, gen.InsertImportBatchParams{
			ID: batch.ID, Source: batch.Source, Kind: batch.Kind, FileName: batch.FileName, Digest: batch.Digest,
			StartedAt: millis(now), FinishedAt: millis(now),
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			result, err := tx.importRow(ctx, func() (parcours.RowResult, error) { return one(ctx, tx, row) })
			if err != nil {
				return fmt.Errorf("line %d: %w", line(row), err)
			}
			result.Line = line(row)
			results = append(results, result)
		}
		if err := then(ctx, tx); err != nil {
			return err
		}
		switch {
		case dryRun:
			return errDryRun
		case batch.Tracked:
			return tx.noteRows(ctx, batch.ID, results)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, fmt.Errorf("import %s: %w", batch.Kind, err)
	}
	return results, nil
}

// importRow keeps what one row writes when its result says that something was
// written, and undoes it otherwise.
func (tx *tx) importRow(ctx context.Context, one func() (parcours.RowResult, error)) (parcours.RowResult, error) {
	if _, err := tx.exec(ctx, "savepoint import_row"); err != nil {
		return parcours.RowResult{}, err
	}
	result, err := one()
	if err != nil {
		return result, err // the whole transaction is undone
	}
	if result.Outcome != parcours.RowCreated && result.Outcome != parcours.RowUpdated {
		if _, err := tx.exec(ctx, "rollback to savepoint import_row"); err != nil {
			return result, err
		}
	}
	_, err = tx.exec(ctx, "release savepoint import_row")
	return result, err
}

// refusedRow is the result of a row that breaks a rule only the database can see.
func refusedRow(outcome parcours.RowOutcome, column, what, mend string) parcours.RowResult {
	return parcours.RowResult{Outcome: outcome, Problems: []parcours.Problem{{Column: column, What: what, Mend: mend}}}
}
