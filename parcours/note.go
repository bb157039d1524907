package parcours

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Note is a few words that professionals leave each other about a person. It holds no
// detail of health: the person may ask to read it.
type Note struct {
	ID       string
	PersonID string
	// AuthorID is the professional's, or the account's when it is nobody's.
	AuthorID string
	Author   string
	Text     string
	At       time.Time
	// EditedAt is zero for a note that was never changed.
	EditedAt time.Time
}

// NoteRunes bounds a note: a few lines.
const NoteRunes = 500

// healthStems start words that give away somebody's health, folded. A stem that
// everyday words share is left out: a warning that comes too often is not read.
var healthStems = []string{
	"addict", "alcool", "anorexi", "antidepress", "anxieu", "asthm", "autis", "avc", "bipolair", "boulimi", "burnout", "cancer", "cardiaq", "chimio", "cirrhos",
	"cocain", "demence", "depress", "diabet", "diagnos", "dialys", "drogue", "enceinte", "epilep", "fibromyalgi", "grossesse", "handicap", "hepatit", "heroin", "hopital",
	"hospital", "infarctus", "insulin", "ivg", "maladi", "malade", "medicament", "metastas", "neurolog", "ordonnance", "parkinson", "patholog", "psychiat", "psychos",
	"psychotrop", "rechute", "schizo", "sclerose", "seropositi", "sevrage", "sida", "suicid", "symptom", "toxicoman", "traitement", "tumeur", "vih",
	"addiction", "alcohol", "disease", "drug", "illness", "medication", "pregnan", "surgery",
}

// wholeHealthWords are short: they count only by themselves.
var wholeHealthWords = []string{"als", "aah", "ald", "hiv", "aids", "mdph", "rqth", "tdah"}

// HealthWords returns the words of a text that seem to speak of health, as written,
// each once. It is a reminder, not a filter: the author decides.
func HealthWords(text string) []string {
	var found []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		folded := FoldName(word)
		stem := slices.ContainsFunc(healthStems, func(s string) bool { return len(s) > 3 && strings.HasPrefix(folded, s) || folded == s })
		if (stem || slices.Contains(wholeHealthWords, folded)) && !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	return found
}
