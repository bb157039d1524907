package intake_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relais/intake"
	"relais/parcours"
)

// TestResultsKeepWhatEachRowSays holds that the short form of the rows that say nothing
// loses nothing of those that do, whichever came first.
func TestResultsKeepWhatEachRowSays(t *testing.T) {
	t.Parallel()
	problems := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) parcours.Problem {
		return parcours.Problem{Column: rapid.String().Draw(t, "column"), What: rapid.String().Draw(t, "what")}
	}), 0, 2)
	result := rapid.Custom(func(t *rapid.T) parcours.RowResult {
		return parcours.RowResult{
			Line: rapid.IntRange(1, 1<<20).Draw(t, "line"),
			Outcome: rapid.SampledFrom([]parcours.RowOutcome{
				parcours.RowCreated, parcours.RowUpdated, parcours.RowUnchanged, parcours.RowConflict, parcours.RowError, parcours.RowIgnored,
			}).Draw(t, "outcome"),
			Changed:  rapid.SliceOfN(rapid.StringMatching("[a-z_]{1,9}"), 0, 2).Draw(t, "changed"),
			Problems: problems.Draw(t, "problems"), Warnings: problems.Draw(t, "warnings"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(result, 1, 20).Draw(t, "results")
		var r intake.Results
		cut := rapid.IntRange(0, len(want)).Draw(t, "cut")
		r.Add(want[:cut]...)
		r.Add(want[cut:]...)
		if diff := cmp.Diff(want, r.List(), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var read []parcours.RowResult
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, read, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}
