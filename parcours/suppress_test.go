package parcours_test

import (
	"testing"

	"relais/parcours"

	"pgregory.net/rapid"
)

func TestFewPeopleAreHiddenAndSoIsWhatWouldTellThem(t *testing.T) {
	t.Parallel()
	d := parcours.Deadlines{
		WithinDays: 15, Promise: parcours.Promise{Mature: 187, ConvenedInTime: 171, ByConvocation: 168, ByInvitation: 3, SentOnly: 12, MetInTime: 180},
		Months: []parcours.MonthPromise{
			{Month: parcours.NewDate(2026, 1, 1), Promise: parcours.Promise{Mature: 9, ConvenedInTime: 9}},
			{Month: parcours.NewDate(2026, 2, 1), Promise: parcours.Promise{Mature: 80, ConvenedInTime: 60}},
			{Month: parcours.NewDate(2026, 3, 1), Promise: parcours.Promise{Mature: 98, ConvenedInTime: 72}},
		},
	}
	hidden := map[parcours.Figure][2]bool{}
	for _, m := range parcours.Suppress(d.Measures(), 11) {
		hidden[m.Name()] = [2]bool{m.ValueHidden, m.OfHidden}
	}
	for name, want := range map[parcours.Figure][2]bool{
		parcours.FigureConvenedInTime: {false, false},
		parcours.FigureByInvitation:   {true, false},
		parcours.FigureByConvocation:  {true, false}, // the total less it would tell the invitations
		parcours.FigureSentOnly:       {false, false},
		parcours.FigureMetInTime:      {true, false}, // it leaves seven
		"month_mature.2026-01":        {true, false},
		"month_mature.2026-02":        {true, false}, // the smallest of the others
		"month_mature.2026-03":        {false, false},
		"month_convened.2026-01":      {true, true},
		"month_convened.2026-03":      {false, false},
		"left_out.duties":             {true, false}, // nobody is a fact too
	} {
		if hidden[name] != want {
			t.Errorf("%s: got hidden %v, want %v", name, hidden[name], want)
		}
	}
}

func TestWhatIsHiddenOfAGroupCannotBeToldApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list []parcours.Measure
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 60), 2, 6).Draw(t, "parts") {
			list = append(list, parcours.Measure{Value: n, People: n, Unit: parcours.UnitPeople, Group: "g"})
		}
		hidden, people, shown := 0, 0, 0
		for _, m := range parcours.Suppress(list, 11) {
			switch {
			case m.ValueHidden:
				hidden, people = hidden+1, people+m.People
			case m.People < 11:
				t.Fatalf("%d people are shown", m.People)
			default:
				shown++
			}
		}
		if shown > 0 && (hidden == 1 || hidden > 1 && people < 11) {
			t.Fatalf("%d hidden of %d people together, with %d shown", hidden, people, shown)
		}
	})
}
