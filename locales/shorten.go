package locales

import (
	"regexp"
	"strings"
)

// brevity says how much of its place and of its people a message gives up to fit
// its budget. Each level includes those before. Dates, times and phone numbers
// are never shortened, and no name is cut.
type brevity int

// Levels, in the order in which they are tried.
const (
	inFull brevity = iota
	// withoutPostcode also leaves out what stands in brackets in a place.
	withoutPostcode
	abbreviated
	// addressOnly leaves out the name of a place that has an address.
	addressOnly
	// terse asks the text for its shorter wording, {{if .If.Brief}}.
	terse
	// withoutLabels leaves out titles and institutions.
	withoutLabels
	// firstProfessional names one and counts the others.
	firstProfessional
	// withoutNames and nameOrAddress, which keeps the shorter of the two, are not
	// for convocations.
	withoutNames
	nameOrAddress
	shortest = nameOrAddress
)

// where writes a place with its address.
func (b brevity) where(place, address string) string {
	if b >= withoutPostcode {
		address = collapse(postcode.ReplaceAllString(address, ""))
		if bare := collapse(brackets.ReplaceAllString(place, "")); bare != "" {
			place = bare
		}
	}
	if b >= abbreviated {
		place, address = abbreviations.Replace(place), abbreviations.Replace(address)
	}
	switch {
	case address == "":
		return place
	case b >= nameOrAddress && place != "" && len(place) < len(address):
		return place
	case place == "", b >= addressOnly, strings.HasPrefix(strings.ToLower(address), strings.ToLower(place)):
		return address
	}
	return place + ", " + address
}

// landmark writes a place by its name and its town: somebody who chooses among
// several must know how far each is.
func (b brevity) landmark(place, address string) string {
	town := collapse(postcode.ReplaceAllString(address[strings.LastIndex(address, ",")+1:], ""))
	place = b.where(place, "")
	switch {
	case place == "":
		return town
	case town == "", !strings.Contains(address, ","), strings.Contains(strings.ToLower(place), strings.ToLower(town)):
		return place
	case b >= addressOnly:
		return town
	}
	return place + ", " + town
}

// people returns the professionals as they are to be named, and how many are left out.
func (b brevity) people(with []string) (named []string, others int) {
	if b >= withoutNames {
		return nil, 0
	}
	if b >= firstProfessional && len(with) > 1 {
		with, others = with[:1], len(with)-1
	}
	named = make([]string, 0, len(with))
	for _, name := range with {
		if b >= withoutLabels {
			name = withoutLabel(name)
		}
		named = append(named, name)
	}
	return named, others
}

// withoutLabel returns "Anne MOREL" for "Mme Anne MOREL (Département)". An
// institution may have brackets of its own: "(Mission locale (Redon))".
func withoutLabel(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return leadingTitle.ReplaceAllString(collapse(name), "")
}

func collapse(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.TrimRight(strings.ReplaceAll(text, " ,", ","), " ,-")
}

var (
	postcode     = regexp.MustCompile(`\b\d{5}\b`)
	brackets     = regexp.MustCompile(`\([^()]*\)`)
	leadingTitle = regexp.MustCompile(`^(?:Mme|M\.|Mr|Ms|Mrs|Dr)\s+`)
)

// abbreviations are those read on signs and envelopes.
var abbreviations = strings.NewReplacer(
	"Centre départemental d'action sociale", "CDAS", "Centre Départemental d'Action Sociale", "CDAS",
	"Centre départemental d’action sociale", "CDAS", "Centre Départemental d’Action Sociale", "CDAS",
	"Centre communal d'action sociale", "CCAS", "Centre Communal d'Action Sociale", "CCAS",
	"Centre communal d’action sociale", "CCAS", "Centre Communal d’Action Sociale", "CCAS",
	"boulevard ", "bd ", "Boulevard ", "bd ", "avenue ", "av. ", "Avenue ", "av. ", "place ", "pl. ",
	"résidence ", "rés. ", "Résidence ", "rés. ", "bâtiment ", "bat. ", "Bâtiment ", "bat. ",
	"Saint-", "St-", "Sainte-", "Ste-",
)
