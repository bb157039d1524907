package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// doubt marks the delivery and leaves its result unknown; it returns the attempt
// as a look-up sees it.
func (h *house) doubt(d parcours.Delivery) parcours.Attempt {
	h.Helper()
	if !h.mark(&d) {
		h.Fatal("the message may not leave")
	}
	h.must(h.s.RecordRefusal(h.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalUnknown, Code: "timeout"}, h.now))
	due, err := h.s.DueLookUps(h.Context(), h.process.Add(59*time.Second), 10)
	h.must(err)
	if len(due) != 0 {
		h.Errorf("looked up before its time: %+v", due)
	}
	h.process = h.process.Add(time.Minute)
	due, err = h.s.DueLookUps(h.Context(), h.process, 10)
	h.must(err)
	for _, l := range due {
		if l.Attempt.ID == d.Attempt.ID {
			return l.Attempt
		}
	}
	h.Fatalf("attempt %s is not to be looked up: %+v", d.Attempt.ID, due)
	return parcours.Attempt{}
}

func TestAnInterruptedSendIsUnknownAndNeverSentAgainByItself(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.mark(&d)
		h.process = h.process.Add(61 * time.Second)
		recovered, err := s.Recover(t.Context(), h.now, h.process)
		h.must(err)
		if recovered.Unknown != 1 || recovered.Requeued != 0 {
			t.Fatalf("recovered %+v, want one unknown", recovered)
		}
		if due := h.claim(); len(due) != 0 {
			t.Fatalf("claimed %+v although it may have left", due)
		}
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationPending))
		if n := h.events(d.Notification.PersonID, parcours.EventUnknown); n != 1 {
			t.Errorf("%d unknown sends in the journal, want 1", n)
		}
		h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptSent))
	})
}

func TestALookUpIsCountedAndPutOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.doubt(h.claimed())
		next := h.process.Add(2 * time.Minute)
		h.must(s.PostponeLookUp(t.Context(), a, next))
		if err := s.PostponeLookUp(t.Context(), a, next); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("a second worker = %v, want a conflict", err)
		}
		due, err := s.DueLookUps(t.Context(), next, 10)
		h.must(err)
		if len(due) != 1 || due[0].Attempt.LookUps != 1 {
			t.Errorf("due = %+v, want one look-up counted", due)
		}
	})
}

func TestWhatMustArriveIsResentOnceWithTheSameText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.doubt(h.claimed())
		for range 2 { // resolving twice resends once
			h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, a))
		}
		h.wantAttempts(a.NotificationID, "1 sms lost", "2 sms queued")
		again := h.claimed()
		if again.Attempt.Body != a.Body || again.Attempt.Address != a.Address {
			t.Errorf("resend = %+v, want the text of %+v", again.Attempt, a)
		}
		second := h.doubt(again)
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, second))
		h.wantAttempts(a.NotificationID, "1 sms lost", "2 sms lost", "3 call queued")
		h.want("incident", h.one("select kind from incident"), "lost_twice")
	})
}

// The pace counts parts before the resend leaves, and the costs after.
func TestAResendCountsThePartsOfWhatItRepeats(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.doubt(h.claimed())
		h.must(s.Poke(t.Context(), "update attempt set encoding = 'ucs2', parts = 3 where id = $1", a.ID))
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, a))
		again := h.claimed()
		if again.Attempt.Encoding != parcours.UCS2 || again.Attempt.Parts != 3 {
			t.Errorf("the resend is %d parts in %q, want 3 in ucs2", again.Attempt.Parts, again.Attempt.Encoding)
		}
	})
}

func TestALateReceiptOfALostAttemptKeepsTheResendBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, a))
		h.receipt(a.ID, parcours.AttemptSent, "")
		h.wantAttempts(a.NotificationID, "1 sms sent", "2 sms cancelled")
	})
}

// What took over from an attempt ends with it: when nothing younger is on its way,
// a failure of the older one still goes to the next channel.
func TestAnAdoptedAttemptThatFailsFallsBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		lost := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, h.process, lost))
		h.receipt(lost.ID, parcours.AttemptSent, "") // its resend is cancelled
		h.receipt(lost.ID, parcours.AttemptUndeliveredPerm, "30007")
		h.wantAttempts(lost.NotificationID, "1 sms undelivered_perm", "2 sms cancelled", "3 call queued")
		h.want("notification", h.notificationState(lost.NotificationID), string(parcours.NotificationListed))
	})
}

