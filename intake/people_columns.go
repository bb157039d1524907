package intake

// Fields of a people file.
const (
	personFirstName    field = "first_name"
	personLastName     field = "last_name"
	personBirthName    field = "birth_name"
	personTitle        field = "title"
	personRole         field = "role"
	personAffiliation  field = "affiliation_number"
	personFund         field = "fund"
	personNIR          field = "nir"
	personInternalID   field = "department_internal_id"
	personWorkID       field = "france_travail_id"
	personBirthDate    field = "birth_date"
	personEmail        field = "email"
	personPhone        field = "phone_number"
	personAddress      field = "address"
	personPostcode     field = "postcode"
	personCity         field = "city"
	personPostcodeCity field = "postcode_city"
	personEntered      field = "entered_on"
	personRights       field = "rights_opening_date"
	personDuties       field = "duties_start_on"
	personSubject      field = "subject_to_duties"
	personReferent     field = "referent_email"
	personStructure    field = "structure"
	personTags         field = "tags"
	personTerritory    field = "territory"
	personLanguage     field = "language"
)

// peopleOnly lists the fields that neither referents nor slots have.
var peopleOnly = []field{
	personBirthName, personTitle, personAffiliation, personFund, personNIR, personInternalID, personWorkID, personBirthDate,
	personAddress, personPostcode, personCity, personPostcodeCity, personEntered, personRights, personDuties, personSubject,
	personReferent, personTags, personLanguage,
}

