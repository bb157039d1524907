package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// replyValidity is how long the answer to an inbound is worth sending, from when it
// may leave.
const replyValidity = 24 * time.Hour

// say writes the answer, back the way the inbound came, unless its sender had
// more than any conversation needs.
func (tx *tx) say(ctx context.Context, t *turn, e parcours.Say) error {
	if ok, err := tx.mayReply(ctx, t, e.Urgent); err != nil || !ok {
		return err
	}
	t.said++
	// What was written hours ago and found now is not answered in the middle of the
	// night: the grace of a reply counts from when the person wrote.
	written, leaves := t.in.Written(t.now), t.now
	if !t.now.Before(written.Add(tx.rules.ReplyGrace)) {
		leaves = tx.rules.NextOpen(t.now)
	}
	n := parcours.Notification{
		Key:  parcours.KindReply + "/" + t.in.ID + "/" + strconv.Itoa(t.said),
		Kind: parcours.KindReply, Class: parcours.Conversation, Lane: parcours.LaneReply,
		PersonID: t.personID, ProfessionalID: t.professionalID, AppointmentID: e.AppointmentID, SubjectID: e.SubjectID, InReplyTo: t.in.ID,
		Channel: t.in.Channel, Address: t.in.Address, Template: e.Template, Facts: e.Facts, Choices: e.Choices, PromptKind: e.PromptKind,
		Urgent: e.Urgent, DueAt: written, ExpiresAt: leaves.Add(replyValidity), CreatedAt: t.now,
	}
	if t.personID != "" && t.Dossier.Candidates > 1 {
		n.Key += "/" + t.personID // "who writes?" answered the same message before
	}
	if n.Facts.Service == (parcours.Service{}) {
		n.Facts.Service = tx.service
	}
	if t.unasked && n.Template == "reply.number.claimed" {
		n.Template = "reply.change.noted" // no text leaves for that number: a professional settles it
	}
	// A link in an SMS is what phishers send: only Telegram carries it.
	if t.confirmed != "" && t.in.Channel == parcours.ChannelTelegram && tx.calendarLink != nil && n.Facts.Link == "" {
		var err error
		if n.Facts.Link, err = tx.linkCalendar(ctx, t.personID, t.confirmed); err != nil {
			return err
		}
		t.confirmed = "" // the confirmation is said first
	}
	_, _, err := tx.notify(ctx, t.now, n)
	return err
}

// acknowledge closes the prompt; pressing twice is once.
func (tx *tx) acknowledge(ctx context.Context, t *turn, e parcours.Acknowledge) error {
	row, err := tx.PromptByID(ctx, e.PromptID)
	if err != nil {
		return fmt.Errorf("prompt %s: %w", e.PromptID, err)
	}
	if row.PersonID != t.personID {
		return fmt.Errorf("prompt %s: %w", e.PromptID, parcours.ErrNotFound)
	}
	if _, err := tx.ClosePrompt(ctx, e.PromptID, millis(t.now), e.Action); err != nil {
		return fmt.Errorf("prompt %s: %w", e.PromptID, err)
	}
	p, err := tx.prompt(ctx, row)
	if err != nil || p.AttemptID == "" {
		return err
	}
	carrier, err := tx.AnsweredCarrier(ctx, p.NotificationID, t.index)
	if err != nil {
		return fmt.Errorf("prompt %s: %w", e.PromptID, err)
	}
	a, err := tx.Attempt(ctx, carrier)
	if err != nil {
		return fmt.Errorf("attempt %s: %w", carrier, err)
	}
	read := a.Rank >= int64(parcours.AttemptAccepted.Rank())
	if pressed := t.Dossier.Pressed; pressed != nil && pressed.ID == p.ID {
		a.ID, read = pressed.AttemptID, true
	}
	if !read && a.AddressIndex == t.index { // it may not have left: the answer proves it only when nothing else can be meant
		another, err := tx.MayAnswerAnother(ctx, a.AddressIndex, a.NotificationID, millis(t.now.Add(-tx.rules.AnsweredWithin)))
		if err != nil {
			return fmt.Errorf("prompt %s: %w", e.PromptID, err)
		}
		read = !another
	}
	if read {
		if err := tx.foldAttempt(ctx, t.now, a.ID, parcours.AttemptAcknowledged); err != nil {
			return err
		}
	}
	return tx.reach(ctx, t.personID, stageAnswered, tx.today(t.now))
}

