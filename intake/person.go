package intake

import (
	"strings"
	"time"
	"unicode"

	"relais/parcours"
)

// reader turns rows into what the store takes.
type reader struct {
	rules parcours.Rules
	now   time.Time
	// territory is that of the rows that name none.
	territory string
}

func (rd reader) today() parcours.Date { return parcours.DateOf(rd.now, rd.rules.Zone) }

// longestName is the longest name of a person, in characters.
const longestName = 100

// oldestAge is the age beyond which a birth date is a mistake, in years.
const oldestAge = 110

// person reads a row of a people file.
func (rd reader) person(r *row) parcours.PersonRow {
	p := parcours.PersonRow{
		Row:       parcours.Row{Line: r.line},
		FirstName: r.name(personFirstName, "Le prénom manque."),
		LastName:  r.name(personLastName, "Le nom manque."),
		BirthName: r.text(personBirthName),
		Structure: r.text(personStructure),
		Tags:      r.text(personTags),
		Territory: rd.territoryOf(r, personTerritory),
	}
	rd.situation(r, &p)
	rd.identifiers(r, &p)
	rd.contact(r, &p)
	rd.place(r, &p)
	rd.dates(r, &p)
	if p.NIR == "" && p.InternalID == "" && p.Email == "" && !reachable(p.Phones) && len(r.problems) == 0 {
		r.fail("", "Rien ne permet de reconnaître cette personne : ni NIR, ni identifiant interne, ni e-mail, ni téléphone.",
			"Renseigner au moins l'un des quatre.")
	}
	p.Warnings = r.warnings
	return p
}

// name reads a name, without which the row is refused.
func (r *row) name(f field, missing string) string {
	c := r.one(f)
	text := oneLine(c.text)
	switch {
	case text == "":
		if !r.spoilt(c.column) {
			r.fail(c.column, missing, "Le renseigner : la ligne ne peut pas être reprise sans lui.")
		}
	case !strings.ContainsFunc(text, unicode.IsLetter) || strings.ContainsAny(text, "@=") || strings.Contains(text, "://"):
		r.fail(c.column, "Ce n'est pas un nom : "+quote(text)+".", "Vérifier que les colonnes ne sont pas décalées.")
	case garbled(text):
		r.fail(c.column, "Les accents du nom étaient déjà abîmés dans le fichier : "+quote(text)+".", "L'exporter à nouveau en UTF-8, ou corriger la cellule.")
	case len([]rune(text)) > longestName:
		r.fail(c.column, "Le nom est trop long.", "Vérifier que les colonnes ne sont pas décalées.")
	}
	return text
}

// spoilt reports whether the column already has a problem in this row.
func (r *row) spoilt(column string) bool {
	for _, p := range r.problems {
		if p.Column == column {
			return true
		}
	}
	return false
}

func (rd reader) territoryOf(r *row, f field) string {
	if text := r.text(f); text != "" {
		return text
	}
	return rd.territory
}

func (rd reader) situation(r *row, p *parcours.PersonRow) {
	switch c := r.one(personTitle); {
	case c.text == "":
		r.warn(c.column, "La civilité manque.", "La renseigner si elle est connue ; les messages emploient le prénom et le nom.")
	default:
		if p.Title = title(c.text); p.Title == parcours.TitleNone {
			r.warn(c.column, "Civilité non reconnue : "+quote(c.text)+".", "Écrire Mme ou M.")
		}
	}
	if c := r.one(personRole); c.text != "" {
		if p.Role = householdRole(c.text); p.Role == parcours.RoleNone {
			r.warn(c.column, "Rôle dans le dossier non reconnu : "+quote(c.text)+".", "Écrire demandeur ou conjoint.")
		}
	}
	if c := r.one(personLanguage); c.text != "" {
		var ok bool
		if p.Language, ok = language(c.text); !ok {
			r.warn(c.column, "Langue sans traduction : "+quote(c.text)+" ; les messages seront en français.", "Écrire "+knownLanguages()+".")
		}
	}
	if c := r.one(personReferent); c.text != "" {
		addresses, _ := emails(c.text)
		if len(addresses) > 0 {
			p.ReferentEmail = addresses[0]
		} else {
			r.warn(c.column, "Le référent n'est pas désigné par une adresse e-mail : il n'est pas repris.", "Écrire l'e-mail du référent, celui du fichier des référents.")
		}
		if len(addresses) > 1 {
			r.warn(c.column, "Plusieurs référents : le premier est repris.", "N'en garder qu'un.")
		}
	}
	if c := r.one(personSubject); c.text != "" {
		var ok bool
		if p.SubjectToDuties, ok = tri(c.text); !ok {
			r.warn(c.column, "Ni oui ni non : la cellule n'est pas reprise.", "Écrire oui ou non.")
		}
	}
}

