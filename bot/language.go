package bot

import (
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// catalogues are the languages that can be chosen, in the order they are offered.
var catalogues = []parcours.Choice{
	{Action: actionFrench, Label: "choice.language.fr"},
	{Action: actionEnglish, Label: "choice.language.en"},
}

// language changes to the language that the text names, or offers those that
// have a catalogue.
func (t *turn) language() {
	asked, _ := understand.Language(t.in.Text)
	for _, c := range catalogues {
		if asked != "" && spoken(c.Action) == asked {
			var p *parcours.Prompt
			for _, open := range t.prompts() {
				if open.Kind == parcours.PromptLanguage {
					p = &open
					break
				}
			}
			t.speak(p, c.Action)
			return
		}
	}
	t.because("language: offered")
	t.say(parcours.Say{
		Template: "reply.language.ask", Facts: t.facts(), Choices: append([]parcours.Choice(nil), catalogues...),
		PromptKind: parcours.PromptLanguage,
	})
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
	return parcours.Language(strings.TrimPrefix(action, "lang_"))
}
