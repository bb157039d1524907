package parcours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

func TestPostalBlockIsWrittenAsThePostReadsIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, address, postcode, city string
		want                          []string
		obstacle                      parcours.LetterObstacle
	}{
		{name: "plain", address: "8 rue du Port", postcode: "35600", city: "Redon", want: []string{"8 rue du Port", "35600 REDON"}},
		{
			name: "several lines and blanks", address: "Appt 4\r\n  8   rue du Port\t\n\n", postcode: " 35600", city: "Saint-Nicolas-de-Redon",
			want: []string{"Appt 4", "8 rue du Port", "35600 SAINT-NICOLAS-DE-REDON"},
		},
		{
			name: "a long line is cut between words", address: "Résidence des Grands Chênes bâtiment C escalier 2 porte 14", postcode: "35000", city: "Rennes",
			want: []string{"Résidence des Grands Chênes bâtiment C", "escalier 2 porte 14", "35000 RENNES"},
		},
		{
			name: "six lines in all, the name included", address: "a\nb\nc\nd\ne\nf", postcode: "35000", city: "Rennes",
			want: []string{"a", "b", "c", "d e f", "35000 RENNES"},
		},
		{name: "nothing", postcode: "35600", city: "Redon", obstacle: parcours.LetterNoAddress},
		{name: "no postcode", address: "8 rue du Port", city: "Redon", obstacle: parcours.LetterNoTown},
		{name: "no town", address: "8 rue du Port", postcode: "35600", obstacle: parcours.LetterNoTown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, obstacle := parcours.PostalBlock(tt.address, tt.postcode, tt.city)
			if diff := cmp.Diff(tt.want, got); diff != "" || obstacle != tt.obstacle {
				t.Errorf("obstacle %q, want %q; lines (-want +got):\n%s", obstacle, tt.obstacle, diff)
			}
		})
	}
}

func TestThePostTakesThreeWorkingDays(t *testing.T) {
	t.Parallel()
	r := parcours.DefaultRules(paris(t))
	for day, want := range map[parcours.Date]parcours.Date{
		parcours.NewDate(2026, time.January, 5):   parcours.NewDate(2026, time.January, 8),
		parcours.NewDate(2026, time.January, 8):   parcours.NewDate(2026, time.January, 13), // over a week-end
		parcours.NewDate(2026, time.April, 30):    parcours.NewDate(2026, time.May, 6),      // over 1 May
		parcours.NewDate(2026, time.December, 23): parcours.NewDate(2026, time.December, 29),
	} {
		if got := r.PostArrives(day.At(10, 0, r.Zone)); got != want {
			t.Errorf("posted on %v: arrives on %v, want %v", day, got, want)
		}
	}
}

func TestACallIsTriedAgainTomorrowOrWhileItStillHelps(t *testing.T) {
	t.Parallel()
	r := parcours.DefaultRules(paris(t))
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.January, day, hour, minute, 0, 0, r.Zone)
	}
	for _, tt := range []struct {
		name                string
		now, startsAt, want time.Time
	}{
		{"next day at the opening", at(6, 15, 0), at(13, 14, 30), at(7, 9, 0)},
		{"over a week-end", at(9, 15, 0), at(13, 14, 30), at(12, 9, 0)},
		{"no appointment", at(6, 15, 0), time.Time{}, at(7, 9, 0)},
		{"the appointment is tomorrow morning", at(6, 15, 0), at(7, 9, 30), at(6, 17, 0)},
		{"too late to tell", at(6, 18, 0), at(7, 9, 30), time.Time{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := r.NextCall(tt.now, tt.startsAt); !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWordsOfALetterHoldAllThatIsPrinted(t *testing.T) {
	t.Parallel()
	l := parcours.Letter{
		To: []string{"Mme Maëlys QUILLIEN", "8 rue du Port", "35600 REDON"},
		Texts: []parcours.LetterText{{
			Place: "Redon, le 5 janvier", File: "N° CAF : 0123456", Reference: "Réf K7F29", Subject: "Votre rendez-vous", Opening: "Bonjour,",
			Body: []string{"Un."}, Details: []parcours.LetterDetail{{Name: "Quand", Value: "mardi"}}, Bring: []string{"Apportez :", "ce courrier"},
			Answer: []string{"Appelez."}, Closing: "Cordialement,", Signature: []string{"Le service"},
		}},
	}
	words := l.Words()
	for _, want := range []string{"QUILLIEN", "35600 REDON", "5 janvier", "0123456", "K7F29", "Votre rendez-vous", "Bonjour", "Un.", "Quand : mardi", "ce courrier", "Appelez.", "Cordialement", "Le service"} {
		if !strings.Contains(words, want) {
			t.Errorf("words lack %q:\n%s", want, words)
		}
	}
}
