package intake

import (
	"fmt"
	"slices"
	"strings"

	"relais/parcours"
)

// Kind is what the rows of a file describe.
type Kind string

// Kinds of file.
const (
	People    Kind = "people"
	Referents Kind = "referents"
	Slots     Kind = "slots"
	// Activities: weekly plans and planned activities of people who are known.
	Activities Kind = "activities"
	// Contacts is the CNAF's file of phones and e-mails; Flux its XML file of
	// beneficiaries, whose name no option imposes.
	Contacts Kind = "contacts"
	Flux     Kind = "flux"
)

// ParseKind reads the name of a kind, in English or in French; ok is false for
// any other text.
func ParseKind(text string) (kind Kind, ok bool) {
	switch headerKey(text) {
	case "people", "persons", "personnes", "beneficiaires", "allocataires":
		return People, true
	case "referents", "professionals", "professionnels":
		return Referents, true
	case "slots", "creneaux":
		return Slots, true
	case "activities", "activites", "plans":
		return Activities, true
	case "contacts", "contacts-cnaf", "coordonnees":
		return Contacts, true
	}
	return "", false
}

// field is one thing that a column may hold.
type field string

// layout is the columns of one kind of file.
type layout struct {
	kind Kind
	// name of the kind in French, in the plural.
	name    string
	headers map[string]field
	// repeats gives how many columns may hold a field; one when absent.
	repeats map[field]int
	// required lists the fields without which the file is refused; of several
	// alternatives, one complete set is enough.
	required [][]field
	// labels name the required fields as a caseworker writes them.
	labels map[field]string
	// mapping is what somebody said of the columns; nil mostly.
	mapping parcours.ColumnMapping
}

// headerTable gives the headers met in the field for each field.
type headerTable map[field][]string

func (t headerTable) index() map[string]field {
	index := map[string]field{}
	for f, names := range t {
		index[headerKey(string(f))] = f
		for _, name := range names {
			index[headerKey(name)] = f
		}
	}
	return index
}

// layouts in the order in which they are tried.
func layouts() []layout {
	return []layout{slotLayout(), referentLayout(), peopleLayout(), activityLayout(), contactLayout()}
}

// missing returns the required fields that the columns lack, for the alternative
// that lacks fewest.
func (l layout) missing(c columns) []field {
	var best []field
	for i, set := range l.required {
		var lacks []field
		for _, f := range set {
			if !c.has(f) {
				lacks = append(lacks, f)
			}
		}
		if i == 0 || len(lacks) < len(best) {
			best = lacks
		}
	}
	return best
}

// headerScore counts the cells that some layout recognises: how much a record
// looks like a header.
func headerScore(known []layout) func(cells []string) int {
	return func(cells []string) int {
		best := 0
		cells = cells[:min(len(cells), maxCells)]
		for _, l := range known {
			c := matchColumns(cells, l)
			best = max(best, max(c.matched(), c.said))
		}
		return best
	}
}

// findHeader returns the position of the header among the first records: the
// one that is recognised best, the first of equals, or the first record when
// none is.
func findHeader(records []record, known []layout) int {
	score := headerScore(known)
	best, bestScore := 0, 0
	for i, rec := range records[:min(len(records), headerWithin)] {
		if s := score(rec.cells); s > bestScore {
			best, bestScore = i, s
		}
	}
	return best
}

