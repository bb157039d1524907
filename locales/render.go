package locales

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"relais/parcours"
)

// Request is a message to write: which one, with what facts, to whom, by which way.
type Request struct {
	// Template is the key of the text, such as "convocation.first.joint".
	Template string
	Facts    parcours.Facts
	// Choices are the answers offered, in order.
	Choices []parcours.Choice
	To      parcours.Recipient
	Channel parcours.Channel
	// TwoWay: what the recipient answers on this channel reaches us.
	TwoWay bool
	// Reference is printed at the end when not empty: "Réf K7F29".
	Reference string
	// Zone is where dates and hours are read.
	Zone *time.Location
	// Now is when the message leaves: it decides whether a year is printed. Zero:
	// no year.
	Now time.Time
}

// Message is a text ready to leave.
type Message struct {
	// Subject is set for e-mail only.
	Subject string
	// Body is HTML for Telegram, plain text elsewhere. For SMS it is exactly what
	// is to be sent and stored.
	Body string
	// Choices are the buttons, for Telegram only; their labels are plain text.
	Choices []parcours.RenderedChoice
	// Encoding and Parts are for SMS only.
	Encoding parcours.Encoding
	Parts    int
	// Over: even shortened, the SMS has more parts than its template should cost.
	// It may be sent all the same.
	Over bool
}

// maxParts is the length at which an SMS is refused: a long one would rather be a
// call or a letter, and some networks stop at ten.
const maxParts = 6

// telegramLimit is the longest text that Telegram takes, in UTF-16 units once the
// markup is read.
const telegramLimit = 4096

// Render writes a message. It gives ErrInvalid, with the names of the facts, when
// a fact that the text needs is missing or unfit to be printed, when an SMS would
// take more than 6 parts and when a Telegram text is too long; ErrNotFound when
// no such template exists. Errors hold no value of a fact. The answers to a sign
// of distress and the notices of a message to staff are not refused for what a
// value holds: addresses in it are broken up, and long ones are quoted in part.
//
// An SMS over its budget gives up the details of its place first, then titles and
// institutions, then the names after the first. Dates, times and phone numbers stay.
//
// Where a wording of the département's cannot do without the name of the service,
// whoever asked for discretion reads Relais's own words.
func (c *Catalogue) Render(r Request) (Message, error) {
	s := c.writing(r.To.Language, r.Template)
	m, err := s.render(r)
	if r.To.Discreet && !tellsWho(r.Template) && (err != nil || s.namesService(r)) {
		s = c.inOwnWords().writing(r.To.Language, r.Template)
		m, err = s.render(r)
	}
	if err != nil {
		return Message{}, fmt.Errorf("render %s in %s for %s: %w", r.Template, s.language, r.Channel, err)
	}
	return m, nil
}

func (s *spoken) render(r Request) (Message, error) {
	if r.Zone == nil {
		return Message{}, fmt.Errorf("%w: no time zone", parcours.ErrInvalid)
	}
	known, err := s.clean(r)
	if err != nil {
		return Message{}, err
	}
	if err := known.complete(r); err != nil {
		return Message{}, err
	}
	values, err := s.values(r, known)
	if err != nil {
		return Message{}, err
	}
	m, err := s.compose(r, known, values, inFull)
	if err != nil || r.Channel != parcours.ChannelSMS {
		return m, err
	}
	last := shortest
	if isConvocation(r.Template) {
		last = firstProfessional
	}
	for level := inFull + 1; level <= last && m.Parts > budget(r.Template, m.Encoding); level++ {
		changed, err := s.shorten(r, known, values, level)
		if err != nil {
			return Message{}, err
		}
		if !changed && !offersSlots(r.Choices) {
			continue
		}
		shorter, err := s.compose(r, known, values, level)
		if err != nil {
			return Message{}, err
		}
		if shorter.Parts < m.Parts { // otherwise the details cost nothing
			m = shorter
		}
	}
	m.Over = m.Parts > budget(r.Template, m.Encoding)
	if m.Parts > maxParts && !mustLeave(r.Template) {
		return Message{}, fmt.Errorf("%w: %d SMS parts, %d at most", parcours.ErrInvalid, m.Parts, maxParts)
	}
	return m, nil
}

