package locales

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/parcours"
)

// FaultKind says what is wrong with a wording.
type FaultKind string

// Faults of a wording.
const (
	FaultKey         FaultKind = "key"         // no such text, or one that changes with a number
	FaultEmpty       FaultKind = "empty"       // nothing is said
	FaultSyntax      FaultKind = "syntax"      // braces that do not close, or do more than fill in
	FaultUnknown     FaultKind = "unknown"     // a placeholder that this message does not know
	FaultMissing     FaultKind = "missing"     // one that it must print
	FaultFrightening FaultKind = "frightening" // a word of threat
	FaultRevealing   FaultKind = "revealing"   // the allowance, its payers, a debt
	FaultCapitals    FaultKind = "capitals"    // a word shouted
	FaultExclamation FaultKind = "exclamation"
	FaultLink        FaultKind = "link"      // an address on the web: what phishers send
	FaultInvisible   FaultKind = "invisible" // a sign that cannot be seen
	FaultUnwritable  FaultKind = "unwritable"
	FaultTooLong     FaultKind = "too_long" // more SMS than such a message may cost
	FaultAlphabet    FaultKind = "alphabet" // a sign that makes an SMS hold 70 signs instead of 160
)

// Fault is one thing that is wrong with a wording. Advice does not forbid it.
type Fault struct {
	Kind FaultKind
	// Detail is the word, the placeholder or the number concerned.
	Detail string
	Advice bool
}

// longestWording bounds a wording, in bytes: Telegram takes 4 096 characters.
const longestWording = 8 << 10

// Check returns what is wrong with a wording, nothing when it can serve. It reads
// the placeholders, the tone, and the message that it makes with usual and with
// long names. An empty text takes a wording back, and is right.
func (c *Catalogue) Check(lang parcours.Language, key, text string) []Fault {
	if text == "" {
		return nil
	}
	if _, err := c.Original(lang, key); err != nil {
		return []Fault{{Kind: FaultKey, Detail: key}}
	}
	if strings.TrimSpace(text) == "" {
		return []Fault{{Kind: FaultEmpty}}
	}
	if len(text) > longestWording {
		return []Fault{{Kind: FaultTooLong, Detail: fmt.Sprint(len(text))}}
	}
	placeholders, words, err := readWording(text)
	if err != nil {
		return []Fault{{Kind: FaultSyntax}}
	}
	var faults []Fault
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' }) || !norm.NFC.IsNormalString(text) {
		faults = append(faults, Fault{Kind: FaultInvisible})
	}
	known, needed := c.placeholders(key)
	for _, name := range slices.Sorted(maps.Keys(placeholders)) {
		if !known[strings.TrimPrefix(name, "If.")] {
			faults = append(faults, Fault{Kind: FaultUnknown, Detail: name})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		if !placeholders[name] {
			faults = append(faults, Fault{Kind: FaultMissing, Detail: name})
		}
	}
	template, _, _ := cutVariant(key)
	if !ForStaff(template) {
		faults = append(faults, tone(lang, words, strings.HasPrefix(key, "sentence."))...)
	}
	if slices.ContainsFunc(faults, func(f Fault) bool { return !f.Advice }) || strings.HasPrefix(key, "sentence.") {
		return faults
	}
	return append(faults, c.measure(lang, key, text)...)
}

// Trial returns a catalogue in which one text has other words, to show what they
// would make. It gives ErrInvalid when they do not parse, ErrNotFound for a key that
// cannot be reworded.
func (c *Catalogue) Trial(lang parcours.Language, key, text string) (*Catalogue, error) {
	if _, err := c.Original(lang, key); err != nil {
		return nil, err
	}
	said := maps.Clone(c.own)
	said[lang] = said[lang].copied()
	said[lang].reference = c.own[lang].reference
	if text != "" {
		if err := said[lang].reword(key, text); err != nil {
			return nil, err
		}
	}
	try := &Catalogue{own: c.own}
	try.said.Store(&said)
	return try, nil
}

