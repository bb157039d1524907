package scheduler

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// Incidents tells a human, once per key.
type Incidents interface {
	RaiseIncident(ctx context.Context, incident parcours.Incident) (fresh bool, err error)
}

// AnchorJournal returns the job that keeps, every night and at the first start of a
// day, where the journals stand outside the database. anchor writes the line of the
// day unless it is there, and returns the people whose journal has lost entries since
// an earlier one: each raises an incident.
func AnchorJournal(anchor func(ctx context.Context, now time.Time) (cut []string, err error), incidents Incidents) Job {
	return Job{Name: "anchor_journal", Spec: "40 3 * * *", Run: func(ctx context.Context, now time.Time) error {
		cut, err := anchor(ctx, now)
		if err != nil {
			return fmt.Errorf("anchor the journal: %w", err)
		}
		for _, person := range cut {
			_, err := incidents.RaiseIncident(ctx, parcours.Incident{Key: "journal_cut/" + person, Kind: "journal_cut", PersonID: person, At: now})
			if err != nil {
				return fmt.Errorf("raise a journal that was cut: %w", err)
			}
		}
		return nil
	}}
}