// compose writes the message at one level of brevity, that of the values.
func (s *spoken) compose(r Request, known facts, values map[string]string, level brevity) (Message, error) {
	key, ok := s.variant(r)
	if !ok {
		return Message{}, fmt.Errorf("%w: no text %q in catalogue %s", parcours.ErrNotFound, r.Template, s.language)
	}
	values["Choices"], values["ChoiceLines"] = "", "" // those of the level before
	data := fill(values)
	labels, err := s.choices(r, known, level, values, data)
	if err != nil {
		return Message{}, err
	}
	if len(labels) > 0 {
		comma, err := s.text("list.comma", nil)
		if err != nil {
			return Message{}, err
		}
		values["Choices"] = numbered(labels, comma)
		data["Choices"] = values["Choices"]
		if strings.Contains(s.sources[key], "{{.ChoiceLines}}") {
			values["ChoiceLines"] = numbered(labels, "\n")
			data["ChoiceLines"] = values["ChoiceLines"]
		}
	}
	if r.Channel == parcours.ChannelTelegram {
		for name, value := range values {
			values[name] = html.Replace(value)
		}
		data = fill(values)
	}
	var m Message
	if m.Body, err = s.text(key, data); err != nil {
		return Message{}, err
	}
	m.Body = tidySpaces(m.Body)
	if r.Reference != "" {
		if m.Body, err = s.sign(r, m.Body); err != nil {
			return Message{}, err
		}
	}
	switch r.Channel {
	case parcours.ChannelSMS:
		if m.Body, err = Normalise(m.Body, PolicyGSM); err != nil {
			return Message{}, err
		}
		m.Encoding, m.Parts, err = Measure(m.Body)
	case parcours.ChannelTelegram:
		m.Choices = labels
		if n := len(utf16.Encode([]rune(unescaped.Replace(m.Body)))); n > telegramLimit {
			err = fmt.Errorf("%w: %d characters for Telegram, %d at most", parcours.ErrInvalid, n, telegramLimit)
		}
	case parcours.ChannelEmail:
		subject, ok := s.find(r.Template, variantSubject)
		if !ok || subject == r.Template {
			subject = "message.default.subject"
		}
		m.Subject, err = s.text(subject, data)
	}
	if err != nil {
		return Message{}, err
	}
	return m, nil
}

// variant returns the key of the words that fit the channel.
func (s *spoken) variant(r Request) (key string, ok bool) {
	switch r.Channel {
	case parcours.ChannelTelegram:
		return s.find(r.Template, variantTelegram)
	case parcours.ChannelEmail:
		return s.find(r.Template, variantEmail, variantOneWay)
	case parcours.ChannelSMS:
		if !r.TwoWay {
			break
		}
		key, ok = s.find(r.Template, variantSMS)
		if len(r.Choices) > 0 || !strings.Contains(s.sources[key], "{{.Choice") {
			return key, ok
		}
		// It asks for a number and there is none to give: a phone call it is.
	}
	return s.find(r.Template, variantOneWay)
}

// sign appends the reference: on the same line in an SMS, where a line costs.
func (s *spoken) sign(r Request, body string) (string, error) {
	printed, err := s.text("reference.printed", fill(map[string]string{"Reference": oneLine(r.Reference)}))
	if err != nil {
		return "", err
	}
	if r.Channel == parcours.ChannelSMS {
		return body + " " + printed, nil
	}
	return body + "\n\n" + printed, nil
}

func offersSlots(choices []parcours.Choice) bool {
	return slices.ContainsFunc(choices, func(c parcours.Choice) bool { return c.Slot != nil })
}

