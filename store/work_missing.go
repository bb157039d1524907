package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"relais/parcours"
)

// missingQuery selects from the appointments of a day before today that have no
// outcome; tail orders them and bounds the page before anything else is read.
func (s *Store) missingQuery(now time.Time, f parcours.Filter, head, tail string) workQuery {
	q := workQuery{args: []any{millis(s.morning(s.today(now)))}}
	where := []string{"pa.outcome = 'unknown'", "pa.deleted_at = 0", "pa.starts_at < $1", "m.exited_on = ''"}
	where = append(where, narrowed(f, &q.args)...)
	q.text = head + ` from participation pa cross join milestone m
		where m.person_id = pa.person_id and ` + strings.Join(where, " and ") + tail
	return q
}

func (s *Store) missingLines(ctx context.Context, tx *tx, now time.Time, f parcours.Filter, page parcours.WorkPage) ([]parcours.WorkLine, error) {
	q := s.missingQuery(now, f, "select pa.id, pa.person_id, pa.appointment_id, pa.starts_at", " order by pa.starts_at, pa.id"+window(page))
	q.text = `select x.id, x.appointment_id, a.kind, x.starts_at, p.id, p.first_name, p.last_name, coalesce(t.name, ''),
		coalesce(r.first_name, ''), coalesce(r.last_name, ''), m.entered_on, m.convened_on, coalesce(m.territory_id, ''), coalesce(m.referent_id, '')
		from (` + q.text + `) x join appointment a on a.id = x.appointment_id join person p on p.id = x.person_id join milestone m on m.person_id = x.person_id
		left join territory t on t.id = m.territory_id left join professional r on r.id = m.referent_id order by x.starts_at, x.id`
	var lines []parcours.WorkLine
	var appointments []string
	err := tx.rows(ctx, q.text, q.args, func(rows *sql.Rows) error {
		var l parcours.WorkLine
		var appointment, kind, first, last, referentFirst, referentLast, entered, convened string
		var starts int64
		err := rows.Scan(&l.ID, &appointment, &kind, &starts, &l.PersonID, &first, &last, &l.Territory, &referentFirst, &referentLast,
			&entered, &convened, &l.TerritoryID, &l.ReferentID)
		c := s.clockOf(entered, convened, "")
		l.Name, l.Referent = parcours.Professional{FirstName: first, LastName: last}.Name(), parcours.Professional{FirstName: referentFirst, LastName: referentLast}.Name()
		l.EnteredOn, l.Deadline, l.Colour = c.entered, c.deadline, s.rules.Clock(c.entered, c.convened, s.today(now))
		l.Kind, l.StartsAt = parcours.AppointmentKind(kind), instant(starts)
		l.On = s.today(l.StartsAt)
		lines, appointments = append(lines, l), append(appointments, appointment)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, id := range appointments {
		with, err := tx.AppointmentProfessionals(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, p := range with {
			lines[i].With = append(lines[i].With, professionalOf(p).Name())
		}
	}
	return lines, nil
}
