package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// Store writes rows that were read. Each call is given rows in the order of the
// file and answers one result per row, in the same order; each row is written
// whole or not at all, and a row that cannot be written is a result, not an
// error. With dryRun it answers the same and writes nothing.
type Store interface {
	ImportPeople(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.PersonRow, dryRun bool) ([]parcours.RowResult, error)
	ImportProfessionals(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ProfessionalRow, dryRun bool) ([]parcours.RowResult, error)
	ImportSlots(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.SlotRow, dryRun bool) ([]parcours.RowResult, error)
	ImportActivities(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ActivityRow, dryRun bool) ([]parcours.RowResult, error)
	ImportContacts(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ContactRow, dryRun bool) ([]parcours.RowResult, error)
}

// Intake imports files.
type Intake struct {
	Store Store
	// Flux takes the CNAF's flux; nil where none is read.
	Flux  FluxStore
	Rules parcours.Rules
	// Now is the business time: birth dates and slots are judged by it.
	Now func() time.Time
	// NewID names a batch.
	NewID func() string
}

// Options says which file to import, and how.
type Options struct {
	// Path of the file, unless Reader is set.
	Path string
	// Reader gives the bytes of the file, and Name its name.
	Reader io.Reader
	Name   string
	// Kind of file; when empty, Source when it names a kind, else what the headers tell.
	Kind Kind
	// Source is where the file comes from, kept with the batch. The name of a
	// kind (people, referents, slots, activities) imposes that kind.
	Source string
	// Sheet of a workbook; the first when empty.
	Sheet string
	// Mapping says what columns hold, for the files of a source: columns that this
	// file lacks do not matter. Map says it of this very file: a column that it lacks,
	// or a field that its kind lacks, refuses it.
	Mapping, Map parcours.ColumnMapping
	// Territory of the rows that name none; may be empty.
	Territory string
	// DryRun reads, matches and reports as usual and writes nothing.
	DryRun bool
	// NamePeople has the results say whom each row is about.
	NamePeople bool
	// MaxBytes and MaxRows are guards; zero means DefaultMaxBytes and DefaultMaxRows.
	MaxBytes int64
	MaxRows  int
	// edits are what somebody changed about rows, by line.
	edits map[int]parcours.RowEdit
	// done are the rows that an earlier run of the same import has written, by line.
	done map[int]parcours.RowOutcome
	// id of the batch, when its rows are tracked.
	id string
	// territoryID is the only territory whose people the rows may touch, empty for all.
	territoryID string

	// Chunk is how many rows are written together, 300 when zero: more is faster, and
	// whoever else writes waits longer. Rest is how long they are let in after each.
	Chunk int
	Rest  time.Duration

	// Progress, when set, is told how many rows of how many have their outcome; of a
	// flux, how many kilobytes of how many were read.
	Progress func(done, total int)
}

// chunkRows is how many rows the store is given at once unless Options say otherwise,
// so that the progress moves and nobody else waits long for the database.
const chunkRows = 300

// chunk is how many rows are written together.
func (o *Options) chunk() int { return cmp.Or(o.Chunk, chunkRows) }

