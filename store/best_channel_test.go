package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// drain sends everything that falls due until end and counts what left about the
// appointment, by kind and channel.
func (h *house) drain(end time.Time) map[string]int {
	h.Helper()
	left := map[string]int{}
	for h.now.Before(end) {
		for due := h.claim(); len(due) > 0; due = h.claim() {
			for _, d := range due {
				left[d.Notification.Kind+" "+string(d.Attempt.Channel)]++
				h.send(d)
			}
		}
		next, any, err := h.s.NextDue(h.Context(), []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail})
		h.must(err)
		if !any || next.After(end) {
			break
		}
		if next.After(h.now) {
			h.now = next
		} else {
			h.now = h.now.Add(time.Minute)
		}
	}
	return left
}

func TestWhatIsPlannedFollowsAChatThatIsLinkedBeforeItIsDue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		h.link(person, "", "700144") // before the convocation left
		left := h.drain(monday.AddDate(0, 0, 7))
		for what, want := range map[string]int{
			"convocation telegram": 1, "convocation sms": 0, "reminder telegram": 1, "reminder sms": 0, "linked sms": 1, "linked telegram": 0,
		} {
			if left[what] != want {
				t.Errorf("%s: %d left, want %d (%v)", what, left[what], want, left)
			}
		}
		if n := len(h.all("select id from attempt where n > 1")); n != 0 {
			t.Errorf("%d attempts beside the first of each message", n)
		}
	})
}

func TestWhatWasClaimedLeavesWhereItWasPlanned(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		d := h.claimed()
		h.link(person, "", "700144")
		if d.Attempt.Channel != parcours.ChannelSMS {
			t.Fatalf("claimed %+v", d.Attempt)
		}
		h.send(d)
		left := h.drain(monday.AddDate(0, 0, 7))
		if left["convocation telegram"] != 0 || left["convocation sms"] != 0 || left["reminder telegram"] != 1 || left["reminder sms"] != 0 {
			t.Errorf("left after the claim: %v, want the reminder alone, in the chat", left)
		}
	})
}

func TestWhatIsPlannedFollowsThePreference(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		person := h.person("I-1")
		h.link(person, "", "700144")
		h.must(s.SetPreferences(t.Context(), h.now, h.referentOf("I-1"), person, parcours.Preferences{Language: parcours.French, Channel: parcours.ChannelSMS}))
		left := h.drain(monday.AddDate(0, 0, 7))
		if left["convocation sms"] != 1 || left["convocation telegram"] != 0 || left["reminder sms"] != 1 || left["reminder telegram"] != 0 {
			t.Errorf("left %v, want all of it by SMS", left)
		}
	})
}
