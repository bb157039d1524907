package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// chatOf is the Telegram chat of person n.
func chatOf(n int) int64 { return int64(700_000 + n) }

// linked makes people known and links the Telegram of each: what they are written
// then goes there first.
func (h *house) linked(people ...parcours.PersonRow) {
	h.Helper()
	for i := range people {
		people[i].Line = i + 2
	}
	h.serial++
	_, err := h.node.store.ImportPeople(h.Context(), h.Clock.Now(), parcours.ImportBatch{ID: fmt.Sprintf("batch-%d", h.serial), Kind: "people", FileName: "people.csv"}, people, false)
	h.must(err)
	for _, p := range people {
		id := h.ask("select id from person where internal_id = $1", p.InternalID)[0]
		code, err := h.node.store.IssueTelegramLink(h.Context(), h.Clock.Now(), id, "")
		h.must(err)
		n, err := strconv.Atoi(strings.TrimPrefix(p.InternalID, "I-"))
		h.must(err)
		h.Telegram.Know(chatOf(n), p.FirstName, p.LastName, "fr", true)
		h.must(h.Telegram.Start(chatOf(n), code))
	}
	h.step()
	h.pass(time.Minute)
	if got := len(h.sent()); got != len(people) {
		h.Errorf("%d phones were told of a linked chat, want %d", got, len(people))
	}
}

// rang returns the numbers that got an SMS, but for the word that a chat was linked.
func (h *house) rang() []string {
	h.Helper()
	var numbers []string
	for _, m := range h.sent() {
		if !strings.Contains(m.Text, "sur Telegram") {
			numbers = append(numbers, m.To)
		}
	}
	return numbers
}

// chats returns how many messages of ours with a word each chat holds.
func (h *house) chats(word string, people ...int) []int {
	h.Helper()
	var held []int
	for _, n := range people {
		messages, _, _ := h.Telegram.Chat(chatOf(n))
		count := 0
		for _, m := range messages {
			if m.FromBot && strings.Contains(m.Text, word) {
				count++
			}
		}
		held = append(held, count)
	}
	return held
}

// wantTold compares the convocations of everybody: "I-1 1 telegram sent 30".
func (h *house) wantTold(want ...string) {
	h.Helper()
	h.wantLines("convocations", want, `select p.internal_id, a.n, a.channel, a.state, a.rank from attempt a join notification n on n.id = a.notification_id
		join person p on p.id = n.person_id where n.kind = 'convocation' order by p.internal_id, a.n`)
}

// TestFailure15Telegram has Telegram refuse in each of its ways: each gets its own
// answer, and what does not arrive there goes by SMS, once.
func TestFailure15Telegram(t *testing.T) {
	t.Parallel()
	t.Run("each refusal has its class", func(t *testing.T) {
		inHouses(t, func(h *house) {
			people := []parcours.PersonRow{person(1), person(2), person(3), person(4), person(5), person(6)}
			h.linked(people...)
			h.must(h.Telegram.Block(chatOf(2))) // my_chat_member: kicked
			h.step()
			refuse := func(n, status int, description, parameters string) {
				h.Telegram.Inject(sandbox.Fault{Call: "sendMessage", To: fmt.Sprint(chatOf(n)), Status: status, Body: fmt.Sprintf(
					`{"ok":false,"error_code":%d,"description":%q%s}`, status, description, parameters)})
			}
			refuse(1, http.StatusForbidden, "Forbidden: bot was blocked by the user", "")
			refuse(3, http.StatusBadRequest, "Bad Request: chat not found", "")
			refuse(4, http.StatusBadRequest, "Bad Request: group chat was upgraded to a supergroup chat", `,"parameters":{"migrate_to_chat_id":-1001}`)
			h.Telegram.Inject(
				sandbox.Fault{Call: "sendMessage", To: fmt.Sprint(chatOf(5)), Status: http.StatusTooManyRequests, RetryAfter: 30},
				sandbox.Fault{Call: "sendMessage", To: fmt.Sprint(chatOf(6)), Status: http.StatusBadGateway, Effect: true},
			)
			h.convene(people...)
			h.pass(29 * time.Second)
			if got := h.chats("CDAS", 5); !slices.Equal(got, []int{0}) {
				h.Errorf("the chat that was told to wait 30 s got %v messages before", got)
			}
			h.pass(24 * time.Hour)
			h.wantTold(
				"I-1 1 telegram blocked 36", "I-1 2 sms delivered 40",
				"I-2 1 sms delivered 40",
				"I-3 1 telegram rejected 36", "I-3 2 sms delivered 40",
				"I-4 1 telegram rejected 36", "I-4 2 sms delivered 40",
				"I-5 1 telegram sent 30",
				"I-6 1 telegram lost 15", "I-6 2 telegram sent 30", // nothing lists it: the one double that is risked
			)
			if got := h.chats("CDAS", 1, 2, 3, 4, 5, 6); !slices.Equal(got, []int{0, 0, 0, 0, 1, 2}) {
				h.Errorf("the chats hold %v convocations", got)
			}
			if got, want := h.rang(), []string{mobile(1), mobile(2), mobile(3), mobile(4)}; !slices.Equal(got, want) {
				h.Errorf("SMS went to %q, want %q", got, want)
			}
			h.wantLines("incidents", nil, "select kind from incident")
			h.wantLines("who blocked us", []string{"I-1", "I-2"}, `select p.internal_id from contact_point c join person p on p.id = c.person_id
				where c.channel = 'telegram' and c.blocked_at > 0 order by p.internal_id`)
		})
	})
	// The answer to a send says it to one node, the update of the block to another.
	for _, together := range []bool{false, true} {
		t.Run(fmt.Sprintf("two workers see the block, at once: %t", together), func(t *testing.T) {
			inHouses(t, func(h *house) {
				h.linked(person(1))
				h.Telegram.Inject(sandbox.Fault{Call: "sendMessage", To: fmt.Sprint(chatOf(1)), Status: http.StatusForbidden})
				h.convene(person(1))
				other := h.open()
				defer other.store.Close()
				var seen sync.WaitGroup
				h.at(beforeResult, func() {
					h.must(h.Telegram.Block(chatOf(1)))
					seen.Go(func() {
						if _, err := other.poller.Poll(h.Context(), 0); err != nil {
							h.Errorf("poll: %v", err)
						}
						if _, err := other.bot.Process(h.Context()); err != nil {
							h.Errorf("turn: %v", err)
						}
					})
					if !together {
						seen.Wait()
					}
				})
				_, err := h.node.dispatcher.Dispatch(h.Context())
				h.must(err)
				seen.Wait()
				h.pass(24 * time.Hour)
				h.wantTold("I-1 1 telegram blocked 36", "I-1 2 sms delivered 40")
				if got := h.rang(); len(got) != 1 {
					h.Errorf("%d SMS left, want one", len(got))
				}
			})
		})
	}
}

