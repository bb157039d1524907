package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// SendMessage sends a person the actor's words, unasked, on whichever channel reaches
// them. The thread is kept: an answer comes back to the author. ErrConflict when the
// person left, or is held.
func (s *Store) SendMessage(ctx context.Context, now time.Time, actor parcours.Actor, personID, text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("send message: %w: it is empty", parcours.ErrInvalid)
	}
	return s.onPerson(ctx, "send message", actor, personID, func(ctx context.Context, tx *tx) error {
		gone, err := tx.PersonGone(ctx, personID)
		if err != nil {
			return err
		}
		if gone {
			return fmt.Errorf("%w: nothing is sent to them any more", parcours.ErrConflict)
		}
		author, err := tx.author(ctx, actor)
		if err != nil {
			return err
		}
		id, messageID := tx.newID(now), tx.newID(now)
		to, err := tx.personDestination(ctx, personID, nil)
		if err != nil {
			return err
		}
		err = tx.InsertEscalation(ctx, gen.InsertEscalationParams{
			ID: id, PersonID: null(personID), ProfessionalID: null(author.ID), Kind: string(parcours.EscalationMessageSent), Channel: string(to.channel),
			OpenedAt: millis(now), DueAt: millis(now),
		})
		if err != nil {
			return err
		}
		if _, err := tx.MarkAnswered(ctx, id, millis(now), by(actor)); err != nil {
			return err
		}
		notificationID, _, err := tx.notify(ctx, now, tx.rules.PlanMessage(personID, id, author, messageID, text, tx.service, now))
		if err != nil {
			return err
		}
		err = tx.InsertEscalationMessage(ctx, gen.InsertEscalationMessageParams{
			ID: messageID, EscalationID: id, Sender: senderProfessional, ProfessionalID: null(author.ID), BodySealed: tx.sealMessage(text),
			NotificationID: notificationID, At: millis(now),
		})
		if err != nil {
			return err
		}
		return tx.append(ctx, now, personID, parcours.EventWritten, by(actor), id, details{"notification": notificationID})
	})
}

// author reads who the actor is; zero for an account that is nobody's.
func (tx *tx) author(ctx context.Context, actor parcours.Actor) (parcours.Professional, error) {
	if actor.ProfessionalID == "" {
		return parcours.Professional{}, nil
	}
	row, err := tx.Professional(ctx, actor.ProfessionalID)
	if err != nil {
		return parcours.Professional{}, fmt.Errorf("author: %w", err)
	}
	return tx.professional(row)
}

// talk finds whose own words were the last that the person got here: what they write
// next may be the answer to that.
func (l *loader) talk(ctx context.Context) error {
	written := l.in.Written(l.now)
	last, err := l.TalkedTo(ctx, gen.TalkedToParams{
		AddressIndex: l.index, PersonID: null(l.d.Person.ID), Since: millis(written.Add(-l.rules.AnsweredWithin)), WrittenAt: millis(written),
	})
	if err != nil {
		return fmt.Errorf("last words: %w", err)
	}
	if len(last) > 0 && last[0].Kind == parcours.KindAnswer {
		l.d.Talk = last[0].ProfessionalID
	}
	return nil
}
