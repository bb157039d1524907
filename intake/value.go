package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/parcours"
)

// householdRole reads the role of a person in the household's file: the text
// before "/" or "(", any other text being no role.
func householdRole(text string) parcours.Role {
	if at := strings.IndexAny(text, "/("); at >= 0 {
		text = text[:at]
	}
	switch headerKey(text) {
	case "dem", "usager", "demandeur", "demandeuse", "demandeur-rsa", "applicant", "allocataire":
		return parcours.RoleApplicant
	case "cjt", "conjoint", "conjointe", "spouse", "partner-spouse":
		return parcours.RoleSpouse
	}
	return parcours.RoleNone
}

// title reads a form of address. It is never guessed from a first name.
func title(text string) parcours.Title {
	switch headerKey(text) {
	case "m", "mr", "monsieur":
		return parcours.TitleMonsieur
	case "mme", "madame":
		return parcours.TitleMadame
	}
	return parcours.TitleNone
}

// tri reads a yes or a no; ok is false for any other text.
func tri(text string) (value parcours.Tri, ok bool) {
	switch headerKey(text) {
	case "oui", "o", "yes", "y", "1", "vrai", "true", "x", "soumis":
		return parcours.Yes, true
	case "non", "n", "no", "0", "faux", "false", "non-soumis":
		return parcours.No, true
	}
	return parcours.Unsaid, false
}

// languageNames are the ways to write each language that has a catalogue, beside
// its tag: in French, in English, in the language itself, by ISO 639-2.
var languageNames = map[string]parcours.Language{
	"francais": parcours.French, "french": parcours.French, "fra": parcours.French, "fre": parcours.French,
	"falc": parcours.EasyFrench, "francais-facile": parcours.EasyFrench, "facile-a-lire": parcours.EasyFrench, "facile-a-lire-et-a-comprendre": parcours.EasyFrench,
	"fr-falc": parcours.EasyFrench, "easy-french": parcours.EasyFrench,
	"anglais": parcours.English, "english": parcours.English, "eng": parcours.English,
	"espagnol": parcours.Spanish, "spanish": parcours.Spanish, "espanol": parcours.Spanish, "castellano": parcours.Spanish, "spa": parcours.Spanish,
	"portugais": parcours.Portuguese, "portuguese": parcours.Portuguese, "portugues": parcours.Portuguese, "por": parcours.Portuguese,
	"arabe": parcours.Arabic, "arabic": parcours.Arabic, "العربية": parcours.Arabic, "عربي": parcours.Arabic, "ara": parcours.Arabic,
	"ukrainien": parcours.Ukrainian, "ukrainienne": parcours.Ukrainian, "ukrainian": parcours.Ukrainian, "українська": parcours.Ukrainian, "ukr": parcours.Ukrainian,
	"russe": parcours.Russian, "russian": parcours.Russian, "русскии": parcours.Russian, "русский": parcours.Russian, "rus": parcours.Russian,
	"turc": parcours.Turkish, "turque": parcours.Turkish, "turkish": parcours.Turkish, "turkce": parcours.Turkish, "tur": parcours.Turkish,
}

// knownLanguages lists the tags that a file may hold: "fr, fr-x-falc, … ou tr".
func knownLanguages() string {
	tags := make([]string, 0, len(parcours.Languages()))
	for _, known := range parcours.Languages() {
		tags = append(tags, string(known))
	}
	last := len(tags) - 1
	return strings.Join(tags[:last], ", ") + " ou " + tags[last]
}

// language reads a language that has a catalogue, by its name or by its tag,
// whatever the region; ok is false for another one.
func language(text string) (tag parcours.Language, ok bool) {
	key := headerKey(text)
	if tag, ok = languageNames[key]; ok {
		return tag, true
	}
	for _, known := range parcours.Languages() {
		if key == string(known) {
			return known, true
		}
	}
	base, _, _ := strings.Cut(key, "-")
	tag = parcours.Language(base)
	return tag, slices.Contains(parcours.Languages(), tag)
}

var inclusive = regexp.MustCompile(`[·.(•/\-]\p{L}{1,6}\)?$`)

