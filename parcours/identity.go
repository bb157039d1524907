package parcours

import (
	"fmt"
	"reflect"
	"slices"
)

// KnownPerson is what somebody already known is compared by.
type KnownPerson struct {
	PersonID   string
	NIR        string
	InternalID string
	FirstName  string
	BirthDate  Date
	// ErasedOn is set for a tombstone, which keeps keyed digests and no name:
	// whoever finds one by e-mail or phone compares the digest of the given name
	// too, and puts the row's FirstName here.
	ErasedOn Date
	// ArchivedOn is set for somebody who left the active list.
	ArchivedOn Date
	// Also are the person as files said that were merged into theirs: the source that
	// gave those will say so again.
	Also []KnownPerson
}

// Candidates are the people found by each key of one row. Those found by e-mail
// or phone need not bear the row's first name: they tell who shares it.
type Candidates struct {
	ByNIR        []KnownPerson
	ByInternalID []KnownPerson
	ByEmail      []KnownPerson
	ByPhone      []KnownPerson
}

// IdentityKind says whether a row is about somebody known.
type IdentityKind string

// Kinds of identity.
const (
	IdentityNone     IdentityKind = "none"
	IdentityMatch    IdentityKind = "match"
	IdentityConflict IdentityKind = "conflict"
	// IdentityClosed: erased or archived. An import never brings them back.
	IdentityClosed IdentityKind = "closed"
)

// Identity is who a row is about.
type Identity struct {
	Kind IdentityKind
	// PersonID is set for a match, and for an archived person.
	PersonID string
	// Problem is set for a conflict or a closed file.
	Problem Problem
	// Warnings do not block.
	Warnings []Problem
	// SharedWith are the other active people reached by the row's e-mail or phone.
	SharedWith []string
}

// identityKey is one way to recognise somebody, strongest first.
type identityKey struct {
	// name completes "Une personne de même prénom a …" and "trouvée par …".
	name   string
	strong bool
	found  []KnownPerson
}

// Identify says who a row is about: the first hit among NIR, internal ID, e-mail
// with the same given name, phone with the same given name; never the household's
// number, which spouses share. What the other keys say is then checked, and
// nothing is merged on a doubt: a conflict is for a human.
func Identify(row PersonRow, c Candidates) Identity {
	named := func(k KnownPerson) bool {
		return k.as(func(k KnownPerson) bool { return SameGivenName(row.FirstName, k.FirstName) })
	}
	keys := []identityKey{
		{"le NIR", true, distinct(c.ByNIR, nil)},
		{"l'identifiant interne", true, distinct(c.ByInternalID, nil)},
		{"l'adresse e-mail", false, distinct(c.ByEmail, named)},
		{"le numéro de téléphone", false, distinct(c.ByPhone, named)},
	}
	first := slices.IndexFunc(keys, func(k identityKey) bool { return len(k.found) > 0 })
	if first < 0 {
		return Identity{Kind: IdentityNone, SharedWith: sharing("", c)}
	}
	hit, problem := keys[first].choose(row)
	if problem == nil {
		problem = contradiction(row, keys[first], hit)
	}
	identity := Identity{Kind: IdentityMatch, PersonID: hit.PersonID}
	for _, k := range keys[first+1:] {
		if problem != nil || len(k.found) == 0 || slices.ContainsFunc(k.found, hit.is) {
			continue
		}
		clash := Problem{
			What: fmt.Sprintf("%s et %s désignent deux personnes différentes.", capital(keys[first].name), k.name),
			Mend: "Corriger l'un des deux dans le fichier ; si les deux fiches sont la même personne, les réunir.",
		}
		if k.strong {
			problem = &clash
		} else {
			identity.Warnings = append(identity.Warnings, clash)
		}
	}
	if problem != nil {
		return Identity{Kind: IdentityConflict, Problem: *problem}
	}
	if !hit.as(func(k KnownPerson) bool {
		return !known(row.InternalID, k.InternalID) || row.InternalID == k.InternalID
	}) {
		identity.Warnings = append(identity.Warnings, Problem{
			What: "L'identifiant interne n'est pas celui de la fiche.",
			Mend: "Vérifier lequel est à jour.",
		})
	}
	switch {
	case !hit.ErasedOn.IsZero():
		return Identity{Kind: IdentityClosed, Problem: closedProblem("effacée", hit.ErasedOn)}
	case !hit.ArchivedOn.IsZero():
		return Identity{Kind: IdentityClosed, PersonID: hit.PersonID, Problem: closedProblem("archivée", hit.ArchivedOn)}
	}
	identity.SharedWith = sharing(hit.PersonID, c)
	return identity
}

