package parcours_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/parcours"
)

func TestNamesCompareWithoutAccentsCaseNorHyphens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"LE GOFF":            "le goff",
		"Le  Goff-Tanguy":    "le goff tanguy",
		"Maëlys Rose":        "maelys rose",
		"Mae\u0308lys":       "maelys",
		"D’Hervé":            "d herve",
		"D'HERVE":            "d herve",
		" Œuvrard ":          "oeuvrard",
		"Łukasz Straße":      "lukasz strasse",
		"ÆRØ Ðorđe Þór Işıl": "aero dorde thor isil",
		"محمد":               "محمد",
		"Nguyễn\u00a0Thị":    "nguyen thi",
		"Jean\u2011Pierre.":  "jean pierre",
		"--":                 "",
		"":                   "",
	} {
		if got := parcours.FoldName(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFirstGivenNameIsTheFirstWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Maëlys Rose":       "maelys",
		"MAELYS":            "maelys",
		" \u00a0Erell Anne": "erell",
		"Jean-Pierre Yves":  "jean pierre",
		"- Yann":            "yann",
		"":                  "",
	} {
		if got := parcours.FirstGivenName(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSameGivenName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Maëlys Rose", "MAELYS", true},
		{"Jean-Pierre", "JEAN PIERRE", true},
		{"Jean-Pierre", "Jean", false},
		{"Jean-Pierre", "Jean-Marc", false},
		{"Erell", "Yann", false},
		{"", "", false},
		{"Erell", "", false},
	} {
		if got := parcours.SameGivenName(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q: got %v", tt.a, tt.b, got)
		}
		if got := parcours.SameGivenName(tt.b, tt.a); got != tt.want {
			t.Errorf("%q and %q: got %v", tt.b, tt.a, got)
		}
	}
}

func FuzzFoldName(f *testing.F) {
	for _, seed := range []string{"Le Goff", "Ma\u0308elys", "Œ", "ﬁ", "İ", "\xff", "1er", "\u200fمحمد", "Å"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := parcours.FoldName(text)
		if !utf8.ValidString(folded) {
			t.Fatalf("%q gives invalid text %q", text, folded)
		}
		if again := parcours.FoldName(folded); again != folded {
			t.Fatalf("%q gives %q, then %q", text, folded, again)
		}
	})
}

// TestFrenchLettersFoldAsAnyOthers compares names with themselves behind a letter that
// no French name has, after which every letter is decomposed.
func TestFrenchLettersFoldAsAnyOthers(t *testing.T) {
	t.Parallel()
	letters := []rune("abcXYZ019 -'’._\t\n,;àâäçèéêëîïôöùûüÀÂÄÇÈÉÊËÎÏÔÖÙÛÜœŒæñÿ\u00a0\u0301\u200b٣")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "name")
		if got, want := parcours.FoldName("x"+name), strings.Replace(parcours.FoldName("ł"+name), "l", "x", 1); got != want {
			t.Fatalf("FoldName(%q) = %q, want %q", "x"+name, got, want)
		}
	})
}