func (tx *tx) confirm(ctx context.Context, t *turn, e parcours.Confirm) error {
	if _, err := tx.standing(ctx, t, e.AppointmentID); err != nil {
		return err
	}
	confirmed, err := tx.ConfirmParticipation(ctx, e.AppointmentID, t.personID, millis(t.now))
	if err != nil {
		return fmt.Errorf("confirm: %w", err)
	}
	if confirmed == 0 {
		return fmt.Errorf("confirm: %w", parcours.ErrConflict)
	}
	t.confirmed = e.AppointmentID
	return tx.append(ctx, t.now, t.personID, parcours.EventConfirmed, actorPerson, e.AppointmentID, nil)
}

// standing reads an appointment of the person that is still to come; ErrConflict
// when it is not, since the conversation believed it was.
func (tx *tx) standing(ctx context.Context, t *turn, appointmentID string) (parcours.Appointment, error) {
	all, err := tx.appointments(ctx, t.personID)
	if err != nil {
		return parcours.Appointment{}, err
	}
	i := slices.IndexFunc(all, func(a parcours.Appointment) bool { return a.ID == appointmentID })
	if i < 0 || !all[i].Standing(t.now) {
		return parcours.Appointment{}, fmt.Errorf("appointment %s: %w: it does not stand any more", appointmentID, parcours.ErrConflict)
	}
	return all[i], nil
}

// movable returns an appointment to come that another may take the place of: one
// that stands, or one from which the person excused themselves and which nothing
// has replaced yet. ErrConflict otherwise.
func (tx *tx) movable(ctx context.Context, now time.Time, personID, appointmentID string) (parcours.Appointment, error) {
	all, err := tx.appointments(ctx, personID)
	if err != nil {
		return parcours.Appointment{}, err
	}
	for _, a := range all {
		if a.Replaces == appointmentID && a.Standing(now) {
			return a, fmt.Errorf("appointment %s: %w: it was moved before", appointmentID, parcours.ErrConflict)
		}
	}
	for _, a := range all {
		if a.ID == appointmentID && (a.Standing(now) || a.Outcome == parcours.OutcomeExcused && now.Before(a.StartsAt)) {
			return a, nil
		}
	}
	return parcours.Appointment{}, fmt.Errorf("appointment %s: %w: it does not stand any more", appointmentID, parcours.ErrConflict)
}

func (tx *tx) excuse(ctx context.Context, t *turn, e parcours.Excuse) error {
	a, err := tx.standing(ctx, t, e.AppointmentID)
	if err != nil {
		return err
	}
	// The words are the person's own: sealed in the payload, shown to the referent.
	return tx.settleOutcome(ctx, t.now, a, parcours.OutcomeExcused, e.Impediment, actorPerson, parcours.EventExcused, details{"words": e.Words})
}

// toCome refuses a slot that has started; ErrConflict.
func (tx *tx) toCome(ctx context.Context, now time.Time, slotID string) error {
	slot, err := tx.Slot(ctx, slotID)
	if err != nil {
		return fmt.Errorf("slot %s: %w", slotID, err)
	}
	if !now.Before(instant(slot.StartsAt)) {
		return fmt.Errorf("slot %s: %w: it has started", slotID, parcours.ErrConflict)
	}
	return nil
}

