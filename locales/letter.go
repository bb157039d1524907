package locales

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Sender is what letters take from the service's settings.
type Sender struct {
	// Lines are the sender's block; the service's name and phone when empty.
	Lines []string
	// City is where letters are written; the town of the appointment when empty.
	City string
	// Signature closes the letter, one line each; the service's name when empty.
	Signature []string
	// Zone is where dates and hours are read.
	Zone *time.Location
	// Link makes the address that opens the bot with a one-time code; nil without
	// Telegram.
	Link func(token string) string
}

// Letter writes a letter: in the person's language, then in French, unless the
// first is easy French already. It gives
// ErrInvalid, with the names of the facts, when one that a convocation needs is
// missing or unfit to be printed, and ErrNotFound for a kind of message that is
// not written on paper. Errors hold no value of a fact.
func (c *Catalogue) Letter(o parcours.LetterOrder, by Sender) (parcours.Letter, error) {
	if by.Zone == nil {
		return parcours.Letter{}, fmt.Errorf("letter: %w: no time zone", parcours.ErrInvalid)
	}
	letter := parcours.Letter{Order: o}
	if o.Token != "" && by.Link != nil {
		letter.Link = by.Link(o.Token)
	}
	spoken := []*spoken{c.in(o.To.Language), c.in(parcours.French)}
	if spoken[0].french() {
		spoken = spoken[:1]
	}
	for _, s := range spoken {
		text, err := s.letter(o, by, letter.Link != "")
		if err != nil {
			return parcours.Letter{}, fmt.Errorf("letter %s in %s: %w", o.Kind, s.language, err)
		}
		letter.Texts = append(letter.Texts, text)
	}
	service := o.Facts.Service
	for _, line := range by.Lines {
		if line = oneLine(line); line != "" {
			letter.From = append(letter.From, line)
		}
	}
	if len(letter.From) == 0 {
		letter.From = slices.DeleteFunc([]string{oneLine(service.Name), oneLine(service.Phone), oneLine(service.Site)}, func(line string) bool { return line == "" })
	}
	name, err := c.in(parcours.French).postalName(o.To)
	if err != nil {
		return parcours.Letter{}, fmt.Errorf("letter %s: %w", o.Kind, err)
	}
	letter.To = append([]string{name}, o.Address...)
	return letter, nil
}

// postalName is the first line of the address: "Mme Nolwenn LE GOFF". The post
// needs it whole, whatever the person asked of the words.
func (s *spoken) postalName(to parcours.Recipient) (string, error) {
	first, err := typed("first name", to.FirstName, maxName)
	if err != nil {
		return "", err
	}
	last, err := typed("last name", to.LastName, maxName)
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(capitalised(first) + " " + strings.ToUpper(last))
	switch {
	case name == "":
		return "", fmt.Errorf("%w: name of the person", parcours.ErrInvalid)
	case to.Title == parcours.TitleMadame, to.Title == parcours.TitleMonsieur:
		return s.text("person."+string(to.Title), fill(map[string]string{"Name": name}))
	}
	return name, nil
}

// letter writes one language.
func (s *spoken) letter(o parcours.LetterOrder, by Sender, linked bool) (parcours.LetterText, error) {
	t := parcours.LetterText{Language: s.language}
	r := Request{
		Template: o.Template, Facts: o.Facts, To: o.To, Channel: parcours.ChannelLetter, Reference: o.Reference, Zone: by.Zone,
		Now: o.On.At(12, 0, by.Zone),
	}
	known, err := s.clean(r)
	if err != nil {
		return t, err
	}
	if err := known.complete(r); err != nil {
		return t, err
	}
	values, err := s.values(r, known)
	if err != nil {
		return t, err
	}
	if err := s.letterValues(values, o, by, known); err != nil {
		return t, err
	}
	w := &letterWriter{spoken: s, values: fill(values)}
	t.Place = w.line("letter.place")
	t.Opening = w.line("letter.opening")
	switch o.Kind {
	case parcours.KindConvocation:
		body := "letter.convocation.other"
		if strings.HasSuffix(o.Template, ".joint") {
			body = "letter.convocation.joint"
		}
		t.Subject, t.Body = w.line("letter.convocation.title"), w.lines(body)
		if values["Sentence"] != "" {
			t.Body = append(t.Body, w.set(values["Sentence"]))
		}
		t.Details = w.details(values)
		t.Bring = w.lines("letter.bring")
		t.Answer = w.lines("letter.answer.convocation")
	case parcours.KindCancellation:
		t.Subject, t.Body = w.line("letter.cancellation.title"), w.lines("letter.cancellation.body")
		t.Answer = w.lines("letter.answer.cancellation")
	default:
		return t, fmt.Errorf("%w: no letter for a message of kind %s", parcours.ErrNotFound, o.Kind)
	}
	if linked {
		t.Answer = append(t.Answer, w.lines("letter.answer.code")...)
		t.Scan = w.line("letter.scan")
	}
	t.Answer = append(t.Answer, w.lines("letter.answer.trust")...)
	t.Closing = w.line("letter.closing")
	if t.Signature = by.Signature; len(t.Signature) == 0 {
		t.Signature = []string{known.Service.Name}
	}
	if o.Number != "" && !o.To.Discreet {
		key := "letter.file"
		if o.Fund == parcours.FundUnknown {
			key = "letter.file.other"
		}
		t.File = w.line(key)
	}
	if o.Reference != "" {
		t.Reference = w.line("reference.printed")
	}
	return t, w.err
}

