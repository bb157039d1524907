package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"relais/parcours"
)

// weekGroup is a group of weeks alike.
type weekGroup struct {
	// PersonID only where weeks are told person by person.
	PersonID string
	Skip     parcours.WeekSkip
	// Accepted: the impediment that was declared for the week was accepted.
	Accepted, Closed                   bool
	Asked, Handed, Delivered, Answered bool
	Stated, Hindered                   bool
	Minutes, MinHours, MaxHours, Weeks int
}

// weekBits is what the figures count of a week that is closed, as one number: a bit
// each, then the hours agreed and declared. Grouping by it takes a third of the time
// that its columns take.
const weekBits = `cast(case when w.asked_at > 0 then 1 else 0 end + case when w.handed_at > 0 then 2 else 0 end
	+ case when w.delivered_at > 0 then 4 else 0 end + case when w.impediment <> '' then 8 else 0 end
	+ case when w.impediment_state = 'accepted' then 16 else 0 end
	+ case when w.answered_at = 0 then 0 when w.stated then 96 + 128 * (w.minutes + 1048576 * (w.min_hours + 1024 * w.max_hours)) else 32 end as bigint)`

func weekOf(n int64) weekGroup {
	has := bits(n)
	hours := n >> 7
	return weekGroup{
		Closed: true, Asked: has(1), Handed: has(2), Delivered: has(4), Hindered: has(8), Accepted: has(16), Answered: has(32), Stated: has(64),
		Minutes: int(hours & (1<<20 - 1)), MinHours: int(hours >> 20 & (1<<10 - 1)), MaxHours: int(hours >> 30),
	}
}

// weekQuery completes a statement over the weeks of a period, closed or still
// running, each of which have an index that holds what is asked of them here. Few
// people are followed from them to their weeks, many the other way.
func weekQuery(head string, f parcours.Filter, closed bool, tail string) (string, []any) {
	from, to := span(f.From, f.To)
	args := []any{from, to}
	state := "w.closed_at = 0"
	if closed {
		state = "w.closed_at > 0"
	}
	source, where := "week w", []string{state, "w.monday >= $1", "w.monday <= $2"}
	narrow := narrowed(f, &args)
	switch {
	case f.ReferentID != "":
		source, where = "milestone m cross join week w", append(where, append(narrow, "w.person_id = m.person_id")...)
	case len(narrow) > 0:
		where = append(where, among("w.person_id", narrow))
	}
	return head + " from " + source + " where " + strings.Join(where, " and ") + tail, args
}

// among keeps the rows of the people that conditions over milestone m accept. The
// case keeps SQLite from going from each of them to their rows, a page each.
func among(column string, narrow []string) string {
	return "case when " + column + " in (select m.person_id from milestone m where " + strings.Join(narrow, " and ") + ") then 1 else 0 end = 1"
}

// narrowed are the conditions of a filter over milestone m, but its period; their
// values are added to args.
func narrowed(f parcours.Filter, args *[]any) []string {
	var where []string
	for _, c := range []struct{ condition, value string }{
		{"m.territory_id =", f.TerritoryID},
		{"m.referent_id =", f.ReferentID},
		{"m.channel =", string(f.Channel)},
		{"m.orientation =", string(f.Orientation)},
		{"m.entered_on >=", f.EnteredFrom.String()},
		{"m.entered_on <=", f.EnteredTo.String()},
	} {
		if c.value != "" {
			*args = append(*args, c.value)
			where = append(where, fmt.Sprintf("%s $%d", c.condition, len(*args)))
		}
	}
	return where
}

// weekGroups gives each group of the filter's weeks to visit; with people, each
// person's own.
func (tx *tx) weekGroups(ctx context.Context, f parcours.Filter, people bool, visit func(weekGroup)) error {
	whose, by := "''", ""
	if people {
		whose, by = "w.person_id", ", w.person_id"
	}
	query, args := weekQuery("select "+weekBits+", w.skip, "+whose+", count(*)", f, true, " group by 1, w.skip"+by)
	err := tx.rows(ctx, query, args, func(rows *sql.Rows) error {
		var n int64
		var skip, id string
		var weeks int
		err := rows.Scan(&n, &skip, &id, &weeks)
		g := weekOf(n)
		g.Skip, g.PersonID, g.Weeks = parcours.WeekSkip(skip), id, weeks
		visit(g)
		return err
	})
	if err != nil || people { // no list is behind the weeks that still run
		return err
	}
	query, args = weekQuery("select w.skip, w.impediment_state, count(*)", f, false, " group by w.skip, w.impediment_state")
	return tx.rows(ctx, query, args, func(rows *sql.Rows) error {
		var skip, impediment string
		var weeks int
		err := rows.Scan(&skip, &impediment, &weeks)
		visit(weekGroup{Skip: parcours.WeekSkip(skip), Accepted: impediment == string(parcours.ImpedimentAccepted), Weeks: weeks})
		return err
	})
}

// kindHours returns the minutes that people spent in each week on each kind of
// activity, and how many people that is. A week is found in the index of those that
// are closed from its Monday, so weeks are read one after the other.
func (tx *tx) kindHours(ctx context.Context, f parcours.Filter) (minutes map[parcours.ActivityKind][]int, people map[parcours.ActivityKind]map[string]bool, err error) {
	minutes, people = map[parcours.ActivityKind][]int{}, map[parcours.ActivityKind]map[string]bool{}
	from, to := span(f.From, f.To)
	edges, err := tx.ClosedWeeksSpan(ctx, from, to)
	if err != nil {
		return nil, nil, err
	}
	last := date(edges.Last)
	for monday := date(edges.First); !monday.IsZero() && !monday.After(last); monday = monday.AddDays(7) {
		args := []any{monday.String(), monday.AddDays(6).String()}
		where := ""
		if narrow := narrowed(f, &args); len(narrow) > 0 {
			where = " and " + among("a.person_id", narrow)
		}
		err := tx.rows(ctx, `select a.kind, a.person_id, sum(a.minutes)
			from planned_activity a cross join week w
			where a.day >= $1 and a.day <= $2 and a.done = 'yes' and a.cancelled_at = 0
				and w.person_id = a.person_id and w.monday = $1 and w.closed_at > 0 and w.skip = '' and w.impediment_state <> 'accepted'`+where+`
			group by a.kind, a.person_id`, args, func(rows *sql.Rows) error {
			var kind parcours.ActivityKind
			var id string
			var n int
			if err := rows.Scan((*string)(&kind), &id, &n); err != nil {
				return err
			}
			minutes[kind] = append(minutes[kind], n)
			if people[kind] == nil {
				people[kind] = map[string]bool{}
			}
			people[kind][id] = true
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return minutes, people, nil
}
