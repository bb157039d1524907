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
		d := h.claimed()
		h.now = d.Notification.FallbackAt.Add(-time.Minute)
		if !h.mark(&d) {
			t.Fatal("it may not leave")
		}
		again := h.now.Add(2 * time.Minute)
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalRetry, Code: "20429"}, again))
		h.now = d.Notification.FallbackAt
		h.falls(1)
		h.falls(0)
		h.wantAttempts(d.Notification.ID, "1 sms queued")
		h.now = again
		h.leaves(d.Notification.ID)
		h.falls(0)
		h.now = again.Add(2 * time.Hour)
		h.falls(1)
		h.falls(0)
		h.wantAttempts(d.Notification.ID, "1 sms sent", "2 call queued")
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationPending))
	})
}

// What doubles a message may end without a proof as well: a human calls then.
func TestWhatDoublesAMessageIsDoubledInItsTurn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.link(h.person("I-1"), "", "700144")
		d := h.claimed()
		h.doubt(d)
		h.now = d.Notification.FallbackAt
		h.falls(1)
		h.wantAttempts(d.Notification.ID, "1 telegram unknown", "2 sms queued")
		h.process = h.process.Add(2 * time.Minute)
		h.leaves(d.Notification.ID)
		h.falls(0)
		h.now = h.now.Add(2 * time.Hour)
		h.falls(1)
		h.falls(0)
		h.wantAttempts(d.Notification.ID, "1 telegram unknown", "2 sms sent", "3 call queued")
	})
}

// falls lets fallbacks fall due, and wants so many to be looked at.
func (h *house) falls(want int) {
	h.Helper()
	looked, err := h.s.FallBack(h.Context(), h.now, 10)
	h.must(err)
	if looked != want {
		h.Errorf("looked at %d, want %d", looked, want)
	}
}

// leaves lets what is due of a message leave, of which the carrier then says no more than
// that it has it; what else is due waits.
func (h *house) leaves(notificationID string) {
	h.Helper()
	for due := h.claim(); len(due) > 0; due = h.claim() {
		for _, d := range due {
			if d.Notification.ID != notificationID {
				h.must(h.s.Release(h.Context(), d.Attempt, h.now.Add(24*time.Hour), "aside"))
				continue
			}
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
		}
	}
}
