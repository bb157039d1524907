package parcours

import (
	"cmp"
	"slices"
	"time"
)

// WeekBalance is a week of a territory's first interviews: who must be convened by
// then, and where there is room.
type WeekBalance struct {
	TerritoryID string
	Week        Week
	// Needed counts the people who wait and whose deadline is in the week; those
	// whose deadline has passed, or is not known, are in the first one.
	Needed int
	// Free counts the places of the week that they can be given, Places all those of
	// the week that are not over, taken ones included.
	Free, Places int
	// Missing is how many places more, opened in the week by the last deadline, let
	// everybody of the week be met in time.
	Missing int
}

// SlotBalance sets the people who wait against the slots, by territory and week, from
// the week of the first day that can still be booked. Missing adds up to what
// Assign finds short. Weeks without people nor places are left out.
func (r Rules) SlotBalance(people []Waiting, slots []Slot, now time.Time) []WeekBalance {
	first := r.FirstBookable(now)
	type key struct {
		territory string
		monday    Date
	}
	weeks := map[key]*WeekBalance{}
	at := func(territory string, day Date) *WeekBalance {
		if day.Before(first) {
			day = first
		}
		k := key{territory, WeekOf(day).Monday}
		b, ok := weeks[k]
		if !ok {
			b = &WeekBalance{TerritoryID: territory, Week: WeekOf(day)}
			weeks[k] = b
		}
		return b
	}
	deadlines := make(map[string]Waiting, len(people))
	for _, p := range people {
		deadlines[p.PersonID] = p
		at(p.TerritoryID, p.Deadline).Needed++
	}
	for _, s := range slots {
		day := DateOf(s.StartsAt, r.Zone)
		if day.Before(first) || !r.Staffed(s) {
			continue
		}
		b := at(s.TerritoryID, day)
		b.Free += s.Free()
		b.Places += s.Capacity
	}
	plan := r.Assign(people, slots, now)
	// A place opened in time for somebody who was given a late one frees that one.
	freed, without := map[string]int{}, map[string]int{}
	for _, a := range plan.Booked {
		if p := deadlines[a.PersonID]; a.Late && !p.Deadline.Before(first) {
			at(p.TerritoryID, p.Deadline).Missing++
			freed[p.TerritoryID]++
		}
	}
	for _, id := range plan.Unplaced {
		p := deadlines[id]
		if p.Deadline.IsZero() || p.Deadline.Before(first) {
			without[p.TerritoryID]++
			continue
		}
		at(p.TerritoryID, p.Deadline).Missing++
	}
	for territory, n := range without {
		if more := n - freed[territory]; more > 0 {
			at(territory, first).Missing += more
		}
	}
	list := make([]WeekBalance, 0, len(weeks))
	for _, b := range weeks {
		list = append(list, *b)
	}
	slices.SortFunc(list, func(a, b WeekBalance) int {
		return cmp.Or(a.Week.Monday.Compare(b.Week.Monday), cmp.Compare(a.TerritoryID, b.TerritoryID))
	})
	return list
}
