package intake

// Fields of the CNAF's contacts file.
const (
	contactNumber    field = "affiliation_number"
	contactNIR       field = "nir"
	contactRole      field = "role"
	contactTitle     field = "title"
	contactRequest   field = "request_number"
	contactRequested field = "requested_on"
	contactDuties    field = "duties_start_on"
	contactLastName  field = "responsible_last_name"
	contactFirstName field = "responsible_first_name"
	contactPhone     field = "phone_number"
	contactPhone2    field = "phone_number_2"
	contactEmail     field = "email"
)

// contactHeaders are those of the CNAF, which do not vary.
var contactHeaders = headerTable{
	contactNumber:    {"MATRICULE"},
	contactNIR:       {"NIR"},
	contactRole:      {"ROLE PERSONNE"},
	contactTitle:     {"TYPE PERSONNE"},
	contactRequest:   {"NUMERO DEMANDE RSA"},
	contactRequested: {"DATE DEMANDE RSA"},
	contactDuties:    {"DATE DEBUT DROITS - DEVOIRS"},
	contactLastName:  {"NOM RESPONSABLE DOSSIER"},
	contactFirstName: {"PRENOM RESPONSABLE DOSSIER"},
	contactPhone:     {"NUMERO TELEPHONE DOSSIER"},
	contactPhone2:    {"NUMERO TELEPHONE 2 DOSSIER"},
	contactEmail:     {"ADRESSE ELECTRONIQUE DOSSIER"},
}

var contactIndex = contactHeaders.index()

func contactLayout() layout {
	labels := map[field]string{}
	for _, f := range contactNeeded {
		labels[f] = contactHeaders[f][0]
	}
	return layout{kind: Contacts, name: "contacts de la CNAF", headers: contactIndex, required: [][]field{contactNeeded}, labels: labels}
}

var contactNeeded = []field{contactNumber, contactPhone, contactPhone2, contactEmail}

// describesContacts reports whether a header is the CNAF's: two of its columns are
// found nowhere else.
func describesContacts(c columns) bool {
	return c.has(contactNumber) && c.has(contactPhone) && (c.has(contactPhone2) || c.has(contactEmail)) && c.holds("numero-telephone-dossier")
}
