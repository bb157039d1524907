package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	return s.importing(ctx, now, batch, dryRun, func(ctx context.Context, tx *tx) ([]parcours.RowResult, error) {
		results := make([]parcours.RowResult, 0, len(rows))
		for _, row := range rows {
			result, err := tx.importRow(ctx, func() (parcours.RowResult, error) { return one(ctx, tx, row) })
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", line(row), err)
			}
			result.Line = line(row)
			results = append(results, result)
		}
		return results, nil
	})
}

// nothingMore is what is written after most rows.
func nothingMore(context.Context, *tx) error { return nil }

// importAhead is importRows for rows about people, most of which create somebody or
// change nothing: what these need is read for many at once, and those whom they create
// are written together. one takes any other row. then writes something more in the same
// transaction, whatever became of the rows.
func (s *Store) importAhead(ctx context.Context, i importing, rows []aheadRow, dryRun bool,
	one func(context.Context, *tx, *aheadRow) (parcours.RowResult, error), then func(context.Context, *tx) error,
) ([]parcours.RowResult, error) {
	s.keyed(rows)
	return s.importing(ctx, i.now, i.batch, dryRun, func(ctx context.Context, tx *tx) ([]parcours.RowResult, error) {
		clear(i.seen) // the transaction may be begun again
		results := make([]parcours.RowResult, 0, len(rows))
		for chunk := range slices.Chunk(rows, aheadRows) {
			a, err := tx.look(ctx, i, chunk)
			if err != nil {
				return nil, err
			}
			for k := range chunk {
				result, err := a.row(ctx, &chunk[k], one)
				if err != nil {
					return nil, fmt.Errorf("line %d: %w", chunk[k].Line, err)
				}
				result.Line = chunk[k].Line
				results = append(results, result)
			}
			if err := a.flush(ctx); err != nil {
				return nil, fmt.Errorf("lines to %d: %w", chunk[len(chunk)-1].Line, err)
			}
		}
		return results, then(ctx, tx)
	})
}

// row decides one row by what was read ahead, or gives it to one.
func (a *ahead) row(ctx context.Context, row *aheadRow, one func(context.Context, *tx, *aheadRow) (parcours.RowResult, error)) (parcours.RowResult, error) {
	result, done, err := a.quick(ctx, row)
	if err != nil || done {
		return result, err
	}
	if err := a.flush(ctx); err != nil {
		return result, err
	}
	result, err = a.importRow(ctx, func() (parcours.RowResult, error) { return one(ctx, a.tx, row) })
	if err != nil {
		return result, err
	}
	return result, a.forget(ctx, row, result.PersonID)
}

// importing runs one transaction of an import, whose results are in the order of its rows.
func (s *Store) importing(ctx context.Context, now time.Time, batch parcours.ImportBatch, dryRun bool,
	all func(context.Context, *tx) ([]parcours.RowResult, error),
) ([]parcours.RowResult, error) {
	var results []parcours.RowResult
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
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
		if results, err = all(ctx, tx); err != nil {
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
