package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// LastFlux returns the most recent flux of which rows were written; ErrNotFound when
// there was none.
func (s *Store) LastFlux(ctx context.Context) (parcours.Flux, error) {
	var f parcours.Flux
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.NewestFlux(ctx)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return parcours.ErrNotFound
		}
		r := rows[0]
		f = parcours.Flux{
			Digest: r.Digest, Kind: r.Kind, Nature: r.Nature, CreatedOn: date(r.CreatedOn), ReferenceOn: date(r.ReferenceOn), Dossiers: int(r.Dossiers),
		}
		return nil
	})
	if err != nil {
		return f, fmt.Errorf("last flux: %w", err)
	}
	return f, nil
}

// BeginFlux notes that a flux is being applied. Applying the same one again changes
// nothing.
func (s *Store) BeginFlux(ctx context.Context, now time.Time, f parcours.Flux) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.StartFlux(ctx, gen.StartFluxParams{
			Digest: f.Digest, Kind: f.Kind, Nature: f.Nature, CreatedOn: f.CreatedOn.String(), ReferenceOn: f.ReferenceOn.String(),
			Dossiers: int64(f.Dossiers), StartedAt: millis(now),
		})
	})
	if err != nil {
		return fmt.Errorf("begin flux: %w", err)
	}
	return nil
}

// ImportBeneficiaries creates or updates the person of each row of a flux, and what
// the CNAF says of their household's file. Somebody whose file is closed is listed
// among the leavers, and nothing else happens to them.
func (s *Store) ImportBeneficiaries(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.BeneficiaryRow, dryRun bool) ([]parcours.RowResult, error) {
	looked := make([]aheadRow, len(rows))
	for i := range rows {
		looked[i] = aheadRow{PersonRow: rows[i].PersonRow, beneficiary: &rows[i]}
	}
	i := importing{now: now, batch: batch, flux: true, seen: map[string]bool{}}
	return s.importAhead(ctx, i, looked, dryRun,
		func(ctx context.Context, tx *tx, row *aheadRow) (parcours.RowResult, error) {
			return tx.importBeneficiary(ctx, now, batch, *row.beneficiary, i.seen)
		},
		func(ctx context.Context, tx *tx) error {
			var values [][]any
			for id := range i.seen {
				values = append(values, []any{id, batch.Digest})
			}
			err := tx.insertAll(ctx, "insert into person_flux (person_id, digest) values",
				" on conflict (person_id) do update set digest = excluded.digest where person_flux.digest <> excluded.digest", values, nil)
			if err != nil {
				return fmt.Errorf("see in flux: %w", err)
			}
			return nil
		})
}

func (tx *tx) importBeneficiary(ctx context.Context, now time.Time, batch parcours.ImportBatch, row parcours.BeneficiaryRow, seen map[string]bool) (parcours.RowResult, error) {
	identity, err := tx.beneficiary(ctx, row, seen)
	if err != nil {
		return parcours.RowResult{}, err
	}
	if identity.Kind == parcours.IdentityNone {
		if refused := uncreatable(row); refused.Outcome != "" {
			return refused, nil
		}
	}
	if identity.Kind == parcours.IdentityMatch {
		was, err := tx.PersonForImport(ctx, identity.PersonID)
		if err != nil {
			return parcours.RowResult{}, fmt.Errorf("read person: %w", err)
		}
		row.PersonRow = withoutKnownNames(row.PersonRow, was)
	}
	personID, result, err := tx.writePerson(ctx, now, batch, row.PersonRow, identity)
	if err != nil || personID == "" {
		return result, err
	}
	seen[personID] = true
	result.PersonID = personID
	changed, err := tx.followDossier(ctx, now, personID, row)
	if err != nil || len(changed) == 0 || result.Outcome == parcours.RowCreated {
		return result, err
	}
	result.Changed, result.Outcome = append(result.Changed, changed...), parcours.RowUpdated
	return result, tx.noteChanged(ctx, now, batch, personID, changed)
}

// withoutKnownNames leaves out the names that are known already: the flux writes them in
// capitals, and mostly without accents.
func withoutKnownNames(row parcours.PersonRow, was gen.PersonForImportRow) parcours.PersonRow {
	if parcours.SameGivenName(row.FirstName, was.FirstName) {
		row.FirstName = ""
	}
	for _, name := range []struct {
		said  *string
		known string
	}{{&row.LastName, was.LastName}, {&row.BirthName, was.BirthName}} {
		if parcours.FoldName(*name.said) == parcours.FoldName(name.known) {
			*name.said = ""
		}
	}
	return row
}

// uncreatable says why somebody who is not known is not created.
func uncreatable(row parcours.BeneficiaryRow) parcours.RowResult {
	switch {
	case row.Dossier.Closed():
		return refusedRow(parcours.RowIgnored, "ETATDOSRSA", "Le dossier est clos et la personne inconnue : rien à suivre.", "")
	case row.Dossier.State == "0":
		return refusedRow(parcours.RowIgnored, "ETATDOSRSA", "Le droit n'est pas encore décidé et la personne est inconnue : un prochain flux la donnera.", "")
	case row.Dossier.State == "1":
		return refusedRow(parcours.RowIgnored, "ETATDOSRSA", "Le droit est refusé et la personne inconnue : rien à suivre.", "")
	case row.NIR == "":
		return refusedRow(parcours.RowError, "NIR", "Rien ne permet de reconnaître cette personne : pas de NIR, et personne de même prénom et de même date de naissance dans le dossier.",
			"L'ajouter par un fichier de personnes, avec son identifiant interne ou son téléphone.")
	}
	return parcours.RowResult{}
}

