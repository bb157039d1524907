package parcours

import (
	"cmp"
	"slices"
	"time"
)

// Waiting is a person to convene.
type Waiting struct {
	PersonID    string
	TerritoryID string
	// Deadline is the last day in time; zero when it is not known.
	Deadline Date
	// ConvokeOn is when the service sets a time for somebody who was invited.
	ConvokeOn Date
}

// Assigned is a slot given to a person.
type Assigned struct {
	PersonID string
	SlotID   string
	// Late: the slot's day is after the person's deadline.
	Late bool
}

// Shortfall says how many places a territory lacks: opened on or before By (and
// not before the notice allows), they let everybody who still can be met in time
// be so, and give a place to whoever has none because all is taken.
type Shortfall struct {
	TerritoryID string
	Missing     int
	By          Date
}

// Assignment is who gets which slot, and what is missing.
type Assignment struct {
	// Booked is ordered by territory, then earliest deadline, then person.
	Booked []Assigned
	// Short has at most one entry per territory.
	Short []Shortfall
	// Unplaced are the people left without any slot.
	Unplaced []string
}

// Assign gives each person a slot of their territory, one each, earliest
// deadline first. As many people as possible are met in time; the others take
// the earliest places that remain, and are late. A slot counts when it leaves
// NoticeDays whole days after the day a convocation can leave, has a free place,
// and has everybody it needs. Ties are settled by id, so that the same input
// gives the same result whatever its order. It takes O((n+m) log n).
func (r Rules) Assign(people []Waiting, slots []Slot, now time.Time) Assignment {
	first := r.FirstBookable(now)
	byTerritory := map[string]*bench{}
	at := func(territory string) *bench {
		b, ok := byTerritory[territory]
		if !ok {
			b = &bench{territory: territory}
			byTerritory[territory] = b
		}
		return b
	}
	for _, p := range people {
		b := at(p.TerritoryID)
		b.people = append(b.people, p)
	}
	for _, s := range slots {
		day := DateOf(s.StartsAt, r.Zone)
		b, ok := byTerritory[s.TerritoryID]
		if !ok || s.Free() == 0 || day.Before(first) || !r.Staffed(s) {
			continue
		}
		b.slots = append(b.slots, openSlot{s.ID, s.StartsAt, day, s.Free()})
	}
	benches := make([]*bench, 0, len(byTerritory))
	for _, b := range byTerritory {
		benches = append(benches, b)
	}
	slices.SortFunc(benches, func(a, b *bench) int { return cmp.Compare(a.territory, b.territory) })
	var result Assignment
	for _, b := range benches {
		b.assign(first, &result)
	}
	return result
}

// FirstBookable returns the first day of an appointment whose convocation can
// still leave with the required notice at now.
func (r Rules) FirstBookable(now time.Time) Date {
	return DateOf(r.NextOpen(now), r.Zone).AddDays(r.NoticeDays)
}

// Staffed reports whether everybody the slot names is present that day and, for
// a joint interview, whether there are two, who are not both of one institution.
func (r Rules) Staffed(s Slot) bool {
	day := DateOf(s.StartsAt, r.Zone)
	var department, employment, others int
	for _, p := range s.Professionals {
		if p.AbsentOn(day) {
			return false
		}
		switch p.StructureKind {
		case StructureDepartment, StructureDelegate:
			department++
		case StructureFranceTravail:
			employment++
		default:
			others++
		}
	}
	if !slices.Contains(r.JointKinds, s.Kind) {
		return true
	}
	// Somebody whose structure says nothing may stand for either institution.
	return department > 0 && employment > 0 || others > 0 && department+employment+others > 1
}

// bench is one territory's people and usable slots.
type bench struct {
	territory string
	people    []Waiting
	slots     []openSlot
}

type openSlot struct {
	id       string
	startsAt time.Time
	day      Date
	free     int
}

func (b *bench) assign(first Date, result *Assignment) {
	slices.SortFunc(b.people, func(x, y Waiting) int {
		if x.Deadline.IsZero() != y.Deadline.IsZero() {
			if x.Deadline.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(x.Deadline.Compare(y.Deadline), cmp.Compare(x.PersonID, y.PersonID))
	})
	slices.SortFunc(b.slots, func(x, y openSlot) int {
		return cmp.Or(x.startsAt.Compare(y.startsAt), cmp.Compare(x.id, y.id))
	})

	// People are taken by deadline: one is met in time exactly when fewer people
	// were accepted before than there are places up to the deadline. The k-th
	// accepted then gets the k-th earliest place.
	var inTime, late, undated []Waiting
	var reached, places int
	for _, p := range b.people {
		if p.Deadline.IsZero() {
			undated = append(undated, p)
			continue
		}
		for reached < len(b.slots) && !b.slots[reached].day.After(p.Deadline) {
			places += b.slots[reached].free
			reached++
		}
		if len(inTime) < places {
			inTime = append(inTime, p)
		} else {
			late = append(late, p)
		}
	}

	short := Shortfall{TerritoryID: b.territory}
	taken := 0
	for _, p := range slices.Concat(inTime, late, undated) {
		for taken < len(b.slots) && b.slots[taken].free == 0 {
			taken++
		}
		if taken == len(b.slots) {
			result.Unplaced = append(result.Unplaced, p.PersonID)
			short.Missing++
			continue
		}
		s := &b.slots[taken]
		s.free--
		result.Booked = append(result.Booked, Assigned{
			PersonID: p.PersonID,
			SlotID:   s.id,
			Late:     !p.Deadline.IsZero() && s.day.After(p.Deadline),
		})
	}
	// A place in time for somebody who would be late frees their late one for
	// somebody who has none: the larger number is enough.
	short.By = first
	if savable := slices.DeleteFunc(late, func(p Waiting) bool { return p.Deadline.Before(first) }); len(savable) > 0 {
		short.Missing = max(short.Missing, len(savable))
		short.By = savable[0].Deadline
	}
	if short.Missing > 0 && b.territory != "" {
		result.Short = append(result.Short, short)
	}
}
