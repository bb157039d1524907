package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// LogAccess keeps who read or did what: the proof that a file was opened. Where
// the subject is a row about one person, the entry is found under that person.
func (s *Store) LogAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.logAccess(ctx, now, actor, action, subject) })
	if err != nil {
		return fmt.Errorf("log access: %w", err)
	}
	return nil
}

func (tx *tx) logAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error {
	personID, err := tx.PersonOfSubject(ctx, subject)
	if err != nil {
		return err
	}
	return tx.InsertAccess(ctx, gen.InsertAccessParams{
		ID: tx.newID(now), AccountID: actor.AccountID, Action: action, Subject: subject, PersonID: personID, At: millis(now),
	})
}

// AccessLog returns the entries that the filter keeps, the newest first.
func (s *Store) AccessLog(ctx context.Context, f parcours.AccessFilter) ([]parcours.Access, error) {
	var entries []parcours.Access
	query, args := accessQuery(f)
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		entries = nil
		return tx.rows(ctx, query, args, func(rows *sql.Rows) error {
			var e parcours.Access
			var at int64
			var account, person parcours.Professional
			if err := rows.Scan(&e.ID, &at, &e.AccountID, &e.Action, &e.Subject, &e.PersonID, &e.Account,
				&account.FirstName, &account.LastName, &person.FirstName, &person.LastName); err != nil {
				return err
			}
			e.At, e.Person = instant(at), person.Name()
			if name := account.Name(); name != "" {
				e.Account = name
			}
			entries = append(entries, e)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("access log: %w", err)
	}
	return entries, nil
}

// accessQuery writes the conditions that the filter has, and no others: each finds
// its own index.
func accessQuery(f parcours.AccessFilter) (query string, args []any) {
	var where []string
	bind := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	if f.AccountID != "" {
		where = append(where, "l.account_id = "+bind(f.AccountID))
	}
	if f.PersonID != "" {
		whom := bind(f.PersonID)
		where = append(where, "(l.person_id = "+whom+" or l.person_id in (select m.id from merged_person m where m.person_id = "+whom+")) and l.person_id <> ''")
	}
	if condition := kindCondition(f.Kind, bind); condition != "" {
		where = append(where, condition)
	}
	if !f.From.IsZero() {
		where = append(where, "l.at >= "+bind(millis(f.From)))
	}
	if !f.Until.IsZero() {
		where = append(where, "l.at < "+bind(millis(f.Until)))
	}
	if f.BeforeID != "" {
		where = append(where, "(l.at, l.id) < ("+bind(millis(f.BeforeAt))+", "+bind(f.BeforeID)+")")
	}
	condition := ""
	if len(where) > 0 {
		condition = "where " + strings.Join(where, " and ") + "\n"
	}
	return `select l.id, l.at, l.account_id, l.action, l.subject, l.person_id, coalesce(a.email, k.name, l.account_id), coalesce(pro.first_name, ''), coalesce(pro.last_name, ''),
  coalesce(p.first_name, ''), coalesce(p.last_name, '')
from access_log l
left join account a on a.id = l.account_id
left join api_token k on k.id = l.account_id
left join professional pro on pro.id = a.professional_id
left join person p on p.id = l.person_id
` + condition + `order by l.at desc, l.id desc
limit ` + bind(max(f.Limit, 1)), args
}

// kindCondition says which actions are of a kind: those that begin with one of its
// prefixes, or with none of any kind.
func kindCondition(kind parcours.AccessKind, bind func(any) string) string {
	if kind == "" {
		return ""
	}
	prefixes, join, equal := parcours.AccessPrefixes[kind], " or ", " = "
	if len(prefixes) == 0 {
		join, equal = " and ", " <> "
		for _, others := range parcours.AccessPrefixes {
			prefixes = append(prefixes, others...)
		}
		slices.Sort(prefixes)
	}
	var conditions []string
	for _, prefix := range prefixes {
		conditions = append(conditions, fmt.Sprintf("substr(l.action, 1, %d)%s%s", len(prefix), equal, bind(prefix)))
	}
	return "(" + strings.Join(conditions, join) + ")"
}

// PeopleNamed returns people whose name or number matches, whoever follows them:
// the auditor looks up about whom the log speaks. At most limit of them.
func (s *Store) PeopleNamed(ctx context.Context, search string, limit int) ([]parcours.ListedPerson, error) {
	if strings.TrimSpace(search) == "" {
		return nil, nil
	}
	return s.People(ctx, parcours.Actor{Role: parcours.AccountCoordinator}, search, limit)
}
