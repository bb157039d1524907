package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestAbsenceIncludesItsFirstAndLastDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, from, until, day string
		want                   bool
	}{
		{"no absence", "", "", "2023-07-10", false},
		{"the day before", "2023-07-10", "2023-07-12", "2023-07-09", false},
		{"the first day", "2023-07-10", "2023-07-12", "2023-07-10", true},
		{"the last day", "2023-07-10", "2023-07-12", "2023-07-12", true},
		{"the day after", "2023-07-10", "2023-07-12", "2023-07-13", false},
		{"without end", "2023-07-10", "", "2025-01-01", true},
	} {
		p := parcours.Professional{AbsentFrom: date(t, tt.from), AbsentUntil: date(t, tt.until)}
		if got := p.AbsentOn(date(t, tt.day)); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestProfessionalIsIntroducedWithTheirInstitution(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		p    parcours.Professional
		want string
	}{
		{parcours.Professional{FirstName: "Anne", LastName: "Morel", Structure: "CDAS de Redon", StructureKind: parcours.StructureDepartment}, "Anne MOREL (Département)"},
		{parcours.Professional{FirstName: "Paul", LastName: "Riou", StructureKind: parcours.StructureFranceTravail}, "Paul RIOU (France Travail)"},
		{parcours.Professional{FirstName: "Léa", LastName: "Hamon", Structure: "Mission locale", StructureKind: parcours.StructureOther}, "Léa HAMON (Mission locale)"},
		{parcours.Professional{LastName: "Briand"}, "BRIAND"},
	} {
		if got := tt.p.Introduced(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
