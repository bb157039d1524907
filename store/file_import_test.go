package store_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func spooled(t *testing.T, s *store.Store, chunks ...string) string {
	t.Helper()
	id, err := s.ReceiveFile(t.Context(), monday, coordinating(), "export.csv")
	if err != nil {
		t.Fatal(err)
	}
	for n, chunk := range chunks {
		if err := s.SpoolFile(t.Context(), id, n, []byte(chunk)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.FileReceived(t.Context(), id, "digest", 10); err != nil {
		t.Fatal(err)
	}
	return id
}

// checked is a file of which two people were read on trial.
func checked(t *testing.T, s *store.Store) parcours.FileImport {
	t.Helper()
	id := spooled(t, s, "Nom;", "QUILLIEN")
	f, err := s.NextImport(t.Context(), "")
	if err != nil || f.ID != id {
		t.Fatalf("got %+v, %v", f, err)
	}
	f.State, f.Rows = parcours.ImportChecked, 2
	f.Reading = parcours.FileReading{Kind: "people", Columns: []parcours.FileColumn{{Header: "Nom", Key: "nom", Field: "last_name", Samples: []string{"QUILLIEN"}}}}
	f.Choice = parcours.ImportChoice{Kind: "people", Mapping: parcours.ColumnMapping{"nom": "last_name"}}
	rows := []parcours.ImportedRow{
		{RowResult: parcours.RowResult{Line: 2, Outcome: parcours.RowCreated, Warnings: []parcours.Problem{{What: "La civilité manque."}}}, Cells: []string{"QUILLIEN"}},
		{RowResult: parcours.RowResult{Line: 3, Outcome: parcours.RowError, Problems: []parcours.Problem{{Column: "Nom", What: "Le nom manque."}}}, Cells: []string{""}},
	}
	for _, err := range []error{s.BeginCheck(t.Context(), id), s.KeepChecked(t.Context(), id, rows), s.EndCheck(t.Context(), f)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if f, err = s.FileImport(t.Context(), coordinating(), id); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatAFileSaysIsSealedAtRest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := checked(t, s)
		row, err := s.ImportRow(t.Context(), coordinating(), f.ID, 3)
		if err != nil {
			t.Fatal(err)
		}
		row.Edit = parcours.RowEdit{Excluded: true, Reason: "QUILLIEN ?"}
		if err := s.MendRow(t.Context(), monday, coordinating(), f.ID, row); err != nil {
			t.Fatal(err)
		}
		data, err := s.FileBytes(t.Context(), f.ID)
		if err != nil || string(data) != "Nom;QUILLIEN" {
			t.Errorf("got %q, %v", data, err)
		}
		seen := 0
		for _, query := range []string{
			"select data_sealed from file_import_chunk", "select checked_sealed from file_import_row",
			"select reading_sealed from file_import", "select edit_sealed from file_import_edit",
		} {
			values, err := s.Peek(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range values {
				seen++
				if strings.Contains(value, "QUILLIEN") || strings.Contains(value, hex.EncodeToString([]byte("QUILLIEN"))) || value == "" {
					t.Errorf("%s: %q", query, value)
				}
			}
		}
		if seen < 6 {
			t.Errorf("only %d values were looked at", seen)
		}
	})
}

func TestARowIsNotedWithWhatItWrote(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := checked(t, s)
		if err := s.ApplyImport(t.Context(), monday, coordinating(), f.ID, f.Version+1); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("a file was applied that nobody saw so: %v", err)
		}
		if err := s.ApplyImport(t.Context(), monday, coordinating(), f.ID, f.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.BeginApply(t.Context(), time.Now(), f.ID); err != nil {
			t.Fatal(err)
		}
		row := maelys()
		row.Line = 2
		tracked := parcours.ImportBatch{ID: f.ID, Kind: "people", Tracked: true}
		for range 2 { // the second time by a node that had lost its lease
			if _, err := s.ImportPeople(t.Context(), monday, tracked, []parcours.PersonRow{row}, false); err != nil {
				t.Fatal(err)
			}
		}
		noted, err := s.ImportRow(t.Context(), coordinating(), f.ID, 2)
		if err != nil || noted.Outcome != parcours.RowCreated || !noted.Applied || len(noted.Warnings) != 1 {
			t.Errorf("got %+v, %v", noted, err)
		}
		done, err := s.BeginApply(t.Context(), time.Now(), f.ID)
		if diff := cmp.Diff(map[int]parcours.RowOutcome{2: parcours.RowCreated}, done); diff != "" || err != nil {
			t.Errorf("%s %v", diff, err)
		}
		rest := []parcours.RowResult{{Line: 3, Outcome: parcours.RowError}}
		if err := s.FinishImport(t.Context(), monday, f.ID, rest); err != nil {
			t.Fatal(err)
		}
		if err := s.FinishImport(t.Context(), monday, f.ID, rest); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("an import ended twice: %v", err)
		}
		f, err = s.FileImport(t.Context(), coordinating(), f.ID)
		if err != nil || f.State != parcours.ImportApplied || f.Done != 2 || len(f.Reading.Columns[0].Samples) > 0 {
			t.Errorf("got %+v, %v", f, err)
		}
		if diff := cmp.Diff(map[parcours.RowOutcome]int{parcours.RowCreated: 1, parcours.RowError: 1}, f.Counts); diff != "" {
			t.Error(diff)
		}
		counts, err := s.Peek(t.Context(), "select counts from import_batch where id = $1", f.ID)
		if err != nil || len(counts) != 1 || !strings.Contains(counts[0], `"created":1`) {
			t.Errorf("got %v, %v", counts, err)
		}
		if _, err := s.NextImport(t.Context(), ""); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("something waits: %v", err)
		}
	})
}

