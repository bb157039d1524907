// Package locales holds what Relais says to people: one catalogue of texts per
// language, and the rendering of a text for each channel.
//
// A text is found by its template and a variant: ".sms" where the person can
// answer by SMS, ".oneway" where they cannot and are given a number to call,
// ".telegram" where buttons carry the choices, ".email" and ".subject" for staff;
// the bare template serves where the variant does not exist. Inside a text, {{.X}}
// refuses the message when X is not known, {{.If.X}} is empty then.
package locales

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/template"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	i18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"relais/parcours"
)

//go:embed active.*.toml
var files embed.FS

// languages that have a catalogue; the first one serves everybody else. The
// choice is made here, because the matcher of the library may prefer English to
// French for a language it does not know.
var languages = parcours.Languages()

// forStaff are the languages that have words for staff too.
var forStaff = []parcours.Language{parcours.French, parcours.English}

// Catalogue holds the texts of every language. It is safe for concurrent use.
type Catalogue struct {
	// own are the words built into the program, said the ones in force.
	own  edition
	said atomic.Pointer[edition]
}

// edition is the texts of every language.
type edition map[parcours.Language]*spoken

// spoken is the texts of one language.
type spoken struct {
	language parcours.Language
	// sources holds the unparsed text of every key, its form "other" for plurals.
	sources map[string]string
	// single holds the texts that have one form: nothing is to be chosen, and the
	// library's matching of languages would cost as much as the rest of a message.
	single    map[string]*single
	localizer *i18n.Localizer
	parser    i18ntemplate.Parser
	written   moments
	durations sync.Map // of minutes to text
	// sentences are those that a convocation carries, where they are switched on.
	sentences map[carried]string
	// reference serves what this language has no words for; nil in the reference.
	reference *spoken
}

// single is a text of one form. It is parsed when it is first said: nine languages
// parsed beforehand took 9 MB, and most of the start of the program.
type single struct {
	parsed func() (*template.Template, error)
}

func newSingle(key, text string) *single {
	return &single{sync.OnceValues(func() (*template.Template, error) {
		return template.New(key).Option(strict).Parse(text)
	})}
}

// Load reads the catalogues built into the program. It fails when a template that
// asks something lacks the words for a channel, and when one of the languages of
// staff lacks a key of the other; that every text parses is for a test to hold. A message that
// another language has no words for is in French: tests keep the catalogues
// complete, and a message in French serves better than none.
func Load() (*Catalogue, error) {
	c := &Catalogue{own: make(edition, len(languages))}
	for _, lang := range languages {
		s, err := load(lang)
		if err != nil {
			return nil, fmt.Errorf("load catalogue %s: %w", lang, err)
		}
		c.own[lang] = s
	}
	reference := c.own[languages[0]]
	for _, lang := range languages[1:] {
		c.own[lang].reference = reference
	}
	for _, lang := range forStaff[1:] {
		if err := sameKeys(reference, c.own[lang]); err != nil {
			return nil, err
		}
	}
	c.said.Store(&c.own)
	return c, nil
}

// strict makes a text that lacks a value an error.
const strict = "missingkey=error"

func load(lang parcours.Language) (*spoken, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil, err
	}
	name := "active." + string(lang) + ".toml"
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	// One bundle per language: in a shared one, a missing key falls back to
	// another language together with an error, and the matcher runs on each call.
	bundle := i18n.NewBundle(tag)
	file, err := i18n.ParseMessageFileBytes(raw, name, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return nil, err
	}
	s := &spoken{
		language:  lang,
		sources:   make(map[string]string, len(file.Messages)),
		single:    make(map[string]*single, len(file.Messages)),
		localizer: i18n.NewLocalizer(bundle, string(lang)),
		// The first parser used for a message is kept with it, so there is one only.
		parser: &i18ntemplate.TextParser{Option: strict},
	}
	for _, m := range file.Messages {
		s.sources[m.ID] = m.Other
		if m.Zero+m.One+m.Two+m.Few+m.Many == "" {
			s.single[m.ID] = newSingle(m.ID, m.Other)
		} else if err := bundle.AddMessages(tag, m); err != nil { // the library chooses the form
			return nil, err
		}
	}
	return s, s.complete()
}

// complete checks that a template with the words for one way of answering has
// them for every other.
func (s *spoken) complete() error {
	var missing []error
	for _, key := range slices.Sorted(maps.Keys(s.sources)) {
		template, variant, ok := cutVariant(key)
		if !ok || variant == variantEmail || variant == variantSubject {
			continue
		}
		for _, other := range []string{variantSMS, variantOneWay, variantTelegram} {
			if _, ok := s.find(template, other); !ok {
				missing = append(missing, fmt.Errorf("%s has no words for %s", template, other))
			}
		}
	}
	return errors.Join(missing...)
}

