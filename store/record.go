package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// by names the author of a change in the journal: the professional, or the
// account when it is nobody's.
func by(actor parcours.Actor) string {
	if actor.ProfessionalID != "" {
		return actor.ProfessionalID
	}
	return actor.AccountID
}

// RecordOutcome writes what became of an appointment for one person. ErrInvalid
// when the move is not legal at now, ErrNotFound outside the actor's scope.
func (s *Store) RecordOutcome(ctx context.Context, now time.Time, actor parcours.Actor, participationID string, outcome parcours.Outcome, impediment parcours.Impediment) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		row, err := tx.ParticipationByID(ctx, participationID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := tx.allowed(ctx, actor, row.PersonID); err != nil {
			return err
		}
		a, err := tx.appointmentOf(ctx, row.PersonID, row.AppointmentID)
		if err != nil {
			return err
		}
		if a.Outcome == outcome && a.Impediment == impediment {
			return nil
		}
		err = tx.settleOutcome(ctx, now, a, outcome, impediment, by(actor), parcours.EventOutcome, nil)
		if err != nil || outcome != parcours.OutcomeUnknown {
			return err
		}
		// It stands after all: what its outcome withdrew is to be said again.
		return tx.takeUp(ctx, now, by(actor), withdrawal{personID: a.PersonID, appointmentID: a.ID, reason: string(a.Outcome)})
	})
	if err != nil {
		return fmt.Errorf("record outcome: %w", err)
	}
	return nil
}

// appointmentOf reads one appointment as a person sees it.
func (tx *tx) appointmentOf(ctx context.Context, personID, appointmentID string) (parcours.Appointment, error) {
	all, err := tx.appointments(ctx, personID)
	if err != nil {
		return parcours.Appointment{}, err
	}
	for _, a := range all {
		if a.ID == appointmentID {
			return a, nil
		}
	}
	return parcours.Appointment{}, fmt.Errorf("appointment: %w", parcours.ErrNotFound)
}

// Revoke cancels an appointment to come on behalf of the service, frees its
// place and tells everybody who had it. The person then waits for another one.
func (s *Store) Revoke(ctx context.Context, now time.Time, actor parcours.Actor, appointmentID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		return tx.revoke(ctx, now, actor, appointmentID)
	})
	if err != nil {
		return fmt.Errorf("revoke appointment: %w", err)
	}
	return nil
}

func (tx *tx) revoke(ctx context.Context, now time.Time, actor parcours.Actor, appointmentID string) error {
	people, err := tx.PersonOfAppointment(ctx, appointmentID)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return parcours.ErrNotFound
	}
	for _, personID := range people {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		a, err := tx.appointmentOf(ctx, personID, appointmentID)
		if err != nil {
			return err
		}
		if err := tx.settleOutcome(ctx, now, a, parcours.OutcomeRevoked, parcours.ImpedimentNone, by(actor), parcours.EventRevoked, nil); err != nil {
			return err
		}
		// Whoever loses their first interview by our fault is convened again.
		if a.Kind.First() {
			if err := tx.WaitAgain(ctx, personID); err != nil {
				return err
			}
		}
		file, err := tx.file(ctx, personID)
		if err != nil {
			return err
		}
		for _, n := range tx.rules.PlanCancellation(a, file.Person, tx.service, now) {
			if _, _, err := tx.notify(ctx, now, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// factStage is the milestone and the journal's word of each kind of fact.
var factStage = map[parcours.FactKind]struct {
	stage stage
	event parcours.EventKind
}{
	parcours.FactRegistered: {stageRegistered, parcours.EventRegistered},
	parcours.FactOriented:   {stageOriented, parcours.EventOriented},
	parcours.FactContracted: {stageContracted, parcours.EventContracted},
	parcours.FactExited:     {stageExited, parcours.EventExited},
}

// RecordFact writes a dated fact. It does not lie in the future; a new
// orientation or contract closes the one before, the day before it starts.
func (s *Store) RecordFact(ctx context.Context, now time.Time, actor parcours.Actor, fact parcours.Fact) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.recordFact(ctx, now, actor, fact)
		return err
	})
	if err != nil {
		return fmt.Errorf("record fact: %w", err)
	}
	return nil
}

func (tx *tx) recordFact(ctx context.Context, now time.Time, actor parcours.Actor, fact parcours.Fact) (string, error) {
	kind, ok := factStage[fact.Kind]
	if !ok || fact.On.IsZero() || fact.On.After(tx.today(now)) {
		return "", fmt.Errorf("%w: a fact has a kind and a date that is not in the future", parcours.ErrInvalid)
	}
	if err := tx.allowed(ctx, actor, fact.PersonID); err != nil {
		return "", err
	}
	if err := tx.lock(ctx, "person", fact.PersonID); err != nil {
		return "", err
	}
	err := tx.CloseFacts(ctx, gen.CloseFactsParams{EndsOn: fact.On.AddDays(-1).String(), PersonID: fact.PersonID, Kind: string(fact.Kind), OnDate: fact.On.String()})
	if err != nil {
		return "", err
	}
	id := tx.newID(now)
	err = tx.InsertFact(ctx, gen.InsertFactParams{
		ID: id, PersonID: fact.PersonID, Kind: string(fact.Kind), OnDate: fact.On.String(), EndsOn: fact.EndsOn.String(), Value: fact.Value, RecordedBy: by(actor), RecordedAt: millis(now),
	})
	if err != nil {
		return "", err
	}
	if err := tx.reach(ctx, fact.PersonID, kind.stage, fact.On); err != nil {
		return "", err
	}
	if err := tx.keepFacts(ctx, fact.PersonID); err != nil {
		return "", err
	}
	return id, tx.append(ctx, now, fact.PersonID, kind.event, by(actor), id, details{"on": fact.On.String(), "ends_on": fact.EndsOn.String(), "value": fact.Value})
}

// MissingOutcome is an appointment that is over and whose outcome nobody recorded.
type MissingOutcome struct {
	ParticipationID string
	PersonID        string
	InternalID      string
	// ProfessionalID is the first of those who met the person.
	ProfessionalID string
	StartsAt       time.Time
	Duration       time.Duration
	Origin         parcours.Origin
	// Told: a convocation reached the person; Reminded: a reminder left.
	Told, Reminded, Confirmed bool
}

// MissingOutcomes returns the appointments over at now without an outcome, oldest first.
func (s *Store) MissingOutcomes(ctx context.Context, now time.Time) ([]MissingOutcome, error) {
	var missing []MissingOutcome
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.MissingOutcomes(ctx, millis(now))
		missing = nil
		for _, r := range rows {
			missing = append(missing, MissingOutcome{
				ParticipationID: r.ParticipationID, PersonID: r.PersonID, InternalID: r.InternalID, ProfessionalID: r.ProfessionalID,
				StartsAt: instant(r.StartsAt), Duration: time.Duration(r.Minutes) * time.Minute, Origin: parcours.Origin(r.Origin),
				Told: r.ConvenedOn != "", Reminded: r.Reminded, Confirmed: r.ConfirmedAt > 0,
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("missing outcomes: %w", err)
	}
	return missing, nil
}

// ProfessionalByEmail returns the professional of an address; ErrNotFound when
// nobody has it.
func (s *Store) ProfessionalByEmail(ctx context.Context, email string) (parcours.Professional, error) {
	var p parcours.Professional
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.ProfessionalByEmail(ctx, email)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return parcours.ErrNotFound
		}
		row, err := tx.Professional(ctx, rows[0].ID)
		if err != nil {
			return err
		}
		p, err = tx.professional(row)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("professional: %w", err)
	}
	return p, nil
}
