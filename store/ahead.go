package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"relais/parcours"
	"relais/store/gen"
)

// attempt is what decisions about an attempt rest on. Its address, and its text
// once it has left, are read where they are needed.
type attempt struct {
	ID, NotificationID, PersonID string
	N                            int64
	Channel, AddressIndex        string
	State                        string
	Rank                         int64
	SendingAt, LeftAt            int64
	ProviderID                   string
	Polls                        int64
	Sender, Code                 string
	Encoding, Parts              string
	// Receipts is the fingerprint of its receipts; see evidence.go.
	Receipts string
	// words is the text that left, where it is known; see wordsOf.
	words string
}

func attemptOf(row gen.Attempt) attempt {
	return attempt{
		ID: row.ID, NotificationID: row.NotificationID, PersonID: row.PersonID.String, N: row.N, Channel: row.Channel, AddressIndex: row.AddressIndex,
		State: row.State, Rank: row.Rank, SendingAt: row.SendingAt, LeftAt: row.LeftAt, ProviderID: row.ProviderID, Polls: row.Polls,
		Sender: row.Sender, Code: row.Code, Encoding: row.Encoding, Parts: strconv.FormatInt(row.Parts, 10), Receipts: row.Receipts,
	}
}

// gathered is what the consequences of a provider's word rest on, read with the
// attempt in one statement: a message costs as many microseconds as it has
// statements and columns. It holds from the moment nobody else decides about the
// recipient.
type gathered struct {
	attemptID, providerID, personID string
	intent                          intent
	// alone: no other attempt carries the notification.
	alone bool
	// orphaned: receipts wait for the provider's id.
	orphaned bool
	// head is the end of the person's journal, until something is appended.
	head *gen.LastEventRow
	// milestones are the person's, until they are moved; nil when there are none.
	milestones *milestones
}

// readAhead reads an attempt with what is told of it. providerID is the id that the
// provider gave with its word, or empty.
func (tx *tx) readAhead(ctx context.Context, attemptID, providerID string) (attempt, error) {
	row, err := tx.GatherAttempt(ctx, providerID, attemptID)
	if err != nil {
		return attempt{}, err
	}
	tx.gathered = &gathered{
		attemptID: attemptID, providerID: providerID, personID: row.PersonID, alone: !row.Others, orphaned: row.Orphaned,
		intent: intent{cancelled: row.CancelledAt > 0, Notification: parcours.Notification{
			ID: row.NotificationID, Kind: row.Kind, Class: parcours.Class(row.Class), PersonID: row.PersonID,
			SubjectID: row.SubjectID, AppointmentID: row.AppointmentID, State: parcours.NotificationState(row.NotificationState), Reason: row.Reason,
		}},
		head: &gen.LastEventRow{Seq: row.LastSeq, Hash: row.LastHash}, milestones: readMilestones(row.Milestones),
	}
	marks := strings.SplitN(row.Marks, " ", 4) // a provider's code is the last, whatever it holds
	return attempt{
		ID: attemptID, NotificationID: row.NotificationID, PersonID: row.PersonID, N: row.N, Channel: row.Channel, AddressIndex: row.AddressIndex,
		State: row.State, Rank: row.Rank, SendingAt: row.SendingAt, LeftAt: row.LeftAt, ProviderID: row.ProviderID, Polls: row.Polls,
		Sender: row.Sender, Receipts: marks[0], Encoding: marks[1], Parts: marks[2], Code: marks[3],
	}, nil
}

// about returns what was gathered about an attempt, once: what follows from it may
// change the notification. It is nil when nothing was.
func (tx *tx) about(attemptID string) *gathered {
	g := tx.gathered
	if g == nil || g.attemptID != attemptID {
		return nil
	}
	// The head of the journal and the milestones stay known: only append and told move them.
	tx.gathered = &gathered{personID: g.personID, head: g.head, milestones: g.milestones}
	return g
}

// mayWait reports whether receipts may wait for the provider's id.
func (tx *tx) mayWait(providerID string) bool {
	return tx.gathered == nil || tx.gathered.providerID != providerID || tx.gathered.orphaned
}

// lastEvent returns the end of a person's journal, zero when it is empty, and
// makes everybody else who appends to it wait until the transaction ends.
func (tx *tx) lastEvent(ctx context.Context, personID string) (gen.LastEventRow, error) {
	if g := tx.gathered; g != nil && g.head != nil && g.personID == personID {
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
