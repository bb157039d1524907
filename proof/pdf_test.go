package proof_test

import (
	"bytes"
	"compress/zlib"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"relais/locales"
	"relais/parcours"
	"relais/proof"
)

var keep = flag.String("keep", "", "write the PDF of the tests to this file")

// nadine is a proof with one of everything.
func nadine(t *testing.T) parcours.Proof {
	t.Helper()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 1, day, hour, minute, 7, 0, paris(t)) }
	hash := strings.Repeat("0123456789abcdef", 4)
	convocation := parcours.ProofMessage{
		NotificationID: "n-1", Kind: parcours.KindConvocation, Class: parcours.MustArrive, Template: "convocation.first.joint", Reference: "K7F29",
		AppointmentID: "r-1", StartsAt: at(13, 14, 30), PlannedAt: at(5, 7, 2), DueAt: at(5, 9, 0), State: parcours.NotificationDelivered,
		Asked: parcours.ProofQuestion{Kind: parcours.PromptAttendance, AskedAt: at(5, 9, 0), Answer: "come", ClosedAt: at(5, 12, 12)},
		Attempts: []parcours.ProofAttempt{
			{
				ID: "a-1", N: 1, Channel: parcours.ChannelTelegram, Sender: "telegram", Text: "Bonjour <b>Nadine LE GOFF</b>,\n\nVous avez rendez-vous mardi 13 janvier à 14h30 &amp; merci.",
				State: parcours.AttemptBlocked, Code: "403", LeftAt: at(5, 9, 0),
			},
			{
				ID: "a-2", N: 2, Channel: parcours.ChannelSMS, To: "+33639980144", Sender: "twilio:38035", ProviderID: "SM0123456789abcdef0123456789abcdef", Parts: 2, Encoding: parcours.GSM7,
				Text:  "Département d'Ille-et-Vilaine : bonjour Mme LE GOFF. Vous avez rendez-vous mardi 13 janvier à 14h30 (1h) avec Anne MOREL (Département) et Paul RIOU (France Travail). Lieu : CDAS, 8 rue du Port, Redon.\nRépondez 1 je viens, 2 je ne peux pas, 3 autre jour. Tél. 02 61 91 01 02 Réf K7F29",
				State: parcours.AttemptAcknowledged, LeftAt: at(5, 9, 1),
				Receipts: []parcours.ProofReceipt{
					{At: at(5, 9, 1), Source: "answer", Status: "queued", ProviderID: "SM0123456789abcdef0123456789abcdef"},
					{At: at(5, 9, 2), Source: "callback", Status: "delivered", ProviderID: "SM0123456789abcdef0123456789abcdef"},
				},
			},
		},
	}
	p := parcours.Proof{
		Format: parcours.ProofFormat, MadeAt: at(20, 10, 0), Service: parcours.Service{Name: "Département d'Ille-et-Vilaine"},
		Person: parcours.ProofPerson{
			ID: "p-1", Title: parcours.TitleMadame, FirstName: "Nadine", LastName: "Le Goff", BirthDate: parcours.NewDate(1984, 5, 1), InternalID: "77012",
			Language: parcours.French, Territory: "Pays de Redon", Referent: "Anne MOREL", EnteredOn: parcours.NewDate(2026, 1, 1), EntrySource: parcours.EntryDuties,
			Deadline: parcours.NewDate(2026, 1, 16),
		},
		Appointments: []parcours.ProofAppointment{{
			ID: "r-1", Kind: parcours.JointInterview, StartsAt: at(13, 14, 30), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", With: []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"},
			Origin: parcours.OriginImposed, BookedAt: at(5, 7, 2), ConfirmedAt: at(5, 12, 12), Outcome: parcours.OutcomeSeen,
		}},
		Messages: []parcours.ProofMessage{convocation, {
			NotificationID: "n-2", Kind: parcours.KindReply, InReplyTo: "in-1", PlannedAt: at(5, 12, 12), DueAt: at(5, 12, 12), State: parcours.NotificationCancelled, Reason: "by_hand",
		}},
		Answers:  []parcours.ProofAnswer{{ID: "in-1", At: at(5, 12, 12), Channel: parcours.ChannelSMS, Text: "oui merci 😀 à l’accueil « œuvre »"}},
		Readings: []parcours.ProofReading{{At: at(6, 8, 0), By: "Anne MOREL", Action: "read_person"}},
		Journal:  parcours.ProofJournal{Entries: 45, Head: hash, Intact: true},
	}
	for i := range 45 {
		p.Entries = append(p.Entries, parcours.ProofEntry{
			Seq: int64(i + 1), At: at(5, 9, i), Kind: parcours.EventSent, Actor: "relais", Details: map[string]string{"channel": "sms", "kind": "convocation", "words_sha256": hash}, Hash: hash,
		})
	}
	return p
}

