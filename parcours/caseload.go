package parcours

import (
	"cmp"
	"container/heap"
	"slices"
)

// Unassigned is a person without a referent.
type Unassigned struct {
	PersonID    string
	TerritoryID string
}

// AssignReferents gives each person the least loaded referent of their territory
// who is present today, counting as it goes, so that a batch spreads evenly. Ties
// are settled by id. Whoever lives in a territory without a present referent is
// left out of the result: that is an alert, not a default. A full caseload does
// not stop it, since a person without a referent is worse (see CaseloadTarget).
func (r Rules) AssignReferents(people []Unassigned, referents []Professional, today Date) map[string]string {
	teams := map[string]*team{}
	for _, p := range referents {
		if p.Role != RoleReferent || p.AbsentOn(today) {
			continue
		}
		t, ok := teams[p.TerritoryID]
		if !ok {
			t = new(team)
			teams[p.TerritoryID] = t
		}
		*t = append(*t, load{p.ID, p.Caseload})
	}
	for _, t := range teams {
		heap.Init(t)
	}
	people = slices.Clone(people)
	slices.SortFunc(people, func(a, b Unassigned) int { return cmp.Compare(a.PersonID, b.PersonID) })
	given := make(map[string]string, len(people))
	for _, p := range people {
		t := teams[p.TerritoryID]
		if t == nil || given[p.PersonID] != "" {
			continue
		}
		given[p.PersonID] = (*t)[0].id
		(*t)[0].people++
		heap.Fix(t, 0)
	}
	return given
}

// team orders the referents of a territory by load, as container/heap wants it.
type team []load

type load struct {
	id     string
	people int
}

func (t team) Len() int { return len(t) }

func (t team) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(t[i].people, t[j].people), cmp.Compare(t[i].id, t[j].id)) < 0
}
func (t team) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *team) Push(x any)   { *t = append(*t, x.(load)) }

func (t *team) Pop() any {
	old := *t
	x := old[len(old)-1]
	*t = old[:len(old)-1]
	return x
}
