package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/schollz/progressbar/v3"

	"relais/intake"
	"relais/parcours"
	"relais/store"
)

// importCommand gives files to intake, in the order of the command line.
type importCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
	weeklySettings   `embed:""`

	Files     []string `arg:"" name:"file" help:"CSV or XLSX files, of people, referents, slots, activities or CNAF contacts, told from their headers; or the CNAF's flux of beneficiaries (XML)."`
	Source    string   `placeholder:"NAME" help:"Where the files come from, kept with the import; what was saved of the columns of that source is applied. people, referents, slots, activities or contacts imposes the kind."`
	Map       []string `placeholder:"COLUMN=FIELD" sep:"none" help:"What a column holds, when its header does not tell; no FIELD: it is not read. Repeatable, and saved for the --source once a file was imported so."`
	Sheet     string   `placeholder:"NAME" help:"Sheet of a workbook; the first one otherwise."`
	Territory string   `placeholder:"NAME" help:"Territory of the rows that name none."`
	MaxMB     int64    `name:"max-mb" default:"128" help:"Largest file that is read, in MB; a flux has no limit."`
	MaxRows   int      `default:"300000" help:"Rows that a file may have; a flux has no limit."`
	DryRun    bool     `help:"Say what would be written, and write nothing."`
	Report    string   `placeholder:"FILE" help:"Write the account of every row to FILE: .json, or .csv for a spreadsheet."`
}

// Run imports each file and prints what became of its rows.
func (c *importCommand) Run(ctx context.Context, out *output) error {
	if c.onSQLite() {
		if err := makeDataDirectory(c.Database); err != nil {
			return err
		}
	}
	c.CacheKB = importCacheKB
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings, c.weeklySettings.apply)
	if err != nil {
		return err
	}
	defer db.Close()
	read, err := c.columns(ctx, db)
	if err != nil {
		return err
	}
	boundMemory()
	chunk, rest := importChunk, time.Duration(0)
	if c.onSQLite() && served(c.Database) {
		chunk, rest = 0, importRest
	}
	in := &intake.Intake{Store: db, Flux: db, Rules: rules, Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	refused, changed := false, false
	for i, path := range c.Files {
		report, err := in.Import(ctx, intake.Options{
			Path: path, Kind: read.Kind, Mapping: read.Mapping, Map: read.Map, Source: c.Source, Sheet: c.Sheet, Territory: c.Territory, DryRun: c.DryRun,
			MaxBytes: c.MaxMB << 20, MaxRows: c.MaxRows, Chunk: chunk, Rest: rest, Progress: progress(out, filepath.Base(path)),
		})
		if whole, ok := errors.AsType[*intake.Refused](err); ok {
			fmt.Fprintln(out.stderr, "relais:", whole.Error())
			refused = true
			continue
		}
		if report.Results.Len() > 0 || err == nil {
			if written := c.write(out, report, i); written != nil {
				return errors.Join(err, written)
			}
		}
		if err != nil {
			return fmt.Errorf("import %s: %w", path, err)
		}
		refused = refused || report.Refused()
		changed = changed || !c.DryRun && report.Counts[parcours.RowCreated]+report.Counts[parcours.RowUpdated] > 0
		if len(read.Map) > 0 && c.Source != "" && !c.DryRun {
			if err := db.SaveMapping(ctx, time.Now(), commandActor("import"), report.Mapping); err != nil {
				return err
			}
		}
	}
	if changed {
		if err := tellDuplicates(ctx, db, out); err != nil {
			return err
		}
	}
	if refused {
		return errRefused
	}
	return nil
}

// tellDuplicates looks for people who are probably one, among all, and says how many
// are new. What the rows took is given back first: sorting everybody takes as much.
func tellDuplicates(ctx context.Context, db *store.Store, out *output) error {
	debug.FreeOSMemory()
	found, err := db.FindDuplicatePeople(ctx, time.Now())
	if err == nil && found > 0 {
		fmt.Fprintf(out.stderr, "Doublons probables à examiner : %d (relais duplicates, ou la page Doublons de la console)\n", found)
	}
	return err
}

// importMemory is what an import keeps the heap to, so that it stays small beside a
// service on the same machine: the collector works more instead.
const importMemory = 80 << 20

// importChunk is how many rows share a transaction where nobody waits for the
// database. A service that runs beside is let in between small ones for importRest: it
// looks again every few milliseconds, every 25 once it has waited a little.
const (
	importChunk = 2048
	importRest  = 25 * time.Millisecond
)

// importCacheKB is what it keeps of a SQLite file: keyed digests come in no order, so
// that each row touches pages all over the indexes.
const importCacheKB = 12_000

func boundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(importMemory)
	}
}

// columns are what is known of the columns of the files: what was saved of their
// source, then what the command line says.
func (c *importCommand) columns(ctx context.Context, db *store.Store) (intake.Options, error) {
	said, err := intake.ParseMapping(c.Map)
	if err != nil {
		return intake.Options{}, fmt.Errorf("--map: %w", err)
	}
	read := intake.Options{Map: said}
	saved, err := db.MappingOf(ctx, c.Source, "")
	if errors.Is(err, parcours.ErrNotFound) {
		return read, nil
	}
	read.Kind, read.Mapping = intake.Kind(saved.Kind), saved.Mapping
	return read, err
}

// write prints the report of one file, and keeps it where --report says.
func (c *importCommand) write(out *output, report intake.Report, i int) error {
	if err := report.WriteTable(out.stdout); err != nil {
		return err
	}
	if c.Report == "" {
		return nil
	}
	// it quotes what the rows say: for its owner only
	file, err := os.OpenFile(c.reportPath(i), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	if strings.EqualFold(filepath.Ext(c.Report), ".json") {
		err = report.WriteJSON(file)
	} else {
		err = report.WriteCSV(file)
	}
	return errors.Join(err, file.Close())
}

// reportPath is where the report of file i goes: FILE, FILE-2, FILE-3…
func (c *importCommand) reportPath(i int) string {
	if i == 0 {
		return c.Report
	}
	ext := filepath.Ext(c.Report)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(c.Report, ext), i+1, ext)
}

// progress shows how far an import is, on a terminal only.
func progress(out *output, name string) func(done, total int) {
	terminal := out.terminal()
	if terminal == nil {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(terminal), progressbar.OptionSetDescription(name),
				progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
		}
		_ = bar.Set(done)
	}
}
