package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// destinationOf is where an attempt went.
func (tx *tx) destinationOf(ctx context.Context, a attempt) (destination, error) {
	row, err := tx.Attempt(ctx, a.ID)
	if err != nil {
		return destination{}, fmt.Errorf("attempt %s: %w", a.ID, err)
	}
	address, err := tx.vault.openText(columnAttemptAddress, row.AddressSealed)
	return destination{channel: parcours.Channel(row.Channel), contactID: row.ContactPointID.String, address: address}, err
}

// fallBack writes the attempt that takes over from attempt number after, on the
// next channel that reaches the recipient, in the transaction that found the
// need. Of two that find it at once, one writes: the later sees that a younger
// attempt is on its way. Nothing is written when the message is proved, withdrawn or
// no longer true; what nobody can carry is left to a human. why is the journal's word.
func (tx *tx) fallBack(ctx context.Context, now time.Time, notificationID string, after int64, why string) error {
	row, err := tx.Notification(ctx, notificationID)
	if err != nil {
		return fmt.Errorf("fall back: %w", err)
	}
	if err := tx.lockRecipient(ctx, row.ID, row.PersonID.String); err != nil {
		return err
	}
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	attempts, err := tx.AttemptsOf(ctx, notificationID)
	if err != nil {
		return fmt.Errorf("fall back: %w", err)
	}
	if overtaken(attempts, after) {
		_, err := tx.settle(ctx, now, n, why)
		return err
	}
	wanted, err := tx.wanted(ctx, now, n)
	if err != nil {
		return err
	}
	if !wanted || n.Kind == parcours.KindLinked { // that the phone does not take: nowhere else
		return tx.giveUp(ctx, now, n, why, false)
	}
	due := now // when a sender may take it
	switch {
	case n.DueAt.After(now):
		due = n.DueAt // its channel was closed before its time came
	case !n.Urgent:
		due = tx.rules.NextOpen(now)
	}
	to, err := tx.nextDestination(ctx, due, n, attempts, why)
	if err != nil {
		return fmt.Errorf("fall back: %w", err)
	}
	if to.channel == "" || (!to.channel.Automatic() && !toAHuman(n.Class)) {
		return tx.giveUp(ctx, now, n, why, n.Class != parcours.Routine)
	}
	if !to.channel.Automatic() {
		due = now
	}
	return tx.another(ctx, now, n, attempts[len(attempts)-1].N, to, due, repeated{}, why)
}

// toAHuman reports whether a human calls or writes on paper for a message: never for
// what is routine, nor for somebody's words, whose author says them otherwise.
func toAHuman(class parcours.Class) bool {
	return class != parcours.Routine && class != parcours.Conversation
}

// another writes attempt after+1 with its journal entry.
func (tx *tx) another(ctx context.Context, now time.Time, n intent, after int64, to destination, due time.Time, text repeated, why string) error {
	written, err := tx.insertAttempt(ctx, now, n.Notification, after+1, to, due, text)
	if err != nil || !written {
		return err
	}
	if _, err := tx.settle(ctx, now, n, why); err != nil {
		return err
	}
	return tx.append(ctx, now, n.PersonID, parcours.EventPlanned, actorRelais, n.ID, details{
		"kind": n.Kind, "template": n.Template, "channel": string(to.channel), "due_at": due.UTC().Format(time.RFC3339), "after": why,
	})
}

// overtaken reports whether the message is proved, or a younger attempt carries it
// or waits in a list. One that was cancelled or came to nothing carries nothing.
func overtaken(attempts []gen.AttemptsOfRow, after int64) bool {
	return slices.ContainsFunc(attempts, func(a gen.AttemptsOfRow) bool {
		carries := onItsWay(a) || a.State == string(parcours.AttemptQueued) || a.State == string(parcours.AttemptNoReceipt)
		return a.N > after && carries || a.Rank >= int64(parcours.AttemptDelivered.Rank())
	})
}

