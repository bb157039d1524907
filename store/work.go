package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"relais/parcours"
)

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
