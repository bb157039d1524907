package locales_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf16"

	"pgregory.net/rapid"

	"relais/locales"
	"relais/parcours"
)

func TestPartsOfAnSMS(t *testing.T) {
	t.Parallel()
	x := strings.Repeat
	tests := []struct {
		name     string
		text     string
		parts    int
		encoding parcours.Encoding
	}{
		{"160 a", x("a", 160), 1, parcours.GSM7},
		{"161 a", x("a", 161), 2, parcours.GSM7},
		{"158 a and €", x("a", 158) + "€", 1, parcours.GSM7},
		{"159 a and €", x("a", 159) + "€", 2, parcours.GSM7},
		{"306 a", x("a", 306), 2, parcours.GSM7},
		{"307 a", x("a", 307), 3, parcours.GSM7},
		{"€ across no boundary", x("a", 152) + "€" + x("a", 151), 2, parcours.GSM7},
		{"€ pushed to the next part", x("a", 152) + "€" + x("a", 152), 3, parcours.GSM7},
		{"152 €", x("€", 152), 2, parcours.GSM7},
		{"153 €", x("€", 153), 3, parcours.GSM7},
		{"149 a and é", x("a", 149) + "é", 1, parcours.GSM7},
		{"149 a and ê", x("a", 149) + "ê", 3, parcours.UCS2},
		{"70 ê", x("ê", 70), 1, parcours.UCS2},
		{"71 ê", x("ê", 71), 2, parcours.UCS2},
		{"134 ê", x("ê", 134), 2, parcours.UCS2},
		{"135 ê", x("ê", 135), 3, parcours.UCS2},
		{"35 emoji", x("😀", 35), 1, parcours.UCS2},
		{"36 emoji", x("😀", 36), 2, parcours.UCS2},
		{"66 emoji", x("😀", 66), 2, parcours.UCS2},
		{"67 emoji", x("😀", 67), 3, parcours.UCS2},
		{"emoji at the end of a part", x("ê", 66) + "😀" + x("ê", 65), 2, parcours.UCS2},
		{"emoji pushed to the next part", x("ê", 66) + "😀" + x("ê", 66), 3, parcours.UCS2},
		{"a usual sentence", "Rendez-vous à l'accueil, fenêtre 3, avec François.", 1, parcours.UCS2},
		{"line feed", "a\nb", 1, parcours.GSM7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			encoding, parts, err := locales.Measure(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if encoding != tt.encoding || parts != tt.parts {
				t.Errorf("got %s in %d parts, want %s in %d", encoding, parts, tt.encoding, tt.parts)
			}
		})
	}
}

func TestWhatCannotBeAnSMSIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "\x1b", "a\x00b", "a\tb", "a\rb", "a\u0085b", "a\xffb"} {
		if _, _, err := locales.Measure(text); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("Measure(%q) gave %v, want ErrInvalid", text, err)
		}
	}
}

func TestMeasureFromSeveralGoroutines(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, parts, err := locales.Measure("Réf K7F29 €"); err != nil || parts != 1 {
				t.Errorf("got %d parts, %v", parts, err)
			}
		})
	}
	wg.Wait()
}

const (
	gsmBasic = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "^{}\\[~]|€"
)

// countByWalking counts as the standard tells: a new part each time a character
// does not fit whole in the current one.
func countByWalking(text string) (parcours.Encoding, int) {
	encoding, alone, joined := parcours.GSM7, 160, 153
	cost := func(r rune) int {
		if strings.ContainsRune(gsmExtension, r) {
			return 2
		}
		return 1
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(gsmBasic+gsmExtension, r) }) {
		encoding, alone, joined = parcours.UCS2, 70, 67
		cost = func(r rune) int { return len(utf16.AppendRune(nil, r)) }
	}
	total, parts, used := 0, 1, 0
	for _, r := range text {
		total += cost(r)
		if used+cost(r) > joined {
			parts, used = parts+1, 0
		}
		used += cost(r)
	}
	if total <= alone {
		parts = 1
	}
	return encoding, parts
}

func TestPartsAgreeWithTheStandard(t *testing.T) {
	t.Parallel()
	letters := []rune(gsmBasic + gsmExtension + gsmExtension + gsmExtension)
	others := []rune("êçœ’—😀🧾ش")
	rapid.Check(t, func(t *rapid.T) {
		alphabet := letters
		if rapid.Bool().Draw(t, "ucs2") {
			alphabet = append(others, letters[:40]...)
		}
		text := string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 500).Draw(t, "text"))
		encoding, parts, err := locales.Measure(text)
		if err != nil {
			t.Fatal(err)
		}
		if wantEncoding, want := countByWalking(text); encoding != wantEncoding || parts != want {
			t.Fatalf("got %s in %d parts, want %s in %d: %q", encoding, parts, wantEncoding, want, text)
		}
	})
}

func TestNormaliseAndTheEncoderAgreeOnGSM7(t *testing.T) {
	t.Parallel()
	for r := rune(' '); r < 0x3000; r++ {
		if unicode.IsControl(r) {
			continue
		}
		encoding, _, err := locales.Measure(string(r))
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ContainsRune(gsmBasic+gsmExtension, r); (encoding == parcours.GSM7) != want {
			t.Errorf("%U %c travels in %s", r, r, encoding)
		}
		// A letter that the encoder knows keeps a text in GSM-7, at the price of the accent of ê.
		got, err := locales.Normalise("ê"+string(r)+"a", locales.PolicyGSM)
		if err != nil {
			t.Fatal(err)
		}
		if encoding == parcours.GSM7 && !strings.HasPrefix(got, "e") {
			t.Errorf("%U %c: got %q", r, r, got)
		}
	}
}
