package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// longestSlot bounds how far before a slot another may start and still overlap it.
const longestSlot = 24 * time.Hour

// ImportSlots creates or updates one slot for each row. Two rows are the same
// slot when they start at the same time, at the same place, with the same first
// professional. A professional cannot be in two slots at once, nor a slot lose
// places that are taken: such a row is a conflict.
func (s *Store) ImportSlots(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.SlotRow, dryRun bool) ([]parcours.RowResult, error) {
	return importRows(ctx, s, now, batch, rows, dryRun,
		func(row parcours.SlotRow) int { return row.Line },
		func(ctx context.Context, tx *tx, row parcours.SlotRow) (parcours.RowResult, error) {
			return tx.importSlot(ctx, now, row)
		})
}

func (tx *tx) importSlot(ctx context.Context, now time.Time, row parcours.SlotRow) (parcours.RowResult, error) {
	var result parcours.RowResult
	staff, unknown, err := tx.staffNamed(ctx, row.ProfessionalEmails)
	if err != nil {
		return result, err
	}
	if unknown != "" {
		return refusedRow(parcours.RowError, "", "Un des professionnels du créneau n'est pas connu : "+unknown+".", "Importer d'abord le fichier des référents, ou corriger l'adresse."), nil
	}
	territory, err := tx.territoryOfSlot(ctx, now, row, staff)
	if err != nil {
		return result, err
	}
	if territory == "" {
		return refusedRow(parcours.RowError, "", "Le territoire du créneau n'est pas connu.", "Renseigner la colonne territoire, ou donner --territory."), nil
	}
	key := slotKey(row.StartsAt, territory, row.Place, row.Kind, row.ProfessionalEmails)
	known, err := tx.SlotByKey(ctx, key)
	if err != nil {
		return result, fmt.Errorf("find slot: %w", err)
	}
	slotID := ""
	if len(known) > 0 {
		slotID = known[0].ID
		if known[0].ClosedAt > 0 {
			result.Outcome = parcours.RowUnchanged
			result.Warnings = append(result.Warnings, parcours.Problem{
				What: "Ce créneau a été annulé dans la console : il reste fermé.", Mend: "Le rétablir dans la page Créneaux s'il doit servir.",
			})
			return result, nil
		}
		if int64(row.Capacity) < known[0].Booked {
			return refusedRow(parcours.RowConflict, "", fmt.Sprintf("%d personnes ont déjà ce créneau : il ne peut pas être réduit à %d places.", known[0].Booked, row.Capacity), "Annuler d'abord les rendez-vous en trop."), nil
		}
	}
	if busy, err := tx.busy(ctx, row, staff, slotID); err != nil || busy {
		return refusedRow(parcours.RowConflict, "", "Un des professionnels a déjà un autre créneau à cette heure.", "Changer l'heure ou le professionnel."), err
	}
	if !tx.rules.Staffed(parcours.Slot{Kind: row.Kind, StartsAt: row.StartsAt, Professionals: staff}) {
		result.Warnings = append(result.Warnings, parcours.Problem{
			What: "Personne ne sera convoqué sur ce créneau : un entretien conjoint demande deux professionnels présents, un de chaque institution.",
			Mend: "Compléter les professionnels du créneau et leur structure.",
		})
	}
	if row.Address == "" { // the place may be known with its address
		addresses, err := tx.AddressOfPlace(ctx, territory, parcours.FoldName(row.Place))
		if err != nil {
			return result, fmt.Errorf("place: %w", err)
		}
		if len(addresses) > 0 {
			row.Address = addresses[0]
		}
	}
	place, err := tx.UpsertPlace(ctx, gen.UpsertPlaceParams{
		ID: tx.newID(now), TerritoryID: territory, Name: row.Place, NameKey: parcours.FoldName(row.Place), Address: row.Address, Phone: row.Phone, CreatedAt: millis(now),
	})
	if err != nil {
		return result, fmt.Errorf("place: %w", err)
	}
	if slotID == "" {
		result.Outcome = parcours.RowCreated
		slotID = tx.newID(now)
		err := tx.InsertSlot(ctx, gen.InsertSlotParams{
			ID: slotID, SlotKey: key, TerritoryID: territory, PlaceID: place, Kind: string(row.Kind), StartsAt: millis(row.StartsAt),
			Minutes: int64(row.Minutes), Capacity: int64(row.Capacity), CreatedAt: millis(now),
		})
		if err != nil {
			return result, fmt.Errorf("insert slot: %w", err)
		}
		return result, tx.setStaff(ctx, slotID, staff)
	}
	return tx.updateSlot(ctx, now, row, known[0], staff, result)
}

