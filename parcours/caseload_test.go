package parcours_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

func referent(id, territory string, caseload int) parcours.Professional {
	return parcours.Professional{ID: id, TerritoryID: territory, Role: parcours.RoleReferent, Caseload: caseload}
}

func TestReferentIsTheLeastLoadedPresentOneOfTheTerritory(t *testing.T) {
	t.Parallel()
	away := referent("away", "redon", 0)
	away.AbsentFrom = date(t, "2023-07-01")
	nurse := referent("nurse", "redon", 0)
	nurse.Role = parcours.RoleNurse
	team := []parcours.Professional{away, nurse, referent("busy", "redon", 58), referent("calm", "redon", 56), referent("far", "vallons", 0)}
	got := rules(t).AssignReferents([]parcours.Unassigned{
		{"p3", "redon"},
		{"p1", "redon"},
		{"p2", "redon"},
		{"p4", "vallons"},
		{"p5", "fougeres"},
		{"p6", ""},
	}, team, date(t, "2023-07-03"))
	want := map[string]string{"p1": "calm", "p2": "calm", "p3": "busy", "p4": "far"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if team[3].Caseload != 56 {
		t.Error("the caller's referents are not to be written")
	}
}

func TestBatchSpreadsEvenly(t *testing.T) {
	t.Parallel()
	r := rules(t)
	rapid.Check(t, func(rt *rapid.T) {
		var team []parcours.Professional
		loads := map[string]int{}
		for i := range rapid.IntRange(1, 6).Draw(rt, "referents") {
			p := referent(fmt.Sprintf("r%d", i), "redon", rapid.IntRange(0, 70).Draw(rt, "load"))
			team = append(team, p)
			loads[p.ID] = p.Caseload
		}
		var people []parcours.Unassigned
		for i := range rapid.IntRange(0, 80).Draw(rt, "people") {
			people = append(people, parcours.Unassigned{PersonID: fmt.Sprintf("p%02d", i), TerritoryID: "redon"})
		}
		given := r.AssignReferents(people, team, date(t, "2023-07-03"))
		if len(given) != len(people) {
			rt.Fatalf("%d of %d have a referent", len(given), len(people))
		}
		got := map[string]int{}
		for _, id := range given {
			got[id]++
		}
		// Nobody who received one ends above a colleague by more than one.
		for id, n := range got {
			for other := range loads {
				if loads[id]+n > loads[other]+got[other]+1 {
					rt.Fatalf("%s has %d, %s has %d", id, loads[id]+n, other, loads[other]+got[other])
				}
			}
		}
		again := r.AssignReferents(rapid.Permutation(people).Draw(rt, "people again"), rapid.Permutation(team).Draw(rt, "team again"), date(t, "2023-07-03"))
		if diff := cmp.Diff(given, again); diff != "" {
			rt.Fatal(diff)
		}
	})
}
