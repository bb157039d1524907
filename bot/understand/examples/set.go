// Package examples holds the sets of examples that package understand is measured
// on: texts beside what is to be read in them.
package examples

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/bot/understand"
)

// Set is one table of examples. Its header says what was asked and names the columns:
//
//	# asked: none
//	# columns: label lang category text
//
// Every column but category and text is an expected value, by its JSON name; "-"
// expects nothing there, and lists are joined by commas. Other header lines say when
// the texts that follow were written ("# now: 2027-01-13T10:20:00+01:00"), and that
// those which follow are a new batch ("# batch: second").
type Set struct {
	// Name is the file's: "reply", "reply_held".
	Name     string
	Asked    understand.Asked
	Examples []Example
}

// Example is one text.
type Example struct {
	Category string
	Text     string
	Now      time.Time
	// Batch is empty for the first one of a set.
	Batch string

	want []value
}

type value struct{ name, want string }

// HeldBack reports whether the set was kept apart while the rules were written.
func (s Set) HeldBack() bool { return strings.HasSuffix(s.Name, "_held") }

// All reads the sets of a directory whose names match a pattern, in order of name,
// each before its half held back.
func All(dir, pattern string, zone *time.Location) ([]Set, error) {
	paths, err := filepath.Glob(filepath.Join(dir, pattern+".tsv"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	sets := make([]Set, 0, len(paths))
	for _, path := range paths {
		s, err := Read(path, zone)
		if err != nil {
			return nil, err
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// Read reads one set; zone is that of its times.
func Read(path string, zone *time.Location) (Set, error) {
	s := Set{Name: strings.TrimSuffix(filepath.Base(path), ".tsv")}
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	var columns []string
	var now time.Time
	batch := ""
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if header, ok := strings.CutPrefix(line, "#"); ok {
			name, rest, _ := strings.Cut(strings.TrimSpace(header), ":")
			switch rest = strings.TrimSpace(rest); name {
			case "asked":
				s.Asked = understand.Asked(rest)
			case "columns":
				columns = strings.Fields(rest)
			case "batch":
				batch = rest
			case "now":
				if now, err = time.Parse(time.RFC3339, rest); err != nil {
					return s, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				now = now.In(zone)
			}
			continue
		}
		if !s.Asked.Known() || len(columns) == 0 {
			return s, fmt.Errorf("%s:%d: no header that says what is asked and the columns", path, n)
		}
		fields := strings.SplitN(line, "\t", len(columns))
		if len(fields) != len(columns) {
			return s, fmt.Errorf("%s:%d: %d fields, want %d", path, n, len(fields), len(columns))
		}
		x := Example{Now: now, Batch: batch}
		for i, name := range columns {
			switch name {
			case "category":
				x.Category = fields[i]
			case "text":
				x.Text = fields[i]
			default:
				x.want = append(x.want, value{name, fields[i]})
			}
		}
		s.Examples = append(s.Examples, x)
	}
	return s, lines.Err()
}
