package understand_test

import (
	"testing"
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestChoiceReadsNumbersWordsAndTimes(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	attendance := []parcours.Choice{{Action: "come"}, {Action: "cannot"}, {Action: "other"}}
	at := func(day, hour, minute int) *parcours.OfferedSlot {
		return &parcours.OfferedSlot{StartsAt: time.Date(2026, time.January, day, hour, minute, 0, 0, zone)}
	}
	slots := []parcours.Choice{ // Thursday 15, Thursday 15, Friday 16 January 2026
		{Action: "slot1", Slot: at(15, 9, 0)},
		{Action: "slot2", Slot: at(15, 14, 30)},
		{Action: "slot3", Slot: at(16, 10, 0)},
		{Action: "none_fits"},
	}
	only := []parcours.Choice{slots[0], slots[3]}
	now := time.Date(2026, time.January, 13, 18, 0, 0, 0, zone)

	for _, c := range []struct {
		text    string
		choices []parcours.Choice
		want    string
	}{
		{"1", attendance, "come"},
		{" 1. ", attendance, "come"},
		{"1)", attendance, "come"},
		{"1️⃣", attendance, "come"},
		{"①", attendance, "come"},
		{"1 1", attendance, "come"},
		{"un", attendance, "come"},
		{"UN", attendance, "come"},
		{"le 1", attendance, "come"},
		{"réponse 1 merci", attendance, "come"},
		{"bonjour 1 svp", attendance, "come"},
		{"1 je viens", attendance, "come"},
		{"1 oui jy serai", attendance, "come"},
		{"1 mais 10 min de retard", attendance, "come"},
		{"2", attendance, "cannot"},
		{"deux", attendance, "cannot"},
		{"2 jai la petite", attendance, "cannot"},
		{"2 je peux pas", attendance, "cannot"},
		{"3", attendance, "other"},
		{"3 autre jour", attendance, "other"},
		{"n°3", attendance, "other"},
		{"trois", attendance, "other"},
		{"1 je peux pas", attendance, ""},
		{"1 ou 2", attendance, ""},
		{"4", attendance, ""},
		{"12", attendance, ""},
		{"2 enfants à charge", attendance, ""},
		{"une question", attendance, ""},
		{"un autre jour", attendance, ""},
		{"oui", attendance, ""},
		{"", attendance, ""},
		{"1", nil, ""},

		{"2", slots, "slot2"},
		{"le 2e", slots, "slot2"},
		{"le premier", slots, "slot1"},
		{"4", slots, "none_fits"},
		{"vendredi", slots, "slot3"},
		{"vendredi ça me va", slots, "slot3"},
		{"vendredi 10h", slots, "slot3"},
		{"jeudi", slots, ""},
		{"jeudi 14h30", slots, "slot2"},
		{"jeudi 14:30", slots, "slot2"},
		{"14 h 30", slots, "slot2"},
		{"celui de 9h", slots, "slot1"},
		{"jeudi matin", slots, "slot1"},
		{"jeudi après-midi", slots, "slot2"},
		{"le 16", slots, "slot3"},
		{"16 janvier", slots, "slot3"},
		{"lundi", slots, ""},
		{"pas vendredi", slots, ""},
		{"aucun", slots, "none_fits"},
		{"aucun ne me va", slots, "none_fits"},
		{"non", slots, "none_fits"},
		{"je peux pas", slots, "none_fits"},
		{"oui", slots, ""},
		{"oui", only, "slot1"},
		{"ok ça marche", only, "slot1"},
		{"Thursday 9h", slots, "slot1"},
		{"après-demain à 9h", slots, "slot1"},
		{"vendredi 16 janvier", slots, "slot3"},
		{"jeudi avant 10h", slots, "slot1"},
		{"la semaine prochaine", slots, ""},
		{"jeudi mais pas le matin", slots, ""},
	} {
		if got, why := understand.Choice(c.text, c.choices, now); got != c.want {
			t.Errorf("Choice(%q of %d) = %q (%s), want %q", c.text, len(c.choices), got, why, c.want)
		}
	}
}

func TestATimeIsWantedWhenItIsNamedAndNotRefused(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	thursday := time.Date(2026, time.January, 15, 14, 0, 0, 0, zone)
	now := thursday.AddDate(0, 0, -3)
	for text, want := range map[string]bool{
		"jeudi apres midi sa irait": true,
		"jeudi c'est bon":           true,
		"plutot vers 14h":           true,
		"le 15 janvier":             true,
		"jeudi matin":               false,
		"mardi c'est bon":           false,
		"jeudi je peux pas":         false,
		"tous les jours sauf jeudi": false,
		"un autre jour":             false,
		"":                          false,

		"je peux pas mardi mais jeudi c'est possible": true,

		"impossible jeudi, j'ai la petite": false,
	} {
		free, why := understand.Availability(text, now)
		if got := free.Wants(thursday, zone); got != want {
			t.Errorf("%q wants Thursday at 14h: %v, want %v (%s)", text, got, want, why)
		}
	}
}

func TestATimeIsRefusedWhenItIsNamedWithARefusal(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	thursday := time.Date(2026, time.January, 15, 14, 0, 0, 0, zone)
	now := thursday.AddDate(0, 0, -3)
	for text, want := range map[string]bool{
		"jpeu pas jeudi jai la petite":                true,
		"pas l'apres midi":                            true,
		"jeudi c'est bon":                             false,
		"jpeu pas mardi":                              false,
		"je peux pas":                                 false,
		"je peux pas mardi mais jeudi c'est possible": false,
		"je peux pas jeudi mais mardi c'est possible": true,
	} {
		free, why := understand.Availability(text, now)
		if got := free.Refuses(thursday, zone); got != want {
			t.Errorf("%q refuses Thursday at 14h: %v, want %v (%s)", text, got, want, why)
		}
	}
}

func TestOtherScriptsAreToldFromLatinAndFromSigns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"لا أفهم": true, "не розумію": true, "non": false, "👍": false, "12": false, "": false, "OK مرحبا": false,
	} {
		if got := understand.OtherScript(text); got != want {
			t.Errorf("OtherScript(%q) = %v, want %v", text, got, want)
		}
	}
}
