package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// permutations calls visit with every order of the states.
func permutations(states []parcours.AttemptState, visit func([]parcours.AttemptState)) {
	var walk func(k int)
	walk = func(k int) {
		if k == len(states) {
			visit(slices.Clone(states))
			return
		}
		for i := k; i < len(states); i++ {
			states[k], states[i] = states[i], states[k]
			walk(k + 1)
			states[k], states[i] = states[i], states[k]
		}
	}
	walk(0)
}

func TestReceiptsFoldToTheSameStateInEveryOrder(t *testing.T) {
	t.Parallel()
	states := []parcours.AttemptState{parcours.AttemptAccepted, parcours.AttemptSent, parcours.AttemptUndeliveredPerm, parcours.AttemptDelivered}
	var orders [][]parcours.AttemptState
	permutations(states, func(order []parcours.AttemptState) { orders = append(orders, order) })
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var people []parcours.PersonRow
		for i := range orders {
			p := yann()
			p.InternalID, p.LastName, p.Phones = fmt.Sprint("P-", i), fmt.Sprint("Tanguy ", i), []parcours.Phone{mobile(200 + i)}
			people = append(people, p)
		}
		h := convoked(t, s, people...)
		for i, d := range h.claim() {
			h.send(d)
			for _, state := range orders[i] {
				for range 2 { // each is said twice
					h.receipt(d.Attempt.ID, state, "")
				}
			}
			h.want(fmt.Sprint("state after ", orders[i]), h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
			h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationDelivered))
			if n := h.events(d.Notification.PersonID, parcours.EventDelivered); n != 1 {
				t.Errorf("%v: delivered %d times in the journal", orders[i], n)
			}
			h.want("convened_on", h.milestone(d.Notification.PersonID, "convened_on"), "2023-07-03")
			failedLast := slices.Index(orders[i], parcours.AttemptUndeliveredPerm) > slices.Index(orders[i], parcours.AttemptDelivered)
			incidents := h.all("select id from incident where attempt_id = $1 and kind = 'failed_after_delivery'", d.Attempt.ID)
			if failedLast != (len(incidents) == 1) {
				t.Errorf("%v: %d incidents for a failure after the delivery", orders[i], len(incidents))
			}
			for _, a := range h.attempts(d.Notification.ID)[1:] {
				if a != "2 call cancelled" {
					t.Errorf("%v: %q is left although the message was delivered", orders[i], a)
				}
			}
		}
	})
}

func TestAReceiptOfUnknownStatusIsKeptAndChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		h.receipt(d.Attempt.ID, "", "99999")
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptAccepted))
		h.want("code kept", h.one("select code from attempt_event where attempt_id = $1 and source = 'callback'", d.Attempt.ID), "99999")
	})
}

func TestAReceiptForAnotherAddressIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		err := s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{
			AttemptID: d.Attempt.ID, Status: "delivered", State: parcours.AttemptDelivered, To: mobile(999).E164,
		})
		if !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("got %v, want ErrInvalid", err)
		}
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptAccepted))
	})
}

func TestAReceiptBeforeOurResultWins(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.mark(&d)
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.must(s.RecordAccepted(t.Context(), h.now, d.Attempt, parcours.Receipt{
			Source: "answer", ProviderID: "SM1", Status: "queued", State: parcours.AttemptAccepted,
		}))
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		h.want("provider id", h.one("select provider_id from attempt where id = $1", d.Attempt.ID), "SM1")
	})
}

func TestAReceiptKnownByItsProviderIDOnlyWaitsForTheAttempt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.mark(&d)
		orphan := parcours.Receipt{Source: "callback", ProviderID: "SM1", Status: "delivered", State: parcours.AttemptDelivered}
		for range 3 {
			h.must(s.ApplyReceipt(t.Context(), h.now, orphan))
		}
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptSending))
		h.must(s.RecordAccepted(t.Context(), h.now, d.Attempt, parcours.Receipt{
			Source: "answer", ProviderID: "SM1", Status: "queued", State: parcours.AttemptAccepted,
		}))
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptDelivered))
		if left := h.all("select id from orphan_receipt"); len(left) != 0 {
			t.Errorf("%d orphans are left", len(left))
		}
		h.must(s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{Source: "callback", ProviderID: "SM1", Status: "read", State: parcours.AttemptAcknowledged}))
		h.want("state", h.attemptState(d.Attempt.ID), string(parcours.AttemptAcknowledged))
	})
}

