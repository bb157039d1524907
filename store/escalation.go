package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	columnMessage           = "escalation_message.body_sealed"
	columnEscalationAddress = "escalation.address_sealed"
)

// Senders of an escalation's messages.
const (
	senderPerson       = "person"
	senderProfessional = "professional"
)

// escalation reads one escalation with its thread. address is where an unknown
// sender wrote from, empty for a known person.
func (tx *tx) escalation(ctx context.Context, id string) (e parcours.Escalation, address string, err error) {
	row, err := tx.EscalationByID(ctx, id)
	if err != nil {
		return e, "", fmt.Errorf("escalation %s: %w", id, err)
	}
	if address, err = tx.vault.openText(columnEscalationAddress, row.AddressSealed); err != nil {
		return e, "", err
	}
	e = escalationOf(row)
	thread, err := tx.EscalationThread(ctx, id)
	if err != nil {
		return e, "", fmt.Errorf("escalation %s: %w", id, err)
	}
	for _, m := range thread {
		message, err := tx.escalationMessage(m)
		if err != nil {
			return e, "", err
		}
		e.Messages = append(e.Messages, message)
	}
	return e, address, nil
}

func escalationOf(row gen.EscalationByIDRow) parcours.Escalation {
	return parcours.Escalation{
		ID: row.ID, PersonID: row.PersonID.String, ProfessionalID: row.ProfessionalID.String, Kind: parcours.EscalationKind(row.Kind),
		PersonName:       parcours.Professional{FirstName: row.PersonFirstName, LastName: row.PersonLastName}.Name(),
		ProfessionalName: parcours.Professional{FirstName: row.ProfessionalFirstName, LastName: row.ProfessionalLastName}.Name(),
		Urgent:           row.Urgent, State: parcours.EscalationState(row.State), OpenedAt: instant(row.OpenedAt), DueAt: instant(row.DueAt),
		AnsweredAt: instant(row.AnsweredAt), SecondNoticeAt: instant(row.SecondNoticeAt), SeenAt: instant(row.SeenAt),
		Channel: parcours.Channel(row.Channel), Language: parcours.Language(row.Language), ReferentID: row.ReferentID,
	}
}

func (tx *tx) escalationMessage(m gen.EscalationThreadRow) (parcours.EscalationMessage, error) {
	text, err := tx.vault.openText(columnMessage, m.BodySealed)
	return parcours.EscalationMessage{
		ID: m.ID, From: m.Sender, Author: strings.TrimSpace(m.FirstName + " " + strings.ToUpper(m.LastName)), Text: text, At: instant(m.At),
		Delivery: parcours.NotificationState(m.Delivery),
	}, err
}

// asking is what a human is needed for.
type asking struct {
	kind   parcours.EscalationKind
	urgent bool
	text   string
	// personID, referentID and territoryID are empty for an unknown sender.
	personID    string
	referentID  string
	territoryID string
	channel     parcours.Channel
	address     string
	inboxID     string
	impediment  parcours.Impediment
	// toID is the professional whose own words it answers; empty: whoever is in charge.
	toID string
}

// escalate opens an escalation and notifies whoever must answer: the referent in
// charge, else the coordinators. What is urgent goes to the referent, the
// stand-in and the coordinators at once. It is due after Rules.AnswerWithinWorkdays,
// an urgent one after one working day.
func (tx *tx) escalate(ctx context.Context, now time.Time, a asking) (string, error) {
	if byCoordinators(a.kind) {
		a.referentID = ""
	}
	charge, err := tx.inCharge(ctx, cmp.Or(a.toID, a.referentID), now)
	if err != nil {
		return "", err
	}
	workdays := tx.rules.AnswerWithinWorkdays
	if a.urgent {
		workdays = 1
	}
	due := tx.rules.AddWorkdays(now, workdays)
	if byCoordinators(a.kind) {
		// The law gives one month (GDPR, article 12(3)).
		due = parcours.DateOf(now, tx.rules.Zone).AddMonths(1).At(0, 0, tx.rules.Zone)
	}
	if a.kind == parcours.EscalationJobDifficulty || a.kind == parcours.EscalationJobEnded {
		due = tx.rules.SameWorkday(now)
	}
	id := tx.newID(now)
	entry := gen.InsertEscalationParams{
		ID: id, PersonID: null(a.personID), ProfessionalID: null(charge.ID), Kind: string(a.kind), Urgent: a.urgent, Channel: string(a.channel),
		OpenedAt: millis(now), DueAt: millis(due),
	}
	if a.personID == "" {
		entry.AddressSealed, entry.AddressIndex = tx.vault.seal(columnEscalationAddress, []byte(a.address)), tx.vault.addressIndex(a.address)
	}
	if err := tx.InsertEscalation(ctx, entry); err != nil {
		return "", fmt.Errorf("escalate: %w", err)
	}
	// An empty text (a voice message, a photograph) still leaves its message.
	err = tx.InsertEscalationMessage(ctx, gen.InsertEscalationMessageParams{
		ID: tx.newID(now), EscalationID: id, Sender: senderPerson, BodySealed: tx.sealMessage(a.text), InboxID: a.inboxID, At: millis(now),
	})
	if err != nil {
		return "", fmt.Errorf("escalate: %w", err)
	}
	err = tx.append(ctx, now, a.personID, parcours.EventEscalated, actorPerson, id, details{
		"kind": string(a.kind), "urgent": fmt.Sprint(a.urgent), "impediment": string(a.impediment), "to": charge.ID,
	})
	if err != nil {
		return "", err
	}
	return id, tx.giveNotice(ctx, now, id, charge, a)
}

