package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"relais/notifier"
	"relais/sandbox"
)

// TestFailure01KilledBetweenTheMarkAndTheCall kills the service once a message is
// marked as being sent and nothing has left: three listings do not show it, its
// class has it sent once more, to the letter, and one SMS rings.
func TestFailure01KilledBetweenTheMarkAndTheCall(t *testing.T) {
	t.Parallel()
	t.Run("convocation", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.at(afterMark, h.die)
			h.step()
			h.wantOutcome(outcome{
				Attempts: []string{"I-1 convocation 1 sms sending 10"},
				States:   []string{"I-1 convocation pending"},
			})

			h.up()
			h.pass(10*time.Minute - time.Second)
			h.wantOutcome(outcome{
				Attempts: []string{"I-1 convocation 1 sms unknown 15"},
				States:   []string{"I-1 convocation pending"},
			})
			h.pass(25 * time.Hour) // past the two sweeps for a double
			h.wantOutcome(outcome{
				Orders:   1,
				SMS:      []string{"#1 +33639980001 delivered rang"},
				Attempts: []string{"I-1 convocation 1 sms lost 15", "I-1 convocation 2 sms delivered 40 #1"},
				States:   []string{"I-1 convocation delivered"},
			})
			if got := h.listings(); got != 5 {
				t.Errorf("the provider was asked for %d lists, want three look-ups and two sweeps", got)
			}
		})
	})
	t.Run("reminder", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.pass(time.Hour)
			h.at(afterMark, h.die)
			h.pass(4 * 24 * time.Hour) // the reminder is due on Friday
			h.up()
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 2,
				SMS:    []string{"#1 +33639980001 delivered rang", "#2 +33639980001 delivered rang"},
				Attempts: []string{
					"I-1 convocation 1 sms delivered 40 #1",
					"I-1 reminder 1 sms lost 15", "I-1 reminder 2 sms delivered 40 #2",
				},
				States: []string{"I-1 convocation delivered", "I-1 reminder delivered"},
			})
		}, func(b *blueprint) { b.settings.ReminderDays = []int{3} })
	})
	t.Run("reply", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.pass(time.Hour)
			h.Twilio.Receive(mobile(1), "1")
			h.at(afterMark, h.die)
			h.pass(time.Second)
			h.up()
			h.pass(25 * time.Hour)
			h.wantOutcome(outcome{
				Orders: 2,
				SMS:    []string{"#1 +33639980001 delivered rang", "#2 +33639980001 delivered rang"},
				Attempts: []string{
					"I-1 convocation 1 sms acknowledged 50 #1",
					"I-1 reply 1 sms lost 15", "I-1 reply 2 sms delivered 40 #2",
				},
				States: []string{"I-1 convocation delivered", "I-1 reply delivered"},
			})
		})
	})
}

// TestFailure02KilledBeforeTheSidIsCommitted kills the service between the answer of
// the provider and its own commit: the callback that names the attempt, else the
// listing, gives it its message, and nothing is ordered twice.
func TestFailure02KilledBeforeTheSidIsCommitted(t *testing.T) {
	t.Parallel()
	adopted := outcome{
		Orders:   1,
		SMS:      []string{"#1 +33639980001 delivered rang"},
		Attempts: []string{"I-1 convocation 1 sms delivered 40 #1"},
		States:   []string{"I-1 convocation delivered"},
	}
	killed := func(h *house) {
		h.convene(person(1))
		h.at(beforeResult, h.die)
		h.step()
		h.wantOutcome(outcome{
			Orders:   1,
			SMS:      []string{"#1 +33639980001 queued"},
			Attempts: []string{"I-1 convocation 1 sms sending 10"},
			States:   []string{"I-1 convocation pending"},
		})
		h.up()
	}
	t.Run("by the callback", func(t *testing.T) {
		inHouses(t, func(h *house) {
			killed(h)
			h.pass(3 * time.Second)
			h.wantOutcome(adopted)
			h.pass(24 * time.Hour)
			h.wantOutcome(adopted)
			h.wantEvents("I-1 callback delivered", "I-1 callback sent")
			if got := h.listings(); got != 0 {
				t.Errorf("the provider was asked for %d lists, and nothing was in doubt", got)
			}
		})
	})
	t.Run("by the listing", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.Twilio.SetListLag(2 * time.Minute) // the first look-up sees nothing yet
			killed(h)
			h.unreachable(true)
			h.pass(3*time.Minute - time.Second)
			h.wantOutcome(outcome{
				Orders: 1, SMS: adopted.SMS, States: []string{"I-1 convocation pending"},
				Attempts: []string{"I-1 convocation 1 sms unknown 15"},
			})
			h.pass(24 * time.Hour)
			h.wantOutcome(adopted)
			h.wantEvents("I-1 look_up delivered")
			if got := h.listings(); got != 2 {
				t.Errorf("the provider was asked for %d lists, want 2", got)
			}
		})
	})
}

