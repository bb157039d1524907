package store

import (
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// workRule says whom a work list of people holds: a condition over milestone m, and
// the day by which the list is worked, people of one day by name. Each has an index
// of its own (migration 00015).
type workRule struct {
	where, day string
}

// byEntry puts the nearest deadline first.
const byEntry = "m.entered_on"

const (
	underDuties = "m.subject_to_duties <> 'no'"
	unmet       = "m.met_on = ''"
	// nextStart is when a person's next appointment starts, null without one.
	nextStart = `(select min(pa.starts_at) from participation pa where pa.person_id = m.person_id and pa.outcome = 'unknown' and pa.starts_at >= @now)`
	// nextPlace completes to a column of the place of that appointment.
	nextPlace = ` from participation pa join appointment a on a.id = pa.appointment_id join place pl on pl.id = a.place_id
		where pa.person_id = m.person_id and pa.outcome = 'unknown' and pa.starts_at >= @now order by a.starts_at, a.id limit 1`
)

// workRules are the lists of people. @amber, @met and @now are parameters: @now is
// this morning, so that a list does not change in the middle of an appointment.
func (s *Store) workRules() map[parcours.WorkList]workRule {
	return map[parcours.WorkList]workRule{
		parcours.ListNotConvened: {underDuties + " and m.convened_on = '' and " + unmet, byEntry},
		parcours.ListAtRisk: {
			underDuties + " and " + unmet + ` and ((m.convened_on = '' and m.entered_on <= @amber)
				or (m.appointment_on <> '' and ` + dayNumber("m.appointment_on") + " > " + dayNumber("m.entered_on") + fmt.Sprint(" + ", s.rules.ConveneWithinDays) + `)
				or (m.last_outcome not in ('', 'unknown') and ` + nextStart + ` is null))`,
			byEntry,
		},
		parcours.ListUnreachable: {
			`m.person_id in (
				select person_id from milestone where exited_on = '' and contact_loss <> ''
				union all select person_id from milestone where exited_on = '' and undelivered_on <> '' and delivered_on = ''
				union all select x.person_id from attempt x join milestone y on y.person_id = x.person_id
					where x.state = 'queued' and x.channel in ('call', 'letter') and y.met_on = '')`,
			byEntry,
		},
		parcours.ListNoReferent:    {"m.referent_id is null", byEntry},
		parcours.ListNotRegistered: {underDuties + " and m.registered_on = ''", byEntry},
		parcours.ListNotOriented:   {"m.oriented_on = '' and m.met_on <> '' and m.met_on <= @met", "m.met_on"},
	}
}

// dayNumber is the SQL of a civil date as a count of days (the Julian day number, by
// Fliegel and Van Flandern's integers): both engines subtract numbers, none text.
func dayNumber(column string) string {
	part := func(from, length int) string {
		return fmt.Sprintf("cast(substr(%s, %d, %d) as bigint)", column, from, length)
	}
	a := "((14 - " + part(6, 2) + ") / 12)"
	y := "(" + part(1, 4) + " + 4800 - " + a + ")"
	m := "(" + part(6, 2) + " + 12 * " + a + " - 3)"
	number := part(9, 2) + " + (153 * " + m + " + 2) / 5 + 365 * " + y + " + " + y + " / 4 - " + y + " / 100 + " + y + " / 400"
	return "(case when " + column + " = '' then 0 else " + number + " end)"
}

// workQuery is a statement over one list with its arguments.
type workQuery struct {
	text string
	args []any
}

// workQuery begins a statement over a list: what is selected from its people, and the
// conditions of the list and of the filter.
func (s *Store) workQuery(list parcours.WorkList, now time.Time, f parcours.Filter, head, joins string) (workQuery, workRule, error) {
	rule, ok := s.workRules()[list]
	if !ok {
		return workQuery{}, rule, fmt.Errorf("%w: no work list %q", parcours.ErrNotFound, list)
	}
	today := s.today(now)
	var q workQuery
	where := append([]string{"m.exited_on = ''", rule.where}, narrowed(f, &q.args)...)
	q.text = head + " from milestone m" + joins + " where " + strings.Join(where, " and ")
	for name, value := range map[string]any{
		"@amber": today.AddDays(-s.rules.AmberFromDay).String(), "@met": today.AddDays(-s.rules.OrientAfterDays).String(),
		"@now": millis(s.morning(today)),
	} {
		if strings.Contains(q.text, name) {
			q.text = strings.ReplaceAll(q.text, name, q.arg(value))
		}
	}
	return q, rule, nil
}

// arg adds an argument and returns its place.
func (q *workQuery) arg(value any) string {
	q.args = append(q.args, value)
	return fmt.Sprintf("$%d", len(q.args))
}
