package main_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// exampleService is the service of docs/languages.md.
var exampleService = settings{"SMS_PART_PRICE": "0.0725", "SERVICE_NAME": "Département d'Ille-et-Vilaine", "SERVICE_PHONE": "02 61 91 01 02", "SERVICE_SITE": "ille-et-vilaine.fr"}

func TestTheCostOfLanguagesIsThatOfTheDocumentation(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/languages.md")
	if err != nil {
		t.Fatal(err)
	}
	table := mustRelais(t, exampleService, "report", "languages").stdout
	if !strings.Contains(string(doc), "```\n"+table+"```\n") {
		t.Errorf("docs/languages.md should hold:\n%s", table)
	}
}

func TestEveryMessageOfEveryLanguageIsCounted(t *testing.T) {
	t.Parallel()
	var report struct {
		Languages []struct {
			Language string
			Reviewed bool
			Messages []struct {
				Template, Encoding string
				Parts, Budget      int
			}
		}
	}
	if err := json.Unmarshal([]byte(mustRelais(t, exampleService, "report", "languages", "--format", "json").stdout), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Languages) != 9 {
		t.Fatalf("%d languages", len(report.Languages))
	}
	for _, lang := range report.Languages {
		if lang.Reviewed != (lang.Language == "fr") {
			t.Errorf("%s: reviewed %v", lang.Language, lang.Reviewed)
		}
		if len(lang.Messages) < 35 {
			t.Errorf("%s: %d messages", lang.Language, len(lang.Messages))
		}
		for _, m := range lang.Messages {
			if m.Parts < 1 || m.Parts > m.Budget {
				t.Errorf("%s %s: %d parts in %s, budget %d", lang.Language, m.Template, m.Parts, m.Encoding, m.Budget)
			}
		}
	}
	csv := mustRelais(t, exampleService, "report", "languages", "--format", "csv").stdout
	if !strings.Contains(csv, "\nar;non;convocation.first.joint;ucs2;") {
		t.Errorf("csv: %.300s", csv)
	}
	if e := relais(t, settings{"SMS_PART_PRICE": "gratuit"}, "report", "languages"); e.status != 2 {
		t.Errorf("a price that is none: %v", e)
	}
}