// rest lets those in who wait for the database.
func (o *Options) rest(ctx context.Context) error {
	if o.Rest > 0 {
		select {
		case <-time.After(o.Rest):
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// Import reads a file and gives its rows to the store. A file that cannot be
// read as a whole is Refused and writes nothing. When the store fails midway,
// the report still accounts for every row, and the error says why it stopped.
func (in *Intake) Import(ctx context.Context, o Options) (Report, error) {
	file, err := openFlux(o)
	if err != nil {
		return Report{}, err
	}
	if file != nil {
		defer file.Close()
		return in.importFlux(ctx, o, file, filepath.Base(o.Path))
	}
	j, err := in.open(o)
	if err != nil {
		return Report{}, err
	}
	err = in.run(ctx, j)
	return j.report, err
}

// run gives the rows of a job to the store, and accounts for each.
func (in *Intake) run(ctx context.Context, j *job) (err error) {
	switch j.report.Kind {
	case People:
		err = importRows(ctx, j, j.reader.person, personKeys, in.Store.ImportPeople)
	case Referents:
		err = importRows(ctx, j, j.reader.professional, professionalKeys, in.Store.ImportProfessionals)
	case Slots:
		err = importRows(ctx, j, j.reader.slot, slotKeys, in.Store.ImportSlots)
	case Activities:
		err = importRows(ctx, j, j.reader.activity, activityKeys, in.Store.ImportActivities)
	case Contacts:
		err = importRows(ctx, j, j.reader.dossierContact, contactKeys, in.Store.ImportContacts)
	}
	j.close()
	return err
}

// job is one file being imported.
type job struct {
	options Options
	batch   parcours.ImportBatch
	reader  reader
	layout  layout
	columns columns
	table   *table
	header  record
	rows    []record
	// results of the rows, by position; one without outcome is not decided yet.
	results Results
	// given are the positions of the rows that the store decides.
	given  []int
	report Report
}

// open reads a file up to its rows, or refuses it; of a refused one it returns as
// much as could be read.
func (in *Intake) open(o Options) (*job, error) {
	data, name, err := slurp(o, cmp.Or(o.MaxBytes, DefaultMaxBytes))
	if err != nil {
		return &job{}, err
	}
	digest := sha256.Sum256(data)
	j, err := in.read(o, data)
	if refused, ok := errors.AsType[*Refused](err); ok {
		refused.File = name
		return j, refused
	} else if err != nil {
		return j, fmt.Errorf("read %s: %w", name, err)
	}
	j.batch.FileName, j.batch.Digest = name, hex.EncodeToString(digest[:])
	j.batch.ID, j.batch.Tracked = o.id, o.id != ""
	if o.id == "" {
		j.batch.ID = in.NewID()
	}
	j.report.File = name
	return j, nil
}

func (in *Intake) read(o Options, data []byte) (*job, error) {
	known := mapped(layouts(), o.Mapping, o.Map)
	j := &job{options: o, table: &table{}}
	t, err := readTable(data, readOptions{sheet: o.Sheet, score: headerScore(known)})
	if t != nil {
		j.table = t
	}
	if err != nil {
		return j, err
	}
	if len(t.records) == 0 {
		return j, &Refused{What: "le fichier est vide.", Mend: "L'exporter à nouveau, avec sa ligne d'en-têtes."}
	}
	imposed := o.Kind
	if named, ok := ParseKind(o.Source); imposed == "" && ok {
		imposed = named
	}
	at := findHeader(t.records, known)
	j.header, j.rows = t.records[at], t.records[at+1:]
	j.layout, j.columns, err = recognise(known, j.header, j.rows, imposed)
	if wrong := j.checkMap(known); wrong != nil { // it explains what is missing
		return j, wrong
	}
	if err != nil {
		return j, err
	}
	if err := checkRows(j.columns, j.rows, cmp.Or(o.MaxRows, DefaultMaxRows)); err != nil {
		return j, err
	}
	j.reader = reader{rules: in.Rules, now: in.Now(), territory: oneLine(o.Territory)}
	j.batch = parcours.ImportBatch{Source: o.Source, Kind: string(j.layout.kind), TerritoryID: o.territoryID}
	j.results = newResults(len(j.rows), o.NamePeople)
	j.report = Report{
		Kind: j.layout.kind, Source: o.Source, DryRun: o.DryRun,
		Format: t.format, Sheet: t.sheet, Encoding: t.encoding, Delimiter: t.delimiter,
		HeaderLine: j.header.line, UnknownColumns: j.columns.unknown(), Mapping: j.saved(o.Source),
	}
	return j, nil
}

func checkRows(c columns, rows []record, most int) error {
	if len(rows) == 0 {
		return &Refused{What: "le fichier n'a qu'une ligne d'en-têtes, sans aucune ligne à reprendre.", Headers: c.header, Mend: "L'exporter à nouveau avec ses lignes."}
	}
	if len(rows) > most {
		return &Refused{
			What: fmt.Sprintf("le fichier a %d lignes ; Relais en lit %d au plus.", len(rows), most),
			Mend: "Le couper en plusieurs fichiers qui portent chacun la ligne d'en-têtes.",
		}
	}
	return nil
}

// importRows reads the rows of a job, decides those that cannot be written, and
// gives the others to the store in the order of the file. Rows are read as they are
// given, so that a large file is never held in memory as people.
func importRows[R any](ctx context.Context, j *job, read func(*row) R, keys func(R) []string,
	store func(context.Context, time.Time, parcours.ImportBatch, []R, bool) ([]parcours.RowResult, error),
) error {
	undecided := j.undecided()
	settled := len(j.rows) - len(undecided)
	j.progress(settled)
	names := func(i int) []string { typed, _ := readRow(j, undecided[i], read); return keys(typed) }
	chunks := func(yield func(typedRows[R]) bool) {
		for _, chunk := range j.chunks(len(undecided), names) {
			if !yield(readRows(j, undecided, chunk, read)) {
				return
			}
		}
	}
	err := ahead(ctx, chunks, func(t typedRows[R]) error {
		err := give(ctx, j, t, store)
		for i, result := range t.results {
			j.results.set(t.places[i], result)
		}
		if err != nil {
			return err
		}
		settled += len(t.places)
		j.progress(settled)
		if err := j.options.rest(ctx); err != nil && settled < len(j.rows) {
			return fmt.Errorf("import %s: %w", j.report.File, err)
		}
		return nil
	})
	slices.Sort(j.given)
	return err
}

// give has the store decide rows.
func give[R any](ctx context.Context, j *job, t typedRows[R],
	store func(context.Context, time.Time, parcours.ImportBatch, []R, bool) ([]parcours.RowResult, error),
) error {
	err := t.decide(func(rows []R) ([]parcours.RowResult, error) {
		return store(ctx, j.reader.now, j.batch, rows, j.options.DryRun)
	})
	if err != nil {
		return fmt.Errorf("import rows %d to %d: %w", t.results[0].Line, t.results[len(t.results)-1].Line, err)
	}
	for _, k := range t.given {
		j.given = append(j.given, t.places[k])
	}
	return nil
}

// typedRows are rows that were read, and the place of each in the file.
type typedRows[R any] struct {
	portion[R]
	places []int
}

func readRows[R any](j *job, undecided, chunk []int, read func(*row) R) typedRows[R] {
	t := typedRows[R]{portion[R]{results: make([]parcours.RowResult, 0, len(chunk))}, make([]int, 0, len(chunk))}
	for _, i := range chunk {
		at := undecided[i]
		typed, r := readRow(j, at, read)
		result := parcours.RowResult{Line: j.rows[at].line, Warnings: r.warnings}
		if len(r.problems) > 0 {
			result.Outcome, result.Problems = parcours.RowError, r.problems
		}
		t.add(result, typed)
		t.places = append(t.places, at)
	}
	return t
}

// readRow reads the row at a position.
func readRow[R any](j *job, at int, read func(*row) R) (R, *row) {
	rec := j.rows[at].cut()
	rec = rec.edited(j.options.edits[rec.line])
	r := &row{record: rec, columns: j.columns, numbers: j.table.format == "xlsx", date1904: j.table.date1904}
	return read(r), r
}

// undecided are the positions of the rows that have to be read.
func (j *job) undecided() []int {
	var left []int
	first := make(map[rowDigest]int32, len(j.rows))
	for i, rec := range j.rows {
		rec = rec.cut()
		rec = rec.edited(j.options.edits[rec.line])
		result := j.decide(rec, first)
		if outcome, done := j.options.done[rec.line]; done && result.Outcome == "" {
			result.Outcome = outcome
		}
		j.results.set(i, result)
		if result.Outcome == "" {
			left = append(left, i)
		}
	}
	return left
}

// rowDigest stands for what a row says: no two rows that differ share one. Half of a
// SHA-256 is enough for that, and a large file has many.
type rowDigest [sha256.Size / 2]byte

// chunks are the positions of n rows, cut so that nobody else waits long for the
// database: in the order of the file, or for a trial by who they are about.
func (j *job) chunks(n int, keys func(i int) []string) [][]int {
	size := j.options.chunk()
	if !j.options.DryRun {
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		return slices.Collect(slices.Chunk(all, size))
	}
	names := make([][]string, n)
	for i := range names {
		names[i] = keys(i)
	}
	return trialGroups(names, size)
}

// decide settles the rows that need no reading: those that somebody set aside,
// that could not be cut into cells, that have more cells than the header, that
// repeat the header, or that are exactly equal to an earlier one.
func (j *job) decide(rec record, first map[rowDigest]int32) parcours.RowResult {
	result := parcours.RowResult{Line: rec.line}
	if edit := j.options.edits[rec.line]; edit.Excluded {
		result.Outcome, result.Problems = parcours.RowIgnored, []parcours.Problem{setAside(edit)}
		return result
	}
	cells := make([]string, len(rec.cells))
	for k, cell := range rec.cells {
		cells[k] = tidy(cell)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	sum := sha256.Sum256([]byte(strings.Join(cells, "\x00")))
	key := rowDigest(sum[:])
	if line, again := first[key]; again {
		result.Outcome = parcours.RowIgnored
		result.Problems = []parcours.Problem{{What: fmt.Sprintf("Doublon exact de la ligne %d.", line)}}
		return result
	}
	first[key] = int32(rec.line)
	switch {
	case rec.problem != nil:
		result.Outcome, result.Problems = parcours.RowError, []parcours.Problem{*rec.problem}
	case j.columns.repeatedBy(cells):
		result.Outcome = parcours.RowIgnored
		result.Problems = []parcours.Problem{{What: "La ligne d'en-têtes est répétée."}}
	case len(cells) > len(j.columns.header):
		result.Outcome = parcours.RowError
		result.Problems = []parcours.Problem{{
			What: fmt.Sprintf("La ligne a %d cellules et l'en-tête %d : les valeurs sont peut-être décalées.", len(cells), len(j.columns.header)),
			Mend: "Mettre entre guillemets la cellule qui contient le séparateur, ou vider les cellules en trop.",
		}}
	}
	return result
}

func (j *job) progress(done int) {
	if j.options.Progress != nil {
		j.options.Progress(done, len(j.rows))
	}
}

// close fills the report.
func (j *job) close() { j.report.account(j.results) }

// account fills in what became of the rows: each has an outcome, and the counts add up.
func (r *Report) account(results Results) {
	r.Rows, r.Counts = results.Len(), results.settle()
	r.Results = results
}
