package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/sandbox"
)

// TestFailure07ReceiptBeforeOurResult has the message delivered before the service
// has committed what the provider answered: rank 40 stays, the id is attached, and
// the late result, whatever it is, changes nothing.
func TestFailure07ReceiptBeforeOurResult(t *testing.T) {
	t.Parallel()
	end := outcome{
		Orders: 1, SMS: []string{sms(1, 1, "delivered rang")},
		Attempts: []string{convocation(1, 1, "delivered 40 #1")}, States: []string{told(1, "delivered")},
	}
	// early lets the phone ring while the answer is on its way to the database.
	early := func(h *house) {
		h.at(beforeResult, func() {
			h.Clock.MoveTo(monday.Add(3 * time.Second))
			h.happen()
			h.wantOutcome(end)
		})
	}
	t.Run("named by its attempt", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			early(h)
			h.step()
			h.wantOutcome(end)
			h.wantEvents("I-1 answer queued", "I-1 callback delivered", "I-1 callback sent")
			h.pass(73 * time.Hour)
			h.wantOutcome(end)
		})
	})
	t.Run("and the answer lost", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.Twilio.Inject(sandbox.Fault{Call: "create", Effect: true, Drop: true})
			early(h)
			h.pass(73 * time.Hour)
			h.wantOutcome(end)
			h.wantEvents("I-1 callback delivered", "I-1 callback sent")
			if got := h.listings(); got != 0 {
				t.Errorf("the provider was asked for %d lists, and nothing was in doubt", got)
			}
		})
	})
	t.Run("known by the sid alone", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.fate = func(sandbox.SMS) sandbox.Fate { return sandbox.Fate{} } // the callbacks are the story's
			h.convene(person(1))
			h.at(beforeResult, func() {
				if got := h.callBack("another-attempt", h.sent()[0], "delivered"); got != http.StatusNoContent {
					h.Errorf("got status %d for a receipt of a message unknown so far, want 204", got)
				}
				h.wantOutcome(outcome{
					Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "sending 10")}, States: []string{told(1, "pending")},
					Orphans: []string{"delivered"},
				})
			})
			h.step()
			h.wantOutcome(outcome{
				Orders: 1, SMS: []string{sms(1, 1, "queued")}, Attempts: []string{convocation(1, 1, "delivered 40 #1")}, States: []string{told(1, "delivered")},
			})
			h.wantEvents("I-1 answer queued", "I-1 callback delivered")
		})
	})
}

