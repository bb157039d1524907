package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const columnReading = "file_import.reading_sealed"

// shownImports is how many files are listed.
const shownImports = 100

// ReceiveFile opens the spool of a file that the coordinator gives to the console,
// and returns its id. SpoolFile brings its bytes, FileReceived ends it.
func (s *Store) ReceiveFile(ctx context.Context, now time.Time, actor parcours.Actor, name string) (string, error) {
	if !actor.SeesAll() {
		return "", fmt.Errorf("receive file: %w", parcours.ErrNotFound)
	}
	var id string
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		id = tx.newID(now)
		return tx.InsertFileImport(ctx, gen.InsertFileImportParams{ID: id, FileName: name, ReceivedBy: actor.AccountID, ReceivedAt: millis(now)})
	})
	if err != nil {
		return "", fmt.Errorf("receive file: %w", err)
	}
	return id, nil
}

// chunkColumn binds the bytes of a file to their place in it.
func chunkColumn(id string, n int64) string {
	return fmt.Sprintf("file_import_chunk.data_sealed/%s/%d", id, n)
}

// SpoolFile keeps the n-th chunk of a file that is being received, sealed.
func (s *Store) SpoolFile(ctx context.Context, id string, n int, data []byte) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.InsertFileChunk(ctx, id, int64(n), tx.vault.seal(chunkColumn(id, int64(n)), data))
	})
	if err != nil {
		return fmt.Errorf("spool file: %w", err)
	}
	return nil
}

// FileReceived says that every byte of a file is there: it is to be checked.
func (s *Store) FileReceived(ctx context.Context, id, digest string, size int64) error {
	return s.changeImport(ctx, "file received", id, func(ctx context.Context, tx *tx) (int64, error) {
		return tx.ReceivedFile(ctx, id, digest, size)
	})
}

// changeImport runs one change of a file's state while nobody else changes it;
// ErrConflict when its state forbids it.
func (s *Store) changeImport(ctx context.Context, what, id string, change func(context.Context, *tx) (int64, error)) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.lock(ctx, "file_import", id); err != nil {
			return err
		}
		changed, err := change(ctx, tx)
		if err == nil && changed == 0 {
			return parcours.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// FileBytes returns the bytes of a file until they are erased; ErrNotFound after.
func (s *Store) FileBytes(ctx context.Context, id string) ([]byte, error) {
	var data []byte
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		chunks, err := tx.FileChunks(ctx, id)
		if err != nil {
			return err
		}
		if len(chunks) == 0 {
			return parcours.ErrNotFound
		}
		data = nil
		for _, chunk := range chunks {
			plain, err := tx.vault.open(chunkColumn(id, chunk.N), chunk.DataSealed)
			if err != nil {
				return err
			}
			data = append(data, plain...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("file bytes: %w", err)
	}
	return data, nil
}

// FileImports returns the newest files given to the console; ErrNotFound for
// anybody but the coordinator.
func (s *Store) FileImports(ctx context.Context, actor parcours.Actor) ([]parcours.FileImport, error) {
	if !actor.SeesAll() {
		return nil, fmt.Errorf("file imports: %w", parcours.ErrNotFound)
	}
	var files []parcours.FileImport
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.FileImports(ctx, "", shownImports)
		if err != nil {
			return err
		}
		files = make([]parcours.FileImport, 0, len(rows))
		for _, row := range rows {
			f, err := tx.fileImport(row)
			if err != nil {
				return err
			}
			files = append(files, f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("file imports: %w", err)
	}
	return files, nil
}

// FileImport returns one file given to the console; ErrNotFound for anybody but the
// coordinator.
func (s *Store) FileImport(ctx context.Context, actor parcours.Actor, id string) (parcours.FileImport, error) {
	var f parcours.FileImport
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		var err error
		f, err = tx.oneImport(ctx, id)
		return err
	})
	if err != nil {
		return f, fmt.Errorf("file import: %w", err)
	}
	return f, nil
}

func (tx *tx) oneImport(ctx context.Context, id string) (parcours.FileImport, error) {
	if id == "" {
		return parcours.FileImport{}, parcours.ErrNotFound
	}
	rows, err := tx.Queries.FileImports(ctx, id, 1)
	if err != nil {
		return parcours.FileImport{}, err
	}
	if len(rows) == 0 {
		return parcours.FileImport{}, parcours.ErrNotFound
	}
	return tx.fileImport(rows[0])
}

func (c *core) fileImport(r gen.FileImportsRow) (parcours.FileImport, error) {
	name := func(email, first, last string) string {
		if name := (parcours.Professional{FirstName: first, LastName: last}).Name(); name != "" {
			return name
		}
		return email
	}
	f := parcours.FileImport{
		ID: r.ID, State: parcours.ImportState(r.State), FileName: r.FileName, Digest: r.Digest, Size: r.Size, Version: r.Version,
		Choice: parcours.ImportChoice{Kind: r.Kind, Source: r.Source, Sheet: r.Sheet, Territory: r.Territory},
		Rows:   int(r.RowsRead), Done: int(r.RowsDone), Warned: int(r.Warned), Edited: int(r.Edited),
		ReceivedBy: name(r.ReceiverEmail, r.ReceiverFirstName, r.ReceiverLastName), AppliedBy: name(r.ApplierEmail, r.ApplierFirstName, r.ApplierLastName),
		ReceivedAt: instant(r.ReceivedAt), AppliedAt: instant(r.AppliedAt), FinishedAt: instant(r.FinishedAt),
		BeganAt: instant(r.BeganAt), BeganDone: int(r.BeganDone), FileErased: r.FileErasedAt > 0, RowsErased: r.RowsErasedAt > 0,
	}
	for text, into := range map[string]any{r.Mapping: &f.Choice.Mapping, r.Counts: &f.Counts} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return f, fmt.Errorf("decode import %s: %w", r.ID, err)
		}
	}
	return f, c.unseal(columnReading, r.ReadingSealed, &f.Reading)
}

