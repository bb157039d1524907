package store

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnAttemptAddress = "attempt.address_sealed"
	columnBody           = "attempt.body_sealed"
)

// destination is where one attempt goes.
type destination struct {
	channel   parcours.Channel
	contactID string
	address   string
}

// notify writes an intention with its first attempt, its prompt and its journal
// entry. It reports false, and does nothing, when the key was used before: that
// is what makes planning idempotent. ID, Reference and CreatedAt are filled in
// when empty. A notification that goes to a call or letter list is "listed": its
// attempt waits for a human, and no sender claims it.
func (tx *tx) notify(ctx context.Context, now time.Time, n parcours.Notification) (id string, written bool, err error) {
	if n.ID == "" {
		n.ID = tx.newID(now)
	}
	if n.CreatedAt.IsZero() {
		n.CreatedAt = now
	}
	to, err := tx.destination(ctx, n)
	if err != nil {
		return "", false, fmt.Errorf("notify: %w", err)
	}
	if n.Kind == parcours.KindAnswer && !to.channel.Automatic() {
		to = destination{} // no list shows it
	}
	n.State = parcours.NotificationPending
	switch {
	case to.channel == "":
		n.State, n.Reason = parcours.NotificationFailed, "no_channel"
	case !to.channel.Automatic():
		n.State = parcours.NotificationListed
	}
	if err := tx.refer(ctx, &n, to); err != nil {
		return "", false, fmt.Errorf("notify: %w", err)
	}
	if n.Kind == parcours.KindConvocation && n.PersonID != "" {
		reached, err := tx.Milestone(ctx, n.PersonID)
		if err != nil {
			return "", false, fmt.Errorf("notify: %w", err)
		}
		n.Facts.Convened = reached.ConvenedOn != ""
	}
	written, err = tx.insertNotification(ctx, now, n)
	if err != nil || !written {
		return "", false, err
	}
	if to.channel == "" {
		return n.ID, true, tx.raiseLost(ctx, now, n, n.Reason)
	}
	if _, err := tx.insertAttempt(ctx, now, n, 1, to, n.DueAt, repeated{}); err != nil {
		return "", false, err
	}
	if err := tx.openPrompt(ctx, now, n); err != nil {
		return "", false, err
	}
	planned := details{"kind": n.Kind, "template": n.Template, "channel": string(to.channel), "due_at": n.DueAt.UTC().Format(time.RFC3339)}
	if n.AppointmentID != "" {
		planned["appointment"] = n.AppointmentID
	}
	if n.SubjectID != "" {
		planned["about"] = n.SubjectID
	}
	return n.ID, true, tx.append(ctx, now, n.PersonID, parcours.EventPlanned, actorRelais, n.ID, planned)
}

func (tx *tx) destination(ctx context.Context, n parcours.Notification) (destination, error) {
	switch {
	case n.Channel != "" && n.Address != "":
		return destination{channel: n.Channel, address: n.Address}, nil
	case n.ProfessionalID != "":
		return tx.professionalDestination(ctx, n.ProfessionalID, nil)
	case n.PersonID == "":
		return destination{}, fmt.Errorf("%w: notification %s has no recipient", parcours.ErrInvalid, n.Kind)
	}
	if n.Channel != "" {
		points, err := tx.contactPoints(ctx, n.PersonID)
		if err != nil {
			return destination{}, err
		}
		point, channel, _ := tx.rules.Route(n.Channel, points, nil, true)
		if channel == n.Channel {
			return destination{channel: channel, contactID: point.ID, address: point.Address}, nil
		}
	}
	return tx.personDestination(ctx, n.PersonID, nil)
}

func (tx *tx) personDestination(ctx context.Context, personID string, tried []parcours.Channel) (destination, error) {
	point, channel, _, err := tx.route(ctx, personID, tried)
	return destination{channel: channel, contactID: point.ID, address: point.Address}, err
}

// professionalDestination is Telegram when linked, else e-mail.
func (tx *tx) professionalDestination(ctx context.Context, professionalID string, tried []parcours.Channel) (destination, error) {
	who, err := tx.ProfessionalContact(ctx, professionalID)
	if err != nil {
		return destination{}, fmt.Errorf("professional: %w", err)
	}
	chat, err := tx.vault.openText(columnTelegram, who.TelegramSealed)
	if err != nil {
		return destination{}, err
	}
	done := func(c parcours.Channel) bool {
		for _, t := range tried {
			if t == c {
				return true
			}
		}
		return false
	}
	switch {
	case chat != "" && !done(parcours.ChannelTelegram):
		return destination{channel: parcours.ChannelTelegram, address: chat}, nil
	case who.Email != "" && !done(parcours.ChannelEmail):
		return destination{channel: parcours.ChannelEmail, address: who.Email}, nil
	}
	return destination{}, nil
}

const columnTelegram = "professional.telegram_sealed"