// beneficiary says who a row is about: by NIR, else the one of the household's file
// who bears the given name and the birth date and whose NIR is not another. Those
// whom the row may be about are in the flux, whatever becomes of the row.
func (tx *tx) beneficiary(ctx context.Context, row parcours.BeneficiaryRow, seen map[string]bool) (parcours.Identity, error) {
	candidates, err := tx.candidates(ctx, row.PersonRow)
	if err != nil {
		return parcours.Identity{}, err
	}
	for _, p := range candidates.ByNIR {
		if p.ErasedOn.IsZero() {
			seen[p.PersonID] = true
		}
	}
	identity := parcours.Identify(row.PersonRow, candidates)
	if inDoubt(row.PersonRow, identity) {
		people, err := tx.PeopleOfDossier(ctx, row.AffiliationKey)
		if err != nil {
			return identity, fmt.Errorf("find by affiliation number: %w", err)
		}
		identity = familyIdentity(row.PersonRow, identity, people, seen)
	}
	return tx.orErased(ctx, row.PersonRow, identity)
}

// inDoubt reports whether the household's file may tell who a row is about.
func inDoubt(row parcours.PersonRow, identity parcours.Identity) bool {
	return identity.Kind == parcours.IdentityNone && row.AffiliationKey != "" && !row.BirthDate.IsZero()
}

// familyIdentity is who a row is about among the people of its household's file.
func familyIdentity(row parcours.PersonRow, identity parcours.Identity, people []gen.PeopleOfDossierRow, seen map[string]bool) parcours.Identity {
	people = slices.DeleteFunc(slices.Clone(people), func(p gen.PeopleOfDossierRow) bool {
		return row.NIR != "" && p.NirIndex != "" || date(p.BirthDate) != row.BirthDate || !parcours.SameGivenName(row.FirstName, p.FirstName)
	})
	people = slices.CompactFunc(people, func(a, b gen.PeopleOfDossierRow) bool { return a.ID == b.ID })
	switch {
	case len(people) > 1:
		return parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
			What: "Plusieurs personnes du dossier portent ce prénom et cette date de naissance.", Mend: "Réunir leurs fiches, ou compléter leur NIR.",
		}}
	case len(people) == 1 && people[0].ArchivedAt > 0:
		return parcours.Identity{Kind: parcours.IdentityClosed, Problem: parcours.Problem{
			What: "Personne archivée.", Mend: "Seule une décision nommée et tracée peut rouvrir son dossier.",
		}}
	case len(people) == 1:
		seen[people[0].ID] = true
		return parcours.Identity{Kind: parcours.IdentityMatch, PersonID: people[0].ID}
	}
	return identity
}

// followDossier keeps what the CNAF says of the household's file and whether the
// person seems to have left; it returns the names of what changed.
func (tx *tx) followDossier(ctx context.Context, now time.Time, personID string, row parcours.BeneficiaryRow) ([]string, error) {
	var changed []string
	filed, err := tx.putDossier(ctx, now, personID, fileAs(row.Dossier))
	if err != nil {
		return nil, err
	}
	if filed {
		changed = append(changed, "dossier")
	}
	if row.NoFixedAddress != parcours.Unsaid {
		moved, err := tx.SetNoFixedAddress(ctx, personID, row.NoFixedAddress == parcours.Yes, millis(now))
		if err != nil {
			return nil, fmt.Errorf("no fixed address: %w", err)
		}
		if moved > 0 {
			changed = append(changed, "no_fixed_address")
			if err := tx.updateContactLoss(ctx, personID); err != nil {
				return nil, err
			}
		}
	}
	left, err := tx.followLeaving(ctx, now, personID, row.Dossier)
	if left {
		changed = append(changed, "leaving")
	}
	return changed, err
}

// fileAs writes what a flux says of a household's file over what is known.
func fileAs(d parcours.FundFile) func(*gen.PutDossierParams) {
	return func(p *gen.PutDossierParams) {
		p.Office, p.State, p.SuspensionReason, p.ClosureReason, p.ClosedOn = d.Office, d.State, d.SuspensionReason, d.ClosureReason, d.ClosedOn.String()
		if d.RequestNumber != "" {
			p.RequestNumber = d.RequestNumber
		}
		if !d.RequestedOn.IsZero() {
			p.RequestedOn = d.RequestedOn.String()
		}
	}
}

// EndFlux ends the application of a flux: those who were in an earlier one and are
// in this one no more are listed among the leavers. It returns how many were found.
func (s *Store) EndFlux(ctx context.Context, now time.Time, batch parcours.ImportBatch, f parcours.Flux) (int, error) {
	found := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		found = 0
		gone, err := tx.AbsentFromFlux(ctx, f.Digest)
		if err != nil {
			return err
		}
		for _, id := range gone {
			listed, err := tx.PutLeaver(ctx, gen.PutLeaverParams{PersonID: id, Reason: parcours.LeaverAbsent, LeftOn: f.ReferenceOn.String(), FoundAt: millis(now)})
			if err != nil {
				return err
			}
			if listed == 0 {
				continue
			}
			found++
			if err := tx.noteChanged(ctx, now, batch, id, []string{"leaving"}); err != nil {
				return err
			}
		}
		return tx.FinishFlux(ctx, f.Digest, millis(now))
	})
	if err != nil {
		return 0, fmt.Errorf("end flux: %w", err)
	}
	return found, nil
}
