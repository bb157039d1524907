package understand

import (
	"slices"

	"relais/parcours"
)

// Impediment returns the reason that text gives for not coming, and the cue it
// was read from; none when it gives no reason. It does not say whether the
// person comes. Where several reasons show, the one that is about somebody
// else's need or the least open to discussion is kept: a mourning, a child, an
// illness, before a lack of bus.
func Impediment(text string) (parcours.Impediment, string) {
	m := listen(text)
	return impedimentIn(m.words, m.numbers)
}

// impedimentOrder lists reasons from the one that is kept first.
var impedimentOrder = []parcours.Impediment{
	parcours.ImpedimentBereavement,
	parcours.ImpedimentJobInterview,
	parcours.ImpedimentChildcare,
	parcours.ImpedimentHealth,
	parcours.ImpedimentTraining,
	parcours.ImpedimentTransport,
	parcours.ImpedimentWork,
	parcours.ImpedimentAdministrative,
	parcours.ImpedimentHousing,
	parcours.ImpedimentFear,
	parcours.ImpedimentOther,
}

func impedimentIn(words []string, numbers []word) (parcours.Impediment, string) {
	best, cue := len(impedimentOrder), ""
	for _, h := range impedimentCues.in(numbers) {
		if i := slices.Index(impedimentOrder, parcours.Impediment(h.cue)); i >= 0 && i < best {
			best, cue = i, quote(words, h)
		}
	}
	if cue == "" {
		return parcours.ImpedimentNone, ""
	}
	if impedimentOrder[best] == parcours.ImpedimentHealth {
		if name, words := childFrames.in(words, nil); name != "" {
			return parcours.ImpedimentChildcare, words
		}
	}
	return impedimentOrder[best], cue
}
