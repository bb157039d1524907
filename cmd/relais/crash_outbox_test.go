package main_test

import (
	"fmt"
	"slices"
	"time"

	"relais/sandbox"
)

// outboxCrashes are the deaths around what the outbox writes beside a send: what is put
// back, ended, asked for again, erased at the provider, or found there.
func outboxCrashes() []crash {
	tooFast := sandbox.Fault{Call: "create", Status: 429, Code: 20429, RetryAfter: 1}
	deaf := sandbox.Fault{Call: "list", Status: 503}
	keeps := sandbox.Fault{Call: "erase", Status: 500}
	// Longer under way than the first time that its receipt is asked for.
	long := sandbox.Fate{Sent: time.Minute, Final: 4 * time.Minute, Status: "delivered"}
	closed := []string{"update contact_point set opted_out_at = 1 where channel = 'sms'"}
	over := []string{"update notification set expires_at = 1 where kind = 'convocation'"}
	old := []string{"update attempt set left_at = left_at - 432000000 where channel = 'sms'"}    // 5 days
	older := []string{"update attempt set left_at = left_at - 1382400000 where channel = 'sms'"} // 16 days
	early := []string{`insert into orphan_receipt (id, provider_id, status, code, state, at, digest)
		select 'early-' || id, provider_id, 'sent', '', 'sent', created_at - 600000, '' from attempt where provider_id <> ''`}
	// As a backup that was made before anything left, and was put back.
	forgotten := []string{
		"delete from attempt_event",
		`update attempt set state = 'queued', rank = 0, provider_id = '', sender = '', body_sealed = null, encoding = '', parts = 0, lease_owner = '', lease_until = 0,
			sending_at = 0, left_at = 0, look_up_at = 0, poll_at = 0 where channel = 'sms'`,
	}
	return []crash{
		{name: "before what waits for a slow sender is put back", lives: []string{"before release"}, fault: tooFast, slowly: true},
		{name: "while what waits for a slow sender is put back", lives: []string{"during release"}, fault: tooFast, slowly: true},
		{name: "after what waits for a slow sender is put back", lives: []string{"after release"}, fault: tooFast, slowly: true},
		{name: "before the gate ends what may not leave", lives: []string{"before mark", "before end"}, meanwhile: closed, called: allCalled},
		{name: "while the gate ends what may not leave", lives: []string{"before mark", "during end"}, meanwhile: closed, called: allCalled},
		{name: "after the gate ends what may not leave", lives: []string{"before mark", "after end"}, meanwhile: closed, called: allCalled},
		{name: "after what is too late has ended", lives: []string{"after release", "after expiry"}, fault: tooFast, slowly: true, meanwhile: over, called: someCalled},

		{name: "before a look-up that failed is put off", lives: []string{"answer unread", "before failed look-up"}, fault: deaf, silent: true, adopted: byListing},
		{name: "while a look-up that failed is put off", lives: []string{"answer unread", "during failed look-up"}, fault: deaf, silent: true, adopted: byListing},
		{name: "after a look-up that failed is put off", lives: []string{"answer unread", "after failed look-up"}, fault: deaf, silent: true, adopted: byListing},
		{name: "before a poll is counted", lives: []string{"before poll"}, fate: long, silent: true},
		{name: "while a poll is counted", lives: []string{"during poll"}, fate: long, silent: true},
		{name: "after a poll is counted", lives: []string{"after poll"}, fate: long, silent: true},
		{name: "after early receipts are joined", lives: []string{"after result", "after sweep"}, meanwhile: early, silent: true},

		{name: "before it is kept that a text was erased", lives: []string{"after receipt:8", "before erasure"}, meanwhile: old},
		{name: "while it is kept that a text was erased", lives: []string{"after receipt:8", "during erasure"}, meanwhile: old},
		{name: "after it is kept that a text was erased", lives: []string{"after receipt:8", "after erasure"}, meanwhile: old},
		{name: "before a human is told", lives: []string{"after receipt:8", "before incident"}, meanwhile: older, fault: keeps, tells: "texts_kept"},
		{name: "while a human is told", lives: []string{"after receipt:8", "during incident"}, meanwhile: older, fault: keeps, tells: "texts_kept"},
		{name: "after a human is told", lives: []string{"after receipt:8", "after incident"}, meanwhile: older, fault: keeps, tells: "texts_kept"},

		{name: "before a restored database pauses", lives: []string{"after result:4", "before pause"}, meanwhile: forgotten, silent: true, tells: "restored"},
		{name: "while a restored database pauses", lives: []string{"after result:4", "during pause"}, meanwhile: forgotten, silent: true, tells: "restored"},
		{name: "after a restored database pauses", lives: []string{"after result:4", "after pause"}, meanwhile: forgotten, silent: true, tells: "restored"},
		{name: "before what left is recognised", lives: []string{"after result:4", "before recognition"}, meanwhile: forgotten, silent: true, tells: "restored"},
		{name: "while what left is recognised", lives: []string{"after result:4", "during recognition"}, meanwhile: forgotten, silent: true, tells: "restored"},
		{name: "after what left is recognised", lives: []string{"after result:4", "after recognition"}, meanwhile: forgotten, silent: true, tells: "restored"},

		{name: "before an answer that was listed is kept", lives: []string{"before inbound", "before catch-up"}, answered: true},
		{name: "while an answer that was listed is kept", lives: []string{"before inbound", "during catch-up"}, answered: true},
		{name: "after an answer that was listed is kept", lives: []string{"before inbound", "after catch-up"}, answered: true},
	}
}

// chatCrashes are the deaths around a request of Telegram's, which lists nothing: what it
// took while its answer was lost comes a second time, the double that is not promised
// against. It is given up after two minutes, which pass meanwhile.
func chatCrashes() []crash {
	minutes := []string{"update attempt set sending_at = sending_at - 120000 where channel = 'telegram'"}
	return []crash{
		{name: "connected to Telegram", lives: []string{"chat connected"}, writes: true, meanwhile: minutes},
		{name: "request to Telegram written", lives: []string{"chat request written"}, writes: true, meanwhile: minutes, rings: []int{1, 2}},
		{name: "accepted by Telegram and answer unread", lives: []string{"chat answer unread"}, writes: true, meanwhile: minutes, rings: []int{2}},
		{name: "answer of Telegram read and not kept", lives: []string{"chat answer read"}, writes: true, meanwhile: minutes, rings: []int{2}},
	}
}

// stranger is a chat of somebody whom no file names.
const stranger = 35_000_099

// answersOfBot returns nothing once a chat has as many answers as it may.
func answersOfBot(w *world, chat int64, may ...int) string {
	messages, _, _ := w.Telegram.Chat(chat)
	answers := 0
	for _, m := range messages {
		if m.FromBot {
			answers++
		}
	}
	if slices.Contains(may, answers) {
		return ""
	}
	return fmt.Sprintf("%d answers, want %v: %v", answers, may, messages)
}
