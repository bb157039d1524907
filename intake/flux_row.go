package intake

import (
	"cmp"
	"strings"
	"time"

	"relais/parcours"
)

// fluxRow is one person of a flux, or why they are not given to the store.
type fluxRow struct {
	parcours.BeneficiaryRow
	outcome  parcours.RowOutcome
	problems []parcours.Problem
	warnings []parcours.Problem
}

func (r *fluxRow) fail(column, what, mend string) {
	r.outcome = parcours.RowError
	r.problems = append(r.problems, parcours.Problem{Column: column, What: what, Mend: mend})
}

func (r *fluxRow) warn(column, what, mend string) {
	r.warnings = append(r.warnings, parcours.Problem{Column: column, What: what, Mend: mend})
}

// beneficiaries reads the people of a household's file, of whom the first is the
// line-th of the flux. A file without anybody gives one row that says so.
func (rd reader) beneficiaries(d *fluxDossier, line int) []fluxRow {
	if len(d.persons) == 0 {
		row := fluxRow{}
		row.Line = line
		row.fail("Personne", "Le dossier ne nomme personne.", "Le signaler à la CNAF.")
		return []fluxRow{row}
	}
	file := rd.fundFile(d)
	rows := make([]fluxRow, len(d.persons))
	for i, p := range d.persons {
		rows[i].Line = line + i
		rd.beneficiary(&rows[i], d, file, p)
	}
	return rows
}

// fundFile is the state of the household's file. A reason may end with a space.
func (rd reader) fundFile(d *fluxDossier) parcours.FundFile {
	closed, _ := fluxDate(cmp.Or(d.closedOn, d.earlierEnded))
	requested, _ := fluxDate(d.requestedOn)
	return parcours.FundFile{
		Office: d.office, RequestNumber: d.requestNumber, RequestedOn: requested, State: d.state,
		SuspensionReason: d.suspension, ClosureReason: cmp.Or(d.closure, d.earlierClosure), ClosedOn: closed,
	}
}

func (rd reader) beneficiary(r *fluxRow, d *fluxDossier, file parcours.FundFile, p fluxPerson) {
	role := fluxRole(p.role)
	if role == parcours.RoleNone {
		r.outcome = parcours.RowIgnored
		what := "Rôle " + quote(p.role) + " dans le dossier RSA : seuls le demandeur et son conjoint sont repris."
		if !p.rsa {
			what = "Sans prestation RSA : la personne n'est pas reprise."
		}
		r.problems = []parcours.Problem{{Column: "ROLEPERS", What: what}}
		return
	}
	row := &r.PersonRow
	row.Role, row.Title, row.Territory = role, title(p.title), rd.territory
	row.FirstName, row.LastName, row.BirthName = r.name("PRENOM", p.firstName), r.name("NOM", cmp.Or(p.lastName, p.birthName)), p.birthName
	row.FranceTravailID = strings.ReplaceAll(p.workID, " ", "")
	row.SubjectToDuties = fluxTri(p.subject)
	row.Address, row.Postcode, row.City = d.address.text(), d.address.postcode, d.address.city
	if code, ok := postcode(d.address.postcode); ok {
		row.Postcode = code
	}
	var fund parcours.Fund
	row.AffiliationNumber, row.AffiliationKey, fund = parcours.ParseAffiliation(d.number)
	row.Fund = cmp.Or(fund, fluxFund(d.fund))
	if row.AffiliationKey == "" {
		r.fail("MATRICULE", "Le matricule du dossier manque.", "Le signaler à la CNAF.")
	}
	if p.nir != "" {
		nir, err := parcours.ParseNIR(p.nir)
		if err != nil {
			r.fail("NIR", "Le NIR n'est pas valable : 13 caractères, ou 15 dont la clé, étaient attendus.", "Le signaler à la CNAF ; la personne peut être ajoutée par un fichier de personnes.")
		}
		row.NIR = nir
	}
	r.born(rd.today(), p.birthDate)
	r.NoFixedAddress, r.Dossier = fluxTri(d.noFixedAddress), file
	row.Warnings = r.warnings
}

func (r *fluxRow) name(column, text string) string {
	text = oneLine(text)
	switch {
	case text == "":
		r.fail(column, "Le nom ou le prénom manque.", "Le signaler à la CNAF.")
	case illegible(text):
		r.fail(column, "Le nom contient un caractère illisible.", "Le signaler à la CNAF ; la personne peut être ajoutée par un fichier de personnes.")
	case len([]rune(text)) > longestName:
		r.fail(column, "Le nom est trop long.", "Le signaler à la CNAF.")
	}
	return text
}

// born reads a birth date. People born abroad may have a year only, written with
// zeros: it is then not known.
func (r *fluxRow) born(today parcours.Date, text string) {
	date, ok := fluxDate(text)
	switch {
	case text == "":
	case strings.Contains(text, "-00"):
		r.warn("DTNAI", "La date de naissance est incomplète : elle n'est pas reprise.", "")
	case !ok:
		r.fail("DTNAI", "Date de naissance illisible : "+quote(text)+".", "Le signaler à la CNAF.")
	case date.After(today), date.AddMonths(12 * oldestAge).Before(today):
		r.fail("DTNAI", "La date de naissance est dans le futur, ou donne plus de 110 ans.", "Le signaler à la CNAF.")
	default:
		r.BirthDate = date
	}
}

func fluxRole(text string) parcours.Role {
	switch text {
	case "DEM":
		return parcours.RoleApplicant
	case "CJT":
		return parcours.RoleSpouse
	}
	return parcours.RoleNone
}

func fluxFund(text string) parcours.Fund {
	switch text {
	case "CAF":
		return parcours.FundCAF
	case "MSA":
		return parcours.FundMSA
	}
	return parcours.FundUnknown
}

// fluxTri reads 1 or 0; absent means not known.
func fluxTri(text string) parcours.Tri {
	switch text {
	case "1":
		return parcours.Yes
	case "0":
		return parcours.No
	}
	return parcours.Unsaid
}

// fluxDate reads 2023-06-30.
func fluxDate(text string) (parcours.Date, bool) {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return parcours.Date{}, false
	}
	return parcours.NewDate(at.Year(), at.Month(), at.Day()), true
}
