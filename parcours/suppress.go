package parcours

import "slices"

// SharedMeasure is a measure as it may leave the team: cells that count few people
// are hidden, and so is a second one where the first could be worked out.
type SharedMeasure struct {
	Measure
	// ValueHidden and OfHidden: shown as "< 11". Without its value a rate is not shown.
	ValueHidden, OfHidden bool
}

// Suppress hides what counts fewer than least people (11 [param], a convention of the
// statistical secrecy on individuals). A value is hidden when its people are few,
// none included, when those it leaves of its total are few, or when its total is
// hidden; then, of the measures that add up to a published number, the smallest
// shown ones, until what is hidden cannot be told apart.
func Suppress(list []Measure, least int) []SharedMeasure {
	shared := make([]SharedMeasure, len(list))
	groups := map[string][]int{}
	for i, m := range list {
		s := SharedMeasure{Measure: m, ValueHidden: m.People < least}
		if m.Rate {
			s.OfHidden = m.OfPeople < least
			rest := m.Of - m.Value
			if m.Unit == UnitPeople {
				rest = m.OfPeople - m.People
			}
			s.ValueHidden = s.ValueHidden || s.OfHidden || rest < least
		}
		shared[i] = s
		if m.Group != "" {
			groups[m.Group] = append(groups[m.Group], i)
		}
	}
	for _, members := range groups {
		hideSecond(shared, members, least)
	}
	return shared
}

// hideSecond hides more members of a group, the smallest first, until two at least
// are hidden, of least people together at least.
func hideSecond(shared []SharedMeasure, members []int, least int) {
	hidden, people := 0, 0
	var shown []int
	for _, i := range members {
		if shared[i].ValueHidden {
			hidden, people = hidden+1, people+shared[i].People
		} else {
			shown = append(shown, i)
		}
	}
	slices.SortStableFunc(shown, func(a, b int) int { return shared[a].People - shared[b].People })
	for _, i := range shown {
		if hidden == 0 || hidden > 1 && people >= least {
			return
		}
		shared[i].ValueHidden = true
		hidden, people = hidden+1, people+shared[i].People
	}
}