func TestTwoProviderIDsOfOneAttemptAreAnIncidentAndBothAreKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, sid := h.sent()
		h.must(s.ApplyReceipt(t.Context(), h.now, parcours.Receipt{
			Source: "callback", AttemptID: d.Attempt.ID, ProviderID: "SM-second", Status: "sent", State: parcours.AttemptSent,
		}))
		h.want("incident", h.one("select kind from incident where attempt_id = $1", d.Attempt.ID), "duplicate")
		attached, err := s.AttachedIDs(t.Context(), []string{sid, "SM-second", "SM-none", ""})
		h.must(err)
		if !attached[sid] || !attached["SM-second"] || attached["SM-none"] || len(attached) != 2 {
			t.Errorf("attached = %v, want both ids", attached)
		}
	})
}

func TestAPermanentFailureFallsBackOnceAlthoughTwoWorkersSeeIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		var wait sync.WaitGroup
		for _, r := range []parcours.Receipt{
			{Source: "callback", Status: "undelivered", Code: "30005", State: parcours.AttemptUndeliveredPerm},
			{Source: "look_up", Status: "failed", Code: "30006", State: parcours.AttemptUndeliveredPerm},
			{Source: "callback", Status: "failed", Code: "30005", State: parcours.AttemptUndeliveredPerm},
		} {
			wait.Go(func() {
				r.AttemptID = d.Attempt.ID
				if err := s.ApplyReceipt(t.Context(), h.now, r); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		h.wantAttempts(d.Notification.ID, "1 sms undelivered_perm", "2 call queued")
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationListed))
		h.want("undelivered_on", h.milestone(d.Notification.PersonID, "undelivered_on"), "2023-07-03")
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.wantAttempts(d.Notification.ID, "1 sms delivered", "2 call cancelled")
	})
}

func TestATemporaryFailureIsTriedTwiceMoreThenFallsBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		for range 2 {
			h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
			next, any, err := s.NextDue(t.Context(), []parcours.Channel{parcours.ChannelSMS})
			h.must(err)
			if !any || !next.After(h.now) {
				t.Fatalf("next due = %v, %v, want later", next, any)
			}
			h.now = next
			d, _ = h.sent()
		}
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
		h.wantAttempts(d.Notification.ID, "1 sms undelivered_temp", "2 sms undelivered_temp", "3 sms undelivered_temp", "4 call queued")
	})
}

func TestARefusalDecidesWhatComesNext(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind     parcours.RefusalKind
		attempts []string
		incident string
	}{
		{parcours.RefusalRetry, []string{"1 sms queued"}, ""},
		{parcours.RefusalConfig, []string{"1 sms queued"}, "config"},
		{parcours.RefusalGiveUp, []string{"1 sms rejected", "2 call queued"}, ""},
		{parcours.RefusalBlocked, []string{"1 sms blocked", "2 call queued"}, ""},
		{parcours.RefusalUnknown, []string{"1 sms unknown"}, ""},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				d := h.claimed()
				h.mark(&d)
				later := h.now.Add(7 * 60e9)
				h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: test.kind, Code: "21610"}, later))
				h.wantAttempts(d.Notification.ID, test.attempts...)
				kinds := h.all("select kind from incident where kind = 'config'")
				if (test.incident != "") != (len(kinds) == 1) {
					t.Errorf("incidents = %v, want %q", kinds, test.incident)
				}
				if test.kind == parcours.RefusalRetry {
					h.now = later
					if again := h.claimed(); again.Attempt.N != 1 || again.Attempt.Body != "" {
						t.Errorf("claimed %+v, want the same attempt, to be rendered again", again.Attempt)
					}
				}
				if test.kind == parcours.RefusalBlocked {
					h.want("contact loss", h.milestone(d.Notification.PersonID, "contact_loss"), string(parcours.LossOptedOut))
					h.want("ledger", h.one("select direction from opt_out"), "out")
					if n := h.events(d.Notification.PersonID, parcours.EventOptedOut); n != 1 {
						t.Errorf("%d opt-outs in the journal, want 1", n)
					}
				}
			})
		})
	}
}

