package locales

import (
	"strings"

	"relais/parcours"
)

// carried is a sentence in the convocations of a category.
type carried struct {
	sentence parcours.Sentence
	category parcours.Category
}

// Categories lists the categories of convocations, by the end of their template.
func Categories() []parcours.Category {
	return []parcours.Category{parcours.CategoryJoint, parcours.CategoryOther}
}

// Sentences lists the sentences that can be switched on.
func Sentences() []parcours.Sentence {
	return []parcours.Sentence{parcours.SentenceMandatory, parcours.SentenceSanction}
}

// SentenceKey is the key of a sentence's words. Those of a sanction are not in the
// catalogue: without a wording of the département's there are none.
func SentenceKey(s parcours.Sentence) string { return "sentence." + string(s) }

// sentence returns what the convocation of a request carries besides its own words,
// "" mostly. Whoever asked for discretion reads none, and nobody reads of sanctions
// in the first convocation they get.
func (s *spoken) sentence(r Request) string {
	if len(s.sentences) == 0 || !isConvocation(r.Template) || r.To.Discreet {
		return ""
	}
	category := parcours.CategoryOther
	if strings.HasSuffix(r.Template, "."+string(parcours.CategoryJoint)) {
		category = parcours.CategoryJoint
	}
	var said []string
	for _, sentence := range Sentences() {
		if sentence == parcours.SentenceSanction && !r.Facts.Convened {
			continue
		}
		if text := s.sentences[carried{sentence, category}]; text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " ")
}
