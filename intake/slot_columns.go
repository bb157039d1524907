package intake

// Fields of a slots file.
const (
	slotStart         field = "starts_at"
	slotDay           field = "day"
	slotHour          field = "hour"
	slotMinutes       field = "duration_min"
	slotPlace         field = "place"
	slotAddress       field = "address"
	slotPhone         field = "phone"
	slotTerritory     field = "territory"
	slotKind          field = "kind"
	slotCapacity      field = "capacity"
	slotProfessionals field = "professional_email"
)

var slotHeaders = headerTable{
	slotStart: {
		"Début", "Commence à", "Commence le", "Date et heure", "Date/heure", "Date heure", "Date et heure de début", "Date et heure du rendez-vous",
		"Horaire", "Créneau", "start", "starts at", "begins_at",
	},
	slotDay:           {"Date", "Jour", "Date du créneau", "Date du rendez-vous"},
	slotHour:          {"Heure", "Heure de début", "Heure début", "time"},
	slotMinutes:       {"Durée", "Durée (min)", "Durée en minutes", "Durée (minutes)", "Durée min", "duration", "minutes"},
	slotPlace:         {"Lieu", "Lieu de rendez-vous", "Lieu du rendez-vous", "Nom du lieu", "Site", "location"},
	slotAddress:       {"Adresse", "Adresse du lieu", "Adresse du rendez-vous", "Adresse complète"},
	slotPhone:         {"Téléphone", "Tél", "Tél.", "N° téléphone", "N° de téléphone", "Numéro de téléphone", "Téléphone du lieu", "phone_number"},
	slotTerritory:     {"Territoire", "Pays", "Secteur", "Agence", "CDAS"},
	slotKind:          {"Type", "Type de rendez-vous", "Type de RDV", "Motif", "Nature", "Objet", "type_of_appointment"},
	slotCapacity:      {"Places", "Nombre de places", "Nb places", "Nb de places", "Capacité", "seats"},
	slotProfessionals: {"professional_1_email", "professional_2_email", "professional_3_email", "professional_1", "professional_2", "professional_3", "Professionnel 1", "Professionnel 2", "Professionnel 3", "Professionnel", "Professionnels", "Référent", "E-mail professionnel 1", "E-mail professionnel 2", "Email professionnel 1", "Email professionnel 2", "Professionnel 1 email", "Professionnel 2 email", "Mail professionnel 1", "Mail professionnel 2", "Professionnel département", "Professionnel France Travail", "Professionnel Pôle emploi"},
}

var slotIndex = slotHeaders.index()

func slotLayout() layout {
	return layout{
		kind: Slots, name: "créneaux",
		headers:  slotIndex,
		repeats:  map[field]int{slotProfessionals: 4},
		required: [][]field{{slotStart, slotMinutes, slotPlace, slotKind}, {slotDay, slotHour, slotMinutes, slotPlace, slotKind}},
		labels: map[field]string{
			slotStart: "Début", slotDay: "Date", slotHour: "Heure", slotMinutes: "Durée", slotPlace: "Lieu", slotKind: "Type",
		},
	}
}
