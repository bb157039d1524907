package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"relais/locales"
	"relais/parcours"
)

// Texts writes the messages that the page of texts shows; *locales.Catalogue does.
type Texts interface {
	Templates() []string
	Languages() []parcours.Language
	Render(r locales.Request) (locales.Message, error)
	Keys(lang parcours.Language, template string) []string
	Original(lang parcours.Language, key string) (string, error)
	InForce(lang parcours.Language, key string) string
	Placeholders(key string) (needed, others []string)
	Check(lang parcours.Language, key, text string) []locales.Fault
	Trial(lang parcours.Language, key, text string) (*locales.Catalogue, error)
}

// textsPage shows every message as the phone will, with what it costs.
type textsPage struct {
	page
	// What is shown.
	Written parcours.Language
	Way     string
	Long    bool
	// Unread: nobody whose language it is has read these texts yet.
	Unread bool
	// What may be chosen.
	Choices  []parcours.Language
	Ways     []string
	Families []textFamily
	// Shown counts the messages, Over those that cost more than they should.
	Shown, Over int
	// PartPrice is the price of one SMS part, empty when none is set.
	PartPrice string
	// Sentences are those that convocations may carry.
	Sentences []sentenceRow
	// Rewords: the reader may change the words.
	Rewords bool
}

// textFamily is the messages of one purpose.
type textFamily struct {
	page
	Name  string
	Texts []shownText
}

// shownText is one message in its phone.
type shownText struct {
	page
	Template string
	Written  parcours.Language
	Subject  string
	Body     string
	// Buttons are Telegram's; SMS print their choices in the text.
	Buttons  []string
	SMS      bool
	Encoding parcours.Encoding
	Parts    int
	Budget   int
	Over     bool
	// Cost is the estimate, empty without a price.
	Cost string
	// Refused says that the message cannot be written with these facts.
	Refused bool
	// Key is the text that this way is written with; Reworded: by the département.
	Key      string
	Reworded bool
	// Way names the way when several are shown together.
	Way string
}

// Ways to carry a text that the page shows.
const (
	waySMS      = "sms"
	wayOneWay   = "sms_oneway"
	wayTelegram = "telegram"
	wayEmail    = "email"
)

func ways() []string { return []string{waySMS, wayOneWay, wayTelegram, wayEmail} }

// showTexts previews the messages on invented people, before anybody gets them:
// ?langue, ?voie, ?noms=longs.
func (s *Server) showTexts(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.texts == nil {
		return parcours.ErrNotFound
	}
	q := r.URL.Query()
	shown := textsPage{
		page: s.page(v, "texts.title", "texts"), Written: parcours.Language(q.Get("langue")), Way: q.Get("voie"), Long: q.Get("noms") == "longs",
		Choices: s.texts.Languages(), Ways: ways(),
	}
	if !slices.Contains(shown.Choices, shown.Written) {
		shown.Written = shown.Choices[0]
	}
	if !slices.Contains(shown.Ways, shown.Way) {
		shown.Way = waySMS
	}
	shown.Unread = !locales.Reviewed(shown.Written)
	if s.partPrice != nil {
		shown.PartPrice = s.partPrice.String()
	}
	var err error
	if shown.Sentences, shown.Rewords, err = s.sentences(r.Context(), shown.page, v); err != nil {
		return err
	}
	for _, template := range s.texts.Templates() {
		staff := locales.ForStaff(template)
		if shown.Way == wayEmail && !staff || staff && !locales.SpeaksToStaff(shown.Written) {
			continue
		}
		text, err := s.preview(s.texts, shown, template)
		if err != nil {
			return err
		}
		if text.Key = s.keyOf(shown.Written, template, shown.Way); text.Key != "" {
			own, _ := s.texts.Original(shown.Written, text.Key)
			text.Reworded = s.texts.InForce(shown.Written, text.Key) != own
		}
		family, _, _ := strings.Cut(template, ".")
		if n := len(shown.Families); n == 0 || shown.Families[n-1].Name != family {
			shown.Families = append(shown.Families, textFamily{page: shown.page, Name: family})
		}
		last := &shown.Families[len(shown.Families)-1]
		last.Texts = append(last.Texts, text)
		shown.Shown++
		if text.Over {
			shown.Over++
		}
	}
	return s.render(w, http.StatusOK, "texts", shown)
}

// writer writes a message: the texts in force, or a trial of others.
type writer interface {
	Render(r locales.Request) (locales.Message, error)
}

func (s *Server) preview(texts writer, p textsPage, template string) (shownText, error) {
	sample := locales.Sample{
		Template: template, Language: p.Written, Channel: parcours.ChannelSMS, TwoWay: p.Way != wayOneWay, Long: p.Long,
		Zone: s.rules.Zone, Now: p.now, Service: s.service,
	}
	switch p.Way {
	case wayTelegram:
		sample.Channel = parcours.ChannelTelegram
	case wayEmail:
		sample.Channel = parcours.ChannelEmail
	}
	text := shownText{page: p.page, Template: template, Written: p.Written, SMS: sample.Channel == parcours.ChannelSMS}
	m, err := texts.Render(sample.Request())
	if errors.Is(err, parcours.ErrInvalid) {
		text.Refused = true
		return text, nil
	}
	if err != nil {
		return text, fmt.Errorf("preview: %w", err)
	}
	text.Subject, text.Body, text.Encoding, text.Parts = m.Subject, m.Body, m.Encoding, m.Parts
	if sample.Channel == parcours.ChannelTelegram {
		text.Body = readable(m.Body)
	}
	for _, c := range m.Choices {
		text.Buttons = append(text.Buttons, c.Label)
	}
	if text.SMS {
		text.Budget, text.Over = locales.Budget(template, m.Encoding), m.Over
		if s.partPrice != nil {
			text.Cost = s.partPrice.Times(m.Parts).String()
		}
	}
	return text, nil
}

// readable takes out the markup that Telegram turns into bold: the page shows words.
func readable(body string) string {
	return strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(body)
}
