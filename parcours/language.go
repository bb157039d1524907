package parcours

import "slices"

// Language is a BCP 47 tag for which a catalogue exists, such as "fr".
type Language string

// Languages that have a catalogue of everything that a person reads. What staff
// read exists in French and in English.
const (
	French Language = "fr"
	// EasyFrench is French that is easy to read and understand (the FALC of
	// inclusion-europe.eu). No tag is registered for it: after "x", BCP 47 leaves
	// the meaning to those who use it.
	EasyFrench Language = "fr-x-falc"
	English    Language = "en"
	Spanish    Language = "es"
	// Portuguese is that of Portugal.
	Portuguese Language = "pt"
	Arabic     Language = "ar"
	Ukrainian  Language = "uk"
	Russian    Language = "ru"
	Turkish    Language = "tr"
)

var languages = [...]Language{French, EasyFrench, English, Spanish, Portuguese, Arabic, Ukrainian, Russian, Turkish}

// Languages lists the languages in the order in which they are offered to people.
func Languages() []Language { return slices.Clone(languages[:]) }

// RightToLeft reports whether the language is written from right to left.
func (l Language) RightToLeft() bool { return l == Arabic }
