package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"relais/parcours"
)

// staff of the pilot: 10 referents, 2 nurses, 6 professionals of the employment
// service and 1 coordinator. The numbers of the Département are those of its
// deliberation of 29 June 2023; those of the employment service are ours.
var staff = []struct {
	role      parcours.ProfessionalRole
	land      int
	first     string
	last      string
	onChat    bool // gets questions on Telegram
	structure string
}{
	{parcours.RoleReferent, 0, "Anne", "Morel", true, "CDAS de Redon"},
	{parcours.RoleReferent, 0, "Solène", "Kerdoncuff", true, "CDAS de Redon"},
	{parcours.RoleReferent, 0, "Marc", "Lécuyer", false, "CDAS de Redon"},
	{parcours.RoleReferent, 0, "Nadège", "Pinson", true, "CDAS de Redon"},
	{parcours.RoleReferent, 0, "Hakim", "Rahmani", false, "CDAS de Redon"},
	{parcours.RoleReferent, 1, "Claire", "Josselin", true, "CDAS de Guichen"},
	{parcours.RoleReferent, 1, "Benoît", "Aubrée", false, "CDAS de Guichen"},
	{parcours.RoleReferent, 1, "Teresa", "Duarte", true, "CDAS de Guichen"},
	{parcours.RoleReferent, 1, "Armelle", "Gautier", false, "CDAS de Guichen"},
	{parcours.RoleReferent, 1, "Damien", "Orhan", true, "CDAS de Guichen"},
	{parcours.RoleNurse, 0, "Isabelle", "Menier", false, "CDAS de Redon"},
	{parcours.RoleNurse, 1, "Pauline", "Savary", false, "CDAS de Guichen"},
	{parcours.RoleProfessional, 0, "Paul", "Riou", true, "France Travail Redon"},
	{parcours.RoleProfessional, 0, "Sylvie", "Marchand", false, "France Travail Redon"},
	{parcours.RoleProfessional, 0, "Omar", "Lahlou", false, "France Travail Redon"},
	{parcours.RoleProfessional, 1, "Virginie", "Coquelin", true, "France Travail Bain-de-Bretagne"},
	{parcours.RoleProfessional, 1, "Thierry", "Boulay", false, "France Travail Bain-de-Bretagne"},
	{parcours.RoleProfessional, 1, "Maud", "Échard", false, "France Travail Bain-de-Bretagne"},
	{parcours.RoleCoordinator, 0, "Gaëlle", "Prigent", true, "Département d'Ille-et-Vilaine"},
}

func professionals(r *rand.Rand) []Professional {
	all := make([]Professional, 0, len(staff))
	for i, s := range staff {
		p := Professional{
			Email:     parcours.FoldName(s.first) + "." + strings.ReplaceAll(parcours.FoldName(s.last), " ", "") + "@exemple.fr",
			FirstName: s.first, LastName: s.last, Structure: s.structure,
			Phone: fictionLandline(200 + 10*i + r.IntN(10)), Territory: lands[s.land].name, Role: s.role,
		}
		if s.onChat {
			p.Chat = professionalChats + int64(i)
		}
		all = append(all, p)
	}
	return all
}

// slotHours are the hours of joint interviews, one hour each.
var slotHours = []int{9, 10, 11, 14, 15, 16}

// slots lays out the joint interviews: each professional of the employment
// service holds them on four working days a week, with a referent of the same
// territory, at one of its sites. Capacity is one person, or two for one in
// eight, when a couple may come together.
func slots(d dice, start parcours.Date, weeks int, pros []Professional) []parcours.SlotRow {
	var rows []parcours.SlotRow
	for day := start; day.Before(start.AddDays(7 * weeks)); day = day.AddDays(1) {
		if !parcours.IsWorkday(day) {
			continue
		}
		for i, pro := range pros {
			if pro.Role != parcours.RoleProfessional || (int(day.Weekday())+i)%5 == 0 {
				continue
			}
			r := d.of("slots", day, pro.Email)
			l, partner := landOf(pro.Territory), referentFor(pros, pro.Territory, i+day.Day)
			where := l.sites[(i+int(day.Weekday()))%len(l.sites)]
			for _, hour := range slotHours {
				row := parcours.SlotRow{
					StartsAt: day.At(hour, 0, paris()), Minutes: 60,
					Place: where.name, Address: where.address, Phone: where.phone,
					Territory: pro.Territory, Kind: parcours.JointInterview, Capacity: 1,
					ProfessionalEmails: []string{partner.Email, pro.Email},
				}
				if r.IntN(8) == 0 {
					row.Capacity = 2
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func landOf(name string) land {
	for _, l := range lands {
		if l.name == name {
			return l
		}
	}
	panic(fmt.Sprintf("sandbox: no land is named %q", name)) // a mistake in the tables above
}

func referentFor(pros []Professional, territory string, n int) Professional {
	var mine []Professional
	for _, p := range pros {
		if p.Role == parcours.RoleReferent && p.Territory == territory {
			mine = append(mine, p)
		}
	}
	return mine[n%len(mine)]
}
