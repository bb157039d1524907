package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"relais/store/gen"
)

// gathered is what the consequences of a provider's word rest on, read with the
// attempt in one statement: a message costs as many microseconds as it has
// statements. It holds from the moment nobody else decides about the recipient.
type gathered struct {
	attemptID, providerID string
	notification          gen.Notification
	// alone: no other attempt carries the notification.
	alone bool
	// orphaned: receipts wait for the provider's id.
	orphaned bool
	// head is the end of the person's journal, until something is appended.
	head *gen.LastEventRow
}

// readAhead reads an attempt with what is told of it. providerID is the id that the
// provider gave with its word, or empty.
func (tx *tx) readAhead(ctx context.Context, attemptID, providerID string) (gen.Attempt, error) {
	row, err := tx.GatherAttempt(ctx, providerID, attemptID)
	if err != nil {
		return gen.Attempt{}, err
	}
	tx.gathered = &gathered{
		attemptID: attemptID, providerID: providerID, notification: row.Notification, alone: row.Attempts == 1, orphaned: row.Orphaned,
		head: &gen.LastEventRow{Seq: row.LastSeq, Hash: row.LastHash},
	}
	return row.Attempt, nil
}

// about returns what was gathered about an attempt, once: what follows from it may
// change the notification. It is nil when nothing was.
func (tx *tx) about(attemptID string) *gathered {
	g := tx.gathered
	if g == nil || g.attemptID != attemptID {
		return nil
	}
	// The head of the journal stays known: only append moves it.
	tx.gathered = &gathered{notification: gen.Notification{PersonID: g.notification.PersonID}, head: g.head}
	return g
}

// mayWait reports whether receipts may wait for the provider's id.
func (tx *tx) mayWait(providerID string) bool {
	return tx.gathered == nil || tx.gathered.providerID != providerID || tx.gathered.orphaned
}

// lastEvent returns the end of a person's journal, zero when it is empty, and
// makes everybody else who appends to it wait until the transaction ends.
func (tx *tx) lastEvent(ctx context.Context, personID string) (gen.LastEventRow, error) {
	if g := tx.gathered; g != nil && g.head != nil && g.notification.PersonID.String == personID {
		head := *g.head
		g.head = nil
		return head, nil
	}
	if err := tx.lock(ctx, "person", personID); err != nil {
		return gen.LastEventRow{}, err
	}
	last, err := tx.LastEvent(ctx, personID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return last, fmt.Errorf("journal: %w", err)
	}
	return last, nil
}
