package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// also queues one more message to the person of a delivery, at a lane, due now.
func (h *house) also(notificationID, key string, lane parcours.Lane, class parcours.Class) string {
	h.Helper()
	id := "also-" + key
	h.must(h.s.Poke(h.Context(), `insert into notification (id, key, kind, class, lane, person_id, template, facts_sealed, choices, prompt_kind, urgent,
			reference, due_at, expires_at, fallback_at, state, created_at)
		select $1, $2, 'nudge', $3, $4, person_id, template, facts_sealed, choices, '', false, '', $5, 0, 0, 'pending', created_at
		from notification where id = $6`, id, key, string(class), int(lane), h.now.UnixMilli(), notificationID))
	h.must(h.s.Poke(h.Context(), `insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index, state, rank, lane, due_at,
			created_at, updated_at)
		select $1, $1, 1, person_id, channel, address_sealed, address_index, 'queued', 0, $2, $3, created_at, updated_at
		from attempt where notification_id = $4 and n = 1`, id, int(lane), h.now.UnixMilli(), notificationID))
	return id
}

func TestOneMessageIsUnderWayToAPersonAtATime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		convocation := h.one("select n.id from notification n join person p on p.id = n.person_id where n.kind = 'convocation' and p.internal_id = 'I-1'")
		weekly := h.also(convocation, "weekly", parcours.LaneWeekly, parcours.Conversation)
		due := h.claim()
		if len(due) != 2 {
			t.Fatalf("claimed %d, want one message a person", len(due))
		}
		for _, d := range due {
			if d.Attempt.ID == weekly {
				t.Error("the weekly request went before the convocation")
			}
		}
		held := func(why string) {
			t.Helper()
			if again := h.claim(); len(again) != 0 {
				t.Fatalf("claimed %+v while %s", again, why)
			}
		}
		held("the first is claimed")
		for _, d := range due {
			h.mark(&d)
		}
		held("the first is being sent")
		for _, d := range due {
			h.must(s.RecordRefusal(t.Context(), h.now, h.process, d.Attempt, &parcours.Refusal{Kind: parcours.RefusalUnknown}, h.now))
		}
		held("its fate is unknown")
		h.process = h.process.Add(61 * time.Second)
		if next := h.claimed(); next.Attempt.ID != weekly {
			t.Errorf("claimed %s, want the weekly request after a minute", next.Attempt.ID)
		}
	})
}

// Two channels that are claimed at the same instant do not take messages to one person
// both: on PostgreSQL neither sees what the other has not committed.
func TestOneMessageIsUnderWayWhicheverChannelsAreClaimedTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		const people = 600
		h.must(s.Poke(t.Context(), `insert into attempt (id, notification_id, n, person_id, channel, address_sealed, address_index,
				state, rank, lane, due_at, created_at, updated_at)
			with recursive s(n) as (select 2 union all select n + 1 from s where n < 1201)
			select 'bulk-' || cast(s.n as text), a.notification_id, s.n, 'person-' || cast(s.n / 2 as text), case when s.n % 2 = 0 then 'sms' else 'telegram' end,
				a.address_sealed, a.address_index, 'queued', 0, a.lane, a.due_at, a.created_at, a.updated_at
			from s, attempt a where a.channel = 'sms' and a.n = 1 and a.due_at <= $1`, monday.UnixMilli()))
		var wait sync.WaitGroup
		for _, channel := range []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram} {
			wait.Go(func() {
				for range people / 10 {
					_, err := s.ClaimDue(t.Context(), parcours.Claim{
						Channels: []parcours.Channel{channel}, Now: h.now, Process: h.process,
						LeaseUntil: h.process.Add(time.Minute), Owner: string(channel), Limit: 10,
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wait.Wait()
		const claimed = "from attempt where id like 'bulk-%' and state = 'claimed'"
		h.want("people with a message under way", h.one("select count(distinct person_id) "+claimed), fmt.Sprint(people))
		h.want("messages under way", h.one("select count(*) "+claimed), fmt.Sprint(people))
	})
}

func TestTheNextLeavesOnceTheFirstIsTaken(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		d := h.claimed()
		other := h.also(d.Notification.ID, "weekly", parcours.LaneWeekly, parcours.Routine)
		h.send(d)
		next := h.claimed()
		if next.Attempt.ID != other || !next.Current.ToldToday {
			t.Errorf("claimed %s, told today %v; want the weekly request, told today", next.Attempt.ID, next.Current.ToldToday)
		}
	})
}

func TestOnlyAnotherMessageAsUrgentCountsForTheDay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		first parcours.Lane
		class parcours.Class
		state parcours.AttemptState
		told  bool
	}{
		{"a more urgent one", parcours.LaneConvocation, parcours.MustArrive, "", true},
		{"one as urgent", parcours.LaneReminder, parcours.TimeBound, "", true},
		{"a less urgent one", parcours.LaneWeekly, parcours.Routine, "", false},
		{"a cancellation", parcours.LaneCancellation, parcours.MustArrive, "", false},
		{"an answer", parcours.LaneReminder, parcours.Conversation, "", false},
		{"one that failed", parcours.LaneConvocation, parcours.MustArrive, parcours.AttemptUndeliveredPerm, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				h := convoked(t, s, maelys())
				convocation := h.claimed()
				h.must(s.End(t.Context(), h.now, convocation.Attempt, parcours.AttemptCancelled, "test"))
				h.also(convocation.Notification.ID, "first", test.first, test.class)
				first := h.claimed()
				h.send(first)
				if test.state != "" {
					h.receipt(first.Attempt.ID, test.state, "30007")
				}
				h.also(convocation.Notification.ID, "second", parcours.LaneReminder, parcours.TimeBound)
				if second := h.claimed(); second.Current.ToldToday != test.told {
					t.Errorf("told today = %v, want %v", second.Current.ToldToday, test.told)
				}
				h.must(s.Poke(t.Context(), "update attempt set state = 'queued', rank = 0, lease_owner = '' where id = 'also-second'"))
				h.now = h.now.AddDate(0, 0, 1)
				for _, d := range h.claim() {
					if d.Attempt.ID == "also-second" && d.Current.ToldToday {
						t.Error("told today, a day later")
					}
				}
			})
		})
	}
}

func TestWhatIsTooLateExpiresBeforeAnythingIsClaimed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		convocation := h.one("select n.id from notification n join person p on p.id = n.person_id where n.kind = 'convocation' and p.internal_id = 'I-1'")
		h.must(s.Poke(t.Context(), "update notification set expires_at = $2 where id = $1", convocation, h.now.Add(-time.Minute).UnixMilli()))
		channels := []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram}
		for _, want := range []int{1, 0} {
			ended, err := s.ExpireDue(t.Context(), h.now, channels, 100)
			h.must(err)
			if ended != want {
				t.Errorf("%d expired, want %d", ended, want)
			}
		}
		h.wantAttempts(convocation, "1 sms expired", "2 call queued") // a human calls
		if due := h.claim(); len(due) != 1 {
			t.Errorf("%d claimed, want the other person's", len(due))
		}
	})
}
