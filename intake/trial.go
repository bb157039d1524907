package intake

import (
	"slices"
	"strings"

	"relais/parcours"
)

// trialGroups cuts the rows of a trial, of which keys are the names they answer to,
// into groups of about size rows. A trial is undone at the end of each call to the
// store: rows that share a name, directly or through others, are of one group, so
// that one that is about somebody whom an earlier row creates is seen for what it
// is. Rows of different groups say nothing of each other. Each group keeps the
// order of the file.
func trialGroups(keys [][]string, size int) [][]int {
	family := make([]int, len(keys)) // by row, an earlier row of the same family, or itself
	eldest := func(i int) int {
		for family[i] != i {
			family[i] = family[family[i]]
			i = family[i]
		}
		return i
	}
	holder := map[string]int{}
	for i, names := range keys {
		family[i] = i
		for _, name := range names {
			first, known := holder[name]
			if !known {
				holder[name] = i
				continue
			}
			a, b := eldest(first), eldest(i)
			family[max(a, b)] = min(a, b)
		}
	}
	members := map[int][]int{}
	for i := range keys {
		members[eldest(i)] = append(members[eldest(i)], i)
	}
	var groups [][]int
	var group []int
	for i := range keys {
		group = append(group, members[i]...) // none for a row of an elder's family
		if len(group) >= size {
			groups, group = append(groups, group), nil
		}
	}
	if len(group) > 0 {
		groups = append(groups, group)
	}
	for _, g := range groups {
		slices.Sort(g)
	}
	return groups
}

func personKeys(p parcours.PersonRow) []string {
	keys := []string{"nir " + p.NIR, "id " + p.InternalID, "at " + p.Email}
	for _, phone := range p.Phones {
		keys = append(keys, "at "+phone.E164)
	}
	return named(keys)
}

func professionalKeys(p parcours.ProfessionalRow) []string {
	return named([]string{"at " + p.Email})
}

// slotKeys: two slots concern each other by who holds them, or by where and when.
func slotKeys(s parcours.SlotRow) []string {
	keys := []string{"when " + s.StartsAt.String() + " " + s.Place}
	for _, email := range s.ProfessionalEmails {
		keys = append(keys, "at "+email)
	}
	return named(keys)
}

func activityKeys(a parcours.ActivityRow) []string {
	return named([]string{"nir " + a.NIR, "id " + a.InternalID, "number " + a.AffiliationKey})
}

func contactKeys(c parcours.ContactRow) []string {
	return named([]string{"nir " + c.NIR, "number " + c.AffiliationKey, "at " + c.Phone.E164, "at " + c.Email})
}

// named leaves out the names that are empty.
func named(keys []string) []string {
	return slices.DeleteFunc(keys, func(key string) bool { return strings.HasSuffix(key, " ") })
}
