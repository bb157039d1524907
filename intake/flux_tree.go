package intake

import (
	"strings"
)

// fluxFile is what has been read so far of a flux: its head, and the household's
// file at hand.
type fluxFile struct {
	kind, nature, created, reference string
	// said is NBTOTDOSRSATRANSM, empty until it is met.
	said    string
	dossier fluxDossier
	person  fluxPerson
	// address and benefit are the blocks at hand.
	address fluxAddress
	benefit struct{ nature, role string }
}

// fluxDossier is one InfosFoyerRSA, as the file writes it.
type fluxDossier struct {
	fund, office, number         string
	requestedOn, requestNumber   string
	state, suspension            string
	closure, closedOn            string
	earlierClosure, earlierEnded string
	noFixedAddress               string
	address                      fluxAddress
	persons                      []fluxPerson
}

// fluxPerson is one Personne.
type fluxPerson struct {
	title, lastName, birthName, firstName, birthDate, nir, sex string
	responsible, workID, subject                               string
	// role is that of the RSA block; benefits counts the blocks of every kind.
	role     string
	rsa      bool
	benefits int
}

type fluxAddress struct {
	lines                      [2]string
	number, way, street, place string
	postcode, city             string
}

func (a fluxAddress) empty() bool { return a == fluxAddress{} }

