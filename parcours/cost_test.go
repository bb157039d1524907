package parcours_test

import (
	"errors"
	"testing"

	"relais/parcours"
)

func TestEurosAreAddedUpWithoutLoss(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		times int
		want  string
	}{
		{"0.0725", 1, "0,0725\u00a0€"},
		{"0,0725", 2, "0,145\u00a0€"},
		{"0.07", 1, "0,07\u00a0€"},
		{"0.0725", 18_241, "1322,47\u00a0€"},
		{"1", 1, "1,00\u00a0€"},
		{"0", 5, "0,00\u00a0€"},
		{" 0.000001 ", 1, "0,000001\u00a0€"},
	} {
		price, err := parcours.ParseEuros(c.in)
		if err != nil || price.Times(c.times).String() != c.want {
			t.Errorf("%d times %q = %q, %v, want %q", c.times, c.in, price.Times(c.times), err, c.want)
		}
	}
	for _, wrong := range []string{"", "a", "-1", "0.1234567", "1.2.3", "1e3", "+1", "99999999999"} {
		if price, err := parcours.ParseEuros(wrong); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("%q = %v, %v", wrong, price, err)
		}
	}
	if price, _ := parcours.ParseEuros("0.0725"); price.Decimal() != "0.0725" {
		t.Errorf("decimal %s", price.Decimal())
	}
}
