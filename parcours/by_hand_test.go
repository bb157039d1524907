package parcours_test

import (
	"testing"
	"time"

	"relais/parcours"

	"github.com/google/go-cmp/cmp"
)

func TestByHandAMessageLeavesFromEightToTwentyButOnSundaysAndHolidays(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	rules := parcours.DefaultRules(zone)
	n := parcours.Notification{Kind: parcours.KindWeeklyRequest, Class: parcours.Routine, Lane: parcours.LaneWeekly, PersonID: "1", Hurried: true}
	for name, test := range map[string]struct {
		at   time.Time
		want bool
	}{
		"in the window":       {time.Date(2026, time.January, 13, 10, 0, 0, 0, zone), true},
		"before it":           {time.Date(2026, time.January, 13, 8, 0, 0, 0, zone), true},
		"too early":           {time.Date(2026, time.January, 13, 7, 59, 0, 0, zone), false},
		"in the evening":      {time.Date(2026, time.January, 13, 19, 59, 0, 0, zone), true},
		"too late":            {time.Date(2026, time.January, 13, 20, 0, 0, 0, zone), false},
		"on a Saturday":       {time.Date(2026, time.January, 17, 10, 0, 0, 0, zone), true},
		"on a Sunday":         {time.Date(2026, time.January, 18, 10, 0, 0, 0, zone), false},
		"on a public holiday": {time.Date(2026, time.May, 1, 10, 0, 0, 0, zone), false},
	} {
		// Somebody who was written to today is written to all the same, once a human decides so.
		d := parcours.Delivery{Notification: n, Current: parcours.Current{WeekOpen: true, ToldToday: true}}
		if got := rules.Gate(d, test.at).Action == parcours.GateSend; got != test.want {
			t.Errorf("%s: leaves %v, want %v", name, got, test.want)
		}
	}
	noon := time.Date(2026, time.January, 13, 12, 0, 0, 0, zone)
	for name, current := range map[string]parcours.Current{
		"STOP": {WeekOpen: true, OptedOut: true}, "a former number": {WeekOpen: true, AddressFormer: true}, "a closed week": {},
		"who left": {WeekOpen: true, PersonExited: true}, "who is held": {WeekOpen: true, PersonHeld: true},
	} {
		if v := rules.Gate(parcours.Delivery{Notification: n, Current: current}, noon); v.Action == parcours.GateSend {
			t.Errorf("%s: it leaves", name)
		}
	}
}

func TestHealthWordsAreFoundAndEverydayOnesAreNot(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Préfère le matin, vient en car.":                     nil,
		"A un traitement pour sa dépression":                  {"traitement", "dépression"},
		"RQTH demandée à la MDPH":                             {"RQTH", "MDPH"},
		"Enfant à l'école ; cherche un logement à Redon.":     nil,
		"Hospitalisé hier. Hospitalisé encore.":               {"Hospitalisé"},
		"She is pregnant":                                     {"pregnant"},
		"Son mari est ambulancier, elle cherche dans le soin": nil,
		"Stage de maladresse":                                 nil,
	} {
		if diff := cmp.Diff(want, parcours.HealthWords(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
