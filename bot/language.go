package bot

import (
	"slices"
	"strings"
	"unicode"

	"relais/bot/understand"
	"relais/parcours"
)

// actionLanguage begins the action of a language: "lang_ar".
const actionLanguage = "lang_"

// languageChoices are the languages that can be chosen, in the order they are offered.
func languageChoices() []parcours.Choice {
	choices := make([]parcours.Choice, 0, 9)
	for _, language := range parcours.Languages() {
		choices = append(choices, parcours.Choice{Action: actionLanguage + string(language), Label: "choice.language." + string(language)})
	}
	return choices
}

// language changes to the language that the text names, or offers those that
// have a catalogue.
func (t *turn) language() {
	if asked := named(t.in.Text); slices.Contains(parcours.Languages(), asked) {
		var p *parcours.Prompt
		for _, open := range t.prompts() {
			if open.Kind == parcours.PromptLanguage {
				p = &open
				break
			}
		}
		t.speak(p, actionLanguage+string(asked))
		return
	}
	t.because("language: offered")
	t.say(parcours.Say{Template: "reply.language.ask", Facts: t.facts(), Choices: languageChoices(), PromptKind: parcours.PromptLanguage})
}

// named returns the language that text asks for by its name, empty when it names none.
func named(text string) parcours.Language {
	asked, _ := understand.Language(text)
	return asked
}

// languageChosen returns the action that an answer to the list of languages points
// to: its number, in the digits of any script, or a name; empty when none.
func languageChosen(text string, choices []parcours.Choice) string {
	number := strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if digits := []rune(number); len(digits) == 1 && unicode.IsDigit(digits[0]) {
		if n := digit(digits[0]); n >= 1 && n <= len(choices) {
			return choices[n-1].Action
		}
		return ""
	}
	// "2 Français facile" and "6 العربية" repeat the line that was read.
	name := strings.TrimLeftFunc(number, func(r rune) bool { return !unicode.IsLetter(r) })
	if asked := named(name); asked != "" {
		action := actionLanguage + string(asked)
		if slices.ContainsFunc(choices, func(c parcours.Choice) bool { return c.Action == action }) {
			return action
		}
	}
	return ""
}

// digit is the value of a decimal digit: those of a script follow each other from
// its zero.
func digit(r rune) int {
	for zero := r; ; zero-- {
		if !unicode.IsDigit(zero - 1) {
			return int(r-zero) % 10
		}
	}
}

// speak changes to the language of the action.
func (t *turn) speak(p *parcours.Prompt, action string) {
	language := spoken(action)
	if t.repeated(p) && t.d.Person.Language == language {
		t.because("language: chosen already")
		return
	}
	t.because("language: chosen")
	t.acknowledge(p, action)
	t.do(parcours.SetLanguage{Language: language})
	t.answer("reply.language.done")
}

func spoken(action string) parcours.Language {
	return parcours.Language(strings.TrimPrefix(action, actionLanguage))
}
