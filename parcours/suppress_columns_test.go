package parcours_test

import (
	"fmt"
	"testing"

	"relais/parcours"

	"pgregory.net/rapid"
)

// TestNoHiddenCellOfATableCanBeWorkedOut draws territories and their total.
func TestNoHiddenCellOfATableCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	const least = 11
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.IntRange(2, 5).Draw(t, "territories")
		values := rapid.IntRange(0, 40)
		columns := make([][]parcours.Measure, parts+1)
		for i := range 3 {
			group := fmt.Sprintf("g%d", rapid.IntRange(0, 1).Draw(t, "group"))
			total, totalOf := 0, 0
			for p := 1; p <= parts; p++ {
				value := values.Draw(t, "value")
				of := value + values.Draw(t, "rest")
				total, totalOf = total+value, totalOf+of
				columns[p] = append(columns[p], counted(i, group, value, of))
			}
			columns[0] = append(columns[0], counted(i, group, total, totalOf))
		}
		shared := parcours.SuppressColumns(columns, least)
		for i := range shared[0] {
			var values, ofs int
			for c, column := range shared {
				m := column[i]
				if (m.People < least || m.OfPeople < least || m.OfPeople-m.People < least) && !m.ValueHidden {
					t.Errorf("column %d shows %+v", c, m)
				}
				if m.ValueHidden {
					values++
				}
				if m.OfHidden {
					ofs++
				}
			}
			if values == 1 || ofs == 1 {
				t.Errorf("row %d: one cell alone is hidden, and its row tells it: %d values, %d totals", i, values, ofs)
			}
		}
		for c, column := range shared {
			hidden := map[string]int{}
			people := map[string]int{}
			members := map[string]int{}
			for _, m := range column {
				members[m.Group]++
				if m.ValueHidden {
					hidden[m.Group]++
					people[m.Group] += m.People
				}
			}
			for group, n := range hidden {
				if n < members[group] && (n == 1 || people[group] < least) {
					t.Errorf("column %d, group %s: %d hidden of %d people", c, group, n, people[group])
				}
			}
		}
	})
}

func counted(i int, group string, value, of int) parcours.Measure {
	return parcours.Measure{
		Figure: parcours.Figure(fmt.Sprintf("f%d", i)), Group: group, Value: value, Rate: true, Of: of, Unit: parcours.UnitPeople, People: value, OfPeople: of,
	}
}

func TestAShownTableIsLeftAlone(t *testing.T) {
	t.Parallel()
	columns := [][]parcours.Measure{{counted(0, "", 60, 200)}, {counted(0, "", 20, 100)}, {counted(0, "", 40, 100)}}
	for c, column := range parcours.SuppressColumns(columns, 11) {
		if column[0].ValueHidden || column[0].OfHidden {
			t.Errorf("column %d is hidden", c)
		}
	}
}
