package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"relais/parcours"
	"relais/store/gen"
)

// listedAtOnce is how many escalations one statement reads: a desk shows hundreds, and
// reading each by itself costs as much again as the rest of the page.
const listedAtOnce = 64

// escalationColumns are those of gen.EscalationByIDRow that a list shows: not the
// address, which only an answer needs.
const escalationColumns = `select e.id, e.person_id, e.professional_id, e.kind, e.urgent, e.state, e.channel, e.opened_at, e.due_at, e.second_notice_at,
	e.answered_at, e.seen_at, coalesce(p.language, ''), coalesce(p.referent_id, ''), coalesce(p.first_name, ''), coalesce(p.last_name, ''),
	coalesce(pro.first_name, ''), coalesce(pro.last_name, '')
	from escalation e left join person p on p.id = e.person_id left join professional pro on pro.id = e.professional_id where e.id in `

const threadColumns = `select m.escalation_id, m.id, m.sender, m.body_sealed, m.at, coalesce(pro.first_name, ''), coalesce(pro.last_name, ''), coalesce(n.state, '')
	from escalation_message m left join professional pro on pro.id = m.professional_id left join notification n on n.id = m.notification_id
	where m.escalation_id in `

// escalations returns those of the ids, in their order, with their threads; ErrNotFound
// when there is one that is not.
func (tx *tx) escalations(ctx context.Context, ids []string) ([]parcours.Escalation, error) {
	if len(ids) == 1 { // a turn of the conversation, whose statements are compiled
		e, _, err := tx.escalation(ctx, ids[0])
		return []parcours.Escalation{e}, err
	}
	list := make([]parcours.Escalation, len(ids))
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	for begin := 0; begin < len(ids); begin += listedAtOnce {
		some := ids[begin:min(begin+listedAtOnce, len(ids))]
		if err := tx.someEscalations(ctx, some, func(e parcours.Escalation) { list[place[e.ID]] = e }); err != nil {
			return nil, err
		}
		err := tx.threads(ctx, some, func(id string, m parcours.EscalationMessage) {
			e := &list[place[id]]
			e.Messages = append(e.Messages, m)
		})
		if err != nil {
			return nil, err
		}
	}
	for i, e := range list {
		if e.ID == "" {
			return nil, fmt.Errorf("escalation %s: %w", ids[i], parcours.ErrNotFound)
		}
	}
	return list, nil
}

// marks returns ($1, …, $64) with the ids as arguments; the last one fills the places
// that are left, so that there is one text of a statement and not as many as lengths.
func marks(ids []string) (string, []any) {
	args, text := make([]any, listedAtOnce), make([]string, listedAtOnce)
	for i := range args {
		args[i], text[i] = ids[min(i, len(ids)-1)], fmt.Sprintf("$%d", i+1)
	}
	return "(" + strings.Join(text, ", ") + ")", args
}

func (tx *tx) someEscalations(ctx context.Context, ids []string, visit func(parcours.Escalation)) error {
	in, args := marks(ids)
	err := tx.rows(ctx, escalationColumns+in, args, func(rows *sql.Rows) error {
		var r gen.EscalationByIDRow
		err := rows.Scan(&r.ID, &r.PersonID, &r.ProfessionalID, &r.Kind, &r.Urgent, &r.State, &r.Channel, &r.OpenedAt, &r.DueAt, &r.SecondNoticeAt,
			&r.AnsweredAt, &r.SeenAt, &r.Language, &r.ReferentID, &r.PersonFirstName, &r.PersonLastName, &r.ProfessionalFirstName, &r.ProfessionalLastName)
		visit(escalationOf(r))
		return err
	})
	if err != nil {
		return fmt.Errorf("escalations: %w", err)
	}
	return nil
}

// threads gives each message to visit, those of one escalation in their order.
func (tx *tx) threads(ctx context.Context, ids []string, visit func(id string, m parcours.EscalationMessage)) error {
	in, args := marks(ids)
	err := tx.rows(ctx, threadColumns+in+" order by m.escalation_id, m.at, m.id", args, func(rows *sql.Rows) error {
		var id string
		var m gen.EscalationThreadRow
		if err := rows.Scan(&id, &m.ID, &m.Sender, &m.BodySealed, &m.At, &m.FirstName, &m.LastName, &m.Delivery); err != nil {
			return err
		}
		message, err := tx.escalationMessage(m)
		visit(id, message)
		return err
	})
	if err != nil {
		return fmt.Errorf("escalations: %w", err)
	}
	return nil
}
