package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"

	"relais/parcours"
)

// Files keeps the files that are given to the console, sealed, and what became of
// their rows.
type Files interface {
	Spool
	Shelf
	Worklist
	// SaveMapping, MappingOf and Mappings keep what columns hold, by source.
	SaveMapping(ctx context.Context, now time.Time, actor parcours.Actor, m parcours.SavedMapping) error
	MappingOf(ctx context.Context, source, headersKey string) (parcours.SavedMapping, error)
	Mappings(ctx context.Context) ([]parcours.SavedMapping, error)
}

// Spool takes the bytes of a file in, chunk by chunk.
type Spool interface {
	ReceiveFile(ctx context.Context, now time.Time, actor parcours.Actor, name string) (string, error)
	SpoolFile(ctx context.Context, id string, n int, data []byte) error
	FileReceived(ctx context.Context, id, digest string, size int64) error
	FileBytes(ctx context.Context, id string) ([]byte, error)
}

// Shelf is what people see and decide of the files.
type Shelf interface {
	FileImports(ctx context.Context, actor parcours.Actor) ([]parcours.FileImport, error)
	FileImport(ctx context.Context, actor parcours.Actor, id string) (parcours.FileImport, error)
	AppliedBefore(ctx context.Context, actor parcours.Actor, f parcours.FileImport) (id string, at time.Time, err error)
	ImportRows(ctx context.Context, actor parcours.Actor, id string, filter parcours.RowFilter) ([]parcours.ImportedRow, error)
	ImportRow(ctx context.Context, actor parcours.Actor, id string, line int) (parcours.ImportedRow, error)
	ChooseImport(ctx context.Context, now time.Time, actor parcours.Actor, id string, c parcours.ImportChoice) error
	MendRow(ctx context.Context, now time.Time, actor parcours.Actor, id string, row parcours.ImportedRow) error
	ApplyImport(ctx context.Context, now time.Time, actor parcours.Actor, id string, version int64) error
	DropImport(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

// Worklist is what one node at a time works through.
type Worklist interface {
	NextImport(ctx context.Context, other string) (parcours.FileImport, error)
	BeginCheck(ctx context.Context, id string) error
	KeepChecked(ctx context.Context, id string, rows []parcours.ImportedRow) error
	EndCheck(ctx context.Context, f parcours.FileImport) error
	ImportEdits(ctx context.Context, id string) (map[int]parcours.RowEdit, error)
	BeginApply(ctx context.Context, process time.Time, id string) (map[int]parcours.RowOutcome, error)
	FinishImport(ctx context.Context, now time.Time, id string, rest []parcours.RowResult) error
	ExpireImports(ctx context.Context, now, unused, applied time.Time) (int, error)
}

// Desk takes files in from the console: it spools them, reads them on trial, has
// their rows mended, and applies them. Run does what waits; one node at a time runs it.
type Desk struct {
	// Intake reads the files and gives their rows to its Store.
	*Intake
	Files
	// MaxBytes and MaxRows bound one file; zero: DefaultMaxBytes and DefaultMaxRows.
	MaxBytes int64
	MaxRows  int
	// KeepFile is after how long without a decision a file is erased, KeepRows after
	// how long the account of the rows of one that was applied is.
	KeepFile, KeepRows time.Duration
	// Applied is called when a file was applied, such as to look for duplicates among the
	// people whom it brought. Nil: nothing more is done.
	Applied func(ctx context.Context, now time.Time) error
	Log     *slog.Logger

	wake    chan struct{}
	failed  string // the last that could not be worked on
	expired time.Time
}

// NewDesk returns a desk over files and the intake of their rows.
func NewDesk(in *Intake, files Files) *Desk {
	return &Desk{
		Intake: in, Files: files, KeepFile: 7 * 24 * time.Hour, KeepRows: 30 * 24 * time.Hour,
		Log: slog.New(slog.DiscardHandler), wake: make(chan struct{}, 1),
	}
}

// Limits returns how large a file may be, in bytes, and how many rows it may have.
func (d *Desk) Limits() (size int64, rows int) {
	return cmp.Or(d.MaxBytes, DefaultMaxBytes), cmp.Or(d.MaxRows, DefaultMaxRows)
}

// Kept returns how long files that wait, and the accounts of rows, are kept.
func (d *Desk) Kept() (file, rows time.Duration) { return d.KeepFile, d.KeepRows }

// spoolChunk is how much of a file is sealed at once.
const spoolChunk = 256 << 10

// Receive spools a file, sealed, and has it checked; it returns its id. Nothing of
// it is kept when it cannot be received whole. ErrInvalid for an empty file,
// ErrTooLarge for one beyond the limit.
func (d *Desk) Receive(ctx context.Context, actor parcours.Actor, name string, body io.Reader) (string, error) {
	id, err := d.ReceiveFile(ctx, d.Now(), actor, fileName(name))
	if err != nil {
		return "", err
	}
	if err := d.spool(ctx, id, body); err != nil {
		return "", errors.Join(err, d.DropImport(context.WithoutCancel(ctx), d.Now(), actor, id))
	}
	d.stir()
	return id, nil
}

func (d *Desk) spool(ctx context.Context, id string, body io.Reader) error {
	most, _ := d.Limits()
	digest, size, chunk := sha256.New(), int64(0), make([]byte, spoolChunk)
	for n := 0; ; n++ {
		read, err := io.ReadFull(body, chunk)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("receive file: %w", err)
		}
		if size += int64(read); size > most {
			return fmt.Errorf("receive file: %w", parcours.ErrTooLarge)
		}
		if read == 0 {
			break
		}
		digest.Write(chunk[:read])
		if err := d.SpoolFile(ctx, id, n, chunk[:read]); err != nil {
			return err
		}
	}
	if size == 0 {
		return fmt.Errorf("receive file: %w: it is empty", parcours.ErrInvalid)
	}
	return d.FileReceived(ctx, id, hex.EncodeToString(digest.Sum(nil)), size)
}

// fileName is the name of a file on one line, without folders.
func fileName(name string) string {
	const longest = 120
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	name = strings.TrimSpace(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest/2]) + "…" + string(runes[len(runes)-longest/2:])
	}
	if name == "" || name == "." || name == "/" {
		return "fichier"
	}
	return name
}

