package store

import (
	"cmp"
	"context"
	"database/sql"
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

// workJoins are the tables that only the lines need.
const workJoins = ` join person p on p.id = m.person_id left join territory t on t.id = m.territory_id left join professional r on r.id = m.referent_id`

// workColumns are what every line says, in the order of workRow.fields.
const workColumns = `select m.person_id, p.first_name, p.last_name, coalesce(t.name, ''), coalesce(r.first_name, ''), coalesce(r.last_name, ''),
	m.subject_to_duties, m.entered_on, m.contact_loss, m.booked_on, m.appointment_on, m.sent_on, m.handed_over_on, m.convened_on, m.delivered_on,
	m.undelivered_on, m.answered_on, m.met_on, m.last_outcome, coalesce(` + nextStart + `, 0),
	coalesce(m.territory_id, ''), coalesce(m.referent_id, '')`

// obstacleColumns are what tells why somebody is not convened.
const obstacleColumns = `, p.held_at,
	coalesce((select i.convoke_on from invitation i join notification n on n.id = i.notification_id where i.person_id = m.person_id and i.ended_at = 0
		and n.state in ('pending', 'handed_over', 'delivered', 'unconfirmed')), ''),
	coalesce((select pl.address` + nextPlace + `), ''), coalesce((select pl.phone` + nextPlace + `), ''),
	coalesce((select n.state from notification n where n.person_id = m.person_id and n.kind = 'convocation' order by n.created_at desc, n.id desc limit 1), '')`

// workRow is a scanned line.
type workRow struct {
	milestoneRow
	firstName, lastName, territory         string
	referentFirstName, referentLastName    string
	nextStartsAt                           int64
	territoryID, referentID                string
	heldAt                                 int64
	convokeOn, address, phone, convocation string
}

func (r *workRow) fields(obstacles bool) []any {
	fields := []any{
		&r.PersonID, &r.firstName, &r.lastName, &r.territory, &r.referentFirstName, &r.referentLastName, &r.SubjectToDuties, &r.EnteredOn,
		&r.ContactLoss, &r.BookedOn, &r.AppointmentOn, &r.SentOn, &r.HandedOverOn, &r.ConvenedOn, &r.DeliveredOn, &r.UndeliveredOn,
		&r.AnsweredOn, &r.MetOn, &r.LastOutcome, &r.nextStartsAt, &r.territoryID, &r.referentID,
	}
	if obstacles {
		fields = append(fields, &r.heldAt, &r.convokeOn, &r.address, &r.phone, &r.convocation)
	}
	return fields
}

// Work returns a page of a work list, the most pressing lines first, and how many
// lines the whole list has. ErrNotFound for ListSlotsShort, which Balance tells, and
// for a name that is no list.
func (s *Store) Work(ctx context.Context, now time.Time, list parcours.WorkList, f parcours.Filter, page parcours.WorkPage) (parcours.Work, error) {
	work := parcours.Work{List: list}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		work.Lines = nil
		switch list {
		case parcours.ListOutcomesMissing:
			work.Lines, err = s.missingLines(ctx, tx, now, f, page)
		case parcours.ListUnclaimed:
			work.Lines, err = tx.unclaimedLines(ctx, page)
		default:
			work.Lines, work.Total, err = s.peopleLines(ctx, tx, now, list, f, page)
			return err
		}
		if err != nil {
			return err
		}
		work.Total = page.Offset + len(work.Lines)
		if page.Limit > 0 && (len(work.Lines) == page.Limit || len(work.Lines) == 0 && page.Offset > 0) {
			work.Total, err = s.countWork(ctx, tx, now, list, f)
		}
		return err
	})
	if err != nil {
		return work, fmt.Errorf("work list %s: %w", list, err)
	}
	return work, nil
}

// WorkCounts returns how many lines each list has; ListSlotsShort is left to Balance.
func (s *Store) WorkCounts(ctx context.Context, now time.Time, f parcours.Filter, lists []parcours.WorkList) (map[parcours.WorkList]int, error) {
	counts := make(map[parcours.WorkList]int, len(lists))
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		for _, list := range lists {
			if list == parcours.ListSlotsShort {
				continue
			}
			n, err := s.countWork(ctx, tx, now, list, f)
			if err != nil {
				return err
			}
			counts[list] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count work: %w", err)
	}
	return counts, nil
}