// slotKey is what makes two slots the same one: their time, territory, place and
// kind, and their first professional.
func slotKey(startsAt time.Time, territoryID, place string, kind parcours.AppointmentKind, emails []string) string {
	parts := []string{startsAt.UTC().Format(time.RFC3339), territoryID, parcours.FoldName(place), string(kind)}
	return strings.Join(append(parts, emails[:min(1, len(emails))]...), "|")
}

func (tx *tx) updateSlot(ctx context.Context, now time.Time, row parcours.SlotRow, was gen.SlotByKeyRow, staff []parcours.Professional, result parcours.RowResult) (parcours.RowResult, error) {
	result.Outcome = parcours.RowUnchanged
	if row.Phone != "" && row.Phone != was.PlacePhone {
		result.Changed = append(result.Changed, "phone")
	}
	if int64(row.Minutes) != was.Minutes {
		result.Changed = append(result.Changed, "duration")
	}
	if int64(row.Capacity) != was.Capacity {
		result.Changed = append(result.Changed, "capacity")
	}
	rows, err := tx.StaffOfSlot(ctx, was.ID)
	if err != nil {
		return result, fmt.Errorf("professionals of the slot: %w", err)
	}
	same := len(rows) == len(staff)
	for i := range rows {
		same = same && rows[i].ID == staff[i].ID
	}
	if !same {
		result.Changed = append(result.Changed, "professionals")
		if err := tx.DeleteSlotProfessionals(ctx, was.ID); err != nil {
			return result, fmt.Errorf("professionals of the slot: %w", err)
		}
		if err := tx.setStaff(ctx, was.ID, staff); err != nil {
			return result, err
		}
	}
	if len(result.Changed) == 0 {
		return result, nil
	}
	result.Outcome = parcours.RowUpdated
	err = tx.UpdateSlot(ctx, gen.UpdateSlotParams{ID: was.ID, Minutes: int64(row.Minutes), Capacity: int64(row.Capacity), Kind: string(row.Kind), UpdatedAt: millis(now)})
	if err != nil {
		return result, fmt.Errorf("update slot: %w", err)
	}
	return result, nil
}

// staffNamed returns the professionals of the addresses, or the first address
// that nobody has.
func (tx *tx) staffNamed(ctx context.Context, emails []string) (staff []parcours.Professional, unknown string, err error) {
	for _, email := range emails {
		rows, err := tx.ProfessionalByEmail(ctx, email)
		if err != nil {
			return nil, "", fmt.Errorf("find professional: %w", err)
		}
		if len(rows) == 0 {
			return nil, email, nil
		}
		r := rows[0]
		staff = append(staff, parcours.Professional{ID: r.ID, Email: r.Email, StructureKind: parcours.StructureKind(r.StructureKind), TerritoryID: r.TerritoryID.String})
	}
	return staff, "", nil
}

// territoryOfSlot is the one that the row names, else the one of its first
// professional who has one.
func (tx *tx) territoryOfSlot(ctx context.Context, now time.Time, row parcours.SlotRow, staff []parcours.Professional) (string, error) {
	if row.Territory != "" {
		return tx.territory(ctx, now, row.Territory)
	}
	for _, p := range staff {
		if p.TerritoryID != "" {
			return p.TerritoryID, nil
		}
	}
	return "", nil
}

// busy reports whether one of the professionals is in another slot meanwhile.
func (tx *tx) busy(ctx context.Context, row parcours.SlotRow, staff []parcours.Professional, slotID string) (bool, error) {
	ends := row.StartsAt.Add(time.Duration(row.Minutes) * time.Minute)
	for _, p := range staff {
		others, err := tx.OverlappingSlots(ctx, p.ID, millis(ends), millis(row.StartsAt.Add(-longestSlot)))
		if err != nil {
			return false, fmt.Errorf("find overlapping slots: %w", err)
		}
		for _, o := range others {
			if o.ID != slotID && instant(o.StartsAt).Add(time.Duration(o.Minutes)*time.Minute).After(row.StartsAt) {
				return true, nil
			}
		}
	}
	return false, nil
}

func (tx *tx) setStaff(ctx context.Context, slotID string, staff []parcours.Professional) error {
	for i, p := range staff {
		if err := tx.InsertSlotProfessional(ctx, slotID, int64(i), p.ID); err != nil {
			return fmt.Errorf("professionals of the slot: %w", err)
		}
	}
	return nil
}