// TestFailure03AnswerLost loses the answer of orders that were carried out, by a
// socket that closes, a deadline that passes, garbage and an answer without id: each
// is unknown, then adopted, and rings once.
func TestFailure03AnswerLost(t *testing.T) {
	inHouses(t, func(h *house) {
		h.convene(person(1), person(2), person(3), person(4))
		h.Twilio.Inject(
			sandbox.Fault{Call: "create", To: mobile(1), Effect: true, Drop: true},
			sandbox.Fault{Call: "create", To: mobile(2), Hold: time.Minute},
			sandbox.Fault{Call: "create", To: mobile(3), Effect: true, Status: http.StatusCreated, Body: "\x00\xff{\"sid"},
			sandbox.Fault{Call: "create", To: mobile(4), Effect: true, Status: http.StatusCreated, Body: `{"status":"queued"}`},
		)
		// One second of the thirty is left when the orders leave.
		h.at(afterMark, func() { h.Clock.MoveTo(monday.Add(29 * time.Second)) })
		h.unreachable(true)
		h.step()
		left := outcome{Orders: 4}
		for n := 1; n <= 4; n++ {
			left.SMS = append(left.SMS, sms(n, n, "queued"))
			left.Attempts = append(left.Attempts, convocation(n, 1, "unknown 15"))
			left.States = append(left.States, told(n, "pending"))
		}
		h.wantOutcome(left)

		h.pass(24 * time.Hour)
		end := outcome{Orders: 4}
		for n := 1; n <= 4; n++ {
			end.SMS = append(end.SMS, sms(n, n, "delivered rang"))
			end.Attempts = append(end.Attempts, convocation(n, 1, "delivered 40 "+ring(n)))
			end.States = append(end.States, told(n, "delivered"))
		}
		h.wantOutcome(end)
		if got := h.Twilio.Pending(); got > 0 {
			t.Errorf("%d faults were not met", got)
		}
	})
}

// TestFailure04NoConnection has names that do not resolve, a port that refuses and
// TLS that fails: everything is back in the queue, nothing is looked up, no attempt
// is spent, the sender stops after five, and all leave once the wire is mended.
func TestFailure04NoConnection(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close() // its port refuses
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	for name, c := range map[string]struct {
		broken dial
		built  func(*blueprint)
	}{
		"no name":     {noNames, func(b *blueprint) { b.named = true }},
		"refused":     {leadsTo(closed.Addr().String()), func(*blueprint) {}},
		"TLS failure": {leadsTo(other.Listener.Addr().String()), func(b *blueprint) { b.secure = true }},
	} {
		t.Run(name, func(t *testing.T) {
			inHouses(t, func(h *house) {
				h.convene(person(1), person(2), person(3), person(4), person(5), person(6))
				waiting, end := outcome{Incidents: []string{"sender_stopped"}}, outcome{Orders: 6, Incidents: []string{"sender_stopped"}}
				for n := 1; n <= 6; n++ {
					waiting.Attempts = append(waiting.Attempts, convocation(n, 1, "queued 0"))
					waiting.States = append(waiting.States, told(n, "pending"))
					end.SMS = append(end.SMS, sms(n, n, "delivered rang"))
					end.Attempts = append(end.Attempts, convocation(n, 1, "delivered 40 "+ring(n)))
					end.States = append(end.States, told(n, "delivered"))
				}
				h.wire.cut(c.broken)
				h.step()
				h.wantOutcome(waiting)
				if got := h.node.dispatcher.States()[1].Why; got != notifier.StoppedNoConnection {
					t.Errorf("the sender is stopped for %q, want %q", got, notifier.StoppedNoConnection)
				}
				h.pass(time.Hour)
				h.wantOutcome(waiting)

				h.wire.cut(nil)
				h.pass(10 * time.Minute) // a probe every five minutes at least
				h.wantOutcome(end)
				if got := h.listings(); got != 0 {
					t.Errorf("the provider was asked for %d lists, and nothing was in doubt", got)
				}
			}, func(b *blueprint) { b.settings.Concurrency = 1 }, c.built)
		})
	}
}

