package main

import (
	"regexp"
	"strings"
	"testing"

	"relais/bot/understand"
	"relais/locales"
	"relais/parcours"
)

// What the menu offers is understood when it is pressed, and taken by Telegram: 1 to
// 32 small letters, and a description of 1 to 256 characters.
func TestTheMenuIsUnderstood(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := []understand.Label{understand.Appointments, understand.EmptyQuestion, understand.Help, understand.Who, understand.ChooseTongue, understand.Stop}
	taken := regexp.MustCompile(`^[a-z]{1,32}$`)
	for _, language := range parcours.Languages() {
		for i, c := range menuIn(language, words) {
			if got := understand.Intent(c.Word).Label; got != want[i] {
				t.Errorf("%s: /%s is read as %s, want %s", language, c.Word, got, want[i])
			}
			if !taken.MatchString(c.Word) || c.Meaning == "" || strings.HasPrefix(c.Meaning, "menu.") {
				t.Errorf("%s: %+v", language, c)
			}
		}
	}
}
