package main

import (
	"hash/maphash"
	"strings"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// watch counts what the providers took, and finds what they took twice: the text of what
// must arrive or is bound to a time bears a reference, so that no two are alike.
type watch struct {
	seed  maphash.Seed
	texts map[uint64]bool
	count map[parcours.Channel]int
	parts int
	// hours are the SMS parts that left in each hour.
	hours map[time.Time]int
	twice int
}

func newWatch() *watch {
	return &watch{seed: maphash.MakeSeed(), texts: map[uint64]bool{}, count: map[parcours.Channel]int{}, hours: map[time.Time]int{}}
}

func (w *watch) took(m sandbox.Accepted) {
	if !m.Rings || m.Channel != parcours.ChannelSMS {
		w.count[m.Channel]++
		w.parts += m.Parts
		w.hours[m.At.UTC().Truncate(time.Hour)] += m.Parts
	}
	if !m.Rings || !strings.Contains(m.Text, "Réf ") {
		return
	}
	key := maphash.String(w.seed, m.To+"\n"+m.Text)
	if w.texts[key] {
		w.twice++
	}
	w.texts[key] = true
}
