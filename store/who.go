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

// speaksFor is how long whoever said who they are is taken to be writing.
const speaksFor = 12 * time.Hour

// speaker returns who of several people said that they are writing at the address;
// empty when nobody did of late.
func (l *loader) speaker(ctx context.Context) (string, error) {
	if l.d.Candidates < 2 {
		return "", nil
	}
	personID, err := l.Speaker(ctx, l.index, millis(l.now))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("speaker: %w", err)
	}
	return personID, nil
}

// unsure reads the people between whom nothing decides.
func (l *loader) unsure(ctx context.Context, points []gen.ContactPoint) error {
	for _, p := range points {
		row, err := l.PersonOfDossier(ctx, p.PersonID)
		if err != nil {
			return fmt.Errorf("person: %w", err)
		}
		l.d.Unsure = append(l.d.Unsure, personOf(row))
	}
	return nil
}

// identify notes who writes, and has what they wrote before stepped again as theirs.
func (tx *tx) identify(ctx context.Context, t *turn, e parcours.TellWho) error {
	if err := tx.SetSpeaker(ctx, t.index, e.PersonID, millis(t.now.Add(speaksFor))); err != nil {
		return fmt.Errorf("speaker: %w", err)
	}
	asked, err := tx.OpenOfStranger(ctx, t.index, string(parcours.EscalationWho))
	if err != nil {
		return fmt.Errorf("who writes: %w", err)
	}
	for _, id := range asked {
		if err := tx.withdrawNotices(ctx, t.now, id, actorPerson); err != nil {
			return err
		}
		if _, err := tx.CloseEscalation(ctx, id, millis(t.now), actorPerson); err != nil {
			return fmt.Errorf("who writes: %w", err)
		}
	}
	if e.InboxID == "" {
		return nil
	}
	if _, err := tx.AskInboxAgain(ctx, e.InboxID); err != nil {
		return fmt.Errorf("pending inbound: %w", err)
	}
	return nil
}
