package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/parcours"
)

// PurgeStrangers takes away what strangers wrote and were answered that is old enough, at
// most limit messages in one transaction; it returns how many went, 0 when none is left.
// Of the answers their kind and their length stay, which figures count.
func (s *Store) PurgeStrangers(ctx context.Context, now time.Time, r parcours.Keeping, limit int) (int, error) {
	return s.purgeOthers(ctx, now, r, parcours.KeepStranger, func(ctx context.Context, tx *tx, before int64) (int, error) {
		return tx.purgeStrangers(ctx, before, int32(limit))
	})
}

// PurgeAccesses takes away entries of the access log that are old enough, at most limit in
// one transaction, from the beginning of its chain; it returns how many went.
func (s *Store) PurgeAccesses(ctx context.Context, now time.Time, r parcours.Keeping, limit int) (int, error) {
	return s.purgeOthers(ctx, now, r, parcours.KeepAccess, func(ctx context.Context, tx *tx, before int64) (int, error) {
		return tx.dropAccesses(ctx, now, before, limit)
	})
}

func (s *Store) purgeOthers(ctx context.Context, now time.Time, r parcours.Keeping, kind parcours.KeepingKind, purge func(context.Context, *tx, int64) (int, error)) (n int, err error) {
	if err := r.Check(); err != nil {
		return 0, fmt.Errorf("purge %s: %w", kind, err)
	}
	before := s.midnight(r.Rule(kind).KeptSince(s.today(now)))
	err = s.overwriting(ctx, func(ctx context.Context, tx *tx) (err error) {
		n, err = purge(ctx, tx, before)
		return err
	})
	if err == nil && n > 0 {
		err = s.dialect.fold(ctx, s.reader)
	}
	if err != nil {
		return n, fmt.Errorf("purge %s: %w", kind, err)
	}
	return n, nil
}

func (tx *tx) purgeStrangers(ctx context.Context, before int64, limit int32) (int, error) {
	messages, err := tx.StrangersMessages(ctx, before, limit)
	if err != nil {
		return 0, err
	}
	for _, m := range messages {
		if err := errors.Join(tx.RememberStrangersMessage(ctx, m.ID), tx.DropStrangersMessage(ctx, m.ID)); err != nil {
			return 0, err
		}
	}
	answers, err := tx.StrangersAnswers(ctx, before, limit)
	if err != nil {
		return 0, err
	}
	for _, id := range answers {
		if err := tx.emptyMessage(ctx, id); err != nil {
			return 0, err
		}
	}
	questions, err := tx.StrangersQuestions(ctx, before, limit)
	if err != nil {
		return 0, err
	}
	for _, id := range questions {
		if err := tx.emptyStrangersQuestion(ctx, id); err != nil {
			return 0, err
		}
	}
	return len(messages) + len(answers) + len(questions), tx.DropStrangersConversations(ctx, before)
}

// emptyStrangersQuestion takes the words and the address out of a question whose author
// nobody found, and out of what professionals were told of it.
func (tx *tx) emptyStrangersQuestion(ctx context.Context, id string) error {
	notices, err := tx.NoticesOfQuestion(ctx, null(id))
	if err != nil {
		return err
	}
	for _, n := range notices {
		if err := tx.emptyMessage(ctx, n); err != nil {
			return err
		}
	}
	return errors.Join(tx.DropWordsOfQuestion(ctx, id), tx.EmptyQuestion(ctx, id))
}
