// Package relais_test holds the layout of the house: which package may import
// which, as docs/architecture.md tells.
package relais_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
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

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	for _, p := range list(t) {
		if p.Doc == "" && !strings.HasSuffix(p.ImportPath, "/gen") && p.ImportPath != "relais" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
