package store_test

import (
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// toldOfLink claims what is due and returns the words to the phone about a linked
// chat; the rest is sent.
func (h *house) toldOfLink() []parcours.Delivery {
	h.Helper()
	var told []parcours.Delivery
	for due := h.claim(); len(due) > 0; due = h.claim() {
		for _, d := range due {
			if d.Notification.Kind == parcours.KindLinked {
				told = append(told, d)
			}
			h.send(d)
		}
	}
	return told
}

func TestALinkedChatIsToldToThePhoneOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		person := h.person("I-1")
		h.link(person, "", "700144")
		told := h.toldOfLink()
		if len(told) != 1 {
			t.Fatalf("the phone was told %d times, want once", len(told))
		}
		d := told[0]
		if d.Attempt.Channel != parcours.ChannelSMS || d.Attempt.Address != mobile(144).E164 || d.Notification.Template != "number.linked.told" {
			t.Errorf("told %+v", d)
		}
		journal := h.one("select count(*) from event where subject = $1 and kind = 'planned'", d.Notification.ID)
		h.want("journal entries of the plan", journal, "1")
		if n := len(h.all("select id from event where subject = $1 and kind = 'sent'", d.Attempt.ID)); n != 1 {
			t.Errorf("the journal has %d entries of its departure, want 1", n)
		}

		h.link(person, "", "700144")
		if again := h.toldOfLink(); len(again) != 0 {
			t.Error("the same chat was told of again")
		}
		h.link(person, "", "700999")
		if other := h.toldOfLink(); len(other) != 1 {
			t.Errorf("another chat was told of %d times, want once", len(other))
		}
	})
}

func TestAPhoneThatTakesNoSMSIsNotToldOfAChat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		landline := maelys()
		landline.Phones = []parcours.Phone{{E164: "+33299000144", Kind: parcours.PhoneLandline}}
		h := convoked(t, s, landline, yann())
		h.turn(sms(171, "STOP"), parcours.OptOut{})
		for i, who := range []string{"I-1", "I-2"} {
			h.link(h.person(who), "", []string{"700144", "700171"}[i])
		}
		if told := h.toldOfLink(); len(told) != 0 {
			t.Errorf("told %+v", told)
		}
	})
}

// The word to the phone goes nowhere else, and says nothing of how the person is
// reached: the chat is what somebody else may hold.
func TestAPhoneThatCannotBeToldLeavesItAtThat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.now = h.now.Add(time.Minute)
		h.sent()
		person := h.person("I-1")
		before := strings.Join([]string{h.milestone(person, "delivered_on"), h.milestone(person, "undelivered_on")}, ",")
		h.link(person, "", "700144")
		d := h.toldOfLink()[0]
		h.receipt(d.Attempt.ID, parcours.AttemptUndeliveredPerm, "30003")
		h.wantAttempts(d.Notification.ID, "1 sms undelivered_perm")
		h.want("the word to the phone", h.notificationState(d.Notification.ID), string(parcours.NotificationFailed))
		after := strings.Join([]string{h.milestone(person, "delivered_on"), h.milestone(person, "undelivered_on")}, ",")
		h.want("the milestones", after, before)
		if n := len(h.all("select id from incident")); n != 0 {
			t.Errorf("%d incidents, want none", n)
		}
	})
}
