package letter_test

import (
	"bytes"
	"testing"
	"time"

	"relais/locales"
	"relais/notifier/letter"
	"relais/parcours"
)

func TestEveryLanguageIsPrinted(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	zone := paris(t)
	for _, lang := range words.Languages() {
		for _, template := range []string{"convocation.first.joint", "convocation.first.other", "cancellation.service.appointment"} {
			o := nolwenn(t, false).Order
			o.Template, o.Kind = template, parcours.KindConvocation
			if template == "cancellation.service.appointment" {
				o.Kind = parcours.KindCancellation
			}
			o.Address, o.Token, o.Until = []string{"8 rue du Port", "35600 REDON"}, "abcdefghijklmnopqrstuv", parcours.NewDate(2026, 2, 1)
			o.To.Language, o.On = lang, parcours.NewDate(2026, 1, 5)
			o.Facts = parcours.Facts{
				StartsAt: time.Date(2026, 1, 13, 14, 30, 0, 0, zone), Minutes: 90, Place: "CDAS", Address: "8 rue du Port, 35600 Redon",
				With: []string{"Anne MOREL (Département)", "Paul RIOU (France Travail)"}, Phone: "02 61 91 01 02",
				Service: parcours.Service{Name: "Département d’Ille-et-Vilaine", Phone: "02 61 91 01 02", Site: "ille-et-vilaine.fr"},
			}
			l, err := words.Letter(o, locales.Sender{Zone: zone, City: "Rennes", Link: func(token string) string { return "https://t.me/relais_bot?start=" + token }})
			if err != nil {
				t.Fatal(err)
			}
			if err := letter.Check(l); err != nil {
				t.Errorf("%s %s: %v", lang, template, err)
			}
			var once, twice bytes.Buffer
			made := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
			for _, out := range []*bytes.Buffer{&once, &twice} {
				if err := letter.PDF(out, []parcours.Letter{l}, made); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(once.Bytes(), twice.Bytes()) {
				t.Errorf("%s %s: printing again gives other pages", lang, template)
			}
			if once.Len() > 300<<10 {
				t.Errorf("%s %s: %d bytes", lang, template, once.Len())
			}
		}
	}
}

// A name typed in Arabic letters cannot be printed in a French sentence, nor in the
// address, where letters are not joined; in an Arabic page it can.
func TestArabicLettersArePrintedOnArabicPagesOnly(t *testing.T) {
	t.Parallel()
	l := nolwenn(t, false)
	l.Texts = append([]parcours.LetterText{{Language: parcours.Arabic, Place: "Rennes, 05/01/2026", Subject: "موعدكم", Opening: "مرحبا", Closing: "مع أطيب التحيات،"}}, l.Texts...)
	if err := letter.Check(l); err != nil {
		t.Errorf("Arabic on its page: %v", err)
	}
	l.Texts[1].Opening = "Bonjour نادية,"
	if err := letter.Check(l); err == nil {
		t.Error("Arabic in a French sentence is accepted")
	}
}
