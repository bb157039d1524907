package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// How far a desk looks back and ahead.
const (
	deskMissing = 60 // days in which a missing outcome is asked for
	deskAhead   = 7  // days of appointments to come
	deskClosed  = 7  // days in which a closed week, an arrival or an answer is shown
	deskWeeks   = 8  // weeks whose impediments may still be settled
)

// Desk returns what waits for the actor at now. A coordinator sees every open
// question, and beside that what concerns the people whom they follow themselves.
func (s *Store) Desk(ctx context.Context, now time.Time, actor parcours.Actor) (parcours.Desk, error) {
	var d parcours.Desk
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		d = parcours.Desk{}
		ids, err := tx.escalationsIn(ctx, gen.EscalationsInStateParams{
			State: string(parcours.EscalationOpen), SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: tx.today(now).String(),
		})
		if err != nil {
			return err
		}
		if d.Questions, err = tx.escalations(ctx, ids); err != nil || actor.ProfessionalID == "" {
			return err
		}
		covers, err := tx.CoveredBy(ctx, null(actor.ProfessionalID), tx.today(now).String())
		if err != nil {
			return err
		}
		held := []string{actor.ProfessionalID}
		for _, c := range covers {
			d.Covers = append(d.Covers, parcours.Professional{ID: c.ID, FirstName: c.FirstName, LastName: c.LastName})
			held = append(held, c.ID)
		}
		for _, id := range held {
			if err := tx.caseload(ctx, now, id, &d); err != nil {
				return err
			}
		}
		slices.SortStableFunc(d.Appointments, func(a, b parcours.DeskAppointment) int {
			return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.ParticipationID, b.ParticipationID))
		})
		d.Appointments = slices.CompactFunc(d.Appointments, func(a, b parcours.DeskAppointment) bool { return a.ParticipationID == b.ParticipationID })
		return nil
	})
	if err != nil {
		return parcours.Desk{}, fmt.Errorf("desk: %w", err)
	}
	return d, nil
}

// caseload adds what concerns the people of one referent, and the appointments that
// they hold.
func (tx *tx) caseload(ctx context.Context, now time.Time, id string, d *parcours.Desk) error {
	whose := null(id)
	today := tx.today(now)
	who := func(personID, first, last, language string) parcours.DeskPerson {
		return parcours.DeskPerson{
			PersonID: personID, Name: parcours.Professional{FirstName: first, LastName: last}.Name(), Language: parcours.Language(language), ReferentID: id,
		}
	}
	recently := millis(now.AddDate(0, 0, -deskClosed))
	told, err := tx.ToldOfProfessional(ctx, whose, recently)
	if err != nil {
		return fmt.Errorf("told: %w", err)
	}
	threads, err := tx.escalations(ctx, told)
	if err != nil {
		return err
	}
	d.Told = append(d.Told, threads...)
	asked, err := tx.AskedOfCaseload(ctx, whose, millis(now))
	if err != nil {
		return fmt.Errorf("asked: %w", err)
	}
	for _, row := range asked {
		d.Asked = append(d.Asked, parcours.DeskAsked{
			DeskPerson: who(row.PersonID, row.FirstName, row.LastName, row.Language), Kind: parcours.PromptKind(row.Kind), Channel: parcours.Channel(row.Channel),
			AskedAt: instant(row.AskedAt), Until: instant(row.ExpiresAt),
		})
	}
	if err := tx.deskAppointments(ctx, now, id, d); err != nil {
		return err
	}
	if err := tx.deskWeeks(ctx, now, whose, who, d); err != nil {
		return err
	}
	jobs, err := tx.JobsOfCaseload(ctx, whose)
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	for _, row := range jobs {
		d.Jobs = append(d.Jobs, parcours.DeskJob{
			DeskPerson: who(row.PersonID, row.FirstName, row.LastName, row.Language),
			Job: parcours.Job{
				ID: row.ID, PersonID: row.PersonID, State: parcours.JobDeclared, StartsOn: date(row.StartsOn), Kind: parcours.JobKind(row.Kind),
				WeeklyMinutes: int(row.WeeklyMinutes), DeclaredAt: instant(row.DeclaredAt),
			},
		})
	}
	arrivals, err := tx.ArrivalsOfCaseload(ctx, millis(today.AddDays(-deskClosed).At(0, 0, tx.rules.Zone)), id)
	if err != nil {
		return fmt.Errorf("arrivals: %w", err)
	}
	for _, row := range arrivals {
		d.Arrivals = append(d.Arrivals, parcours.DeskArrival{
			DeskPerson: who(row.PersonID, row.FirstName, row.LastName, row.Language), EnteredOn: date(row.EnteredOn), AssignedAt: instant(row.At),
		})
	}
	return nil
}

func (tx *tx) deskAppointments(ctx context.Context, now time.Time, id string, d *parcours.Desk) error {
	today := tx.today(now)
	since, until := millis(today.AddDays(-deskMissing).At(0, 0, tx.rules.Zone)), millis(today.AddDays(deskAhead+1).At(0, 0, tx.rules.Zone))
	begun := millis(today.At(0, 0, tx.rules.Zone))
	rows, err := tx.AppointmentsOfCaseload(ctx, gen.AppointmentsOfCaseloadParams{ReferentID: null(id), Since: since, Until: until, Today: begun})
	if err != nil {
		return fmt.Errorf("appointments: %w", err)
	}
	held, err := tx.AppointmentsOfProfessional(ctx, gen.AppointmentsOfProfessionalParams{ProfessionalID: id, Since: since, Until: until, Today: begun})
	if err != nil {
		return fmt.Errorf("appointments: %w", err)
	}
	for _, row := range held {
		rows = append(rows, gen.AppointmentsOfCaseloadRow(row))
	}
	for _, row := range rows {
		d.Appointments = append(d.Appointments, parcours.DeskAppointment{
			DeskPerson: parcours.DeskPerson{
				PersonID: row.PersonID, Name: parcours.Professional{FirstName: row.FirstName, LastName: row.LastName}.Name(), Language: parcours.Language(row.Language),
				ReferentID: row.ReferentID,
			},
			ParticipationID: row.ParticipationID, Kind: parcours.AppointmentKind(row.Kind), StartsAt: instant(row.StartsAt), Place: row.Place,
			Outcome: parcours.Outcome(row.Outcome), Confirmed: row.ConfirmedAt > 0,
		})
	}
	return nil
}

