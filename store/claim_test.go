package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestAClaimIsLeasedAndCarriesWhatTheTextNeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		if d.To.LastName != "Quillien" || d.To.Language != parcours.French || d.To.Discreet {
			t.Errorf("recipient = %+v, want Quillien, in French, discreet on an unverified number", d.To)
		}
		if !d.Current.AppointmentStanding || d.Current.AppointmentVersion != d.Notification.AppointmentVersion || d.Current.OptedOut {
			t.Errorf("current = %+v", d.Current)
		}
		if d.Notification.Facts.Place != "CDAS" || len(d.Notification.Choices) != 3 || d.Notification.Reference == "" {
			t.Errorf("notification = %+v", d.Notification)
		}
		if again := h.claim(); len(again) != 0 {
			t.Errorf("claimed %d twice", len(again))
		}
	})
}

func TestAReleasedAttemptComesBackWhenItIsDue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		later := h.now.Add(2 * time.Hour)
		h.must(s.Release(t.Context(), d.Attempt, later, parcours.ReasonQuietHours))
		if due := h.claim(); len(due) != 0 {
			t.Fatalf("claimed before it is due: %+v", due)
		}
		next, any, err := s.NextDue(t.Context(), []parcours.Channel{parcours.ChannelSMS})
		h.must(err)
		if !any || !next.Equal(later) {
			t.Errorf("next due = %v, %v, want %v", next, any, later)
		}
		h.now = later
		if again := h.claimed(); again.Attempt.LeaseSeq != d.Attempt.LeaseSeq+1 {
			t.Errorf("lease %d after %d, want one more", again.Attempt.LeaseSeq, d.Attempt.LeaseSeq)
		}
	})
}

func TestALostLeaseLosesEveryLocalMove(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		frozen := h.claimed()
		h.process = h.process.Add(2 * time.Minute)
		recovered, err := s.Recover(t.Context(), h.now, h.process)
		h.must(err)
		if recovered.Requeued != 1 || recovered.Unknown != 0 {
			t.Fatalf("recovered %+v, want one requeued", recovered)
		}
		fresh := h.claimed()
		for move, err := range map[string]error{
			"release": s.Release(t.Context(), frozen.Attempt, h.now, "late"),
			"end":     s.End(t.Context(), h.now, frozen.Attempt, parcours.AttemptCancelled, "late"),
			"retry":   s.RecordRefusal(t.Context(), h.now, h.process, frozen.Attempt, &parcours.Refusal{Kind: parcours.RefusalRetry}, h.now),
			"give up": s.RecordRefusal(t.Context(), h.now, h.process, frozen.Attempt, &parcours.Refusal{Kind: parcours.RefusalGiveUp}, h.now),
			"unknown": s.RecordRefusal(t.Context(), h.now, h.process, frozen.Attempt, &parcours.Refusal{Kind: parcours.RefusalUnknown}, h.now),
		} {
			if !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("%s by the frozen worker = %v, want a conflict", move, err)
			}
		}
		if h.mark(&frozen) {
			t.Error("the frozen worker may send")
		}
		if !h.mark(&fresh) {
			t.Error("the new owner may not send")
		}
	})
}

func TestWorkersClaimEachRowOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		const rows, workers = 2000, 8
		h.must(s.Poke(t.Context(), `insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index,
				state, rank, lane, due_at, created_at, updated_at)
			with recursive s(n) as (select 2 union all select n + 1 from s where n < 2000)
			select 'bulk-' || cast(s.n as text), a.notification_id, s.n, 'person-' || cast(s.n as text), a.channel, a.address_sealed, a.address_index,
				'queued', 0, a.lane, a.due_at, a.created_at, a.updated_at
			from s, attempt a where a.channel = 'sms' and a.n = 1 and a.due_at <= $1`, monday.UnixMilli()))
		var mu sync.Mutex
		times := map[string]int{}
		var wait sync.WaitGroup
		for w := range workers {
			wait.Go(func() {
				for {
					claimed, err := s.ClaimDue(t.Context(), parcours.Claim{
						Channels: []parcours.Channel{parcours.ChannelSMS}, Now: h.now, Process: h.process,
						LeaseUntil: h.process.Add(time.Minute), Owner: fmt.Sprint("worker-", w), Limit: 50,
					})
					if err != nil {
						t.Error(err)
						return
					}
					if len(claimed) == 0 {
						return
					}
					mu.Lock()
					for _, d := range claimed {
						times[d.Attempt.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		if len(times) != rows {
			t.Errorf("claimed %d rows of %d", len(times), rows)
		}
		for id, n := range times {
			if n != 1 {
				t.Fatalf("%s was claimed %d times", id, n)
			}
		}
	})
}

func TestWhatChangedSinceTheClaimKeepsTheMessageBack(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*house, parcours.Delivery){
		"STOP": func(h *house, d parcours.Delivery) { h.turn(sms(144, "STOP"), parcours.OptOut{}) },
		"cancelled by a referent": func(h *house, d parcours.Delivery) {
			h.must(h.s.CancelNotification(h.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, d.Notification.ID))
		},
		"excused": func(h *house, d parcours.Delivery) {
			h.turn(sms(144, "2"), parcours.Excuse{AppointmentID: d.Notification.AppointmentID, Impediment: parcours.ImpedimentHealth})
		},
		"expired": func(h *house, d parcours.Delivery) { h.now = d.Notification.ExpiresAt },
		"a newer version": func(h *house, d parcours.Delivery) {
			h.must(h.s.Poke(h.Context(), "update appointment set version = version + 1"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				d := h.claimed()
				change(h, d)
				if h.mark(&d) {
					t.Errorf("the message may leave although: %s", name)
				}
			})
		})
	}
}

func TestAMessageThatIsLeavingIsTooLateToCancel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		h.mark(&d)
		err := s.CancelNotification(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, d.Notification.ID)
		if !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

// A message that was withdrawn while it left, and that the provider puts off, ends for good.
func TestWhatComesBackAfterItWasWithdrawnEnds(t *testing.T) {
	t.Parallel()
	for _, kind := range []parcours.RefusalKind{parcours.RefusalRetry, parcours.RefusalConfig} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			h := convoked(t, s, maelys())
			d := h.claimed()
			h.mark(&d)
			h.must(s.Revoke(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, d.Notification.AppointmentID))
			reason := h.one("select reason from notification where id = $1", d.Notification.ID)
			h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: kind}, h.now))
			h.wantAttempts(d.Notification.ID, "1 sms cancelled")
			h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationCancelled))
			h.want("reason", h.one("select reason from notification where id = $1", d.Notification.ID), reason)
			for _, due := range h.claim() {
				if due.Notification.ID == d.Notification.ID {
					t.Errorf("it is due again after %s", kind)
				}
			}
		})
	}
}

// One that is queued although it was withdrawn is ended by the gate: the mark would refuse
// it for ever.
func TestTheGateEndsWhatWasWithdrawn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.must(s.Poke(t.Context(), "update notification set cancelled_at = 1, reason = 'by_hand' where kind = 'convocation'"))
		d := h.claimed()
		v := storetest.Rules(t).Gate(d, h.now)
		if v.Action != parcours.GateCancel || v.Reason != parcours.ReasonWithdrawn {
			t.Fatalf("the gate says %+v", v)
		}
		h.must(s.End(t.Context(), h.now, d.Attempt, parcours.AttemptCancelled, v.Reason))
		h.wantAttempts(d.Notification.ID, "1 sms cancelled")
		h.want("notification", h.notificationState(d.Notification.ID), string(parcours.NotificationCancelled))
		h.want("reason", h.one("select reason from notification where id = $1", d.Notification.ID), "by_hand")
	})
}

func TestMarkingKeepsTheExactTextAndAsksThePrompt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		in := sms(144, "1")
		if d, _ := h.load(in); len(d.Prompts) != 0 {
			t.Fatalf("a prompt is open before the message left: %+v", d.Prompts)
		}
		d := h.claimed()
		d.Attempt.Body = "Bonjour Mme QUILLIEN, à mardi."
		if !h.mark(&d) {
			t.Fatal("the message may not leave")
		}
		dossier, _ := h.load(in)
		if len(dossier.Prompts) != 1 || dossier.Prompts[0].AttemptID != d.Attempt.ID || dossier.Person.ID != person {
			t.Errorf("prompts = %+v, want the convocation's", dossier.Prompts)
		}
		h.process = h.process.Add(10 * time.Minute)
		_, err := s.Recover(t.Context(), h.now, h.process)
		h.must(err)
		h.process = h.process.Add(10 * time.Minute)
		due, err := s.DueLookUps(t.Context(), h.process, 10)
		h.must(err)
		if len(due) != 1 || due[0].Attempt.Body != d.Attempt.Body || due[0].Class != parcours.MustArrive {
			t.Errorf("look-ups = %+v, want the text as sent", due)
		}
	})
}

