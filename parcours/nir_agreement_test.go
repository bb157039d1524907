package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestNIRDisagreementFindsTheSpousesNumber(t *testing.T) {
	t.Parallel()
	born := parcours.NewDate(1985, 5, 14)
	tests := []struct {
		name  string
		row   parcours.PersonRow
		agree bool
	}{
		{"woman of 1985", parcours.PersonRow{NIR: "285053599999883", Title: parcours.TitleMadame, BirthDate: born}, true},
		{"title absent", parcours.PersonRow{NIR: "285053599999883", BirthDate: born}, true},
		{"birth date absent", parcours.PersonRow{NIR: "285053599999883", Title: parcours.TitleMadame}, true},
		{"no NIR", parcours.PersonRow{Title: parcours.TitleMadame, BirthDate: born}, true},
		{"temporary number", parcours.PersonRow{NIR: "785053599999883", Title: parcours.TitleMadame, BirthDate: born}, true},
		{"other title", parcours.PersonRow{NIR: "285053599999883", Title: parcours.TitleMonsieur, BirthDate: born}, false},
		{"other year", parcours.PersonRow{NIR: "285053599999883", BirthDate: parcours.NewDate(1958, 5, 14)}, false},
	}
	for _, tt := range tests {
		if got := tt.row.NIRDisagreement() == nil; got != tt.agree {
			t.Errorf("%s: agrees = %v, want %v", tt.name, got, tt.agree)
		}
	}
}