func TestTelegramBlockedFallsBackToSMS(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		first := h.claimed()
		h.send(first)
		h.receipt(first.Attempt.ID, parcours.AttemptDelivered, "")
		h.link(person, "", "700144")
		h.toldOfLink()
		h.now = monday.AddDate(0, 0, 2).Add(6 * 60 * 60e9)
		h.now = h.dueNext()
		var reminder parcours.Delivery
		for _, d := range h.claim() {
			if d.Notification.Kind == parcours.KindReminder {
				reminder = d
			}
		}
		if reminder.Attempt.ID == "" {
			t.Fatal("no reminder is due")
		}
		// It was planned by SMS before the link: move it to the chat as a new plan would.
		h.must(s.Poke(t.Context(), `update attempt set channel = 'telegram', address_index = c.address_index, address_sealed = null
			from contact_point c where c.channel = 'telegram' and attempt.id = $1`, reminder.Attempt.ID))
		reminder.Attempt.Channel = parcours.ChannelTelegram
		if !h.mark(&reminder) {
			t.Fatal("the reminder may not leave")
		}
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, reminder.Attempt, &parcours.Refusal{Kind: parcours.RefusalBlocked, Code: "403"}, h.now))
		h.wantAttempts(reminder.Notification.ID, "1 telegram blocked", "2 sms queued")
		h.want("blocked", h.one("select count(*) from contact_point where channel = 'telegram' and blocked_at > 0"), "1")
		h.want("contact loss", h.milestone(person, "contact_loss"), "")
	})
}

func TestTelegramAcceptanceHandsOverAndConvenes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.must(s.Poke(t.Context(), "update attempt set channel = 'telegram' where id = $1", d.Attempt.ID))
		d.Attempt.Channel = parcours.ChannelTelegram
		h.send(d)
		person := d.Notification.PersonID
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationHandedOver))
		for column, want := range map[string]string{
			"sent_on": "2023-07-03", "handed_over_on": "2023-07-03", "convened_on": "2023-07-03", "delivered_on": "", "answered_on": "",
		} {
			h.want(column, h.milestone(person, column), want)
		}
		h.now = d.Notification.FallbackAt
		looked, err := s.FallBack(t.Context(), h.now, 10)
		h.must(err)
		if looked != 1 {
			t.Errorf("looked at %d, want 1", looked)
		}
		h.wantAttempts(d.Notification.ID, "1 telegram sent", "2 sms queued")
		if looked, err := s.FallBack(t.Context(), h.now, 10); err != nil || looked != 0 {
			t.Errorf("a second time looked at %d, %v", looked, err)
		}
	})
}

func TestAnSMSAcceptedIsSentButNotConvened(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d, _ := h.sent()
		person := d.Notification.PersonID
		h.want("sent_on", h.milestone(person, "sent_on"), "2023-07-03")
		h.want("convened_on", h.milestone(person, "convened_on"), "")
		h.now = monday.AddDate(0, 0, 1)
		h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		h.want("delivered_on", h.milestone(person, "delivered_on"), "2023-07-04")
		h.want("convened_on", h.milestone(person, "convened_on"), "2023-07-04")
		h.want("sent_on", h.milestone(person, "sent_on"), "2023-07-03")
	})
}

func TestADeliveryAndAFallbackAtTheSameInstantRingOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		for _, d := range h.claim() {
			h.send(d)
			h.now = d.Notification.FallbackAt
			var wait sync.WaitGroup
			wait.Go(func() {
				if _, err := s.FallBack(t.Context(), h.now, 1); err != nil {
					t.Error(err)
				}
			})
			wait.Go(func() {
				receipt := parcours.Receipt{Source: "callback", AttemptID: d.Attempt.ID, Status: "delivered", State: parcours.AttemptDelivered}
				if err := s.ApplyReceipt(t.Context(), h.now, receipt); err != nil {
					t.Error(err)
				}
			})
			wait.Wait()
			for i, a := range h.attempts(d.Notification.ID) {
				if i > 0 && a != "2 call cancelled" {
					t.Errorf("attempt %q is left although the message was delivered", a)
				}
			}
			h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationDelivered))
			h.now = monday
		}
	})
}