// Choose keeps how a file is to be read, under the name of its source when save,
// and has it checked again.
func (d *Desk) Choose(ctx context.Context, actor parcours.Actor, id string, c parcours.ImportChoice, save bool) error {
	f, err := d.FileImport(ctx, actor, id)
	if err != nil {
		return err
	}
	if _, known := ParseKind(c.Kind); !known && c.Kind != "" {
		return fmt.Errorf("%w: no such kind of file", parcours.ErrInvalid)
	}
	fields := Kind(c.Kind).Fields()
	for key, f := range c.Mapping {
		if f != "" && !slices.Contains(fields, f) {
			return fmt.Errorf("%w: no field for the column %q", parcours.ErrInvalid, key)
		}
	}
	if err := d.ChooseImport(ctx, d.Now(), actor, id, c); err != nil {
		return err
	}
	d.stir()
	if !save || c.Mapping == nil || parcours.SourceKey(c.Source) == "" {
		return nil
	}
	return d.SaveMapping(ctx, d.Now(), actor, parcours.SavedMapping{
		Source: c.Source, Kind: c.Kind, Mapping: c.Mapping, HeadersKey: f.Reading.HeadersKey,
	})
}

// Apply asks for a file to be applied as it stood at that version.
func (d *Desk) Apply(ctx context.Context, actor parcours.Actor, id string, version int64) error {
	if err := d.ApplyImport(ctx, d.Now(), actor, id, version); err != nil {
		return err
	}
	d.stir()
	return nil
}

// Await waits until nothing is to be done about a file without anybody, at most as
// long as most.
func (d *Desk) Await(ctx context.Context, actor parcours.Actor, id string, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		f, err := d.FileImport(ctx, actor, id)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil || !f.Waits() {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(40 * time.Millisecond):
		}
	}
}

// Drop gives a file up and erases it.
func (d *Desk) Drop(ctx context.Context, actor parcours.Actor, id string) error {
	return d.DropImport(ctx, d.Now(), actor, id)
}