// unseal opens a sealed JSON value into target, which nothing sealed leaves as it is.
func (c *core) unseal(column string, sealed []byte, target any) error {
	text, err := c.vault.open(column, sealed)
	if err != nil || len(text) == 0 {
		return err
	}
	if err := json.Unmarshal(text, target); err != nil {
		return fmt.Errorf("decode %s: %w", column, err)
	}
	return nil
}

// sealed is a value as sealed JSON.
func (c *core) sealed(column string, value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", column, err)
	}
	return c.vault.seal(column, text), nil
}

// AppliedBefore returns the id and the day on which the very same file was applied
// before; "" when it never was.
func (s *Store) AppliedBefore(ctx context.Context, actor parcours.Actor, f parcours.FileImport) (id string, at time.Time, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		found, err := tx.FileAppliedBefore(ctx, f.Digest, f.ID)
		if err == nil && len(found) > 0 {
			id, at = found[0].ID, instant(found[0].FinishedAt)
		}
		return err
	})
	if err != nil {
		return "", at, fmt.Errorf("file applied before: %w", err)
	}
	return id, at, nil
}

// ChooseImport keeps what somebody decided about how a file is read; it is to be
// checked again. ErrConflict once it is applied, or dropped.
func (s *Store) ChooseImport(ctx context.Context, now time.Time, actor parcours.Actor, id string, c parcours.ImportChoice) error {
	if !actor.SeesAll() {
		return fmt.Errorf("choose import: %w", parcours.ErrNotFound)
	}
	mapping, err := json.Marshal(c.Mapping)
	if err != nil {
		return fmt.Errorf("choose import: %w", err)
	}
	return s.changeImport(ctx, "choose import", id, func(ctx context.Context, tx *tx) (int64, error) {
		return tx.Queries.ChooseImport(ctx, gen.ChooseImportParams{
			ID: id, Kind: c.Kind, Source: c.Source, Sheet: c.Sheet, Territory: c.Territory, Mapping: string(mapping), AskedAt: millis(now),
		})
	})
}

// ApplyImport asks for a checked file to be applied, as it stood at that version.
// Asking again changes nothing. ErrConflict when it stands otherwise.
func (s *Store) ApplyImport(ctx context.Context, now time.Time, actor parcours.Actor, id string, version int64) error {
	if !actor.SeesAll() {
		return fmt.Errorf("apply import: %w", parcours.ErrNotFound)
	}
	return s.changeImport(ctx, "apply import", id, func(ctx context.Context, tx *tx) (int64, error) {
		changed, err := tx.ApplyFileImport(ctx, gen.ApplyFileImportParams{ID: id, AppliedBy: actor.AccountID, AppliedAt: millis(now), Version: version})
		if err != nil || changed > 0 {
			return changed, err
		}
		f, err := tx.oneImport(ctx, id)
		if f.State == parcours.ImportApplying || f.State == parcours.ImportApplied {
			changed = 1 // it was asked for already
		}
		return changed, err
	})
}

// DropImport gives a file up: its bytes and its rows are erased, and that it was
// there is kept. ErrConflict once it is being applied.
func (s *Store) DropImport(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	if !actor.SeesAll() {
		return fmt.Errorf("drop import: %w", parcours.ErrNotFound)
	}
	return s.changeImport(ctx, "drop import", id, func(ctx context.Context, tx *tx) (int64, error) { return tx.dropImport(ctx, now, id) })
}

func (tx *tx) dropImport(ctx context.Context, now time.Time, id string) (int64, error) {
	f, err := tx.oneImport(ctx, id)
	if err != nil {
		return 0, err
	}
	reading, err := tx.withoutSamples(f.Reading)
	if err != nil {
		return 0, err
	}
	changed, err := tx.DropFileImport(ctx, id, millis(now), reading)
	if err != nil || changed == 0 {
		return changed, err
	}
	return changed, errors.Join(tx.DeleteFileChunks(ctx, id), tx.DeleteFileRows(ctx, id), tx.DeleteFileEdits(ctx, id))
}

// withoutSamples is how a file was read, without what its cells said.
func (c *core) withoutSamples(r parcours.FileReading) ([]byte, error) {
	columns := make([]parcours.FileColumn, len(r.Columns))
	for i, column := range r.Columns {
		column.Samples = nil
		columns[i] = column
	}
	r.Columns = columns
	return c.sealed(columnReading, r)
}

// ExpireImports drops the files of which nobody decided anything since unused, and
// erases the account of each row of those applied before applied. It returns how
// many files it concerned, at most a hundred.
func (s *Store) ExpireImports(ctx context.Context, now, unused, applied time.Time) (int, error) {
	n := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		stale, err := tx.StaleFileImports(ctx, millis(unused), millis(applied))
		if err != nil {
			return err
		}
		n = len(stale)
		for _, f := range stale {
			if err := tx.lock(ctx, "file_import", f.ID); err != nil {
				return err
			}
			if parcours.ImportState(f.State) == parcours.ImportApplied {
				err = errors.Join(tx.DeleteFileRows(ctx, f.ID), tx.DeleteFileEdits(ctx, f.ID), tx.EraseFileRows(ctx, f.ID, millis(now)))
			} else {
				_, err = tx.dropImport(ctx, now, f.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("expire imports: %w", err)
	}
	return n, nil
}
