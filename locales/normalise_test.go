package locales_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"relais/locales"
	"relais/parcours"
)

func TestNormaliseForSMS(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, gsm, complete string }{
		{"letters that GSM-7 has stay", "à é è ù É Ç ñ ü", "à é è ù É Ç ñ ü", "à é è ù É Ç ñ ü"},
		{"letters that it lacks lose their accent", "fenêtre, François, Noël, août, À ÊTRE", "fenetre, Francois, Noel, aout, A ETRE", "fenêtre, François, Noël, août, À ÊTRE"},
		{"small ç never becomes capital", "ça", "ca", "ça"},
		{"accents typed apart are joined first", "fene\u0302tre re\u0301ponse", "fenetre réponse", "fenêtre réponse"},
		{"typography", "l’accueil « oui » … – — n° 3, 20 m²", `l'accueil "oui" ... - - no 3, 20 m2`, `l'accueil "oui" ... - - no 3, 20 m2`},
		{"guillemets with no-break spaces", "«\u00a0oui\u202f»", `"oui"`, `"oui"`},
		{"the space before a colon stays", "Appel\u00a0: oui\u202f?", "Appel : oui ?", "Appel : oui ?"},
		{"ligatures", "sœur Œuvre æ", "soeur OEuvre æ", "soeur OEuvre æ"},
		{"letters without decomposition", "Łódź, Đorđe, ışık", "Lodz, Dorde, isik", "Lódź, Dorde, işik"},
		{"Breton and Vietnamese names", "Gwenaël Nguyễn", "Gwenael Nguyen", "Gwenaël Nguyễn"},
		{"zero width and direction", "a\u200bb\u202ec\ufeff\u00add", "abcd", "abcd"},
		{"spaces", "  a\t b \u2003c \n\n\n d  ", "a b c\n\nd", "a b c\n\nd"},
		{"carriage returns", "a\r\nb", "a\nb", "a\nb"},
		{"Arabic stays whole", "مرحبا François", "مرحبا François", "مرحبا François"},
		{"emoji stays, and the accents with it", "fête 🎉", "fête 🎉", "fête 🎉"},
		{"vowel points stay", "שָׁלוֹם", "שָׁלוֹם", "שָׁלוֹם"},
		{"degrees have no plain form", "20 °C", "20 °C", "20 °C"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for policy, want := range map[locales.Policy]string{locales.PolicyGSM: tt.gsm, locales.PolicyComplete: tt.complete} {
				got, err := locales.Normalise(tt.in, policy)
				if err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("%s: got %q, want %q", policy, got, want)
				}
			}
		})
	}
}

func TestNormaliseRefusesControlCharacters(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a\x00", "\x1b[0m", "a\rb", "\u0085", "\xff"} {
		if _, err := locales.Normalise(text, locales.PolicyGSM); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("Normalise(%q) gave %v, want ErrInvalid", text, err)
		}
	}
}

// invisible reports the signs that may vanish: nobody sees them.
func invisible(r rune) bool {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r), unicode.Is(unicode.Cf, r):
		return true
	case 0x300 <= r && r <= 0x36f: // an accent, given up with its letter's
		return true
	case r == 0xfe0e, r == 0xfe0f:
		return true
	}
	return false
}

func TestNothingVisibleIsDeletedOrMadeAQuestionMark(t *testing.T) {
	t.Parallel()
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		if unicode.IsControl(r) || !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf) {
			continue
		}
		for _, policy := range []locales.Policy{locales.PolicyGSM, locales.PolicyComplete} {
			got, err := locales.Normalise("["+string(r)+"]", policy)
			if err != nil {
				t.Fatalf("%U: %v", r, err)
			}
			if !invisible(r) && len([]rune(got)) < 3 {
				t.Errorf("%s: %U %c is deleted: %q", policy, r, r, got)
			}
			if r != '?' && strings.Contains(got, "?") {
				t.Errorf("%s: %U %c becomes %q", policy, r, r, got)
			}
			again, err := locales.Normalise(got, policy)
			if err != nil || again != got {
				t.Errorf("%s: %U %q normalised again is %q, %v", policy, r, got, again, err)
			}
		}
	}
}

func TestNormaliseTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aeçêœ’« »…n°N\u0301\u0302\u0327\u200b\u200d\u00a0\n ٠ش😀ıł²"), unicode.L, unicode.M)).Draw(t, "text")
		for _, policy := range []locales.Policy{locales.PolicyGSM, locales.PolicyComplete} {
			once, err := locales.Normalise(text, policy)
			if err != nil {
				t.Skip()
			}
			twice, err := locales.Normalise(once, policy)
			if err != nil || once != twice {
				t.Fatalf("%s: %q, then %q, %v", policy, once, twice, err)
			}
		}
	})
}

// The short way of the usual text is the long way's result, whatever stands beside a letter.
func TestPlainLatinIsWhatAnyScriptGives(t *testing.T) {
	t.Parallel()
	var letters []rune
	for r := rune(' '); r < 0x260; r++ {
		if !unicode.IsControl(r) {
			letters = append(letters, r)
		}
	}
	letters = append(letters, '’', 'œ', '…', '\n', '\u0301')
	taken := 0
	for _, a := range letters {
		for _, b := range letters {
			text := "Le" + string(a) + string(b) + " n"
			got, ok := locales.PlainLatin(text)
			if !ok {
				continue
			}
			taken++
			if want := locales.AnyScript(text); locales.TidySpaces(got) != want {
				t.Fatalf("%q (%U %U): %q, want %q", text, a, b, got, want)
			}
		}
	}
	if taken < len(letters)*len(letters)/3 {
		t.Errorf("took %d of %d texts", taken, len(letters)*len(letters))
	}
}