// TestAnAnswerInWordsTakesTheButtonsAway types what a button would have said: the
// message that asked shows no button any more, whether Telegram takes that or not.
func TestAnAnswerInWordsTakesTheButtonsAway(t *testing.T) {
	inHouses(t, func(h *house) {
		h.linked(person(1), person(2))
		h.convene(person(1), person(2))
		h.pass(time.Minute)
		h.Telegram.Inject(sandbox.Fault{Call: "editMessageReplyMarkup", To: fmt.Sprint(chatOf(2)), Status: http.StatusBadRequest, Body: `{"ok":false,"error_code":400,"description":"Bad Request"}`})
		want := []int{0, 1} // with buttons, of person 1 and of person 2
		for n := 1; n <= 2; n++ {
			if got := h.asking(n); got != 1 {
				h.Fatalf("chat %d has %d messages with buttons, want the convocation", n, got)
			}
			h.must(h.Telegram.Say(chatOf(n), "oui je viens", 0))
			h.step()
			if got := h.asking(n); got != want[n-1] {
				h.Errorf("chat %d has %d messages with buttons after the answer, want %d", n, got, want[n-1])
			}
		}
		h.wantLines("confirmed", []string{"2"}, "select count(*) from participation where confirmed_at > 0")
	})
}

// TestAPressedButtonStandsInItsMessage presses a button: the message that asked is edited,
// once, to show the choice in the place of its buttons, and the chat gets one answer.
func TestAPressedButtonStandsInItsMessage(t *testing.T) {
	inHouses(t, func(h *house) {
		h.linked(person(1))
		h.convene(person(1))
		h.pass(time.Minute)
		before, _, _ := h.Telegram.Chat(chatOf(1))
		i := slices.IndexFunc(before, func(m sandbox.ChatMessage) bool { return len(m.Buttons) > 0 })
		come := before[i].Buttons[0][0]
		h.must(h.Telegram.Press(chatOf(1), before[i].ID, come.Data))
		h.step()
		after, _, _ := h.Telegram.Chat(chatOf(1))
		if got, want := after[i].Text, before[i].Text+"\n\n✓ "+come.Text; got != want || len(after[i].Buttons) != 0 {
			h.Errorf("the message says %q with %d rows of buttons, want %q and none", got, len(after[i].Buttons), want)
		}
		if len(after) != len(before)+1 {
			h.Errorf("%d messages came after the press, want one answer", len(after)-len(before))
		}
		h.wantLines("confirmed", []string{"1"}, "select count(*) from participation where confirmed_at > 0")
	})
}

// asking is how many messages of a chat carry buttons.
func (h *house) asking(n int) (count int) {
	messages, _, _ := h.Telegram.Chat(chatOf(n))
	for _, m := range messages {
		if m.FromBot && len(m.Buttons) > 0 {
			count++
		}
	}
	return count
}
