package store

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// PlacePeople gives a territory and a referent to whoever has none and can have
// one: the referent that a file named, if they are known by now, else the least
// loaded of the territory. It returns how many people changed.
func (s *Store) PlacePeople(ctx context.Context, now time.Time) (int, error) {
	changed := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		changed = 0
		people, err := tx.Unplaced(ctx)
		if err != nil || len(people) == 0 {
			return err
		}
		known, err := tx.knownTerritories(ctx)
		if err != nil {
			return err
		}
		rows, err := tx.ReferentsWithLoad(ctx, false)
		if err != nil {
			return err
		}
		referents, byEmail := team(rows)
		var without []parcours.Unassigned
		given := map[string]string{}
		territories := map[string]string{}
		for _, p := range people {
			referent, named := byEmail[p.ReferentWanted]
			if p.ReferentID == "" && named {
				given[p.ID] = referent.ID
			}
			territories[p.ID] = p.TerritoryID
			if p.TerritoryID == "" {
				territories[p.ID] = parcours.Locate(parcours.TerritoryHints{
					Postcode: p.Postcode, City: p.City, Structure: cmp.Or(p.TerritoryWanted, p.Structure),
					ReferentTerritoryID: tx.territoryOf(p, referent, referents),
				}, known)
			}
			if p.ReferentID == "" && !named && territories[p.ID] != "" {
				without = append(without, parcours.Unassigned{PersonID: p.ID, TerritoryID: territories[p.ID]})
			}
		}
		if len(without) > 0 { // counting costs as much as all the people who are followed
			if rows, err = tx.ReferentsWithLoad(ctx, true); err != nil {
				return err
			}
			referents, _ = team(rows)
		}
		for person, referent := range tx.rules.AssignReferents(without, referents, tx.today(now)) {
			given[person] = referent
		}
		for _, p := range people {
			did, err := tx.place(ctx, now, p, territories[p.ID], given[p.ID])
			if err != nil {
				return err
			}
			if did {
				changed++
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("place people: %w", err)
	}
	return changed, nil
}

func (tx *tx) territoryOf(p gen.UnplacedRow, wanted parcours.Professional, referents []parcours.Professional) string {
	if wanted.ID != "" {
		return wanted.TerritoryID
	}
	for _, r := range referents {
		if p.ReferentID != "" && r.ID == p.ReferentID {
			return r.TerritoryID
		}
	}
	return ""
}

// place writes the territory and the referent of one person; either may be empty
// when it is not known yet.
func (tx *tx) place(ctx context.Context, now time.Time, p gen.UnplacedRow, territoryID, referentID string) (bool, error) {
	newTerritory := p.TerritoryID == "" && territoryID != ""
	newReferent := p.ReferentID == "" && referentID != ""
	if !newTerritory && !newReferent {
		return false, nil
	}
	if newTerritory {
		if err := tx.SetTerritory(ctx, p.ID, null(territoryID), millis(now)); err != nil {
			return false, fmt.Errorf("territory: %w", err)
		}
	}
	if newReferent {
		if err := tx.SetReferent(ctx, p.ID, null(referentID), millis(now)); err != nil {
			return false, fmt.Errorf("referent: %w", err)
		}
		if err := tx.append(ctx, now, p.ID, parcours.EventReferentAssigned, actorRelais, referentID, nil); err != nil {
			return false, err
		}
	} else {
		referentID = p.ReferentID
	}
	if err := tx.SetMilestonePlace(ctx, p.ID, null(territoryID), null(referentID)); err != nil {
		return false, fmt.Errorf("milestone: %w", err)
	}
	return true, nil
}

func team(rows []gen.ReferentsWithLoadRow) (all []parcours.Professional, byEmail map[string]parcours.Professional) {
	byEmail = map[string]parcours.Professional{}
	for _, r := range rows {
		p := parcours.Professional{
			ID: r.ID, Email: r.Email, FirstName: r.FirstName, LastName: r.LastName, Structure: r.Structure,
			StructureKind: parcours.StructureKind(r.StructureKind), TerritoryID: r.TerritoryID, Role: parcours.ProfessionalRole(r.Role),
			AbsentFrom: date(r.AbsentFrom), AbsentUntil: date(r.AbsentUntil), Caseload: int(r.People),
		}
		all = append(all, p)
		byEmail[p.Email] = p
	}
	return all, byEmail
}

// postcodeAndCity finds "35600 Redon" at the end of a place's address.
var postcodeAndCity = regexp.MustCompile(`\b(\d{5})\s+([^,\n]+)`)

// knownTerritories returns the territories with the postcodes and towns of their
// places and the structures of their professionals.
func (tx *tx) knownTerritories(ctx context.Context) ([]parcours.KnownTerritory, error) {
	rows, err := tx.Territories(ctx)
	if err != nil {
		return nil, fmt.Errorf("territories: %w", err)
	}
	known := make([]parcours.KnownTerritory, len(rows))
	at := map[string]*parcours.KnownTerritory{}
	for i, r := range rows {
		known[i].Territory = parcours.Territory{ID: r.ID, Name: r.Name}
		known[i].Structures = []string{r.Name}
		known[i].Cities = []string{r.Name}
		at[r.ID] = &known[i]
	}
	places, err := tx.PlacesOfTerritories(ctx)
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	for _, p := range places {
		k := at[p.TerritoryID]
		k.Structures = append(k.Structures, p.Name)
		if found := postcodeAndCity.FindStringSubmatch(p.Address); found != nil {
			k.Postcodes = append(k.Postcodes, found[1])
			k.Cities = append(k.Cities, strings.TrimSpace(found[2]))
		} else if i := strings.LastIndex(p.Address, ","); i >= 0 {
			k.Cities = append(k.Cities, strings.TrimSpace(p.Address[i+1:]))
		}
	}
	professionals, err := tx.ReferentsWithLoad(ctx, false)
	if err != nil {
		return nil, fmt.Errorf("professionals: %w", err)
	}
	for _, p := range professionals {
		if k := at[p.TerritoryID]; k != nil && p.Structure != "" {
			k.Structures = append(k.Structures, p.Structure)
		}
	}
	return known, nil
}