// callBack posts a signed status callback to the address of an attempt, and returns
// the status of the answer.
func (h *house) callBack(attempt string, m sandbox.SMS, status string) int {
	h.Helper()
	form := url.Values{
		"AccountSid": {houseAccount}, "MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {status}, "SmsStatus": {status},
		"From": {houseSender}, "To": {m.To}, "ApiVersion": {"2010-04-01"},
	}
	address := h.front.URL + "/webhooks/twilio/status/" + attempt
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		h.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", sandbox.Sign(houseToken, address, form))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.Error(err)
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

// TestFailure08CallbacksInEveryOrder posts the callbacks of a message in each of
// their orders, each five times, and fifty at once: one event is kept for each
// status, and the message is delivered.
func TestFailure08CallbacksInEveryOrder(t *testing.T) {
	inHouses(t, func(h *house) {
		orders := [][]string{
			{"sending", "sent", "delivered"},
			{"sending", "delivered", "sent"},
			{"sent", "sending", "delivered"},
			{"sent", "delivered", "sending"},
			{"delivered", "sending", "sent"},
			{"delivered", "sent", "sending"},
		}
		h.fate = func(sandbox.SMS) sandbox.Fate { return sandbox.Fate{Sent: 1000 * time.Hour} } // the callbacks are the story's
		h.convene(person(1), person(2), person(3), person(4), person(5), person(6), person(7))
		h.step()
		var end outcome
		var events []string
		for n := 1; n <= 7; n++ {
			end.SMS = append(end.SMS, sms(n, n, "queued"))
			end.Attempts = append(end.Attempts, convocation(n, 1, "delivered 40 "+ring(n)))
			end.States = append(end.States, told(n, "delivered"))
			for _, event := range []string{"answer queued", "callback delivered", "callback sending", "callback sent"} {
				events = append(events, fmt.Sprintf("I-%d %s", n, event))
			}
		}
		end.Orders = 7

		for i, order := range orders {
			best := ""
			for _, status := range order {
				for range 5 {
					h.must(h.Twilio.CallBack(h.Context(), h.sent()[i].SID, status, 0))
				}
				// Truth never goes backwards.
				switch {
				case status == "delivered" || best == "delivered 40":
					best = "delivered 40"
				case status == "sent" || best == "sent 30":
					best = "sent 30"
				default:
					best = "accepted 20"
				}
				if got, want := h.outcome().Attempts[i], convocation(i+1, 1, best+" "+ring(i+1)); got != want {
					h.Errorf("after %s of %q the attempt is %q, want %q", status, order, got, want)
				}
			}
		}
		var together sync.WaitGroup
		begin := make(chan struct{})
		for i := range 50 {
			together.Go(func() {
				<-begin
				status := []string{"delivered", "sent", "sending"}[i%3]
				if err := h.Twilio.CallBack(h.Context(), h.sent()[6].SID, status, 0); err != nil {
					h.Errorf("one of fifty callbacks at once: %v", err)
				}
			})
		}
		close(begin)
		together.Wait()
		h.wantOutcome(end)
		h.wantEvents(events...)
	})
}

// TestFailure09LateWords has a failure contradicted by a delivery, a delivery by a
// failure, and a delivery that comes once nobody waits for it any more: all three
// are delivered in the end, and a human is told of the second.
func TestFailure09LateWords(t *testing.T) {
	inHouses(t, func(h *house) {
		h.fate = func(m sandbox.SMS) sandbox.Fate {
			if m.To == mobile(3) {
				return sandbox.Fate{Sent: time.Second} // and no more, for ever
			}
			return sandbox.Fate{Sent: time.Second, Final: 3 * time.Second, Status: map[string]string{mobile(1): "undelivered", mobile(2): "delivered"}[m.To]}
		}
		h.convene(person(1), person(2), person(3))
		h.pass(3 * time.Second)
		h.wantOutcome(outcome{
			Orders: 3,
			SMS:    []string{sms(1, 1, "undelivered"), sms(2, 2, "delivered rang"), sms(3, 3, "sent")},
			Attempts: []string{
				convocation(1, 1, "undelivered_temp 35 #1"), convocation(1, 2, "queued 0"),
				convocation(2, 1, "delivered 40 #2"), convocation(3, 1, "sent 30 #3"),
			},
			States: []string{told(1, "pending"), told(2, "delivered"), told(3, "pending")},
		})
		late := func(n int, status string, code int) {
			h.Helper()
			h.must(h.Twilio.CallBack(h.Context(), h.sent()[n-1].SID, status, code))
		}
		late(1, "delivered", 0)
		late(2, "failed", 30005)
		h.pass(73 * time.Hour)
		end := outcome{
			Orders: 3,
			SMS:    []string{sms(1, 1, "undelivered"), sms(2, 2, "delivered rang"), sms(3, 3, "sent")},
			Attempts: []string{
				convocation(1, 1, "delivered 40 #1"), convocation(1, 2, "cancelled 5"),
				convocation(2, 1, "delivered 40 #2"), convocation(3, 1, "no_receipt 33 #3"),
			},
			States:    []string{told(1, "delivered"), told(2, "delivered"), told(3, "unconfirmed")},
			Incidents: []string{"failed_after_delivery"},
		}
		h.wantOutcome(end)

		late(3, "delivered", 0)
		end.Attempts[3], end.States[2] = convocation(3, 1, "delivered 40 #3"), told(3, "delivered")
		h.wantOutcome(end)
		h.pass(4 * 24 * time.Hour) // past the day on which what is not proved is doubled
		h.wantOutcome(end)
	})
}

// TestFailure10WebhookDownForAnHour loses every callback of an hour: what the phones
// did is learnt by asking, and until then nothing is shown as failed.
func TestFailure10WebhookDownForAnHour(t *testing.T) {
	inHouses(t, func(h *house) {
		h.fate = func(m sandbox.SMS) sandbox.Fate {
			return map[string]sandbox.Fate{
				mobile(1): {Sent: time.Second, Final: 3 * time.Second, Status: "delivered"},
				mobile(2): {Sent: time.Second, Final: 30 * time.Minute, Status: "delivered"},
				mobile(3): {Sent: time.Second, Final: 30 * time.Minute, Status: "undelivered", Code: 30005},
				mobile(4): {Sent: 50 * time.Minute, Final: 2 * time.Hour, Status: "delivered"},
			}[m.To]
		}
		h.convene(person(1), person(2), person(3), person(4))
		h.unreachable(true)
		asked := 0
		for range 12 {
			h.pass(5*time.Minute - time.Millisecond)
			for _, attempt := range h.outcome().Attempts {
				if !strings.Contains(attempt, " accepted 20 ") && !strings.Contains(attempt, " sent 30 ") && !strings.Contains(attempt, " delivered 40 ") {
					h.Errorf("while callbacks are lost, %s", attempt)
				}
				asked++
			}
		}
		if asked != 12*4 {
			h.Errorf("looked at %d attempts, want 48", asked)
		}
		h.pass(time.Minute) // the second time that it asks
		h.unreachable(false)
		h.pass(24 * time.Hour)
		h.wantOutcome(outcome{
			Orders: 4,
			SMS:    []string{sms(1, 1, "delivered rang"), sms(2, 2, "delivered rang"), sms(3, 3, "undelivered"), sms(4, 4, "delivered rang")},
			Attempts: []string{
				convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2"),
				convocation(3, 1, "undelivered_perm 36 #3"), "I-3 convocation 2 letter queued 0",
				convocation(4, 1, "delivered 40 #4"),
			},
			States: []string{told(1, "delivered"), told(2, "delivered"), told(3, "listed"), told(4, "delivered")},
		})
		h.wantEvents(
			"I-1 answer queued", "I-1 look_up delivered",
			"I-2 answer queued", "I-2 look_up delivered", "I-2 look_up sent",
			"I-3 answer queued", "I-3 look_up sent", "I-3 look_up undelivered 30005",
			"I-4 answer queued", "I-4 callback delivered", "I-4 look_up queued", "I-4 look_up sent",
		)
	})
}
