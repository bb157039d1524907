package parcours

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// Handover gives one person another referent.
type Handover struct {
	PersonID string
	// From is empty for somebody whom nobody followed.
	From, To string
}

// Transfer is a set of handovers that was applied, and may be taken back as one.
type Transfer struct {
	ID string
	At time.Time
	// By names who did it.
	By string
	// From is the name of the referent who gave everybody, empty when there were several.
	From     string
	People   int
	UndoneAt time.Time
}

// Spread gives each person to the least loaded of the receivers, counting as it
// goes; whoever a person has already is not given again. Loads are by professional
// id. Ties are settled by id, so that what was previewed is what is applied.
func Spread(people []Handover, receivers []Professional) []Handover {
	loads := make([]load, 0, len(receivers))
	for _, p := range receivers {
		loads = append(loads, load{p.ID, p.Caseload})
	}
	people = slices.Clone(people)
	slices.SortFunc(people, func(a, b Handover) int { return cmp.Compare(a.PersonID, b.PersonID) })
	given := make([]Handover, 0, len(people))
	for _, h := range people {
		best := -1
		for i, l := range loads {
			if l.id == h.From {
				continue
			}
			if best < 0 || cmp.Or(cmp.Compare(l.people, loads[best].people), cmp.Compare(l.id, loads[best].id)) < 0 {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		loads[best].people++
		h.To = loads[best].id
		given = append(given, h)
	}
	return given
}

// MarkOf is a short digest of handovers: the same for the same ones in any order.
func MarkOf(given []Handover) string {
	given = slices.Clone(given)
	slices.SortFunc(given, func(a, b Handover) int { return cmp.Compare(a.PersonID, b.PersonID) })
	h := sha256.New()
	for _, g := range given {
		h.Write([]byte(g.PersonID + " " + g.From + " " + g.To + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
