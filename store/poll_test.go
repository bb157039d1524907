package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// polled returns the one attempt whose receipt is to be asked for.
func (h *house) polled() parcours.Attempt {
	h.Helper()
	due, err := h.s.DuePolls(h.Context(), h.now, 10)
	h.must(err)
	if len(due) != 1 {
		h.Fatalf("%d receipts are to be asked for, want 1", len(due))
	}
	return due[0]
}

func TestAReceiptThatDoesNotComeIsAskedFor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		left := h.now
		d, sid := h.sent()
		h.now = left.Add(10*time.Minute - time.Millisecond)
		if due, err := s.DuePolls(t.Context(), h.now, 10); err != nil || len(due) != 0 {
			t.Fatalf("asked for before its time: %+v, %v", due, err)
		}
		h.now = left.Add(10 * time.Minute)
		a := h.polled()
		if a.ID != d.Attempt.ID || a.ProviderID != sid || a.Sender != "RELAIS" || !a.LeftAt.Equal(left) {
			t.Errorf("polled %+v, want the attempt with what a call needs", a)
		}
		h.must(s.RecordPoll(t.Context(), h.now, a, left.Add(time.Hour)))
		if err := s.RecordPoll(t.Context(), h.now, a, left.Add(time.Hour)); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("a second worker = %v, want a conflict", err)
		}
		h.receipt(d.Attempt.ID, parcours.AttemptSent, "") // what is not final changes nothing
		h.now = left.Add(time.Hour)
		h.polled()
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		if due, err := s.DuePolls(t.Context(), h.now, 10); err != nil || len(due) != 0 {
			t.Errorf("asked for although it came: %+v, %v", due, err)
		}
	})
}

func TestAMessageWithoutReceiptIsUnconfirmedAndNeverFailed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		left := h.now
		d, _ := h.sent()
		h.now = left.Add(72 * time.Hour)
		h.must(s.RecordPoll(t.Context(), h.now, h.polled(), left.Add(73*time.Hour)))
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptNoReceipt))
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationUnconfirmed))
		h.want("undelivered_on", h.milestone(d.Notification.PersonID, "undelivered_on"), "")
		if n := h.events(d.Notification.PersonID, parcours.EventEnded); n != 1 {
			t.Errorf("%d ends in the journal, want 1", n)
		}
		h.now = left.Add(73 * time.Hour) // the provider did not answer: it is asked again
		h.must(s.RecordPoll(t.Context(), h.now, h.polled(), time.Time{}))
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationDelivered))
		h.want("convened_on", h.milestone(d.Notification.PersonID, "convened_on"), "2023-07-06")
	})
}

func TestNoReceiptIsAwaitedWhereNoneExists(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.link(h.person("I-1"), "", "700144")
		d := h.claimed()
		h.must(s.Poke(t.Context(), "update attempt set channel = 'telegram' where id = $1", d.Attempt.ID))
		d.Attempt.Channel = parcours.ChannelTelegram
		h.send(d)
		h.now = h.now.Add(100 * time.Hour)
		if due, err := s.DuePolls(t.Context(), h.now, 10); err != nil || len(due) != 0 {
			t.Errorf("asked for: %+v, %v", due, err)
		}
	})
}

func TestAFailureAfterDeliveryIsAnEventAndAnIncident(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30005")
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		h.wantAttempts(d.Notification.ID, "1 sms delivered")
		h.want("event", h.one("select code from attempt_event where attempt_id = $1 and status = 'undelivered_perm'", d.Attempt.ID), "30005")
		h.want("incident", h.one("select kind from incident where attempt_id = $1", d.Attempt.ID), "failed_after_delivery")
	})
}

func TestOrphanReceiptsAreJoinedOrGivenUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, sid := h.sent()
		receipt := func(providerID string) {
			h.must(s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{
				Source: "callback", ProviderID: providerID, Status: "delivered", State: parcours.AttemptDelivered, At: h.now,
			}))
		}
		receipt("SM-of-nobody")
		// The id was attached by another transaction at the same instant.
		h.must(s.Poke(t.Context(), "update attempt set provider_id = '' where id = $1", d.Attempt.ID))
		h.must(s.Poke(t.Context(), "delete from attempt_event where attempt_id = $1", d.Attempt.ID))
		receipt(sid)
		h.must(s.Poke(t.Context(), "update attempt set provider_id = $2 where id = $1", d.Attempt.ID, sid))
		for _, step := range []struct {
			after   time.Duration
			settled int
			left    string
		}{{4 * time.Minute, 0, "2"}, {5 * time.Minute, 1, "1"}, {6 * time.Minute, 0, "1"}, {24 * time.Hour, 1, "0"}} {
			settled, err := s.SweepOrphans(t.Context(), monday.Add(step.after), 10)
			h.must(err)
			if settled != step.settled {
				t.Errorf("after %s settled %d, want %d", step.after, settled, step.settled)
			}
			h.want("orphans", h.one("select count(*) from orphan_receipt"), step.left)
		}
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		h.want("incident", h.one("select kind from incident"), "orphan_receipt")
	})
}
