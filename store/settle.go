package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// intent is a notification without its facts and choices, which only the text
// needs. cancelled tells that it was withdrawn.
type intent struct {
	parcours.Notification
	cancelled bool
}

func (tx *tx) readIntent(ctx context.Context, id string) (intent, error) {
	row, err := tx.Notification(ctx, id)
	if err != nil {
		return intent{}, fmt.Errorf("notification %s: %w", id, err)
	}
	return intentOf(row), nil
}

// readNotification opens a notification whole.
func (tx *tx) readNotification(ctx context.Context, id string) (intent, error) {
	row, err := tx.Notification(ctx, id)
	if err != nil {
		return intent{}, fmt.Errorf("notification %s: %w", id, err)
	}
	n := intentOf(row)
	if n.Facts, err = tx.vault.openFacts(row.FactsSealed); err != nil {
		return n, err
	}
	n.Choices, err = decodeChoices(row.Choices)
	return n, err
}

func intentOf(row gen.Notification) intent {
	return intent{cancelled: row.CancelledAt > 0, Notification: parcours.Notification{
		ID: row.ID, Key: row.Key, Kind: row.Kind, Class: parcours.Class(row.Class), Lane: parcours.Lane(row.Lane), PersonID: row.PersonID.String,
		ProfessionalID: row.ProfessionalID.String, AppointmentID: row.AppointmentID.String, AppointmentVersion: int(row.AppointmentVersion),
		EscalationID: row.EscalationID.String, SubjectID: row.SubjectID, InReplyTo: row.InReplyTo, Template: row.Template,
		PromptKind: parcours.PromptKind(row.PromptKind), Urgent: row.Urgent, Reference: row.Reference, DueAt: instant(row.DueAt),
		ExpiresAt: instant(row.ExpiresAt), FallbackAt: instant(row.FallbackAt), State: parcours.NotificationState(row.State),
		Reason: row.Reason, CreatedAt: instant(row.CreatedAt),
	}}
}

// settle computes where a notification stands from its attempts, and writes it
// when it changed. It returns the state.
func (tx *tx) settle(ctx context.Context, now time.Time, n intent, why string) (parcours.NotificationState, error) {
	attempts, err := tx.AttemptsOf(ctx, n.ID)
	if err != nil {
		return "", fmt.Errorf("settle %s: %w", n.ID, err)
	}
	return tx.settleAs(ctx, now, n, attempts, why)
}

// settleAs is settle for attempts that are known.
func (tx *tx) settleAs(ctx context.Context, now time.Time, n intent, attempts []gen.AttemptsOfRow, why string) (parcours.NotificationState, error) {
	state := stateOf(attempts, n.cancelled)
	if n.Kind == parcours.KindAnswer && state == parcours.NotificationCancelled && !n.cancelled {
		state = parcours.NotificationFailed // its author did not take it back: the channel closed before it left
	}
	if state == n.State {
		return state, nil
	}
	ended, reason := int64(0), n.Reason
	if !open(state) {
		ended = millis(now)
		if why != "" {
			reason = why
		}
	}
	err := tx.SettleNotification(ctx, gen.SettleNotificationParams{ID: n.ID, State: string(state), Reason: reason, EndedAt: ended})
	if err != nil {
		return "", fmt.Errorf("settle %s: %w", n.ID, err)
	}
	return state, nil
}

func open(s parcours.NotificationState) bool {
	return s == parcours.NotificationPending || s == parcours.NotificationListed || s == parcours.NotificationHandedOver
}