// TestFailure05ServerErrors answers with 5xx and redirections, with the message made
// and without: each rings exactly once in the end.
func TestFailure05ServerErrors(t *testing.T) {
	inHouses(t, func(h *house) {
		h.convene(person(1), person(2), person(3), person(4))
		h.Twilio.Inject(
			sandbox.Fault{Call: "create", To: mobile(1), Effect: true, Status: 500, Code: 20500},
			sandbox.Fault{Call: "create", To: mobile(2), Status: 503, Code: 20999}, // a code that no table knows
			sandbox.Fault{Call: "create", To: mobile(3), Effect: true, Status: 502},
			sandbox.Fault{Call: "create", To: mobile(4), Status: 307},
		)
		h.step()
		h.wantOutcome(outcome{
			Orders: 4,
			SMS:    []string{sms(1, 1, "queued"), sms(2, 3, "queued")},
			Attempts: []string{
				convocation(1, 1, "unknown 15"), convocation(2, 1, "unknown 15"), convocation(3, 1, "unknown 15"), convocation(4, 1, "unknown 15"),
			},
			States: []string{told(1, "pending"), told(2, "pending"), told(3, "pending"), told(4, "pending")},
		})
		h.pass(25 * time.Hour)
		h.wantOutcome(outcome{
			Orders: 6,
			SMS:    []string{sms(1, 1, "delivered rang"), sms(2, 2, "delivered rang"), sms(3, 3, "delivered rang"), sms(4, 4, "delivered rang")},
			Attempts: []string{
				convocation(1, 1, "delivered 40 #1"),
				convocation(2, 1, "lost 15"), convocation(2, 2, "delivered 40 #2"),
				convocation(3, 1, "delivered 40 #3"),
				convocation(4, 1, "lost 15"), convocation(4, 2, "delivered 40 #4"),
			},
			States: []string{told(1, "delivered"), told(2, "delivered"), told(3, "delivered"), told(4, "delivered")},
		})
		if _, different := h.asked(); different != 4 {
			t.Errorf("%d different texts were ordered, want 4: a resend says the same to the letter", different)
		}
	})
}

// TestFailure06TooManyRequests answers 429 with and without Retry-After: the sender
// waits as told, or longer each time, no attempt is spent, and what is urgent leaves
// first afterwards.
func TestFailure06TooManyRequests(t *testing.T) {
	t.Parallel()
	oneByOne := func(b *blueprint) { b.settings.Concurrency = 1 }
	t.Run("with Retry-After", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(9))
			h.pass(time.Minute)
			h.convene(person(1), person(2))
			slow := h.Clock.Now()
			h.Twilio.Inject(sandbox.Fault{Call: "create", Status: 429, Code: 20429, RetryAfter: 30})
			h.step()
			h.Twilio.Receive(mobile(9), "1") // their answer waits too, in a lane before the others'
			h.pass(30*time.Second - time.Millisecond)
			h.wantOutcome(outcome{
				Orders:   2,
				SMS:      []string{sms(1, 9, "delivered rang")},
				Attempts: []string{convocation(1, 1, "queued 0"), convocation(2, 1, "queued 0"), convocation(9, 1, "acknowledged 50 #1"), "I-9 reply 1 sms queued 0"},
				States:   []string{told(1, "pending"), told(2, "pending"), told(9, "delivered"), "I-9 reply pending"},
			})
			h.pass(time.Minute)
			h.wantOutcome(outcome{
				Orders: 5,
				SMS:    []string{sms(1, 1, "delivered rang"), sms(2, 2, "delivered rang"), sms(3, 9, "delivered rang"), sms(4, 9, "delivered rang")},
				Attempts: []string{
					convocation(1, 1, "delivered 40 #1"), convocation(2, 1, "delivered 40 #2"),
					convocation(9, 1, "acknowledged 50 #3"), "I-9 reply 1 sms delivered 40 #4",
				},
				States: []string{told(1, "delivered"), told(2, "delivered"), told(9, "delivered"), "I-9 reply delivered"},
			})
			h.wantOrder(slow, mobile(9)+" after 30s", mobile(2)+" after 30s", mobile(1)+" after 30s") // the one put back is due last
		}, oneByOne)
	})
	t.Run("without", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.Twilio.Inject(
				sandbox.Fault{Call: "create", Status: 429}, // a page of a proxy
				sandbox.Fault{Call: "create", Status: 429, Code: 20429},
				sandbox.Fault{Call: "create", Status: 429, Code: 20429},
			)
			h.pass(24 * time.Hour)
			h.wantOutcome(outcome{
				Orders:   4,
				SMS:      []string{sms(1, 1, "delivered rang")},
				Attempts: []string{convocation(1, 1, "delivered 40 #1")},
				States:   []string{told(1, "delivered")},
			})
			h.wantOrder(monday, mobile(1)+" after 7s") // 1, 2 and 4
			if got := h.listings(); got != 0 {
				t.Errorf("the provider was asked for %d lists, and nothing was in doubt", got)
			}
		}, oneByOne)
	})
}