// move books the chosen slot in place of the appointment.
func (tx *tx) move(ctx context.Context, t *turn, e parcours.Move) error {
	old, err := tx.movable(ctx, t.now, t.personID, e.AppointmentID)
	if err != nil {
		return err
	}
	if err := tx.toCome(ctx, t.now, e.SlotID); err != nil {
		return err
	}
	if old.Outcome != parcours.OutcomeExcused {
		err = tx.settleOutcome(ctx, t.now, old, parcours.OutcomeExcused, parcours.ImpedimentNone, actorPerson, parcours.EventMoved, details{"slot": e.SlotID})
		if err != nil {
			return err
		}
	}
	person := t.Dossier.Person
	a, err := tx.book(ctx, t.now, t.personID, tx.rules.Deadline(person.EnteredOn), e.SlotID, parcours.OriginMoved, old.ID)
	if err != nil {
		return err
	}
	err = tx.append(ctx, t.now, t.personID, parcours.EventBooked, actorPerson, a.ID, details{
		"starts_at": a.StartsAt.Format(time.RFC3339), "kind": string(a.Kind), "origin": string(a.Origin), "replaces": old.ID,
	})
	if err != nil {
		return err
	}
	for _, n := range tx.rules.PlanMoved(a, person, tx.service, t.now) {
		if _, _, err := tx.notify(ctx, t.now, n); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) escalateTurn(ctx context.Context, t *turn, e parcours.Escalate) error {
	text := e.Text
	if text == "" {
		text = t.in.Text
	}
	a := asking{
		kind: e.Kind, urgent: e.Urgent || e.Kind == parcours.EscalationDistress, text: text, personID: t.personID,
		channel: t.in.Channel, address: t.in.Address, inboxID: t.in.ID, impediment: e.Impediment, toID: e.To,
	}
	if t.personID != "" {
		row, err := tx.PersonOfDossier(ctx, t.personID)
		if err != nil {
			return fmt.Errorf("person: %w", err)
		}
		a.referentID, a.territoryID = row.ReferentID, row.TerritoryID
	}
	id, notice, err := tx.thread(ctx, t, e.Kind)
	switch {
	case err != nil:
		return fmt.Errorf("escalate: %w", err)
	case id != "":
		return tx.addToThread(ctx, t.now, id, a, notice)
	}
	if id, err = tx.escalate(ctx, t.now, a); err != nil || e.Kind != parcours.EscalationReschedule {
		return err
	}
	return tx.pointUpstream(ctx, t.now, id, t.personID)
}

func (tx *tx) setLanguage(ctx context.Context, t *turn, e parcours.SetLanguage) error {
	if t.personID == "" {
		return nil
	}
	who := []string{t.personID}
	for _, p := range t.Dossier.Unsure { // whoever wrote, both read there
		if p.ID != t.personID {
			who = append(who, p.ID)
		}
	}
	for _, id := range who {
		changed, err := tx.SetLanguage(ctx, id, string(e.Language), millis(t.now))
		if err != nil {
			return fmt.Errorf("language: %w", err)
		}
		if changed == 0 {
			continue
		}
		if err := tx.append(ctx, t.now, id, parcours.EventLanguage, actorPerson, t.in.ID, details{"language": string(e.Language)}); err != nil {
			return err
		}
	}
	return nil
}

func (tx *tx) setDiscreet(ctx context.Context, t *turn, e parcours.SetDiscreet) error {
	if t.personID == "" {
		return nil
	}
	changed, err := tx.SetDiscreet(ctx, t.personID, e.On, millis(t.now))
	if err != nil {
		return fmt.Errorf("discreet: %w", err)
	}
	if changed == 0 {
		return nil
	}
	return tx.append(ctx, t.now, t.personID, parcours.EventUpdated, actorPerson, t.in.ID, details{"discreet": strconv.FormatBool(e.On)})
}

// linkTelegram uses up the one-time code and links the chat to its owner, whose
// turn this becomes.
func (tx *tx) linkTelegram(ctx context.Context, t *turn, e parcours.LinkTelegram) error {
	owners, err := tx.UseLink(ctx, millis(t.now), tx.vault.tokenIndex(e.Start))
	if err != nil {
		return fmt.Errorf("one-time code: %w", err)
	}
	if len(owners) == 0 {
		return fmt.Errorf("one-time code: %w: used or expired", parcours.ErrConflict)
	}
	owner := owners[0]
	if owner.ProfessionalID != "" {
		t.professionalID, t.personID = owner.ProfessionalID, ""
		if err := tx.UnlinkProfessional(ctx, t.index, millis(t.now)); err != nil {
			return fmt.Errorf("link professional: %w", err)
		}
		return tx.LinkProfessional(ctx, gen.LinkProfessionalParams{
			ID: owner.ProfessionalID, TelegramSealed: tx.vault.seal(columnTelegram, []byte(t.in.Address)), TelegramIndex: t.index, UpdatedAt: millis(t.now),
		})
	}
	taken, err := tx.chatTaken(ctx, t.index, owner.PersonID)
	if err != nil {
		return err
	}
	if taken {
		return fmt.Errorf("chat: %w: it is somebody else's", parcours.ErrConflict)
	}
	return tx.linkPerson(ctx, t, owner.PersonID)
}

// chatTaken reports whether the chat is linked to a person other than the owner.
func (tx *tx) chatTaken(ctx context.Context, index, ownerID string) (bool, error) {
	points, err := tx.PointsAtAddress(ctx, index, string(parcours.ChannelTelegram))
	if err != nil {
		return false, fmt.Errorf("chat: %w", err)
	}
	for _, p := range points {
		if p.PersonID != ownerID && p.Status == string(parcours.ContactCurrent) {
			return true, nil
		}
	}
	return false, nil
}

func (tx *tx) linkPerson(ctx context.Context, t *turn, personID string) error {
	if err := tx.lock(ctx, "person", personID); err != nil {
		return err
	}
	t.personID, t.professionalID = personID, ""
	err := tx.LinkPoint(ctx, gen.LinkPointParams{
		ID: tx.newID(t.now), PersonID: personID, AddressSealed: tx.vault.seal(columnAddress, []byte(t.in.Address)), AddressIndex: t.index, CreatedAt: millis(t.now),
	})
	if err != nil {
		return fmt.Errorf("link person: %w", err)
	}
	if err := tx.RetireChats(ctx, personID, t.index, millis(t.now)); err != nil {
		return fmt.Errorf("link person: %w", err)
	}
	// The consent to this channel is kept with its proof.
	err = tx.InsertOptOut(ctx, gen.InsertOptOutParams{
		ID: tx.newID(t.now), PersonID: null(personID), Channel: string(parcours.ChannelTelegram), AddressIndex: t.index, Direction: "in", At: millis(t.now), Proof: t.in.ID,
	})
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if err := tx.append(ctx, t.now, personID, parcours.EventLinked, actorPerson, t.in.ID, details{"channel": string(parcours.ChannelTelegram)}); err != nil {
		return err
	}
	if err := tx.updateContactLoss(ctx, personID); err != nil {
		return err
	}
	if err := tx.onBestChannel(ctx, t.now, personID); err != nil {
		return err
	}
	if err := tx.tellPhone(ctx, t.now, personID, t.in.Address); err != nil {
		return err
	}
	return tx.unlist(ctx, t.now, personID)
}

// tellPhone tells the person's mobile, where one takes SMS, that their messages now go
// to a chat.
func (tx *tx) tellPhone(ctx context.Context, now time.Time, personID, chat string) error {
	points, err := tx.contactPoints(ctx, personID)
	if err != nil {
		return err
	}
	if _, channel, _ := tx.rules.Route(parcours.ChannelSMS, points, nil, true); channel != parcours.ChannelSMS {
		return nil
	}
	i := slices.IndexFunc(points, func(p parcours.ContactPoint) bool { return p.Channel == parcours.ChannelTelegram && p.Address == chat })
	if i < 0 {
		return fmt.Errorf("linked chat: %w", parcours.ErrNotFound)
	}
	_, _, err = tx.notify(ctx, now, tx.rules.PlanLinked(personID, points[i].ID, tx.service, now))
	return err
}
