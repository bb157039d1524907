package intake_test

import (
	"testing"

	"relais/intake"
)

func TestHeadersAreComparedWithoutDress(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"N° Téléphones\n":             "numero-telephones",
		"N°\u00a0CAF":                 "numero-caf",
		"n°caf":                       "numero-caf",
		" Nom  bénéficiaire\t":        "nom-beneficiaire",
		"Date d'entrée":               "date-d-entree",
		"Date d’entrée":               "date-d-entree",
		"Pre\u0301nom":                "prenom",
		"\ufeffPrénom":                "prenom",
		"Numéro allocataire CAF/MSA":  "numero-allocataire-caf/msa",
		"DATE DEBUT DROITS - DEVOIRS": "date-debut-droits---devoirs",
		"Prénom*":                     "prenom*",
		"":                            "",
	} {
		if got := intake.NormaliseHeader(header); got != want {
			t.Errorf("NormaliseHeader(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestHeadersMetInTheFieldAreKnown(t *testing.T) {
	t.Parallel()
	want := map[intake.Kind]map[string][]string{
		intake.People: {
			"title": {"Civilité"}, "first_name": {"Prénom bénéficiaire", "Prénom*"}, "last_name": {"Nom bénéficiaire", "Nom*"},
			"email": {"Adresses Mails", "Email"}, "phone_number": {"N° Téléphones", "Téléphone", "phone_number"},
			"birth_date": {"Date de Naissance", "Date de naissance*"}, "affiliation_number": {"N° CAF", "Numéro allocataire CAF/MSA"},
			"department_internal_id": {"ID Iodas", "Identifiant dans le SI*"}, "nir": {"NIR"}, "france_travail_id": {"Identifiant Pôle emploi"},
			"postcode_city": {"CP Ville"}, "address": {"Adresse", "Adresse (complément)"}, "postcode": {"Code postal"}, "city": {"Ville"},
			"referent_email": {"Référent", "Accompagnateurs"}, "structure": {"Structure"}, "role": {"Role"}, "rights_opening_date": {"Droits RSA"},
			"duties_start_on": {"DATE DEBUT DROITS - DEVOIRS"}, "entered_on": {"date d'entrée", "entered_on"}, "language": {"langue"}, "territory": {"territoire"},
		},
		intake.Referents: {"telegram": {"telegram"}, "role": {"rôle", "role"}, "phone": {"téléphone", "phone"}},
		intake.Slots: {
			"starts_at": {"début", "starts_at"}, "duration_min": {"durée", "duration_min"}, "place": {"lieu"}, "capacity": {"places"},
			"professional_email": {"professionnel 1", "professionnel 2", "professional_1_email", "professional_2_email"}, "kind": {"type", "kind"},
		},
		intake.Activities: {
			"person_id": {"ID Iodas", "department_internal_id"}, "nir": {"NIR"}, "affiliation_number": {"N° CAF"}, "min_hours": {"Heures min", "min_hours"},
			"plan_from": {"Plan du", "plan_from"}, "activity": {"Activité", "activity"}, "day": {"Jour", "day"}, "hours": {"Heures", "Durée"}, "cancelled": {"Annulée"},
		},
	}
	for kind, fields := range want {
		known := kind.KnownHeaders()
		for f, headers := range fields {
			for _, header := range headers {
				if got := known[intake.HeaderKey(header)]; got != f {
					t.Errorf("%s: %q is read as %q, want %q", kind, header, got, f)
				}
			}
		}
	}
}

func TestNoHeaderNamesTwoFields(t *testing.T) {
	t.Parallel()
	for _, kind := range []intake.Kind{intake.People, intake.Referents, intake.Slots, intake.Activities} {
		for key, fields := range kind.HeaderOwners() {
			if len(fields) > 1 {
				t.Errorf("%s: %q names %v", kind, key, fields)
			}
		}
	}
}
