package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"relais/store/gen"
)

// IssueTelegramLink makes a one-time code that opens the bot as one person or one
// professional; the other id is empty. It is 128 random bits, kept only as a
// digest, and replaces the codes issued before.
func (s *Store) IssueTelegramLink(ctx context.Context, now time.Time, personID, professionalID string) (string, error) {
	token := s.newToken()
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		if err := tx.ReplaceLinks(ctx, null(personID), null(professionalID)); err != nil {
			return err
		}
		return tx.InsertLink(ctx, gen.InsertLinkParams{
			TokenIndex: tx.vault.tokenIndex(token), PersonID: null(personID), ProfessionalID: null(professionalID),
			CreatedAt: millis(now), ExpiresAt: millis(now.Add(tx.rules.LinkValidity)),
		})
	})
	if err != nil {
		return "", fmt.Errorf("issue Telegram link: %w", err)
	}
	return token, nil
}

// newToken returns a one-time code: 128 random bits.
func (c *core) newToken() string {
	random := make([]byte, 16)
	c.random(random)
	return base64.RawURLEncoding.EncodeToString(random)
}
