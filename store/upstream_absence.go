package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// applyAbsence keeps when an agent is away there.
func (tx *tx) applyAbsence(ctx context.Context, a applying, o upstreamObject) (parcours.UpstreamVerdict, error) {
	var verdict parcours.UpstreamVerdict
	data, news := o.note(a.m, a.m.Absence != nil)
	if !news {
		return stale(), nil
	}
	if data {
		staff, unknown, err := tx.staffNamed(ctx, []string{a.m.Absence.Agent})
		if err != nil {
			return verdict, err
		}
		if (unknown != "" || len(staff) == 0) && !a.m.Destroyed() {
			return dead(parcours.UpstreamAgentUnknown), nil
		}
		if len(staff) > 0 {
			o.ProfessionalID = null(staff[0].ID)
		}
		o.AbsentFrom, o.AbsentUntil = a.m.Absence.From.String(), a.m.Absence.Until.String()
		if a.m.Absence.Recurring {
			verdict.Reason = parcours.UpstreamRecurring
		}
	}
	if !o.gone() {
		o.DestroyedAt = 0 // the change came after it: the absence stands
	}
	if err := tx.putUpstreamObject(ctx, o); err != nil {
		return verdict, err
	}
	return verdict, tx.rollAbsences(ctx, a.now)
}

// RollAbsences gives every professional the absence that is next in RDV-Solidarités,
// once the one before is over. An absence that was set here stands.
func (s *Store) RollAbsences(ctx context.Context, now time.Time) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error { return tx.rollAbsences(ctx, now) })
	if err != nil {
		return fmt.Errorf("roll absences: %w", err)
	}
	return nil
}

func (tx *tx) rollAbsences(ctx context.Context, now time.Time) error {
	today := tx.today(now)
	rows, err := tx.AbsencesUpstream(ctx, today.String())
	if err != nil {
		return err
	}
	spans := map[string][]parcours.Span{}
	var order []string
	for _, r := range rows {
		if spans[r.ProfessionalID] == nil {
			order = append(order, r.ProfessionalID)
		}
		spans[r.ProfessionalID] = append(spans[r.ProfessionalID], parcours.Span{From: date(r.AbsentFrom), Until: date(r.AbsentUntil)})
	}
	written, err := tx.AbsencesWritten(ctx)
	if err != nil {
		return err
	}
	before := map[string]parcours.Span{}
	for _, w := range written {
		before[w.ProfessionalID] = parcours.Span{From: date(w.AbsentFrom), Until: date(w.AbsentUntil)}
		if spans[w.ProfessionalID] == nil && w.AbsentFrom != "" {
			order = append(order, w.ProfessionalID)
		}
	}
	for _, id := range order {
		next := parcours.NextAbsence(spans[id], today)
		if next == before[id] {
			continue
		}
		if err := tx.writeAbsence(ctx, now, id, before[id], next); err != nil {
			return err
		}
	}
	return nil
}

// writeAbsence replaces the absence that was written from there, or one that is over.
func (tx *tx) writeAbsence(ctx context.Context, now time.Time, professionalID string, before, next parcours.Span) error {
	who, err := tx.Professional(ctx, professionalID)
	if err != nil {
		return fmt.Errorf("professional: %w", err)
	}
	over := who.AbsentUntil != "" && date(who.AbsentUntil).Before(tx.today(now))
	theirs := who.AbsentFrom == before.From.String() && who.AbsentUntil == before.Until.String()
	if who.AbsentFrom != "" && !over && !theirs {
		return nil
	}
	_, err = tx.SetAbsence(ctx, gen.SetAbsenceParams{
		AbsentFrom: next.From.String(), AbsentUntil: next.Until.String(), StandInID: who.StandInID, UpdatedAt: millis(now), ID: professionalID,
	})
	if err != nil {
		return err
	}
	return tx.PutAbsenceWritten(ctx, professionalID, next.From.String(), next.Until.String())
}
