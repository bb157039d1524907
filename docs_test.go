package relais_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testNamed   = regexp.MustCompile("`((?:Test|Fuzz)[A-Z0-9][A-Za-z0-9_]*)`")
	testWritten = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9_]+)\(`)
	linked      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading     = regexp.MustCompile(`(?m)^#+ (.*)$`)
	unlinked    = regexp.MustCompile(`[^\p{L}\p{N}\- _]`)
)

// TestTheThreatModelNamesTestsThatExist: a line of the threat model is worth the test
// that it names.
func TestTheThreatModelNamesTestsThatExist(t *testing.T) {
	written := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range testWritten.FindAllSubmatch(text, -1) {
			written[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("docs/menaces.md")
	if err != nil {
		t.Fatal(err)
	}
	named := testNamed.FindAllSubmatch(text, -1)
	if len(named) < 40 {
		t.Errorf("docs/menaces.md names %d tests only", len(named))
	}
	for _, m := range named {
		if !written[string(m[1])] {
			t.Errorf("docs/menaces.md names %s, which does not exist", m[1])
		}
	}
	// Each row of its tables has a test, where it says which one.
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && !strings.HasPrefix(line, "|---") && !strings.Contains(line, "le test |") && !testNamed.MatchString(cells[3]) {
			t.Errorf("docs/menaces.md: no test in %s", line)
		}
	}
}

// TestDocumentsPointToWhatExists follows the links of the README and of docs within
// the project, to files, pictures and headings.
func TestDocumentsPointToWhatExists(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	decisions, err := filepath.Glob("docs/decisions/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(append(pages, decisions...), "README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range linked.FindAllSubmatch(text, -1) {
			path, anchor, _ := strings.Cut(string(m[1]), "#")
			if strings.Contains(path, "://") || strings.HasPrefix(path, "mailto:") {
				continue
			}
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), path)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s points to %s, which is not there", page, path)
				continue
			}
			if anchor != "" && !headings(t, target)[anchor] {
				t.Errorf("%s points to %s#%s: no such heading", page, path, anchor)
			}
		}
	}
}

// headings are the anchors of a page, as its readers' sites make them.
func headings(t *testing.T, page string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	anchors := map[string]bool{}
	for _, m := range heading.FindAllSubmatch(text, -1) {
		title := unlinked.ReplaceAllString(strings.ToLower(string(m[1])), "")
		anchors[strings.ReplaceAll(title, " ", "-")] = true
	}
	return anchors
}
