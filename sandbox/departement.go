package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"relais/parcours"
)

const (
	// perTerritory is how many people a territory of the département has, about;
	// perReferent how many a referent follows (the deliberation of 29 June 2023).
	perTerritory = 1500
	perReferent  = 60
	// spareSlots is how many more interviews are offered than people who enter, in
	// hundredths: some are missed or moved, and set again. Our assumption.
	spareSlots = 45
	// firstDay and lastDay bound after how many days from their entry, or from the start of
	// the story, the interviews of people are held. Our assumption.
	firstDay, lastDay = 4, 12
)

// GenerateDepartement invents a whole département: n people in territories of 1 500, each
// with a referent for 60 of them, and as many joint interviews as those who enter need.
// As in the pilot 35 % of the people are there when the story starts, and the others enter
// over its weeks. The same arguments give the same département.
func GenerateDepartement(seed uint64, start parcours.Date, n, weeks int) Pilot {
	p := Pilot{Start: start, seed: dice(seed)}
	weeks = max(1, weeks)
	for i := range TerritoriesOf(n) {
		p.lands = append(p.lands, territory(i))
	}
	p.team(n)
	mobiles := p.seed.of("mobiles").Perm(max(n, 10_000))
	for i := range n {
		r := p.seed.of("resident", i)
		person := p.resident(r, i, n, weeks)
		person.Mobile = invented(mobiles[i])
		if i > 0 && !p.Residents[i-1].Shared && r.IntN(100) < 4 {
			p.couple(&p.Residents[i-1], &person)
		}
		withContacts(r, &person)
		p.Residents = append(p.Residents, person)
	}
	p.interviews(weeks)
	return p
}

// TerritoriesOf is how many territories so many people make.
func TerritoriesOf(n int) int { return max(1, (n+perTerritory/2)/perTerritory) }

// invented is a mobile number: those kept for fiction are ten thousand, the others are of
// a block that no phone has (0700). Nothing is ever sent to them.
func invented(n int) string {
	if n < 10_000 {
		return fictionMobile(n)
	}
	return fmt.Sprintf("+33700%06d", n-10_000)
}

// territory is one of the pilot's two again, under a name of its own.
func territory(i int) land {
	l := lands[i%len(lands)]
	if i >= len(lands) {
		l.name = fmt.Sprintf("%s %d", l.name, i/len(lands)+1)
		l.slug = fmt.Sprintf("%s-%d", l.slug, i/len(lands)+1)
	}
	return l
}

// team are the professionals: referents for the people, as many of the employment service
// as hold the interviews of a busy day, and a coordinator. Three referents in five get
// questions on Telegram. Our assumption.
func (p *Pilot) team(n int) {
	r := p.seed.of("team")
	add := func(role parcours.ProfessionalRole, l land, structure string, i int) {
		first, last, _ := drawName(r, r.IntN(2) == 0)
		pro := Professional{
			Email: fmt.Sprintf("%s.%s.%d@exemple.fr", role, l.slug, i), FirstName: first, LastName: last, Structure: structure,
			Phone: fictionLandline(len(p.Professionals)), Territory: l.name, Role: role,
		}
		if role != parcours.RoleProfessional && r.IntN(5) < 3 {
			pro.Chat = professionalChats + int64(len(p.Professionals))
		}
		p.Professionals = append(p.Professionals, pro)
	}
	each := n / len(p.lands)
	for _, l := range p.lands {
		for i := range max(2, (each+perReferent-1)/perReferent) {
			add(parcours.RoleReferent, l, "CDAS de "+l.name, i)
		}
		for i := range 1 + each*35/100/7/len(slotHours) {
			add(parcours.RoleProfessional, l, "France Travail "+l.name, i)
		}
	}
	add(parcours.RoleCoordinator, p.lands[0], "Département d'Ille-et-Vilaine", 0)
}

