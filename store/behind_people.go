package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// rule says whom a figure counts.
type rule struct {
	// where is a condition over milestone m that whoever is counted fulfils: rows that
	// do not are not read. @midnight is the first instant of today.
	where string
	// exited: those who left are counted as well.
	exited bool
	counts func(p listed) bool
}

// Behind returns the people that a figure counts, or those it lost for a cause, by
// date of entry, at most limit of them (0: all). The figures and the lists behind
// them use the same rules on the same rows.
func (s *Store) Behind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure, cause parcours.LossCause, limit int) ([]parcours.ListedPerson, error) {
	people := []parcours.ListedPerson{}
	r, args, err := s.ruleOf(ctx, now, f, figure, cause)
	if err == nil {
		err = s.read(ctx, func(ctx context.Context, tx *tx) error {
			people = people[:0]
			byHand, err := tx.listedByHand(ctx)
			if err != nil {
				return err
			}
			return tx.walk(ctx, now, f, r, args, limit, func(p listed) bool {
				if !r.counts(p) {
					return true
				}
				p.NextChannel = cmp.Or(byHand[p.PersonID], p.NextChannel)
				people = append(people, p.ListedPerson)
				return len(people) != limit
			})
		})
	}
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return people, nil
}

// ruleOf returns the rule of a figure, or of those it lost for a cause, and the
// arguments of its condition.
func (s *Store) ruleOf(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure, cause parcours.LossCause) (rule, []any, error) {
	today := s.today(now)
	if cause != parcours.LossNone {
		level := parcours.ReachLevel(figure)
		return rule{where: lostAt[level], counts: func(p listed) bool { return p.standing.LossAt(level) == cause }}, nil, nil
	}
	if r, ok := behind[figure]; ok {
		return r, nil, nil
	}
	if counts, ok := behindPromise[figure]; ok {
		return rule{where: "m.subject_to_duties <> 'no'", exited: true, counts: func(p listed) bool {
			return p.rated(s.rules.ConveneWithinDays, today) && counts(p)
		}}, nil, nil
	}
	set, err := s.behindEvents(ctx, now, f, figure)
	r := rule{exited: true, counts: func(p listed) bool { return set[p.PersonID] }}
	if len(set) > fewPeople || err != nil {
		return r, nil, err
	}
	var args []any
	marks := []string{"''"}
	for id := range set {
		args = append(args, id)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	r.where = "m.person_id in (" + strings.Join(marks, ", ") + ")"
	return r, args, nil
}

const (
	// fewPeople are looked up one by one; of more than that, a list is full after a part of all.
	fewPeople = 1000
	// walkedFirst is how many rows are read at once beyond what a list holds, and
	// walkedMore how many times more each time.
	walkedFirst, walkedMore = 100, 8
)

// walkedRow is a person as a list reads them.
type walkedRow struct {
	milestoneRow
	firstName, lastName, territory      string
	referentFirstName, referentLastName string
	nextStartsAt                        int64
}

const walkedColumns = `m.person_id, m.subject_to_duties, m.entered_on, m.contact_loss, m.booked_on, m.appointment_on, m.sent_on, m.handed_over_on, m.convened_on,
	m.convened_by, m.convoked_on, m.delivered_on, m.undelivered_on, m.answered_on, m.met_on, m.last_outcome, m.exited_on`

// walk gives the people of the filter who fulfil the rule's condition to visit, by
// date of entry, while it says to go on. They are read some at a time, more each
// time: most lists are full after the first.
func (tx *tx) walk(ctx context.Context, now time.Time, f parcours.Filter, r rule, args []any, limit int, visit func(listed) bool) error {
	entered, id := "", ""
	for most := limit + walkedFirst; ; most *= walkedMore {
		if limit == 0 {
			most = 1 << 30
		}
		query, args := tx.walkQuery(now, f, r, slices.Clone(args), entered, id, most)
		read, more := 0, true
		err := tx.rows(ctx, query, args, func(rows *sql.Rows) error {
			var w walkedRow
			err := rows.Scan(&w.PersonID, &w.SubjectToDuties, &w.EnteredOn, &w.ContactLoss, &w.BookedOn, &w.AppointmentOn, &w.SentOn, &w.HandedOverOn, &w.ConvenedOn,
				&w.ConvenedBy, &w.ConvokedOn, &w.DeliveredOn, &w.UndeliveredOn, &w.AnsweredOn, &w.MetOn, &w.LastOutcome, &w.ExitedOn,
				&w.firstName, &w.lastName, &w.territory, &w.referentFirstName, &w.referentLastName, &w.nextStartsAt)
			if err != nil || !more {
				return err
			}
			p := tx.listedPerson(w.milestoneRow, now)
			p.Name, p.Territory = parcours.Professional{FirstName: w.firstName, LastName: w.lastName}.Name(), w.territory
			p.Referent, p.StartsAt = parcours.Professional{FirstName: w.referentFirstName, LastName: w.referentLastName}.Name(), instant(w.nextStartsAt)
			read, entered, id = read+1, w.EnteredOn, w.PersonID
			more = visit(p)
			return nil
		})
		if err != nil || !more || read < most {
			return err
		}
	}
}

// walkQuery reads the people after one, at most so many; what is only shown is read
// for those alone.
func (tx *tx) walkQuery(now time.Time, f parcours.Filter, r rule, args []any, entered, id string, most int) (string, []any) {
	arg := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args))
	}
	where := []string{"1 = 1"}
	if r.where != "" {
		where = append(where, strings.ReplaceAll(r.where, "@midnight", fmt.Sprint(millis(tx.today(now).At(0, 0, tx.rules.Zone)))))
	}
	if !r.exited {
		where = append(where, "m.exited_on = ''")
	}
	where = append(where, narrowed(f, &args)...)
	if id != "" {
		after := arg(entered)
		where = append(where, fmt.Sprintf("(m.entered_on > %s or m.entered_on = %s and m.person_id > %s)", after, after, arg(id)))
	}
	return fmt.Sprintf(`select %s, p.first_name, p.last_name, coalesce(t.name, ''), coalesce(r.first_name, ''), coalesce(r.last_name, ''),
		coalesce((select min(pa.starts_at) from participation pa where pa.person_id = m.person_id and pa.outcome = 'unknown' and pa.starts_at >= %s), 0)
		from (select %s, m.territory_id, m.referent_id from milestone m where %s order by m.entered_on, m.person_id limit %d) m
		join person p on p.id = m.person_id left join territory t on t.id = m.territory_id left join professional r on r.id = m.referent_id
		order by m.entered_on, m.person_id`, walkedColumns, arg(millis(now)), walkedColumns, strings.Join(where, " and "), most), args
}

