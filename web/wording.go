package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"relais/locales"
	"relais/parcours"
)

// Wordings is what the département changes in the texts, one entry for each time.
type Wordings interface {
	Wordings(ctx context.Context) (parcours.Wordings, error)
	// WordingHistory lists the wordings of a text, the last one first.
	WordingHistory(ctx context.Context, lang parcours.Language, key string) ([]parcours.Wording, error)
	// Reword keeps who did it in the access log; an empty text gives Relais's words back.
	Reword(ctx context.Context, now time.Time, actor parcours.Actor, w parcours.Wording) error
	SwitchSentence(ctx context.Context, now time.Time, actor parcours.Actor, w parcours.SentenceSwitch) error
}

// sentenceRow is a sentence that the convocations of a category may carry.
type sentenceRow struct {
	parcours.SentenceSwitch
	// Key leads to its words; Words are the French ones, empty when there are none.
	Key, Words string
}

// wordingPage changes one text of one language.
type wordingPage struct {
	page
	Key, Template string
	Written       parcours.Language
	Choices       []parcours.Language
	// Keys are the texts of the same message, one for each way.
	Keys []string
	// Text is what the form holds; Original is Relais's own.
	Text, Original string
	// Reworded: the département's words are in force.
	Reworded bool
	Faults   []locales.Fault
	// Checked: the text was read, and may be kept when nothing forbids it.
	Checked, Refused bool
	Shown            []shownText
	Needed, Others   []string
	History          []wordingVersion
	// Rewords: the reader may change the words.
	Rewords bool
	// Unread: nobody whose language it is has read the texts of this language.
	Unread bool
}

// wordingVersion is one line of the history.
type wordingVersion struct {
	parcours.Wording
	Current bool
}

// Name says a text by the way it leaves.
func (p wordingPage) Name(key string) string {
	switch variant := strings.TrimPrefix(strings.TrimPrefix(key, p.Template), "."); variant {
	case "sms", "oneway", "telegram", "email", "subject":
		return p.T("wording.variant_" + variant)
	}
	return p.T("wording.variant_any")
}

// maxWording bounds what the form takes, in bytes.
const maxWording = 16 << 10

func (s *Server) showWording(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.wordingPage(r, v)
	if err != nil {
		return err
	}
	p.Text = s.texts.InForce(p.Written, p.Key)
	return s.renderWording(w, http.StatusOK, p)
}

// reword reads a text, and keeps it when the form says so and nothing forbids it.
// What it would make is shown otherwise.
func (s *Server) reword(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.wordingPage(r, v)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n")
	if len(text) > maxWording {
		return fmt.Errorf("%w: the text is too long", parcours.ErrInvalid)
	}
	if text = strings.TrimSpace(text); text == strings.TrimSpace(p.Original) || r.PostFormValue("do") == "restore" {
		text = ""
	}
	p.Text, p.Checked = text, true
	if text == "" {
		p.Text = p.Original
	}
	p.Faults = s.texts.Check(p.Written, p.Key, text)
	p.Refused = slices.ContainsFunc(p.Faults, func(f locales.Fault) bool { return !f.Advice })
	if r.PostFormValue("do") == "check" || p.Refused {
		status := http.StatusOK
		if p.Refused && r.PostFormValue("do") != "check" {
			status = http.StatusUnprocessableEntity
		}
		return s.renderWording(w, status, p)
	}
	if err := s.store.Reword(r.Context(), v.now, v.actor, parcours.Wording{Language: p.Written, Key: p.Key, Text: text}); err != nil {
		return fmt.Errorf("reword: %w", err)
	}
	if err := s.putInForce(r.Context()); err != nil {
		return err
	}
	return s.done(w, r, "flash.reworded", "/textes/"+p.Key+"?"+url.Values{"langue": {string(p.Written)}}.Encode())
}

func (s *Server) putInForce(ctx context.Context) error {
	if s.reworded == nil {
		return nil
	}
	if err := s.reworded(ctx); err != nil {
		return fmt.Errorf("put the words in force: %w", err)
	}
	return nil
}

