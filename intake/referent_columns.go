package intake

// Fields of a referents file.
const (
	proEmail     field = "email"
	proFirstName field = "first_name"
	proLastName  field = "last_name"
	proStructure field = "structure"
	proPhone     field = "phone"
	proTerritory field = "territory"
	proRole      field = "role"
	proTelegram  field = "telegram"
)

var referentHeaders = headerTable{
	proEmail:     {"E-mail", "Mail", "Adresse mail", "Adresse e-mail", "Adresse email", "Courriel", "Mél", "Email professionnel", "E-mail professionnel", "Adresse électronique", "Mail professionnel"},
	proFirstName: {"Prénom", "Prénom référent", "Prénom du référent", "firstname"},
	proLastName:  {"Nom", "Nom de famille", "Nom d'usage", "Nom référent", "Nom du référent", "lastname", "surname"},
	proStructure: {"Institution", "Organisme", "Organisation", "Employeur", "Service", "organization"},
	proPhone:     {"Téléphone", "Tél", "Tél.", "N° téléphone", "N° de téléphone", "Numéro de téléphone", "Téléphone professionnel", "Portable", "phone_number"},
	proTerritory: {"Territoire", "Pays", "Secteur", "Agence", "CDAS"},
	proRole:      {"Rôle", "Fonction", "Métier", "Poste", "Profil"},
	proTelegram:  {"Telegram", "Identifiant Telegram", "ID Telegram", "Compte Telegram", "telegram_chat", "telegram_id", "telegram_chat_id"},
}

var referentIndex = referentHeaders.index()

func referentLayout() layout {
	return layout{
		kind: Referents, name: "professionnels",
		headers:  referentIndex,
		required: [][]field{{proEmail, proFirstName, proLastName}},
		labels:   map[field]string{proEmail: "E-mail", proFirstName: "Prénom", proLastName: "Nom"},
	}
}