// A resend that is lost while the first message turns out to have left is not sent
// once more.
func TestALostResendOfWhatHadLeftIsNotResent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		first := h.doubt(h.claimed())
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, first))
		again := h.doubt(h.claimed())
		h.receipt(first.ID, parcours.AttemptSent, "")
		h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, again))
		h.wantAttempts(first.NotificationID, "1 sms sent", "2 sms lost")
		h.receipt(first.ID, parcours.AttemptUndeliveredPerm, "30007")
		h.wantAttempts(first.NotificationID, "1 sms undelivered_perm", "2 sms lost", "3 call queued")
	})
}

func TestAnEmptyLookUpIsResolvedByClass(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		class    parcours.Class
		later    time.Duration
		attempts []string
		state    parcours.NotificationState
	}{
		{"reminder in time", parcours.TimeBound, 0, []string{"1 sms lost", "2 sms queued"}, parcours.NotificationPending},
		{"reminder too late", parcours.TimeBound, 8 * 24 * time.Hour, []string{"1 sms lost", "2 call queued"}, parcours.NotificationListed},
		{"answer at once", parcours.Conversation, 0, []string{"1 sms lost", "2 sms queued"}, parcours.NotificationPending},
		{"answer too late", parcours.Conversation, 16 * time.Minute, []string{"1 sms lost"}, parcours.NotificationLost},
		{"routine", parcours.Routine, 0, []string{"1 sms lost"}, parcours.NotificationLost},
		{"code", parcours.Secret, 0, []string{"1 sms lost"}, parcours.NotificationLost},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				d := h.claimed()
				// Its appointment must still stand when time passes.
				h.must(s.Poke(t.Context(), "update notification set class = $2 where id = $1", d.Notification.ID, string(test.class)))
				h.must(s.Poke(t.Context(), "update appointment set starts_at = starts_at + 1000000000"))
				a := h.doubt(d)
				h.now = h.now.Add(test.later)
				h.must(s.ResolveEmpty(t.Context(), h.now, time.Time{}, a))
				h.wantAttempts(a.NotificationID, test.attempts...)
				h.want("notification", h.notificationState(a.NotificationID), string(test.state))
			})
		})
	}
}

func TestAListingThatFailedIsNotCounted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		a := h.doubt(h.claimed())
		next := h.process.Add(2 * time.Minute)
		h.must(s.DelayLookUp(t.Context(), a, next))
		due, err := s.DueLookUps(t.Context(), next, 10)
		h.must(err)
		if len(due) != 1 || due[0].Attempt.LookUps != 0 {
			t.Errorf("due = %+v, want none counted", due)
		}
	})
}

func TestALostAttemptFoundAfterItsResendIsADuplicate(t *testing.T) {
	t.Parallel()
	for name, found := range map[string]func(h *house, lost parcours.Attempt, resend parcours.Delivery){
		"the resend left first": func(h *house, lost parcours.Attempt, resend parcours.Delivery) {
			h.send(resend)
			h.receipt(lost.ID, parcours.AttemptDelivered, "")
		},
		"it is found while the resend leaves": func(h *house, lost parcours.Attempt, resend parcours.Delivery) {
			h.mark(&resend)
			h.receipt(lost.ID, parcours.AttemptSent, "")
			h.receipt(resend.Attempt.ID, parcours.AttemptSent, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				lost := h.doubt(h.claimed())
				sweep := h.process.Add(time.Hour)
				h.must(s.ResolveEmpty(t.Context(), h.now, sweep, lost))
				due, err := s.DueLookUps(t.Context(), sweep, 10)
				h.must(err)
				if len(due) != 1 || due[0].Attempt.State != parcours.AttemptLost {
					t.Fatalf("to be swept: %+v, want the lost attempt", due)
				}
				found(h, lost, h.claimed())
				h.want("incidents", h.one("select kind from incident"), "duplicate")
			})
		})
	}
}

func TestARetryAfterAFailureIsNoDuplicate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
		h.now = h.dueNext()
		h.sent()
		if kinds := h.all("select kind from incident"); len(kinds) != 0 {
			t.Errorf("incidents = %v, want none", kinds)
		}
		// The failure was not true: the phone rang twice.
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.want("incident", strings.Join(h.all("select kind from incident"), " "), "duplicate")
	})
}
