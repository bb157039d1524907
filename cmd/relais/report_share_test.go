package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhatLeavesTheTeamNamesNobodyAndIsKept writes the three reports from the command
// line, over both engines.
func TestWhatLeavesTheTeamNamesNobodyAndIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Now()
		written := func(kind string, filter parcours.Filter) (string, error) {
			t.Helper()
			var out bytes.Buffer
			c := &reportCommand{Kind: kind}
			c.ServiceName = "Département d'Exemple"
			err := c.share(t.Context(), &output{stdout: &out, stderr: io.Discard}, s, storetest.Rules(t), filter, now)
			return out.String(), err
		}
		enter(t, s, now, 10)
		if text, err := written("cohort", parcours.Filter{}); err == nil || text != "" {
			t.Errorf("a cohort of 10 people is written: %q, %v", text, err)
		}
		enter(t, s, now, 30)
		if _, err := written("cohort", parcours.Filter{Channel: parcours.ChannelSMS}); err == nil {
			t.Error("a cohort is narrowed by more than its months")
		}
		texts := map[string]string{}
		for _, kind := range []string{"steering", "bulletin", "cohort"} {
			text, err := written(kind, parcours.Filter{})
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			texts[kind] = text
			for _, hidden := range []string{"Prénom", "NOM", "+3363998", "X-1", "exemple.fr\""} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s tells %q", kind, hidden)
				}
			}
		}
		lines := readCSV(t, texts["cohort"])
		if len(lines) != 31 || len(lines[0]) != 3+len(parcours.CohortFields) || lines[1][0] != "Redon" && lines[1][0] != "*" {
			t.Errorf("%d lines of %d columns", len(lines), len(lines[0]))
		}
		again, err := written("cohort", parcours.Filter{})
		if err != nil || again == texts["cohort"] {
			t.Error("the lines come in one order: it tells who came first")
		}
		if !strings.HasPrefix(texts["steering"], "\ufeff") || !strings.Contains(texts["steering"], ";30;") || !strings.Contains(texts["steering"], "< 11") {
			t.Errorf("steering: %s", texts["steering"])
		}
		if found := regexp.MustCompile(`(?i)https?://|src=|url\(|<script|@import|<link`).FindString(texts["bulletin"]); found != "" {
			t.Errorf("the bulletin needs something elsewhere: %q", found)
		}
		for _, want := range []string{`<html lang="fr">`, "Bulletin du comité de pilotage", "Département d&#39;Exemple", "<svg", "size: A4"} {
			if !strings.Contains(texts["bulletin"], want) {
				t.Errorf("the bulletin lacks %q", want)
			}
		}
		log, err := s.AccessLog(t.Context(), parcours.AccessFilter{Kind: parcours.AccessExport, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for _, e := range log {
			kept = append(kept, e.Account+" "+e.Action)
		}
		for _, want := range []string{"relais report export_steering", "relais report export_bulletin", "relais report export_cohort"} {
			if !slices.Contains(kept, want) {
				t.Errorf("the access log lacks %q: %q", want, kept)
			}
		}
	})
}

// enter imports people up to n, who entered twenty days ago.
func enter(t *testing.T, s *store.Store, now time.Time, n int) {
	t.Helper()
	var rows []parcours.PersonRow
	for i := range n {
		rows = append(rows, parcours.PersonRow{
			FirstName: fmt.Sprintf("Prénom%c", 'a'+i), LastName: "NOM", InternalID: fmt.Sprintf("X-1%02d", i), Territory: "Redon",
			Phones:          []parcours.Phone{{E164: fmt.Sprintf("+336399801%02d", i), Kind: parcours.PhoneMobile}},
			SubjectToDuties: []parcours.Tri{parcours.Yes, parcours.No, parcours.Unsaid}[i%3],
			BirthDate:       parcours.NewDate(1990, time.May, 14), EnteredOn: parcours.DateOf(now.AddDate(0, 0, -20), time.UTC),
		})
	}
	id := fmt.Sprintf("b-%d", n)
	pros := []parcours.ProfessionalRow{{Email: "anne@exemple.fr", FirstName: "Anne", LastName: "Morel", Territory: "Redon", Role: parcours.RoleReferent}}
	if _, err := s.ImportProfessionals(t.Context(), now, parcours.ImportBatch{ID: id + "-r", Kind: "referents"}, pros, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ImportPeople(t.Context(), now, parcours.ImportBatch{ID: id, Kind: "people"}, rows, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.PlacePeople(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
