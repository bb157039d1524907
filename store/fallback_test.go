package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// A message that the provider put off, and that leaves after the moment at which another
// channel was to double it, is doubled all the same when nothing proves that it arrived.
func TestTheFallbackOfWhatLeavesLateIsNotForgotten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		falls := func(want int) {
			t.Helper()
			looked, err := s.FallBack(t.Context(), h.now, 10)
			h.must(err)
			if looked != want {
				t.Errorf("looked at %d, want %d", looked, want)
			}
		}
		d := h.claimed()
		h.now = d.Notification.FallbackAt.Add(-time.Minute)
		if !h.mark(&d) {
			t.Fatal("it may not leave")
		}
		again := h.now.Add(2 * time.Minute)
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalRetry, Code: "20429"}, again))
		h.now = d.Notification.FallbackAt
		falls(1)
		falls(0)
		h.wantAttempts(d.Notification.ID, "1 sms queued")
		h.now = again
		for _, due := range h.claim() {
			if due.Attempt.ID != d.Attempt.ID {
				h.must(s.Release(t.Context(), due.Attempt, h.now.Add(24*time.Hour), "aside"))
				continue
			}
			h.receiptSent(due)
		}
		falls(0)
		h.now = again.Add(2 * time.Hour)
		falls(1)
		falls(0)
		h.wantAttempts(d.Notification.ID, "1 sms sent", "2 call queued")
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationPending))
	})
}

// receiptSent sends a delivery of which the carrier says no more than that it has it.
func (h *house) receiptSent(d parcours.Delivery) {
	h.Helper()
	h.send(d)
	h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
}
