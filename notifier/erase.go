package notifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

const (
	// eraseBatch is how many texts are read at once.
	eraseBatch = 500
	// eraseFailures in a row end it: the provider is out of reach.
	eraseFailures = 3
	// eraseRefusals in a row end it too: no text alone is what the provider refuses.
	eraseRefusals = 100
	// keptTooLong is when a human is told that a provider still keeps a text: the
	// erasing has failed for ten nights.
	keptTooLong = 15 * 24 * time.Hour
)

// EraseBodies empties the provider's copy of the texts that are older than
// EraseAfter and of which nothing is expected any more, a batch after the other until
// none is left or ctx ends. Each is read back; what could not be erased is tried again
// the next time, and holds none of the others back. It returns how many were, and tells
// a human when the oldest that is left passes 15 days.
func (d *Dispatcher) EraseBodies(ctx context.Context) (erased int, err error) {
	d.prepare()
	until, after := d.Now().Add(-d.EraseAfter), parcours.ProviderText{}
	failures, refusals := 0, 0
	over := func() bool { return failures == eraseFailures || refusals == eraseRefusals }
	for !over() {
		texts, err := d.Outbox.ProviderTexts(ctx, until, after, eraseBatch)
		if err != nil {
			return erased, fmt.Errorf("texts to erase: %w", err)
		}
		for _, text := range texts {
			if over() {
				break
			}
			if err := d.erase(ctx, text); err != nil {
				if ctx.Err() != nil {
					return erased, ctx.Err()
				}
				d.Log.Warn("text not erased at the provider", logProvider, text.ProviderID, logError, err)
				if errors.Is(err, parcours.ErrInvalid) {
					failures, refusals = 0, refusals+1 // the provider is there, and answered about this text
				} else {
					failures++
				}
				continue
			}
			failures, refusals = 0, 0
			if err := d.Outbox.RecordErased(ctx, d.Now(), text); err != nil {
				return erased, fmt.Errorf("record erased text: %w", err)
			}
			erased++
		}
		if len(texts) < eraseBatch {
			break
		}
		after = texts[len(texts)-1]
		if !sleep(ctx, d.EraseRest) {
			return erased, ctx.Err()
		}
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