func write(t *testing.T, p parcours.Proof) []byte {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (proof.Paper{Labels: words, Zone: paris(t)}).Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawn returns the words of a PDF, page after page, without their places.
func drawn(t *testing.T, pdf []byte) string {
	t.Helper()
	var all strings.Builder
	for _, m := range regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`).FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(page, []byte("BT")) {
			continue
		}
		for _, shown := range regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`).FindAllSubmatch(page, -1) {
			raw := regexp.MustCompile(`(?s)\\(.)`).ReplaceAllFunc(shown[1], func(escaped []byte) []byte {
				if escaped[1] == 'r' {
					return []byte{'\r'}
				}
				return escaped[1:]
			})
			var units []uint16
			for i := 0; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			all.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return strings.ReplaceAll(all.String(), "\u00a0", " ")
}

func TestThePaperSaysEverythingInPlainFrench(t *testing.T) {
	t.Parallel()
	pdf := write(t, nadine(t))
	if *keep != "" {
		if err := os.WriteFile(*keep, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.ReplaceAll(drawn(t, pdf), "\n", " ")
	for _, want := range []string{
		"Mme Nadine LE GOFF", "mardi 1er mai 1984", "jeudi 1er janvier 2026", "01234567 89abcdef 01234567", "le journal est intact",
		"1. Convocation", "à recevoir au plus tard le vendredi 16 janvier 2026", "SMS au 06 39 98 01 44", "Réf K7F29", "accusé de l’opérateur : delivered",
		"SM0123456789abcdef0123456789abcdef", "05/01/2026 09:01:07", "« je viens », le lundi 5 janvier 2026 à 12h12", "bloqué", "& merci",
		"retiré par un professionnel", "oui merci [U+1F600] à l’accueil « œuvre »", "Anne MOREL – dossier ouvert", "page 1 / ", "empreinte 0123456789abcdef",
		"si une seule était modifiée", "honoré", "Message envoyé – Relais", "moyen : SMS, objet : convocation, empreinte du texte : 0123456789ab",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
	for _, no := range []string{"<b>", "&amp;", "%!", "(e)"} {
		if strings.Contains(text, no) {
			t.Errorf("the paper says %q", no)
		}
	}
	if !bytes.Equal(pdf, write(t, nadine(t))) {
		t.Error("the same proof gives other bytes")
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestADamagedJournalIsSaidOnThePaper(t *testing.T) {
	t.Parallel()
	p := nadine(t)
	p.Journal.Intact, p.Journal.Damages = false, []parcours.Damage{{Kind: parcours.DamageAltered, Seq: 12}}
	text := drawn(t, write(t, p))
	if !strings.Contains(text, "Attention : le journal a été altéré") || !strings.Contains(text, "entrée 12 : modifiée après coup") || strings.Contains(text, "est intact") {
		t.Error("the damage is not said")
	}
}

func TestAnEmptyProofIsStillAPage(t *testing.T) {
	t.Parallel()
	text := drawn(t, write(t, parcours.Proof{Person: parcours.ProofPerson{FirstName: "Yann", LastName: "Tanguy"}}))
	if !strings.Contains(text, "Yann TANGUY") || strings.Contains(text, "%!") {
		t.Errorf("got %s", text)
	}
}
