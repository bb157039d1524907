package understand_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"relais/bot/understand"
)

func TestDoubtTellsWhatToAskBack(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]understand.Doubt{
		"15h":                        understand.DoubtNone,
		"rien":                       understand.DoubtNone,
		"2 demi-journées":            understand.DoubtHalfDay,
		"4h lundi et mardi matin":    understand.DoubtNone,
		"lundi matin":                understand.DoubtHalfDay,
		"3h par jour":                understand.DoubtPerDay,
		"100h":                       understand.DoubtImplausible,
		"30h mardi":                  understand.DoubtImplausible,
		"rdv à 14h30":                understand.DoubtNotHours,
		"06 39 98 01 44":             understand.DoubtNotHours,
		"je dois faire 15h":          understand.DoubtNotDone,
		"j'ai pas fait mes 15h":      understand.DoubtNotDone,
		"bonjour":                    understand.DoubtNoHours,
		"combien d'heures je dois ?": understand.DoubtNoHours,
	} {
		d := understand.Hours(text)
		if d.Doubt != want {
			t.Errorf("Hours(%q) doubts %q (%s), want %q", text, d.Doubt, d.Why, want)
		}
		if d.Stated == (d.Doubt != understand.DoubtNone) {
			t.Errorf("Hours(%q) = %+v: states hours and doubts them", text, d)
		}
	}
}

func FuzzHours(f *testing.F) {
	for _, seed := range []string{
		"", "15h", "2x4h", "9h-12h 14h-17h", "4h½", "٢٠ ساعة", "1Oh", "06.39.98.01.44", "=", "((", "3/4 d'heure", "99999999999999999999h",
		"du lundi au", "sauf", "x x x", "pause", "1h dont 2h de pause", "moins 3h", "\xff9h\x00", "31 x 80h", strings.Repeat("9h-12h lundi et ", 200),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := understand.Hours(text)
		if d.Why == "" || d.Minutes < 0 || d.Minutes > 80*60 || d.Stated != (d.Doubt == understand.DoubtNone) || !d.Stated && d.Minutes != 0 {
			t.Errorf("Hours(%q) = %+v", text, d)
		}
		if again := understand.Hours(text); again != d {
			t.Errorf("Hours(%q) = %+v, then %+v", text, d, again)
		}
	})
}

// Sixteen times the text takes about sixteen times as long, and never 64 times: the
// square would take 256. The best of several runs is compared with the best of several,
// since other work on the machine only ever adds.
func TestHoursOfLongTextsStayCheap(t *testing.T) {
	t.Parallel()
	const short, long = 256, 4096
	best := func(piece string, size int) time.Duration {
		text, least := strings.Repeat(piece, size/len(piece)), time.Duration(math.MaxInt64)
		for range 8 {
			start := time.Now()
			understand.Hours(text)
			least = min(least, time.Since(start))
		}
		return least
	}
	for _, piece := range []string{"9h ", "1 2 ", "9h-12h lundi et ", "3x", "pas ", "pause 1h ", "non 4h ", "06 ", "2 ateliers de ", "lundi ", "= 3h", "rien ", "9h dont "} {
		few, many, ratio := time.Duration(0), time.Duration(0), math.Inf(1)
		for range 4 { // a busy machine may spoil all runs of one measure
			few, many = best(piece, short), best(piece, long)
			if ratio = float64(many) / float64(few); ratio <= 4*long/short {
				break
			}
		}
		if ratio > 4*long/short {
			t.Errorf("%q repeated takes %v for %d bytes and %v for %d, %.0f times as long", piece, few, short, many, long, ratio)
		}
	}
}
