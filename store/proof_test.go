package store_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func coordinating() parcours.Actor {
	return parcours.Actor{AccountID: "a-1", Role: parcours.AccountCoordinator}
}

func TestProofTellsWhyWhatHowAndWhatWasAnswered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		due := h.claim()
		for i := range due {
			d := &due[i]
			d.Attempt.Body = "Bonjour " + d.To.FirstName + " œ€ç. Réf " + d.Notification.Reference
			h.send(*d)
			h.receipt(d.Attempt.ID, parcours.AttemptSent, "")
			h.receipt(d.Attempt.ID, parcours.AttemptDelivered, "")
		}
		h.now = h.now.Add(time.Hour)
		in := sms(144, "oui je viens")
		in = h.receive(in)
		d, state := h.load(in)
		h.must(s.RecordTurn(t.Context(), parcours.Turn{
			Inbound: in, Dossier: d, State: state, Now: h.now, Why: "test",
			Effects: []parcours.Effect{
				parcours.Confirm{AppointmentID: d.Prompts[0].AppointmentID},
				parcours.Acknowledge{PromptID: d.Prompts[0].ID, Action: "come"},
				parcours.Say{Template: "reply.confirmed.appointment"},
			},
		}))
		person := h.person("I-1")
		h.must(s.LogAccess(t.Context(), h.now, coordinating(), "read_person", person))
		p, err := s.Proof(t.Context(), h.now, coordinating(), person)
		h.must(err)
		if p.Person.Name() != "Maëlys QUILLIEN" || p.Person.Deadline.IsZero() || p.Person.Referent == "" || len(p.Appointments) != 1 || len(p.Appointments[0].With) == 0 {
			t.Errorf("who and when: %+v %+v", p.Person, p.Appointments)
		}
		var convocation parcours.ProofMessage
		for _, m := range p.Messages {
			if m.Kind == parcours.KindConvocation {
				convocation = m
			}
		}
		a := convocation.Attempts[0]
		if a.Text != "Bonjour Maëlys œ€ç. Réf "+convocation.Reference || a.To != mobile(144).E164 || a.State != parcours.AttemptAcknowledged || len(a.Receipts) != 3 || a.ProviderID == "" {
			t.Errorf("attempt: %+v", a)
		}
		if convocation.Asked.Answer != "come" || convocation.Asked.AskedAt.IsZero() || convocation.StartsAt.IsZero() || convocation.PlannedAt.IsZero() {
			t.Errorf("convocation: %+v", convocation)
		}
		if len(p.Answers) != 1 || p.Answers[0].Text != "oui je viens" || len(p.Readings) != 1 {
			t.Errorf("answers %+v, readings %+v", p.Answers, p.Readings)
		}
		if !p.Journal.Intact || p.Journal.Entries != len(p.Entries) || p.Journal.Head != p.Entries[len(p.Entries)-1].Hash {
			t.Errorf("journal: %+v, %d entries", p.Journal, len(p.Entries))
		}
		sent := false
		for i, e := range p.Entries {
			if e.Seq != int64(i+1) || i > 0 && e.At.Before(p.Entries[i-1].At) {
				t.Errorf("entry %d: %+v", i, e)
			}
			if e.Kind == parcours.EventSent {
				sent = sent || e.Details["words_sha256"] == a.TextSHA256
			}
		}
		if !sent {
			t.Error("the journal does not hold the digest of the text")
		}
		text, err := json.Marshal(p)
		h.must(err)
		if strings.Contains(string(text), "Tanguy") || strings.Contains(string(text), "nir") {
			t.Errorf("somebody else's data: %s", text)
		}

		one, err := s.ProofOfMessage(t.Context(), h.now, coordinating(), convocation.NotificationID)
		h.must(err)
		if len(one.Messages) != 1 || len(one.Answers) != 1 || len(one.Entries) >= len(p.Entries) || one.Journal.Head != p.Journal.Head {
			t.Errorf("one message: %d messages, %d answers, %d entries of %d", len(one.Messages), len(one.Answers), len(one.Entries), len(p.Entries))
		}
		// Others do not see it, nor learn that it exists.
		stranger := parcours.Actor{AccountID: "a-2", Role: parcours.AccountReferent, ProfessionalID: "nobody"}
		if _, err := s.Proof(t.Context(), h.now, stranger, person); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := s.ProofOfMessage(t.Context(), h.now, stranger, convocation.NotificationID); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := s.ProofOfMessage(t.Context(), h.now, coordinating(), "none"); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("no such message: %v", err)
		}
		// A text altered in the database does not stop the proof: it says so.
		h.must(s.Poke(t.Context(), "update attempt set body_sealed = (select y.body_sealed from attempt y where y.person_id <> $1 and y.body_sealed is not null limit 1) where id = $2", person, a.ID))
		p, err = s.Proof(t.Context(), h.now, coordinating(), person)
		h.must(err)
		if p.Journal.Intact || p.Journal.Damages[0].Kind != parcours.DamageWords {
			t.Errorf("altered text: %+v", p.Journal)
		}
	})
}
