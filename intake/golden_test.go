package intake_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestFilesGiveTheirReports imports the first file of each archive of testdata
// and compares the report and the rows that reach the store.
func TestFilesGiveTheirReports(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden file: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			input := archive.Files[0]
			store := newRecorder()
			var table, cells bytes.Buffer
			report, err := importText(t, store, input.Name, string(input.Data))
			if err != nil {
				table.WriteString(err.Error() + "\n")
			} else {
				addsUp(t, report)
				if err := report.WriteTable(&table); err != nil {
					t.Fatal(err)
				}
				if err := report.WriteCSV(&cells); err != nil {
					t.Fatal(err)
				}
			}
			compareArchive(t, path, archive, map[string]string{
				"report": trimLines(table.String()),
				"csv":    strings.ReplaceAll(strings.TrimPrefix(cells.String(), "\uFEFF"), "\r\n", "\n"),
				"rows":   store.rows(t),
			})
		})
	}
}

// compareArchive compares the sections after the first with got, or rewrites them.
func compareArchive(t *testing.T, path string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	names := []string{"report", "rows", "csv"}
	if *update {
		archive.Files = archive.Files[:1]
		for _, name := range names {
			if got[name] != "" {
				archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
			}
		}
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := map[string]string{}
	for _, f := range archive.Files[1:] {
		want[f.Name] = string(f.Data)
	}
	for _, name := range names {
		if diff := cmp.Diff(want[name], got[name]); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", name, path, diff)
		}
	}
}

// trimLines drops the padding that tables leave at the end of lines.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
