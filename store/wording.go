package store

import (
	"context"
	"fmt"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Actions that the access log keeps of whoever changes what people read.
const (
	AccessReword         = "reword"
	AccessSwitchSentence = "switch_sentence"
)

// Wordings returns what the département changed in the texts, as it stands.
func (s *Store) Wordings(ctx context.Context) (parcours.Wordings, error) {
	var all parcours.Wordings
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		all = parcours.Wordings{}
		texts, err := tx.WordingsInForce(ctx)
		if err != nil {
			return err
		}
		for _, w := range texts {
			if w.Text != "" {
				all.Texts = append(all.Texts, parcours.Wording{
					ID: w.ID, Language: parcours.Language(w.Language), Key: w.Key, Text: w.Text, At: instant(w.At), AccountID: w.AccountID,
				})
			}
		}
		switches, err := tx.SentenceSwitches(ctx)
		if err != nil {
			return err
		}
		for _, w := range switches {
			all.Switches = append(all.Switches, parcours.SentenceSwitch{
				Sentence: parcours.Sentence(w.Sentence), Category: parcours.Category(w.Category), On: w.IsOn, At: instant(w.At),
				AccountID: w.AccountID, ByName: author(w.FirstName, w.LastName, w.Email),
			})
		}
		all.Mark, err = tx.WordingMark(ctx)
		return err
	})
	if err != nil {
		return parcours.Wordings{}, fmt.Errorf("wordings: %w", err)
	}
	return all, nil
}

// WordingMark returns what Wordings.Mark would be, at the cost of two index reads:
// whoever keeps the wordings in memory asks it often.
func (s *Store) WordingMark(ctx context.Context) (string, error) {
	var mark string
	err := s.read(ctx, func(ctx context.Context, tx *tx) (err error) {
		mark, err = tx.WordingMark(ctx)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("wording mark: %w", err)
	}
	return mark, nil
}

// WordingHistory returns every wording that a text had, the last one first, those
// that gave Relais's own words back among them.
func (s *Store) WordingHistory(ctx context.Context, lang parcours.Language, key string) ([]parcours.Wording, error) {
	var history []parcours.Wording
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.WordingHistory(ctx, key, string(lang))
		history = nil
		for _, w := range rows {
			history = append(history, parcours.Wording{
				ID: w.ID, Language: lang, Key: key, Text: w.Text, At: instant(w.At), AccountID: w.AccountID, ByName: author(w.FirstName, w.LastName, w.Email),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("wording history: %w", err)
	}
	return history, nil
}

// author names an account: its professional, else its address.
func author(first, last, email string) string {
	if name := (parcours.Professional{FirstName: first, LastName: last}).Name(); name != "" {
		return name
	}
	return email
}

// Reword keeps the département's words for a text, in force from now on; an empty
// text gives Relais's own back. Nothing is written when they are in force already.
// The words are not checked here. Who did it is kept in the access log.
func (s *Store) Reword(ctx context.Context, now time.Time, actor parcours.Actor, w parcours.Wording) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		subject := string(w.Language) + "/" + w.Key
		if err := tx.lock(ctx, "wording", subject); err != nil {
			return err
		}
		history, err := tx.WordingHistory(ctx, w.Key, string(w.Language))
		if err != nil {
			return err
		}
		if len(history) == 0 && w.Text == "" || len(history) > 0 && history[0].Text == w.Text {
			return nil
		}
		id := tx.newID(now)
		if err := tx.InsertWording(ctx, gen.InsertWordingParams{
			ID: id, Language: string(w.Language), Key: w.Key, Text: w.Text, AccountID: actor.AccountID, At: millis(now),
		}); err != nil {
			return err
		}
		return tx.InsertAccess(ctx, gen.InsertAccessParams{ID: tx.newID(now), AccountID: actor.AccountID, Action: AccessReword, Subject: subject, At: millis(now)})
	})
	if err != nil {
		return fmt.Errorf("reword: %w", err)
	}
	return nil
}

// SwitchSentence puts a sentence into the convocations of a category, or takes it
// out. Who did it is kept in the access log.
func (s *Store) SwitchSentence(ctx context.Context, now time.Time, actor parcours.Actor, w parcours.SentenceSwitch) error {
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		subject := string(w.Sentence) + "/" + string(w.Category)
		if err := tx.lock(ctx, "sentence_switch", subject); err != nil {
			return err
		}
		switches, err := tx.SentenceSwitches(ctx)
		if err != nil {
			return err
		}
		on := false
		for _, s := range switches {
			on = on || s.Sentence == string(w.Sentence) && s.Category == string(w.Category) && s.IsOn
		}
		if on == w.On {
			return nil
		}
		if err := tx.InsertSentenceSwitch(ctx, gen.InsertSentenceSwitchParams{
			ID: tx.newID(now), Sentence: string(w.Sentence), Category: string(w.Category), IsOn: w.On, AccountID: actor.AccountID, At: millis(now),
		}); err != nil {
			return err
		}
		if !w.On {
			subject += "/off"
		}
		return tx.InsertAccess(ctx, gen.InsertAccessParams{ID: tx.newID(now), AccountID: actor.AccountID, Action: AccessSwitchSentence, Subject: subject, At: millis(now)})
	})
	if err != nil {
		return fmt.Errorf("switch sentence: %w", err)
	}
	return nil
}