// wanted reports whether the message still tells the truth to somebody who is
// still there. Expiry is not asked: a list may still carry what expired.
func (tx *tx) wanted(ctx context.Context, now time.Time, n intent) (bool, error) {
	if n.cancelled {
		return false, nil
	}
	if n.PersonID == "" {
		return n.ProfessionalID != "", nil
	}
	gone, err := tx.PersonGone(ctx, n.PersonID)
	if err != nil {
		return false, fmt.Errorf("person: %w", err)
	}
	if gone && n.Class != parcours.Conversation {
		return false, nil
	}
	switch n.Kind {
	case parcours.KindReply:
		return false, nil // an answer goes back the way the question came, or not at all
	case parcours.KindConvocation, parcours.KindMoved, parcours.KindReminder, parcours.KindCancellation:
		stands, err := tx.AppointmentStands(ctx, gen.AppointmentStandsParams{
			AppointmentID: n.AppointmentID, PersonID: n.PersonID, Version: int64(n.AppointmentVersion), Now: millis(now),
		})
		return stands == (n.Kind != parcours.KindCancellation), err
	case parcours.KindWeeklyRequest, parcours.KindWeeklyNudge:
		return tx.WeekWaits(ctx, n.SubjectID, millis(now))
	case parcours.KindActivityReminder:
		return tx.ActivityStands(ctx, n.SubjectID)
	}
	return true, nil
}

// nextDestination leaves out every channel that was tried: a list that a message
// was taken off before anybody worked it was not. A number that is no
// longer theirs, or takes no SMS, does not spend its channel when another one is
// known where it was not tried. What will have expired when a sender may take it, at due, only goes to a
// list: at once, while there is time to call.
func (tx *tx) nextDestination(ctx context.Context, due time.Time, n intent, attempts []gen.AttemptsOfRow, why string) (destination, error) {
	tried := triedChannels(attempts)
	if n.ProfessionalID != "" {
		return tx.professionalDestination(ctx, n.ProfessionalID, tried)
	}
	expired := !n.ExpiresAt.IsZero() && !due.Before(n.ExpiresAt)
	if expired {
		if n.Class == parcours.Conversation || n.Class == parcours.Routine || n.Class == parcours.Secret {
			return destination{}, nil
		}
		tried = append(tried, parcours.ChannelTelegram, parcours.ChannelSMS, parcours.ChannelEmail)
	} else if last := attempts[len(attempts)-1]; why == parcours.ReasonAddressFormer || why == parcours.ReasonNumberUnusable {
		others := slices.DeleteFunc(slices.Clone(tried), func(c parcours.Channel) bool { return c == parcours.Channel(last.Channel) })
		to, err := tx.untried(ctx, n.PersonID, attempts, others)
		if err != nil || (to.channel.Automatic() && tx.vault.addressIndex(to.address) != last.AddressIndex) {
			return to, err
		}
	}
	return tx.personDestination(ctx, n.PersonID, tried)
}

// triedChannels are the channels that attempts tried, lists that nobody worked left out.
func triedChannels(attempts []gen.AttemptsOfRow) []parcours.Channel {
	var tried []parcours.Channel
	for _, a := range attempts {
		if channel := parcours.Channel(a.Channel); channel.Automatic() || a.State != string(parcours.AttemptCancelled) {
			tried = append(tried, channel)
		}
	}
	return tried
}

// giveUp settles a notification that nothing carries any further. lost: it was
// still wanted, and a human is told; of what was said to somebody, always, and of a
// professional's words their author too.
func (tx *tx) giveUp(ctx context.Context, now time.Time, n intent, why string, lost bool) error {
	state, err := tx.settle(ctx, now, n, why)
	if err != nil || open(state) {
		return err
	}
	said := n.Kind == parcours.KindReply || n.Kind == parcours.KindAnswer
	if lost || (said && state != parcours.NotificationCancelled && state != parcours.NotificationDelivered) {
		if err := tx.raiseLost(ctx, now, n.Notification, why); err != nil {
			return err
		}
		if n.Kind == parcours.KindAnswer {
			if err := tx.unarrived(ctx, now, n.Notification); err != nil {
				return err
			}
		}
	}
	return tx.append(ctx, now, n.PersonID, parcours.EventEnded, actorRelais, n.ID, details{"state": string(state), "reason": why})
}

