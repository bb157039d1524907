package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnCheckedRow = "file_import_row.checked_sealed"
	columnAppliedRow = "file_import_row.applied_sealed"
	columnFileEdit   = "file_import_edit.edit_sealed"
)

// NextImport returns a file that waits to be checked or applied, other than the one
// named; ErrNotFound when none does.
func (s *Store) NextImport(ctx context.Context, other string) (parcours.FileImport, error) {
	var f parcours.FileImport
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		ids, err := tx.NextFileImport(ctx, other)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return parcours.ErrNotFound
		}
		f, err = tx.oneImport(ctx, ids[0])
		return err
	})
	if err != nil {
		return f, fmt.Errorf("next import: %w", err)
	}
	return f, nil
}

// BeginCheck forgets what an earlier check said of the rows of a file; what was
// mended stays.
func (s *Store) BeginCheck(ctx context.Context, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return errors.Join(tx.DeleteFileRows(ctx, id), tx.Queries.BeginCheck(ctx, id))
	})
	if err != nil {
		return fmt.Errorf("begin check: %w", err)
	}
	return nil
}

// KeepChecked keeps what the check says of rows.
func (s *Store) KeepChecked(ctx context.Context, id string, rows []parcours.ImportedRow) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		for _, row := range rows {
			if err := tx.putRow(ctx, id, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep checked rows: %w", err)
	}
	return nil
}

func (tx *tx) putRow(ctx context.Context, id string, row parcours.ImportedRow) error {
	sealed, err := tx.sealed(columnCheckedRow, row)
	if err != nil {
		return err
	}
	return tx.PutFileRow(ctx, gen.PutFileRowParams{
		ImportID: id, Line: int64(row.Line), Outcome: string(row.Outcome), Warned: len(row.Warnings) > 0, CheckedSealed: sealed,
	})
}

// EndCheck says how a file was read and will be applied, in state checked or
// refused. ErrConflict when somebody decided otherwise meanwhile: it is still to be
// checked.
func (s *Store) EndCheck(ctx context.Context, f parcours.FileImport) error {
	return s.changeImport(ctx, "end check", f.ID, func(ctx context.Context, tx *tx) (int64, error) {
		reading, err := tx.sealed(columnReading, f.Reading)
		if err != nil {
			return 0, err
		}
		mapping, err := json.Marshal(f.Choice.Mapping)
		if err != nil {
			return 0, err
		}
		changed, err := tx.Queries.EndCheck(ctx, gen.EndCheckParams{
			ID: f.ID, State: string(f.State), ReadingSealed: reading, RowsRead: int64(f.Rows), Version: f.Version,
			Kind: f.Choice.Kind, Source: f.Choice.Source, Mapping: string(mapping),
		})
		if err != nil || changed == 0 {
			return changed, err
		}
		_, err = tx.countRows(ctx, f.ID)
		return changed, err
	})
}

// countRows writes how many rows have each outcome, and returns it as JSON.
func (tx *tx) countRows(ctx context.Context, id string) (string, error) {
	outcomes, err := tx.FileOutcomes(ctx, id)
	if err != nil {
		return "", err
	}
	counts, warned := map[string]int64{}, int64(0)
	for _, o := range outcomes {
		counts[o.Outcome] = o.N
		warned += o.Warned
	}
	text, err := json.Marshal(counts)
	if err != nil {
		return "", err
	}
	return string(text), tx.CountFileRows(ctx, id, string(text), warned)
}

// ImportRows returns rows of a file in its order; ErrNotFound for anybody but the
// coordinator.
func (s *Store) ImportRows(ctx context.Context, actor parcours.Actor, id string, filter parcours.RowFilter) ([]parcours.ImportedRow, error) {
	if !actor.SeesAll() {
		return nil, fmt.Errorf("import rows: %w", parcours.ErrNotFound)
	}
	most := int32(math.MaxInt32)
	if filter.Limit > 0 && filter.Limit < math.MaxInt32 {
		most = int32(filter.Limit)
	}
	var rows []parcours.ImportedRow
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		found, err := tx.FileRows(ctx, gen.FileRowsParams{ImportID: id, After: int64(filter.After), Outcome: string(filter.Outcome), Most: most})
		if err != nil {
			return err
		}
		rows = make([]parcours.ImportedRow, 0, len(found))
		for _, r := range found {
			row, err := tx.importedRow(r)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("import rows: %w", err)
	}
	return rows, nil
}

// ImportRow returns one row of a file; ErrNotFound when it has none at that line,
// and for anybody but the coordinator.
func (s *Store) ImportRow(ctx context.Context, actor parcours.Actor, id string, line int) (parcours.ImportedRow, error) {
	var row parcours.ImportedRow
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		found, err := tx.FileRow(ctx, id, int64(line))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return parcours.ErrNotFound
		}
		row, err = tx.importedRow(gen.FileRowsRow(found[0]))
		return err
	})
	if err != nil {
		return row, fmt.Errorf("import row: %w", err)
	}
	return row, nil
}

