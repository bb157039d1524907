package sandbox

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/charmap"

	"relais/parcours"
)

// paris is where the story happens.
var paris = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // the program was built without time/tzdata on a machine that has no zone files
	}
	return zone
})

// table writes rows as a spreadsheet of a French office does: semicolons, CRLF.
func table(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	return out.Bytes()
}

// windows1252 encodes text as older spreadsheets do. Every name of the pilot fits.
func windows1252(text []byte) []byte {
	out, err := charmap.Windows1252.NewEncoder().Bytes(text)
	if err != nil {
		panic(fmt.Sprintf("sandbox: a name does not fit in windows-1252: %v", err))
	}
	return out
}

// ReferentsFile returns the professionals, in UTF-8, with the documented headers.
func (p Pilot) ReferentsFile() []byte {
	rows := [][]string{{"email", "first_name", "last_name", "structure", "phone", "territory", "role", "telegram"}}
	for _, pro := range p.Professionals {
		chat := ""
		if pro.Chat != 0 {
			chat = strconv.FormatInt(pro.Chat, 10)
		}
		rows = append(rows, []string{pro.Email, pro.FirstName, pro.LastName, pro.Structure, pro.Phone, pro.Territory, string(pro.Role), chat})
	}
	return table(rows)
}

// SlotsFile returns the slots of the joint interviews, in UTF-8, with the French headers.
func (p Pilot) SlotsFile() []byte {
	rows := [][]string{{"Début", "Durée", "Lieu", "Adresse", "Téléphone", "Territoire", "Type", "Places", "Professionnel 1", "Professionnel 2"}}
	for _, s := range p.Slots {
		rows = append(rows, []string{
			s.StartsAt.In(paris()).Format("02/01/2006 15:04"), strconv.Itoa(s.Minutes), s.Place, s.Address, s.Phone, s.Territory,
			string(s.Kind), strconv.Itoa(s.Capacity), s.ProfessionalEmails[0], s.ProfessionalEmails[1],
		})
	}
	return table(rows)
}

// PeopleFile returns the people who entered after one date and until another,
// both included when after is the zero Date, as a windows-1252 file with the
// headers and the dirt met in the field: missing titles, lost leading zeros, two
// numbers in a cell, landlines, shared phones. The first file also holds a row
// twice, a row again with its number written otherwise, and two rows in error.
func (p Pilot) PeopleFile(after, until parcours.Date) []byte {
	rows := [][]string{{
		"Civilité", "Nom bénéficiaire", "Prénom bénéficiaire", "Date de Naissance", "N° CAF", "Role", "ID Iodas", "NIR",
		"Adresse", "CP Ville", "N° Téléphones\n", "Adresses Mails", "Territoire", "Référent", "Date d’entrée", "Langue",
	}}
	for i, person := range p.Residents {
		if (after.IsZero() || person.Entered.After(after)) && !person.Entered.After(until) {
			rows = append(rows, peopleRow(p.seed.of("file", i), person))
		}
	}
	if after.IsZero() && len(rows) > 10 {
		again := append([]string(nil), rows[3]...)
		otherwise := append([]string(nil), rows[7]...)
		otherwise[10] = strings.ReplaceAll(otherwise[10], " ", ".")
		rows = append(rows, again, otherwise,
			[]string{"Mme", "Sansrien", "Rose", "12/03/1990", "", "", "", "", "", "35600 Redon", "", "", "Pays de Redon", "", "", ""},
			[]string{"M.", "Tableur", "Victor", "02/07/1984", "1099999", "DEM", "", "1,84079E+14", "", "35580 Guichen", "", "", "Vallons de Vilaine", "", "", ""},
		)
	}
	return windows1252(table(rows))
}

func peopleRow(r *rand.Rand, person Resident) []string {
	title := map[parcours.Title][]string{
		parcours.TitleMadame: {"Mme", "MME", "Madame"}, parcours.TitleMonsieur: {"M.", "MR", "Monsieur", "M"},
	}[person.Title]
	civility := pick(r, title)
	if r.IntN(100) < 8 {
		civility = ""
	}
	last := person.LastName
	if r.IntN(2) == 0 {
		last = strings.ToUpper(last)
	}
	role := map[parcours.Role][]string{
		parcours.RoleApplicant: {"DEM", "Demandeur"}, parcours.RoleSpouse: {"CJT", "Conjoint(e)"},
	}[person.Role]
	nir := person.NIR
	switch n := r.IntN(100); {
	case n < 15:
		nir = ""
	case n < 50:
		nir = nir[:13]
	}
	territory := person.Territory
	if r.IntN(100) < 2 {
		territory = ""
	}
	return []string{
		civility, last, person.FirstName, writtenDate(person.Birth), writtenAffiliation(r, person.Affiliation), pick(r, role), person.Key, nir,
		person.Address, person.Postcode + " " + person.City, writtenPhones(r, person), person.Email, territory, person.Referent, writtenDate(person.Entered), writtenLanguage[person.Language],
	}
}

// writtenLanguage is how the file names a language: French goes without saying.
var writtenLanguage = map[parcours.Language]string{
	parcours.EasyFrench: "FALC", parcours.English: "anglais", parcours.Spanish: "espagnol", parcours.Portuguese: "portugais", parcours.Arabic: "arabe",
	parcours.Ukrainian: "ukrainien", parcours.Russian: "russe", parcours.Turkish: "turc",
}

func writtenDate(d parcours.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

func writtenAffiliation(r *rand.Rand, number string) string {
	switch r.IntN(4) {
	case 0:
		return number + "00000000"
	case 1:
		return "CAF " + number
	default:
		return number
	}
}

// writtenPhones writes numbers in the ways that files show.
func writtenPhones(r *rand.Rand, person Resident) string {
	mobile := ""
	if person.Mobile != "" {
		national := "0" + strings.TrimPrefix(person.Mobile, "+33")
		pairs := func(sep string) string {
			return strings.Join([]string{national[0:2], national[2:4], national[4:6], national[6:8], national[8:10]}, sep)
		}
		switch r.IntN(8) {
		case 0, 1:
			mobile = national[1:] // the spreadsheet ate the zero
		case 2:
			mobile = pairs(".")
		case 3:
			mobile = person.Mobile
		case 4:
			mobile = national
		case 5:
			mobile = "0033" + national[1:]
		default:
			mobile = pairs(" ")
		}
	}
	switch {
	case mobile != "" && person.Landline != "":
		return person.Landline + " / " + mobile
	case mobile != "":
		return mobile
	default:
		return person.Landline
	}
}