// Mend changes one row of a checked file and checks that row again: its cells, by
// position, or that it is set aside. ErrInvalid for a cell that is not to be mended.
func (d *Desk) Mend(ctx context.Context, actor parcours.Actor, id string, line int, edit parcours.RowEdit) (parcours.ImportedRow, error) {
	f, err := d.FileImport(ctx, actor, id)
	if err != nil {
		return parcours.ImportedRow{}, err
	}
	if f.State != parcours.ImportChecked {
		return parcours.ImportedRow{}, fmt.Errorf("mend row: %w", parcours.ErrConflict)
	}
	row, err := d.ImportRow(ctx, actor, id, line)
	if err != nil {
		return row, err
	}
	open, cells := Mendable(row, f.Reading.Columns), map[int]string{}
	for at, text := range edit.Cells {
		_, before := row.Edit.Cells[at]
		if !before && !slices.Contains(open, at) || len([]rune(text)) > longestText {
			return row, fmt.Errorf("%w: that cell is not to be mended", parcours.ErrInvalid)
		}
		if at >= len(row.Cells) && text != "" || at < len(row.Cells) && text != row.Cells[at] {
			cells[at] = text
		}
	}
	row.Edit = parcours.RowEdit{Cells: cells, Excluded: edit.Excluded, Reason: oneLine(edit.Reason)}
	if row, err = d.recheck(ctx, f, row); err != nil {
		return row, err
	}
	return row, d.MendRow(ctx, d.Now(), actor, id, row)
}

// recheck reads one row on trial, through the path of whole files.
func (d *Desk) recheck(ctx context.Context, f parcours.FileImport, row parcours.ImportedRow) (_ parcours.ImportedRow, err error) {
	defer func() { err = errors.Join(err, d.unreadable(recover())) }()
	j, err := d.job(f, true)
	if err != nil {
		return row, err
	}
	header := record{line: f.Reading.HeaderLine}
	for _, c := range f.Reading.Columns {
		header.cells = append(header.cells, c.Header)
	}
	rec := record{line: row.Line, cells: row.Cells, problem: row.Uncut}
	known := mapped(layouts(), f.Choice.Mapping)
	if j.layout, j.columns, err = recognise(known, header, nil, Kind(f.Reading.Kind)); err != nil {
		return row, err
	}
	j.table = &table{format: f.Reading.Format}
	j.header, j.rows, j.results = header, []record{rec}, newResults(1, false)
	j.options.edits = map[int]parcours.RowEdit{row.Line: row.Edit}
	j.report.Kind, j.batch = j.layout.kind, parcours.ImportBatch{ID: f.ID, Kind: string(j.layout.kind), FileName: f.FileName}
	j.reader = reader{rules: d.Rules, now: d.Now(), territory: oneLine(f.Choice.Territory)}
	if err := d.run(ctx, j); err != nil {
		return row, err
	}
	row.RowResult = j.results.At(0)
	return row, nil
}

// job is an empty job of a file.
func (d *Desk) job(f parcours.FileImport, dryRun bool) (*job, error) {
	if f.Reading.Kind == "" {
		return nil, fmt.Errorf("mend row: %w: the file is not read", parcours.ErrInvalid)
	}
	return &job{options: d.options(f, nil, dryRun)}, nil
}

// options are those of a whole file.
func (d *Desk) options(f parcours.FileImport, data []byte, dryRun bool) Options {
	size, rows := d.Limits()
	return Options{
		Reader: bytes.NewReader(data), Name: f.FileName, Kind: Kind(f.Choice.Kind), Source: f.Choice.Source, Sheet: f.Choice.Sheet,
		Territory: f.Choice.Territory, Mapping: f.Choice.Mapping, DryRun: dryRun, MaxBytes: size, MaxRows: rows, id: f.ID,
	}
}

// unreadable is the refusal of a file on which reading panicked; nil without panic.
func (d *Desk) unreadable(cause any) error {
	if cause == nil {
		return nil
	}
	d.Log.Error("reading a file panicked", "panic", fmt.Sprintf("%T", cause), "stack", string(debug.Stack()))
	return &Refused{What: "ce fichier ne peut pas être lu jusqu'au bout.", Mend: whatIsRead}
}
