package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// fails applies a failure with what it says of the number.
func (h *house) fails(attemptID string, state parcours.AttemptState, code string, cause parcours.FailureCause) {
	h.Helper()
	h.must(h.s.ApplyReceipt(h.Context(), h.now, parcours.Receipt{
		Source: "callback", AttemptID: attemptID, Status: "undelivered", Code: code, State: state, Cause: cause, At: h.now,
	}))
}

func TestANumberFoundUnusableIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cause parcours.FailureCause
		next  string
		loss  parcours.LossCause
	}{
		{parcours.FailureNumber, "2 letter queued", parcours.LossInvalid},
		{parcours.FailureLandline, "2 call queued", parcours.LossLandline},
	} {
		t.Run(string(test.cause), func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d, _ := h.sent()
				person := d.Notification.PersonID
				reminder := h.one("select id from notification where kind = 'reminder'")
				h.fails(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30005", test.cause)
				h.wantAttempts(d.Notification.ID, "1 sms undelivered_perm", test.next)
				h.wantAttempts(reminder, "1 sms cancelled", test.next)
				h.want("cause", h.milestone(person, "contact_loss"), string(test.loss))

				importPeople(t, s, h.now.Add(time.Hour), yann()) // the file still holds it
				h.want("cause", h.milestone(person, "contact_loss"), string(test.loss))

				h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
				h.want("cause once delivered", h.milestone(person, "contact_loss"), "")
			})
		})
	}
}

func TestARefusalOfTheNumberMarksItToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, yann())
		d := h.claimed()
		h.mark(&d)
		refusal := &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "21614", Cause: parcours.FailureLandline}
		h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, refusal, h.now))
		h.wantAttempts(d.Notification.ID, "1 sms rejected", "2 call queued")
		listed, err := s.Unreachable(t.Context(), parcours.NewDate(2023, time.July, 3), parcours.Filter{})
		h.must(err)
		if len(listed) != 1 || listed[0].Cause != parcours.LossLandline || listed[0].NextChannel != parcours.ChannelCall {
			t.Errorf("unreachable = %+v, want a landline to call", listed)
		}
	})
}

// TestAFaultOfOursFoundAfterTheProviderTookAMessageIsTold: a suspended account would
// otherwise send a whole morning to the call list without a word.
func TestAFaultOfOursFoundAfterTheProviderTookAMessageIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		for _, d := range h.claim() {
			h.send(d)
			h.fails(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30002", parcours.FailureSender)
			h.wantAttempts(d.Notification.ID, "1 sms undelivered_perm", "2 call queued")
		}
		incidents, err := s.Peek(t.Context(), "select details from incident where kind = 'sender_at_fault'")
		h.must(err)
		if len(incidents) != 1 || !strings.Contains(incidents[0], "30002") {
			t.Errorf("incidents %v, want one", incidents)
		}
	})
}

// Each mobile number of a person is tried, and each once, before somebody has to call.
func TestAnotherNumberOfThePersonTakesOver(t *testing.T) {
	t.Parallel()
	const unusable = "1 sms undelivered_perm"
	for _, test := range []struct {
		name  string
		story func(h *house, d parcours.Delivery)
		want  []string
	}{
		{"a receipt says so", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.unusable(d)
		}, []string{unusable, "2 sms queued"}},
		{"the provider refuses it", func(h *house, d parcours.Delivery) {
			h.mark(&d)
			refusal := &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "21211", Cause: parcours.FailureNumber}
			h.must(h.s.RecordRefusal(h.Context(), h.now, h.process, d.Attempt, refusal, h.now))
		}, []string{"1 sms rejected", "2 sms queued"}},
		{"it waited for a call already", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.fallsBack(d.Notification.ID)
			h.unusable(d)
		}, []string{unusable, "2 call cancelled", "3 sms queued"}},
		{"neither takes it", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.unusable(d)
			second, _ := h.sent()
			h.unusable(second)
		}, []string{unusable, "2 sms undelivered_perm", "3 letter queued"}},
		{"the first one took another message meanwhile", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.unusable(d)
			second, _ := h.sent()
			h.must(h.s.Poke(h.Context(), "update contact_point set found_kind = '' where found_kind = $1", string(parcours.PhoneInvalid)))
			h.unusable(second)
		}, []string{unusable, "2 sms undelivered_perm", "3 call queued"}},
		{"the second one is away for a moment", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.unusable(d)
			second, _ := h.sent()
			h.receipt(second.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
			h.want("the next try", h.dueNext().Sub(h.now).String(), "5m0s")
		}, []string{unusable, "2 sms undelivered_temp", "3 sms queued"}},
		{"STOP was said at the second one", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.must(h.s.Poke(h.Context(), "update contact_point set opted_out_at = 1 where position = 1"))
			h.unusable(d)
		}, []string{unusable, "2 call queued"}},
		{"the person said STOP to the provider", func(h *house, d parcours.Delivery) {
			h.send(d)
			h.receipt(d.Attempt.ID, parcours.AttemptBlocked, "21610")
		}, []string{"1 sms blocked", "2 call queued"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				two := yann()
				two.Phones = append(two.Phones, mobile(172))
				h := convoked(t, s, two)
				d := h.claimed()
				h.want("the first number", d.Attempt.Address, mobile(171).E164)
				test.story(h, d)
				h.wantAttempts(d.Notification.ID, test.want...)
				where := h.all("select address_index from attempt where notification_id = $1 and channel = 'sms' and state <> 'undelivered_temp' order by n", d.Notification.ID)
				if slices.Sort(where); len(slices.Compact(slices.Clone(where))) != len(where) {
					t.Error("a number is tried twice")
				}
			})
		})
	}
}

// unusable applies the receipt that nobody is reached at the number.
func (h *house) unusable(d parcours.Delivery) {
	h.Helper()
	h.fails(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30005", parcours.FailureNumber)
}

func TestWhatThePhoneMayHaveGotIsTriedOnceMoreIfItMustArrive(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		class    parcours.Class
		attempts []string
	}{
		{parcours.MustArrive, []string{"1 sms undelivered_temp", "2 sms undelivered_temp", "3 call queued"}},
		{parcours.TimeBound, []string{"1 sms undelivered_temp", "2 call queued"}},
	} {
		t.Run(string(test.class), func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, yann())
				d, _ := h.sent()
				h.must(s.Poke(t.Context(), "update notification set class = $2 where id = $1", d.Notification.ID, string(test.class)))
				h.fails(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30008", parcours.FailureDoubtful)
				if test.class == parcours.MustArrive {
					h.now = h.dueNext()
					again, _ := h.sent()
					h.fails(again.Attempt.ID, parcours.AttemptUndeliveredTemp, "30410", parcours.FailureDoubtful)
				}
				h.wantAttempts(d.Notification.ID, test.attempts...)
			})
		})
	}
}