func TestAnEndedAttemptFallsBackExpiresOrIsWithdrawn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, why   string
		state       parcours.AttemptState
		reminder    bool
		want        string
		attempts    []string
		afterwards  parcours.NotificationState
		alreadyTold bool
	}{
		{
			name: "opted out: the next channel", state: parcours.AttemptCancelled, why: parcours.ReasonOptedOut,
			attempts: []string{"1 sms cancelled", "2 call queued"}, afterwards: parcours.NotificationListed,
		},
		{
			name: "superseded: nothing more", state: parcours.AttemptCancelled, why: parcours.ReasonSuperseded,
			attempts: []string{"1 sms cancelled"}, afterwards: parcours.NotificationCancelled,
		},
		{
			name: "convocation expired: a human calls", state: parcours.AttemptExpired, why: parcours.ReasonExpired,
			attempts: []string{"1 sms expired", "2 call queued"}, afterwards: parcours.NotificationListed,
		},
		{
			name: "reminder expired, never reached: a human calls", state: parcours.AttemptExpired, why: parcours.ReasonExpired, reminder: true,
			attempts: []string{"1 sms expired", "2 call queued"}, afterwards: parcours.NotificationListed,
		},
		{
			name: "reminder expired, reached before: counted", state: parcours.AttemptExpired, why: parcours.ReasonExpired, reminder: true, alreadyTold: true,
			attempts: []string{"1 sms expired"}, afterwards: parcours.NotificationExpired,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				d := h.claimed()
				if test.reminder {
					h.send(d)
					if test.alreadyTold {
						h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
					}
					h.now = monday.AddDate(0, 0, 4).Add(6 * time.Hour)
					due := h.claim()
					i := slices.IndexFunc(due, func(d parcours.Delivery) bool { return d.Notification.Kind == parcours.KindReminder })
					if i < 0 {
						h.Fatalf("no reminder among %d due", len(due))
					}
					d = due[i]
				}
				h.must(s.End(t.Context(), h.now, d.Attempt, test.state, test.why))
				h.wantAttempts(d.Notification.ID, test.attempts...)
				h.want("notification", h.notificationState(d.Notification.ID), string(test.afterwards))
			})
		})
	}
}

// A message that would expire before the next opening is not left to another
// sender, which could not send it either: a human calls while there is time.
func TestWhatWouldExpireOvernightIsListedAtOnce(t *testing.T) {
	t.Parallel()
	evening := parcours.NewDate(2023, time.July, 7).At(19, 30, storetest.Rules(t).Zone) // the last day that leaves the notice
	for _, test := range []struct {
		name string
		fate func(h *house, d parcours.Delivery)
		want []string
	}{
		{
			"closed for the night", func(h *house, d parcours.Delivery) {
				h.must(h.s.End(h.Context(), h.now, d.Attempt, parcours.AttemptExpired, parcours.ReasonQuietHours))
			}, []string{"1 telegram expired", "2 call queued"},
		},
		{
			"lost", func(h *house, d parcours.Delivery) {
				h.must(h.s.ResolveEmpty(h.Context(), h.now, h.process, h.doubt(d)))
			},
			[]string{"1 telegram lost", "2 call queued"},
		},
		{
			"failed for a moment", func(h *house, d parcours.Delivery) {
				h.send(d)
				h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredTemp, "30003")
			}, []string{"1 telegram undelivered_temp", "2 call queued"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				h.link(h.person("I-1"), "", "700144")
				d := h.claimed()
				h.now = evening
				test.fate(h, d)
				h.wantAttempts(d.Notification.ID, test.want...)
			})
		})
	}
}

func TestSealedColumnsHoldNoPlainText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		d.Attempt.Body = "Bonjour, le texte exact"
		h.mark(&d)
		h.turn(sms(144, "Je ne trouve pas le bus"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		h.link(h.person("I-1"), "", "700144")
		secrets := []string{"33639980144", "700144", "285053599999883", "Bonjour, le texte", "trouve pas le bus", "rue du Port"}
		for _, column := range []string{
			"person.nir_sealed", "contact_point.address_sealed", "attempt.address_sealed", "attempt.body_sealed", "notification.facts_sealed",
			"inbox.payload_sealed", "inbox.text_sealed", "escalation_message.body_sealed", "event.payload_sealed",
			"contact_point.address_index", "attempt.address_index", "person.nir_index", "telegram_link.token_index", "conversation.state",
		} {
			table, name, _ := strings.Cut(column, ".")
			values := h.all("select " + name + " from " + table + " where " + name + " is not null")
			if len(values) == 0 {
				t.Errorf("%s is empty: the test says nothing", column)
			}
			for _, value := range values {
				for _, secret := range secrets {
					if strings.Contains(value, secret) {
						t.Errorf("%s holds %q", column, secret)
					}
				}
			}
		}
	})
}
