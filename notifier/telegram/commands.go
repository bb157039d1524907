package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"relais/parcours"
)

// Command is a line of the bot's menu: a word that can be written at any time.
type Command struct {
	// Word is lower-case letters, as a person may write it without the slash.
	Word string
	// Meaning says what it does, in the words of the language.
	Meaning string
}

// SetCommands sets the menu that private chats show, in one language; the empty
// language is everybody else's.
func (s *Sender) SetCommands(ctx context.Context, language parcours.Language, commands []Command) error {
	params := &bot.SetMyCommandsParams{Scope: &models.BotCommandScopeAllPrivateChats{}, LanguageCode: string(language)}
	for _, c := range commands {
		params.Commands = append(params.Commands, models.BotCommand{Command: c.Word, Description: c.Meaning})
	}
	return s.do(ctx, "setMyCommands", func(client *bot.Bot) error {
		_, err := client.SetMyCommands(ctx, params)
		return err
	})
}

// InGroups sets what the bot says in a group before it leaves it, in the language of
// whoever wrote there; without, it only leaves. Call it before anything is received.
func (s *Sender) InGroups(text func(parcours.Language) string) { s.inGroups = text }

// leave says once that the bot talks to one person at a time, and leaves the group.
func (s *Sender) leave(ctx context.Context, in parcours.Inbound) error {
	if s.inGroups != nil {
		// Where it may not write it leaves all the same.
		_ = s.do(ctx, "sendMessage", func(client *bot.Bot) error {
			_, err := client.SendMessage(ctx, &bot.SendMessageParams{ChatID: in.Group, Text: s.inGroups(in.Language)})
			return err
		})
	}
	return s.do(ctx, "leaveChat", func(client *bot.Bot) error {
		_, err := client.LeaveChat(ctx, &bot.LeaveChatParams{ChatID: in.Group})
		return err
	})
}

func number(text string) int {
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' || n > 1<<30 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
