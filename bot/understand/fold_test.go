package understand_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"relais/bot/understand"
	"relais/parcours"
)

func TestFoldKeepsLettersAndDigits(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"J'y serai, ÇA VAAA !":      "j y serai ca va",
		"Ouiiii":                    "oui",
		"stoooop":                   "stop",
		"rendez-vous à 14:30":       "rendez vous a 14h30",
		"1000 €":                    "1000",
		"l’hôpital":                 "l hopital",
		"cœur":                      "coeur",
		"  \n\t ":                   "",
		"👍🏽 ok":                     "oui ok",
		"1️⃣":                       "1",
		"ＯＫ":                        "ok",
		"Да":                        "да",
		"\xff\xfe oui":              "oui",
		"so\u00adleil":              "soleil",
		"allée":                     "allee",
		"e\u0301te\u0301":           "ete",
		"voilà\u00a0: mardi\u202f?": "voila mardi",
	} {
		if got := understand.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSpellingsOfOneSentenceGiveTheSameWords(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"Je ne peux pas", "jpeu pas", "je peut pa", "J'peux pas", "je ne peus pas"},
		{"j'ai pas de voiture", "jai pas de voiture", "g pas de voiture", "Je n'ai pas de voiture", "j ai pa de voitur"},
		{"c'est qui", "c ki", "cest qui", "C QUI"},
		{"rendez-vous", "rdv", "rendez vous", "RDV", "rende-vous"},
		{"trouvé", "trouver", "trouvez", "trouvée"},
		{"d'accord", "daccord", "dacc", "d accor"},
	} {
		want := strings.Join(understand.Words(same[0]), " ")
		for _, text := range same[1:] {
			if got := strings.Join(understand.Words(text), " "); got != want {
				t.Errorf("Words(%q) = %q, want %q as for %q", text, got, want, same[0])
			}
		}
	}
	if got := understand.Words("je peux passer"); got[2] == "pas" {
		t.Errorf("Words(je peux passer) = %q: to come by is no refusal", got)
	}
	if got := understand.Words("un peu"); got[1] != "peu" {
		t.Errorf("Words(un peu) = %q: a quantity is not the verb", got)
	}
	if got := understand.Words("passé"); got[0] == "pas" {
		t.Errorf("Words(passé) = %q: no negation", got)
	}
}

func TestStopIsTheWholeMessageOnly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"STOP", "stop", "Stop.", " stop ! ", "ARRET", "Arrêt.", "arrêter", "arreter svp", "stopper", "stop sms", "Stop SVP",
		"désabonner", "Désabonnement", "STOPPP", "unsubscribe",
	} {
		if !understand.IsStop(text) {
			t.Errorf("IsStop(%q) = false", text)
		}
	}
	for _, text := range []string{
		"mon contrat s'arrête en mai", "mon contrat stoppe en mai", "je veux pas que ça s'arrête", "stop je veux changer de date", "arrêt maladie", "arret de bus", "end", "non", "", "quit", "yes",
	} {
		if understand.IsStop(text) {
			t.Errorf("IsStop(%q) = true", text)
		}
	}
	for _, text := range []string{"START", "reprendre", "Reprendre.", "unstop"} {
		if !understand.IsStart(text) {
			t.Errorf("IsStart(%q) = false", text)
		}
	}
	if understand.IsStart("je vais reprendre le travail") {
		t.Error("IsStart reads a sentence")
	}
}

func TestLanguageIsAskedByItsName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]parcours.Language{
		"English":                    parcours.English,
		"english please":             parcours.English,
		"I speak English":            parcours.English,
		"Anglais svp":                parcours.English,
		"en anglais s'il vous plaît": parcours.English,
		"FRANÇAIS":                   parcours.French,
		"fr":                         parcours.French,
		"العربية":                    "ar",
		"Türkçe":                     "tr",
		"português":                  "pt",
		"по-русски":                  "ru",
		"j'ai cours de français":     "",
		"français ou anglais":        "",
		"je parle pas bien français, vous pouvez appeler ?": "",
		"en": parcours.English,
		"":   "",
	} {
		if got, _ := understand.Language(text); got != want {
			t.Errorf("Language(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzUnderstanding(f *testing.F) {
	for _, seed := range []string{"", "oui", "jpeu pas mardi jai la petite", "1️⃣", "je suis mort de rire", "?!?!", "\xff\x00", "14:30", "ne", "n", "c", "c'est", "İ", "ẞ", strings.Repeat("ouiii ", 2000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := understand.Fold(text)
		for _, r := range folded {
			if r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsNumber(r) {
				t.Errorf("Fold(%q) keeps %q", text, r)
			}
		}
		if strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Errorf("Fold(%q) = %q: stray space", text, folded)
		}
		if a := understand.Reply(text); a.Label == "" || a.Why == "" {
			t.Errorf("Reply(%q) = %+v", text, a)
		}
		if u := understand.Intent(text); u.Label == "" || u.Why == "" {
			t.Errorf("Intent(%q) = %+v", text, u)
		}
		if danger, why := understand.Distress(text); danger != understand.NoDanger && why == "" {
			t.Errorf("Distress(%q) gives no reason", text)
		}
		understand.Language(text)
		choices := []parcours.Choice{{Action: "come"}, {Action: "cannot"}, {Action: "other"}}
		action, _ := understand.Choice(text, choices, time.Time{})
		switch action {
		case "", "come", "cannot", "other":
		default:
			t.Errorf("Choice(%q) = %q, which is not offered", text, action)
		}
	})
}

func TestLongRepetitiveTextsStayCheap(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"je ", "a ", "mon mari ", "est ", "j'ai pas ", "?", "oui, "} {
		long := strings.Repeat(word, 4096/len(word))
		start := time.Now()
		understand.Reply(long)
		understand.Intent(long)
		understand.Distress(long)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q repeated takes %v", word, took)
		}
	}
}
