package store_test

import (
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// shares imports Yann after Maëlys, at her number, and convenes him.
func (h *house) shares(yanns parcours.PersonRow) {
	h.Helper()
	yanns.Phones = []parcours.Phone{mobile(144)}
	importPeople(h.T, h.s, h.now, yanns)
	_, err := h.s.PlacePeople(h.Context(), h.now)
	h.must(err)
	booked := assign(h.T, h.s).Booked
	if len(booked) != 1 {
		h.Fatalf("booked %d people, want Yann", len(booked))
	}
	h.must(h.s.Convene(h.Context(), h.now, booked[0]))
}

// Who comes to a number where somebody else said STOP, or that was found to take no SMS,
// is told another way at once: the gate knows what the mark would refuse.
func TestTheGateKnowsWhatTheMarkRefusesOfANumber(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, hers string // what is known of Maëlys's number before Yann is reached there
		refused    bool
	}{
		{"she said STOP", "opted_out_at = 1", true},
		{"she blocked us", "blocked_at = 1", true},
		{"it was found invalid", "found_kind = 'invalid'", true},
		{"she said STOP, and has another number by now", "opted_out_at = 1, status = 'former'", true},
		{"it was found invalid, and she has another number by now", "found_kind = 'invalid', status = 'former'", false},
		{"she has another number by now", "status = 'former'", false},
		{"she is reached there", "updated_at = 1", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				h.send(h.claimed())
				h.must(s.Poke(t.Context(), "update contact_point set "+test.hers+" where channel = 'sms'"))
				h.shares(yann())
				d := h.claimed()
				v := storetest.Rules(t).Gate(d, h.now)
				if refused := v.Action == parcours.GateCancel; refused != test.refused {
					t.Fatalf("the gate says %+v", v)
				}
				if marked := h.mark(&d); marked == test.refused {
					t.Fatalf("marked: %v, and the gate says %+v", marked, v)
				}
				if test.refused {
					h.must(s.End(t.Context(), h.now, d.Attempt, parcours.AttemptCancelled, v.Reason))
					h.wantAttempts(d.Notification.ID, "1 sms cancelled", "2 call queued")
				}
			})
		})
	}
}
