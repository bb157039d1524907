package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ImportProfessionals creates or updates one professional for each row, known by
// the e-mail address, and the territories they work in.
func (s *Store) ImportProfessionals(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ProfessionalRow, dryRun bool) ([]parcours.RowResult, error) {
	return importRows(ctx, s, now, batch, rows, dryRun,
		func(row parcours.ProfessionalRow) int { return row.Line },
		func(ctx context.Context, tx *tx, row parcours.ProfessionalRow) (parcours.RowResult, error) {
			return tx.importProfessional(ctx, now, row)
		})
}

func (tx *tx) importProfessional(ctx context.Context, now time.Time, row parcours.ProfessionalRow) (parcours.RowResult, error) {
	var result parcours.RowResult
	territory, err := tx.territory(ctx, now, row.Territory)
	if err != nil {
		return result, err
	}
	found, err := tx.ProfessionalByEmail(ctx, row.Email)
	if err != nil {
		return result, fmt.Errorf("find professional: %w", err)
	}
	if len(found) == 0 {
		id := tx.newID(now)
		err := tx.InsertProfessional(ctx, gen.InsertProfessionalParams{
			ID: id, Email: row.Email, FirstName: row.FirstName, LastName: row.LastName, Structure: row.Structure,
			StructureKind: string(parcours.KindOfStructure(row.Structure)), Phone: row.Phone, TerritoryID: null(territory), Role: string(row.Role),
			TelegramSealed: tx.vault.seal(columnTelegram, []byte(row.TelegramChat)), TelegramIndex: tx.vault.addressIndex(row.TelegramChat), CreatedAt: millis(now),
		})
		if err != nil {
			return result, fmt.Errorf("insert professional: %w", err)
		}
		result.Outcome = parcours.RowCreated
		return result, tx.linkAccount(ctx, row.Email, id)
	}
	was := found[0]
	p := gen.UpdateProfessionalParams{
		ID: was.ID, FirstName: was.FirstName, LastName: was.LastName, Structure: was.Structure, StructureKind: was.StructureKind, Phone: was.Phone,
		TerritoryID: was.TerritoryID, Role: was.Role, TelegramSealed: was.TelegramSealed, TelegramIndex: was.TelegramIndex, UpdatedAt: millis(now),
	}
	var changed changes
	changed.text("first_name", &p.FirstName, row.FirstName)
	changed.text("last_name", &p.LastName, row.LastName)
	changed.text("structure", &p.Structure, row.Structure)
	changed.text("phone", &p.Phone, row.Phone)
	changed.text("role", &p.Role, string(row.Role))
	if territory != "" && territory != p.TerritoryID.String {
		p.TerritoryID = null(territory)
		changed = append(changed, "territory")
	}
	if row.TelegramChat != "" && tx.vault.addressIndex(row.TelegramChat) != was.TelegramIndex {
		p.TelegramSealed, p.TelegramIndex = tx.vault.seal(columnTelegram, []byte(row.TelegramChat)), tx.vault.addressIndex(row.TelegramChat)
		changed = append(changed, "telegram")
	}
	result.Outcome, result.Changed = parcours.RowUnchanged, changed
	if len(changed) == 0 {
		return result, nil
	}
	result.Outcome = parcours.RowUpdated
	p.StructureKind = string(parcours.KindOfStructure(p.Structure))
	if err := tx.UpdateProfessional(ctx, p); err != nil {
		return result, fmt.Errorf("update professional: %w", err)
	}
	return result, tx.linkAccount(ctx, row.Email, was.ID)
}

// linkAccount gives an account that was created first its professional.
func (tx *tx) linkAccount(ctx context.Context, email, professionalID string) error {
	if err := tx.LinkAccount(ctx, email, null(professionalID)); err != nil {
		return fmt.Errorf("link account: %w", err)
	}
	return nil
}

// territory returns the id of the territory of that name, which is created when
// it is new; names are compared without case nor accents. "" for no name.
func (tx *tx) territory(ctx context.Context, now time.Time, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	id, err := tx.UpsertTerritory(ctx, gen.UpsertTerritoryParams{ID: tx.newID(now), Name: name, NameKey: parcours.FoldName(name), CreatedAt: millis(now)})
	if err != nil {
		return "", fmt.Errorf("territory: %w", err)
	}
	return id, nil
}
