package main

import (
	"cmp"
	"context"
	"strings"

	"relais/notifier/telegram"
	"relais/parcours"
)

// menu are the words of the bot's menu: the key of each meaning, with the word in
// each language. The conversation reads them at any time, with or without the slash.
var menu = []struct {
	key   string
	words map[parcours.Language]string
}{
	{"appointments", map[parcours.Language]string{parcours.French: "rdv", parcours.English: "appointments"}},
	{"question", map[parcours.Language]string{parcours.French: "question", parcours.English: "question"}},
	{"help", map[parcours.Language]string{parcours.French: "aide", parcours.English: "help"}},
	{"who", map[parcours.Language]string{parcours.French: "qui", parcours.English: "who"}},
	{"language", map[parcours.Language]string{parcours.French: "langue", parcours.English: "language"}},
	{"stop", map[parcours.Language]string{parcours.French: "stop", parcours.English: "stop"}},
}

// setMenu gives the bot its menu: French for everybody, and the meanings in each other
// language. Telegram takes Latin letters only, so that other words are the English ones.
func (n *node) setMenu(ctx context.Context) error {
	for _, spoken := range parcours.Languages() {
		language := spoken
		switch spoken {
		case parcours.French:
			language = ""
		case parcours.EasyFrench:
			continue // no application is set to it
		}
		if err := n.telegram.SetCommands(ctx, language, menuIn(spoken, n.words)); err != nil {
			return err
		}
	}
	return nil
}

func menuIn(language parcours.Language, words interface {
	Text(lang parcours.Language, key string, data map[string]any) string
},
) []telegram.Command {
	var commands []telegram.Command
	for _, line := range menu {
		meaning := words.Text(language, "menu."+line.key, nil)
		commands = append(commands, telegram.Command{Word: cmp.Or(line.words[language], line.words[parcours.English]), Meaning: strings.TrimSpace(meaning)})
	}
	return commands
}
