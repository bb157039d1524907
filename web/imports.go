package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"relais/parcours"
)

// Imports takes files in and has them read, mended and applied. Only the coordinator
// gives files; anybody else is told that there are none.
type Imports interface {
	ImportFiles
	ImportSteps
	// Limits is how large a file may be, in bytes, and how many rows it may have.
	Limits() (size int64, rows int)
	// Kept is how long a file waits for a decision, and how long the account of its
	// rows is kept once it is applied.
	Kept() (file, rows time.Duration)
	// ImportKinds lists the kinds of file, and ImportFields the fields of one.
	ImportKinds() []string
	ImportFields(kind string) []string
}

// ImportFiles is what there is to see of files.
type ImportFiles interface {
	FileImports(ctx context.Context, actor parcours.Actor) ([]parcours.FileImport, error)
	FileImport(ctx context.Context, actor parcours.Actor, id string) (parcours.FileImport, error)
	AppliedBefore(ctx context.Context, actor parcours.Actor, f parcours.FileImport) (id string, at time.Time, err error)
	ImportRows(ctx context.Context, actor parcours.Actor, id string, filter parcours.RowFilter) ([]parcours.ImportedRow, error)
	ImportRow(ctx context.Context, actor parcours.Actor, id string, line int) (parcours.ImportedRow, error)
	// Mappings are those that were saved, by source.
	Mappings(ctx context.Context) ([]parcours.SavedMapping, error)
	// MendableCells are the positions of the cells of a row that may be mended.
	MendableCells(row parcours.ImportedRow, columns []parcours.FileColumn) []int
	WriteRefused(ctx context.Context, actor parcours.Actor, w io.Writer, f parcours.FileImport) error
}

// ImportSteps is what may be decided about a file.
type ImportSteps interface {
	// Receive answers ErrTooLarge, and ErrInvalid for an empty file.
	Receive(ctx context.Context, actor parcours.Actor, name string, body io.Reader) (id string, err error)
	// Await waits, at most as long, until nothing is being done about a file.
	Await(ctx context.Context, actor parcours.Actor, id string, most time.Duration) error
	Choose(ctx context.Context, actor parcours.Actor, id string, c parcours.ImportChoice, save bool) error
	Mend(ctx context.Context, actor parcours.Actor, id string, line int, edit parcours.RowEdit) (parcours.ImportedRow, error)
	Apply(ctx context.Context, actor parcours.Actor, id string, version int64) error
	Drop(ctx context.Context, actor parcours.Actor, id string) error
}

// What the audit keeps of imports; the subject is the id of the file, and the line
// of a row.
const (
	accessImports      = "read_imports"
	accessImport       = "read_import"
	accessGiveFile     = "give_import"
	accessMapImport    = "map_import"
	accessMendImport   = "mend_import"
	accessApplyImport  = "apply_import"
	accessDropImport   = "drop_import"
	accessExportImport = "export_import"
)

const (
	// givenFiles is how many files may be given at once.
	givenFiles = 10
	// giveWithin bounds a transfer: a slow line takes minutes for a large file.
	giveWithin = 10 * time.Minute
	// awaitImport is how long an answer waits for what most files take.
	awaitImport = 2 * time.Second
	// formSlack is what a form adds to the files that it carries.
	formSlack = 64 << 10
)

// importsPage lists the files and takes new ones in.
type importsPage struct {
	page
	// Waiting wait for somebody's decision, or are being worked on; Past are settled.
	Pending, Past []parcours.FileImport
	Sources       []parcours.SavedMapping
	MostBytes     int
	MostRows      int
	MostFiles     int
	KeptDays      int
}

func (s *Server) showImports(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	files, err := s.imports.FileImports(r.Context(), v.actor)
	if err != nil {
		return fmt.Errorf("read imports: %w", err)
	}
	size, rows := s.imports.Limits()
	kept, _ := s.imports.Kept()
	shown := importsPage{
		page: s.page(v, "imports.title", "imports"), MostBytes: int(size >> 20), MostRows: rows, MostFiles: givenFiles, KeptDays: days(kept),
	}
	if shown.Sources, err = s.imports.Mappings(r.Context()); err != nil {
		return fmt.Errorf("read mappings: %w", err)
	}
	for _, f := range files {
		switch {
		case f.State == parcours.ImportReceiving:
		case f.Settled():
			shown.Past = append(shown.Past, f)
		default:
			shown.Pending = append(shown.Pending, f)
		}
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessImports, "imports"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "imports", shown)
}

// days is a duration in whole days, for people.
func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

// giveFiles spools the files of a form while they arrive.
func (s *Server) giveFiles(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	// A transfer may take longer than any other request; what does not support a
	// deadline has none.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(giveWithin))
	form, err := r.MultipartReader()
	if err != nil {
		return fmt.Errorf("%w: the form carries no file", parcours.ErrInvalid)
	}
	var given []string
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.transferFailed(w, r, err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if len(given) == givenFiles {
			return s.done(w, r, "flash.import_too_many", "/imports")
		}
		id, err := s.imports.Receive(r.Context(), v.actor, part.FileName(), part)
		switch {
		case errors.Is(err, parcours.ErrTooLarge):
			return s.done(w, r, "flash.import_too_large", "/imports")
		case errors.Is(err, parcours.ErrInvalid):
			return s.done(w, r, "flash.import_empty", "/imports")
		case err != nil:
			return s.transferFailed(w, r, err)
		}
		if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessGiveFile, id); err != nil {
			return fmt.Errorf("keep who gave the file: %w", err)
		}
		given = append(given, id)
	}
	switch len(given) {
	case 0:
		return s.done(w, r, "flash.import_no_file", "/imports")
	case 1:
		if err := s.imports.Await(r.Context(), v.actor, given[0], awaitImport); err != nil {
			return fmt.Errorf("await the check: %w", err)
		}
		return s.done(w, r, "flash.import_given", "/imports/"+given[0])
	}
	return s.done(w, r, "flash.imports_given", "/imports")
}

// transferFailed tells a body beyond the limit, or cut short, from a fault of ours.
func (s *Server) transferFailed(w http.ResponseWriter, r *http.Request, err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return s.done(w, r, "flash.import_too_large", "/imports")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || r.Context().Err() != nil {
		return fmt.Errorf("%w: the transfer was cut short", parcours.ErrInvalid)
	}
	return fmt.Errorf("receive a file: %w", err)
}

// filesLimit bounds the body that brings files.
func (s *Server) filesLimit() int64 {
	if s.imports == nil {
		return formBodyLimit
	}
	size, _ := s.imports.Limits()
	return givenFiles*size + formSlack
}

func (s *Server) applyImport(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	id := r.PathValue("import")
	version, err := wholeNumber(r.PostFormValue("version"))
	if err != nil {
		return err
	}
	if err := s.imports.Apply(r.Context(), v.actor, id, int64(version)); err != nil {
		return fmt.Errorf("apply import: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessApplyImport, id); err != nil {
		return fmt.Errorf("keep who applied: %w", err)
	}
	if err := s.imports.Await(r.Context(), v.actor, id, awaitImport); err != nil {
		return fmt.Errorf("await the import: %w", err)
	}
	return s.done(w, r, "flash.import_applied", "/imports/"+id)
}

func (s *Server) dropImport(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	id := r.PathValue("import")
	if err := s.imports.Drop(r.Context(), v.actor, id); err != nil {
		return fmt.Errorf("drop import: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessDropImport, id); err != nil {
		return fmt.Errorf("keep who dropped: %w", err)
	}
	return s.done(w, r, "flash.import_dropped", "/imports")
}
