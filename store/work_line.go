package store

import (
	"context"
	"time"

	"relais/parcours"
)

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
