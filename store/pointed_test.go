package store_test

import (
	"testing"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// A button or a reply counts only in the chat that the message went to: forwarded,
// copied or guessed elsewhere, it points to nothing.
func TestButtonsAndRepliesCountInTheirOwnChatOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const maelysChat, yannChat, anneChat, lenaChat = "700144", "700171", "900001", "900002"
		h := convoked(t, s, maelys(), yann())
		h.link(h.person("I-1"), "", maelysChat)
		h.link(h.person("I-2"), "", yannChat)
		referent := h.one("select referent_id from person where internal_id = 'I-1'")
		other := h.one("select id from professional where role = 'referent' and id <> $1", referent)
		h.link("", referent, anneChat)
		h.link("", other, lenaChat)
		h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: maelysChat, Kind: parcours.InboundText, Text: "ma question"},
			parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "ma question"}, parcours.Say{Template: "reply.help.menu", PromptKind: parcours.PromptAttendance})
		var notice, prompt, attempt string
		for _, due := range h.claim() {
			sid := h.send(due)
			switch due.Attempt.Address {
			case anneChat:
				notice = sid
			case maelysChat:
				prompt, attempt = sid, due.Attempt.ID
			}
		}
		if notice == "" || prompt == "" {
			t.Fatalf("notice %q and prompt %q", notice, prompt)
		}
		at := func(chat string, change func(*parcours.Inbound)) parcours.Dossier {
			in := parcours.Inbound{Channel: parcours.ChannelTelegram, Address: chat, Kind: parcours.InboundText, Text: "oui"}
			change(&in)
			d, _ := h.load(in)
			return d
		}
		press := func(in *parcours.Inbound) {
			in.Kind, in.AttemptID, in.Action = parcours.InboundButton, attempt, "come"
		}
		reply := func(to string) func(*parcours.Inbound) { return func(in *parcours.Inbound) { in.ReplyTo = to } }
		if d := at(maelysChat, press); d.Pressed == nil {
			t.Error("her own button is not known")
		}
		if d := at(anneChat, reply(notice)); d.Replied == nil {
			t.Error("the referent's own notice is not known")
		}
		for _, chat := range []string{yannChat, lenaChat, "123456"} {
			for _, change := range []func(*parcours.Inbound){press, reply(notice), reply(prompt)} {
				if d := at(chat, change); d.Pressed != nil || d.Replied != nil {
					t.Errorf("chat %s: pressed %v, replied %v", chat, d.Pressed, d.Replied)
				}
			}
		}
	})
}
