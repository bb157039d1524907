package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// raise notes something a human must look at, once per key; attemptID may be
// empty. It reports whether it is new.
func (tx *tx) raise(ctx context.Context, now time.Time, i parcours.Incident, attemptID string) (bool, error) {
	if i.Details == nil {
		i.Details = map[string]string{}
	}
	text, err := json.Marshal(i.Details)
	if err != nil {
		return false, fmt.Errorf("incident: %w", err)
	}
	fresh, err := tx.InsertIncident(ctx, gen.InsertIncidentParams{
		ID: tx.newID(now), Key: i.Key, Kind: i.Kind, PersonID: null(i.PersonID), AttemptID: null(attemptID), Details: string(text), At: millis(now),
	})
	if err != nil {
		return false, fmt.Errorf("incident: %w", err)
	}
	return fresh > 0, nil
}

// RaiseIncident notes something a human must look at, once per key. It reports
// whether it is new.
func (s *Store) RaiseIncident(ctx context.Context, incident parcours.Incident) (fresh bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		fresh, err = tx.raise(ctx, incident.At, incident, "")
		return err
	})
	if err != nil {
		return false, fmt.Errorf("raise incident: %w", err)
	}
	return fresh, nil
}

// Incidents returns what a human must look at, the latest first, at most 500.
func (s *Store) Incidents(ctx context.Context, unseenOnly bool) ([]parcours.Incident, error) {
	var incidents []parcours.Incident
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.AllIncidents(ctx, unseenOnly)
		if err != nil {
			return err
		}
		incidents = make([]parcours.Incident, 0, len(rows))
		for _, r := range rows {
			i := parcours.Incident{
				ID: r.ID, Key: r.Key, Kind: r.Kind, PersonID: r.PersonID.String,
				PersonName: parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(), At: instant(r.At), SeenAt: instant(r.SeenAt),
			}
			if err := json.Unmarshal([]byte(r.Details), &i.Details); err != nil {
				return fmt.Errorf("incident %s: %w", r.ID, err)
			}
			incidents = append(incidents, i)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("incidents: %w", err)
	}
	return incidents, nil
}

// SeeIncident notes that somebody looked at it; ErrNotFound when it is unknown
// or was seen before.
func (s *Store) SeeIncident(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		seen, err := tx.SeeIncident(ctx, id, millis(now), by(actor))
		if err == nil && seen == 0 {
			return parcours.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("see incident: %w", err)
	}
	return nil
}
