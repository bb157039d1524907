package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// professional opens a row; Territory and Caseload are left empty.
func (c *core) professional(row gen.Professional) (parcours.Professional, error) {
	chat, err := c.vault.openText(columnTelegram, row.TelegramSealed)
	if err != nil {
		return parcours.Professional{}, err
	}
	return parcours.Professional{
		ID: row.ID, Email: row.Email, FirstName: row.FirstName, LastName: row.LastName, Structure: row.Structure,
		StructureKind: parcours.StructureKind(row.StructureKind), Phone: row.Phone, TelegramChat: chat,
		TerritoryID: row.TerritoryID.String, Role: parcours.ProfessionalRole(row.Role),
		AbsentFrom: date(row.AbsentFrom), AbsentUntil: date(row.AbsentUntil), StandInID: row.StandInID.String,
	}, nil
}

func (c *core) professionals(rows []gen.Professional) ([]parcours.Professional, error) {
	var list []parcours.Professional
	for _, row := range rows {
		p, err := c.professional(row)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// inCharge returns the referent of a person, or the stand-in of one who is away;
// zero when there is neither.
func (tx *tx) inCharge(ctx context.Context, referentID string, now time.Time) (parcours.Professional, error) {
	day := tx.today(now)
	for range 3 { // a stand-in may be away too, and have one
		if referentID == "" {
			break
		}
		row, err := tx.Professional(ctx, referentID)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return parcours.Professional{}, fmt.Errorf("referent: %w", err)
		}
		p, err := tx.professional(row)
		if err != nil || !p.AbsentOn(day) {
			return p, err
		}
		referentID = p.StandInID
	}
	return parcours.Professional{}, nil
}

// coordinators returns those of the territory who are there today, else all who
// are there, else all.
func (tx *tx) coordinators(ctx context.Context, territoryID string, now time.Time) ([]parcours.Professional, error) {
	rows, err := tx.Coordinators(ctx)
	if err != nil {
		return nil, fmt.Errorf("coordinators: %w", err)
	}
	all, err := tx.core.professionals(rows)
	if err != nil {
		return nil, err
	}
	day := tx.today(now)
	keep := func(fits func(parcours.Professional) bool) []parcours.Professional {
		return slices.DeleteFunc(slices.Clone(all), func(p parcours.Professional) bool { return !fits(p) })
	}
	near := keep(func(p parcours.Professional) bool {
		return p.TerritoryID == territoryID && territoryID != "" && !p.AbsentOn(day)
	})
	there := keep(func(p parcours.Professional) bool { return !p.AbsentOn(day) })
	for _, list := range [][]parcours.Professional{near, there} {
		if len(list) > 0 {
			return list, nil
		}
	}
	slices.SortFunc(all, func(a, b parcours.Professional) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}
