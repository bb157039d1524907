package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// passesBy comes to the moment at which a message would have been doubled, in vain.
func (h *house) passesBy(at time.Time) {
	h.Helper()
	h.now = at
	_, err := h.s.FallBack(h.Context(), h.now, 10)
	h.must(err)
}

// A message that comes back after the moment of its fallback is doubled like another.
func TestWhatIsPutBackIsDoubledWhenNothingProvesIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		away, comesBack func(h *house, person, id string)
	}{
		{
			"withdrawn by hand and put back",
			func(h *house, _, id string) { h.must(h.s.CancelNotification(h.Context(), h.now, everything, id)) },
			func(h *house, person, id string) { h.must(h.s.PutBack(h.Context(), h.now, everything, person, id)) },
		},
		{
			"the person left, and returned",
			func(h *house, person, _ string) {
				h.must(h.s.Exit(h.Context(), h.now, everything, person, parcours.ExitMoved, today(h.now)))
			},
			func(h *house, person, _ string) { h.must(h.s.Return(h.Context(), h.now, everything, person)) },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d := h.claimed()
				h.must(s.Release(t.Context(), d.Attempt, h.now, "later"))
				at := d.Notification.FallbackAt
				h.now = at.Add(-time.Minute)
				test.away(h, d.Notification.PersonID, d.Notification.ID)
				h.passesBy(at)
				test.comesBack(h, d.Notification.PersonID, d.Notification.ID)
				h.wantAttempts(d.Notification.ID, "1 sms queued")
				for _, due := range h.claim() {
					if due.Attempt.ID == d.Attempt.ID {
						h.send(due)
					}
				}
				h.fallsBack(d.Notification.ID)
				h.wantAttempts(d.Notification.ID, "1 sms accepted", "2 call queued")
			})
		})
	}
}

// A death that was told by mistake loses no message: whatever became of it meanwhile, the
// person is told, or a human is.
func TestWhatAHoldStoppedGoesOnOnceItIsLifted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		story func(h *house, d parcours.Delivery)
		want  []string
		// doubled: nothing proves it at the end, and it is doubled.
		doubled bool
	}{
		{
			"its fallback fell due",
			func(h *house, d parcours.Delivery) {
				h.send(d)
				h.dies()
				h.passesBy(d.Notification.FallbackAt)
			},
			[]string{"1 sms accepted"},
			true,
		},
		{
			"it was refused",
			func(h *house, d parcours.Delivery) {
				h.send(d)
				h.dies()
				h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30007")
			},
			[]string{"1 sms undelivered_perm", "2 telegram queued"},
			false,
		},
		{
			"it expired",
			func(h *house, d parcours.Delivery) {
				h.must(h.s.Release(h.Context(), d.Attempt, h.now, "later"))
				h.dies()
				h.now = d.Notification.ExpiresAt
				_, err := h.s.ExpireDue(h.Context(), h.now, []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram}, 10)
				h.must(err)
			},
			[]string{"1 telegram expired", "2 call queued"},
			false,
		},
		{
			"the death was confirmed",
			func(h *house, d parcours.Delivery) {
				h.must(h.s.Release(h.Context(), d.Attempt, h.now, "later"))
				h.dies()
				h.must(h.s.ConfirmDeath(h.Context(), h.now, everything, d.Notification.PersonID))
				h.wantAttempts(d.Notification.ID, "1 telegram cancelled")
			},
			[]string{"1 telegram queued"},
			false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d := h.claimed()
				test.story(h, d)
				h.must(s.LiftHold(t.Context(), h.now, everything, d.Notification.PersonID))
				h.wantAttempts(d.Notification.ID, test.want...)
				if test.doubled {
					h.fallsBack(d.Notification.ID)
					h.wantAttempts(d.Notification.ID, append(test.want, "2 telegram queued")...)
				}
			})
		})
	}
}

// dies has the death of the person told in their chat, which is linked for it.
func (h *house) dies() {
	h.Helper()
	h.link(h.person("I-2"), "", "700171")
	h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "700171", Kind: parcours.InboundText, Text: "il est décédé"}, parcours.Hold{})
}

// Whoever comes back when it is too late to write has an appointment all the same.
func TestWhatExpiredWhileThePersonWasAwayComesToAHuman(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		away, comesBack func(h *house, person string)
	}{
		{
			"the person left, and returned",
			func(h *house, person string) {
				h.must(h.s.Exit(h.Context(), h.now, everything, person, parcours.ExitMoved, today(h.now)))
			},
			func(h *house, person string) { h.must(h.s.Return(h.Context(), h.now, everything, person)) },
		},
		{
			"a death was confirmed, and lifted",
			func(h *house, person string) {
				h.must(h.s.Poke(h.Context(), "update person set held_at = $1 where id = $2", h.now.UnixMilli(), person))
				h.must(h.s.ConfirmDeath(h.Context(), h.now, everything, person))
			},
			func(h *house, person string) { h.must(h.s.LiftHold(h.Context(), h.now, everything, person)) },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d := h.claimed()
				h.must(s.Release(t.Context(), d.Attempt, h.now, "later"))
				test.away(h, d.Notification.PersonID)
				h.now = d.Notification.ExpiresAt.Add(time.Hour)
				test.comesBack(h, d.Notification.PersonID)
				h.wantAttempts(d.Notification.ID, "1 sms expired", "2 call queued")
				h.want("the convocation", h.notificationState(d.Notification.ID), string(parcours.NotificationListed))
			})
		})
	}
}

// An appointment that was cancelled by mistake stands again with what is said of it.
func TestWhatIsSaidOfAnAppointmentComesBackWithIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		d := h.claimed()
		h.must(s.Release(t.Context(), d.Attempt, h.now, "later"))
		participation := h.one("select id from participation where person_id = $1", d.Notification.PersonID)
		reminder := h.one("select id from notification where kind = 'reminder'")
		for _, set := range []struct {
			outcome parcours.Outcome
			want    string
		}{{parcours.OutcomeExcused, "1 sms cancelled"}, {parcours.OutcomeUnknown, "1 sms queued"}} {
			h.must(s.RecordOutcome(t.Context(), h.now, everything, participation, set.outcome, parcours.ImpedimentNone))
			h.wantAttempts(d.Notification.ID, set.want)
			h.wantAttempts(reminder, set.want)
		}
	})
}
