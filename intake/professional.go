package intake

import (
	"regexp"

	"relais/parcours"
)

var telegramChat = regexp.MustCompile(`^-?\d{4,16}$`)

// professional reads a row of a referents file.
func (rd reader) professional(r *row) parcours.ProfessionalRow {
	p := parcours.ProfessionalRow{
		Row:       parcours.Row{Line: r.line},
		Email:     r.requiredEmail(proEmail),
		FirstName: r.name(proFirstName, "Le prénom manque."),
		LastName:  r.name(proLastName, "Le nom manque."),
		Structure: r.text(proStructure),
		Phone:     r.servicePhone(proPhone),
		Territory: rd.territoryOf(r, proTerritory),
		Role:      parcours.RoleReferent,
	}
	switch c := r.one(proRole); {
	case c.text == "" && !r.has(proRole): // a file of referents, without saying so on each row
	case c.text == "":
		r.warn(c.column, "Le rôle manque : la personne est reprise comme référente.", "Écrire référent, professionnel, infirmière, coordonnateur ou partenaire.")
	default:
		role, ok := professionalRole(c.text)
		if !ok {
			r.fail(c.column, "Rôle inconnu : "+quote(c.text)+".", "Écrire référent, professionnel, infirmière, coordonnateur ou partenaire.")
		}
		p.Role = role
	}
	if c := r.number(proTelegram); c.text != "" {
		if telegramChat.MatchString(c.text) {
			p.TelegramChat = c.text
		} else {
			r.warn(c.column, "Ce n'est pas un numéro de conversation Telegram : il n'est pas repris.",
				"Écrire le numéro donné par le robot, ou laisser vide : le professionnel se relie par son lien personnel.")
		}
	}
	if p.Structure == "" && p.Role != parcours.RoleCoordinator {
		r.warn("", "La structure manque : un entretien conjoint demande de la connaître.", "Écrire Département, France Travail, ou le nom de la structure.")
	}
	p.Warnings = r.warnings
	return p
}

// requiredEmail reads the address that names a professional in every file.
func (r *row) requiredEmail(f field) string {
	c := r.one(f)
	addresses, _ := emails(c.text)
	switch {
	case len(addresses) > 0:
		return addresses[0]
	case r.spoilt(c.column):
	case c.text == "":
		r.fail(c.column, "L'e-mail manque : c'est lui qui désigne un professionnel.", "Le renseigner.")
	default:
		r.fail(c.column, "Ce n'est pas une adresse e-mail : "+quote(oneLine(c.text))+".", "La corriger.")
	}
	return ""
}
