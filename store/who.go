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

// pending reads what was written before "who writes?".
func (l *loader) pending(ctx context.Context, state parcours.State) error {
	if state.PendingID == "" {
		return nil
	}
	sealed, err := l.InboxText(ctx, state.PendingID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("pending inbound: %w", err)
	}
	text, err := l.vault.openText(columnInboxText, sealed)
	l.d.Pending = &parcours.Inbound{ID: state.PendingID, Channel: l.in.Channel, Address: l.in.Address, Kind: parcours.InboundText, Text: text}
	return err
}

// identify notes who writes, and has what they wrote before stepped again as theirs.
func (tx *tx) identify(ctx context.Context, t *turn, e parcours.TellWho) error {
	if err := tx.SetSpeaker(ctx, t.index, e.PersonID, millis(t.now.Add(speaksFor))); err != nil {
		return fmt.Errorf("speaker: %w", err)
	}
	if e.InboxID == "" {
		return nil
	}
	if _, err := tx.AskInboxAgain(ctx, e.InboxID); err != nil {
		return fmt.Errorf("pending inbound: %w", err)
	}
	return nil
}
