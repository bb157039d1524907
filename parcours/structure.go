package parcours

import (
	"slices"
	"strings"
)

// KindOfStructure classes an organisation by its name, as files write it:
// "Département", "CDAS de Redon", "Pôle emploi", "France Travail Redon". A name
// that says nothing is StructureOther.
func KindOfStructure(name string) StructureKind {
	words := strings.FieldsFunc(FoldName(name), func(c rune) bool { return c == ' ' || c == '-' || c == '\'' || c == '(' || c == ')' })
	has := func(word string) bool { return slices.Contains(words, word) }
	switch {
	case has("travail") && has("france"), has("emploi") && has("pole"), has("ft"), has("pe"):
		return StructureFranceTravail
	case has("siae"), has("insertion") && has("chantier"), has("aci"), has("ei"), has("etti"):
		return StructureSIAE
	case has("delegataire"), has("dcd"):
		return StructureDelegate
	case has("departement"), has("departemental"), has("departementale"), has("cd"), has("cdas"), has("cd35"), has("mds"), has("cds"):
		return StructureDepartment
	}
	return StructureOther
}