// byCoordinators reports whether an escalation is for the coordinators, whoever
// follows the person: what the law lets people ask of their data.
func byCoordinators(kind parcours.EscalationKind) bool {
	return kind == parcours.EscalationDataAccess || kind == parcours.EscalationDataErasure
}

// addToThread adds a message to an open escalation. Its delay keeps running from
// the first message; whoever must answer is told of this one too when notice is set.
func (tx *tx) addToThread(ctx context.Context, now time.Time, id string, a asking, notice bool) error {
	err := tx.InsertEscalationMessage(ctx, gen.InsertEscalationMessageParams{
		ID: tx.newID(now), EscalationID: id, Sender: senderPerson, BodySealed: tx.sealMessage(a.text), InboxID: a.inboxID, At: millis(now),
	})
	if err != nil || !notice {
		return err
	}
	if byCoordinators(a.kind) {
		a.referentID = ""
	}
	charge, err := tx.inCharge(ctx, a.referentID, now)
	if err != nil {
		return err
	}
	return tx.giveNotice(ctx, now, id, charge, a)
}

// sealMessage seals a message of a thread; an empty one is a single space, since
// the column always holds something.
func (c *core) sealMessage(text string) []byte {
	if text == "" {
		text = " "
	}
	return c.vault.seal(columnMessage, []byte(text))
}

func (tx *tx) giveNotice(ctx context.Context, now time.Time, escalationID string, charge parcours.Professional, a asking) error {
	var to []parcours.Professional
	if charge.ID != "" {
		to = append(to, charge)
	}
	if a.urgent && a.referentID != "" && a.referentID != charge.ID {
		row, err := tx.Professional(ctx, a.referentID)
		if err != nil {
			return fmt.Errorf("referent: %w", err)
		}
		referent, err := tx.professional(row)
		if err != nil {
			return err
		}
		to = append(to, referent)
	}
	if a.urgent && charge.StandInID != "" {
		standIn, err := tx.inCharge(ctx, charge.StandInID, now)
		if err != nil {
			return err
		}
		to = append(to, standIn)
	}
	if a.urgent || charge.ID == "" {
		coordinators, err := tx.coordinators(ctx, a.territoryID, now)
		if err != nil {
			return err
		}
		to = append(to, coordinators...)
	}
	to = slices.DeleteFunc(to, func(p parcours.Professional) bool { return p.ID == "" })
	if len(to) == 0 {
		_, err := tx.raise(ctx, now, parcours.Incident{
			Key: "unattended/" + escalationID, Kind: "unattended", PersonID: a.personID, Details: details{"kind": string(a.kind)},
		}, "")
		return err
	}
	return tx.notice(ctx, now, escalationID, to, parcours.NoticeNew, a.impediment)
}

// notice sends a notice of an escalation to each of the professionals, once each.
func (tx *tx) notice(ctx context.Context, now time.Time, escalationID string, to []parcours.Professional, which parcours.QuestionNotice, why parcours.Impediment) error {
	e, _, err := tx.escalation(ctx, escalationID)
	if err != nil {
		return err
	}
	e.Impediment = why
	if e.Kind == parcours.EscalationJobFound {
		if err := tx.aboutJob(ctx, now, &e); err != nil {
			return err
		}
	}
	for _, p := range to {
		// The key is unique per professional: somebody named twice gets one notice.
		if _, _, err := tx.notify(ctx, now, tx.rules.PlanQuestion(e, p, which, tx.linkTo(escalationID), tx.service, now)); err != nil {
			return err
		}
	}
	return nil
}

// answer relays a professional's words to whoever asked, by the channel they
// wrote on, and marks the escalation answered. inboxID is set when the words came
// by Telegram. It does not check who may answer: that is the caller's.
func (tx *tx) answer(ctx context.Context, now time.Time, by parcours.Professional, escalationID, text, inboxID string) error {
	e, address, err := tx.escalation(ctx, escalationID)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("%w: the answer is empty", parcours.ErrInvalid)
	}
	messageID := tx.newID(now)
	n := tx.rules.PlanAnswer(e, by, messageID, text, tx.service, now)
	if e.PersonID == "" {
		n.Address = address
	}
	notificationID, _, err := tx.notify(ctx, now, n)
	if err != nil {
		return err
	}
	err = tx.InsertEscalationMessage(ctx, gen.InsertEscalationMessageParams{
		ID: messageID, EscalationID: e.ID, Sender: senderProfessional, ProfessionalID: null(by.ID), BodySealed: tx.sealMessage(text),
		InboxID: inboxID, NotificationID: notificationID, At: millis(now),
	})
	if err != nil {
		return fmt.Errorf("answer escalation: %w", err)
	}
	if _, err := tx.MarkAnswered(ctx, e.ID, millis(now), by.ID); err != nil {
		return fmt.Errorf("answer escalation: %w", err)
	}
	planned, err := tx.readIntent(ctx, notificationID)
	if err != nil {
		return err
	}
	if planned.State == parcours.NotificationFailed && inboxID != "" { // the console says so itself
		if err := tx.unarrived(ctx, now, planned.Notification); err != nil {
			return err
		}
	}
	return tx.append(ctx, now, e.PersonID, parcours.EventAnswered, by.ID, e.ID, details{"notification": notificationID})
}
