package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestTheMessageThatCarriesButtonsIsFoundAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.link(h.person("I-1"), "", "700144")
		h.must(s.Poke(t.Context(), `update attempt set channel = 'telegram', address_index = c.address_index, address_sealed = null
			from contact_point c where c.channel = 'telegram' and c.person_id = attempt.person_id and attempt.state = 'queued'`))
		h.now = h.now.Add(time.Minute)
		send := func(id string, choices ...parcours.RenderedChoice) {
			t.Helper()
			d := h.claimed()
			d.Attempt.Choices = choices
			if !h.mark(&d) {
				t.Fatal("not marked")
			}
			h.must(s.RecordAccepted(t.Context(), h.now, d.Attempt, parcours.Receipt{
				Source: "answer", AttemptID: d.Attempt.ID, ProviderID: id, Status: "ok", State: parcours.AttemptSent, At: h.now,
			}))
		}
		send("700144:12", parcours.RenderedChoice{Action: "come", Label: "Je viens"})
		h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: "700144", Kind: parcours.InboundText, Text: "et alors"},
			parcours.Say{Template: "reply.question.received"})
		send("700144:13")
		h.want("messages kept", h.one("select count(*) from attempt where message_sealed is not null"), "1")
		prompts := h.all("select id from prompt where asked_at > 0")
		got, err := s.MessagesOf(t.Context(), append(prompts, "no such prompt"))
		h.must(err)
		if diff := cmp.Diff([]string{"700144:12"}, got); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
		for _, value := range h.all("select message_sealed from attempt where message_sealed is not null") {
			if strings.Contains(value, "700144") {
				t.Errorf("kept as it is: %q", value)
			}
		}
	})
}
