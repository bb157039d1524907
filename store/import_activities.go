package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ImportActivities writes the weekly plan and the planned activity of each row. The
// person must be known: they are found as an import of people finds them, or by a
// household's number that names one person, with the given name where it names
// several. Two rows are the same activity when person, day, time, kind and label are
// the same. One that was changed or called off is not recalled as it was.
func (s *Store) ImportActivities(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.ActivityRow, dryRun bool) ([]parcours.RowResult, error) {
	return importRows(ctx, s, now, batch, rows, dryRun,
		func(row parcours.ActivityRow) int { return row.Line },
		func(ctx context.Context, tx *tx, row parcours.ActivityRow) (parcours.RowResult, error) {
			return tx.importActivity(ctx, now, row)
		})
}

func (tx *tx) importActivity(ctx context.Context, now time.Time, row parcours.ActivityRow) (parcours.RowResult, error) {
	personID, refused, err := tx.personOfRow(ctx, row)
	if err != nil || personID == "" {
		return refused, err
	}
	result := parcours.RowResult{Outcome: parcours.RowUnchanged, Warnings: refused.Warnings}
	note := func(outcome parcours.RowOutcome, what string) {
		switch {
		case outcome == parcours.RowUnchanged:
		case outcome == parcours.RowCreated:
			result.Outcome = parcours.RowCreated
		default:
			result.Changed = append(result.Changed, what)
			if result.Outcome == parcours.RowUnchanged {
				result.Outcome = parcours.RowUpdated
			}
		}
	}
	if row.Plan != nil {
		plan := *row.Plan
		plan.PersonID = personID
		outcome, err := tx.setPlan(ctx, now, actorRelais, plan)
		if err != nil {
			return result, err
		}
		note(outcome, "plan")
	}
	if row.Activity != nil {
		activity := *row.Activity
		activity.PersonID = personID
		outcome, err := tx.planActivity(ctx, now, actorRelais, activity, row.Cancelled)
		if err != nil {
			return result, err
		}
		note(outcome, "activity")
	}
	return result, nil
}

// personOfRow returns whom a row is about; an empty id comes with the row's refusal.
func (tx *tx) personOfRow(ctx context.Context, row parcours.ActivityRow) (string, parcours.RowResult, error) {
	unknown := refusedRow(parcours.RowError, "", "Personne inconnue : aucun dossier ne porte cet identifiant.", "Importer d'abord le fichier des personnes, ou corriger l'identifiant.")
	if row.NIR != "" || row.InternalID != "" {
		candidates, err := tx.candidates(ctx, row.Identity())
		if err != nil {
			return "", parcours.RowResult{}, err
		}
		identity := parcours.Identify(row.Identity(), candidates)
		result := parcours.RowResult{Warnings: identity.Warnings, Problems: []parcours.Problem{identity.Problem}}
		switch identity.Kind {
		case parcours.IdentityMatch:
			result.Problems = nil
			return identity.PersonID, result, nil
		case parcours.IdentityConflict:
			result.Outcome = parcours.RowConflict
			return "", result, nil
		case parcours.IdentityClosed:
			result.Outcome = parcours.RowIgnored
			return "", result, nil
		}
		if row.AffiliationKey == "" {
			return "", unknown, nil
		}
	}
	people, err := tx.PeopleByAffiliation(ctx, row.AffiliationKey)
	if err != nil {
		return "", parcours.RowResult{}, fmt.Errorf("find by affiliation number: %w", err)
	}
	var found []string
	for _, p := range people {
		if p.ArchivedAt == 0 && !slices.Contains(found, p.ID) && (row.FirstName == "" || parcours.SameGivenName(row.FirstName, p.FirstName)) {
			found = append(found, p.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", unknown, nil
	case 1:
		return found[0], parcours.RowResult{}, nil
	}
	return "", refusedRow(parcours.RowError, "", "Plusieurs personnes du dossier portent ce numéro d'allocataire.", "Ajouter le prénom, l'identifiant interne ou le NIR."), nil
}

// planActivity writes an activity, and plans its reminder.
func (tx *tx) planActivity(ctx context.Context, now time.Time, author string, a parcours.Activity, cancelled bool) (parcours.RowOutcome, error) {
	if err := tx.lock(ctx, "person", a.PersonID); err != nil {
		return "", err
	}
	key := tx.activityKey(a)
	rows, err := tx.ActivityByKey(ctx, key)
	if err != nil {
		return "", fmt.Errorf("find activity: %w", err)
	}
	remindAt, cancelledAt := tx.rules.ActivityReminderAt(a.Day, a.StartsAt(tx.rules.Zone), now), int64(0)
	if cancelled {
		remindAt, cancelledAt = time.Time{}, millis(now)
	}
	label := tx.vault.seal(columnActivityLabel, []byte(a.Label))
	outcome, id, what := parcours.RowCreated, tx.newID(now), "planned"
	if len(rows) == 0 {
		if cancelled {
			return parcours.RowUnchanged, nil
		}
		err = tx.InsertActivity(ctx, gen.InsertActivityParams{
			ID: id, ActivityKey: key, PersonID: a.PersonID, Kind: string(a.Kind), LabelSealed: label, Place: a.Place, Day: a.Day.String(),
			StartMinute: int64(a.Start), Minutes: int64(a.Minutes), RemindAt: millis(remindAt), CancelledAt: cancelledAt, CreatedAt: millis(now),
		})
	} else {
		was := rows[0]
		outcome, id, what = parcours.RowUpdated, was.ID, "changed"
		if was.Place == a.Place && int(was.Minutes) == a.Minutes && (was.CancelledAt > 0) == cancelled {
			return parcours.RowUnchanged, nil
		}
		if cancelled {
			what = "called_off"
		}
		err = tx.UpdateActivity(ctx, gen.UpdateActivityParams{
			ID: id, Kind: string(a.Kind), LabelSealed: label, Place: a.Place, StartMinute: int64(a.Start), Minutes: int64(a.Minutes), RemindAt: millis(remindAt),
			CancelledAt: cancelledAt, UpdatedAt: millis(now),
		})
	}
	if err != nil {
		return "", fmt.Errorf("activity: %w", err)
	}
	if what != "planned" {
		if err := tx.endAsking(ctx, now, a.PersonID, id, parcours.ReasonCalledOff); err != nil {
			return "", err
		}
	}
	return outcome, tx.append(ctx, now, a.PersonID, parcours.EventActivity, author, id, details{
		"kind": string(a.Kind), "on": a.Day.String(), "minutes": fmt.Sprint(a.Minutes), "what": what,
	})
}

// activityKey is what makes two rows the same activity.
func (c *core) activityKey(a parcours.Activity) string {
	return c.vault.index("activity", strings.Join([]string{a.PersonID, a.Day.String(), fmt.Sprint(a.Start), string(a.Kind), parcours.FoldName(a.Label)}, "\n"))
}