// Placeholders returns the names that a text must print and those that it may, each
// sorted, without "If.".
func (c *Catalogue) Placeholders(key string) (needed, others []string) {
	known, must := c.placeholders(key)
	for name := range known {
		if !must[name] {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return slices.Sorted(maps.Keys(must)), others
}

// placeholders returns what the texts of a key's template may print, in any
// language and by any way, and what every language prints in this key.
func (c *Catalogue) placeholders(key string) (known, needed map[string]bool) {
	known = map[string]bool{}
	template, _, _ := cutVariant(key)
	for _, lang := range languages {
		for _, sibling := range c.Keys(lang, template) {
			printed, _, err := readWording(c.own[lang].sources[sibling])
			if err != nil {
				continue
			}
			for name := range printed {
				known[strings.TrimPrefix(name, "If.")] = true
			}
			if sibling != key {
				continue
			}
			if needed == nil {
				needed = maps.Clone(printed)
			}
			maps.DeleteFunc(needed, func(name string, _ bool) bool { return !printed[name] || strings.HasPrefix(name, "If.") })
		}
	}
	return known, needed
}

// measure writes the message that a wording makes, as it would leave.
func (c *Catalogue) measure(lang parcours.Language, key, text string) []Fault {
	try, err := c.Trial(lang, key, text)
	if err != nil {
		return []Fault{{Kind: FaultSyntax}}
	}
	var faults []Fault
	for _, request := range samplesOf(c.own[lang], key) {
		for _, long := range []bool{false, true} {
			request.Long = long
			m, err := try.Render(request.Request())
			switch {
			case err != nil && !long:
				return append(faults, Fault{Kind: FaultUnwritable})
			case err != nil:
				faults = append(faults, Fault{Kind: FaultUnwritable, Detail: "long", Advice: true})
			case m.Over:
				faults = append(faults, Fault{Kind: FaultTooLong, Detail: fmt.Sprint(m.Parts), Advice: long || ForStaff(request.Template)})
			case m.Encoding == parcours.UCS2 && !long && try.gsm(request):
				faults = append(faults, Fault{Kind: FaultAlphabet, Advice: true})
			}
		}
	}
	return faults
}

// gsm reports whether Relais's own words leave as GSM-7 where a wording does not.
func (c *Catalogue) gsm(sample Sample) bool {
	m, err := c.inOwnWords().Render(sample.Request())
	return err == nil && m.Encoding == parcours.GSM7
}

// samplesOf returns the messages that a key is the text of, one for each way.
func samplesOf(s *spoken, key string) []Sample {
	template, _, _ := cutVariant(key)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		zone = time.UTC
	}
	var samples []Sample
	for _, way := range []struct {
		channel parcours.Channel
		twoWay  bool
	}{{parcours.ChannelSMS, true}, {parcours.ChannelSMS, false}, {parcours.ChannelTelegram, true}, {parcours.ChannelEmail, false}} {
		if way.channel == parcours.ChannelEmail && !ForStaff(template) {
			continue
		}
		sample := Sample{
			Template: template, Language: s.language, Channel: way.channel, TwoWay: way.twoWay, Zone: zone,
			// a long month, a long day
			Now:     time.Date(2026, 9, 14, 10, 0, 0, 0, zone),
			Service: parcours.Service{Name: "Département d'Ille-et-Vilaine", Phone: "02 61 91 01 00", Site: "ille-et-vilaine.fr"},
		}
		if used, ok := s.variant(sample.Request()); ok && used == key || strings.HasSuffix(key, "."+variantSubject) && way.channel == parcours.ChannelEmail {
			samples = append(samples, sample)
		}
	}
	return samples
}

var errWording = errors.New("a wording fills in values and leaves parts out, nothing else")

// readWording returns the placeholders of a text, "Person" or "If.Person", and its
// words without them.
func readWording(text string) (placeholders map[string]bool, words string, err error) {
	trees, err := parse.Parse("wording", text, "", "")
	if err != nil {
		return nil, "", err
	}
	r := wordingReader{placeholders: map[string]bool{}}
	if tree := trees["wording"]; tree != nil && tree.Root != nil {
		r.list(tree.Root)
	}
	if len(trees) > 1 {
		r.err = errWording
	}
	return r.placeholders, r.words.String(), r.err
}

// wordingReader walks through a text and refuses what a wording may not do.
type wordingReader struct {
	placeholders map[string]bool
	words        strings.Builder
	err          error
}

func (r *wordingReader) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, node := range l.Nodes {
		switch node := node.(type) {
		case *parse.TextNode:
			r.words.Write(node.Text)
		case *parse.ActionNode:
			r.words.WriteByte(' ')
			r.pipe(node.Pipe)
		case *parse.IfNode:
			r.branch(&node.BranchNode)
		case *parse.WithNode:
			r.branch(&node.BranchNode)
		default:
			r.err = errWording
		}
	}
}

func (r *wordingReader) branch(b *parse.BranchNode) {
	r.pipe(b.Pipe)
	r.list(b.List)
	r.list(b.ElseList)
}

func (r *wordingReader) pipe(p *parse.PipeNode) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		r.err = errWording
		return
	}
	switch arg := p.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
	case *parse.FieldNode:
		if len(arg.Ident) > 2 || len(arg.Ident) == 2 && arg.Ident[0] != "If" {
			r.err = errWording
			return
		}
		r.placeholders[strings.Join(arg.Ident, ".")] = true
	default:
		r.err = errWording
	}
}
