package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"relais/parcours"
)

// told writes what a success means for the person: the journal once for having
// left and once for having arrived, and the milestones. Answers to the person's own
// messages, and the word that a chat was linked, count for nothing (parcours.Counts).
func (tx *tx) told(ctx context.Context, now time.Time, a attempt, n intent, w word) error {
	if n.PersonID == "" {
		return nil
	}
	state, after := w.state, a.moved(w)
	about := details{"channel": a.Channel, "kind": n.Kind, "notification": n.ID}
	about.holdReceipts(after)
	left, arrived := state.Rank() >= parcours.AttemptAccepted.Rank(), state.Rank() >= parcours.AttemptDelivered.Rank()
	if left && a.Rank < int64(parcours.AttemptAccepted.Rank()) {
		words, err := tx.wordsOf(ctx, a)
		if err != nil {
			return err
		}
		sent := maps.Clone(about)
		sent[detailWords] = fingerprint(words)
		tx.vault.hold(sent, after)
		if err := tx.append(ctx, now, n.PersonID, parcours.EventSent, actorRelais, a.ID, sent); err != nil {
			return err
		}
	}
	if arrived && a.Rank < int64(parcours.AttemptDelivered.Rank()) {
		if err := tx.append(ctx, now, n.PersonID, parcours.EventDelivered, actorRelais, a.ID, about); err != nil {
			return err
		}
	}
	if !parcours.Counts(n.Kind) {
		return nil
	}
	handed := handedOver(a.Channel, string(state))
	if err := tx.toldOfWeek(ctx, now, n, left, handed, arrived); err != nil {
		return err
	}
	convoked := convokes(n.Kind) && (arrived || (handed && a.Channel == string(parcours.ChannelTelegram)))
	var reached []stage
	if n.Kind == parcours.KindReminder && (arrived || handed) {
		if err := tx.ReminderReached(ctx, millis(now), n.AppointmentID, n.PersonID); err != nil {
			return err
		}
	}
	for _, m := range []struct {
		reached bool
		stage   stage
	}{{left, stageSent}, {left && convokes(n.Kind), stageConvoked}, {handed, stageHandedOver}, {arrived, stageDelivered}, {convoked, stageConvened}} {
		if m.reached {
			reached = append(reached, m.stage)
		}
	}
	return tx.reachTold(ctx, n.PersonID, n.Kind, reached, tx.today(now))
}

// wordsOf returns the text that an attempt left with.
func (tx *tx) wordsOf(ctx context.Context, a attempt) ([]byte, error) {
	if a.words != "" {
		return []byte(a.words), nil
	}
	sealed, err := tx.AttemptBody(ctx, a.ID)
	if err != nil {
		return nil, fmt.Errorf("text of attempt %s: %w", a.ID, err)
	}
	return tx.vault.open(columnBody, sealed)
}

// convokes reports whether a message of the kind starts somebody's first interview.
func convokes(kind string) bool {
	return kind == parcours.KindConvocation || kind == parcours.KindInvitation
}

// retries are the delays after which an attempt that failed for a moment is made
// again on the same channel, before the next channel takes over.
func retries() []time.Duration { return []time.Duration{5 * time.Minute, 30 * time.Minute} }

// refused draws the consequences of a failure: the address is closed when the
// person closed it, or when the number takes no message, and the message is tried
// again or takes the next channel.
func (tx *tx) refused(ctx context.Context, now time.Time, a attempt, w word) error {
	n, err := tx.readIntent(ctx, a.NotificationID)
	if err != nil {
		return err
	}
	state, code := w.state, w.code
	said := details{"channel": a.Channel, "kind": n.Kind, "state": string(state), "code": code, "notification": n.ID}
	tx.vault.holdWord(said, a, w)
	if err := tx.append(ctx, now, n.PersonID, parcours.EventUndelivered, actorRelais, a.ID, said); err != nil {
		return err
	}
	if n.PersonID != "" && parcours.Counts(n.Kind) {
		if err := tx.reach(ctx, n.PersonID, stageUndelivered, tx.today(now)); err != nil {
			return err
		}
	}
	if state == parcours.AttemptBlocked {
		err := tx.closeAddress(ctx, now, closing{
			channel: parcours.Channel(a.Channel), addressIndex: a.AddressIndex, blocked: a.Channel == string(parcours.ChannelTelegram),
			proof: "provider " + code, actor: actorRelais,
		})
		if err != nil {
			return err
		}
	}
	switch w.cause {
	case parcours.FailureSender:
		err = tx.senderAtFault(ctx, now, a.ID, code)
	case parcours.FailureFiltered:
		err = tx.filtered(ctx, now, a.ID, code)
	}
	if err != nil {
		return err
	}
	if found := kindFound(w.cause); found != parcours.PhoneNone && a.Channel == string(parcours.ChannelSMS) {
		if err := tx.findNumber(ctx, now, a.AddressIndex, found); err != nil {
			return err
		}
		if err := tx.fallBack(ctx, now, n.ID, a.N, parcours.ReasonNumberUnusable); err != nil || n.PersonID == "" {
			return err
		}
		return tx.unlist(ctx, now, n.PersonID) // a list had it already: another of their numbers comes first
	}
	if state == parcours.AttemptUndeliveredTemp {
		again, err := tx.tryAgain(ctx, now, a, n, w.cause)
		if again || err != nil {
			return err
		}
	}
	return tx.fallBack(ctx, now, n.ID, a.N, string(state))
}

// senderAtFault tells a human, once a day, that messages are lost for a fault of ours,
// found after the provider had taken them: what is sent next is lost too.
func (tx *tx) senderAtFault(ctx context.Context, now time.Time, attemptID, code string) error {
	a, err := tx.Attempt(ctx, attemptID)
	if err != nil {
		return err
	}
	_, err = tx.raise(ctx, now, parcours.Incident{
		Key: "sender_at_fault/" + a.Sender + "/" + code + "/" + tx.today(now).String(), Kind: "sender_at_fault", Details: details{"sender": a.Sender, "code": code},
	}, "")
	return err
}

// tryAgain writes the next attempt on the same channel, while the delays and the
// message's expiry allow it. What the phone may have got is tried once more, and
// only when it must arrive.
func (tx *tx) tryAgain(ctx context.Context, now time.Time, a attempt, n intent, cause parcours.FailureCause) (bool, error) {
	most := len(retries())
	if cause == parcours.FailureDoubtful {
		if most = 1; n.Class != parcours.MustArrive {
			return false, nil
		}
	}
	attempts, err := tx.AttemptsOf(ctx, n.ID)
	if err != nil {
		return false, err
	}
	tries := 0
	for _, other := range attempts {
		proved := other.Rank >= int64(parcours.AttemptDelivered.Rank()) // on whichever channel
		if other.N > a.N || proved || other.ID != a.ID && other.Channel == a.Channel && arrives(other.State) {
			return false, nil
		}
		if other.Channel == a.Channel && other.AddressIndex == a.AddressIndex {
			tries++
		}
	}
	if tries > most || n.Kind == parcours.KindReply {
		return false, nil
	}
	due := now.Add(retries()[tries-1])
	if !n.Urgent {
		due = tx.rules.NextOpen(due)
	}
	if !n.ExpiresAt.IsZero() && !due.Before(n.ExpiresAt) {
		return false, nil
	}
	wanted, err := tx.wanted(ctx, now, n)
	if err != nil || !wanted {
		return false, err
	}
	to, err := tx.destinationOf(ctx, a)
	if err != nil {
		return false, err
	}
	return true, tx.another(ctx, now, n, a.N, to, due, repeated{}, string(parcours.AttemptUndeliveredTemp))
}