func (s *Store) countWork(ctx context.Context, tx *tx, now time.Time, list parcours.WorkList, f parcours.Filter) (int, error) {
	var q workQuery
	var err error
	switch list {
	case parcours.ListUnclaimed:
		n, err := tx.CountUnclaimed(ctx)
		return int(n), err
	case parcours.ListOutcomesMissing:
		q = s.missingQuery(now, f, "select count(*)", "")
	default:
		q, _, err = s.workQuery(list, now, f, "select count(*)", "")
	}
	if err != nil {
		return 0, err
	}
	var n int
	err = tx.rows(ctx, q.text, q.args, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

// window is the end of a statement that reads one page.
func window(page parcours.WorkPage) string {
	if page.Limit <= 0 {
		return " "
	}
	return fmt.Sprintf(" limit %d offset %d", page.Limit, max(0, page.Offset))
}

// peopleLines returns a page of a list of people, and how many the whole list has.
func (s *Store) peopleLines(
	ctx context.Context, tx *tx, now time.Time, list parcours.WorkList, f parcours.Filter, page parcours.WorkPage,
) (lines []parcours.WorkLine, total int, err error) {
	obstacles := list == parcours.ListNotConvened && page.Limit > 0
	head := workColumns
	if obstacles {
		head += obstacleColumns
	}
	q, rule, err := s.workQuery(list, now, f, head, workJoins)
	if err != nil {
		return nil, 0, err
	}
	if page.Limit > 0 {
		var first, last string
		if first, last, page, total, err = s.pageDays(ctx, tx, now, list, rule.day, f, page); err != nil || first == "" {
			return nil, total, err
		}
		q.text += " and " + rule.day + " >= " + q.arg(first) + " and " + rule.day + " <= " + q.arg(last)
	}
	q.text += " order by " + rule.day + ", p.last_name, p.first_name, m.person_id" + window(page)
	byHand, err := tx.listedByHand(ctx)
	if err != nil {
		return nil, 0, err
	}
	var waiting []workRow
	err = tx.rows(ctx, q.text, q.args, func(rows *sql.Rows) error {
		var r workRow
		if err := rows.Scan(r.fields(obstacles)...); err != nil {
			return err
		}
		p := tx.workedPerson(r, now)
		p.NextChannel = cmp.Or(byHand[r.PersonID], p.NextChannel)
		line := parcours.WorkLine{ListedPerson: p.ListedPerson, ID: r.PersonID, TerritoryID: r.territoryID, ReferentID: r.referentID, On: p.EnteredOn}
		switch list {
		case parcours.ListNotOriented:
			line.On = date(r.MetOn)
		case parcours.ListAtRisk:
			line.Reason = s.whyAtRisk(p)
		}
		lines, waiting = append(lines, line), append(waiting, r)
		return nil
	})
	if page.Limit <= 0 {
		total = len(lines)
	}
	if err != nil || !obstacles {
		return lines, total, err
	}
	free, err := s.freeDays(ctx, tx, now)
	if err != nil {
		return nil, 0, err
	}
	for i, r := range waiting {
		lines[i].Reason = s.obstacle(lines[i], r, free, now)
	}
	return lines, total, nil
}

// pageDays finds the first and the last day of a page of a list, the page within
// them and how many people the whole list has. Who is listed is known without their
// names; people are read, and put in the order of their names, of these days only.
func (s *Store) pageDays(
	ctx context.Context, tx *tx, now time.Time, list parcours.WorkList, column string, f parcours.Filter, page parcours.WorkPage,
) (first, last string, within parcours.WorkPage, total int, err error) {
	q, _, err := s.workQuery(list, now, f, "select "+column+", count(*)", "")
	if err != nil {
		return "", "", page, 0, err
	}
	begin := max(0, page.Offset)
	end := begin + page.Limit
	within = parcours.WorkPage{Limit: page.Limit}
	err = tx.rows(ctx, q.text+" group by "+column+" order by "+column, q.args, func(rows *sql.Rows) error {
		var day string
		var n int
		err := rows.Scan(&day, &n)
		if total+n > begin && total < end {
			if first == "" {
				first, within.Offset = day, begin-total
			}
			last = day
		}
		total += n
		return err
	})
	return first, last, within, total, err
}

// workedPerson is the person of a line, by the rules of every list and figure.
func (tx *tx) workedPerson(r workRow, now time.Time) listed {
	p := tx.listedPerson(r.milestoneRow, now)
	p.Name = parcours.Professional{FirstName: r.firstName, LastName: r.lastName}.Name()
	p.Territory = r.territory
	p.Referent = parcours.Professional{FirstName: r.referentFirstName, LastName: r.referentLastName}.Name()
	p.StartsAt = instant(r.nextStartsAt)
	return p
}

// whyAtRisk says what puts a deadline at risk, the worst first.
func (s *Store) whyAtRisk(p listed) parcours.WorkReason {
	switch {
	case p.standing.LastOutcome != "" && p.standing.LastOutcome != parcours.OutcomeUnknown && p.StartsAt.IsZero():
		return parcours.WhyFellThrough
	case p.Late:
		return parcours.WhyBookedLate
	case p.Colour == parcours.ClockRed:
		return parcours.WhyOverdue
	}
	return parcours.WhySoon
}

func (s *Store) obstacle(line parcours.WorkLine, r workRow, free map[string][]parcours.Date, now time.Time) parcours.WorkReason {
	c := parcours.Convening{
		Held: r.heldAt > 0, Invited: r.convokeOn > s.today(now).String(), Booked: r.BookedOn != "", TerritoryID: r.territoryID,
		StartsAt: line.StartsAt, Address: r.address, Phone: r.phone, Contact: parcours.LossCause(r.ContactLoss),
		Undelivered: r.UndeliveredOn != "" && r.DeliveredOn == "", State: parcours.NotificationState(r.convocation),
	}
	if c.Phone == "" {
		c.Phone = s.service.Phone
	}
	for _, day := range free[r.territoryID] {
		c.FreeInTime = c.FreeInTime || !day.After(line.Deadline)
	}
	return c.Reason()
}

// freeDays returns, by territory, the days on which a first interview can still be given.
func (s *Store) freeDays(ctx context.Context, tx *tx, now time.Time) (map[string][]parcours.Date, error) {
	slots, err := tx.freeSlots(ctx, parcours.JointInterview, now)
	if err != nil {
		return nil, err
	}
	first, days := s.rules.FirstBookable(now), map[string][]parcours.Date{}
	for _, slot := range slots {
		if day := s.today(slot.StartsAt); !day.Before(first) && s.rules.Staffed(slot) {
			days[slot.TerritoryID] = append(days[slot.TerritoryID], day)
		}
	}
	return days, nil
}

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

// Balance sets the people who wait against the slots, by territory and week.
func (s *Store) Balance(ctx context.Context, now time.Time, f parcours.Filter) ([]parcours.WeekBalance, error) {
	var balance []parcours.WeekBalance
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.Waiting(ctx, s.today(now).String())
		if err != nil {
			return err
		}
		var waiting []parcours.Waiting
		for _, r := range rows {
			if f.TerritoryID == "" || r.TerritoryID.String == f.TerritoryID {
				waiting = append(waiting, parcours.Waiting{PersonID: r.ID, TerritoryID: r.TerritoryID.String, Deadline: s.rules.Deadline(date(r.EnteredOn))})
			}
		}
		slots, err := tx.openSlots(ctx, parcours.JointInterview, now)
		if err != nil {
			return err
		}
		if f.TerritoryID != "" {
			kept := slots[:0]
			for _, slot := range slots {
				if slot.TerritoryID == f.TerritoryID {
					kept = append(kept, slot)
				}
			}
			slots = kept
		}
		balance = s.rules.SlotBalance(waiting, slots, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("balance: %w", err)
	}
	return balance, nil
}
