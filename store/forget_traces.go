package store

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"relais/parcours"
	"relais/store/gen"
)

// traces are by what a text of which no id says whose it is tells of somebody. Files are
// kept as they were given: each way of writing the same thing counts.
type traces struct {
	// names are those that the person's file, and those merged into it, had.
	names []fullName
	nir   string
	ids   []string
	// households are the affiliation keys under which nobody else is known.
	households []string
	// addresses are those that nobody else has.
	addresses []string
}

// fullName is as parcours.FoldName writes it.
type fullName struct{ last, given string }

func tracesOf(who gen.IdentifiersRow, nir string, merged []gen.MergedFilesOfRow) traces {
	t := traces{nir: nir, ids: []string{who.InternalID, who.FranceTravailID}}
	t.addNames(who.FirstName, who.LastName, who.BirthName)
	for _, f := range merged {
		t.addNames(f.FirstName, f.LastName, f.BirthName)
		t.ids = append(t.ids, f.InternalID, f.FranceTravailID)
	}
	if !who.InFamily {
		t.households = append(t.households, who.AffiliationKey)
	}
	return t
}

func (t *traces) addNames(given string, last ...string) {
	for _, name := range last {
		if name = parcours.FoldName(name); name != "" {
			t.names = append(t.names, fullName{name, parcours.FirstGivenName(given)})
		}
	}
}

const (
	// leastDigits: anything shorter would be found by chance.
	leastDigits = 6
	// numberDigits are those of a number whatever stands before them: 0, +33 or 0033.
	numberDigits = 9
	// nirLength is that of a NIR without its key, which files leave out or not.
	nirLength = 13
)

// tells reports whether a text is about the person, by any trace.
func (t traces) tells(text []byte) bool {
	said := cells(text)
	return t.wrote(text) || slices.ContainsFunc(said, t.in) || t.named(said)
}

// wrote reports whether a text holds an address of the person as we keep it.
func (t traces) wrote(text []byte) bool {
	return slices.ContainsFunc(t.addresses, func(address string) bool {
		address = strings.TrimPrefix(address, "+")
		return len(address) >= leastDigits && strings.Contains(string(text), address)
	})
}

// in reports whether a cell holds an identifier or an address of the person.
func (t traces) in(cell string) bool {
	bare := only(cell, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
	if len(t.nir) >= nirLength && strings.Contains(bare, t.nir[:nirLength]) {
		return true
	}
	_, household, _ := parcours.ParseAffiliation(cell)
	if household != "" && slices.Contains(t.households, household) {
		return true
	}
	folded := parcours.FoldName(cell)
	if slices.ContainsFunc(t.ids, func(id string) bool { return saysID(folded, parcours.FoldName(id)) }) {
		return true
	}
	digits := only(cell, unicode.IsDigit)
	return slices.ContainsFunc(t.addresses, func(address string) bool {
		if strings.Contains(address, "@") {
			return strings.Contains(strings.ToLower(cell), strings.ToLower(address))
		}
		number := only(address, unicode.IsDigit)
		return len(number) >= numberDigits && strings.Contains(digits, number[len(number)-numberDigits:])
	})
}

// named reports whether cells hold a family name of the person with their given name.
func (t traces) named(cells []string) bool {
	if len(t.names) == 0 {
		return false
	}
	text := parcours.FoldName(strings.Join(cells, " "))
	return slices.ContainsFunc(t.names, func(n fullName) bool { return saysWords(text, n.last) && (n.given == "" || saysWords(text, n.given)) })
}

// saysID reports whether a folded text holds an id; a short one must be all of it.
func saysID(folded, id string) bool {
	return id != "" && (folded == id || len(id) >= leastDigits && saysWords(folded, id))
}

func saysWords(folded, words string) bool {
	return strings.Contains(" "+folded+" ", " "+words+" ")
}

// only keeps the characters that are wanted, in capitals.
func only(text string, wanted func(rune) bool) string {
	return strings.Map(func(c rune) rune {
		if wanted(c) {
			return unicode.ToUpper(c)
		}
		return -1
	}, text)
}

// cells are the texts of a JSON value; all of it, when it is none.
func cells(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return []string{string(text)}
	}
	return cellsOf(nil, value)
}

func cellsOf(found []string, value any) []string {
	switch v := value.(type) {
	case string:
		found = append(found, v)
	case []any:
		for _, one := range v {
			found = cellsOf(found, one)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			found = cellsOf(found, v[key])
		}
	}
	return found
}