// choose returns the one person the key names. Of several namesakes who share an
// address, only one whom nothing contradicts will do.
func (k identityKey) choose(row PersonRow) (KnownPerson, *Problem) {
	if len(k.found) == 1 {
		return k.found[0], nil
	}
	fitting := slices.DeleteFunc(slices.Clone(k.found), func(p KnownPerson) bool { return contradiction(row, k, p) != nil })
	if len(fitting) == 1 {
		return fitting[0], nil
	}
	return KnownPerson{}, &Problem{
		What: fmt.Sprintf("Plusieurs personnes connues répondent à cette ligne par %s.", k.name),
		Mend: "Ajouter le NIR, l'identifiant interne ou la date de naissance dans le fichier.",
	}
}

// contradiction says why the person found by the key cannot be the row's: neither as
// their file says who they are, nor as one that was merged into it did.
func contradiction(row PersonRow, k identityKey, p KnownPerson) *Problem {
	problem := k.contradicts(row, p)
	if problem != nil && slices.ContainsFunc(p.Also, func(was KnownPerson) bool { return k.contradicts(row, was) == nil }) {
		return nil
	}
	return problem
}

func (k identityKey) contradicts(row PersonRow, p KnownPerson) *Problem {
	otherBirth := !row.BirthDate.IsZero() && !p.BirthDate.IsZero() && row.BirthDate != p.BirthDate
	switch {
	case known(row.NIR, p.NIR) && row.NIR != p.NIR:
		return &Problem{
			What: fmt.Sprintf("Le NIR de la ligne n'est pas celui de la personne trouvée par %s.", k.name),
			Mend: "Vérifier le NIR dans le fichier et dans la fiche.",
		}
	case k.strong && otherBirth && known(row.FirstName, p.FirstName) && !SameGivenName(row.FirstName, p.FirstName):
		return &Problem{
			What: fmt.Sprintf("La personne trouvée par %s a un autre prénom et une autre date de naissance.", k.name),
			Mend: "À vérifier : la ligne porte peut-être l'identifiant du conjoint.",
		}
	case !k.strong && known(row.InternalID, p.InternalID) && row.InternalID != p.InternalID:
		return &Problem{
			What: fmt.Sprintf("La personne de même prénom trouvée par %s a un autre identifiant interne.", k.name),
			Mend: "Vérifier l'identifiant interne ; s'il s'agit d'une autre personne, indiquer son NIR ou ses propres coordonnées.",
		}
	case !k.strong && otherBirth:
		// A father and a son may bear one name and share one phone.
		return &Problem{
			What: fmt.Sprintf("La personne de même prénom trouvée par %s a une autre date de naissance.", k.name),
			Mend: "Corriger la date de naissance, ou ajouter le NIR ou l'identifiant interne.",
		}
	}
	return nil
}

// SameRow reports whether two rows of a file say exactly the same, wherever they
// stand: only then is the second a duplicate.
func SameRow(a, b PersonRow) bool {
	a.Row, b.Row = Row{}, Row{}
	a.Warnings, b.Warnings = nil, nil
	return reflect.DeepEqual(a, b)
}

// as reports whether fits accepts the person as any of their files says.
func (p KnownPerson) as(fits func(KnownPerson) bool) bool {
	return fits(p) || slices.ContainsFunc(p.Also, fits)
}

func (p KnownPerson) is(other KnownPerson) bool { return p.PersonID == other.PersonID }

func known(a, b string) bool { return a != "" && b != "" }

// distinct returns the people of the list, each once, that keep accepts.
func distinct(list []KnownPerson, keep func(KnownPerson) bool) []KnownPerson {
	var people []KnownPerson
	for _, p := range list {
		if (keep == nil || keep(p)) && !slices.ContainsFunc(people, p.is) {
			people = append(people, p)
		}
	}
	return people
}

// sharing returns the active people other than id who are reached by the row's
// e-mail or phone.
func sharing(id string, c Candidates) []string {
	var ids []string
	for _, p := range slices.Concat(c.ByEmail, c.ByPhone) {
		if p.PersonID != id && p.ErasedOn.IsZero() && p.ArchivedOn.IsZero() && !slices.Contains(ids, p.PersonID) {
			ids = append(ids, p.PersonID)
		}
	}
	return ids
}

func closedProblem(how string, on Date) Problem {
	return Problem{
		What: fmt.Sprintf("Personne %s le %02d/%02d/%04d.", how, on.Day, on.Month, on.Year),
		Mend: "Seule une décision nommée et tracée peut rouvrir son dossier.",
	}
}

// capital returns the text with its first letter, an ASCII one, in upper case.
func capital(text string) string { return string(text[0]-'a'+'A') + text[1:] }
