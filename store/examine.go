package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Departures calls each with what left to people, by a provider, between two instants of
// business time: person by person, in the order in which it left. It is for whoever checks
// the promises of delivery over a whole database.
func (s *Store) Departures(ctx context.Context, since, until time.Time, each func(parcours.Departure)) error {
	var rows []gen.DeparturesBetweenRow
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		rows, err = tx.DeparturesBetween(ctx, millis(since), millis(until))
		return err
	})
	if err != nil {
		return fmt.Errorf("departures: %w", err)
	}
	for _, r := range rows {
		each(parcours.Departure{
			PersonID: r.PersonID, NotificationID: r.NotificationID, Kind: r.Kind, Class: parcours.Class(r.Class), Lane: parcours.Lane(r.Lane),
			Urgent: r.Urgent, Hurried: r.HurriedAt > 0, InReplyTo: r.InReplyTo, DueAt: instant(r.DueAt),
			AttemptID: r.AttemptID, N: int(r.N), Channel: parcours.Channel(r.Channel), State: parcours.AttemptState(r.State), LeftAt: instant(r.LeftAt),
			Doubled: r.Doubled.Bool,
		})
	}
	return nil
}

// Stuck returns the ids of messages that should still come and that nothing will move at
// now, at most limit of them. There should be none.
func (s *Store) Stuck(ctx context.Context, now time.Time, limit int) ([]string, error) {
	var stuck []string
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.StuckNotifications(ctx, millis(now), int32(limit))
		stuck = nil
		for _, r := range rows {
			stuck = append(stuck, r.ID)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("stuck messages: %w", err)
	}
	return stuck, nil
}
