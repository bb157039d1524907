package main

import (
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

// setMenu gives the bot its menu: French for everybody, and each other language
// that has words of its own.
func (n *node) setMenu(ctx context.Context) error {
	for _, language := range []parcours.Language{"", parcours.English} {
		spoken := language
		if spoken == "" {
			spoken = parcours.French
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
		commands = append(commands, telegram.Command{Word: line.words[language], Meaning: strings.TrimSpace(meaning)})
	}
	return commands
}
