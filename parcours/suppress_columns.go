package parcours

import "slices"

// SuppressColumns is Suppress for the same measures of several sets of people side by
// side, the first being all of them and the others its parts, such as territories. A
// cell that could be worked out from the rest of its row is hidden too. Columns may
// differ in the measures they have; delays do not add up, and stand for themselves.
func SuppressColumns(columns [][]Measure, least int) [][]SharedMeasure {
	shared := make([][]SharedMeasure, len(columns))
	rows := map[Figure][]*SharedMeasure{}
	var names []Figure
	for i, list := range columns {
		shared[i] = Suppress(list, least)
		for k := range shared[i] {
			m := &shared[i][k]
			switch m.Unit {
			case UnitDays, UnitHours, UnitMinutes:
				continue
			}
			if len(rows[m.Name()]) == 0 {
				names = append(names, m.Name())
			}
			rows[m.Name()] = append(rows[m.Name()], m)
		}
	}
	if len(columns) < 3 { // a part alone is no table; all and one part differ by nobody of theirs
		return shared
	}
	for changed := true; changed; { // hiding in a row may call for hiding in a column, and back
		changed = false
		for _, name := range names {
			changed = hideInRow(rows[name]) || changed
		}
		for i := range shared {
			changed = hideInGroups(shared[i], least) || changed
		}
	}
	return shared
}

// hideInRow hides a second cell of a row, the smallest shown one, where one alone is
// hidden: of the values, and of what they are out of.
func hideInRow(row []*SharedMeasure) bool {
	changed := hideAnother(row, func(m *SharedMeasure) *bool { return &m.OfHidden }, func(m *SharedMeasure) int { return m.OfPeople })
	for _, m := range row {
		if m.OfHidden && !m.ValueHidden {
			m.ValueHidden, changed = true, true
		}
	}
	return hideAnother(row, func(m *SharedMeasure) *bool { return &m.ValueHidden }, func(m *SharedMeasure) int { return m.People }) || changed
}

func hideAnother(row []*SharedMeasure, hidden func(*SharedMeasure) *bool, people func(*SharedMeasure) int) bool {
	var shown []*SharedMeasure
	for _, m := range row {
		if !*hidden(m) {
			shown = append(shown, m)
		}
	}
	if len(row)-len(shown) != 1 || len(shown) == 0 {
		return false
	}
	*hidden(slices.MinFunc(shown, func(a, b *SharedMeasure) int { return people(a) - people(b) })) = true
	return true
}

// hideInGroups is the second half of Suppress again, and reports whether it hid more.
func hideInGroups(list []SharedMeasure, least int) bool {
	groups, before := map[string][]int{}, 0
	for i, m := range list {
		if m.ValueHidden {
			before++
		}
		if m.Group != "" {
			groups[m.Group] = append(groups[m.Group], i)
		}
	}
	for _, members := range groups {
		hideSecond(list, members, least)
	}
	for _, m := range list {
		if m.ValueHidden {
			before--
		}
	}
	return before != 0
}
