package parcours

import "slices"

// TerritoryHints is what is known of where a person belongs; empty fields are unknown.
type TerritoryHints struct {
	Postcode  string
	City      string
	Structure string
	// ReferentTerritoryID is the territory of the person's referent.
	ReferentTerritoryID string
}

// KnownTerritory is a territory with what identifies it.
type KnownTerritory struct {
	Territory
	Postcodes  []string
	Cities     []string
	Structures []string
}

// Locate returns the id of the territory that the hints name: the referent's,
// else the structure's, the postcode's, the city's, else the only territory there
// is. A hint that several territories share says nothing. "" when not known.
func Locate(hints TerritoryHints, known []KnownTerritory) string {
	if hints.ReferentTerritoryID != "" {
		return hints.ReferentTerritoryID
	}
	lists := []struct {
		hint string
		of   func(KnownTerritory) []string
	}{
		{hints.Structure, func(k KnownTerritory) []string { return k.Structures }},
		{hints.Postcode, func(k KnownTerritory) []string { return k.Postcodes }},
		{hints.City, func(k KnownTerritory) []string { return k.Cities }},
	}
	for _, l := range lists {
		if id := onlyWith(FoldName(l.hint), known, l.of); id != "" {
			return id
		}
	}
	if len(known) == 1 {
		return known[0].ID
	}
	return ""
}

func onlyWith(hint string, known []KnownTerritory, of func(KnownTerritory) []string) string {
	if hint == "" {
		return ""
	}
	found := ""
	for _, k := range known {
		if !slices.ContainsFunc(of(k), func(name string) bool { return FoldName(name) == hint }) {
			continue
		}
		if found != "" && found != k.ID {
			return ""
		}
		found = k.ID
	}
	return found
}
