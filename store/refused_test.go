package store_test

import (
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// TestATimeThatThePersonRefusedIsNotOfferedAgain excuses one appointment after the
// other: each gives its place back, and neither place is offered to the same person.
func TestATimeThatThePersonRefusedIsNotOfferedAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		excused := func() parcours.Slot {
			d, _ := h.load(sms(144, "2"))
			first := d.Appointments[0]
			h.turn(sms(144, "je ne peux pas"), parcours.Excuse{AppointmentID: first.ID, Impediment: parcours.ImpedimentHealth})
			d, _ = h.load(sms(144, "autre jour"))
			if len(d.Offers) == 0 || d.OffersFor != first.ID {
				t.Fatalf("%d offers, for %q", len(d.Offers), d.OffersFor)
			}
			for _, offer := range d.Offers {
				if offer.StartsAt.Equal(first.StartsAt) {
					t.Errorf("the time just refused is offered: %v", offer.StartsAt)
				}
			}
			h.turn(sms(144, "1"), parcours.Move{AppointmentID: first.ID, SlotID: d.Offers[0].ID})
			return d.Offers[0]
		}
		moved := excused()
		d, _ := h.load(sms(144, "autre jour"))
		if len(d.Offers) != 1 || d.Offers[0].StartsAt.Equal(monday.AddDate(0, 0, 7)) {
			t.Errorf("offers beside %v: %+v, want the third slot alone", moved.StartsAt, d.Offers)
		}
		excused()
		if d, _ = h.load(sms(144, "autre jour")); len(d.Offers) != 0 {
			t.Errorf("%d times are offered again to somebody who refused them: %+v", len(d.Offers), d.Offers)
		}
	})
}