// interviews lays out the joint interviews where people enter: each territory offers on a
// day as many as are needed then, and some to spare.
func (p *Pilot) interviews(weeks int) {
	type offer struct {
		territory string
		day       parcours.Date
	}
	wanted := map[offer]int{}
	for i, person := range p.Residents {
		from := person.Entered
		if from.Before(p.Start) {
			from = p.Start
		}
		r := p.seed.of("interview", i)
		wanted[offer{person.Territory, workday(r, from)}]++
		if r.IntN(100) < spareSlots {
			wanted[offer{person.Territory, workday(r, from)}]++
		}
	}
	for _, l := range p.lands { // nobody waits for ever in a quiet week
		for day := p.Start.AddDays(firstDay); day.Before(p.Start.AddDays(7 * (weeks + 3))); day = day.AddDays(1) {
			if parcours.IsWorkday(day) {
				wanted[offer{l.name, day}]++
			}
		}
	}
	pairs := map[string][2][]Professional{}
	for _, pro := range p.Professionals {
		pair := pairs[pro.Territory]
		switch pro.Role {
		case parcours.RoleReferent:
			pair[0] = append(pair[0], pro)
		case parcours.RoleProfessional:
			pair[1] = append(pair[1], pro)
		}
		pairs[pro.Territory] = pair
	}
	sites := map[string][]site{}
	for _, l := range p.lands {
		sites[l.name] = l.sites
	}
	for o, places := range wanted {
		pair, where := pairs[o.territory], sites[o.territory]
		for hour := range slotHours {
			here := (places + len(slotHours) - 1 - hour) / len(slotHours)
			for n := range min(here, len(pair[1])) {
				row := parcours.SlotRow{
					StartsAt: o.day.At(slotHours[hour], 0, paris()), Minutes: 60, Territory: o.territory, Kind: parcours.JointInterview,
					// Where more come than there are professionals, an interview is for several.
					Capacity:           (here + len(pair[1]) - 1 - n) / len(pair[1]),
					ProfessionalEmails: []string{pair[0][(n+o.day.Day+hour)%len(pair[0])].Email, pair[1][n].Email},
				}
				at := where[n%len(where)]
				row.Place, row.Address, row.Phone = at.name, at.address, at.phone
				p.Slots = append(p.Slots, row)
			}
		}
	}
	slices.SortFunc(p.Slots, func(a, b parcours.SlotRow) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), strings.Compare(a.Territory, b.Territory), strings.Compare(a.ProfessionalEmails[1], b.ProfessionalEmails[1]))
	})
}

// workday is a working day between the first and the last one after from.
func workday(r *rand.Rand, from parcours.Date) parcours.Date {
	day := from.AddDays(firstDay + r.IntN(lastDay-firstDay+1))
	for !parcours.IsWorkday(day) {
		day = day.AddDays(1)
	}
	return day
}

// Between returns the part of the pilot's slots that start on the days from one on and
// before another.
func (p Pilot) Between(from, before parcours.Date) Pilot {
	p.Slots = slices.DeleteFunc(slices.Clone(p.Slots), func(s parcours.SlotRow) bool {
		day := parcours.DateOf(s.StartsAt, paris())
		return day.Before(from) || !day.Before(before)
	})
	return p
}

// Agrees tells whether somebody agrees on weekly hours at their first interview.
func (p Pilot) Agrees(key string) bool { return p.seed.of("plan after", key).IntN(100) < agreesAfter }

// Part returns one of so many parts of a département: every so manieth territory with its
// people, professionals and slots. Whoever coordinates is in each.
func (p Pilot) Part(part, of int) Pilot {
	mine := map[string]bool{}
	var lands []land
	for i, l := range p.lands {
		if i%of == part {
			lands, mine[l.name] = append(lands, l), true
		}
	}
	p.lands = lands
	p.Residents = slices.DeleteFunc(slices.Clone(p.Residents), func(r Resident) bool { return !mine[r.Territory] })
	p.Slots = slices.DeleteFunc(slices.Clone(p.Slots), func(s parcours.SlotRow) bool { return !mine[s.Territory] })
	p.Professionals = slices.DeleteFunc(slices.Clone(p.Professionals), func(pro Professional) bool {
		return !mine[pro.Territory] && pro.Role != parcours.RoleCoordinator
	})
	return p
}

// Territories returns the names of the territories.
func (p Pilot) Territories() []string {
	var names []string
	for _, l := range p.lands {
		names = append(names, l.name)
	}
	return names
}
