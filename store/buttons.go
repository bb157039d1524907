package store

import (
	"context"
	"fmt"
	"strings"

	"relais/parcours"
)

const columnButtons = "attempt.message_sealed"

// keepMessage seals which message of the chat carries the buttons of an attempt, so
// that they can be taken away. Only Telegram has such, whose ids are "chat:message".
func (tx *tx) keepMessage(ctx context.Context, a parcours.Attempt, providerID string) error {
	if len(a.Choices) == 0 || !strings.Contains(providerID, ":") {
		return nil
	}
	if err := tx.KeepMessage(ctx, a.ID, tx.vault.seal(columnButtons, []byte(providerID))); err != nil {
		return fmt.Errorf("message of the buttons: %w", err)
	}
	return nil
}

// MessagesOf returns the provider's ids of the messages that asked, with buttons, what
// the prompts ask: a notification may have left several times.
func (s *Store) MessagesOf(ctx context.Context, promptIDs []string) ([]string, error) {
	var ids []string
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		ids = nil
		for _, prompt := range promptIDs {
			sealed, err := tx.MessagesOfPrompt(ctx, prompt)
			if err != nil {
				return err
			}
			for _, value := range sealed {
				id, err := tx.vault.openText(columnButtons, value)
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("messages with buttons: %w", err)
	}
	return ids, nil
}