// recognise returns the layout of a file and its columns. Options may impose the
// kind; otherwise the headers tell, then the roles of the first rows, since a
// people file and a referents file share most of their columns.
func recognise(known []layout, header record, rows []record, imposed Kind) (layout, columns, error) {
	if len(header.cells) > maxCells {
		return layout{}, columns{}, &Refused{What: fmt.Sprintf("la ligne d'en-têtes a plus de %d colonnes.", maxCells), Mend: "Garder les seules colonnes utiles."}
	}
	if imposed != "" {
		at := slices.IndexFunc(known, func(l layout) bool { return l.kind == imposed })
		if at < 0 {
			return layout{}, unread(header), &Refused{
				What: "Relais ne connaît pas de fichier " + quote(string(imposed)) + ".",
				Mend: "Les fichiers connus sont people (personnes), referents (professionnels), slots (créneaux), activities (plans et activités) et contacts (contacts de la CNAF).",
			}
		}
		return accept(known[at], header)
	}
	kind, ok := recogniseKind(known, header, rows)
	switch {
	case !ok && headerScore(known)(header.cells) == 0:
		// Without headers, the first record is somebody's data: it is not repeated.
		return layout{}, unread(header), &Refused{
			What: "aucune ligne d'en-têtes connue dans les premières lignes du fichier.",
			Mend: "Mettre les en-têtes en première ligne : au moins Prénom et Nom pour des personnes, E-mail, Prénom et Nom pour des référents, " +
				"Début, Durée, Lieu et Type pour des créneaux, Identifiant interne, Activité, Jour et Heures pour des activités.",
		}
	case !ok:
		return layout{}, unread(header), &Refused{
			What:    "les colonnes ne disent pas si ce fichier décrit des personnes, des professionnels ou des créneaux.",
			Headers: matchColumns(header.cells, peopleLayout()).header,
			Mend:    "Le préciser avec --source people, --source referents, --source slots ou --source activities.",
		}
	}
	return accept(known[slices.IndexFunc(known, func(l layout) bool { return l.kind == kind })], header)
}

// unread are the columns of a file of which the kind is not known.
func unread(header record) columns { return matchColumns(header.cells, layout{}) }

// accept refuses a file that lacks a required column.
func accept(l layout, header record) (layout, columns, error) {
	c := matchColumns(header.cells, l)
	var lacks []string
	for _, f := range l.missing(c) {
		lacks = append(lacks, l.labels[f])
	}
	if len(lacks) == 0 {
		return l, c, nil
	}
	what := "il manque la colonne " + quote(lacks[0])
	if len(lacks) > 1 {
		what = "il manque les colonnes " + quoteAll(lacks)
	}
	return l, c, &Refused{
		What:    what + " pour lire des " + l.name + ".",
		Headers: c.header,
		Mend:    "Ajouter ce qui manque, ou renommer la colonne qui le contient.",
	}
}

// recogniseKind tells people from referents from slots from activities.
func recogniseKind(known []layout, header record, rows []record) (Kind, bool) {
	as := func(kind Kind) columns {
		return matchColumns(header.cells, known[slices.IndexFunc(known, func(l layout) bool { return l.kind == kind })])
	}
	slots, referents, people := as(Slots), as(Referents), as(People)
	marks := 0 // columns that only a people file has
	for _, f := range peopleOnly {
		marks += len(people.of[f])
	}
	timed := slots.has(slotStart) || slots.has(slotDay)
	named := people.has(personFirstName) || people.has(personLastName)
	switch {
	case describesContacts(as(Contacts)):
		return Contacts, true
	case describesActivities(as(Activities)):
		return Activities, true
	case !named && (timed && slots.matched() > 1 || slots.has(slotMinutes) && slots.has(slotPlace)):
		return Slots, true
	case marks > 0:
		return People, true
	case referents.has(proTelegram):
		return Referents, true
	case referents.has(proRole):
		return roleTells(referents.of[proRole][0], rows)
	case referents.has(proEmail) && referents.has(proStructure):
		return "", false // either could be written so, and a wrong guess would convene colleagues
	case named || people.has(personPhone):
		return People, true
	}
	return "", false
}

// roleTells reads the first roles of a file: those of a household or those of a
// profession.
func roleTells(column int, rows []record) (Kind, bool) {
	for _, rec := range rows[:min(len(rows), 50)] {
		rec = rec.cut()
		if column >= len(rec.cells) || strings.TrimSpace(rec.cells[column]) == "" {
			continue
		}
		if _, ok := professionalRole(rec.cells[column]); ok {
			return Referents, true
		}
		if householdRole(rec.cells[column]) != "" {
			return People, true
		}
	}
	return "", false
}