// choices writes the labels of the choices, unescaped; usual is the data that
// values make.
func (s *spoken) choices(r Request, known facts, level brevity, values map[string]string, usual map[string]any) ([]parcours.RenderedChoice, error) {
	if r.Channel != parcours.ChannelTelegram && (r.Channel != parcours.ChannelSMS || !r.TwoWay) {
		return nil, nil
	}
	labels := make([]parcours.RenderedChoice, 0, len(r.Choices))
	for i, choice := range r.Choices {
		data := usual
		if choice.Slot != nil {
			slot := known.choices[i]
			when, err := s.calendarOf(r).when(slot.StartsAt)
			if err != nil {
				return nil, err
			}
			said := maps.Clone(values)
			said["When"], said["Where"] = when, ""
			if !known.onePlace {
				said["Where"] = level.landmark(slot.Place, slot.Address)
			}
			data = fill(said)
		}
		if choice.Activity != nil {
			label, err := typed("activity", choice.Activity.Label, maxActivity)
			if err != nil {
				return nil, err
			}
			said := maps.Clone(values)
			said["Activity"] = s.activity(r.To, choice.Activity.Kind, label)
			if said["Hours"], err = s.hours(choice.Activity.Minutes); err != nil {
				return nil, err
			}
			data = fill(said)
		}
		if choice.Name != "" {
			said := maps.Clone(values)
			name, err := typed("name", choice.Name, maxName)
			if err != nil {
				return nil, err
			}
			said["Name"] = name
			data = fill(said)
		}
		key, ok := s.find(choice.Label)
		if r.Channel == parcours.ChannelTelegram {
			key, ok = s.find(choice.Label, variantTelegram)
		}
		if !ok {
			return nil, fmt.Errorf("%w: no text %q in catalogue %s", parcours.ErrNotFound, choice.Label, s.language)
		}
		label, err := s.text(key, data)
		if err != nil {
			return nil, err
		}
		labels = append(labels, parcours.RenderedChoice{Action: choice.Action, Label: label})
	}
	return labels, nil
}

// numbered writes "1 je viens, 2 je ne peux pas, 3 autre jour".
func numbered(labels []parcours.RenderedChoice, between string) string {
	texts := make([]string, 0, len(labels))
	for i, label := range labels {
		texts = append(texts, fmt.Sprintf("%d %s", i+1, label.Label))
	}
	return strings.Join(texts, between)
}

func (s *spoken) calendarOf(r Request) calendar {
	return calendar{spoken: s, zone: r.Zone, now: r.Now}
}

// budget returns how many parts an SMS should not exceed, by what it must say.
func budget(template string, encoding parcours.Encoding) int {
	gsm, ucs := 1, 3
	switch {
	case isConvocation(template):
		gsm, ucs = 2, 5
	case strings.HasPrefix(template, "invitation."):
		gsm, ucs = 2, 5
	case strings.HasPrefix(template, "answer."), strings.HasPrefix(template, "question."):
		gsm, ucs = maxParts, maxParts // somebody's own words
	case strings.HasPrefix(template, "reply.distress."), strings.HasPrefix(template, "reply.who."),
		template == "reply.slots.offer", template == "reply.unclear.ask", template == "reply.appointments.list", template == "reply.help.menu",
		template == "reply.weekly.detail", template == "reply.weekly.more":
		gsm, ucs = 2, 5
	}
	if encoding == parcours.UCS2 {
		return ucs
	}
	return gsm
}

// introduces reports whether a message says who writes before anything else.
func introduces(template string) bool {
	return isConvocation(template) || strings.HasPrefix(template, "invitation.") || strings.HasPrefix(template, "number.")
}

func isConvocation(template string) bool { return strings.HasPrefix(template, "convocation.") }

// complete refuses a convocation that does not say when, where, with whom and
// what number to call, or to whom it comes; and what introduces a service that has
// no name.
func (f facts) complete(r Request) error {
	var missing []error
	need := func(present bool, what string) {
		if !present {
			missing = append(missing, errors.New(what))
		}
	}
	if isConvocation(r.Template) {
		need(!f.StartsAt.IsZero(), "date")
		need(f.Place != "", "place")
		need(f.Address != "", "address")
		need(f.person != "", "name of the person")
		need(f.Phone != "", "phone")
		need(len(f.With) > 0 || r.Template != "convocation.first.joint", "names of the professionals")
	}
	need(f.Service.Name != "" || !introduces(r.Template), "name of the service")
	if len(missing) == 0 {
		return nil
	}
	kind, _, _ := strings.Cut(r.Template, ".")
	return fmt.Errorf("%w: %s lacks %s", parcours.ErrInvalid, kind, strings.ReplaceAll(errors.Join(missing...).Error(), "\n", ", "))
}
