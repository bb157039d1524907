package parcours_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, want string
		kind       parcours.PhoneKind
	}{
		// One number, as people and spreadsheets write it.
		{"06 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"06.39.98.01.44", "+33639980144", parcours.PhoneMobile},
		{"06-39-98-01-44", "+33639980144", parcours.PhoneMobile},
		{"06\u00a039\u202f98\u00a001\u00a044", "+33639980144", parcours.PhoneMobile},
		{"06\u201139\u201198\u201101\u201144", "+33639980144", parcours.PhoneMobile},
		{"06/39/98/01/44", "+33639980144", parcours.PhoneMobile},
		{"639980144", "+33639980144", parcours.PhoneMobile},
		{"639980144.0", "+33639980144", parcours.PhoneMobile},
		{"+33639980144", "+33639980144", parcours.PhoneMobile},
		{"+33 6 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"+33 (0)6 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"+33 0639980144", "+33639980144", parcours.PhoneMobile},
		{"0033639980144", "+33639980144", parcours.PhoneMobile},
		{"00 33 (0) 6 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"33639980144", "+33639980144", parcours.PhoneMobile},
		{"330639980144", "+33639980144", parcours.PhoneMobile},
		{"06 39 98 01 44 (mère)", "+33639980144", parcours.PhoneMobile},
		{"(mère) 06 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"Tél. : 06 39 98 01 44", "+33639980144", parcours.PhoneMobile},
		{"06 39 98 01 44 après 17 h", "06 39 98 01 44 après 17 h", parcours.PhoneInvalid},
		{"(06) 39 98 01 44", "+33639980144", parcours.PhoneMobile},

		// National prefixes, the longest first.
		{"0612000000", "+33612000000", parcours.PhoneMobile},
		{"0712000000", "+33712000000", parcours.PhoneMobile},
		{"0690000000", "+590690000000", parcours.PhoneMobile},
		{"0691000000", "+590691000000", parcours.PhoneMobile},
		{"0694000000", "+594694000000", parcours.PhoneMobile},
		{"0696000000", "+596696000000", parcours.PhoneMobile},
		{"0697000000", "+596697000000", parcours.PhoneMobile},
		{"0692000000", "+262692000000", parcours.PhoneMobile},
		{"0693000000", "+262693000000", parcours.PhoneMobile},
		{"0639000000", "+262639000000", parcours.PhoneMobile},
		{"0695000000", "+33695000000", parcours.PhoneMobile},
		{"02 61 91 01 44", "+33261910144", parcours.PhoneLandline},
		{"261910144", "+33261910144", parcours.PhoneLandline},
		{"0590000000", "+590590000000", parcours.PhoneLandline},
		{"0594000000", "+594594000000", parcours.PhoneLandline},
		{"0596000000", "+596596000000", parcours.PhoneLandline},
		{"0262000000", "+262262000000", parcours.PhoneLandline},
		{"0263000000", "+262263000000", parcours.PhoneLandline},
		{"0269000000", "+262269000000", parcours.PhoneLandline},
		{"0912000000", "+33912000000", parcours.PhoneVoIP},
		{"0812000000", "+33812000000", parcours.PhoneSpecial},
		{"3949", "3949", parcours.PhoneService},

		// Overseas written with their own code, or with the metropolitan one.
		{"+262 692 00 00 00", "+262692000000", parcours.PhoneMobile},
		{"+262 (0)692 00 00 00", "+262692000000", parcours.PhoneMobile},
		{"262692000000", "+262692000000", parcours.PhoneMobile},
		{"+33 692 00 00 00", "+262692000000", parcours.PhoneMobile},
		{"+596 596 00 00 00", "+596596000000", parcours.PhoneLandline},

		// Abroad.
		{"+44 7400 123456", "+447400123456", parcours.PhoneForeign},
		{"0044 7400 123456", "+447400123456", parcours.PhoneForeign},
		{"+32 470 12 34 56", "+32470123456", parcours.PhoneForeign},
		{"+1", "+1", parcours.PhoneInvalid},
		{"+999 123 456 789", "+999 123 456 789", parcours.PhoneInvalid},

		// Nothing, or nothing that can be read.
		{"", "", parcours.PhoneNone},
		{" - ", "", parcours.PhoneNone},
		{"NULL", "", parcours.PhoneNone},
		{"N/A", "", parcours.PhoneNone},
		{"liste rouge", "liste rouge", parcours.PhoneInvalid},
		{"06 39 98 01", "06 39 98 01", parcours.PhoneInvalid},
		{"06 39 98 01 445", "06 39 98 01 445", parcours.PhoneInvalid},
		{"06 39 98 O1 44", "06 39 98 O1 44", parcours.PhoneInvalid},
		{"6,4E+08", "6,4E+08", parcours.PhoneInvalid},
		{"0000000000", "0000000000", parcours.PhoneInvalid},
		{"+33", "+33", parcours.PhoneInvalid},
		{"()(", "()(", parcours.PhoneInvalid},
	} {
		if got := parcours.ParsePhone(tt.text); got.E164 != tt.want || got.Kind != tt.kind {
			t.Errorf("%q: got %+v, want %q, %q", tt.text, got, tt.want, tt.kind)
		}
	}
}

func TestCellIsSplitOnlyIntoFullNumbers(t *testing.T) {
	t.Parallel()
	first := parcours.Phone{E164: "+33639980144", Kind: parcours.PhoneMobile}
	second := parcours.Phone{E164: "+33639980171", Kind: parcours.PhoneMobile}
	landline := parcours.Phone{E164: "+33261910144", Kind: parcours.PhoneLandline}
	type phones = []parcours.Phone
	for _, tt := range []struct {
		cell string
		want phones
	}{
		{"", nil},
		{" \n", nil},
		{"NULL", nil},
		{"06/39/98/01/44", phones{first}},
		{"02 61 91 01 44 / 06 39 98 01 44", phones{first, landline}},
		{"0639980144,0639980171", phones{first, second}},
		{"0639980144;0639980171;", phones{first, second}},
		{"0639980144\r\n0261910144", phones{first, landline}},
		{"0639980144 0639980171", phones{first, second}},
		{"06/39/98/01/44;06/39/98/01/71", phones{first, second}},
		{"639980144 / 639980171", phones{first, second}},
		{"06 39 98 01 44 (mère) / 06 39 98 01 71 (père)", phones{first, second}},
		{"0639980144 / +33 6 39 98 01 44", phones{first}},
		{"06 39 98 01 44 / liste rouge", phones{first}},
		{"0639980144 / 0261", phones{{E164: "0639980144 / 0261", Kind: parcours.PhoneInvalid}}},
		{"3949", phones{{E164: "3949", Kind: parcours.PhoneService}}},
	} {
		if diff := cmp.Diff(tt.want, parcours.SplitPhones(tt.cell)); diff != "" {
			t.Errorf("%q: %s", tt.cell, diff)
		}
	}
}

func FuzzSplitPhones(f *testing.F) {
	for _, seed := range []string{
		"06 39 98 01 44", "+33 (0)6.39.98.01.44", "639980144.0", "02 61 91 01 44 / 06 39 98 01 44 (mère)",
		"0044 7400 123456", "3949", "NULL", "(0", "+262 692", "\xff06", "06\u00a039\u202f980144",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		phones := parcours.SplitPhones(cell)
		for i, p := range phones {
			switch p.Kind {
			case parcours.PhoneNone:
				t.Fatalf("%q holds a phone of no kind", cell)
			case parcours.PhoneInvalid, parcours.PhoneService:
				if len(phones) > 1 {
					t.Fatalf("%q was split into %+v", cell, phones)
				}
				continue
			}
			digits, ok := strings.CutPrefix(p.E164, "+")
			if !ok || len(digits) < 5 || len(digits) > 17 || strings.ContainsFunc(digits, func(c rune) bool { return !unicode.IsDigit(c) }) {
				t.Fatalf("%q gives %+v", cell, p)
			}
			if again := parcours.ParsePhone(p.E164); again != p {
				t.Fatalf("%q gives %+v, which reads as %+v", cell, p, again)
			}
			if p.Kind == parcours.PhoneMobile && i > 0 && phones[i-1].Kind != parcours.PhoneMobile {
				t.Fatalf("%q: a mobile comes after %+v", cell, phones[i-1])
			}
			if slices.Index(phones, p) != i {
				t.Fatalf("%q holds %+v twice", cell, p)
			}
		}
	})
}
