package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// unarrived tells whoever wrote a person the words of a notification that they reached
// nobody, or whoever stands in for them. Of what an account wrote that is no
// professional's, and of what nobody is there to read, the alert alone tells.
func (tx *tx) unarrived(ctx context.Context, now time.Time, n parcours.Notification) error {
	words, err := tx.WordsOfNotification(ctx, n.EscalationID, n.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("unarrived: %w", err)
	}
	to, err := tx.inCharge(ctx, words.ProfessionalID.String, now)
	if err != nil || to.ID == "" {
		return err
	}
	reached, err := tx.professionalDestination(ctx, to.ID, nil)
	if err != nil || reached.channel == "" {
		return err
	}
	e, _, err := tx.escalation(ctx, n.EscalationID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Messages, func(m parcours.EscalationMessage) bool { return m.ID == words.ID })
	_, _, err = tx.notify(ctx, now, tx.rules.PlanUnarrived(e, e.Messages[i], to, tx.linkTo(e.ID), tx.service, now))
	return err
}

// linkTo is the complete address of a question in the console; empty where there is none.
func (tx *tx) linkTo(escalationID string) string {
	if tx.consoleLink == nil {
		return ""
	}
	return tx.consoleLink(escalationID)
}
