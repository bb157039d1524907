package parcours_test

import (
	"errors"
	"testing"

	"relais/parcours"
)

// FuzzParseDate holds that a civil date is read in its one form, and written as it was.
func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2023-07-11", "2024-02-29", "2023-02-29", "0000-00-00", "2023-7-1", "", "+2023-07-11", "٢٠٢٣-07-11"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, err := parcours.ParseDate(text)
		var told parcours.Date
		if other := told.UnmarshalText([]byte(text)); text != "" && ((err == nil) != (other == nil) || told != date) {
			t.Errorf("%q: ParseDate says %v, %v and UnmarshalText %v, %v", text, date, err, told, other)
		}
		if err == nil && !date.IsZero() && date.String() != text {
			t.Errorf("%q is written %q", text, date)
		}
	})
}

// FuzzParseEuros holds that an amount is never read as another one.
func FuzzParseEuros(f *testing.F) {
	for _, text := range []string{"0.0798", "0", "1", "-1", "1e3", "0,08", ".5", "999999999999999999", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := parcours.ParseEuros(text)
		if err != nil {
			return
		}
		again, err := parcours.ParseEuros(amount.Decimal())
		if err != nil || again != amount || amount < 0 {
			t.Errorf("%q is %v, which is read as %v, %v", text, amount, again, err)
		}
	})
}

// FuzzParseAccountRole holds that nothing but the name of a role opens one.
func FuzzParseAccountRole(f *testing.F) {
	f.Add("coordinator")
	f.Add("Coordinator ")
	f.Fuzz(func(t *testing.T, text string) {
		role, err := parcours.ParseAccountRole(text)
		if err == nil && string(role) != text {
			t.Errorf("%q opens %q", text, role)
		}
		if err != nil && !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