// raiseLost tells a human of a message that arrives nowhere: of an answer of Relais
// once a day for a conversation, of a professional's words with where they were written.
func (tx *tx) raiseLost(ctx context.Context, now time.Time, n parcours.Notification, why string) error {
	i := parcours.Incident{Key: "unreachable/" + n.ID, Kind: "unreachable", PersonID: n.PersonID, Details: details{"template": n.Template, "reason": why}}
	switch n.Kind {
	case parcours.KindReply:
		i.Kind, i.Key = "reply_lost", "reply_lost/"+n.PersonID+"/"+tx.today(now).String()
	case parcours.KindAnswer:
		i.Kind, i.Key = "answer_lost", "answer_lost/"+n.ID
		i.Details["question"] = n.EscalationID
	}
	_, err := tx.raise(ctx, now, i, "")
	return err
}

// FallBack doubles, on the next channel, the notifications whose moment to do so
// has come while nothing proves that they arrived: at most limit of them, earliest
// first. One that has not left yet is given the time to be proved once it has: its
// fallback is put off. It returns how many were looked at; call it again until it
// returns 0.
func (s *Store) FallBack(ctx context.Context, now time.Time, limit int) (int, error) {
	looked := 0
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		due, err := tx.FallbacksDue(ctx, millis(now), int32(limit))
		if err != nil {
			return err
		}
		looked = len(due)
		for _, n := range due {
			if err := tx.lockRecipient(ctx, n.ID, n.PersonID.String); err != nil {
				return err
			}
			taken, err := tx.TakeFallback(ctx, n.ID, millis(now))
			if err != nil {
				return err
			}
			if taken == 0 {
				continue // it was put off meanwhile
			}
			if err := tx.fallBackDue(ctx, now, n.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("fall back: %w", err)
	}
	return looked, nil
}

func (tx *tx) fallBackDue(ctx context.Context, now time.Time, notificationID string) error {
	attempts, err := tx.AttemptsOf(ctx, notificationID)
	if err != nil || len(attempts) == 0 {
		return err
	}
	last := attempts[len(attempts)-1]
	if !waitsItsTurn(last) {
		return tx.doubled(ctx, now, notificationID, last.N)
	}
	if !parcours.Channel(last.Channel).Automatic() {
		return nil
	}
	return tx.putOffFallback(ctx, now, notificationID, last.ID)
}

// doubled doubles a message whose attempt number after is not proved. An SMS that does so
// may never be proved either: it is doubled in its turn, unless another provider that
// proves nothing has taken the message.
func (tx *tx) doubled(ctx context.Context, now time.Time, notificationID string, after int64) error {
	if err := tx.fallBack(ctx, now, notificationID, after, "unproved"); err != nil {
		return err
	}
	attempts, err := tx.AttemptsOf(ctx, notificationID)
	if err != nil {
		return err
	}
	last := attempts[len(attempts)-1]
	taken := slices.ContainsFunc(attempts, func(a gen.AttemptsOfRow) bool { return handedOver(a.Channel, a.State) })
	if last.N == after || parcours.Channel(last.Channel) != parcours.ChannelSMS || taken {
		return nil
	}
	return tx.putOffFallback(ctx, now, notificationID, last.ID)
}

// putOffFallback gives an attempt that waits for its turn the time to be proved.
func (tx *tx) putOffFallback(ctx context.Context, now time.Time, notificationID, attemptID string) error {
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	waiting, err := tx.Attempt(ctx, attemptID)
	if err != nil {
		return err
	}
	return tx.SetFallback(ctx, notificationID, millis(tx.rules.FallbackPutOff(n.Notification, instant(waiting.DueAt), now)))
}

// fallBackLater gives what leaves, or leaves again, at due, and must arrive, the time to be
// proved before it is doubled. The moment that was planned may have passed while it waited
// in a list or was withdrawn, or may come before that.
func (tx *tx) fallBackLater(ctx context.Context, now time.Time, n intent, due time.Time) error {
	at := tx.rules.FallbackPutOff(n.Notification, due, now)
	if n.Class != parcours.MustArrive || !n.FallbackAt.Before(at) {
		return nil
	}
	return tx.SetFallback(ctx, n.ID, millis(at))
}

// waitsItsTurn reports whether an attempt has not left, or waits in a list: it is
// itself the next step.
func waitsItsTurn(a gen.AttemptsOfRow) bool {
	return a.State == string(parcours.AttemptQueued) || a.State == string(parcours.AttemptClaimed)
}
