package notifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	// eraseLimit bounds one night, in each direction.
	eraseLimit = 5000
	// eraseFailures in a row end it: the provider is out of reach.
	eraseFailures = 3
	// keptTooLong is when a human is told that a provider still keeps a text: the
	// erasing has failed for ten nights.
	keptTooLong = 15 * 24 * time.Hour
)

// EraseBodies empties the provider's copy of the texts that are older than
// EraseAfter and of which nothing is expected any more. Each is read back; what
// could not be erased is tried again the next time. It returns how many were, and
// tells a human when the oldest that is left passes 15 days.
func (d *Dispatcher) EraseBodies(ctx context.Context) (erased int, err error) {
	d.prepare()
	texts, err := d.Outbox.ProviderTexts(ctx, d.Now().Add(-d.EraseAfter), eraseLimit)
	if err != nil {
		return 0, fmt.Errorf("texts to erase: %w", err)
	}
	failures := 0
	for _, text := range texts {
		if err := d.erase(ctx, text); err != nil {
			d.Log.Warn("text not erased at the provider", logProvider, text.ProviderID, logError, err)
			if failures++; failures == eraseFailures || ctx.Err() != nil {
				break
			}
			continue
		}
		failures = 0
		if err := d.Outbox.RecordErased(ctx, d.Now(), text); err != nil {
			return erased, fmt.Errorf("record erased text: %w", err)
		}
		erased++
	}
	return erased, d.watchKept(ctx)
}

// erase empties one text. A message received may belong to either account: the one
// that does not know it says so.
func (d *Dispatcher) erase(ctx context.Context, text parcours.ProviderText) error {
	senders := d.Senders
	if !text.Inbound {
		senders = []Sender{d.senderOf(parcours.Attempt{Channel: parcours.ChannelSMS, Sender: text.Sender})}
	}
	err := errors.New("no sender can erase")
	for _, s := range senders {
		eraser, can := s.(Eraser)
		if !can || s.Channel() != parcours.ChannelSMS {
			continue
		}
		asked, cancel := context.WithTimeout(ctx, d.SendTimeout)
		err = eraser.Erase(asked, text.ProviderID)
		cancel()
		if !errors.Is(err, parcours.ErrNotFound) {
			return err
		}
		err = nil // nothing is kept there
	}
	return err
}

// watchKept raises an incident, once a month, when a provider keeps a text too long.
func (d *Dispatcher) watchKept(ctx context.Context) error {
	oldest, err := d.Outbox.OldestProviderText(ctx)
	if err != nil {
		return fmt.Errorf("oldest text at the provider: %w", err)
	}
	now := d.Now()
	if oldest.IsZero() || now.Sub(oldest) < keptTooLong {
		return nil
	}
	d.incident(ctx, parcours.Incident{
		Key: "texts_kept/" + now.In(d.Rules.Zone).Format("2006-01"), Kind: "texts_kept",
		Details: map[string]string{"since": parcours.DateOf(oldest, d.Rules.Zone).String()}, At: now,
	})
	return nil
}