func (tx *tx) listedByHand(ctx context.Context) (map[string]parcours.Channel, error) {
	rows, err := tx.ListedByHand(ctx)
	channels := make(map[string]parcours.Channel, len(rows))
	for _, row := range rows {
		channels[row.PersonID.String] = parcours.Channel(row.Channel)
	}
	return channels, err
}

// behind says whom each figure counts; Reach.Add and Deadlines count the same.
var behind = map[parcours.Figure]rule{
	parcours.FigurePeople:      {counts: func(listed) bool { return true }},
	parcours.FigureContactable: {where: "(m.contact_loss = '' or m.sent_on <> '')", counts: func(p listed) bool { return p.standing.Contactable() }},
	parcours.FigureSent:        {where: "m.sent_on <> ''", counts: func(p listed) bool { return p.standing.Sent }},
	parcours.FigureHandedOver: {where: "m.handed_over_on <> '' and m.delivered_on = ''", counts: func(p listed) bool {
		return p.standing.Sent && p.standing.HandedOver && !p.standing.Delivered
	}},
	parcours.FigureDelivered: {where: "m.delivered_on <> ''", counts: func(p listed) bool { return p.standing.Delivered }},
	parcours.FigureAnswered:  {where: "m.answered_on <> ''", counts: func(p listed) bool { return p.standing.Answered }},
	parcours.FigureMet: {where: "m.met_on <> '' and m.delivered_on <> ''", counts: func(p listed) bool {
		return p.standing.Met && p.standing.Delivered
	}},
	parcours.FigureMetWithoutReceipt: {where: "m.met_on <> '' and m.delivered_on = ''", counts: func(p listed) bool {
		return p.standing.Met && !p.standing.Delivered
	}},
	parcours.FigureClockDone:  {where: "m.convened_on <> ''", counts: ofColour(parcours.ClockDone)},
	parcours.FigureClockLate:  {where: "m.convened_on <> ''", counts: ofColour(parcours.ClockLate)},
	parcours.FigureClockGreen: {where: "m.convened_on = ''", counts: ofColour(parcours.ClockGreen)},
	parcours.FigureClockAmber: {where: "m.convened_on = ''", counts: ofColour(parcours.ClockAmber)},
	parcours.FigureClockRed:   {where: "m.convened_on = ''", counts: ofColour(parcours.ClockRed)},
	parcours.FigureOutcomesMissing: {
		where:  "m.person_id in (select pa.person_id from participation pa where pa.outcome = 'unknown' and pa.deleted_at = 0 and pa.starts_at < @midnight)",
		counts: func(listed) bool { return true },
	},
}

// lostAt is a condition that whoever was lost at a level fulfils.
var lostAt = map[parcours.ReachLevel]string{
	parcours.LevelContactable: "m.contact_loss <> '' and m.sent_on = ''", parcours.LevelSent: "m.sent_on = ''",
	parcours.LevelDelivered: "m.sent_on <> '' and m.delivered_on = ''", parcours.LevelAnswered: "m.delivered_on <> '' and m.answered_on = ''",
	parcours.LevelMet: "m.delivered_on <> '' and m.met_on = ''",
}

// behindPromise says whom the rates of the promise count, of those who enter them.
var behindPromise = map[parcours.Figure]func(p listed) bool{
	parcours.FigureMature:         func(listed) bool { return true },
	parcours.FigureConvenedInTime: func(p listed) bool { return p.clock.inTime(p.clock.convened) },
	parcours.FigureByConvocation: func(p listed) bool {
		return p.clock.inTime(p.clock.convened) && p.by != parcours.KindInvitation
	},
	parcours.FigureByInvitation: func(p listed) bool {
		return p.clock.inTime(p.clock.convened) && p.by == parcours.KindInvitation
	},
	parcours.FigureSentOnly: func(p listed) bool {
		return !p.clock.inTime(p.clock.convened) && p.clock.inTime(p.convoked)
	},
	parcours.FigureMetInTime: func(p listed) bool { return p.clock.inTime(p.clock.met) },
}

func ofColour(colour parcours.ClockColour) func(listed) bool {
	return func(p listed) bool { return p.duties && p.Colour == colour }
}
