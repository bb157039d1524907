package main

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/notifier"
	"relais/parcours"
	"relais/sandbox"
)

// TestFailure20Content sends what people and files hold: accents, ligatures, spaces
// that do not show, decomposed letters, emoji, another script, a sign at the edge of a
// part, marks of templates and of pages, addresses, too much text, and too little. The
// body that is stored is the one that was sent and that the provider lists; what cannot
// be said is refused with its reason, and takes another way.
func TestFailure20Content(t *testing.T) {
	t.Parallel()
	t.Run("names", func(t *testing.T) {
		inHouses(t, func(h *house) {
			names := []struct {
				typed, said string
				encoding    parcours.Encoding
				parts       int
			}{
				{"Zoé", "Zoé", parcours.GSM7, 2},
				{"Hélène Noël", "Hélène Noel", parcours.GSM7, 2}, // GSM-7 has è and é, and no ë
				{"Ze\u0301lie", "Zélie", parcours.GSM7, 2},       // decomposed
				{"Gwenole\u0302", "Gwenole", parcours.GSM7, 2},
				{"Françoise", "Francoise", parcours.GSM7, 2},
				{"Cœur", "Coeur", parcours.GSM7, 2},
				{"Jo\u00a0Anne\u200b", "Jo Anne", parcours.GSM7, 2}, // spaces that do not show
				{"D’Arc…", "D'Arc...", parcours.GSM7, 2},
				{"Max 😀", "Max 😀", parcours.UCS2, 5},
				{"محمد", "محمد", parcours.UCS2, 5},
				{"Prix 5€", "Prix 5€", parcours.GSM7, 2},
				{"((Place))", "((Place))", parcours.GSM7, 2},
				{"{{.Phone}}", "{{.Phone}}", parcours.GSM7, 2},
				{"<b>Ann</b>", "<b>Ann</b>", parcours.GSM7, 2},
				{"Al_ex", "Al_ex", parcours.GSM7, 2},
				{"Ann\nRéf", "Ann Réf", parcours.GSM7, 2}, // no line of its own
			}
			var people []parcours.PersonRow
			var want outcome
			for i, name := range names {
				p := person(i + 1)
				p.FirstName, p.InternalID = name.typed, fmt.Sprintf("I-%02d", i+1)
				people = append(people, p)
				want.SMS = append(want.SMS, sms(i+1, i+1, "delivered rang"))
				want.Attempts = append(want.Attempts, fmt.Sprintf("%s convocation 1 sms delivered 40 #%d", p.InternalID, i+1))
				want.States = append(want.States, p.InternalID+" convocation delivered")
			}
			h.convene(people...)
			h.pass(3 * time.Second)
			want.Orders = len(names)
			h.wantOutcome(want)
			for i, m := range h.sent() {
				name := names[i]
				golden := fmt.Sprintf("Département d'Exemple : bonjour %s %s. Vous avez rendez-vous lundi 10 juillet à 11h (1h)", name.said, strings.ToUpper(person(i+1).LastName))
				if !strings.HasPrefix(m.Text, golden) || strings.Count(m.Text, "\n") != 1 {
					h.Errorf("%q is written to as %q, want %q and one more line", name.typed, m.Text, golden)
				}
				h.wantSameText(m, name.encoding, name.parts)
			}
		})
	})
	t.Run("a professional's words", func(t *testing.T) {
		inHouses(t, func(h *house) {
			h.convene(person(1))
			h.pass(3 * time.Second)
			h.say(1, "Puis-je venir avec ma fille ? elle a 3 ans")
			h.pass(time.Minute)
			question := h.ask("select id from escalation")
			if len(question) != 1 {
				h.Fatalf("%d questions, want 1", len(question))
			}
			answer := func(text string) *sandbox.SMS {
				h.Helper()
				before := len(h.sent())
				h.must(h.node.store.AnswerEscalation(h.Context(), h.Clock.Now(), coordinating(), question[0], text))
				h.pass(time.Minute)
				if after := h.sent(); len(after) > before {
					return &after[len(after)-1]
				}
				return nil
			}
			const marks = "Oui ((Place)) {{.Phone}} <b>gras</b> a_b\nEt à lundi"
			m := answer(marks)
			if m == nil || !strings.Contains(m.Text, "\n"+marks+"\n") {
				h.Fatalf("got %+v, want the words as they were typed", m)
			}
			h.wantSameText(*m, parcours.GSM7, 1)

			// The euro takes two septets, which one part must hold: at the 153rd it begins the
			// next part, and what would fill two parts exactly needs a third.
			before := strings.Index(m.Text, marks)
			around := len([]rune(m.Text)) - len([]rune(marks))
			head := strings.Repeat("a", 152-len([]rune(m.Text[:before])))
			for _, c := range []struct {
				text  string
				parts int
			}{
				{head + "b" + "€" + strings.Repeat("c", 306-around-len(head)-3), 2},
				{head + "€" + strings.Repeat("c", 306-around-len(head)-2), 3},
			} {
				m := answer(c.text)
				if m == nil {
					h.Fatalf("an answer of %d letters does not leave", len(c.text))
				}
				h.wantSameText(*m, parcours.GSM7, c.parts)
			}

			h.wantLines("incidents until then", nil, "select kind from incident")
			if m := answer(strings.Repeat("x", 1601)); m != nil {
				h.Errorf("1601 letters leave as %d parts", m.Segments)
			}
			h.wantLines("the answer that is too long", []string{"sms rejected wording"}, `select a.channel, a.state, a.code from attempt a join notification n on n.id = a.notification_id
				where n.kind = 'answer' and a.state <> 'delivered' order by a.channel`)
			h.wantLines("incidents", []string{"answer_lost", "wording"}, "select kind from incident order by kind")
		})
	})
	t.Run("what cannot be said", func(t *testing.T) {
		inHouses(t, func(h *house) {
			var log strings.Builder
			h.log = slog.NewTextHandler(&log, nil)
			h.down()
			h.up()
			bait := person(1)
			bait.FirstName = "www.gain.example"
			nameless := person(2)
			nameless.FirstName, nameless.LastName = "\u200b", "\u200b" // nothing that can be seen
			h.convene(bait, nameless, person(3))
			h.pass(3 * time.Second)
			h.wantOutcome(outcome{
				Orders: 1, SMS: []string{sms(1, 3, "delivered rang")},
				Attempts: []string{convocation(1, 1, "rejected 36"), "I-1 convocation 2 call queued 0", convocation(2, 1, "rejected 36"), "I-2 convocation 2 call queued 0", convocation(3, 1, "delivered 40 #1")},
				States:   []string{told(1, "listed"), told(2, "listed"), told(3, "delivered")}, Incidents: []string{"wording"},
			})
			for _, why := range []string{"first name holds a web or e-mail address", "convocation lacks name of the person"} {
				if !strings.Contains(log.String(), why) {
					h.Errorf("the log does not say that the %s", why)
				}
			}
			h.wantLines("why", []string{"wording", "wording"}, "select code from attempt where state = 'rejected'")
		})
	})
}

