package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// Paces of Run.
const (
	lookEvery   = 2 * time.Second
	pauseAfter  = 5 * time.Second
	expireEvery = time.Hour
	// keepRows is how many checked rows share a transaction.
	keepRows = 500
)

// stir has the waiting files looked for at once.
func (d *Desk) stir() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run checks and applies the files that wait, one after the other, until ctx ends.
// A file that was interrupted is taken up again where it stood.
func (d *Desk) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		worked, err := d.Step(ctx)
		pause := lookEvery
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			// what failed is in the database's words, never in those of the file
			d.Log.Error("an import waits", "err", err)
			pause = pauseAfter
		case worked:
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.wake:
		case <-time.After(pause):
		}
	}
	return nil
}

// Step works on one file that waits and reports whether there was one. A file that
// failed lets the others pass first.
func (d *Desk) Step(ctx context.Context) (worked bool, err error) {
	if now := time.Now(); now.Sub(d.expired) >= expireEvery {
		if err := d.expire(ctx); err != nil {
			return false, err
		}
		d.expired = now
	}
	f, err := d.NextImport(ctx, d.failed)
	if errors.Is(err, parcours.ErrNotFound) && d.failed != "" {
		d.failed = ""
		f, err = d.NextImport(ctx, "")
	}
	if errors.Is(err, parcours.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if f.State == parcours.ImportApplying {
		err = d.apply(ctx, f)
		if err == nil && d.Applied != nil {
			if failed := d.Applied(ctx, d.Now()); failed != nil {
				d.Log.Error("what follows an import failed", "err", failed)
			}
		}
	} else {
		err = d.check(ctx, f)
	}
	if refused, ok := errors.AsType[*Refused](err); ok {
		f.State = parcours.ImportRefused
		f.Reading.Refusal, f.Reading.Mend = refused.What, refused.Mend
		err = d.EndCheck(ctx, f)
	}
	if errors.Is(err, parcours.ErrConflict) {
		err = nil // somebody decided otherwise meanwhile
	}
	if err != nil {
		d.failed = f.ID
		return false, err
	}
	d.failed = ""
	return true, nil
}

// expire erases the files of which nobody decided anything, and old accounts of rows.
func (d *Desk) expire(ctx context.Context) error {
	now := d.Now()
	for {
		n, err := d.ExpireImports(ctx, now, now.Add(-d.KeepFile), now.Add(-d.KeepRows))
		if err != nil || n == 0 {
			return err
		}
		d.Log.Info("files given to the console erased", "count", n)
	}
}

// check reads a file on trial and keeps what it says of each row.
func (d *Desk) check(ctx context.Context, f parcours.FileImport) error {
	if err := d.BeginCheck(ctx, f.ID); err != nil {
		return err
	}
	j, err := d.trial(ctx, &f)
	if err != nil {
		return d.refuse(ctx, f, err)
	}
	rows := make([]parcours.ImportedRow, len(j.rows))
	for i, rec := range j.rows {
		rec = rec.cut()
		rows[i] = parcours.ImportedRow{RowResult: j.results.At(i), Cells: j.shownCells(rec), Uncut: rec.problem}
	}
	for chunk := range slices.Chunk(rows, keepRows) {
		if err := d.KeepChecked(ctx, f.ID, chunk); err != nil {
			return err
		}
	}
	f.State, f.Rows = parcours.ImportChecked, len(rows)
	return d.EndCheck(ctx, f)
}

// refuse ends the check of a file that is refused as a whole; any other failure is
// handed back.
func (d *Desk) refuse(ctx context.Context, f parcours.FileImport, err error) error {
	refused, ok := errors.AsType[*Refused](err)
	if !ok {
		return err
	}
	f.State, f.Rows = parcours.ImportRefused, 0
	f.Reading.Refusal, f.Reading.Mend = refused.What, refused.Mend
	return d.EndCheck(ctx, f)
}

// trial reads and matches a whole file, writes nothing, and notes in f how it was
// read and is to be applied.
func (d *Desk) trial(ctx context.Context, f *parcours.FileImport) (j *job, err error) {
	defer func() { err = errors.Join(err, d.unreadable(recover())) }()
	data, err := d.FileBytes(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	edits, err := d.ImportEdits(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	recognised, err := d.recall(ctx, f, data)
	if err != nil {
		return nil, err
	}
	o := d.options(*f, data, true)
	o.edits = edits
	j, err = d.open(o)
	f.Reading = j.reading()
	f.Reading.Recognised = recognised
	if err != nil {
		return nil, err
	}
	f.Choice.Kind, f.Choice.Mapping = f.Reading.Kind, j.saved("").Mapping
	return j, d.run(ctx, j)
}

// recall completes a choice by the saved mapping of its source, or of its headers
// when nothing was chosen; it returns the name of the source in the latter case.
func (d *Desk) recall(ctx context.Context, f *parcours.FileImport, data []byte) (recognised string, err error) {
	take := func(m parcours.SavedMapping) {
		f.Choice.Mapping = m.Mapping
		if f.Choice.Kind == "" {
			f.Choice.Kind = m.Kind
		}
	}
	if f.Choice.Mapping != nil || f.Choice.Kind != "" && f.Choice.Source == "" {
		return "", nil
	}
	if f.Choice.Source != "" {
		m, err := d.MappingOf(ctx, f.Choice.Source, "")
		if err == nil && (f.Choice.Kind == "" || f.Choice.Kind == m.Kind) {
			take(m)
		}
		if errors.Is(err, parcours.ErrNotFound) {
			err = nil
		}
		return "", err
	}
	t, err := readTable(data, readOptions{sheet: f.Choice.Sheet, score: headerScore(layouts())})
	if err != nil {
		return "", nil // said when it is read in earnest
	}
	for _, rec := range t.records[:min(len(t.records), headerWithin)] {
		if len(rec.cells) > maxCells {
			continue
		}
		m, err := d.MappingOf(ctx, "", headersKey(rec.cells))
		if errors.Is(err, parcours.ErrNotFound) {
			continue
		}
		if err == nil {
			take(m)
			f.Choice.Source = m.Source
		}
		return m.Source, err
	}
	return "", nil
}

// apply gives the rows of a file to the store, but those that an earlier run has
// written, and ends it.
func (d *Desk) apply(ctx context.Context, f parcours.FileImport) (err error) {
	defer func() { err = errors.Join(err, d.unreadable(recover())) }()
	data, err := d.FileBytes(ctx, f.ID)
	if err != nil {
		return err
	}
	o := d.options(f, data, false)
	if o.edits, err = d.ImportEdits(ctx, f.ID); err != nil {
		return err
	}
	if o.done, err = d.BeginApply(ctx, time.Now(), f.ID); err != nil {
		return err
	}
	j, err := d.open(o)
	if err != nil {
		return err
	}
	if err := d.run(ctx, j); err != nil {
		return fmt.Errorf("apply import: %w", err)
	}
	var rest []parcours.RowResult
	for i, result := range j.results.All() {
		if _, given := slices.BinarySearch(j.given, i); !given {
			rest = append(rest, result)
		}
	}
	return d.FinishImport(ctx, d.Now(), f.ID, rest)
}
