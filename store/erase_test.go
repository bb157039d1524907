package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestOnlyWhatIsSettledIsErasedAtTheProvider(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		var sids []string
		var ids []string
		for _, d := range h.claim() {
			ids, sids = append(ids, d.Attempt.ID), append(sids, h.send(d))
		}
		h.receipt(ids[0], parcours.AttemptDelivered, "")
		texts, err := s.ProviderTexts(t.Context(), h.now, parcours.ProviderText{}, 10)
		h.must(err)
		if len(texts) != 1 || texts[0].ProviderID != sids[0] || texts[0].Sender != "RELAIS" || !texts[0].At.Equal(h.now) {
			t.Fatalf("to erase: %+v, want the one that was delivered", texts)
		}
		oldest, err := s.OldestProviderText(t.Context())
		h.must(err)
		if !oldest.Equal(h.now) {
			t.Errorf("the oldest is of %s, want %s", oldest, h.now)
		}
		h.must(s.RecordErased(t.Context(), h.now.AddDate(0, 0, 4), texts[0]))
		texts, err = s.ProviderTexts(t.Context(), h.now, parcours.ProviderText{}, 10)
		h.must(err)
		if len(texts) != 0 {
			t.Errorf("to erase again: %+v", texts)
		}
		h.want("our own text", h.one("select count(*) from attempt where body_sealed is not null and erased_at > 0"), "1")
		h.receipt(ids[1], parcours.AttemptUndeliveredPerm, "30007")
		if texts, err = s.ProviderTexts(t.Context(), h.now.Add(-time.Minute), parcours.ProviderText{}, 10); err != nil || len(texts) != 0 {
			t.Errorf("to erase before its age: %+v, %v", texts, err)
		}
	})
}

// A duplicate is no less readable at the provider than the message that it repeats.
func TestTheTextOfADuplicateIsErasedAtTheProviderToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, sid := h.sent()
		second := func(state parcours.AttemptState) {
			h.must(s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{
				Source: "callback", AttemptID: d.Attempt.ID, ProviderID: "SM-second", Status: string(state), State: state,
			}))
		}
		second(parcours.AttemptSent)
		second(parcours.AttemptDelivered)
		erased := map[string]string{}
		for {
			texts, err := s.ProviderTexts(t.Context(), h.now, parcours.ProviderText{}, 10)
			h.must(err)
			if len(texts) == 0 {
				break
			}
			for _, text := range texts {
				if erased[text.ProviderID] != "" {
					t.Fatalf("%s is erased again", text.ProviderID)
				}
				erased[text.ProviderID] = text.Sender
				h.must(s.RecordErased(t.Context(), h.now, text))
			}
		}
		if len(erased) != 2 || erased[sid] != "RELAIS" || erased["SM-second"] != "RELAIS" {
			t.Errorf("erased %v, want %s and SM-second by RELAIS", erased, sid)
		}
		second(parcours.AttemptAcknowledged) // a late word brings no text back
		texts, err := s.ProviderTexts(t.Context(), h.now, parcours.ProviderText{}, 10)
		h.must(err)
		if len(texts) != 0 {
			t.Errorf("to erase once more: %+v", texts)
		}
	})
}