// importedRow puts what the import said of a row over what the check had said. The
// warnings of the check were those of the reading, which the import does not repeat.
func (c *core) importedRow(r gen.FileRowsRow) (parcours.ImportedRow, error) {
	var row parcours.ImportedRow
	if err := c.unseal(columnCheckedRow, r.CheckedSealed, &row); err != nil {
		return row, err
	}
	if len(r.AppliedSealed) > 0 {
		var result parcours.RowResult
		if err := c.unseal(columnAppliedRow, r.AppliedSealed, &result); err != nil {
			return row, err
		}
		if len(result.Warnings) == 0 {
			result.Warnings = row.Warnings
		}
		row.RowResult = result
	}
	row.Line, row.Outcome, row.Applied = int(r.Line), parcours.RowOutcome(r.Outcome), r.Applied
	return row, c.unseal(columnFileEdit, r.EditSealed, &row.Edit)
}

// MendRow keeps what somebody changed about a row of a checked file, and what the
// check says of it since. ErrConflict when the file is not, or no longer, checked.
func (s *Store) MendRow(ctx context.Context, now time.Time, actor parcours.Actor, id string, row parcours.ImportedRow) error {
	if !actor.SeesAll() {
		return fmt.Errorf("mend row: %w", parcours.ErrNotFound)
	}
	return s.changeImport(ctx, "mend row", id, func(ctx context.Context, tx *tx) (int64, error) {
		f, err := tx.oneImport(ctx, id)
		if err != nil || f.State != parcours.ImportChecked {
			return 0, err
		}
		if row.Edit.Empty() {
			err = tx.DeleteFileEdit(ctx, id, int64(row.Line))
		} else {
			var sealed []byte
			if sealed, err = tx.sealed(columnFileEdit, row.Edit); err == nil {
				err = tx.PutFileEdit(ctx, gen.PutFileEditParams{ImportID: id, Line: int64(row.Line), EditSealed: sealed, EditedBy: actor.AccountID, EditedAt: millis(now)})
			}
		}
		if err != nil {
			return 0, err
		}
		if err := tx.putRow(ctx, id, row); err != nil {
			return 0, err
		}
		_, err = tx.countRows(ctx, id)
		return 1, err
	})
}

// ImportEdits returns what was changed about the rows of a file, by line.
func (s *Store) ImportEdits(ctx context.Context, id string) (map[int]parcours.RowEdit, error) {
	edits := map[int]parcours.RowEdit{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		clear(edits)
		rows, err := tx.FileEdits(ctx, id)
		if err != nil {
			return err
		}
		for _, r := range rows {
			var edit parcours.RowEdit
			if err := tx.unseal(columnFileEdit, r.EditSealed, &edit); err != nil {
				return err
			}
			edits[int(r.Line)] = edit
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("import edits: %w", err)
	}
	return edits, nil
}

// BeginApply notes, in the machine's time, that rows of a file begin to be applied,
// and returns those that were applied already, by line.
func (s *Store) BeginApply(ctx context.Context, process time.Time, id string) (map[int]parcours.RowOutcome, error) {
	done := map[int]parcours.RowOutcome{}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		clear(done)
		if err := tx.Queries.BeginApply(ctx, id, millis(process)); err != nil {
			return err
		}
		rows, err := tx.AppliedFileRows(ctx, id)
		for _, r := range rows {
			done[int(r.Line)] = parcours.RowOutcome(r.Outcome)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin apply: %w", err)
	}
	return done, nil
}

// noteRows notes, in the transaction that wrote them, what became of rows of a file
// given to the console. A row that was noted before stays as it was: whoever
// applied it first knows.
func (tx *tx) noteRows(ctx context.Context, id string, results []parcours.RowResult) error {
	n := int64(0)
	for _, result := range results {
		sealed, err := tx.sealed(columnAppliedRow, result)
		if err != nil {
			return err
		}
		noted, err := tx.NoteFileRow(ctx, gen.NoteFileRowParams{ImportID: id, Line: int64(result.Line), Outcome: string(result.Outcome), AppliedSealed: sealed})
		if err != nil {
			return fmt.Errorf("note row: %w", err)
		}
		n += noted
	}
	if n == 0 {
		return nil
	}
	return tx.NoteFileRows(ctx, id, n)
}

// FinishImport ends a file that was applied: rest are the rows that needed no
// writing. Its bytes are erased; the account of its rows stays until it expires.
func (s *Store) FinishImport(ctx context.Context, now time.Time, id string, rest []parcours.RowResult) error {
	return s.changeImport(ctx, "finish import", id, func(ctx context.Context, tx *tx) (int64, error) {
		f, err := tx.oneImport(ctx, id)
		if err != nil {
			return 0, err
		}
		if err := tx.noteRows(ctx, id, rest); err != nil {
			return 0, err
		}
		counts, err := tx.countRows(ctx, id)
		if err != nil {
			return 0, err
		}
		reading, err := tx.withoutSamples(f.Reading)
		if err != nil {
			return 0, err
		}
		changed, err := tx.FinishFileImport(ctx, id, millis(now), reading)
		if err != nil {
			return 0, err
		}
		return changed, errors.Join(tx.SetImportCounts(ctx, id, counts, millis(now)), tx.DeleteFileChunks(ctx, id))
	})
}
