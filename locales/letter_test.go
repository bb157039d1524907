package locales_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"relais/locales"
	"relais/parcours"
)

// post is how the letters of a département leave.
func post(t testing.TB) locales.Sender {
	return locales.Sender{
		Lines: []string{"Département d’Ille-et-Vilaine", "Service insertion", "1 avenue de la Préfecture", "35042 Rennes Cedex"},
		City:  "Rennes", Signature: []string{"Pour le Département,", "le service insertion"}, Zone: paris(t),
		Link: func(token string) string { return "https://t.me/relais_bot?start=" + token },
	}
}

// order is the letter that a template usually makes.
func order(t testing.TB, template string) parcours.LetterOrder {
	t.Helper()
	r := usual(t, template)
	o := parcours.LetterOrder{
		NotificationID: "n-1", Kind: parcours.KindConvocation, Template: template, Facts: r.Facts, Reference: "K7F29", To: r.To,
		Address: []string{"Résidence du Canal, appt 4", "8 rue du Port", "35600 REDON"}, Fund: parcours.FundCAF, Number: "0123456",
		Token: "abcdefghijklmnopqrstuv", Until: parcours.NewDate(2026, time.February, 1), On: parcours.NewDate(2026, time.January, 5),
	}
	if strings.HasPrefix(template, "cancellation.") {
		o.Kind = parcours.KindCancellation
	}
	return o
}

// TestLetters shows the letters as they are read. Read the file aloud before
// accepting a change: would you like to receive it?
func TestLetters(t *testing.T) {
	t.Parallel()
	const path = "testdata/letters.txtar"
	c := load(t)
	got := &txtar.Archive{Comment: []byte("Every letter. Rewrite with: go test ./locales -update\n\n")}
	for _, sample := range []struct {
		name, template string
		change         func(*parcours.LetterOrder)
	}{
		{"first interview, in French", "convocation.first.joint", nil},
		{"follow-up, in English then French, farming fund, no code", "convocation.first.other", func(o *parcours.LetterOrder) {
			o.To.Language, o.Fund, o.Token, o.To.Title = parcours.English, parcours.FundMSA, "", parcours.TitleNone
		}},
		{"discreet, file of an unknown fund", "convocation.first.joint", func(o *parcours.LetterOrder) { o.To.Discreet, o.Fund = true, parcours.FundUnknown }},
		{"cancelled by the service", "cancellation.service.appointment", func(o *parcours.LetterOrder) { o.To.Language = parcours.English }},
	} {
		o := order(t, sample.template)
		if sample.change != nil {
			sample.change(&o)
		}
		letter, err := c.Letter(o, post(t))
		if err != nil {
			t.Fatal(err)
		}
		got.Files = append(got.Files, txtar.File{Name: sample.name, Data: []byte(letter.Words() + "\n")})
	}
	asRecorded(t, path, got)
}

func TestALetterIsInThePersonsLanguageThenInFrench(t *testing.T) {
	t.Parallel()
	for lang, want := range map[parcours.Language][]parcours.Language{
		parcours.French: {"fr"}, parcours.English: {"en", "fr"}, "en-GB": {"en", "fr"}, "ar": {"ar", "fr"}, "fr-x-falc": {"fr-x-falc"}, "br": {"fr"}, "": {"fr"},
	} {
		o := order(t, "convocation.first.joint")
		o.To.Language = lang
		letter, err := load(t).Letter(o, post(t))
		if err != nil {
			t.Fatal(err)
		}
		var got []parcours.Language
		for _, text := range letter.Texts {
			got = append(got, text.Language)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", lang, diff)
		}
	}
}

func TestALetterSaysAllThatAConvocationMust(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*parcours.LetterOrder){
		"date":    func(o *parcours.LetterOrder) { o.Facts.StartsAt = time.Time{} },
		"place":   func(o *parcours.LetterOrder) { o.Facts.Place = "" },
		"address": func(o *parcours.LetterOrder) { o.Facts.Address = "" },
		"phone":   func(o *parcours.LetterOrder) { o.Facts.Phone, o.Facts.Service.Phone = "", "" },
		"service": func(o *parcours.LetterOrder) { o.Facts.Service.Name = "" },
		"people":  func(o *parcours.LetterOrder) { o.Facts.With = nil },
		"name":    func(o *parcours.LetterOrder) { o.To.FirstName, o.To.LastName = "", "" },
		"bait":    func(o *parcours.LetterOrder) { o.To.FirstName = "www.exemple.com" },
	} {
		o := order(t, "convocation.first.joint")
		change(&o)
		_, err := load(t).Letter(o, post(t))
		if !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("without %s: got %v, want a refusal", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "exemple") {
			t.Errorf("the refusal quotes a value: %v", err)
		}
	}
	o := order(t, "convocation.first.joint")
	o.Kind = parcours.KindReminder
	if _, err := load(t).Letter(o, post(t)); !errors.Is(err, parcours.ErrNotFound) {
		t.Errorf("a reminder on paper: got %v", err)
	}
}

func TestWithoutSettingsALetterStillSaysWhoWritesAndWhere(t *testing.T) {
	t.Parallel()
	letter, err := load(t).Letter(order(t, "convocation.first.joint"), locales.Sender{Zone: paris(t)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Département d'Ille-et-Vilaine", "02 61 91 01 02", "ille-et-vilaine.fr"}, letter.From); diff != "" {
		t.Error(diff)
	}
	text := letter.Texts[0]
	if text.Place != "Redon, le 5 janvier 2026" || letter.Link != "" || text.Scan != "" {
		t.Errorf("place %q, link %q", text.Place, letter.Link)
	}
}

func TestTheEnvelopeBearsTheWholeName(t *testing.T) {
	t.Parallel()
	o := order(t, "convocation.first.joint")
	o.To.Discreet = true
	letter, err := load(t).Letter(o, post(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Mme Nolwenn LE GOFF", "Résidence du Canal, appt 4", "8 rue du Port", "35600 REDON"}, letter.To); diff != "" {
		t.Error(diff)
	}
	if letter.Texts[0].File != "" || letter.Texts[0].Opening != "Bonjour Nolwenn," {
		t.Errorf("discreet letter: file %q, opening %q", letter.Texts[0].File, letter.Texts[0].Opening)
	}
}