// stateOf is the rule: the best proof wins; then what is still on its way, what
// waits in a list, and last how the newest attempt ended.
func stateOf(attempts []gen.AttemptsOfRow, cancelled bool) parcours.NotificationState {
	has := func(fits func(gen.AttemptsOfRow) bool) bool { return slices.ContainsFunc(attempts, fits) }
	in := func(states ...parcours.AttemptState) bool {
		return has(func(a gen.AttemptsOfRow) bool { return slices.Contains(states, parcours.AttemptState(a.State)) })
	}
	switch {
	case in(parcours.AttemptDelivered, parcours.AttemptAcknowledged):
		return parcours.NotificationDelivered
	case has(func(a gen.AttemptsOfRow) bool { return handedOver(a.Channel, a.State) }):
		return parcours.NotificationHandedOver
	case has(onItsWay):
		return parcours.NotificationPending
	case has(func(a gen.AttemptsOfRow) bool {
		return a.State == string(parcours.AttemptQueued) && !parcours.Channel(a.Channel).Automatic()
	}):
		return parcours.NotificationListed
	case in(parcours.AttemptNoReceipt):
		return parcours.NotificationUnconfirmed
	case in(parcours.AttemptLost):
		return parcours.NotificationLost
	case cancelled || len(attempts) == 0:
		return parcours.NotificationCancelled
	}
	switch parcours.AttemptState(attempts[len(attempts)-1].State) {
	case parcours.AttemptExpired:
		return parcours.NotificationExpired
	case parcours.AttemptCancelled:
		return parcours.NotificationCancelled
	}
	return parcours.NotificationFailed
}

// handedOver reports whether an attempt was accepted where no receipt can exist.
func handedOver(channel, state string) bool {
	switch parcours.Channel(channel) {
	case parcours.ChannelTelegram, parcours.ChannelEmail, parcours.ChannelLetter:
	default:
		return false
	}
	return state == string(parcours.AttemptAccepted) || state == string(parcours.AttemptSent)
}

func onItsWay(a gen.AttemptsOfRow) bool {
	switch parcours.AttemptState(a.State) {
	case parcours.AttemptQueued:
		return parcours.Channel(a.Channel).Automatic()
	case parcours.AttemptClaimed, parcours.AttemptSending, parcours.AttemptUnknown, parcours.AttemptAccepted, parcours.AttemptSent:
		return true
	}
	return false
}

// hasLeft reports whether an attempt is past recall.
func hasLeft(a gen.AttemptsOfRow) bool {
	return onItsWay(a) && a.State != string(parcours.AttemptQueued) && a.State != string(parcours.AttemptClaimed)
}

// withdraw ends a notification by decision: what has not left is cancelled, no
// fallback is ever made, and what is already being sent stays as it is. It
// reports false when it was withdrawn before: then only what came back to the queue
// since is cancelled, and the notification keeps its reason. why is a constant word for
// the journal and the console.
func (tx *tx) withdraw(ctx context.Context, now time.Time, notificationID, actor, why string) (bool, error) {
	first, err := tx.WithdrawNotification(ctx, notificationID, millis(now), why)
	if err != nil {
		return false, fmt.Errorf("withdraw %s: %w", notificationID, err)
	}
	if _, err := tx.CancelAttempts(ctx, notificationID, why, millis(now)); err != nil {
		return false, fmt.Errorf("withdraw %s: %w", notificationID, err)
	}
	if err := tx.CloseUnaskedPrompts(ctx, notificationID, millis(now)); err != nil {
		return false, fmt.Errorf("withdraw %s: %w", notificationID, err)
	}
	n, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return false, err
	}
	was := n.State
	state, err := tx.settle(ctx, now, n, n.Reason)
	if err != nil || state != parcours.NotificationCancelled || state == was {
		return first > 0, err
	}
	return first > 0, tx.append(ctx, now, n.PersonID, parcours.EventEnded, actor, notificationID, details{"state": string(state), "reason": n.Reason})
}

// withdrawAppointment withdraws everything still planned about an appointment
// for its person, and closes what was asked about it. Answers to the person's own
// messages still leave.
func (tx *tx) withdrawAppointment(ctx context.Context, now time.Time, a parcours.Appointment, actor, why string) error {
	ids, err := tx.PlannedOfAppointment(ctx, null(a.ID), null(a.PersonID))
	if err != nil {
		return fmt.Errorf("withdraw what is planned about appointment %s: %w", a.ID, err)
	}
	for _, id := range ids {
		if _, err := tx.withdraw(ctx, now, id, actor, why); err != nil {
			return err
		}
	}
	if err := tx.ClosePromptsOfAppointment(ctx, null(a.ID), a.PersonID, millis(now)); err != nil {
		return fmt.Errorf("close the prompts of appointment %s: %w", a.ID, err)
	}
	return nil
}
