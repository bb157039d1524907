package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"relais/parcours"
)

// anyGrave reports whether anybody was ever erased.
func (tx *tx) anyGrave(ctx context.Context) (bool, error) {
	if tx.graves == parcours.Unsaid {
		any, err := tx.AnyTombstone(ctx)
		if err != nil {
			return false, fmt.Errorf("find tombstones: %w", err)
		}
		if tx.graves = parcours.No; any {
			tx.graves = parcours.Yes
		}
	}
	return tx.graves == parcours.Yes, nil
}

// graveOf is the digest under which an erased person's identifier is kept.
func (tx *tx) graveOf(identifier ...string) string {
	return tx.vault.index("tombstone", strings.Join(identifier, "\n"))
}

// buried adds the tombstone that an erased person left under an identifier.
func (tx *tx) buried(ctx context.Context, found []parcours.KnownPerson, row parcours.PersonRow, identifier ...string) ([]parcours.KnownPerson, error) {
	if any, err := tx.anyGrave(ctx); err != nil || !any {
		return found, err
	}
	digest := tx.graveOf(identifier...)
	erased, err := tx.Tombstone(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("find tombstone: %w", err)
	}
	return tx.entombed(found, row, digest, erased), nil
}

// entombed adds those who were erased at these instants and left a digest.
func (c *core) entombed(found []parcours.KnownPerson, row parcours.PersonRow, digest string, erased []int64) []parcours.KnownPerson {
	for _, at := range erased {
		found = append(found, parcours.KnownPerson{PersonID: "tombstone:" + digest, FirstName: row.FirstName, ErasedOn: c.today(instant(at))})
	}
	return found
}

// lastGraves are what an erased person leaves beside the keys by which people are found.
// Somebody who was known without a NIR comes back in the next flux of the CNAF with it,
// and then no key of theirs is in the row.
func lastGraves(franceTravailID, affiliationKey, firstName, birthDate string) [][]string {
	var graves [][]string
	if franceTravailID != "" {
		graves = append(graves, []string{"france_travail_id", franceTravailID})
	}
	first := parcours.FirstGivenName(firstName)
	if affiliationKey == "" || birthDate == "" || first == "" {
		return graves
	}
	for _, given := range slices.Compact([]string{first, parcours.FoldName(firstName)}) { // see parcours.SameGivenName
		graves = append(graves, []string{"affiliation", affiliationKey, given, birthDate})
	}
	return graves
}

func lastGravesOf(row parcours.PersonRow) [][]string {
	return lastGraves(row.FranceTravailID, row.AffiliationKey, row.FirstName, row.BirthDate.String())
}

// orErased is who a row is about when nobody else is: somebody who was erased, as their
// last graves tell.
func (tx *tx) orErased(ctx context.Context, row parcours.PersonRow, identity parcours.Identity) (parcours.Identity, error) {
	return tx.orBuried(ctx, row, identity, func(digest string) ([]int64, error) { return tx.Tombstone(ctx, digest) })
}

// orBuried is orErased; erased finds the instants of the erasures that left a digest.
func (tx *tx) orBuried(ctx context.Context, row parcours.PersonRow, identity parcours.Identity, erased func(digest string) ([]int64, error)) (parcours.Identity, error) {
	if identity.Kind != parcours.IdentityNone {
		return identity, nil
	}
	if any, err := tx.anyGrave(ctx); err != nil || !any {
		return identity, err
	}
	for _, identifier := range lastGravesOf(row) {
		digest := tx.graveOf(identifier...)
		at, err := erased(digest)
		if err != nil {
			return identity, fmt.Errorf("find tombstone: %w", err)
		}
		if len(at) > 0 {
			return parcours.Identify(row, parcours.Candidates{ByInternalID: tx.entombed(nil, row, digest, at)}), nil
		}
	}
	return identity, nil
}
