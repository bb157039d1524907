package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/sandbox"
)

// TestFailure12Stop closes a number in every way there is: the provider's refusal at
// the send and in a receipt, the words of the person, and a word that comes while the
// message is on its way out. Nothing is sent there afterwards, the obligation takes
// another way, and only the person opens the number again.
func TestFailure12Stop(t *testing.T) {
	t.Parallel()
	t.Run("the provider blocks", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.fate = func(m sandbox.SMS) sandbox.Fate {
				if m.To == mobile(2) {
					return sandbox.Fate{Sent: time.Second, Final: 3 * time.Second, Status: "undelivered", Code: 21610}
				}
				return sandbox.Fate{Sent: time.Second, Final: 3 * time.Second, Status: "delivered"}
			}
			h.convene(person(1), person(2), person(3))
			h.Twilio.Inject(sandbox.Fault{Call: "create", To: mobile(1), Status: http.StatusBadRequest, Code: 21610})
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 3,
				SMS:    []string{sms(1, 2, "undelivered"), sms(2, 3, "delivered rang")},
				Attempts: []string{
					convocation(1, 1, "blocked 36"), "I-1 convocation 2 call queued 0",
					convocation(2, 1, "blocked 36 #1"), "I-2 convocation 2 call queued 0",
					convocation(3, 1, "delivered 40 #2"),
				},
				States: []string{told(1, "listed"), told(2, "listed"), told(3, "delivered")},
			})
			h.wantClosed("I-1", "I-2")
			h.wantLedger("I-1 out", "I-2 out")
		})
	})
	t.Run("the person writes", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1), person(2), person(3), person(4), person(5))
			for n, words := range []string{"STOP", "ARRET", "Arrêt.", "stop svp", "mon contrat s'arrête en mai"} {
				h.Twilio.Receive(mobile(n+1), words)
			}
			h.happen()
			h.pass(24 * time.Hour)
			end := outcome{Orders: 6}
			for n := 1; n <= 4; n++ { // the confirmation, and no more
				end.SMS = append(end.SMS, sms(n, n, "delivered rang"))
				end.Attempts = append(end.Attempts, convocation(n, 1, "cancelled 5"), fmt.Sprintf("I-%d convocation 2 call queued 0", n), fmt.Sprintf("I-%d reply 1 sms delivered 40 #%d", n, n))
				end.States = append(end.States, told(n, "listed"), fmt.Sprintf("I-%d reply delivered", n))
			}
			end.SMS = append(end.SMS, sms(5, 5, "delivered rang"), sms(6, 5, "delivered rang"))
			end.Attempts = append(end.Attempts, convocation(5, 1, "delivered 40 #6"), "I-5 reply 1 sms delivered 40 #5")
			end.States = append(end.States, told(5, "delivered"), "I-5 reply delivered")
			for range 5 { // the referent is told of each, and of the job that ends; no e-mail is configured here
				end.Attempts = append(end.Attempts, "staff question 1 email queued 0")
				end.States = append(end.States, "staff question pending")
			}
			h.wantOutcome(end)
			h.wantClosed("I-1", "I-2", "I-3", "I-4")
			h.wantLedger("I-1 out", "I-2 out", "I-3 out", "I-4 out")

			// Only the person opens the number again; what is to be told then goes there, and
			// for the others it still takes another way.
			h.Twilio.Receive(mobile(1), "START")
			h.pass(time.Minute)
			h.wantClosed("I-2", "I-3", "I-4")
			h.wantLedger("I-1 out", "I-1 in", "I-2 out", "I-3 out", "I-4 out")
			h.revoke(1)
			h.revoke(2)
			h.pass(24 * time.Hour)
			h.wantLines("what each was told", []string{
				"I-1 cancellation sms delivered", "I-1 convocation call cancelled", "I-1 convocation sms cancelled", "I-1 convocation sms delivered", "I-1 reply sms delivered", "I-1 reply sms delivered",
				"I-2 cancellation call queued", "I-2 convocation call cancelled", "I-2 convocation sms cancelled", "I-2 reply sms delivered",
			}, `select p.internal_id, n.kind, a.channel, a.state from attempt a join notification n on n.id = a.notification_id join person p on p.id = n.person_id
				where p.internal_id in ('I-1', 'I-2') order by p.internal_id, n.kind, a.channel, a.state`)
			rings := map[string]int{}
			for _, m := range h.sent() {
				rings[m.To]++
			}
			if diff := gocmp.Diff(map[string]int{mobile(1): 4, mobile(2): 1, mobile(3): 1, mobile(4): 1, mobile(5): 2}, rings); diff != "" {
				h.Errorf("messages to each number (-want +got):\n%s", diff)
			}
		})
	})
	t.Run("between the claim and the mark", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.at(beforeMark, func() {
				h.Twilio.Receive(mobile(1), "stop")
				h.happen()
				if _, err := h.node.bot.Process(h.Context()); err != nil {
					h.Errorf("the turn: %v", err)
				}
			})
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 1, SMS: []string{sms(1, 1, "delivered rang")}, // the confirmation
				Attempts: []string{
					convocation(1, 1, "cancelled 5"), "I-1 convocation 2 call queued 0", "I-1 reply 1 sms delivered 40 #1", "staff question 1 email queued 0",
				},
				States: []string{told(1, "listed"), "I-1 reply delivered", "staff question pending"},
			})
			h.wantClosed("I-1")
			h.wantLedger("I-1 out")
		})
	})
}

// revoke cancels the appointment of a person.
func (h *house) revoke(n int) {
	h.Helper()
	rows := h.ask(`select pa.appointment_id from participation pa join person p on p.id = pa.person_id where p.internal_id = $1`, fmt.Sprintf("I-%d", n))
	if len(rows) != 1 {
		h.Fatalf("I-%d has %d appointments, want 1", n, len(rows))
	}
	h.must(h.node.store.Revoke(h.Context(), h.Clock.Now(), coordinating(), rows[0]))
}

func coordinating() parcours.Actor {
	return parcours.Actor{AccountID: "coordination", Role: parcours.AccountCoordinator}
}

// wantClosed compares who cannot be written to by SMS any more.
func (h *house) wantClosed(want ...string) {
	h.Helper()
	h.wantLines("closed numbers", want, `select p.internal_id from contact_point c join person p on p.id = c.person_id
		where c.channel = 'sms' and c.opted_out_at > 0 order by p.internal_id`)
}

// wantLedger compares the ledger of consent.
func (h *house) wantLedger(want ...string) {
	h.Helper()
	h.wantLines("the ledger", want, `select p.internal_id, o.direction from opt_out o join person p on p.id = o.person_id order by p.internal_id, o.at, o.direction`)
}

// wantLines compares the rows of a query with those that should be there.
func (h *house) wantLines(what string, want []string, query string, args ...any) {
	h.Helper()
	if diff := gocmp.Diff(want, h.ask(query, args...)); diff != "" {
		h.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