// professionalRole reads what a professional does, in English or in French, in
// the masculine, the feminine or both.
func professionalRole(text string) (role parcours.ProfessionalRole, ok bool) {
	switch headerKey(inclusive.ReplaceAllString(strings.TrimSpace(text), "")) {
	case "referent", "referente", "referent-rsa", "referente-rsa", "referent-unique", "referente-unique":
		return parcours.RoleReferent, true
	case "professional", "professionnel", "professionnelle", "conseiller", "conseillere", "conseiller-france-travail", "conseillere-france-travail",
		"conseiller-pole-emploi", "conseillere-pole-emploi", "conseiller-emploi", "conseillere-emploi":
		return parcours.RoleProfessional, true
	case "nurse", "infirmier", "infirmiere":
		return parcours.RoleNurse, true
	case "coordinator", "coordinateur", "coordinatrice", "coordonnateur", "coordonnatrice", "coordonnateur-administratif",
		"coordonnatrice-administrative", "coordinateur-administratif", "coordinatrice-administrative":
		return parcours.RoleCoordinator, true
	case "partner", "partenaire":
		return parcours.RolePartner, true
	}
	return "", false
}

// appointmentKind reads what an appointment is for. A kind that is not known is
// kept as written, in lower case.
func appointmentKind(text string) parcours.AppointmentKind {
	switch headerKey(text) {
	case "joint-interview", "joint", "entretien-conjoint", "rendez-vous-conjoint", "rdv-conjoint", "conjoint", "entretien-de-diagnostic-partage",
		"diagnostic-partage", "entretien-de-diagnostic", "rendez-vous-de-diagnostic-partage", "entretien-a-trois", "premier-entretien-conjoint":
		return parcours.JointInterview
	case "follow-up", "followup", "suivi", "rendez-vous-de-suivi", "rdv-de-suivi", "rdv-suivi", "entretien-de-suivi":
		return parcours.FollowUp
	case "workshop", "atelier", "atelier-collectif", "ateliers":
		return parcours.Workshop
	case "nurse", "infirmiere", "infirmier", "rendez-vous-infirmier", "rdv-infirmier", "rendez-vous-infirmiere", "rdv-infirmiere", "entretien-infirmier", "entretien-sante":
		return parcours.NurseVisit
	}
	return parcours.AppointmentKind(strings.ToLower(oneLine(text)))
}

var (
	emailText = regexp.MustCompile(`^[^\s@<>"',;:()\[\]\\]+@[\pL\d](?:[\pL\d-]*[\pL\d])?(?:\.[\pL\d](?:[\pL\d-]*[\pL\d])?)+$`)
	bracketed = regexp.MustCompile(`<([^<>]*@[^<>]*)>`)
)

// emails returns the addresses of a cell, in lower case and without inner
// spaces; rest is what is not an address.
func emails(text string) (addresses []string, rest string) {
	var others []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,/\n|", r) }) {
		if in := bracketed.FindStringSubmatch(part); in != nil {
			part = in[1]
		}
		part = strings.TrimPrefix(strings.ToLower(strings.Join(strings.Fields(part), "")), "mailto:")
		switch {
		case part == "":
		case emailText.MatchString(part) && len(part) <= 254:
			addresses = append(addresses, part)
		default:
			others = append(others, part)
		}
	}
	return addresses, strings.Join(others, " ")
}

// sendable reports whether mail servers at large accept an address: ASCII before
// the @ sign.
func sendable(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	for i := range len(local) {
		if local[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

var (
	postcodeText = regexp.MustCompile(`^\d{5}$`)
	postcodeCity = regexp.MustCompile(`^(\d{4,5})[\s,-]+(\D.*)$`)
	cityPostcode = regexp.MustCompile(`^(\D.*?)[\s,(-]+(\d{5})\)?$`)
)

// postcode reads five digits, of which a spreadsheet may have eaten the first
// zero; ok is false for any other text.
func postcode(text string) (code string, ok bool) {
	text = strings.ReplaceAll(text, " ", "")
	if _, err := strconv.Atoi(text); err == nil && len(text) == 4 {
		text = "0" + text
	}
	return text, postcodeText.MatchString(text) && !strings.HasPrefix(text, "00")
}

// splitPostcodeCity reads "35600 Redon", or "Redon (35600)".
func splitPostcodeCity(text string) (code, city string) {
	text = oneLine(text)
	if p := postcodeCity.FindStringSubmatch(text); p != nil {
		if code, ok := postcode(p[1]); ok {
			return code, p[2]
		}
	}
	if p := cityPostcode.FindStringSubmatch(text); p != nil {
		if code, ok := postcode(p[2]); ok {
			return code, p[1]
		}
	}
	if code, ok := postcode(text); ok {
		return code, ""
	}
	return "", text
}

// printedPhone writes a French number as people read it, 02 61 91 01 02, and any
// other one as it is.
func printedPhone(p parcours.Phone) string {
	digits, french := strings.CutPrefix(p.E164, "+33")
	if !french || len(digits) != 9 || p.Kind == parcours.PhoneInvalid {
		return p.E164
	}
	digits = "0" + digits
	return digits[:2] + " " + digits[2:4] + " " + digits[4:6] + " " + digits[6:8] + " " + digits[8:]
}