// text is the postal address without its town, one line each.
func (a fluxAddress) text() string {
	var lines []string
	for _, line := range []string{a.lines[0], a.lines[1], oneLine(strings.Join([]string{a.number, a.way, a.street}, " ")), a.place} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// fluxNode is one element of the paths that are read; every other one is skipped.
type fluxNode struct {
	children   map[string]*fluxNode
	set        func(*fluxFile, string)
	begin, end func(*fluxFile)
}

func (n *fluxNode) at(path string) *fluxNode {
	for name := range strings.SplitSeq(path, "/") {
		if n.children == nil {
			n.children = map[string]*fluxNode{}
		}
		child := n.children[name]
		if child == nil {
			child = &fluxNode{}
			n.children[name] = child
		}
		n = child
	}
	return n
}

// texts has the text of elements below path kept.
func (n *fluxNode) texts(path string, fields map[string]func(*fluxFile) *string) {
	for name, field := range fields {
		n.at(path + "/" + name).set = func(f *fluxFile, text string) { *field(f) = text }
	}
}

// fluxPaths are the elements of a flux that are read.
func fluxPaths() *fluxNode {
	top := &fluxNode{}
	root := top.at("Racine")
	root.texts("IdentificationFlux", map[string]func(*fluxFile) *string{
		"TYPEFLUX": func(f *fluxFile) *string { return &f.kind }, "NATFLUX": func(f *fluxFile) *string { return &f.nature },
		"DTCREAFLUX": func(f *fluxFile) *string { return &f.created }, "DTREF": func(f *fluxFile) *string { return &f.reference },
	})
	root.texts("TransmissionFlux", map[string]func(*fluxFile) *string{"NBTOTDOSRSATRANSM": func(f *fluxFile) *string { return &f.said }})
	home := root.at("InfosFoyerRSA")
	home.begin = func(f *fluxFile) { f.dossier = fluxDossier{persons: f.dossier.persons[:0]} }
	home.texts("IdentificationRSA/Organisme", map[string]func(*fluxFile) *string{
		"FONORG": func(f *fluxFile) *string { return &f.dossier.fund }, "NUMORG": func(f *fluxFile) *string { return &f.dossier.office },
		"MATRICULE": func(f *fluxFile) *string { return &f.dossier.number },
	})
	home.texts("IdentificationRSA/DemandeRSA", map[string]func(*fluxFile) *string{
		"DTDEMRSA": func(f *fluxFile) *string { return &f.dossier.requestedOn }, "NUMDEMRSA": func(f *fluxFile) *string { return &f.dossier.requestNumber },
	})
	fluxPersonPaths(home.at("Personne"))
	fluxAddressPaths(home.at("DonneesAdministratives/Adresse"))
	home.texts("PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA", map[string]func(*fluxFile) *string{
		"TOPSANSDOMFIXE": func(f *fluxFile) *string { return &f.dossier.noFixedAddress },
	})
	situation := home.at("PrestationRSA/SituationDossierRSA")
	situation.texts("EtatDossierRSA", map[string]func(*fluxFile) *string{"ETATDOSRSA": func(f *fluxFile) *string { return &f.dossier.state }})
	for _, below := range []string{"", "EtatDossierRSA/"} {
		situation.texts(below+"SuspensionVersement", map[string]func(*fluxFile) *string{"MOTISUSVERSRSA": func(f *fluxFile) *string { return &f.dossier.suspension }})
		situation.texts(below+"FinDroit", map[string]func(*fluxFile) *string{
			"MOTICLORSA": func(f *fluxFile) *string { return &f.dossier.closure }, "DTCLORSA": func(f *fluxFile) *string { return &f.dossier.closedOn },
		})
		situation.texts(below+"FinDroitMoisAnterieur", map[string]func(*fluxFile) *string{
			"MOTICLORSA": func(f *fluxFile) *string { return &f.dossier.earlierClosure }, "DTCLORSA": func(f *fluxFile) *string { return &f.dossier.earlierEnded },
		})
	}
	return top
}

func fluxPersonPaths(person *fluxNode) {
	person.begin = func(f *fluxFile) { f.person = fluxPerson{} }
	person.end = func(f *fluxFile) { f.dossier.persons = append(f.dossier.persons, f.person) }
	person.texts("Identification", map[string]func(*fluxFile) *string{
		"QUAL": func(f *fluxFile) *string { return &f.person.title }, "NOM": func(f *fluxFile) *string { return &f.person.lastName },
		"NOMNAI": func(f *fluxFile) *string { return &f.person.birthName }, "PRENOM": func(f *fluxFile) *string { return &f.person.firstName },
		"DTNAI": func(f *fluxFile) *string { return &f.person.birthDate }, "NIR": func(f *fluxFile) *string { return &f.person.nir },
		"SEXE": func(f *fluxFile) *string { return &f.person.sex },
	})
	person.texts("DossierCAF", map[string]func(*fluxFile) *string{"TOPRESPDOS": func(f *fluxFile) *string { return &f.person.responsible }})
	person.texts("DossierPoleEmploi", map[string]func(*fluxFile) *string{"IDASSEDIC": func(f *fluxFile) *string { return &f.person.workID }})
	person.texts("MontantCalculDroitRSAPersonne", map[string]func(*fluxFile) *string{"TOPPERSDRODEVORSA": func(f *fluxFile) *string { return &f.person.subject }})
	benefits := person.at("Prestations")
	benefits.begin = func(f *fluxFile) { f.benefit.nature, f.benefit.role = "", "" }
	benefits.end = func(f *fluxFile) {
		f.person.benefits++
		if f.benefit.nature == "RSA" { // another benefit gives another role
			f.person.role, f.person.rsa = f.benefit.role, true
		}
	}
	person.texts("Prestations", map[string]func(*fluxFile) *string{
		"NATPREST": func(f *fluxFile) *string { return &f.benefit.nature }, "ROLEPERS": func(f *fluxFile) *string { return &f.benefit.role },
	})
}

func fluxAddressPaths(address *fluxNode) {
	address.begin = func(f *fluxFile) { f.address = fluxAddress{} }
	address.end = func(f *fluxFile) {
		if f.dossier.address.empty() { // there may be three; the first is where people live
			f.dossier.address = f.address
		}
	}
	address.texts("AdresseDetailleeFrance", map[string]func(*fluxFile) *string{
		"COMPLIDEADR": func(f *fluxFile) *string { return &f.address.lines[0] }, "COMPLADR": func(f *fluxFile) *string { return &f.address.lines[1] },
		"NUMVOIE": func(f *fluxFile) *string { return &f.address.number }, "LIBTYPEVOIE": func(f *fluxFile) *string { return &f.address.way },
		"NOMVOIE": func(f *fluxFile) *string { return &f.address.street }, "LIEUDIST": func(f *fluxFile) *string { return &f.address.place },
		"CODEPOS": func(f *fluxFile) *string { return &f.address.postcode }, "NOMCOM": func(f *fluxFile) *string { return &f.address.city },
	})
}