func sameKeys(a, b *spoken) error {
	var missing []error
	for _, pair := range [][2]*spoken{{a, b}, {b, a}} {
		for _, key := range slices.Sorted(maps.Keys(pair[0].sources)) {
			if _, ok := pair[1].sources[key]; !ok {
				missing = append(missing, fmt.Errorf("catalogue %s lacks %s", pair[1].language, key))
			}
		}
	}
	return errors.Join(missing...)
}

// Variants of a template.
const (
	variantSMS      = "sms"
	variantOneWay   = "oneway"
	variantTelegram = "telegram"
	variantEmail    = "email"
	variantSubject  = "subject"
)

func cutVariant(key string) (template, variant string, ok bool) {
	i := strings.LastIndexByte(key, '.')
	if i < 0 || strings.HasPrefix(key, "label.") { // label.channel.sms is no variant
		return key, "", false
	}
	switch key[i+1:] {
	case variantSMS, variantOneWay, variantTelegram, variantEmail, variantSubject:
		return key[:i], key[i+1:], true
	}
	return key, "", false
}

// find returns the key of the first variant that exists, else the template's own.
func (s *spoken) find(template string, variants ...string) (key string, ok bool) {
	for _, variant := range variants {
		if _, ok := s.sources[template+"."+variant]; ok {
			return template + "." + variant, true
		}
	}
	_, ok = s.sources[template]
	return template, ok
}

// in returns the texts of lang, or the French ones when it has none. A region is
// ignored: "en-GB" reads "en".
func (c *Catalogue) in(lang parcours.Language) *spoken {
	tag := strings.ToLower(string(lang))
	said := *c.said.Load()
	if s, ok := said[parcours.Language(tag)]; ok {
		return s
	}
	base, _, _ := strings.Cut(tag, "-")
	if s, ok := said[parcours.Language(base)]; ok {
		return s
	}
	return said[languages[0]]
}

// writing returns the texts in which a template is written for somebody who reads
// lang: whole in that language, or whole in French.
func (c *Catalogue) writing(lang parcours.Language, template string) *spoken {
	s := c.in(lang)
	if s.reference == nil {
		return s
	}
	if _, ok := s.find(template, variantSMS, variantOneWay, variantTelegram, variantEmail); !ok {
		return s.reference
	}
	return s
}

// Text returns the words of key in lang, with data filled in. A number under
// "Count" in data chooses the plural form. Neither the words nor the values are
// escaped. A key that does not exist, or whose values are missing, shows itself:
// a page with one wrong word serves better than none. Messages to people are
// rendered by Render, which refuses instead.
func (c *Catalogue) Text(lang parcours.Language, key string, data map[string]any) string {
	text, err := c.in(lang).text(key, data)
	if err != nil {
		return key
	}
	return text
}

// text gives ErrNotFound for an unknown key, ErrInvalid for a missing value.
func (s *spoken) text(key string, data map[string]any) (string, error) {
	source, ok := s.sources[key]
	if !ok && s.reference != nil {
		return s.reference.text(key, data)
	}
	if !ok {
		return "", fmt.Errorf("%w: no text %q in catalogue %s", parcours.ErrNotFound, key, s.language)
	}
	if data == nil {
		data = map[string]any{} // a nil one prints <no value>
	}
	if single := s.single[key]; single != nil {
		return s.execute(single, source, data)
	}
	text, err := s.localizer.Localize(&i18n.LocalizeConfig{
		MessageID:      key,
		TemplateData:   data,
		PluralCount:    data["Count"],
		TemplateParser: s.parser,
	})
	if err != nil {
		return "", fmt.Errorf("%w: text %s: %w", parcours.ErrInvalid, key, err)
	}
	return text, nil
}

// execute fills in a text that has one form.
func (s *spoken) execute(single *single, source string, data map[string]any) (string, error) {
	if !strings.Contains(source, "{{") {
		return source, nil
	}
	text, err := single.parsed()
	if err != nil {
		return "", fmt.Errorf("%w: %w", parcours.ErrInvalid, err)
	}
	var b strings.Builder
	b.Grow(2 * len(source))
	if err := text.Execute(&b, data); err != nil {
		return "", fmt.Errorf("%w: text %s: %w", parcours.ErrInvalid, text.Name(), err)
	}
	return b.String(), nil
}
