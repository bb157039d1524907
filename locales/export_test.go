package locales

import "fmt"

// Tone is tone, for the test that reads every catalogue.
var Tone = tone

// Parse parses every text of every language; nothing does so before it is said.
func (c *Catalogue) Parse() (texts int, err error) {
	for _, s := range c.own {
		for key, text := range s.single {
			if _, failed := text.parsed(); failed != nil {
				return texts, fmt.Errorf("%s in %s: %w", key, s.language, failed)
			}
			texts++
		}
	}
	return texts, nil
}

// The two ways of Normalise, for the test that compares them.
var (
	PlainLatin = plainLatin
	TidySpaces = tidySpaces
)

func AnyScript(text string) string { return anyScript(text, PolicyGSM) }
