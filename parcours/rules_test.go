package parcours_test

import (
	"testing"
	"time"
	_ "time/tzdata"

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

func rules(t testing.TB) parcours.Rules {
	t.Helper()
	return parcours.DefaultRules(paris(t))
}

// at reads "2023-07-04 14:30" in Paris; "" is the zero time.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	instant, err := time.ParseInLocation("2006-01-02 15:04", text, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func date(t testing.TB, text string) parcours.Date {
	t.Helper()
	d, err := parcours.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
