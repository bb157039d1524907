package web

import (
	"testing"

	"relais/parcours"

	"pgregory.net/rapid"
)

func TestFunnelStaysInItsPicture(t *testing.T) {
	t.Parallel()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	p := page{Lang: parcours.French, words: all[parcours.French]}
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int { return rapid.IntRange(0, 3000).Draw(t, name) }
		r := parcours.Reach{People: n("people"), Contactable: n("contactable"), Sent: n("sent"), Delivered: n("delivered"), Answered: n("answered"), Met: n("met")}
		for _, level := range funnelOf(p, r, parcours.Filter{}, true).Levels {
			if level.Width < 0 || level.Width > funnelWidth || level.Ghost < 0 || level.Ghost > funnelWidth {
				t.Fatalf("%s is %v of %v wide", level.Level, level.Width, level.Ghost)
			}
			if (level.Width == 0) != (level.Count == 0 || r.People == 0) {
				t.Fatalf("%s has %d people and is %v wide", level.Level, level.Count, level.Width)
			}
		}
	})
}

func TestClockStripAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := parcours.Deadlines{Clock: map[parcours.ClockColour]int{}}
		total := 0
		for _, c := range clockOrder {
			d.Clock[c.colour] = rapid.IntRange(0, 500).Draw(t, string(c.colour))
			total += d.Clock[c.colour]
		}
		strip := clockOf(page{}, d, parcours.Filter{}, true)
		last := strip.Parts[len(strip.Parts)-1]
		if end := last.X + last.Width; total > 0 && (end < 99.99 || end > 100.01) {
			t.Fatalf("the strip ends at %v", end)
		}
	})
}
