package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestParseAffiliation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, number, key string
		fund              parcours.Fund
	}{
		{"1044072", "1044072", "1044072", ""},
		{"104407200000000", "1044072", "1044072", ""},
		{"000001044072", "1044072", "1044072", ""},
		{"000000104407200000000", "1044072", "1044072", ""},
		{"81327", "81327", "0081327", ""},
		{"0081327", "0081327", "0081327", ""},
		{"008132700000000", "0081327", "0081327", ""},
		{" 104 4072 ", "1044072", "1044072", ""},
		{"CAF 1044072", "1044072", "1044072", parcours.FundCAF},
		{"caf1044072", "1044072", "1044072", parcours.FundCAF},
		{"MSA 2850535999998", "2850535999998", "2850535999998", parcours.FundMSA},
		{"2850535999998", "2850535999998", "2850535999998", ""},
		{"104407b", "104407B", "104407B", ""},
		{"12345678", "12345678", "12345678", ""},
		{"", "", "", ""},
		{"CAF", "", "", parcours.FundCAF},
		{"0000000", "", "", ""},
	} {
		number, key, fund := parcours.ParseAffiliation(tt.text)
		if number != tt.number || key != tt.key || fund != tt.fund {
			t.Errorf("%q: got %q, %q, %q", tt.text, number, key, fund)
		}
	}
}

func FuzzParseAffiliation(f *testing.F) {
	for _, seed := range []string{"104407200000000", "000001044072", "CAF 81327", "MSAMSA1", "é0", "\xff", "00000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		number, key, _ := parcours.ParseAffiliation(text)
		if (number == "") != (key == "") || (key != "" && len(key) < 7) {
			t.Fatalf("%q: number %q, key %q", text, number, key)
		}
		// A number that was read once, or its key, names the same household.
		for _, form := range []string{number, key} {
			if again, sameKey, fund := parcours.ParseAffiliation(form); fund == "" && sameKey != key {
				t.Fatalf("%q: %q reads as %q, %q", text, form, again, sameKey)
			}
		}
	})
}