func TestAnotherDecisionVoidsACheck(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := spooled(t, s, "x")
		f, err := s.NextImport(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.ChooseImport(t.Context(), monday, coordinating(), id, parcours.ImportChoice{Kind: "slots"}); err != nil {
			t.Fatal(err)
		}
		f.State = parcours.ImportChecked
		if err := s.EndCheck(t.Context(), f); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if f, err = s.NextImport(t.Context(), ""); err != nil || f.Choice.Kind != "slots" || f.State != parcours.ImportChecking {
			t.Errorf("got %+v, %v", f, err)
		}
	})
}

func TestMappingsAreKeptBySourceAndFoundByHeaders(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		first := parcours.SavedMapping{Source: "Export du SI", Kind: "people", HeadersKey: "h-1", Mapping: parcours.ColumnMapping{"a": "email"}}
		second := parcours.SavedMapping{Source: "export du  si", Kind: "people", HeadersKey: "h-2", Mapping: parcours.ColumnMapping{"a": ""}}
		for _, m := range []parcours.SavedMapping{first, second} {
			if err := s.SaveMapping(ctx, monday, coordinating(), m); err != nil {
				t.Fatal(err)
			}
		}
		for _, by := range [][2]string{{"EXPORT DU SI", ""}, {"", "h-2"}} {
			got, err := s.MappingOf(ctx, by[0], by[1])
			if diff := cmp.Diff(second, got); diff != "" || err != nil {
				t.Errorf("%v: %s %v", by, diff, err)
			}
		}
		for _, by := range [][2]string{{"autre", ""}, {"", "h-1"}, {"", ""}} {
			if _, err := s.MappingOf(ctx, by[0], by[1]); !errors.Is(err, parcours.ErrNotFound) {
				t.Errorf("%v: got %v", by, err)
			}
		}
		if err := s.SaveMapping(ctx, monday, coordinating(), parcours.SavedMapping{Source: " ,"}); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("got %v", err)
		}
		all, err := s.Mappings(ctx)
		if err != nil || len(all) != 1 {
			t.Errorf("got %v, %v", all, err)
		}
	})
}
