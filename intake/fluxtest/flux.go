// Package fluxtest writes invented fluxes of the CNAF, for tests and measures.
package fluxtest

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Person is one Personne. Empty fields are left out of the file.
type Person struct {
	Title, LastName, FirstName, BirthDate, NIR string
	// Role of the RSA block; None leaves the block out.
	Role    string
	Subject string
	WorkID  string
}

// None as a role stands for a person without RSA block.
const None = "-"

// Dossier is one InfosFoyerRSA.
type Dossier struct {
	Number string
	// State is ETATDOSRSA; "2" when empty.
	State, Suspension, Closure, ClosedOn string
	NoFixedAddress                       string
	// Filler is put into elements that nobody reads, as real files have many.
	Filler  int
	Persons []Person
}

// Flux is a whole file. Said is what it says of the number of its dossiers; the true
// number when zero. Kind, CreatedOn and ReferenceOn have values of July 2023 when
// empty.
type Flux struct {
	Kind, CreatedOn, ReferenceOn string
	Said                         int
	Dossiers                     []Dossier
}

// Text returns the file, in windows-1252 for characters up to U+00FF.
func (f Flux) Text() string {
	var b strings.Builder
	w := NewWriter(&b, f)
	for _, d := range f.Dossiers {
		w.Dossier(d)
	}
	_ = w.Close() // a builder takes everything
	return b.String()
}

// Writer writes a flux dossier by dossier.
type Writer struct {
	out  *bufio.Writer
	said int
	n    int
}

// NewWriter begins a flux, of which the Dossiers are not written.
func NewWriter(w io.Writer, f Flux) *Writer {
	out := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(out, `<?xml version="1.0" encoding="windows-1252"?>
<Racine><IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME><TYPEFLUX>%s</TYPEFLUX>
<NATFLUX>D</NATFLUX><DTCREAFLUX>%s</DTCREAFLUX><HEUCREAFLUX>02:10:00.0000</HEUCREAFLUX><DTREF>%s</DTREF></IdentificationFlux>
`, or(f.Kind, "M"), or(f.CreatedOn, "2023-07-01"), or(f.ReferenceOn, "2023-06-30"))
	return &Writer{out: out, said: f.Said}
}

// Dossier writes one InfosFoyerRSA.
func (w *Writer) Dossier(d Dossier) {
	w.n++
	put := func(format string, values ...any) { w.text(fmt.Sprintf(format, values...)) }
	put("<InfosFoyerRSA><IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>351</NUMORG><MATRICULE>%s</MATRICULE></Organisme>\n", d.Number)
	put("<DemandeRSA><DTDEMRSA>2023-05-04</DTDEMRSA><NUMDEMRSA>0%s</NUMDEMRSA></DemandeRSA></IdentificationRSA>\n", d.Number)
	for _, p := range d.Persons {
		put("<Personne><Identification>%s%s%s%s%s%s</Identification><DossierCAF><TOPRESPDOS>1</TOPRESPDOS></DossierCAF>\n",
			element("QUAL", p.Title), element("NOM", p.LastName), element("NOMNAI", p.LastName), element("PRENOM", p.FirstName), element("DTNAI", p.BirthDate), element("NIR", p.NIR))
		put("<Prestations><NATPREST>PFA</NATPREST><ROLEPERS>DEM</ROLEPERS></Prestations>")
		if p.Role != None {
			put("<Prestations><NATPREST>RSA</NATPREST><ROLEPERS>%s</ROLEPERS></Prestations>\n", or(p.Role, "DEM"))
		}
		if p.WorkID != "" {
			put("<DossierPoleEmploi><IDASSEDIC>%s</IDASSEDIC></DossierPoleEmploi>", p.WorkID)
		}
		if p.Subject != "" {
			put("<MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>%s</TOPPERSDRODEVORSA></MontantCalculDroitRSAPersonne>", p.Subject)
		}
		put("</Personne>\n")
	}
	put("<DonneesAdministratives><Adresse><AdresseDetailleeFrance><NUMVOIE>8</NUMVOIE><LIBTYPEVOIE>RUE</LIBTYPEVOIE><NOMVOIE>DU PORT</NOMVOIE>" +
		"<NUMCOM>35236</NUMCOM><CODEPOS>35600</CODEPOS><NOMCOM>REDON</NOMCOM></AdresseDetailleeFrance></Adresse></DonneesAdministratives>\n")
	put("<PrestationRSA>")
	if d.NoFixedAddress != "" {
		put("<DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>%s</TOPSANSDOMFIXE></TroncCommunDroitRSA></DetailDroitRSA>", d.NoFixedAddress)
	}
	put("<SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>%s</ETATDOSRSA></EtatDossierRSA>", or(d.State, "2"))
	if d.Suspension != "" {
		put("<SuspensionVersement><MOTISUSVERSRSA>%s</MOTISUSVERSRSA></SuspensionVersement>", d.Suspension)
	}
	if d.Closure != "" {
		put("<FinDroit><MOTICLORSA>%s</MOTICLORSA><DTCLORSA>%s</DTCLORSA></FinDroit>", d.Closure, d.ClosedOn)
	}
	put("</SituationDossierRSA></PrestationRSA>\n")
	for range d.Filler {
		put("<RESSOURCE><MOIS>2023-04-01</MOIS><NATURE>SALAIRE</NATURE><MONTANT>0000.00</MONTANT></RESSOURCE>\n")
	}
	put("</InfosFoyerRSA>")
}

// text writes characters as windows-1252 bytes.
func (w *Writer) text(text string) {
	for _, r := range text {
		_ = w.out.WriteByte(byte(r)) // Flush tells
	}
}

// Close ends the flux.
func (w *Writer) Close() error {
	if w.said == 0 {
		w.said = w.n
	}
	fmt.Fprintf(w.out, "<TransmissionFlux><NBTOTDOSRSATRANSM>%d</NBTOTDOSRSATRANSM></TransmissionFlux></Racine>\n", w.said)
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write flux: %w", err)
	}
	return nil
}

// Numbered is the n-th dossier of an invented caseload, one in three of them a
// couple's.
func Numbered(n, filler int) Dossier {
	born := func(i int) string { return fmt.Sprintf("19%02d-%02d-%02d", 60+n%39, 1+(n+i)%12, 1+n%28) }
	nir := func(sex, i int) string {
		return fmt.Sprintf("%d%02d%02d35%03d%03d", sex, 60+n%39, 1+(n+i)%12, n/1000%1000, n%1000)
	}
	d := Dossier{Number: fmt.Sprintf("%07d00000000", 1_000_000+n), Filler: filler, Persons: []Person{
		{Title: "MME", LastName: fmt.Sprintf("LE GALL %d", n), FirstName: "MAËLYS", BirthDate: born(0), NIR: nir(2, 0), Subject: "1"},
	}}
	if n%3 == 0 {
		d.Persons = append(d.Persons, Person{Title: "MR", LastName: fmt.Sprintf("LE GALL %d", n), FirstName: "LOÏC", BirthDate: born(5), NIR: nir(1, 5), Role: "CJT"})
	}
	return d
}

func element(name, text string) string {
	if text == "" {
		return ""
	}
	return "<" + name + ">" + text + "</" + name + ">"
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
