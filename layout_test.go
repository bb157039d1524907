// Package relais_test holds the layout of the house: which package may import
// which, as docs/architecture.md tells.
package relais_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mayImport is the table of docs/architecture.md. A key covers its sub-folders
// unless they have a row of their own; so does a value.
var mayImport = map[string][]string{
	"parcours":                {},
	"locales":                 {"parcours"},
	"bot":                     {"parcours", "bot/understand"},
	"bot/understand":          {"parcours"},
	"bot/understand/examples": {"parcours", "bot/understand"}, "bot/understand/score": {"bot/understand/examples"},
	"notifier":        {"parcours", "locales"},
	"notifier/twilio": {"parcours", "notifier"}, "notifier/telegram": {"parcours", "notifier"}, "notifier/email": {"parcours", "notifier"},
	"notifier/letter": {"parcours", "paper"}, "notifier/partner": {"parcours"},
	"scheduler":       {"parcours"},
	"intake":          {"parcours"},
	"intake/fluxtest": {},
	"store":           {"parcours", "store/gen"},
	"store/gen":       {},
	"store/storetest": {"parcours", "store"},
	"web":             {"parcours", "locales"},
	"web/webtest":     {},
	"web/apiclient":   {},
	"sandbox":         {"parcours"},
	"bench":           {"parcours", "scheduler", "store"},
	"paper":           {},
	"proof":           {"parcours", "paper"},
}

// unfit lists what a package may not reach even in the standard library.
var unfit = map[string][]string{
	"parcours": {"log", "log/slog", "os", "net", "net/http", "database/sql"},
	"bot":      {"net/http", "database/sql"},
}

type listed struct {
	ImportPath string
	Doc        string
	Imports    []string
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestPackagesImportOnlyWhatTheTableAllows(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, "relais/")
		if name == "relais" || strings.HasPrefix(name, "cmd/") {
			continue // the program wires everything; it holds no rules
		}
		allowed, ok := mayImport[name]
		if !ok {
			t.Errorf("%s has no row in the import table", name)
			continue
		}
		for _, path := range p.Imports {
			if ours, is := strings.CutPrefix(path, "relais/"); is && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which the table does not allow", name, ours)
			}
			if slices.Contains(unfit[name], path) {
				t.Errorf("%s imports %s: it must stay without input and output", name, path)
			}
		}
	}
}

// reading matches the exported readers of bytes that somebody else wrote, by their names
// and what they take, and the handlers of webhooks.
var reading = regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?((?:Parse|Decode|Read|Check|Load)[A-Z]\w*)\([^)]*\b(?:string|\[\]byte|io\.Reader)\b[^)]*\) |^func \(h \*?(\w*Webhook)\) `)

// notReading names those that the rule takes for readers and are none: what they take
// names a row, a file or a rule.
var notReading = map[string]string{
	"parcours.CheckPassword": "compares lengths and lists", "intake.ParseKind": "one word of a list", "store.LoadDossier": "an id", "store.LoadKey": "FuzzParseKey reads what it reads",
	"store.LoadArchive": "FuzzCheckArchive reads the same lines", "store.ReadCalendar": "a token, looked up", "bot/understand/examples.Read": "our own sets",
}

// TestEveryReaderOfOutsideBytesHasAFuzzer: what parses or decodes what somebody else
// wrote is named in a file of its package that has a fuzzer.
func TestEveryReaderOfOutsideBytesHasAFuzzer(t *testing.T) {
	found := 0
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, "relais/")
		if name == "relais" || name == "store/gen" || name == "web/apiclient" || name == "sandbox" || name == "bench" || strings.HasSuffix(name, "test") {
			continue // ours on both sides
		}
		files, err := filepath.Glob(filepath.FromSlash(name) + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		fuzzed, readers := "", []string(nil)
		for _, file := range files {
			text, err := os.ReadFile(file)
			switch {
			case err != nil:
				t.Fatal(err)
			case strings.HasSuffix(file, "_test.go") && strings.Contains(string(text), "\nfunc Fuzz"):
				fuzzed += string(text)
			case !strings.HasSuffix(file, "_test.go"):
				for _, m := range reading.FindAllStringSubmatch(string(text), -1) {
					readers = append(readers, m[1]+m[2])
				}
			}
		}
		for _, reader := range readers {
			if notReading[name+"."+reader] != "" {
				continue
			}
			found++
			if !regexp.MustCompile(`\b` + reader + `\b`).MatchString(fuzzed) {
				t.Errorf("%s.%s reads what somebody else wrote, and no fuzzer of its package names it", name, reader)
			}
		}
	}
	if found < 15 {
		t.Errorf("found %d readers only: the rule no longer sees them", found)
	}
}

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	for _, p := range list(t) {
		if p.Doc == "" && !strings.HasSuffix(p.ImportPath, "/gen") && p.ImportPath != "relais" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
