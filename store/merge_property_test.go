package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhateverTwoFilesLivedTheirMergeKeepsIt lives two files of one person at random and
// merges them either way: sums hold, journals verify, both rows come again for nothing,
// and no message of one plan leaves twice.
func TestWhateverTwoFilesLivedTheirMergeKeepsIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, born("Loïc", "Tréhin", "I-9", 109, parcours.NewDate(1991, time.March, 2)))
		serial := 200
		rapid.Check(t, func(r *rapid.T) {
			h.T = t
			serial += 2
			day := parcours.NewDate(1985, time.May, 14)
			rows := []parcours.PersonRow{born("Yann", fmt.Sprint("Tanguy", serial), fmt.Sprint("R-", serial), serial, day), born("Yan", fmt.Sprint("Tangui", serial), fmt.Sprint("R-", serial+1), serial+1, day)}
			if rapid.Bool().Draw(r, "one phone") {
				rows[1].Phones = rows[0].Phones
			}
			if rapid.Bool().Draw(r, "no id") {
				rows[1].InternalID = ""
			}
			if rapid.Bool().Draw(r, "explicit entry") {
				rows[1].EnteredOn = parcours.NewDate(2023, time.June, rapid.IntRange(1, 28).Draw(r, "day"))
			}
			results := importPeople(t, s, h.now, rows...)
			people := []string{results[0].PersonID, results[1].PersonID}
			_, err := s.PlacePeople(t.Context(), h.now)
			h.must(err)
			for i, p := range people {
				n := serial + i
				if i == 1 {
					n = phoneOf(rows[1])
				}
				for range rapid.IntRange(0, 5).Draw(r, "acts") {
					h.act(r, p, n)
				}
			}
			k := rapid.IntRange(0, 1).Draw(r, "kept")
			kept, merged := people[k], people[1-k]
			plan, err := s.MergePlan(t.Context(), h.now, everyone(), kept, merged)
			h.must(err)
			sums := h.sums()
			err = s.MergePeople(t.Context(), h.now, everyone(), kept, merged)
			if plan.Obstacle != parcours.MergeFree {
				if !errors.Is(err, parcours.ErrConflict) || h.sums() != sums {
					t.Fatalf("%s: %v", plan.Obstacle, err)
				}
				return
			}
			h.must(err)
			after := h.sums()
			if after = withoutNotices(after); after != withoutNotices(sums) {
				t.Errorf("before %s, after %s", sums, after)
			}
			h.nothingLeft(merged)
			h.intact("after a merge")
			h.again(rows[0], rows[1])
			if twice := h.all("select kind from notification where person_id = $1 and state = 'pending' and kind in ('weekly_request', 'invitation') group by kind having count(*) > 1", kept); len(twice) > 0 {
				t.Errorf("planned twice: %q", twice)
			}
		})
	})
}

// withoutNotices leaves out what may grow: a question that changes hands is told anew, and
// a STOP that holds for more addresses is kept.
func withoutNotices(sums string) string {
	kept := slices.DeleteFunc(strings.Split(sums, ", "), func(s string) bool {
		return strings.HasPrefix(s, "notification ") || strings.HasPrefix(s, "attempt ") || strings.HasPrefix(s, "opt_out ")
	})
	return strings.Join(kept, ", ")
}

func phoneOf(row parcours.PersonRow) int {
	var n int
	_, _ = fmt.Sscanf(row.Phones[0].E164, "+336399%d", &n)
	return n % 80000
}

// act does something at random in a person's file.
func (h *house) act(r *rapid.T, person string, phone int) {
	h.Helper()
	ctx, now := h.Context(), h.now
	switch rapid.SampledFrom([]string{"note", "plan", "stop", "question", "job", "activity", "number", "exit"}).Draw(r, "act") {
	case "note":
		h.must(h.s.WriteNote(ctx, now, everyone(), parcours.Note{PersonID: person, Text: "Une note."}))
	case "plan":
		h.must(h.s.SetWeeklyPlan(ctx, now, desk, parcours.WeeklyPlan{PersonID: person, MinHours: 15, MaxHours: 20, From: parcours.NewDate(2023, time.July, rapid.IntRange(1, 9).Draw(r, "from"))}))
		_, err := h.s.OpenWeeks(ctx, now, 10)
		h.must(err)
	case "stop":
		h.turn(sms(phone, "stop"), parcours.OptOut{})
	case "question":
		h.turn(sms(phone, "combien je touche ?"), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "combien je touche ?"})
	case "job":
		err := h.s.RecordJob(ctx, now, everyone(), parcours.Job{PersonID: person, Kind: parcours.JobCDI, StartsOn: parcours.NewDate(2023, time.July, rapid.IntRange(1, 2).Draw(r, "starts"))})
		if err != nil && !errors.Is(err, parcours.ErrConflict) {
			h.must(err)
		}
	case "activity":
		h.must(h.s.PlanActivity(ctx, now, desk, parcours.Activity{PersonID: person, Kind: parcours.ActivityKinds()[0], Label: fmt.Sprint("Atelier ", rapid.IntRange(1, 2).Draw(r, "label")), Day: parcours.NewDate(2023, time.July, 13), Start: 9 * 60, Minutes: 120}))
	case "number":
		err := h.s.AddNumber(ctx, now, everyone(), person, mobile(rapid.IntRange(180, 183).Draw(r, "number")), false)
		if err != nil && !errors.Is(err, parcours.ErrConflict) {
			h.must(err)
		}
	case "exit":
		err := h.s.Exit(ctx, now, everyone(), person, rapid.SampledFrom(parcours.ExitReasons()).Draw(r, "why"), parcours.DateOf(now, storetest.Rules(h.T).Zone))
		if err != nil && !errors.Is(err, parcours.ErrConflict) {
			h.must(err)
		}
	}
}
