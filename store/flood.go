package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
)

// Bounds of what one sender can make Relais do. No conversation comes near them;
// two machines that answer each other, or somebody who runs up the bill, do.
const (
	repliesAnHour = 30
	repliesADay   = 100
	// A stranger's number may be one that earns from each message it is sent.
	repliesAnHourStranger = 10
	repliesADayStranger   = 20
	// urgentReplies are left for signs of distress when the others are used up.
	urgentReplies = 10
	// noticesAnHour is how many messages of one cause are worth a notice each; what
	// comes next is read in the thread of the latest.
	noticesAnHour         = 5
	noticesAnHourStranger = 1
)

// mayReply reports whether the sender of the turn gets one more answer. The first
// time that they do not, a human is told. Professionals always do.
func (tx *tx) mayReply(ctx context.Context, t *turn, urgent bool) (bool, error) {
	if t.professionalID != "" {
		return true, nil
	}
	given, err := tx.RepliesTo(ctx, millis(t.now.Add(-time.Hour)), t.index, millis(t.now.Add(-24*time.Hour)))
	if err != nil {
		return false, fmt.Errorf("count replies: %w", err)
	}
	hour, day, more := int64(repliesAnHour), int64(repliesADay), int64(0)
	if t.personID == "" {
		hour, day = repliesAnHourStranger, repliesADayStranger
	}
	if urgent {
		more = urgentReplies
	}
	if given.OfHour < hour+more && given.OfDay < day+more {
		return true, nil
	}
	return false, tx.flooded(ctx, t)
}

// thread returns the open escalation of the same cause that the turn's message
// is added to, empty when it opens one, and whether the message is worth a notice:
// a question in three messages is one question, and each cause has its bound, so
// that no question hides a sign of distress.
func (tx *tx) thread(ctx context.Context, t *turn, kind parcours.EscalationKind) (id string, notice bool, err error) {
	bound := int64(noticesAnHour)
	var opened []string
	if t.personID != "" {
		opened, err = tx.OpenOfPerson(ctx, null(t.personID), string(kind), string(t.in.Channel))
	} else {
		opened, err = tx.OpenOfStranger(ctx, t.index, string(kind))
		if kind == parcours.EscalationUnknown {
			bound = noticesAnHourStranger
		}
	}
	if err != nil || len(opened) == 0 {
		return "", true, err
	}
	written, err := tx.WrittenSince(ctx, opened[0], millis(t.now.Add(-time.Hour)))
	if err != nil {
		return "", false, fmt.Errorf("open escalations: %w", err)
	}
	if written < bound {
		return opened[0], true, nil
	}
	if bound == noticesAnHour {
		err = tx.flooded(ctx, t)
	}
	return opened[0], false, err
}

// flooded tells a human, once a day for each sender.
func (tx *tx) flooded(ctx context.Context, t *turn) error {
	_, err := tx.raise(ctx, t.now, parcours.Incident{
		Key: "flood/" + tx.today(t.now).String() + "/" + t.index, Kind: "flood", PersonID: t.personID, Details: details{"channel": string(t.in.Channel)},
	}, "")
	return err
}
