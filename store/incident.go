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