func (rd reader) identifiers(r *row, p *parcours.PersonRow) {
	if c := r.number(personNIR); c.text != "" {
		nir, err := parcours.ParseNIR(c.text)
		if err != nil {
			r.fail(c.column, "Le NIR n'est pas valable : 13 caractères, ou 15 dont la clé, étaient attendus.",
				"Vérifier le numéro et sa clé, ou vider la cellule s'il n'est pas connu.")
		}
		p.NIR = nir
	}
	p.InternalID = r.number(personInternalID).text
	p.FranceTravailID = strings.ReplaceAll(r.number(personWorkID).text, " ", "")
	if c := r.number(personAffiliation); c.text != "" {
		p.AffiliationNumber, p.AffiliationKey, p.Fund = parcours.ParseAffiliation(c.text)
		if p.AffiliationNumber == "" {
			r.warn(c.column, "Ce n'est pas un numéro d'allocataire : il n'est pas repris.", "Écrire le numéro seul, zéros compris.")
		}
	}
	if c := r.one(personFund); c.text != "" {
		switch key := headerKey(c.text); {
		case strings.HasPrefix(key, "caf"):
			p.Fund = parcours.FundCAF
		case strings.HasPrefix(key, "msa"):
			p.Fund = parcours.FundMSA
		default:
			r.warn(c.column, "Caisse non reconnue : "+quote(c.text)+".", "Écrire CAF ou MSA.")
		}
	}
}

func (rd reader) place(r *row, p *parcours.PersonRow) {
	var lines []string
	for _, c := range r.all(personAddress) {
		lines = append(lines, oneLine(c.text))
	}
	p.Address = strings.Join(lines, "\n")
	if c := r.one(personPostcodeCity); c.text != "" {
		if p.Postcode, p.City = splitPostcodeCity(c.text); p.Postcode == "" && !strings.ContainsFunc(p.City, unicode.IsLetter) {
			r.warn(c.column, "Ni code postal ni ville : "+quote(oneLine(c.text))+" ; la cellule n'est pas reprise.", "Écrire 35600 Redon.")
			p.City = ""
		}
	}
	if city := r.text(personCity); city != "" {
		p.City = city
	}
	if c := r.number(personPostcode); c.text != "" {
		code, ok := postcode(c.text)
		switch {
		case ok:
			p.Postcode = code
		case p.Postcode == "" && p.City == "" && strings.ContainsFunc(c.text, unicode.IsLetter):
			p.Postcode, p.City = splitPostcodeCity(c.text)
		}
		if p.Postcode == "" {
			r.warn(c.column, "Ce n'est pas un code postal : "+quote(c.text)+".", "Écrire cinq chiffres.")
		}
	}
}

// rmi is when the first minimum income was created: no right is older.
var rmi = parcours.NewDate(1988, time.December, 1)

func (rd reader) dates(r *row, p *parcours.PersonRow) {
	today := rd.today()
	if c := r.one(personBirthDate); c.text != "" {
		date, ok := rd.date(r, c)
		switch {
		case !ok:
		case date.After(today):
			r.fail(c.column, "La date de naissance est dans le futur.", "La corriger : le jour vient en premier, 14/05/1985.")
		case date.AddMonths(12 * oldestAge).Before(today):
			r.fail(c.column, "La date de naissance donne plus de 110 ans.", "La corriger : l'année s'écrit sur quatre chiffres.")
		default:
			p.BirthDate = date
		}
	}
	if c := r.one(personRights); strings.ContainsFunc(c.text, unicode.IsDigit) {
		p.RightsOpenedOn = rd.recent(r, c)
	} else if c.text != "" {
		r.warn(c.column, "Ce n'est pas une date d'ouverture des droits : la cellule n'est pas reprise.", "Donner la date, si elle est connue.")
	}
	p.EnteredOn = rd.recent(r, r.one(personEntered))
	p.DutiesStartOn = rd.recent(r, r.one(personDuties))
}

// recent reads the date of a right or of an entry: neither older than the
// minimum income nor more than a year ahead.
func (rd reader) recent(r *row, c cell) parcours.Date {
	if c.text == "" {
		return parcours.Date{}
	}
	date, ok := rd.date(r, c)
	if ok && (date.Before(rmi) || date.After(rd.today().AddMonths(12))) {
		r.fail(c.column, "Date improbable : "+quote(date.String())+".", "La corriger : le jour vient en premier, l'année s'écrit sur quatre chiffres.")
		return parcours.Date{}
	}
	return date
}

// date reads a civil date; a cell that holds none is a problem of the row.
func (rd reader) date(r *row, c cell) (parcours.Date, bool) {
	m, ok := r.parseMoment(c.text)
	if !ok {
		r.fail(c.column, "Date illisible : "+quote(c.text)+".", "Écrire jour/mois/année, 14/05/1985, ou vider la cellule.")
		return parcours.Date{}, false
	}
	return m.day(rd.rules.Zone), true
}
