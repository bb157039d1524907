package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestMessagesThatLeftAreCountedByWhatTheyCost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		due := h.claim()
		for i := range due { // mark notes one part in GSM-7
			h.send(due[i])
		}
		h.must(s.Poke(t.Context(), "update attempt set encoding = 'ucs2', parts = 5 where id = $1", due[0].Attempt.ID))
		template := due[0].Notification.Template
		counts := func(d parcours.Departures) []parcours.MessageCount {
			t.Helper()
			got, err := s.MessageCounts(t.Context(), d)
			h.must(err)
			return got
		}
		want := []parcours.MessageCount{
			{Template: template, Channel: parcours.ChannelSMS, Language: parcours.French, Encoding: parcours.GSM7, Parts: 1, Messages: 1},
			{Template: template, Channel: parcours.ChannelSMS, Language: parcours.French, Encoding: parcours.UCS2, Parts: 5, Messages: 1},
		}
		if diff := cmp.Diff(want, counts(parcours.Departures{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for name, d := range map[string]parcours.Departures{
			"later": {From: h.now.Add(time.Hour)}, "before": {To: h.now}, "elsewhere": {TerritoryID: "none"},
		} {
			if got := counts(d); len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if got := counts(parcours.Departures{From: h.now, To: h.now.Add(time.Hour)}); len(got) != 2 {
			t.Errorf("on the day: %+v", got)
		}
		h.receipt(due[1].Attempt.ID, parcours.AttemptRejected, "21610")
		if got := counts(parcours.Departures{}); len(got) != 1 {
			t.Errorf("what was never created costs nothing: %+v", got)
		}
	})
}
