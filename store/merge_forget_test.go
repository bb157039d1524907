package store_test

import (
	"bytes"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestAnErasureAfterAMergeLeavesNoTrace: neither of the two files, nor does a file bring
// either back.
func TestAnErasureAfterAMergeLeavesNoTrace(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kept, merged := twoOfYann(t, s)
		h.find()
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		if _, err := s.Forget(t.Context(), h.now, officer, merged); err != nil {
			t.Fatal(err)
		}
		h.nothingLeft(merged)
		h.nothingLeft(kept)
		h.want("merged files", h.one("select count(*) from merged_person"), "0")
		h.want("entries with details", h.one("select count(*) from event where person_id in ($1, $2) and (payload_sealed is not null or salt is not null)", kept, merged), "0")
		h.want("the last words of both journals", strings.Join(h.all("select kind from event e where person_id in ($1, $2) and seq = (select max(x.seq) from event x where x.person_id = e.person_id)", kept, merged), " "), "erased erased")
		var archive bytes.Buffer
		_, err := s.Archive(t.Context(), &archive, nil)
		h.must(err)
		for _, mark := range []string{"Tanguy", "TANGUI", "Le Bihan", "3 rue du Plessis", "Duguay-Trouin", `"I-7"`, `"I-2"`} {
			if strings.Contains(archive.String(), mark) {
				t.Errorf("an archive still says %q", mark)
			}
		}
		h.intact("after the erasure")
		byPhone := yannAgain()
		byPhone.InternalID, byPhone.NIR = "", ""
		for _, r := range importPeople(t, s, h.now, yann(), yannAgain(), byPhone) {
			if r.Outcome != parcours.RowIgnored && r.Outcome != parcours.RowConflict {
				t.Errorf("brought back: %+v", r)
			}
		}
	})
}

// TestAPurgeAfterAMergeEmptiesBothJournals: the figures stay, and neither file comes back.
func TestAPurgeAfterAMergeEmptiesBothJournals(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kept, merged := twoOfYann(t, s)
		h.must(s.MergePeople(t.Context(), h.now, everyone(), kept, merged))
		h.must(s.Exit(t.Context(), h.now, everyone(), kept, parcours.ExitRightClosed, parcours.DateOf(h.now, storetest.Rules(t).Zone)))
		h.now = h.now.AddDate(6, 0, 0)
		n, err := s.PurgeFiles(t.Context(), h.now, officer, parcours.DefaultKeeping(), []string{kept})
		if err != nil || n != 1 {
			t.Fatalf("purged %d, %v", n, err)
		}
		h.nothingLeft(merged)
		h.want("merged files", h.one("select count(*) from merged_person"), "0")
		h.want("entries with details", h.one("select count(*) from event where person_id in ($1, $2) and payload_sealed is not null", kept, merged), "0")
		h.intact("after the purge")
		for _, r := range importPeople(t, s, h.now, yann(), yannAgain()) {
			if r.Outcome != parcours.RowIgnored && r.Outcome != parcours.RowConflict {
				t.Errorf("brought back: %+v", r)
			}
		}
	})
}
