package scheduler_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

// Two people are asked in French, of whom one by a letter: one part at one a minute,
// or three where the language takes three.
func TestASpreadTooShortForThePaceIsToldOnce(t *testing.T) {
	t.Parallel()
	rules := storetest.Rules(t)
	rules.Weekly.Spread = 20 * time.Minute
	for _, c := range []struct {
		name  string
		pace  float64
		parts int
		want  map[string]string
	}{
		{"no pace", 0, 100, nil},
		{"time enough", 1, 1200, nil},
		{"late by less than anybody would see", 1, 1800, nil},
		{"too short", 1, 4000, map[string]string{
			"people": "1", "parts": "4000", "pace": "1", "spread": "20m", "needed": "1h7m", "short": "47m", "mend": "2h",
		}},
		{"ten times as fast", 10, 4000, nil},
		{"slow", 0.5, 3600, map[string]string{
			"people": "1", "parts": "3600", "pace": "0.5", "spread": "20m", "needed": "2h", "short": "1h40m", "mend": "3h",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			storetest.EachWith(t, store.Options{Rules: rules}, func(t *testing.T, s *store.Store) {
				now := time.Date(2023, time.July, 3, 8, 0, 0, 0, time.UTC)
				people := []parcours.PersonRow{
					{Row: parcours.Row{}, FirstName: "Ana", LastName: "Riou", InternalID: "I-1", Phones: []parcours.Phone{{E164: "+33639980144", Kind: parcours.PhoneMobile}}, RightsOpenedOn: parcours.NewDate(2023, time.June, 28)},
					{FirstName: "Léo", LastName: "Tanguy", InternalID: "I-2", RightsOpenedOn: parcours.NewDate(2023, time.June, 28)},
				}
				for i := range people {
					people[i].Line = i + 2
				}
				if _, err := s.ImportPeople(t.Context(), now, parcours.ImportBatch{ID: "b", Kind: "people", FileName: "people.csv"}, people, false); err != nil {
					t.Fatal(err)
				}
				desk := parcours.Actor{AccountID: "desk", Role: parcours.AccountCoordinator}
				for _, id := range []string{"I-1", "I-2"} {
					found, err := s.People(t.Context(), desk, id, 1)
					if err != nil || len(found) != 1 {
						t.Fatalf("%d people, %v", len(found), err)
					}
					if err := s.SetWeeklyPlan(t.Context(), now, desk, parcours.WeeklyPlan{PersonID: found[0].PersonID, MinHours: 15, MaxHours: 20, From: parcours.NewDate(2023, time.July, 3)}); err != nil {
						t.Fatal(err)
					}
				}
				job := scheduler.WeeklyPace(rules, c.pace, func(parcours.Language) int { return c.parts }, s)
				for range 2 {
					if err := job.Run(t.Context(), now); err != nil {
						t.Fatal(err)
					}
				}
				incidents, err := s.Incidents(t.Context(), true)
				if err != nil {
					t.Fatal(err)
				}
				var got map[string]string
				for _, i := range incidents {
					if i.Kind == "weekly_spread" {
						if got != nil {
							t.Error("told twice")
						}
						got = i.Details
					}
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("alert (-want +got):\n%s", diff)
				}
			})
		})
	}
}
