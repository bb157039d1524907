package intake

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"relais/parcours"
)

// contact reads e-mail and phones. Nobody is refused for being hard to reach:
// the row says so, and the person goes to the list of letters and calls.
func (rd reader) contact(r *row, p *parcours.PersonRow) {
	if c := r.one(personEmail); c.text != "" {
		p.Email = r.email(c)
	}
	p.Phones = r.phones(personPhone)
	column := ""
	if at := r.of[personPhone]; len(at) > 0 {
		column = r.header[at[0]]
	}
	mobile := slices.ContainsFunc(p.Phones, func(p parcours.Phone) bool { return p.Kind == parcours.PhoneMobile })
	switch {
	case r.spoilt(column): // the row says so already
	case len(p.Phones) == 0:
		r.warn(column, "Aucun téléphone : la personne sera à joindre par courrier.", "Demander un numéro de mobile.")
	case !mobile:
		r.warn(column, "Aucun mobile : la personne sera à joindre par appel ou par courrier.", "Demander un numéro de mobile.")
	}
}

// email returns the first address of a cell.
func (r *row) email(c cell) string {
	addresses, rest := emails(c.text)
	if len(addresses) == 0 {
		r.warn(c.column, "Ce n'est pas une adresse e-mail : "+quote(oneLine(c.text))+" ; elle n'est pas reprise.", "La corriger, ou vider la cellule.")
		return ""
	}
	if !sendable(addresses[0]) {
		r.warn(c.column, "Cette adresse e-mail contient un accent : aucun message ne pourra y être envoyé.", "Vérifier l'adresse avec la personne.")
	}
	if len(addresses) > 1 || rest != "" {
		r.warn(c.column, "Plusieurs valeurs dans la cellule : la première adresse est reprise.", "N'en garder qu'une.")
	}
	return addresses[0]
}

// phones returns the numbers of every column of a field: mobiles first, each
// once. An unreadable number is kept as it was read, so that its person shows
// among the wrong numbers rather than among those who have none.
func (r *row) phones(f field) []parcours.Phone {
	var phones []parcours.Phone
	for _, c := range r.all(f) {
		text := c.text
		if !strings.Contains(text, "\n") {
			text = r.plain(c)
		}
		for _, p := range parcours.SplitPhones(text) {
			switch p.Kind {
			case parcours.PhoneNone:
				continue
			case parcours.PhoneService:
				r.warn(c.column, "Numéro court : ce n'est pas celui d'une personne ; il n'est pas repris.", "Écrire un numéro à dix chiffres.")
				continue
			case parcours.PhoneInvalid:
				if !strings.ContainsFunc(p.E164, unicode.IsDigit) {
					r.warn(c.column, "Ce n'est pas un numéro de téléphone : "+quote(oneLine(p.E164))+" ; la cellule n'est pas reprise.", "La vider, ou écrire dix chiffres.")
					continue
				}
				r.warn(c.column, "Numéro de téléphone illisible : "+quote(oneLine(p.E164))+".", "Écrire dix chiffres, 06 39 98 01 44, ou l'indicatif du pays.")
			case parcours.PhoneForeign:
				r.warn(c.column, "Numéro étranger : aucun SMS n'y part sans réglage du service.", "Demander un numéro français, ou prévoir un appel.")
			case parcours.PhoneSpecial:
				r.warn(c.column, "Numéro spécial (08) : il ne reçoit pas de SMS.", "Demander un numéro de mobile.")
			}
			if !slices.Contains(phones, p) {
				phones = append(phones, p)
			}
		}
	}
	slices.SortStableFunc(phones, func(a, b parcours.Phone) int { return cmp.Compare(rank(a.Kind), rank(b.Kind)) })
	return phones
}

// rank orders the kinds of number by how surely they reach somebody.
func rank(kind parcours.PhoneKind) int {
	order := []parcours.PhoneKind{
		parcours.PhoneMobile, parcours.PhoneLandline, parcours.PhoneVoIP, parcours.PhoneForeign, parcours.PhoneSpecial, parcours.PhoneInvalid,
	}
	return slices.Index(order, kind)
}

// reachable reports whether one of the numbers could be read.
func reachable(phones []parcours.Phone) bool {
	return slices.ContainsFunc(phones, func(p parcours.Phone) bool { return p.Kind != parcours.PhoneInvalid })
}

// servicePhone returns the printed form of the phone of a place or a professional.
func (r *row) servicePhone(f field) string {
	c := r.one(f)
	if c.text = r.plain(c); c.text == "" {
		return ""
	}
	phones := parcours.SplitPhones(c.text)
	if len(phones) == 0 || phones[0].Kind == parcours.PhoneInvalid {
		r.warn(c.column, "Numéro de téléphone illisible : "+quote(c.text)+" ; il n'est pas repris.", "Écrire dix chiffres, 02 61 91 01 02.")
		return ""
	}
	return printedPhone(phones[0])
}
