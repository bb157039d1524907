package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// TestFailure16FallbackRace has the proof arrive at the very instant at which another
// channel is to take over, and after it has: there is one other message at most, both
// are recorded, and no third one leaves.
func TestFailure16FallbackRace(t *testing.T) {
	t.Parallel()
	t.Run("delivered at the instant", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.fate = func(sandbox.SMS) sandbox.Fate { return sandbox.Fate{Sent: time.Second} } // the receipts are the story's
			var people []parcours.PersonRow
			for n := 1; n <= 8; n++ {
				people = append(people, person(n))
			}
			h.convene(people...)
			h.pass(time.Second)
			var at int64
			_, err := fmt.Sscan(h.ask("select distinct fallback_at from notification")[0], &at)
			h.must(err)
			h.pass(time.UnixMilli(at).Add(-time.Second).Sub(h.Clock.Now()))
			h.wantLines("attempts until then", []string{"sms 8"}, "select channel, count(*) from attempt group by channel")
			other := h.open()
			defer other.store.Close()
			h.Clock.MoveTo(time.UnixMilli(at))

			var race sync.WaitGroup
			begin := make(chan struct{})
			for _, m := range h.sent() {
				race.Go(func() {
					<-begin
					if err := h.Twilio.CallBack(h.Context(), m.SID, "delivered", 0); err != nil {
						h.Errorf("callback: %v", err)
					}
				})
			}
			for _, d := range []*node{h.node, other} {
				race.Go(func() {
					<-begin
					if _, err := d.dispatcher.Dispatch(h.Context()); err != nil {
						h.Errorf("dispatch: %v", err)
					}
				})
			}
			close(begin)
			race.Wait()
			h.pass(10 * 24 * time.Hour)
			h.wantLines("proved", []string{"1 delivered 8"}, "select n, state, count(*) from attempt where n = 1 group by n, state")
			if late := h.ask("select n, channel, state from attempt where n > 1 and (n > 2 or state <> 'cancelled')"); len(late) != 0 {
				h.Errorf("beside what was proved there is %q, want nothing but cancelled letters and calls", late)
			}
			h.wantLines("states", []string{"delivered 8"}, "select state, count(*) from notification group by state")
			h.wantLines("incidents", nil, "select kind from incident")
			if orders, _ := h.asked(); orders != 8 {
				h.Errorf("%d orders were posted, want 8", orders)
			}
			t.Logf("%s of 8 had fallen back before their proof came", h.ask("select count(*) from attempt where n = 2")[0])
		})
	})
	t.Run("proved once the other has left", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.linked(person(1), person(2))
			h.convene(person(1), person(2))
			h.step()
			h.wantTold("I-1 1 telegram sent 30", "I-2 1 telegram sent 30")
			var at int64
			_, err := fmt.Sscan(h.ask("select distinct fallback_at from notification where kind = 'convocation'")[0], &at)
			h.must(err)
			h.pass(time.UnixMilli(at).Add(-time.Second).Sub(h.Clock.Now()))
			h.wantTold("I-1 1 telegram sent 30", "I-2 1 telegram sent 30")
			h.press(1) // the button says at the last moment that it was read
			h.pass(24 * time.Hour)
			h.wantTold("I-1 1 telegram acknowledged 50", "I-2 1 telegram sent 30", "I-2 2 sms delivered 40")
			h.press(2)
			h.pass(20 * 24 * time.Hour)
			h.wantTold("I-1 1 telegram acknowledged 50", "I-2 1 telegram acknowledged 50", "I-2 2 sms delivered 40")
			if got := h.rang(); !slices.Equal(got, []string{mobile(2)}) {
				h.Errorf("SMS went to %q, want one to the second person", got)
			}
			if got := h.chats("Réf ", 1, 2); !slices.Equal(got, []int{1, 1}) {
				h.Errorf("the chats hold %v convocations, want one each", got)
			}
			h.wantLines("incidents", nil, "select kind from incident")
		})
	})
}

// press lets a person press the first button of their convocation.
func (h *house) press(n int) {
	h.Helper()
	messages, _, _ := h.Telegram.Chat(chatOf(n))
	for _, m := range messages {
		if m.FromBot && len(m.Buttons) > 0 && m.Buttons[0][0].Data != "" {
			h.must(h.Telegram.Press(chatOf(n), m.ID, m.Buttons[0][0].Data))
			h.step()
			return
		}
	}
	h.Fatalf("person %d has no button to press: %+v", n, messages)
}