func (s *Server) wordingPage(r *http.Request, v *visit) (wordingPage, error) {
	if s.texts == nil {
		return wordingPage{}, parcours.ErrNotFound
	}
	key := r.PathValue("key")
	p := wordingPage{
		page: s.page(v, "wording.title", "texts"), Key: key, Template: key, Written: parcours.Language(r.FormValue("langue")),
		Choices: s.texts.Languages(), Rewords: rewords(v),
	}
	if !slices.Contains(p.Choices, p.Written) {
		p.Written = p.Choices[0]
	}
	for _, template := range s.texts.Templates() {
		if slices.Contains(s.texts.Keys(p.Written, template), key) {
			p.Template, p.Keys = template, s.texts.Keys(p.Written, template)
		}
	}
	if len(p.Keys) == 0 && !strings.HasPrefix(key, "sentence.") {
		return p, fmt.Errorf("text: %w", parcours.ErrNotFound)
	}
	if locales.ForStaff(p.Template) {
		p.Choices = slices.DeleteFunc(p.Choices, func(lang parcours.Language) bool { return !locales.SpeaksToStaff(lang) })
	}
	var err error
	if p.Original, err = s.texts.Original(p.Written, key); err != nil {
		return p, err
	}
	p.Needed, p.Others = s.texts.Placeholders(key)
	p.Reworded = s.texts.InForce(p.Written, key) != p.Original
	p.Unread = !locales.Reviewed(p.Written)
	history, err := s.store.WordingHistory(r.Context(), p.Written, key)
	if err != nil {
		return p, fmt.Errorf("read the history of a text: %w", err)
	}
	for i, w := range history {
		p.History = append(p.History, wordingVersion{w, i == 0})
	}
	return p, nil
}

// renderWording shows what the text of the page makes, where it can be written.
func (s *Server) renderWording(w http.ResponseWriter, status int, p wordingPage) error {
	trial, err := s.texts.Trial(p.Written, p.Key, p.Text)
	switch {
	case errors.Is(err, parcours.ErrInvalid):
		return s.render(w, status, "wording", p) // its faults say why
	case err != nil:
		return fmt.Errorf("try a text: %w", err)
	}
	for _, way := range ways() {
		if s.keyOf(p.Written, p.Template, way) != p.Key {
			continue
		}
		for _, long := range []bool{false, true} {
			text, err := s.preview(trial, textsPage{page: p.page, Written: p.Written, Way: way, Long: long}, p.Template)
			if err != nil {
				return err
			}
			text.Way = p.T("texts.way_" + way)
			if long {
				text.Way += " · " + p.T("wording.long_names")
			}
			p.Shown = append(p.Shown, text)
		}
	}
	return s.render(w, status, "wording", p)
}

// keyOf returns the text that a message is written with by one way, "" by none.
func (s *Server) keyOf(lang parcours.Language, template, way string) string {
	keys := s.texts.Keys(lang, template)
	variants := map[string][]string{
		waySMS: {".sms"}, wayOneWay: {".oneway"}, wayTelegram: {".telegram"}, wayEmail: {".email", ".oneway"},
	}
	if way == wayEmail && !locales.ForStaff(template) {
		return ""
	}
	for _, variant := range append(variants[way], "") {
		if slices.Contains(keys, template+variant) {
			return template + variant
		}
	}
	return ""
}

// rewords reports whether the visitor may change the texts: whoever leads the
// project answers for what the département says.
func rewords(v *visit) bool { return v.account.Role == parcours.AccountLead }

func (s *Server) sentences(ctx context.Context, p page, v *visit) ([]sentenceRow, bool, error) {
	all, err := s.store.Wordings(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read the sentences of convocations: %w", err)
	}
	var rows []sentenceRow
	for _, sentence := range locales.Sentences() {
		for _, category := range locales.Categories() {
			row := sentenceRow{SentenceSwitch: parcours.SentenceSwitch{Sentence: sentence, Category: category}, Key: locales.SentenceKey(sentence)}
			at := slices.IndexFunc(all.Switches, func(w parcours.SentenceSwitch) bool { return w.Sentence == sentence && w.Category == category })
			if at >= 0 {
				row.SentenceSwitch = all.Switches[at]
			}
			row.Words = s.texts.InForce(parcours.French, row.Key)
			rows = append(rows, row)
		}
	}
	return rows, rewords(v), nil
}

// switchSentence puts a sentence into convocations, or takes it out. One that has no
// words in French cannot be switched on.
func (s *Server) switchSentence(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.texts == nil {
		return parcours.ErrNotFound
	}
	change := parcours.SentenceSwitch{
		Sentence: parcours.Sentence(r.PathValue("sentence")), Category: parcours.Category(r.PathValue("category")), On: r.PostFormValue("on") == "1",
	}
	if !slices.Contains(locales.Sentences(), change.Sentence) || !slices.Contains(locales.Categories(), change.Category) {
		return fmt.Errorf("sentence: %w", parcours.ErrNotFound)
	}
	if change.On && s.texts.InForce(parcours.French, locales.SentenceKey(change.Sentence)) == "" {
		return fmt.Errorf("%w: write the words of the sentence first", parcours.ErrInvalid)
	}
	if err := s.store.SwitchSentence(r.Context(), v.now, v.actor, change); err != nil {
		return fmt.Errorf("switch a sentence: %w", err)
	}
	if err := s.putInForce(r.Context()); err != nil {
		return err
	}
	flash := "flash.sentence_off"
	if change.On {
		flash = "flash.sentence_on"
	}
	return s.done(w, r, flash, "/textes#phrases")
}