// letterValues adds to the values of a message those that only letters print.
func (s *spoken) letterValues(values map[string]string, o parcours.LetterOrder, by Sender, known facts) error {
	var err error
	if values["Date"], err = s.date(o.On); err != nil {
		return err
	}
	if !o.Until.IsZero() {
		if values["Until"], err = s.date(o.Until); err != nil {
			return err
		}
	}
	values["City"] = cmp.Or(oneLine(by.City), town(known.Address))
	values["Fund"], values["Number"] = string(o.Fund), oneLine(o.Number)
	values["Reference"] = oneLine(o.Reference)
	values["Phone"] = strings.ReplaceAll(values["Phone"], " ", "\u00a0")
	if by.City == "" && values["City"] == "" {
		return fmt.Errorf("%w: no town to write from: set the sender's", parcours.ErrInvalid)
	}
	return nil
}

// date writes "13 janvier 2026".
func (s *spoken) date(d parcours.Date) (string, error) {
	month, err := calendar{spoken: s}.word("calendar.months", int(d.Month)-1)
	if err != nil {
		return "", err
	}
	day := strconv.Itoa(d.Day)
	if d.Day == 1 {
		if day, err = s.text("calendar.first", nil); err != nil {
			return "", err
		}
	}
	return s.text("letter.date", fill(map[string]string{
		"Day": day, "Month": month, "Year": strconv.Itoa(d.Year), "DD": fmt.Sprintf("%02d", d.Day), "MM": fmt.Sprintf("%02d", int(d.Month)),
	}))
}

// town is the last part of an address, without its postcode.
func town(address string) string {
	return collapse(postcode.ReplaceAllString(address[strings.LastIndex(address, ",")+1:], ""))
}

func (s *spoken) french() bool {
	return s.language == parcours.French || s.language == parcours.EasyFrench
}

// letterWriter reads the texts of one letter and keeps the first failure.
type letterWriter struct {
	*spoken
	values map[string]any
	err    error
}

func (w *letterWriter) line(key string) string {
	text, err := w.text(key, w.values)
	if err != nil && w.err == nil {
		w.err = err
	}
	return w.set(strings.TrimSpace(text))
}

func (w *letterWriter) lines(key string) []string {
	return strings.Split(w.line(key), "\n")
}

// details are the table of a convocation; what is not known has no line.
func (w *letterWriter) details(values map[string]string) []parcours.LetterDetail {
	var details []parcours.LetterDetail
	for _, d := range []struct{ key, value string }{
		{"letter.detail.when", values["When"]},
		{"letter.detail.duration", values["Duration"]},
		{"letter.detail.where", values["Where"]},
		{"letter.detail.people", values["With"]},
	} {
		if d.value != "" {
			details = append(details, parcours.LetterDetail{Name: w.line(d.key), Value: w.set(d.value)})
		}
	}
	return details
}

// set keeps French double signs and their neighbours on one line.
func (w *letterWriter) set(text string) string {
	if !w.french() {
		return text
	}
	return doubleSign.ReplaceAllString(strings.ReplaceAll(text, "« ", "«\u00a0"), "\u00a0$1")
}

var doubleSign = regexp.MustCompile(` ([:;?!»])`)
