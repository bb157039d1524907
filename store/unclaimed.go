package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// unclaimedLines are the questions of numbers that nobody is known to have.
func (tx *tx) unclaimedLines(ctx context.Context, page parcours.WorkPage) ([]parcours.WorkLine, error) {
	most := int32(page.Limit)
	if most <= 0 {
		most = 1000
	}
	ids, err := tx.UnclaimedPage(ctx, int32(page.Offset), most)
	if err != nil {
		return nil, err
	}
	var lines []parcours.WorkLine
	for _, id := range ids {
		e, address, err := tx.escalation(ctx, id)
		if err != nil {
			return nil, err
		}
		l := parcours.WorkLine{ID: id, Address: address, Channel: e.Channel, At: e.OpenedAt, Urgent: e.Urgent, On: tx.today(e.OpenedAt)}
		for _, m := range e.Messages {
			if m.From == senderPerson {
				l.Text, l.At = m.Text, m.At
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// stranger reads an open question of somebody unknown, for a coordinator.
func (tx *tx) stranger(ctx context.Context, actor parcours.Actor, id string) (parcours.Escalation, string, error) {
	if !actor.SeesAll() {
		return parcours.Escalation{}, "", parcours.ErrNotFound
	}
	e, address, err := tx.escalation(ctx, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return e, "", parcours.ErrNotFound
	case err != nil:
		return e, "", err
	case e.PersonID != "" || e.State != parcours.EscalationOpen:
		return e, "", fmt.Errorf("%w: it was attached or closed meanwhile", parcours.ErrConflict)
	}
	return e, address, nil
}

// Attach says who a question of an unknown number is from. It goes to whoever
// follows them, and its messages into their thread. With theirs, the number is noted
// as one that the person gave: it is asked to confirm itself before anything else
// goes there, and their former numbers stay meanwhile.
func (s *Store) Attach(ctx context.Context, now time.Time, actor parcours.Actor, questionID, personID string, theirs bool) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		e, address, err := tx.stranger(ctx, actor, questionID)
		if err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", personID); err != nil {
			return err
		}
		who, err := tx.ReferentNow(ctx, personID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		charge, err := tx.inCharge(ctx, who.ReferentID, now)
		if err != nil {
			return err
		}
		claim := ""
		if phone := parcours.ParsePhone(address); theirs && e.Channel == parcours.ChannelSMS && phone.Kind == parcours.PhoneMobile {
			if claim, _, err = tx.claimFor(ctx, now, by(actor), personID, phone, true); err != nil {
				return err
			}
		}
		attached, err := tx.AttachEscalation(ctx, gen.AttachEscalationParams{PersonID: null(personID), ProfessionalID: null(charge.ID), At: millis(now), Claim: claim, ID: questionID})
		if err != nil {
			return err
		}
		if attached == 0 {
			return fmt.Errorf("%w: it was attached or closed meanwhile", parcours.ErrConflict)
		}
		if err := tx.OwnInboxOfThread(ctx, null(personID), questionID); err != nil {
			return err
		}
		if err := tx.ownWords(ctx, e, questionID, personID); err != nil {
			return err
		}
		err = tx.append(ctx, now, personID, parcours.EventEscalated, by(actor), questionID, details{"kind": string(e.Kind), "urgent": fmt.Sprint(e.Urgent), "to": charge.ID, "attached": "yes"})
		if err != nil {
			return err
		}
		if err := tx.withdrawNotices(ctx, now, questionID, by(actor)); err != nil {
			return err
		}
		if charge.ID == "" {
			return nil
		}
		return tx.notice(ctx, now, questionID, []parcours.Professional{charge}, parcours.NoticeNew, parcours.ImpedimentNone)
	})
	if err != nil {
		return fmt.Errorf("attach a question: %w", err)
	}
	return nil
}

// ownWords writes what was written in the thread into the person's journal, each
// message at its time.
func (tx *tx) ownWords(ctx context.Context, e parcours.Escalation, questionID, personID string) error {
	thread, err := tx.InboxOfThread(ctx, questionID)
	if err != nil {
		return err
	}
	for _, m := range thread {
		sealed, err := tx.WordsReceived(ctx, m.InboxID)
		if errors.Is(err, sql.ErrNoRows) {
			continue // erased
		}
		if err != nil {
			return err
		}
		text, err := tx.vault.open(columnInboundText, sealed)
		if err != nil {
			return err
		}
		err = tx.append(ctx, instant(m.At), personID, parcours.EventReceived, actorPerson, m.InboxID, details{
			"channel": string(e.Channel), "kind": string(parcours.InboundText), detailWords: fingerprint(text), "attached": "yes",
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Detach takes an attachment back: the question is nobody's again, and the number
// that was noted with it is dropped unless it confirmed itself. ErrConflict once the
// question was answered or closed.
func (s *Store) Detach(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		was, err := tx.AttachedClaim(ctx, questionID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := tx.lock(ctx, "person", was.PersonID); err != nil {
			return err
		}
		detached, err := tx.DetachEscalation(ctx, questionID)
		if err != nil {
			return err
		}
		if detached == 0 {
			return fmt.Errorf("%w: it was answered, closed or taken back", parcours.ErrConflict)
		}
		if err := tx.OwnInboxOfThread(ctx, null(""), questionID); err != nil {
			return err
		}
		if err := tx.withdrawNotices(ctx, now, questionID, by(actor)); err != nil {
			return err
		}
		claims, err := tx.claims(ctx, was.PersonID)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if c.ID == was.AttachedClaim {
				if err := tx.settleClaim(ctx, now, by(actor), c, false); err != nil {
					return err
				}
			}
		}
		return tx.append(ctx, now, was.PersonID, parcours.EventCorrected, by(actor), questionID, details{"what": "attached"})
	})
	if err != nil {
		return fmt.Errorf("detach a question: %w", err)
	}
	return nil
}

// WrongNumber closes a question of somebody who is not whom we write to: nobody who
// had the number is reached there any more, whatever a file says later.
func (s *Store) WrongNumber(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		e, address, err := tx.stranger(ctx, actor, questionID)
		if err != nil {
			return err
		}
		index := tx.vault.addressIndex(address)
		people, err := tx.PeopleEverAt(ctx, index)
		if err != nil {
			return err
		}
		for _, personID := range people {
			if err := tx.lock(ctx, "person", personID); err != nil {
				return err
			}
			if err := tx.disown(ctx, now, closing{channel: e.Channel, addressIndex: index, personID: personID, proof: questionID, actor: by(actor)}); err != nil {
				return err
			}
		}
		return tx.closeStranger(ctx, now, actor, questionID)
	})
	if err != nil {
		return fmt.Errorf("wrong number: %w", err)
	}
	return nil
}

// Dismiss closes a question of somebody unknown without an answer.
func (s *Store) Dismiss(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if _, _, err := tx.stranger(ctx, actor, questionID); err != nil {
			return err
		}
		return tx.closeStranger(ctx, now, actor, questionID)
	})
	if err != nil {
		return fmt.Errorf("dismiss a question: %w", err)
	}
	return nil
}

