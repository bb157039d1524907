package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"relais/parcours"
	"relais/store"
)

// Whoever copies the file, without the key, learns no number, NIR, chat or word
// that was exchanged.
func TestTheFileTellsNeitherNumbersNorWords(t *testing.T) {
	t.Parallel()
	const chat, said, asked, answered = "7306039998", "mapaniquedubus", "puisjevenirdemain", "ouivenezdemain"
	database := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), options(t, database))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := convoked(t, s, maelys())
	d, _ := h.sent()
	h.turn(sms(144, said), parcours.Excuse{AppointmentID: h.one("select id from appointment"), Words: said})
	h.turn(sms(144, asked), parcours.Escalate{Kind: parcours.EscalationQuestion, Text: asked}, parcours.Say{Template: "reply.question.received", Facts: parcours.Facts{Text: asked}})
	h.turn(sms(999, asked), parcours.Escalate{Kind: parcours.EscalationUnknown, Text: asked})
	h.link(h.person("I-1"), "", chat)
	h.must(s.AnswerEscalation(t.Context(), h.now, parcours.Actor{Role: parcours.AccountCoordinator}, h.one("select id from escalation where person_id is not null"), answered))
	h.turn(parcours.Inbound{Channel: parcours.ChannelTelegram, Address: chat, Kind: parcours.InboundText, Text: said}, parcours.Say{Template: "reply.help.menu"})
	for _, due := range h.claim() {
		due.Attempt.Body = said
		h.send(due)
	}
	h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
	h.must(s.ParkInbound(t.Context(), h.receive(sms(144, said)).ID, "panic"))
	if h.one("select cast(count(*) > 0 as text) from attempt where channel = 'telegram' and provider_id <> ''") == "0" {
		t.Fatal("nothing was sent to the chat")
	}
	for _, name := range []string{database, database + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, secret := range map[string]string{
			"number": mobile(144).E164[1:], "national number": "0" + mobile(144).E164[3:], "unknown number": mobile(999).E164[1:], "NIR": maelys().NIR,
			"chat": chat, "words of the person": said, "question": asked, "answer": answered, "text that left": "Rendez-vous lundi", "payload": `"body"`,
		} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds the %s in clear", filepath.Ext(name), what)
			}
		}
	}
}

func TestTheDatabaseIsItsOwnersOnly(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "relais.db")
	s, err := store.Open(t.Context(), options(t, database))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	team(t, s)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(database + suffix)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: mode %v, %v", suffix, info.Mode(), err)
		}
	}
}