// wantSameText checks that a body was stored as it was sent and is listed, and that
// its parts are those that the provider counts.
func (h *house) wantSameText(m sandbox.SMS, encoding parcours.Encoding, parts int) {
	h.Helper()
	h.wantLines("parts of the message", []string{fmt.Sprintf("%s %d", encoding, parts)}, "select encoding, parts from attempt where provider_id = $1", m.SID)
	if m.Segments != parts {
		h.Errorf("the provider counts %d parts of %q, want %d", m.Segments, m.Text, parts)
	}
	person := h.ask("select a.person_id from attempt a where a.provider_id = $1", m.SID)[0]
	entries, err := h.node.store.Timeline(h.Context(), coordinating(), person)
	h.must(err)
	stored := 0
	for _, e := range entries {
		if e.Text == m.Text {
			stored++
		}
	}
	if stored == 0 {
		h.Errorf("%q was sent, and is not stored", m.Text)
	}
	for _, s := range h.node.dispatcher.Senders {
		lister, can := s.(notifier.Lister)
		if !can {
			continue
		}
		list, err := lister.List(h.Context(), m.To)
		h.must(err)
		listed := map[string]string{}
		for _, l := range list {
			listed[l.ProviderID] = l.Body
		}
		if diff := gocmp.Diff(m.Text, listed[m.SID]); diff != "" {
			h.Errorf("listed (-sent +listed):\n%s", diff)
		}
	}
}
