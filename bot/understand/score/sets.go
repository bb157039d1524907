package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relais/bot/understand"
)

// set is one table of examples. Its header names the columns, and what was asked
// where the file's name does not ("reply_held.tsv"):
//
//	# asked: none
//	# columns: label lang category text
//
// or, separated by tabs, "# label	lang	category	text". Every column but
// category and text is an expected value, by its JSON name; "now" is when the text
// was written, and may be a header line for the whole set.
type set struct {
	name     string
	asked    understand.Asked
	examples []example
}

type example struct {
	want     []value
	category string
	text     string
	now      time.Time
}

// value is an expected field; "-" expects nothing there.
type value struct{ name, want string }

// heldBack reports whether the set counts for the goal.
func (s set) heldBack() bool { return strings.HasSuffix(s.name, "_held") }

func readSet(path string, zone *time.Location) (set, error) {
	s := set{name: strings.TrimSuffix(filepath.Base(path), ".tsv")}
	s.asked = understand.Asked(strings.TrimSuffix(s.name, "_held"))
	if s.asked == "intent" || s.asked == "distress" {
		s.asked = understand.AskedNone
	}
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	var columns []string
	var now time.Time
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if header, ok := strings.CutPrefix(line, "#"); ok {
			name, rest, _ := strings.Cut(strings.TrimSpace(header), ":")
			switch rest = strings.TrimSpace(rest); {
			case strings.Contains(header, "\t"):
				for column := range strings.SplitSeq(header, "\t") {
					columns = append(columns, strings.Trim(strings.Fields(column)[0], ".:"))
				}
			case name == "asked":
				s.asked = understand.Asked(rest)
			case name == "columns":
				columns = strings.Fields(rest)
			case name == "now":
				if now, err = time.Parse(time.RFC3339, rest); err != nil {
					return s, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				now = now.In(zone)
			}
			continue
		}
		if !s.asked.Known() || len(columns) == 0 {
			return s, fmt.Errorf("%s:%d: no header that says what is asked and the columns", path, n)
		}
		fields := strings.SplitN(line, "\t", len(columns))
		if len(fields) != len(columns) {
			return s, fmt.Errorf("%s:%d: %d fields, want %d", path, n, len(fields), len(columns))
		}
		x := example{now: now}
		for i, name := range columns {
			switch name {
			case "category":
				x.category = fields[i]
			case "text":
				x.text = fields[i]
			case "now":
				if x.now, err = time.Parse(time.RFC3339, fields[i]); err != nil {
					return s, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				x.now = x.now.In(zone)
			default:
				x.want = append(x.want, value{name, fields[i]})
			}
		}
		s.examples = append(s.examples, x)
	}
	return s, lines.Err()
}
