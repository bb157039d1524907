package proof_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/proof"
)

// TestSubjectFileOnPaperReadsAsFrench holds that the copy a person is given says
// everything in words, and the same bytes for the same copy.
func TestSubjectFileOnPaperReadsAsFrench(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	at, yes := time.Date(2026, 1, 5, 9, 30, 0, 0, paris(t)), true
	file := parcours.SubjectFile{
		Format: parcours.SubjectFormat, MadeAt: at, Service: parcours.Service{Name: "Département d'Exemple", Phone: "02 61 91 00 00"}, PersonID: "p-1", Name: "Maëlys QUILLIEN",
		Sections: []parcours.SubjectSection{
			{Name: "person", Rows: []parcours.SubjectRow{{{Name: "first_name", Text: "Maëlys"}, {Name: "nir", Text: "285053599999883"}, {Name: "birth_date", Text: "1985-05-14"}, {Name: "discreet", Yes: &yes}}}},
			{Name: "participation", Rows: []parcours.SubjectRow{{{Name: "starts_at", At: at}, {Name: "outcome", Term: "no_show"}, {Name: "impediment", Term: "childcare"}}}},
			{Name: "attempt", Rows: []parcours.SubjectRow{{{Name: "channel", Term: "sms"}, {Name: "body", Text: "Bonjour &amp; merci"}}}},
			{Name: "event", Rows: []parcours.SubjectRow{{{Name: "at", At: at}, {Name: "kind", Term: "excused"}, {Name: "actor", Text: "person"}, {Name: "payload", JSON: json.RawMessage(`{"impediment":"childcare"}`)}}}},
			{Name: "job", Rows: []parcours.SubjectRow{}},
		},
	}
	var first, second bytes.Buffer
	paper := proof.Paper{Labels: words, Zone: paris(t)}
	if err := paper.WriteSubject(&first, file); err != nil {
		t.Fatal(err)
	}
	if err := paper.WriteSubject(&second, file); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the same copy gives other bytes: %v", err)
	}
	text := strings.ReplaceAll(drawn(t, first.Bytes()), "\u00a0", " ")
	for _, want := range []string{"Vos données personnelles", "Qui vous êtes", "N° de sécurité sociale", "285053599999883", "mardi 14 mai 1985", "oui", "Vos rendez-vous", "lundi 5 janvier 2026 à 9h30", "Bonjour & merci", "Le journal", "vous"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the paper:\n%s", want, text)
		}
	}
	for _, raw := range []string{"no_show", "childcare", "excused", "Vos reprises"} {
		if strings.Contains(text, raw) {
			t.Errorf("%q is on the paper", raw)
		}
	}
}
