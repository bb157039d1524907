package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Timeline returns what happened to a person, oldest first: the journal, with
// the words of the messages beside the entries that speak of them. It is empty for
// who only attends an appointment.
func (s *Store) Timeline(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.TimelineEntry, error) {
	var entries []parcours.TimelineEntry
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if follows, err := tx.follows(ctx, actor, personID); err != nil || !follows {
			return err
		}
		words, err := tx.words(ctx, personID)
		if err != nil {
			return err
		}
		names, err := tx.names(ctx)
		if err != nil {
			return err
		}
		events, err := tx.journals(ctx, personID)
		if err != nil {
			return err
		}
		entries = make([]parcours.TimelineEntry, 0, len(events))
		for _, e := range events {
			entry, err := tx.timelineEntry(e, words, names)
			if err != nil {
				return err
			}
			entries = append(entries, entry)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	return entries, nil
}

// said is a message, sent or received.
type said struct {
	channel  parcours.Channel
	template string
	text     string
	state    string
}

// words returns the messages of a person by the ids that the journal speaks of:
// an attempt's, its notification's, an inbox row's.
func (tx *tx) words(ctx context.Context, personID string) (map[string]said, error) {
	words := map[string]said{}
	attempts, err := tx.AttemptsForTimeline(ctx, null(personID))
	if err != nil {
		return nil, fmt.Errorf("attempts: %w", err)
	}
	for _, a := range attempts {
		text, err := tx.vault.openText(columnBody, a.BodySealed)
		if err != nil {
			return nil, err
		}
		m := said{parcours.Channel(a.Channel), a.Template, text, a.State}
		words[a.ID], words[a.NotificationID] = m, m
	}
	received, err := tx.InboxForTimeline(ctx, null(personID))
	if err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	for _, r := range received {
		text, err := tx.vault.openText(columnInboundText, r.TextSealed)
		if err != nil {
			return nil, err
		}
		words[r.ID] = said{channel: parcours.Channel(r.Channel), text: text}
	}
	return words, nil
}

func (tx *tx) names(ctx context.Context) (map[string]string, error) {
	rows, err := tx.ProfessionalNames(ctx)
	if err != nil {
		return nil, fmt.Errorf("professionals: %w", err)
	}
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name()
	}
	return names, nil
}

func (tx *tx) timelineEntry(e gen.Event, words map[string]said, names map[string]string) (parcours.TimelineEntry, error) {
	entry := parcours.TimelineEntry{At: instant(e.At), Kind: parcours.EventKind(e.Kind), Actor: e.Actor, ActorName: names[e.Actor]}
	payload, err := tx.vault.open(columnPayload, e.PayloadSealed)
	if err != nil {
		return entry, err
	}
	if len(payload) > 0 {
		if err := json.Unmarshal(payload, &entry.Details); err != nil {
			return entry, fmt.Errorf("journal entry %d: %w", e.Seq, err)
		}
	}
	switch entry.Kind {
	case parcours.EventSent, parcours.EventReceived, parcours.EventPlanned, parcours.EventDelivered, parcours.EventUndelivered, parcours.EventUnknown, parcours.EventEnded:
		m := words[e.Subject]
		if entry.About = entry.Details["notification"]; entry.Kind == parcours.EventPlanned || entry.Kind == parcours.EventEnded {
			entry.About = e.Subject
		}
		entry.Channel, entry.Template, entry.State = m.channel, m.template, m.state
		if entry.Kind == parcours.EventSent || entry.Kind == parcours.EventReceived {
			entry.Text = m.text
		}
	case parcours.EventReferentAssigned:
		entry.ActorName = names[e.Subject]
	}
	return entry, nil
}

// Planned returns what is going to be sent to a person, soonest first.
func (s *Store) Planned(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.Notification, error) {
	var planned []parcours.Notification
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		planned = nil
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		if follows, err := tx.follows(ctx, actor, personID); err != nil || !follows {
			return err
		}
		ids, err := tx.PlannedOfPerson(ctx, null(personID))
		if err != nil {
			return err
		}
		for _, id := range ids {
			n, err := tx.readNotification(ctx, id)
			if err != nil {
				return err
			}
			planned = append(planned, n.Notification)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("planned messages: %w", err)
	}
	return planned, nil
}

// CancelNotification withdraws a message that has not left yet. ErrConflict when
// it has: a correction is a new message.
func (s *Store) CancelNotification(ctx context.Context, now time.Time, actor parcours.Actor, id string) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		found, err := tx.PersonOfNotification(ctx, id)
		if err != nil {
			return err
		}
		if len(found) == 0 || !found[0].Valid {
			return parcours.ErrNotFound
		}
		if err := tx.allowed(ctx, actor, found[0].String); err != nil {
			return err
		}
		n, err := tx.readNotification(ctx, id)
		if err != nil {
			return err
		}
		if n.State != parcours.NotificationPending && n.State != parcours.NotificationListed {
			return fmt.Errorf("%w: the message has left or was settled", parcours.ErrConflict)
		}
		attempts, err := tx.AttemptsOf(ctx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(attempts, hasLeft) {
			return fmt.Errorf("%w: the message has left", parcours.ErrConflict)
		}
		withdrawn, err := tx.withdraw(ctx, now, id, by(actor), reasonByHand)
		if err == nil && !withdrawn {
			return fmt.Errorf("%w: the message has just left", parcours.ErrConflict)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("cancel message: %w", err)
	}
	return nil
}
