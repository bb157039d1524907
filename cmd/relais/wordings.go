package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"relais/locales"
	"relais/parcours"
)

// wordingsEvery is how soon a node says what another one's console changed.
const wordingsEvery = 10 * time.Second

// wordingStore keeps the département's own words.
type wordingStore interface {
	WordingMark(ctx context.Context) (string, error)
	Wordings(ctx context.Context) (parcours.Wordings, error)
}

// wordings keeps a catalogue as the département words it.
type wordings struct {
	store wordingStore
	words *locales.Catalogue
	log   *slog.Logger

	mu   sync.Mutex
	mark string
}

// refresh puts in force what was changed since the last time, nothing mostly. A
// wording that no longer serves leaves Relais's own words, and is logged by its key.
func (w *wordings) refresh(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	mark, err := w.store.WordingMark(ctx)
	if err != nil || mark == w.mark {
		return err
	}
	all, err := w.store.Wordings(ctx)
	if err != nil {
		return err
	}
	if err := w.words.Reword(all); err != nil {
		w.log.Error("a wording no longer serves: change it on the page of texts", "err", err)
	}
	w.mark = all.Mark
	return nil
}

// run refreshes until ctx ends. A database that cannot be read leaves the words as
// they are.
func (w *wordings) run(ctx context.Context) error {
	every := time.NewTicker(wordingsEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-every.C:
			if err := w.refresh(ctx); err != nil && !errors.Is(err, context.Canceled) {
				w.log.Warn("the wordings cannot be read", "err", err)
			}
		}
	}
}

// loadWords reads the catalogue as the département words it, for a command.
func loadWords(ctx context.Context, db wordingStore) (*locales.Catalogue, error) {
	words, err := locales.Load()
	if err != nil {
		return nil, err
	}
	if err := (&wordings{store: db, words: words, log: slog.Default()}).refresh(ctx); err != nil {
		return nil, fmt.Errorf("read wordings: %w", err)
	}
	return words, nil
}
