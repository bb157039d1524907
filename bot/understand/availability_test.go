package understand_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/bot/understand"
)

// wednesday is when the texts of these tests are written: 13 January 2027, 10:20.
func wednesday(t testing.TB) time.Time {
	return time.Date(2027, time.January, 13, 10, 20, 0, 0, paris(t))
}

func TestFreeTimesFitSlots(t *testing.T) {
	t.Parallel()
	now := wednesday(t)
	zone := now.Location()
	slots := map[string]time.Time{
		"thu 14 09:00": time.Date(2027, time.January, 14, 9, 0, 0, 0, zone),
		"thu 14 14:30": time.Date(2027, time.January, 14, 14, 30, 0, 0, zone),
		"mon 18 11:45": time.Date(2027, time.January, 18, 11, 45, 0, 0, zone),
		"tue 19 10:00": time.Date(2027, time.January, 19, 10, 0, 0, 0, zone),
		"tue 19 14:00": time.Date(2027, time.January, 19, 14, 0, 0, 0, zone),
		"wed 20 16:30": time.Date(2027, time.January, 20, 16, 30, 0, 0, zone),
	}
	for text, want := range map[string]string{
		"mardi après-midi":                       "tue 19 14:00",
		"mardi":                                  "tue 19 10:00, tue 19 14:00",
		"mardi matin ou jeudi aprem":             "thu 14 14:30, tue 19 10:00",
		"mardi 14h ou jeudi 9h":                  "thu 14 09:00, tue 19 14:00",
		"mardi à 14h":                            "tue 19 14:00",
		"mardi à 14h30":                          "",
		"vers 14h":                               "thu 14 14:30, tue 19 14:00",
		"le 18":                                  "mon 18 11:45",
		"demain":                                 "thu 14 09:00, thu 14 14:30",
		"pas avant 14h":                          "thu 14 14:30, tue 19 14:00, wed 20 16:30",
		"avant 10h":                              "thu 14 09:00",
		"jusqu'à 10h":                            "thu 14 09:00",
		"sauf entre 11h30 et 13h30":              "thu 14 09:00, thu 14 14:30, tue 19 10:00, tue 19 14:00, wed 20 16:30",
		"la semaine prochaine mais pas mardi":    "mon 18 11:45, wed 20 16:30",
		"la semaine prochaine, mardi ou jeudi":   "tue 19 10:00, tue 19 14:00",
		"demain ou la semaine prochaine":         "mon 18 11:45, thu 14 09:00, thu 14 14:30, tue 19 10:00, tue 19 14:00, wed 20 16:30",
		"jpeu pas mercredi jai la petite":        "mon 18 11:45, thu 14 09:00, thu 14 14:30, tue 19 10:00, tue 19 14:00",
		"pas le mardi matin":                     "mon 18 11:45, thu 14 09:00, thu 14 14:30, tue 19 14:00, wed 20 16:30",
		"que le matin":                           "mon 18 11:45, thu 14 09:00, tue 19 10:00",
		"tlj sauf mercredi l'aprem":              "mon 18 11:45, thu 14 09:00, thu 14 14:30, tue 19 10:00, tue 19 14:00",
		"quand vous voulez":                      "mon 18 11:45, thu 14 09:00, thu 14 14:30, tue 19 10:00, tue 19 14:00, wed 20 16:30",
		"le matin ou à partir de 16h":            "mon 18 11:45, thu 14 09:00, tue 19 10:00, wed 20 16:30",
		"à partir du 19":                         "tue 19 10:00, tue 19 14:00, wed 20 16:30",
		"avant mardi":                            "mon 18 11:45, thu 14 09:00, thu 14 14:30",
		"je travaille le matin":                  "thu 14 14:30, tue 19 14:00, wed 20 16:30",
		"mercredi matin non mais l'aprem oui":    "wed 20 16:30",
		"je commence à 8h et je finis à 12h":     "thu 14 14:30, tue 19 14:00, wed 20 16:30",
		"jeudi euh non mardi":                    "tue 19 10:00, tue 19 14:00",
		"merci":                                  "",
		"je suis en vacances jusqu'au 18 inclus": "tue 19 10:00, tue 19 14:00, wed 20 16:30",
	} {
		free, why := understand.Availability(text, now)
		var fit []string
		for name, start := range slots {
			if free.Fits(start.UTC(), zone) {
				fit = append(fit, name)
			}
			if free.Wants(start, zone) && free.Refuses(start, zone) {
				t.Errorf("%q both wants and refuses %s", text, name)
			}
		}
		slices.Sort(fit)
		if diff := cmp.Diff(want, strings.Join(fit, ", ")); diff != "" {
			t.Errorf("%q fits other slots than it should (-want +got), read as %s:\n%s", text, why, diff)
		}
	}
}

