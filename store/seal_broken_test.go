package store_test

import (
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestWhatDoesNotOpenHoldsNobodyElseBack: one value was altered; the events and the messages
// of the others go on, and a human is told.
func TestWhatDoesNotOpenHoldsNobodyElseBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		for _, id := range []string{"SM1", "SM2"} {
			_, err := s.RecordInbound(t.Context(), parcours.RawInbound{ID: id, Provider: "twilio", ProviderID: id, ReceivedAt: h.now, Payload: []byte(id)})
			h.must(err)
		}
		broken := []byte{1, 2, 3}
		h.must(s.Poke(t.Context(), "update inbox set payload_sealed = $1 where provider_id = 'SM1'", broken))
		waiting, err := s.PendingInbound(t.Context(), 10)
		h.must(err)
		if len(waiting) != 2 || !waiting[0].Unreadable || waiting[1].Unreadable || string(waiting[1].Payload) != "SM2" {
			t.Errorf("waiting: %+v", waiting)
		}
		h.must(s.Poke(t.Context(), "update attempt set address_sealed = $1 where person_id = $2", broken, h.person("I-1")))
		for range 2 { // it is claimed once more when its lease has ended, and told once
			for _, d := range h.claim() {
				if d.Notification.PersonID != h.person("I-2") {
					t.Errorf("claimed for %s", d.Notification.PersonID)
				}
			}
			h.must(s.Poke(t.Context(), "update attempt set state = 'queued', lease_owner = '', lease_until = 0 where state = 'claimed'"))
		}
		incidents, err := s.Peek(t.Context(), "select kind from incident where person_id = $1", h.person("I-1"))
		h.must(err)
		if len(incidents) != 1 || incidents[0] != "unreadable" {
			t.Errorf("incidents %v", incidents)
		}
	})
}
