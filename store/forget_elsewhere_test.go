package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/parcours"
	"relais/store/storetest"
)

// TestAnErasureFindsWhatNoIDNames: what the person wrote before their number was known,
// what they were answered, and what the tool upstream sent of them goes with the rest, and
// so do the digests by which they were found; what others wrote stays.
func TestAnErasureFindsWhatNoIDNames(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, database string) {
		s, err := opened(t, database, storetest.Key())
		if err != nil {
			t.Fatal(err)
		}
		who, other := yann(), parcours.PersonRow{FirstName: "Maëlys", LastName: "Quillien", InternalID: "I-1", Phones: []parcours.Phone{mobile(144)}}
		who.NIR, who.Email, who.LastName = "179112A99999783", "boite.marquee@exemple.fr", "Marquerouge"
		h := convoked(t, s, other)
		const before, others = "ma voisine marqueverte garde le petit", "rien a voir"
		write := func(n int, text string, effects ...parcours.Effect) {
			t.Helper()
			h.serial++
			raw := parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: fmt.Sprint("SMin", h.serial), ReceivedAt: h.now, Payload: []byte("From=%2B" + strings.TrimPrefix(mobile(n).E164, "+") + "&Body=" + text)}
			if _, err := s.RecordInbound(t.Context(), raw); err != nil {
				t.Fatal(err)
			}
			in := sms(n, text)
			in.ID, in.ReceivedAt = h.one("select id from inbox where provider_id = $1", raw.ProviderID), h.now
			d, state := h.load(in)
			h.must(s.RecordTurn(t.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Effects: effects, Now: h.now, Why: "test"}))
		}
		write(171, before, parcours.Escalate{Kind: parcours.EscalationUnknown, Text: before}, parcours.Say{Template: "unknown.received"})
		write(172, others, parcours.Escalate{Kind: parcours.EscalationUnknown, Text: others})
		for _, d := range h.claim() {
			h.send(d)
		}
		for n, text := range []string{`{"user":{"phone_number_formatted":"` + mobile(171).E164 + `","note":"marquebleue"}}`, `{"user":{"phone_number_formatted":"` + mobile(172).E164 + `"}}`} {
			if _, err := s.RecordUpstream(t.Context(), parcours.RawUpstream{ReceivedAt: h.now, Payload: []byte(text)}); err != nil {
				t.Fatal(n, err)
			}
		}
		importPeople(t, s, h.now, who)
		id := h.person("I-2")
		digests := h.all("select nir_index from person where id = $1 union select address_index from contact_point where person_id = $1", id)
		if len(digests) != 3 {
			t.Fatalf("digests: %q", digests)
		}
		for _, d := range h.claim() {
			h.send(d)
		}
		write(171, "combien je touche ?", parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "combien je touche ?"})
		for _, d := range h.claim() {
			h.send(d)
		}
		if _, err := s.Forget(t.Context(), h.now, officer, id); err != nil {
			t.Fatal(err)
		}
		plain, _, err := s.PlainValues(t.Context())
		h.must(err)
		var archive bytes.Buffer
		if _, err := s.Archive(t.Context(), &archive, nil); err != nil {
			t.Fatal(err)
		}
		everything := fmt.Sprint(plain)
		traces := append([]string{"arquerouge", "arqueverte", "marquebleue", "boite.marquee", "39980171", "179112A", "combien je touche", "Duguay-Trouin", "I-2"}, digests...)
		for _, trace := range traces {
			if strings.Contains(everything, trace) {
				for key, text := range plain {
					if strings.Contains(text, trace) {
						t.Errorf("%s still says %q", key, trace)
					}
				}
			}
			if bytes.Contains(archive.Bytes(), []byte(trace)) {
				t.Errorf("an archive still says %q", trace)
			}
		}
		if !strings.Contains(everything, others) || !strings.Contains(everything, mobile(172).E164) || !strings.Contains(everything, mobile(144).E164) {
			t.Error("what others wrote went too")
		}
		if open := h.all("select id from escalation where state = 'open' and person_id is null"); len(open) != 1 {
			t.Errorf("%d questions of strangers are open, want the other's", len(open))
		}
		files, _ := filepath.Glob(database + "*")
		for _, file := range files {
			content, err := os.ReadFile(file)
			h.must(err)
			for _, trace := range traces {
				if bytes.Contains(content, []byte(trace)) {
					t.Errorf("%s still holds %q", filepath.Base(file), trace)
				}
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		check(t, filepath.Join(t.TempDir(), "relais.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		check(t, storetest.Postgres(t))
	})
}