func TestJSONOfDatesAndFreeTimes(t *testing.T) {
	t.Parallel()
	now := wednesday(t)
	for _, c := range []struct {
		read any
		want string
	}{
		{first(understand.Date("vendredi 14h30", now)), `{"value":"2027-01-15T14:30:00+01:00","grain":"minute"}`},
		{first(understand.Date("bonjour", now)), `null`},
		{
			first(understand.Availability("mardi aprem, pas avant 14h, sauf le 26", now)),
			`{"days":[],"weekdays":["tue"],"part":"afternoon","from":"14:00","to":null,"not":["2027-01-26"],"earliest":null,"latest":null}`,
		},
		{
			first(understand.Availability("demain", now)),
			`{"days":["2027-01-14"],"weekdays":[],"part":"any","from":null,"to":null,"not":[],"earliest":null,"latest":null}`,
		},
		{first(understand.Availability("bonjour", now)), `null`},
	} {
		got, err := json.Marshal(c.read)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

func first(reading any, _ string) any { return reading }

func TestRelativeDaysFollowTheCivilCalendar(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	// every hour around both clock changes, and the ends of months and years
	for _, around := range []time.Time{
		time.Date(2027, time.March, 26, 0, 0, 0, 0, zone), time.Date(2027, time.October, 29, 0, 0, 0, 0, zone),
		time.Date(2026, time.December, 30, 0, 0, 0, 0, zone), time.Date(2028, time.February, 27, 0, 0, 0, 0, zone),
	} {
		for h := range 96 {
			now := around.Add(time.Duration(h) * time.Hour)
			y, m, d := now.Date()
			for text, days := range map[string]int{"aujourd'hui": 0, "demain": 1, "après-demain": 2, "dans 3 jours": 3, "dans une semaine": 7, "hier": -1} {
				want := time.Date(y, m, d+days, 0, 0, 0, 0, zone)
				if got, why := understand.Date(text, now); got == nil || !got.Value.Equal(want) || got.Grain != understand.GrainDay {
					t.Errorf("Date(%q) on %v = %+v (%s), want %v", text, now, got, why, want)
				}
			}
			for _, text := range []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"} {
				got, _ := understand.Date(text, now)
				if days := got.Value.Sub(now).Hours() / 24; days <= 0 || days > 7.05 || got.Value.Hour() != 0 {
					t.Errorf("Date(%q) on %v = %v: not one of the next seven days", text, now, got.Value)
				}
			}
			if got, _ := understand.Date("9h", now); got.Value.Before(now) || got.Value.Hour() != 9 || got.Value.Sub(now) > 25*time.Hour {
				t.Errorf("Date(9h) on %v = %v: not the next nine o'clock", now, got.Value)
			}
		}
	}
}

func TestLongRepetitiveTimesStayCheap(t *testing.T) {
	t.Parallel()
	now := wednesday(t)
	for _, word := range []string{"lundi ", "9h-", "le 12 ", "lundi, ", "pas ", "pas lundi ", "je peux pas lundi mais ", "1 ", "12/01/", "à partir de ", "ou 12 ", "j'ai la petite mardi "} {
		long := strings.Repeat(word, 4096/len(word))
		start := time.Now()
		understand.Date(long, now)
		understand.Availability(long, now)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q repeated takes %v", word, took)
		}
	}
}

func FuzzTimes(f *testing.F) {
	for _, name := range []string{"date", "availability"} {
		for _, x := range sets(f, name)[0].Examples {
			f.Add(x.Text, x.Now.Unix())
		}
	}
	for _, seed := range []string{"le 99/99/9999", "entre 25h et 99h", "dans 99999999999 jours", "du 31 au 1", "le 29 février 1900", "0h", "24h", "lundi au lundi", "pas pas pas lundi", "\xff\x00-/.", "de de de", "celle d'après", strings.Repeat("lundi 9h-", 400)} {
		f.Add(seed, int64(1_800_000_000))
	}
	zone := paris(f)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%(1<<33), 0).In(zone)
		when, why := understand.Date(text, now)
		if again, _ := understand.Date(text, now); why == "" || !cmp.Equal(when, again) {
			t.Errorf("Date(%q) = %+v (%s), then %+v", text, when, why, again)
		}
		if when != nil && when.Grain == understand.GrainDay && when.Value.Minute() != 0 {
			t.Errorf("Date(%q) = %+v: a day that begins at minutes", text, when)
		}
		free, why := understand.Availability(text, now)
		if why == "" {
			t.Errorf("Availability(%q) gives no reason", text)
		}
		one, err := json.Marshal(free)
		if err != nil {
			t.Fatalf("Availability(%q): %v", text, err)
		}
		again, _ := understand.Availability(text, now)
		if two, _ := json.Marshal(again); string(one) != string(two) {
			t.Errorf("Availability(%q) = %s, then %s", text, one, two)
		}
		for h := range 24 {
			start := now.Add(time.Duration(7*h) * time.Hour)
			fits, refused := free.Fits(start, zone), free.Refuses(start, zone)
			if fits && (refused || free == nil) || free.Wants(start, zone) && !fits {
				t.Errorf("%q at %v: fits %v, refused %v", text, start, fits, refused)
			}
		}
	})
}
