package locales

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"relais/parcours"
)

// Reword puts the département's words and switches in force, in place of those of
// the call before; messages being written meanwhile keep the words they began with.
// A wording that does not pass Check, because an upgrade changed what its text must
// say, leaves Relais's own words: the error, an ErrInvalid, names its key.
func (c *Catalogue) Reword(w parcours.Wordings) error {
	said := c.own.copied()
	var refused []error
	for _, text := range w.Texts {
		if text.Text == "" {
			continue
		}
		if fault := c.fault(text); fault != nil {
			refused = append(refused, fmt.Errorf("%w: wording of %s in %s: %s", parcours.ErrInvalid, text.Key, text.Language, fault.Kind))
			continue
		}
		if err := said[text.Language].reword(text.Key, text.Text); err != nil {
			refused = append(refused, err)
		}
	}
	for _, s := range w.Switches {
		if !s.On {
			continue
		}
		for _, spoken := range said {
			// A language that has no words for it goes without: a warning that is not
			// understood only frightens.
			if text := spoken.sources[SentenceKey(s.Sentence)]; text != "" {
				spoken.sentences[carried{s.Sentence, s.Category}] = text
			}
		}
	}
	c.said.Store(&said)
	return errors.Join(refused...)
}

// fault returns what forbids a wording, nil when nothing does.
func (c *Catalogue) fault(w parcours.Wording) *Fault {
	for _, fault := range c.Check(w.Language, w.Key, w.Text) {
		if !fault.Advice {
			return &fault
		}
	}
	return nil
}

// copied returns an edition whose texts can be changed.
func (e edition) copied() edition {
	copies := make(edition, len(e))
	for lang, s := range e {
		copies[lang] = s.copied()
	}
	for _, lang := range languages[1:] {
		copies[lang].reference = copies[languages[0]]
	}
	return copies
}

// copied returns the texts of one language so that they can be changed; the copy
// has no reference yet.
func (s *spoken) copied() *spoken {
	return &spoken{
		language: s.language, sources: maps.Clone(s.sources), single: maps.Clone(s.single), localizer: s.localizer,
		parser: s.parser, sentences: map[carried]string{},
	}
}

func (s *spoken) reword(key, text string) error {
	parsed := newSingle(key, text)
	if _, err := parsed.parsed(); err != nil {
		return fmt.Errorf("%w: wording of %s in %s: %w", parcours.ErrInvalid, key, s.language, err)
	}
	s.sources[key], s.single[key] = text, parsed
	return nil
}

// Original returns Relais's own words for a key, ErrNotFound when it has none or
// when they change with a number, which a wording cannot.
func (c *Catalogue) Original(lang parcours.Language, key string) (string, error) {
	s := c.own[lang]
	if s == nil {
		return "", fmt.Errorf("%w: no catalogue %q", parcours.ErrNotFound, lang)
	}
	if key == SentenceKey(parcours.SentenceSanction) {
		return "", nil
	}
	if s.single[key] == nil {
		return "", fmt.Errorf("%w: no text %q in catalogue %s", parcours.ErrNotFound, key, lang)
	}
	return s.sources[key], nil
}

// InForce returns the words that a key has now.
func (c *Catalogue) InForce(lang parcours.Language, key string) string {
	if s := (*c.said.Load())[lang]; s != nil {
		return s.sources[key]
	}
	return ""
}

// inOwnWords returns the catalogue as Relais wrote it.
func (c *Catalogue) inOwnWords() *Catalogue {
	own := &Catalogue{own: c.own}
	own.said.Store(&c.own)
	return own
}

// namesService reports whether the words of a message hold the name of the service
// itself, where no placeholder can leave it out.
func (s *spoken) namesService(r Request) bool {
	folded := func(text string) string { return strings.ToLower(strings.ReplaceAll(text, "’", "'")) }
	name := folded(oneLine(r.Facts.Service.Name))
	key, ok := s.variant(r)
	return ok && name != "" && strings.Contains(folded(s.sources[key]), name)
}

// Keys returns the keys of the texts that a template is written with, the sentences
// of convocations among them, in the order of the ways they leave by.
func (c *Catalogue) Keys(lang parcours.Language, template string) []string {
	var keys []string
	for _, key := range []string{template, template + "." + variantSMS, template + "." + variantOneWay, template + "." + variantTelegram, template + "." + variantSubject, template + "." + variantEmail} {
		if s := c.own[lang]; s != nil && s.single[key] != nil {
			keys = append(keys, key)
		}
	}
	return slices.Clip(keys)
}
