package bot_test

import (
	"testing"
	"time"

	"relais/bot"
	"relais/parcours"
)

// TestWhoeverIsNotKnownIsAnsweredInALanguageTheyRead: before anybody is known, the text
// itself says its language.
func TestWhoeverIsNotKnownIsAnsweredInALanguageTheyRead(t *testing.T) {
	t.Parallel()
	two := func(first, second parcours.Language) parcours.Dossier {
		people := []parcours.Person{{ID: "p1", FirstName: "Nadia", Language: first}, {ID: "p2", FirstName: "Yann", Language: second}}
		return parcours.Dossier{Person: people[0], Unsure: people, Candidates: 2}
	}
	claimed := parcours.Dossier{Claim: &parcours.NumberClaim{ID: "c", Language: parcours.Turkish}}
	for name, tt := range map[string]struct {
		dossier parcours.Dossier
		text    string
		want    parcours.Language
	}{
		"both read Arabic":                    {two(parcours.Arabic, parcours.Arabic), "je peux pas venir", parcours.Arabic},
		"one reads the language of the words": {two(parcours.French, parcours.Arabic), "لا أستطيع المجيء", parcours.Arabic},
		"they read two, the words are French": {two(parcours.Spanish, parcours.Arabic), "je peux pas venir", ""},
		"a number that somebody gave":         {claimed, "1", parcours.Turkish},
		"a stranger who writes English":       {parcours.Dossier{}, "hello, what is this message about please?", parcours.English},
		"somebody known":                      {parcours.Dossier{Person: parcours.Person{ID: "p1", Language: parcours.Arabic}}, "qui", ""},
	} {
		in := parcours.Inbound{ID: "i", Channel: parcours.ChannelSMS, Address: "+33639980144", Kind: parcours.InboundText, Text: tt.text}
		_, effects := bot.Step(time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC), tt.dossier, parcours.State{}, in)
		said := false
		for _, e := range effects {
			if say, ok := e.(parcours.Say); ok {
				said = true
				if say.Facts.Language != tt.want {
					t.Errorf("%s: %s in %q, want %q", name, say.Template, say.Facts.Language, tt.want)
				}
			}
		}
		if !said {
			t.Errorf("%s: nothing is said: %#v", name, effects)
		}
	}
}
