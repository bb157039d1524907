package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// ProviderTexts returns texts that left or were received until then, that nothing
// is expected of any more, and of which the SMS provider still keeps a copy: at
// most limit of them, the oldest first, those that come behind after; all when it is
// zero.
func (s *Store) ProviderTexts(ctx context.Context, until time.Time, after parcours.ProviderText, limit int) ([]parcours.ProviderText, error) {
	var texts []parcours.ProviderText
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		texts = nil
		from, key, most := millis(after.At), after.Key(), int32(limit)
		sent, err := tx.UnerasedAttempts(ctx, gen.UnerasedAttemptsParams{Until: millis(until), AfterAt: from, AfterID: key, Most: most})
		if err != nil {
			return err
		}
		for _, row := range sent {
			texts = append(texts, parcours.ProviderText{ID: row.ID, Sender: row.Sender, ProviderID: row.ProviderID, At: instant(row.LeftAt)})
		}
		received, err := tx.UnerasedInbox(ctx, gen.UnerasedInboxParams{Until: millis(until), AfterAt: from, AfterID: key, Most: most})
		if err != nil {
			return err
		}
		for _, row := range received {
			texts = append(texts, parcours.ProviderText{ID: row.ID, Inbound: true, ProviderID: row.ProviderID, At: instant(row.ReceivedAt)})
		}
		forgotten, err := tx.ForgottenTexts(ctx, gen.ForgottenTextsParams{Until: millis(until), AfterAt: from, AfterID: key, Most: most})
		for _, row := range forgotten {
			texts = append(texts, parcours.ProviderText{Inbound: row.Inbound, Sender: row.Sender, ProviderID: row.ProviderID, At: instant(row.At)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("texts at the provider: %w", err)
	}
	slices.SortFunc(texts, func(a, b parcours.ProviderText) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key(), b.Key())) })
	return texts[:min(limit, len(texts))], nil
}

// RecordErased notes that the provider's copy of a text is gone. Ours stays: it is
// the proof.
func (s *Store) RecordErased(ctx context.Context, now time.Time, text parcours.ProviderText) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if text.ID == "" { // of somebody who was erased, or of a duplicate: the row is all that waits
			_, err := tx.DropForgotten(ctx, text.ProviderID)
			return err
		}
		if text.Inbound {
			return tx.MarkInboxErased(ctx, text.ID, millis(now))
		}
		return tx.MarkAttemptErased(ctx, text.ID, millis(now))
	})
	if err != nil {
		return fmt.Errorf("record erased text: %w", err)
	}
	return nil
}

// OldestProviderText returns since when the oldest text that the SMS provider still
// keeps has been there; zero when it keeps none.
func (s *Store) OldestProviderText(ctx context.Context) (time.Time, error) {
	var oldest int64
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		sent, err := tx.OldestUnerasedAttempt(ctx)
		if err != nil {
			return err
		}
		received, err := tx.OldestUnerasedInbox(ctx)
		if err != nil {
			return err
		}
		forgotten, err := tx.OldestForgotten(ctx)
		oldest = sent
		for _, at := range []int64{received, forgotten} {
			if oldest == 0 || at > 0 && at < oldest {
				oldest = at
			}
		}
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("oldest text at the provider: %w", err)
	}
	return instant(oldest), nil
}
