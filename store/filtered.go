package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// A carrier's filter that strikes a few is an accident of their telephones or of one
// address in a text. Beyond filteredMost of a sender's messages within filteredWithin, and
// more than one in filteredOneIn of those that left, it is the sender or the texts that it
// refuses, and what leaves next is refused too: a small territory sends a few dozen an hour,
// where six are many, a Monday thousands, where six are none.
const (
	filteredWithin = time.Hour
	filteredMost   = 5
	filteredOneIn  = 10
)

// filtered tells a human, once a day for each sender, when the carriers filter more of its
// messages than that: of those that left within the hour before the one that code was just
// said of. What left counts, rather than what became of it: a filter answers in a moment,
// and those that arrive are known after it.
func (tx *tx) filtered(ctx context.Context, now time.Time, attemptID, code string) error {
	a, err := tx.Attempt(ctx, attemptID)
	if err != nil {
		return fmt.Errorf("filtered: %w", err)
	}
	key := "filtered/" + a.Sender + "/" + tx.today(now).String()
	told, err := tx.IncidentKnown(ctx, key)
	if err != nil || told || a.LeftAt == 0 {
		return err
	}
	since := millis(instant(a.LeftAt).Add(-filteredWithin))
	filtered, err := tx.RefusedBetween(ctx, gen.RefusedBetweenParams{Sender: a.Sender, Code: code, Since: since, Until: a.LeftAt})
	if err != nil {
		return fmt.Errorf("filtered: %w", err)
	}
	if filtered <= filteredMost {
		return nil
	}
	// No more are counted than it takes to know that they are few enough.
	enough := filtered * filteredOneIn
	left, err := tx.LeftBetween(ctx, gen.LeftBetweenParams{Sender: a.Sender, Since: since, Until: a.LeftAt, Most: int32(enough)})
	if err != nil {
		return fmt.Errorf("filtered: %w", err)
	}
	if left >= enough {
		return nil
	}
	_, err = tx.raise(ctx, now, parcours.Incident{Key: key, Kind: "filtered", Details: details{
		"sender": a.Sender, "code": code, "filtered": strconv.FormatInt(filtered, 10), "left": strconv.FormatInt(left, 10),
	}}, "")
	return err
}
