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
	// busiest and busyHour are the most SMS parts that left within so long.
	busiest, busyHour busy
	twice             int
}

func newWatch() *watch {
	return &watch{seed: maphash.MakeSeed(), texts: map[uint64]bool{}, count: map[parcours.Channel]int{}, busiest: busy{length: time.Minute}, busyHour: busy{length: time.Hour}}
}

func (w *watch) took(m sandbox.Accepted) {
	if !m.Rings || m.Channel != parcours.ChannelSMS {
		w.count[m.Channel]++
		w.parts += m.Parts
		w.busiest.add(m.At, m.Parts)
		w.busyHour.add(m.At, m.Parts)
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
