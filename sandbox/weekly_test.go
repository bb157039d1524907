package sandbox_test

import (
	"strings"
	"testing"

	"relais/parcours"
	"relais/sandbox"
)

func TestSomeOfThePilotAgreedOnWeeklyHours(t *testing.T) {
	t.Parallel()
	p := sandbox.Generate(35, monday, 300, 4)
	file := string(p.ActivitiesFile(4))
	if file != string(sandbox.Generate(35, monday, 300, 4).ActivitiesFile(4)) {
		t.Error("the same seed plans other activities")
	}
	plans, activities := 0, 0
	for line := range strings.Lines(file) {
		cells := strings.Split(strings.TrimSpace(line), ";")
		switch {
		case cells[1] == "15":
			plans++
		case cells[5] != "" && cells[0] != "ID Iodas":
			activities++
		}
	}
	if plans < 20 || plans > 60 || activities < 4*plans {
		t.Errorf("%d plans and %d activities", plans, activities)
	}
	later := 0
	for _, r := range p.Residents {
		if _, agrees := p.PlanFile(r.Key, parcours.NewDate(2023, 6, 15)); agrees {
			later++
		}
	}
	if later < 150 || later > 210 {
		t.Errorf("%d of 300 people agree at their first interview, want about 180", later)
	}
}
