package parcours_test

import (
	"testing"

	"pgregory.net/rapid"

	"relais/parcours"
)

func TestDeadlineCountsCalendarDays(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct{ name, entered, want string }{
		{"plain", "2023-06-01", "2023-06-16"},
		{"over the month's end", "2023-06-20", "2023-07-05"},
		{"over the spring change", "2026-03-20", "2026-04-04"},
		{"over a leap day", "2024-02-20", "2024-03-06"},
		{"weekends and holidays count", "2023-07-01", "2023-07-16"},
		{"not known", "", ""},
	} {
		if got := r.Deadline(date(t, tt.entered)).String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestEntryTakesTheFirstKnownDateNotBeforeTheTerritoryStarts(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name, explicit, duties, rights, imported, want string
		source                                         parcours.EntrySource
	}{
		{"explicit first", "2023-07-01", "2023-07-02", "2023-07-03", "2023-07-04", "2023-07-01", parcours.EntryExplicit},
		{"then duties", "", "2023-07-02", "2023-07-03", "2023-07-04", "2023-07-02", parcours.EntryDuties},
		{"then rights", "", "", "2023-07-03", "2023-07-04", "2023-07-03", parcours.EntryRights},
		{"then the import", "", "", "", "2023-07-04", "2023-07-04", parcours.EntryImport},
		{"before the start", "", "", "2019-02-01", "2023-07-04", "2023-06-01", parcours.EntryRights},
	} {
		on, source := r.Entry(date(t, tt.explicit), date(t, tt.duties), date(t, tt.rights), date(t, tt.imported))
		if on.String() != tt.want || source != tt.source {
			t.Errorf("%s: got %s from %s, want %s from %s", tt.name, on, source, tt.want, tt.source)
		}
	}
}

func TestClockColours(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, tt := range []struct {
		name, convened, today string
		want                  parcours.ClockColour
	}{
		{"day 9", "", "2023-07-10", parcours.ClockGreen},
		{"day 10", "", "2023-07-11", parcours.ClockAmber},
		{"day 14", "", "2023-07-15", parcours.ClockAmber},
		{"day 15, still in time but not convened", "", "2023-07-16", parcours.ClockRed},
		{"day 40", "", "2023-08-10", parcours.ClockRed},
		{"entered in the future", "", "2023-06-20", parcours.ClockGreen},
		{"convened on day 15", "2023-07-16", "2023-09-01", parcours.ClockDone},
		{"convened on day 16", "2023-07-17", "2023-09-01", parcours.ClockLate},
	} {
		if got := r.Clock(date(t, "2023-07-01"), date(t, tt.convened), date(t, tt.today)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestClockNeverImprovesWhileNobodyIsConvened(t *testing.T) {
	t.Parallel()
	r := rules(t)
	rank := map[parcours.ClockColour]int{parcours.ClockGreen: 0, parcours.ClockAmber: 1, parcours.ClockRed: 2}
	rapid.Check(t, func(rt *rapid.T) {
		entered := parcours.DateOf(drawTime(rt, r.Zone, "entered"), r.Zone)
		n := rapid.IntRange(0, 60).Draw(rt, "days")
		today := entered.AddDays(n)
		colour := r.Clock(entered, parcours.Date{}, today)
		if rank[r.Clock(entered, parcours.Date{}, today.AddDays(1))] < rank[colour] {
			rt.Fatalf("the clock went back after day %d", n)
		}
		if (colour == parcours.ClockRed) != !today.Before(r.Deadline(entered)) {
			rt.Fatalf("red on day %d: %v", n, colour)
		}
		convened := r.Clock(entered, today, today)
		if (convened == parcours.ClockDone) != (n <= r.ConveneWithinDays) {
			rt.Fatalf("convened on day %d is %s", n, convened)
		}
	})
}
