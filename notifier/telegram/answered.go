package telegram

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"relais/parcours"
)

// maxShown is how many characters a message may have (Bot API, editMessageText).
const maxShown = 4096

// chosenMark stands before the choice, under the text that asked.
const chosenMark = "\n\n✓ "

// showAnswered makes the message of PressedOn ask no more: what is answered, by a button
// or in words, has no buttons, and a button that was pressed stands under the question
// as the choice that was made.
func (s *Sender) showAnswered(ctx context.Context, in parcours.Inbound) error {
	if _, _, ok := strings.Cut(in.PressedOn, ":"); !ok {
		return nil // a message too old for Telegram to show
	}
	text := in.PressedText + chosenMark + in.PressedLabel
	if in.PressedText == "" || in.PressedLabel == "" || utf8.RuneCountInString(text) > maxShown {
		return s.takeButtons(ctx, in.PressedOn)
	}
	chat, message, _ := strings.Cut(in.PressedOn, ":")
	// Without parse mode: the text is what the person reads, and nothing in it is a tag.
	params := &bot.EditMessageTextParams{
		ChatID: chat, MessageID: number(message), Text: text, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()},
	}
	err := s.do(ctx, "editMessageText", func(client *bot.Bot) error {
		_, err := client.EditMessageText(ctx, params)
		return err
	})
	if err != nil && ctx.Err() == nil {
		return s.takeButtons(ctx, in.PressedOn)
	}
	return err
}

// takeButtons removes the buttons of a message ("chat:message").
func (s *Sender) takeButtons(ctx context.Context, on string) error {
	chat, message, _ := strings.Cut(on, ":")
	params := &bot.EditMessageReplyMarkupParams{ChatID: chat, MessageID: number(message)}
	return s.do(ctx, "editMessageReplyMarkup", func(client *bot.Bot) error {
		_, err := client.EditMessageReplyMarkup(ctx, params)
		return err
	})
}