// refer gives the notification the reference that its text prints. Only what
// must arrive or is bound to a time has one; it comes from the key, so that the
// same plan prints the same reference, and is unique per address.
func (tx *tx) refer(ctx context.Context, n *parcours.Notification, to destination) error {
	if n.Reference != "" || (n.Class != parcours.MustArrive && n.Class != parcours.TimeBound) || n.PersonID == "" {
		return nil
	}
	for try := range 20 {
		n.Reference = parcours.NewReference(func() uint32 {
			sum, err := hex.DecodeString(tx.vault.index("reference/"+strconv.Itoa(try), n.Key))
			if err != nil || len(sum) < 4 {
				return 0
			}
			return binary.BigEndian.Uint32(sum)
		})
		if to.address == "" {
			return nil
		}
		taken, err := tx.ReferenceTaken(ctx, tx.vault.addressIndex(to.address), n.Reference)
		if err != nil || !taken {
			return err
		}
	}
	return nil
}

func (tx *tx) insertNotification(ctx context.Context, now time.Time, n parcours.Notification) (bool, error) {
	facts, err := tx.vault.sealFacts(n.Facts)
	if err != nil {
		return false, err
	}
	choices, err := encodeChoices(n.Choices)
	if err != nil {
		return false, err
	}
	var ended time.Time
	if n.State == parcours.NotificationFailed {
		ended = now
	}
	written, err := tx.InsertNotification(ctx, gen.InsertNotificationParams{
		ID: n.ID, Key: n.Key, Kind: n.Kind, Class: string(n.Class), Lane: int64(n.Lane), PersonID: null(n.PersonID),
		ProfessionalID: null(n.ProfessionalID), AppointmentID: null(n.AppointmentID), AppointmentVersion: int64(n.AppointmentVersion),
		EscalationID: null(n.EscalationID), InReplyTo: n.InReplyTo, Template: n.Template, FactsSealed: facts, Choices: choices,
		PromptKind: string(n.PromptKind), Urgent: n.Urgent, Reference: n.Reference, DueAt: millis(n.DueAt), ExpiresAt: millis(n.ExpiresAt),
		FallbackAt: millis(n.FallbackAt), State: string(n.State), Reason: n.Reason, CreatedAt: millis(n.CreatedAt), EndedAt: millis(ended), SubjectID: n.SubjectID,
	})
	if err != nil {
		return false, fmt.Errorf("insert notification: %w", err)
	}
	return written > 0, nil
}

// repeated is the text of an attempt that is sent again to the letter, and what it
// costs to send; zero for a text that is still to be written.
type repeated struct {
	body     []byte
	encoding string
	parts    int64
}

// insertAttempt writes attempt number n of a notification; false when somebody
// else wrote it first. text is set for a resend.
func (tx *tx) insertAttempt(ctx context.Context, now time.Time, n parcours.Notification, number int64, to destination, due time.Time, text repeated) (bool, error) {
	written, err := tx.InsertAttempt(ctx, gen.InsertAttemptParams{
		ID: tx.newID(now), NotificationID: n.ID, N: number, PersonID: null(n.PersonID), Channel: string(to.channel),
		ContactPointID: null(to.contactID), AddressSealed: tx.vault.seal(columnAttemptAddress, []byte(to.address)),
		AddressIndex: tx.vault.addressIndex(to.address), BodySealed: tx.vault.seal(columnBody, text.body), Encoding: text.encoding, Parts: text.parts,
		State: string(parcours.AttemptQueued), Rank: int64(parcours.AttemptQueued.Rank()), Lane: int64(n.Lane), DueAt: millis(due),
		CreatedAt: millis(now), UpdatedAt: millis(now),
	})
	if err != nil {
		return false, fmt.Errorf("insert attempt: %w", err)
	}
	return written > 0, nil
}

// openPrompt writes what the message asks. It counts from the moment the message
// leaves (MarkSending) until the appointment it is about, or the message's expiry.
func (tx *tx) openPrompt(ctx context.Context, now time.Time, n parcours.Notification) error {
	if n.PromptKind == parcours.PromptNone || n.PersonID == "" {
		return nil
	}
	choices, err := encodeChoices(n.Choices)
	if err != nil {
		return err
	}
	expires := n.Facts.StartsAt
	switch n.PromptKind {
	case parcours.PromptWeek, parcours.PromptActivities:
		expires = n.Facts.By // the week's closing
	case parcours.PromptCheckIn:
		expires = n.ExpiresAt
	}
	if !expires.After(now) {
		expires = now.Add(tx.rules.AnsweredWithin)
	}
	err = tx.InsertPrompt(ctx, gen.InsertPromptParams{
		ID: tx.newID(now), PersonID: n.PersonID, NotificationID: n.ID, AppointmentID: null(n.AppointmentID),
		Kind: string(n.PromptKind), Choices: choices, ExpiresAt: millis(expires), SubjectID: n.SubjectID,
	})
	if err != nil {
		return fmt.Errorf("insert prompt: %w", err)
	}
	return nil
}
