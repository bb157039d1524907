package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Answers counts how long the questions received in the period waited for a human.
// Those of unknown senders are counted when the filter leaves nobody out.
func (s *Store) Answers(ctx context.Context, now time.Time, f parcours.Filter) (parcours.Answers, error) {
	figures := parcours.Answers{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		figures = parcours.Answers{WithinWorkdays: s.rules.AnswerWithinWorkdays}
		from, to := bounds(f)
		first, last := s.period(f, now.Add(time.Millisecond))
		groups, err := tx.AnswerGroups(ctx, gen.AnswerGroupsParams{
			Now: millis(now), FromAt: first, ToAt: last, Everybody: f.Everybody(), Territory: f.TerritoryID, Referent: f.ReferentID,
			Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
		})
		if err != nil {
			return err
		}
		for _, g := range groups {
			figures.Add(parcours.AnswerGroup{
				State: parcours.EscalationState(g.State), Due: g.Due, InTime: g.InTime, Hours: int(g.Hours), Questions: int(g.Questions), People: int(g.People),
			})
		}
		figures.Close()
		return nil
	})
	if err != nil {
		return figures, fmt.Errorf("answers: %w", err)
	}
	return figures, nil
}

// answerPeople returns who asked the questions that keep accepts.
func (tx *tx) answerPeople(ctx context.Context, now time.Time, f parcours.Filter, keep func(parcours.AnswerGroup) bool) (map[string]bool, error) {
	from, to := bounds(f)
	first, last := tx.period(f, now.Add(time.Millisecond))
	rows, err := tx.AnswerPeople(ctx, gen.AnswerPeopleParams{
		Now: millis(now), FromAt: first, ToAt: last, Territory: f.TerritoryID, Referent: f.ReferentID,
		Channel: string(f.Channel), Orientation: string(f.Orientation), EnteredFrom: from, EnteredTo: to,
	})
	if err != nil {
		return nil, err
	}
	people := map[string]bool{}
	for _, r := range rows {
		if keep(parcours.AnswerGroup{State: parcours.EscalationState(r.State), Due: r.Due, InTime: r.InTime}) {
			people[r.PersonID.String] = true
		}
	}
	return people, nil
}
