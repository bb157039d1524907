package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	redon := parcours.KnownTerritory{
		Territory: parcours.Territory{ID: "redon"}, Postcodes: []string{"35600", "35550"},
		Cities: []string{"Redon", "Pipriac"}, Structures: []string{"CDAS de Redon"},
	}
	vallons := parcours.KnownTerritory{
		Territory: parcours.Territory{ID: "vallons"}, Postcodes: []string{"35580", "35550"},
		Cities: []string{"Guichen", "Saint-Senoux"}, Structures: []string{"CDAS de Guichen"},
	}
	both := []parcours.KnownTerritory{redon, vallons}
	for _, tt := range []struct {
		name  string
		hints parcours.TerritoryHints
		known []parcours.KnownTerritory
		want  string
	}{
		{"the referent's first", parcours.TerritoryHints{ReferentTerritoryID: "vallons", Postcode: "35600"}, both, "vallons"},
		{"then the structure's", parcours.TerritoryHints{Structure: "CDAS DE GUICHEN", Postcode: "35600"}, both, "vallons"},
		{"then the postcode's", parcours.TerritoryHints{Structure: "inconnue", Postcode: "35600", City: "Guichen"}, both, "redon"},
		{"a shared postcode leaves it to the city", parcours.TerritoryHints{Postcode: "35550", City: "SAINT SENOUX"}, both, "vallons"},
		{"a shared postcode alone says nothing", parcours.TerritoryHints{Postcode: "35550"}, both, ""},
		{"nothing known", parcours.TerritoryHints{}, both, ""},
		{"the only territory", parcours.TerritoryHints{City: "Brest"}, both[:1], "redon"},
		{"no territory at all", parcours.TerritoryHints{City: "Redon"}, nil, ""},
	} {
		if got := parcours.Locate(tt.hints, tt.known); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
