package parcours_test

import (
	"errors"
	"strings"
	"testing"

	"relais/parcours"
)

func TestParseNIR(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"2850535999998", "285053599999883"},
		{"179112A999997", "179112A99999783"},
		{"290062B999996", "290062B99999624"},
		{"179112a999997", "179112A99999783"},
		{"285053599999883", "285053599999883"},
		{"2 85 05 35 999 998 83", "285053599999883"},
		{"2.85.05.35.999.998", "285053599999883"},
		{"2\u00a085\u00a005\u00a035\u00a0999\u00a0998", "285053599999883"},
		{"7850535999998", ""}, // a temporary number: read, its key checked below
		{"285053599999884", ""},
		{"285053599999", ""},
		{"28505359999988", ""},
		{"5850535999998", ""},
		{"28505359999O8", ""},
		{"2850535ééé", ""},
		{"2,85E+14", ""},
		{"", ""},
	} {
		got, err := parcours.ParseNIR(tt.text)
		if strings.HasPrefix(tt.text, "7") {
			if err != nil || len(got) != 15 {
				t.Errorf("%q: temporary numbers are accepted: %q, %v", tt.text, got, err)
			}
			continue
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
		if (err != nil) != (tt.want == "") || (err != nil && !errors.Is(err, parcours.ErrInvalid)) {
			t.Errorf("%q: error %v", tt.text, err)
		}
		if err != nil && len(tt.text) > 5 && strings.Contains(err.Error(), tt.text) {
			t.Errorf("the error repeats the number: %v", err)
		}
	}
}

func FuzzParseNIR(f *testing.F) {
	for _, seed := range []string{"2850535999998", "179112A99999783", "290062b999996", "2 85", "é", "9999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		nir, err := parcours.ParseNIR(text)
		if err != nil {
			return
		}
		for _, form := range []string{nir, nir[:13], strings.ToLower(nir)} {
			if again, err := parcours.ParseNIR(form); err != nil || again != nir {
				t.Fatalf("%q reads as %q, %v", form, again, err)
			}
		}
		wrong := []byte(nir)
		wrong[14] = '0' + (wrong[14]-'0'+1)%10
		if _, err := parcours.ParseNIR(string(wrong)); err == nil {
			t.Fatalf("the key of %q is not checked", nir)
		}
	})
}
