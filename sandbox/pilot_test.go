package sandbox_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"relais/parcours"
	"relais/sandbox"
)

var monday = parcours.NewDate(2026, time.January, 12)

func TestPilotIsTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	a, b := sandbox.Generate(3, monday, 300, 4), sandbox.Generate(3, monday, 300, 4)
	c := sandbox.Generate(4, monday, 300, 4)
	all := parcours.NewDate(2030, 1, 1)
	if !bytes.Equal(a.PeopleFile(parcours.Date{}, all), b.PeopleFile(parcours.Date{}, all)) || !bytes.Equal(a.SlotsFile(), b.SlotsFile()) {
		t.Error("two territories of one seed differ")
	}
	if bytes.Equal(a.PeopleFile(parcours.Date{}, all), c.PeopleFile(parcours.Date{}, all)) {
		t.Error("two seeds give one territory")
	}
}

func TestPilotIsFiction(t *testing.T) {
	t.Parallel()
	p := sandbox.Generate(3, monday, 1000, 4)
	phones, keys := map[string]int{}, map[string]bool{}
	for _, r := range p.Residents {
		if keys[r.Key] {
			t.Errorf("two people have the key %s", r.Key)
		}
		keys[r.Key] = true
		if r.Mobile != "" {
			phones[r.Mobile]++
			if !strings.HasPrefix(r.Mobile, "+3363998") || len(r.Mobile) != 12 {
				t.Errorf("mobile %s is not fiction", r.Mobile)
			}
		}
		if r.Landline != "" && !strings.HasPrefix(r.Landline, "02 61 91 ") {
			t.Errorf("landline %s is not fiction", r.Landline)
		}
		if r.Email != "" && !strings.HasSuffix(r.Email, "@exemple.fr") {
			t.Errorf("e-mail %s is not fiction", r.Email)
		}
		if _, err := parcours.ParseNIR(r.NIR); err != nil || r.NIR[5:10] != "35999" {
			t.Errorf("NIR %s: %v", r.NIR, err)
		}
	}
	for number, n := range phones {
		if n > 2 {
			t.Errorf("%d people share %s", n, number)
		}
	}
	for _, pro := range p.Professionals {
		if !strings.HasPrefix(pro.Phone, "02 61 91 ") || !strings.HasSuffix(pro.Email, "@exemple.fr") || strings.ContainsAny(pro.Email, " 'é") {
			t.Errorf("professional %s %s", pro.Email, pro.Phone)
		}
	}
}

func TestPilotHasTheTeamOfTheDeliberation(t *testing.T) {
	t.Parallel()
	count := map[parcours.ProfessionalRole]int{}
	for _, pro := range sandbox.Generate(3, monday, 10, 1).Professionals {
		count[pro.Role]++
	}
	if count[parcours.RoleReferent] != 10 || count[parcours.RoleNurse] != 2 || count[parcours.RoleCoordinator] != 1 || count[parcours.RoleProfessional] == 0 {
		t.Errorf("team %v", count)
	}
}

func TestPeopleEnterEveryWeek(t *testing.T) {
	t.Parallel()
	p := sandbox.Generate(3, monday, 300, 4)
	rows := func(after, until parcours.Date) int {
		text, err := charmap.Windows1252.NewDecoder().Bytes(p.PeopleFile(after, until))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma = ';'
		all, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return len(all) - 1
	}
	total, after := 0, parcours.Date{}
	for week := range 5 {
		until := monday.AddDays(7 * week)
		n := rows(after, until)
		if n < 25 {
			t.Errorf("%d people until %v", n, until)
		}
		total, after = total+n, until
	}
	if extra := 4; total != len(p.Residents)+extra {
		t.Errorf("%d rows for %d people", total, len(p.Residents))
	}
}

func TestPeopleFileHasTheDirtMetInTheField(t *testing.T) {
	t.Parallel()
	file := sandbox.Generate(3, monday, 600, 4).PeopleFile(parcours.Date{}, parcours.NewDate(2030, 1, 1))
	text, err := charmap.Windows1252.NewDecoder().String(string(file))
	if err != nil {
		t.Fatal(err)
	}
	for what, sign := range map[string]string{
		"no title":               "\r\n;",
		"lost zero":              ";63998",
		"two numbers":            " / ",
		"dots":                   ";06.39.98.",
		"international prefix":   ";003363998",
		"scientific notation":    "E+14",
		"padded number":          "00000000;",
		"curly apostrophe":       "Date d’entrée",
		"header with a new line": "\"N° Téléphones\r\n\"",
		"spouse":                 "Conjoint(e)",
		"landline only":          ";02 61 91 ",
	} {
		if !strings.Contains(text, sign) {
			t.Errorf("no %s (%q) in the file", what, sign)
		}
	}
	if bytes.Contains(file, []byte("é")) {
		t.Error("the file is UTF-8, not windows-1252")
	}
}

func TestSlotsStandOnWorkingDaysWithBothInstitutions(t *testing.T) {
	t.Parallel()
	spring := parcours.NewDate(2026, time.April, 27) // 1 May, 8 May, Ascension, Whit Monday
	p := sandbox.Generate(3, spring, 300, 4)
	roles := map[string]sandbox.Professional{}
	for _, pro := range p.Professionals {
		roles[pro.Email] = pro
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	busy := map[string]bool{}
	for _, s := range p.Slots {
		at := s.StartsAt.In(zone)
		if !parcours.IsWorkday(parcours.DateOf(at, zone)) || at.Hour() < 9 || at.Add(time.Duration(s.Minutes)*time.Minute).Hour() > 17 {
			t.Errorf("slot at %v", at)
		}
		a, b := roles[s.ProfessionalEmails[0]], roles[s.ProfessionalEmails[1]]
		if a.Role != parcours.RoleReferent || b.Role != parcours.RoleProfessional || a.Territory != s.Territory || b.Territory != s.Territory {
			t.Errorf("slot held by %+v and %+v", a, b)
		}
		for _, email := range s.ProfessionalEmails {
			key := email + at.String()
			if busy[key] {
				t.Errorf("%s is twice at work on %v", email, at)
			}
			busy[key] = true
		}
	}
	if perWeek := len(p.Slots) / 8; perWeek < 90 {
		t.Errorf("%d slots a week for 300 people", perWeek)
	}
}