func (tx *tx) closeStranger(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error {
	if err := tx.withdrawNotices(ctx, now, questionID, by(actor)); err != nil {
		return err
	}
	_, err := tx.CloseEscalation(ctx, questionID, millis(now), by(actor))
	return err
}

// Reopen takes back that a question of somebody unknown was closed: whoever lost the
// number with it has it again.
func (s *Store) Reopen(ctx context.Context, now time.Time, actor parcours.Actor, questionID string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.SeesAll() {
			return parcours.ErrNotFound
		}
		e, address, err := tx.escalation(ctx, questionID)
		if errors.Is(err, sql.ErrNoRows) {
			return parcours.ErrNotFound
		}
		if err != nil {
			return err
		}
		opened, err := tx.ReopenEscalation(ctx, questionID)
		if err != nil {
			return err
		}
		if opened == 0 {
			return fmt.Errorf("%w: it is open, or was answered", parcours.ErrConflict)
		}
		people, err := tx.OwnPoints(ctx, millis(now), tx.vault.addressIndex(address), millis(e.AnsweredAt))
		if err != nil {
			return err
		}
		for _, personID := range distinct(people) {
			if err := tx.updateContactLoss(ctx, personID); err != nil {
				return err
			}
			if err := tx.unlist(ctx, now, personID); err != nil {
				return err
			}
			if err := tx.append(ctx, now, personID, parcours.EventCorrected, by(actor), questionID, details{"what": "wrong_number"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reopen a question: %w", err)
	}
	return nil
}

// GiveNumber notes a number that a professional was given for a person. Confirmed,
// it is used at once; otherwise it is asked to confirm itself, by a text that names
// nobody, and nothing else goes there meanwhile. It returns the id by which
// SettleNumber settles it, and whether the number is asked. ErrInvalid for what is no number.
func (s *Store) GiveNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID string, phone parcours.Phone, confirmed bool) (id string, asked bool, err error) {
	switch phone.Kind {
	case parcours.PhoneMobile, parcours.PhoneLandline, parcours.PhoneVoIP:
	default:
		return "", false, fmt.Errorf("give a number: %w: it is no number that can be reached", parcours.ErrInvalid)
	}
	err = s.onPerson(ctx, "give a number", actor, personID, func(ctx context.Context, tx *tx) error {
		var err error
		if id, asked, err = tx.claimFor(ctx, now, by(actor), personID, phone, !confirmed); err != nil || !confirmed {
			return err
		}
		c := parcours.NumberClaim{ID: id, PersonID: personID, Phone: phone, ClaimedAt: now}
		return tx.settleClaim(ctx, now, by(actor), c, true)
	})
	return id, asked, err
}

// Register notes that people are registered at the employment service since a day,
// and returns the facts that RetractFacts takes back.
func (s *Store) Register(ctx context.Context, now time.Time, actor parcours.Actor, personIDs []string, on parcours.Date) ([]string, error) {
	var facts []string
	if on.IsZero() || on.After(s.today(now)) || len(personIDs) == 0 {
		return nil, fmt.Errorf("register: %w: a date that is not in the future, and somebody", parcours.ErrInvalid)
	}
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		facts = nil
		for _, personID := range distinct(personIDs) {
			id, err := tx.recordFact(ctx, now, actor, parcours.Fact{PersonID: personID, Kind: parcours.FactRegistered, On: on})
			if err != nil {
				return err
			}
			facts = append(facts, id)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	return facts, nil
}

// RetractFacts takes registrations back that were noted by mistake; those that were
// taken back already are left.
func (s *Store) RetractFacts(ctx context.Context, now time.Time, actor parcours.Actor, factIDs []string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		for _, id := range factIDs {
			fact, err := tx.FactByID(ctx, id)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			if err := tx.allowed(ctx, actor, fact.PersonID); err != nil {
				return err
			}
			if fact.Kind != string(parcours.FactRegistered) {
				return fmt.Errorf("%w: only a registration is taken back", parcours.ErrInvalid)
			}
			if err := tx.DeleteFact(ctx, id); err != nil {
				return err
			}
			first, err := tx.FirstFact(ctx, fact.PersonID, fact.Kind)
			if err != nil {
				return err
			}
			if err := tx.SetRegisteredOn(ctx, fact.PersonID, first); err != nil {
				return err
			}
			if err := tx.append(ctx, now, fact.PersonID, parcours.EventCorrected, by(actor), id, details{"what": string(parcours.FactRegistered)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("retract facts: %w", err)
	}
	return nil
}
