package parcours_test

import (
	"testing"

	"relais/parcours"

	"github.com/google/go-cmp/cmp"
)

func TestOnlyPeopleWhoseTermHasPassedEnterTheRates(t *testing.T) {
	t.Parallel()
	r, today := parcours.DefaultRules(paris(t)), parcours.NewDate(2026, 2, 1)
	d := parcours.Deadlines{Clock: map[parcours.ClockColour]int{}, LeftOut: map[parcours.LeftOut]int{}}
	mature, young := today.AddDays(-16), today.AddDays(-15) // day 15 is in time: its term passes tomorrow
	for _, g := range []parcours.PromiseGroup{
		{EnteredOn: mature, Active: true, Convened: true, ConvenedInTime: true, By: parcours.KindConvocation, SentInTime: true, MetInTime: true, People: 4},
		{EnteredOn: mature, Active: true, Convened: true, ConvenedInTime: true, By: parcours.KindInvitation, SentInTime: true, People: 2},
		{EnteredOn: mature, Active: true, SentInTime: true, People: 3},
		{EnteredOn: mature, Active: false, Convened: true, ConvenedInTime: true, By: parcours.KindConvocation, People: 1}, // left after the term
		{EnteredOn: mature, LeftOut: parcours.LeftOutExited, People: 5},
		{EnteredOn: mature, Active: true, LeftOut: parcours.LeftOutDuties, People: 6},
		{EnteredOn: young, Active: true, Convened: true, ConvenedInTime: true, By: parcours.KindConvocation, MetInTime: true, People: 7},
	} {
		d.Add(g, r, today)
	}
	want := parcours.Promise{Mature: 10, ConvenedInTime: 7, ByConvocation: 5, ByInvitation: 2, SentOnly: 3, MetInTime: 4}
	if diff := cmp.Diff(want, d.Promise); diff != "" {
		t.Errorf("promise (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[parcours.LeftOut]int{parcours.LeftOutExited: 5, parcours.LeftOutDuties: 6, parcours.LeftOutImmature: 7}, d.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[parcours.ClockColour]int{parcours.ClockDone: 13, parcours.ClockRed: 3}, d.Clock); diff != "" {
		t.Errorf("clock (-want +got):\n%s", diff)
	}
}

func TestNegativeDelaysAreCountedAndIgnored(t *testing.T) {
	t.Parallel()
	var d parcours.Delays
	for days, n := range map[int]int{-3: 2, 0: 1, 4: 5, 20: 4} {
		d.Add(days, n)
	}
	d.Close()
	if d.Negative != 2 || d.People != 10 || d.Of != 12 || d.Median != 4 || d.P90 != 20 {
		t.Errorf("got %+v", d)
	}
}

func TestNoRateWhenTooManyOutcomesAreMissing(t *testing.T) {
	t.Parallel()
	for missing, want := range map[int]bool{0: true, 10: true, 11: false} {
		tally := parcours.Tally{Seen: 60, NoShow: 30, Missing: missing}
		if missing == 10 && tally.Past() != 100 {
			t.Fatalf("past: got %d", tally.Past())
		}
		if got := tally.Publishable(10); got != want {
			t.Errorf("%d missing: got published %v, want %v", missing, got, want)
		}
	}
}
