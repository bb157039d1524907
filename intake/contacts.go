package intake

import (
	"slices"
	"strings"

	"relais/parcours"
)

// dossierContact reads a row of the CNAF's contacts file.
func (rd reader) dossierContact(r *row) parcours.ContactRow {
	c := parcours.ContactRow{
		Row:                  parcours.Row{Line: r.line},
		ResponsibleFirstName: r.text(contactFirstName),
		ResponsibleLastName:  r.text(contactLastName),
		RequestNumber:        r.number(contactRequest).text,
		RequestedOn:          rd.recent(r, r.one(contactRequested)),
		DutiesStartOn:        rd.recent(r, r.one(contactDuties)),
		Role:                 householdRole(r.text(contactRole)),
		Title:                title(r.text(contactTitle)),
	}
	rd.contactIdentifiers(r, &c)
	c.Phone = r.dossierPhone()
	if cell := r.one(contactEmail); cell.text != "" {
		c.Email = r.email(cell)
	}
	if c.Phone.Kind == parcours.PhoneNone && c.Email == "" && len(r.problems) == 0 {
		r.warn("", "Ni téléphone ni adresse e-mail dans cette ligne.", "")
	}
	c.Warnings = r.warnings
	return c
}

func (rd reader) contactIdentifiers(r *row, c *parcours.ContactRow) {
	if cell := r.number(contactNIR); cell.text != "" {
		digits := strings.Map(func(c rune) rune {
			if c == ' ' || c == '.' || c == '\u00a0' {
				return -1
			}
			return c
		}, cell.text)
		if len(digits) > nirLength {
			digits = digits[:nirLength] // the key says nothing more
		}
		nir, err := parcours.ParseNIR(digits)
		if err != nil {
			r.fail(cell.column, "Le NIR n'est pas valable : 13 caractères, ou 15 dont la clé, étaient attendus.", "Vérifier le numéro, ou vider la cellule s'il n'est pas connu.")
		}
		c.NIR = nir
	}
	cell := r.number(contactNumber)
	c.AffiliationNumber, c.AffiliationKey, _ = parcours.ParseAffiliation(cell.text)
	if c.AffiliationKey == "" && c.NIR == "" && len(r.problems) == 0 {
		r.fail(cell.column, "Le matricule manque ou n'en est pas un, et la ligne n'a pas de NIR : personne ne peut être reconnu.", "Renseigner le matricule.")
	}
}

// nirLength is that of a NIR without its key.
const nirLength = 13

// dossierPhone is the first mobile of the two numbers, else the first that can be
// read.
func (r *row) dossierPhone() parcours.Phone {
	readable := func(p parcours.Phone) bool { return p.Kind != parcours.PhoneInvalid }
	var phones []parcours.Phone
	for _, f := range []field{contactPhone, contactPhone2} {
		phones = append(phones, r.phones(f)...)
	}
	at := slices.IndexFunc(phones, func(p parcours.Phone) bool { return p.Kind == parcours.PhoneMobile })
	if at < 0 {
		at = slices.IndexFunc(phones, readable)
	}
	if at < 0 {
		return parcours.Phone{}
	}
	return phones[at]
}