// peopleHeaders are those of the files met in the field, of the templates that
// départements fill in, and of the documented English names.
var peopleHeaders = headerTable{
	personFirstName: {
		"Prénom", "Prénom bénéficiaire", "Prénom du bénéficiaire", "Prénoms", "Prénom(s)", "Prénom allocataire", "Prénom usager",
		"Prénom de l'allocataire", "firstname", "given name", "PRENOM BENEFICIAIRE",
	},
	personLastName: {
		"Nom", "Nom bénéficiaire", "Nom du bénéficiaire", "Nom d'usage", "Nom de famille", "Nom usuel", "Nom allocataire", "Nom usager",
		"Nom de l'allocataire", "Nom marital", "lastname", "surname", "family name",
	},
	personBirthName: {"Nom de naissance", "Nom de jeune fille", "Nom patronymique", "maiden name"},
	personTitle:     {"Civilité", "Civ", "Civ.", "Qualité", "Titre", "gender"},
	personRole:      {"Rôle", "Rôle personne", "Rôle dans le dossier", "Rôle du bénéficiaire", "Rôle dossier"},
	personAffiliation: {
		"N° CAF", "Numéro CAF", "Numéro CAF/MSA", "N° CAF/MSA", "Numéro allocataire", "N° allocataire", "N° allocataire CAF/MSA",
		"Numéro allocataire CAF/MSA", "Numéro d'allocataire", "N° d'allocataire", "Matricule", "Matricule CAF", "Matricule CAF/MSA", "N° MSA", "N° dossier CAF",
	},
	personFund: {"Caisse", "Organisme", "Organisme payeur", "CAF ou MSA", "CAF/MSA"},
	personNIR: {
		"N° de sécurité sociale", "Numéro de sécurité sociale", "Numéro sécurité sociale", "N° sécurité sociale", "N° sécu", "NSS",
		"N° NIR", "Numéro NIR", "NIR bénéficiaire", "N° SS", "social security number",
	},
	personInternalID: {
		"ID Iodas", "Identifiant Iodas", "N° Iodas", "Identifiant dans le SI", "ID SI", "Identifiant interne", "ID interne", "internal_id",
		"Identifiant département", "ID département", "Identifiant usager", "ID usager", "N° dossier département", "ID Solis", "N° individu", "Identifiant",
	},
	personWorkID: {
		"Identifiant Pôle emploi", "Identifiant France Travail", "ID Pôle emploi", "ID France Travail", "N° Pôle emploi", "N° France Travail",
		"Identifiant PE", "ID PE", "Identifiant FT", "ID FT", "IDASSEDIC", "pole_emploi_id", "Numéro identifiant Pôle emploi",
	},
	personBirthDate: {"Date de naissance", "Date naissance", "Né le", "Né(e) le", "Naissance", "DDN", "Date de naissance bénéficiaire", "date of birth", "birthdate"},
	personEmail: {
		"E-mail", "Mail", "Adresse mail", "Adresses mails", "Adresse e-mail", "Adresse email", "Adresse électronique", "Courriel",
		"Adresse courriel", "Mél", "Email bénéficiaire", "Mail bénéficiaire", "e_mail",
	},
	personPhone: {
		"N° Téléphones", "N° téléphone", "N° de téléphone", "Numéro de téléphone", "Téléphone", "Téléphones", "Tél", "Tél.", "Téléphone portable",
		"Téléphone mobile", "Téléphone fixe", "Téléphone domicile", "Portable", "Mobile", "Fixe", "Tél portable", "Tél mobile", "Tél fixe", "N° portable", "Numéro de portable",
		"Téléphone 1", "Téléphone 2", "Téléphone 3", "Tél 1", "Tél 2", "Autre téléphone", "phone", "phone number", "phone_number_2", "mobile_phone", "Téléphone bénéficiaire",
	},
	personAddress: {
		"Adresse", "Adresse 1", "Adresse 2", "Adresse 3", "Adresse 4", "Adresse 5", "Adresse (complément)", "Complément d'adresse", "Complément adresse", "Complément",
		"Adresse postale", "Adresse ligne 1", "Adresse ligne 2", "Adresse ligne 3", "N° voie", "N° de voie", "Type de voie", "Type voie", "Voie", "Nom de voie", "Nom voie", "Rue", "N° et voie",
		"Lieu-dit", "Lieu dit", "street", "address_1", "address_2", "Adresse du bénéficiaire", "Bâtiment",
	},
	personPostcode:     {"Code postal", "CP", "Code post", "zip", "zip code", "postal code", "post_code"},
	personCity:         {"Ville", "Commune", "Localité", "town", "Commune de résidence", "Ville de résidence"},
	personPostcodeCity: {"CP Ville", "CP/Ville", "Code postal Ville", "Code postal et ville", "CP et ville", "CP - Ville", "CP Commune", "Code postal / Ville"},
	personEntered: {
		"Date d'entrée", "Date entrée", "Date d'entrée dans le parcours", "Entrée dans le parcours", "Date d'entrée dans l'expérimentation", "Date d'entrée flux",
		"Date d'entrée dans le dispositif", "Entré le", "Entré(e) le", "entry date", "entry_date",
	},
	personRights: {
		"Date d'ouverture des droits", "Date d'ouverture de droits", "Date ouverture droits", "Date d'ouverture du droit", "Date ouverture de droit", "Ouverture des droits",
		"Date d'ouverture des droits RSA", "Date ouverture droits RSA", "Droits RSA", "rights_opened_on", "Date d'ouverture du RSA", "Date ouverture RSA",
	},
	personDuties: {
		"DATE DEBUT DROITS - DEVOIRS", "Date de début droits et devoirs", "Date début droits et devoirs", "Début droits et devoirs", "Début des droits et devoirs",
		"Date d'entrée en droits et devoirs", "duties_started_on",
	},
	personSubject:   {"Soumis aux droits et devoirs", "Soumis à droits et devoirs", "Soumis droits et devoirs", "Droits et devoirs", "SDD", "TOPPERSDRODEVORSA"},
	personReferent:  {"Référent", "Référente", "Accompagnateurs", "Accompagnateur", "Email référent", "E-mail référent", "Mail référent", "E-mail du référent", "Email du référent", "Adresse mail du référent", "Référent unique", "Référent RSA", "referent"},
	personStructure: {"Structure", "Structure d'accompagnement", "Structure référente", "Organisation", "organization"},
	personTags:      {"Étiquettes", "Etiquette", "Catégories", "Mots-clés", "Tag"},
	personTerritory: {"Territoire", "Pays", "Secteur", "Agence", "CDAS", "Territoire d'action"},
	personLanguage:  {"Langue", "Langue parlée", "Langue de contact", "lang", "locale"},
}

var peopleIndex = peopleHeaders.index()

// addressColumns is how many columns may make up an address.
const addressColumns = 5

func peopleLayout() layout {
	return layout{
		kind: People, name: "personnes",
		headers:  peopleIndex,
		repeats:  map[field]int{personPhone: 6, personAddress: addressColumns},
		required: [][]field{{personFirstName, personLastName}},
		labels:   map[field]string{personFirstName: "Prénom", personLastName: "Nom"},
	}
}