func (tx *tx) deskWeeks(ctx context.Context, now time.Time, whose sql.NullString, who func(id, first, last, language string) parcours.DeskPerson, d *parcours.Desk) error {
	this := parcours.WeekOf(tx.today(now)).Monday
	week := func(row gen.HinderedOfCaseloadRow) (parcours.DeskWeek, error) {
		w := parcours.DeskWeek{
			DeskPerson: who(row.PersonID, row.FirstName, row.LastName, row.Language), Week: parcours.Week{Monday: date(row.Monday)},
			MinHours: int(row.MinHours), MaxHours: int(row.MaxHours), Answered: row.AnsweredAt > 0, Stated: row.Stated, Minutes: int(row.Minutes),
			Impediment: parcours.Impediment(row.Impediment), At: instant(row.AnsweredAt),
		}
		if w.At.IsZero() {
			w.At = instant(row.ClosedAt)
			return w, nil
		}
		last, err := tx.LastReport(ctx, row.ID)
		if err != nil {
			return w, fmt.Errorf("last report: %w", err)
		}
		said, err := tx.report(gen.ReportsOfWeekRow(last))
		w.Words = said.Words
		return w, err
	}
	hindered, err := tx.HinderedOfCaseload(ctx, whose, this.AddDays(-7*deskWeeks).String())
	if err != nil {
		return fmt.Errorf("impediments: %w", err)
	}
	for _, row := range hindered {
		w, err := week(row)
		if err != nil {
			return err
		}
		d.Hindered = append(d.Hindered, w)
	}
	closed, err := tx.ClosedWeeksOfCaseload(ctx, whose, millis(now.AddDate(0, 0, -deskClosed)))
	if err != nil {
		return fmt.Errorf("closed weeks: %w", err)
	}
	for _, row := range closed {
		w, err := week(gen.HinderedOfCaseloadRow(row))
		if err != nil {
			return err
		}
		if !w.Stated || tx.rules.Balance(w.Minutes, w.MinHours, w.MaxHours) == parcours.BalanceBelow {
			d.Weeks = append(d.Weeks, w)
		}
	}
	return nil
}

// Mark tells whether what the actor's desk shows has changed, for the price of some
// look-ups: a page asks it every second.
func (s *Store) Mark(ctx context.Context, now time.Time, actor parcours.Actor) (parcours.Mark, error) {
	var m parcours.Mark
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		today := tx.today(now).String()
		open, err := tx.QuestionsMark(ctx, actor.SeesAll(), null(actor.ProfessionalID), today)
		if err != nil {
			return err
		}
		m = parcours.Mark{Waiting: int(open.Waiting), Urgent: int(open.Urgent)}
		version := []string{number(open.Waiting), number(open.Messages), number(open.OpenedAt), today}
		if actor.ProfessionalID != "" {
			covers, err := tx.CoveredBy(ctx, null(actor.ProfessionalID), today)
			if err != nil {
				return err
			}
			for _, c := range append(covers, gen.CoveredByRow{ID: actor.ProfessionalID}) {
				of, err := tx.CaseloadMark(ctx, null(c.ID))
				if err != nil {
					return err
				}
				version = append(version, number(of.Events), number(of.People))
			}
		}
		m.Version = strings.Join(version, "-")
		return nil
	})
	if err != nil {
		return m, fmt.Errorf("mark: %w", err)
	}
	return m, nil
}

// PersonMark is Mark for one person's page; ErrNotFound outside the actor's scope. For
// who only attends an appointment it moves with what they are shown alone: that a
// message came or left is not theirs to know.
func (s *Store) PersonMark(ctx context.Context, actor parcours.Actor, personID string) (parcours.Mark, error) {
	var m parcours.Mark
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		follows, err := tx.follows(ctx, actor, personID)
		if err != nil {
			return err
		}
		if !follows {
			events, err := tx.AttendedMark(ctx, personID, actor.ProfessionalID)
			m.Version = number(events)
			return err
		}
		last, err := tx.LastEvent(ctx, personID)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		m.Version = number(last.Seq)
		return err
	})
	if err != nil {
		return m, fmt.Errorf("mark: %w", err)
	}
	return m, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// SeeQuestion notes that whoever must answer a question has opened it: what was
// written before is read. Anybody else's look changes nothing.
func (s *Store) SeeQuestion(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		mine, err := tx.EscalationVisible(ctx, gen.EscalationVisibleParams{ID: id, ProfessionalID: null(actor.ProfessionalID), Today: tx.today(now).String()})
		if err != nil {
			return err
		}
		if !mine {
			e, err := tx.EscalationByID(ctx, id)
			if err != nil {
				return err
			}
			if mine = actor.SeesAll() && !e.ProfessionalID.Valid; !mine {
				return nil
			}
		}
		return tx.SeeEscalation(ctx, id, millis(now))
	})
	if err != nil {
		return fmt.Errorf("see question: %w", err)
	}
	return nil
}
