package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"relais/parcours"
)

// Resident is a fictional beneficiary of the pilot territory.
type Resident struct {
	// Key is the person's id in the département's software, as in the people file.
	Key                 string
	Title               parcours.Title
	FirstName, LastName string
	Birth               parcours.Date
	NIR                 string
	Affiliation         string
	Role                parcours.Role
	// Mobile is an E.164 number, empty when there is none; Landline is as printed.
	Mobile, Landline string
	// Shared: another resident has the same mobile.
	Shared         bool
	Email          string
	Address        string
	Postcode, City string
	Territory      string
	Entered        parcours.Date
	Referent       string
	Language       parcours.Language
	Temper         Temper
	// Chat is the person's Telegram account, 0 when there is none.
	Chat int64
}

// Name returns "Maëlys LE GOFF".
func (r Resident) Name() string { return r.FirstName + " " + strings.ToUpper(r.LastName) }

// Professional is a fictional professional of the pilot territory.
type Professional struct {
	Email, FirstName, LastName  string
	Structure, Phone, Territory string
	Role                        parcours.ProfessionalRole
	// Chat is the Telegram account in which they get questions, 0 when there is none.
	Chat int64
}

// Name returns "Anne MOREL".
func (p Professional) Name() string { return p.FirstName + " " + strings.ToUpper(p.LastName) }

// Pilot is the fictional pilot territory: Pays de Redon and Vallons de Vilaine.
type Pilot struct {
	Residents     []Resident
	Professionals []Professional
	Slots         []parcours.SlotRow
	// Start is the first day of the story.
	Start parcours.Date

	seed  dice
	lands []land
}

// First ids of the fictional Telegram accounts.
const (
	residentChats     int64 = 510_000_000
	professionalChats int64 = 350_000_000
)

// backlog is the share of the people who entered in the nine days before the
// start; the others enter evenly over the weeks. Our assumption.
const backlog = 0.35

// Generate invents a pilot territory of n people whose story starts on start and
// lasts weeks. The same arguments give the same territory.
func Generate(seed uint64, start parcours.Date, n, weeks int) Pilot {
	p := Pilot{Start: start, seed: dice(seed), lands: lands}
	p.Professionals = professionals(p.seed.of("professionals"))
	mobiles := p.seed.of("mobiles").Perm(10_000)
	for i := 0; i < n; i++ {
		r := p.seed.of("resident", i)
		person := p.resident(r, i, n, max(1, weeks))
		person.Mobile = fictionMobile(mobiles[i])
		if i > 0 && !p.Residents[i-1].Shared && r.IntN(100) < 4 {
			p.couple(&p.Residents[i-1], &person)
		}
		withContacts(r, &person)
		p.Residents = append(p.Residents, person)
	}
	p.Slots = slots(p.seed, start, max(1, weeks)+4, p.Professionals)
	return p
}

func fictionMobile(n int) string { return fmt.Sprintf("+3363998%04d", n%10_000) }

func fictionLandline(n int) string { return fmt.Sprintf("02 61 91 %02d %02d", n/100%100, n%100) }

func (p Pilot) resident(r *rand.Rand, i, n, weeks int) Resident {
	woman := r.IntN(100) < 54
	l := pick(r, p.lands)
	weights := make([]int, len(l.communes))
	for j, c := range l.communes {
		weights[j] = c.weight
	}
	home := l.communes[weighted(r, weights)]
	person := Resident{
		Key:         fmt.Sprintf("%06d", 410_000+7*i+r.IntN(7)),
		Title:       parcours.TitleMonsieur,
		Birth:       parcours.NewDate(p.Start.Year-20-r.IntN(43), 1, 1).AddDays(r.IntN(365)),
		Affiliation: fmt.Sprintf("%07d", 1_000_000+31*i+r.IntN(31)),
		Role:        parcours.RoleApplicant,
		Address:     fmt.Sprintf("%d %s", 1+r.IntN(60), pick(r, streets)),
		Postcode:    home.postcode, City: home.name, Territory: l.name,
		Entered: p.entry(r, i, n, weeks),
		Temper:  drawTemper(r),
	}
	if woman {
		person.Title = parcours.TitleMadame
	}
	person.FirstName, person.LastName, person.Language = drawName(r, woman)
	person.NIR = fictionNIR(r, woman, person.Birth)
	if r.IntN(100) < 70 {
		person.Email = mailbox(person.FirstName, person.LastName, i)
	}
	if r.IntN(100) < 30 {
		person.Referent = p.referentOf(l.name, r)
	}
	if t := tempers[person.Temper]; r.IntN(100) < t.telegram {
		person.Chat = residentChats + int64(i)
	}
	return person
}

// entry spreads the entries: some before the start, the others on the working
// days of the weeks that follow.
func (p Pilot) entry(r *rand.Rand, i, n, weeks int) parcours.Date {
	if float64(i) < backlog*float64(n) {
		return p.Start.AddDays(-r.IntN(10))
	}
	day := p.Start.AddDays(1 + r.IntN(7*weeks-1))
	for !parcours.IsWorkday(day) {
		day = day.AddDays(-1)
	}
	if !day.After(p.Start) {
		return p.Start
	}
	return day
}

// couple makes the second person the spouse of the first: one file, one home, one phone.
func (p Pilot) couple(first, second *Resident) {
	first.Shared, second.Shared = true, true
	second.Role = parcours.RoleSpouse
	second.Affiliation, second.LastName = first.Affiliation, first.LastName
	second.Address, second.Postcode, second.City, second.Territory = first.Address, first.Postcode, first.City, first.Territory
	second.Referent, second.Email, second.Mobile, second.Landline = first.Referent, first.Email, first.Mobile, first.Landline
	second.Entered = first.Entered
	// Whoever holds the phone answers in the same manner for both.
	second.Temper, second.Chat = first.Temper, 0
}

// withContacts takes the mobile away from the few who have none. Our
// assumptions: 4 % have a landline only, 2 % no number at all.
func withContacts(r *rand.Rand, person *Resident) {
	if person.Shared {
		return
	}
	switch n := r.IntN(100); {
	case n < 4:
		person.Mobile, person.Landline = "", fictionLandline(1000+r.IntN(9000))
	case n < 6:
		person.Mobile = ""
	case n < 14:
		person.Landline = fictionLandline(1000 + r.IntN(9000))
	}
	if person.Mobile == "" {
		person.Temper, person.Chat = TemperSilent, 0
	}
}

func (p Pilot) referentOf(territory string, r *rand.Rand) string {
	var emails []string
	for _, pro := range p.Professionals {
		if pro.Role == parcours.RoleReferent && pro.Territory == territory {
			emails = append(emails, pro.Email)
		}
	}
	return pick(r, emails)
}

// fictionNIR has the commune 999, which does not exist, and a true key.
func fictionNIR(r *rand.Rand, woman bool, birth parcours.Date) string {
	sex := 1
	if woman {
		sex = 2
	}
	thirteen := fmt.Sprintf("%d%02d%02d35999%03d", sex, birth.Year%100, int(birth.Month), 100+r.IntN(900))
	var n int
	fmt.Sscan(thirteen, &n)
	return fmt.Sprintf("%s%02d", thirteen, 97-n%97)
}

func mailbox(first, last string, i int) string {
	local := parcours.FoldName(first + " " + last)
	local = strings.Map(func(c rune) rune {
		if c == ' ' || c == '-' || c == '\'' {
			return '.'
		}
		return c
	}, local)
	return fmt.Sprintf("%s%d@exemple.fr", local, i)
}
