package parcours_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/parcours"
)

func TestIdentity(t *testing.T) {
	t.Parallel()
	born, other := date(t, "1985-05-14"), date(t, "1984-02-01")
	row := parcours.PersonRow{FirstName: "Maëlys Rose", BirthDate: born, NIR: "285053599999883", InternalID: "I-7"}
	maelys := parcours.KnownPerson{PersonID: "maelys", FirstName: "MAELYS", BirthDate: born, NIR: row.NIR, InternalID: "I-7"}
	yann := parcours.KnownPerson{PersonID: "yann", FirstName: "Yann", BirthDate: other, NIR: "184023599999736"}
	unnumbered := parcours.KnownPerson{PersonID: "maelys", FirstName: "Maëlys", BirthDate: born}
	list := func(people ...parcours.KnownPerson) []parcours.KnownPerson { return people }
	change := func(p parcours.KnownPerson, f func(*parcours.KnownPerson)) parcours.KnownPerson {
		f(&p)
		return p
	}
	const mend = "Corriger l'un des deux dans le fichier ; si les deux fiches sont la même personne, les réunir."
	for _, tt := range []struct {
		name string
		row  parcours.PersonRow
		c    parcours.Candidates
		want parcours.Identity
	}{
		{"nobody", row, parcours.Candidates{}, parcours.Identity{Kind: parcours.IdentityNone}},
		{"by NIR", row, parcours.Candidates{ByNIR: list(maelys)}, parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"}},
		{"by internal ID", row, parcours.Candidates{ByInternalID: list(maelys)}, parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"}},
		{"by e-mail and given name", row, parcours.Candidates{ByEmail: list(unnumbered)}, parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"}},
		{"by phone and given name", row, parcours.Candidates{ByPhone: list(unnumbered)}, parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"}},
		{"by every key", row, parcours.Candidates{list(maelys), list(maelys), list(maelys), list(maelys)}, parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"}},
		{
			"a couple's phone and e-mail do not make one person", row,
			parcours.Candidates{ByEmail: list(yann), ByPhone: list(yann)},
			parcours.Identity{Kind: parcours.IdentityNone, SharedWith: []string{"yann"}},
		},
		{
			"a shared phone is told with the match", row,
			parcours.Candidates{ByNIR: list(maelys), ByPhone: list(maelys, yann)},
			parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys", SharedWith: []string{"yann"}},
		},
		{
			"both NIRs known and different", row,
			parcours.Candidates{ByInternalID: list(change(maelys, func(p *parcours.KnownPerson) { p.NIR = "299999999999999" }))},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "Le NIR de la ligne n'est pas celui de la personne trouvée par l'identifiant interne.",
				Mend: "Vérifier le NIR dans le fichier et dans la fiche.",
			}},
		},
		{
			"NIR and internal ID of two people", row,
			parcours.Candidates{ByNIR: list(maelys), ByInternalID: list(yann)},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "Le NIR et l'identifiant interne désignent deux personnes différentes.", Mend: mend,
			}},
		},
		{
			"a phone of somebody else of that name only warns", row,
			parcours.Candidates{ByNIR: list(maelys), ByPhone: list(change(unnumbered, func(p *parcours.KnownPerson) { p.PersonID = "homonym" }))},
			parcours.Identity{
				Kind: parcours.IdentityMatch, PersonID: "maelys", SharedWith: []string{"homonym"},
				Warnings: []parcours.Problem{{What: "Le NIR et le numéro de téléphone désignent deux personnes différentes.", Mend: mend}},
			},
		},
		{
			"a NIR found on a spouse", row,
			parcours.Candidates{ByNIR: list(change(yann, func(p *parcours.KnownPerson) { p.NIR = row.NIR }))},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "La personne trouvée par le NIR a un autre prénom et une autre date de naissance.",
				Mend: "À vérifier : la ligne porte peut-être l'identifiant du conjoint.",
			}},
		},
		{
			"another first name alone is a correction", row,
			parcours.Candidates{ByNIR: list(change(maelys, func(p *parcours.KnownPerson) { p.FirstName = "Rozenn" }))},
			parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"},
		},
		{
			"another birth date alone is a correction, when the NIR agrees", row,
			parcours.Candidates{ByNIR: list(change(maelys, func(p *parcours.KnownPerson) { p.BirthDate = other }))},
			parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys"},
		},
		{
			"a namesake on one phone, born another day", row,
			parcours.Candidates{ByPhone: list(change(unnumbered, func(p *parcours.KnownPerson) { p.BirthDate = other }))},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "La personne de même prénom trouvée par le numéro de téléphone a une autre date de naissance.",
				Mend: "Corriger la date de naissance, ou ajouter le NIR ou l'identifiant interne.",
			}},
		},
		{
			"of two namesakes, the one nothing contradicts", row,
			parcours.Candidates{ByPhone: list(unnumbered, change(unnumbered, func(p *parcours.KnownPerson) { p.PersonID, p.BirthDate = "mother", other }))},
			parcours.Identity{Kind: parcours.IdentityMatch, PersonID: "maelys", SharedWith: []string{"mother"}},
		},
		{
			"two namesakes whom nothing tells apart",
			parcours.PersonRow{FirstName: "Maëlys"},
			parcours.Candidates{ByEmail: list(unnumbered, change(unnumbered, func(p *parcours.KnownPerson) { p.PersonID = "mother" }))},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "Plusieurs personnes connues répondent à cette ligne par l'adresse e-mail.",
				Mend: "Ajouter le NIR, l'identifiant interne ou la date de naissance dans le fichier.",
			}},
		},
		{
			"found by e-mail with another internal ID", row,
			parcours.Candidates{ByEmail: list(change(unnumbered, func(p *parcours.KnownPerson) { p.InternalID = "I-8" }))},
			parcours.Identity{Kind: parcours.IdentityConflict, Problem: parcours.Problem{
				What: "La personne de même prénom trouvée par l'adresse e-mail a un autre identifiant interne.",
				Mend: "Vérifier l'identifiant interne ; s'il s'agit d'une autre personne, indiquer son NIR ou ses propres coordonnées.",
			}},
		},
		{
			"found by NIR with another internal ID", row,
			parcours.Candidates{ByNIR: list(change(maelys, func(p *parcours.KnownPerson) { p.InternalID = "I-8" }))},
			parcours.Identity{
				Kind: parcours.IdentityMatch, PersonID: "maelys",
				Warnings: []parcours.Problem{{What: "L'identifiant interne n'est pas celui de la fiche.", Mend: "Vérifier lequel est à jour."}},
			},
		},
		{
			"erased people do not come back", row,
			parcours.Candidates{ByNIR: list(parcours.KnownPerson{PersonID: "tombstone", ErasedOn: date(t, "2025-05-12")})},
			parcours.Identity{Kind: parcours.IdentityClosed, Problem: parcours.Problem{
				What: "Personne effacée le 12/05/2025.", Mend: "Seule une décision nommée et tracée peut rouvrir son dossier.",
			}},
		},
		{
			"nor do archived ones", row,
			parcours.Candidates{ByNIR: list(change(maelys, func(p *parcours.KnownPerson) { p.ArchivedOn = date(t, "2025-05-12") }))},
			parcours.Identity{Kind: parcours.IdentityClosed, PersonID: "maelys", Problem: parcours.Problem{
				What: "Personne archivée le 12/05/2025.", Mend: "Seule une décision nommée et tracée peut rouvrir son dossier.",
			}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, parcours.Identify(tt.row, tt.c)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNothingIsMergedOnADoubt draws rows and people at random.
func TestNothingIsMergedOnADoubt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"Maëlys", "Yann", "Yann Erwan"})
		number := rapid.SampledFrom([]string{"", "1", "2"})
		day := rapid.SampledFrom([]parcours.Date{{}, parcours.NewDate(1985, 5, 14), parcours.NewDate(1990, 1, 1)})
		row := parcours.PersonRow{FirstName: name.Draw(rt, "name"), NIR: number.Draw(rt, "NIR"), InternalID: number.Draw(rt, "ID"), BirthDate: day.Draw(rt, "born")}
		byID := map[string]parcours.KnownPerson{}
		var c parcours.Candidates
		for _, id := range []string{"a", "b", "c"} {
			p := parcours.KnownPerson{PersonID: id, FirstName: name.Draw(rt, "name"), NIR: number.Draw(rt, "NIR"), InternalID: number.Draw(rt, "ID"), BirthDate: day.Draw(rt, "born")}
			byID[id] = p
			if p.NIR != "" && p.NIR == row.NIR {
				c.ByNIR = append(c.ByNIR, p)
			}
			if p.InternalID != "" && p.InternalID == row.InternalID {
				c.ByInternalID = append(c.ByInternalID, p)
			}
			if rapid.Bool().Draw(rt, "same e-mail") {
				c.ByEmail = append(c.ByEmail, p)
			}
			if rapid.Bool().Draw(rt, "same phone") {
				c.ByPhone = append(c.ByPhone, p)
			}
		}
		got := parcours.Identify(row, c)
		switch got.Kind {
		case parcours.IdentityMatch:
			p := byID[got.PersonID]
			if row.NIR != "" && p.NIR != "" && row.NIR != p.NIR {
				rt.Fatalf("merged two NIRs: %+v and %+v", row, p)
			}
			numbered := (row.NIR != "" && row.NIR == p.NIR) || (row.InternalID != "" && row.InternalID == p.InternalID)
			if !numbered && !parcours.SameGivenName(row.FirstName, p.FirstName) {
				rt.Fatalf("merged by a shared address alone: %+v and %+v", row, p)
			}
		case parcours.IdentityConflict:
			if got.Problem.What == "" || got.Problem.Mend == "" {
				rt.Fatalf("a conflict without words: %+v", got)
			}
		case parcours.IdentityNone:
			if len(c.ByNIR)+len(c.ByInternalID) > 0 {
				rt.Fatalf("a known number was not recognised: %+v", c)
			}
		}
	})
}

func TestOnlyEqualRowsAreDuplicates(t *testing.T) {
	t.Parallel()
	row := parcours.PersonRow{Row: parcours.Row{Line: 2}, FirstName: "Yann", Phones: []parcours.Phone{{E164: "+33639980144", Kind: parcours.PhoneMobile}}}
	same := row
	same.Line, same.Warnings = 9, []parcours.Problem{{What: "Référent inconnu."}}
	if !parcours.SameRow(row, same) {
		t.Error("the line and the warnings are not part of what a row says")
	}
	near := row
	near.Phones = []parcours.Phone{{E164: "+33639980171", Kind: parcours.PhoneMobile}}
	if parcours.SameRow(row, near) {
		t.Error("a near duplicate is a row like any other")
	}
}
