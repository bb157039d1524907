package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
)

// longestReason bounds why a row is set aside, in characters.
const longestReason = 200

// mapImport keeps what somebody says of the file: its kind, its sheet, what each
// column holds. A change of kind or of sheet has the columns recognised anew.
func (s *Server) mapImport(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	ctx, id := r.Context(), r.PathValue("import")
	f, err := s.imports.FileImport(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read import: %w", err)
	}
	choice := parcours.ImportChoice{
		Kind: r.PostFormValue("kind"), Source: strings.TrimSpace(r.PostFormValue("source")), Sheet: r.PostFormValue("sheet"), Territory: strings.TrimSpace(r.PostFormValue("territory")),
	}
	if choice.Kind == f.Reading.Kind && (choice.Sheet == "" || choice.Sheet == f.Reading.Sheet) {
		choice.Mapping = parcours.ColumnMapping{}
		for i, c := range f.Reading.Columns {
			choice.Mapping[c.Key] = r.PostFormValue("column-" + strconv.Itoa(i))
		}
	}
	save := r.PostFormValue("save") != ""
	if err := s.imports.Choose(ctx, v.actor, id, choice, save); err != nil {
		return fmt.Errorf("choose columns: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessMapImport, id); err != nil {
		return fmt.Errorf("keep who chose: %w", err)
	}
	if err := s.imports.Await(ctx, v.actor, id, awaitImport); err != nil {
		return fmt.Errorf("await the check: %w", err)
	}
	flash := "flash.import_mapped"
	if save && choice.Mapping != nil && choice.Source != "" {
		flash = "flash.import_mapping_saved"
	}
	return s.done(w, r, flash, "/imports/"+id)
}

// mendRow changes one row: its faulty cells, that it is set aside, or that it is as
// the file says.
func (s *Server) mendRow(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	ctx, id := r.Context(), r.PathValue("import")
	line, err := strconv.Atoi(r.PathValue("line"))
	if err != nil {
		return parcours.ErrNotFound
	}
	row, err := s.imports.ImportRow(ctx, v.actor, id, line)
	if err != nil {
		return fmt.Errorf("read row: %w", err)
	}
	edit := parcours.RowEdit{Cells: maps.Clone(row.Edit.Cells)}
	flash := "flash.import_row_mended"
	switch step := r.PathValue("step"); step {
	case "correction":
		if edit.Cells, err = mendedCells(r, edit.Cells); err != nil {
			return err
		}
	case "exclusion":
		flash = "flash.import_row_excluded"
		edit.Excluded, edit.Reason = true, strings.Join(strings.Fields(r.PostFormValue("reason")), " ")
		if edit.Reason == "" || len([]rune(edit.Reason)) > longestReason {
			return fmt.Errorf("%w: say why the row is set aside, in %d characters", parcours.ErrInvalid, longestReason)
		}
	case "retour":
		flash = "flash.import_row_restored"
		if !row.Edit.Excluded {
			edit.Cells = nil
		}
	default:
		return parcours.ErrNotFound
	}
	after, err := s.imports.Mend(ctx, v.actor, id, line, edit)
	if err != nil {
		return fmt.Errorf("mend row: %w", err)
	}
	if r.PathValue("step") == "correction" && (after.Outcome == parcours.RowError || after.Outcome == parcours.RowConflict) {
		flash = "flash.import_row_still_wrong"
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessMendImport, id+" "+strconv.Itoa(line)); err != nil {
		return fmt.Errorf("keep who mended: %w", err)
	}
	to := importAddress(id, parcours.RowOutcome(r.PostFormValue("shown")), 0)
	return s.done(w, r, flash, to+"#rows")
}

// mendedCells are the cells of the form over those mended before.
func mendedCells(r *http.Request, cells map[int]string) (map[int]string, error) {
	mended := map[int]string{}
	maps.Copy(mended, cells)
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		position, ok := strings.CutPrefix(name, "cell-")
		if !ok {
			continue
		}
		at, err := wholeNumber(position)
		if err != nil {
			return nil, err
		}
		mended[at] = strings.TrimSpace(r.PostFormValue(name))
	}
	return mended, nil
}

// exportRefused hands the refused rows over for a spreadsheet, once it is kept who
// took them.
func (s *Server) exportRefused(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.imports == nil {
		return parcours.ErrNotFound
	}
	ctx, id := r.Context(), r.PathValue("import")
	f, err := s.imports.FileImport(ctx, v.actor, id)
	if err != nil {
		return fmt.Errorf("read import: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessExportImport, id); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	var body bytes.Buffer
	if err := s.imports.WriteRefused(ctx, v.actor, &body, f); err != nil {
		return fmt.Errorf("write refused rows: %w", err)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "lignes-refusees-"+parcours.DateOf(f.ReceivedAt, s.rules.Zone).String()+".csv"))
	_, err = w.Write(body.Bytes())
	return err
}
