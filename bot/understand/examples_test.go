package understand_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"relais/bot/understand"
	"relais/bot/understand/examples"
	"relais/parcours"
)

// sets returns the sets whose names match.
func sets(t testing.TB, pattern string) []examples.Set {
	t.Helper()
	all, err := examples.All("testdata", pattern, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("no set is named %s", pattern)
	}
	return all
}

// TestTextsAreReadAsTheirExamplesSay asks for every line of the sets that the rules
// were written with, and for 97 % of those held back.
func TestTextsAreReadAsTheirExamplesSay(t *testing.T) {
	t.Parallel()
	for _, s := range sets(t, "*") {
		goal := 100.0
		if s.HeldBack() {
			goal = 97
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			tally := examples.Measure(s)
			t.Logf("%d of %d, %.1f %%", tally.Right, tally.Total, tally.Share())
			for _, m := range tally.Misses {
				t.Log(m)
			}
			if tally.Share() < goal {
				t.Errorf("%.1f %% read as written, want %.0f %%", tally.Share(), goal)
			}
		})
	}
}

func TestEveryReadingSaysWhy(t *testing.T) {
	t.Parallel()
	for _, s := range sets(t, "*") {
		for _, asked := range []understand.Asked{
			understand.AskedHours, understand.AskedReply, understand.AskedAvailability, understand.AskedDate, understand.AskedNone,
		} {
			for _, x := range s.Examples {
				c := understand.Context{Asked: asked, Now: time.Date(2027, time.January, 13, 10, 20, 0, 0, paris(t)), Language: parcours.French}
				if _, why := understand.Read(x.Text, c); why == "" {
					t.Errorf("%q, asked for %s, is read without a reason", x.Text, asked)
				}
			}
		}
	}
}

// BenchmarkRead reads all sets, one after the other.
func BenchmarkRead(b *testing.B) {
	all := sets(b, "*")
	read := 0
	for b.Loop() {
		for _, s := range all {
			read += examples.ReadAll(s)
		}
	}
	b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "texts/s")
}
