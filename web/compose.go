package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"relais/locales"
	"relais/parcours"
)

// Messages are what professionals write to people unasked.
type Messages interface {
	// SendMessage answers parcours.ErrConflict when nothing is sent to the person any more.
	SendMessage(ctx context.Context, now time.Time, actor parcours.Actor, personID, text string) error
}

const accessMessage = "write_message"

// compose is the box in which a professional writes to a person.
type compose struct {
	page
	// ID is the field's, Action where the text goes, Preview where it is shown before.
	ID, Action, Preview string
	// Caption is the key of the field's name, Button of the button's.
	Caption, Button string
	Language        parcours.Language
	// By is how it goes, Automatic whether it leaves by itself.
	By        parcours.Channel
	Automatic bool
	// Later is when it leaves, zero for at once.
	Later  time.Time
	MaxLen int
	// Draft and Problem bring a refused text back, Count what a preview found.
	Draft, Problem string
	Count          *counted
	// Close is where a question is closed without an answer; empty for a message.
	Close string
}

// counted is a text as it would leave, and what it costs.
type counted struct {
	page
	Channel  parcours.Channel
	Body     string
	Encoding parcours.Encoding
	Parts    int
	Cost     string
	// Refused: no message can carry it.
	Refused bool
}

// draft reads what was typed.
func draft(r *http.Request) string {
	return strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"))
}

// unfit is the key of why a text cannot be sent, empty when it can.
func unfit(text string) string {
	switch {
	case text == "":
		return "questions.empty_answer"
	case utf8.RuneCountInString(text) > answerRunes:
		return "questions.long_answer"
	}
	return ""
}

// count writes the text as the person gets it; nil where nothing here writes texts,
// or nothing carries them.
func (s *Server) count(p page, template, text string, file parcours.File, by parcours.Channel) (*counted, error) {
	if s.texts == nil || !by.Automatic() {
		return nil, nil
	}
	author := ""
	if p.Account.ProfessionalID != "" {
		author = p.Account.Name
	}
	c := &counted{page: p, Channel: by}
	m, err := s.texts.Render(locales.Request{
		Template: template, Facts: parcours.Facts{Referent: author, Text: text, Phone: s.service.Phone, Service: s.service},
		To: parcours.Recipient{
			Title: file.Person.Title, FirstName: file.Person.FirstName, LastName: file.Person.LastName, Language: file.Person.Language, Discreet: file.Person.Discreet,
		},
		Channel: by, TwoWay: by != parcours.ChannelSMS || s.twoWay, Zone: s.rules.Zone, Now: p.now,
	})
	if errors.Is(err, parcours.ErrInvalid) {
		c.Refused = true
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	c.Body, c.Encoding, c.Parts = m.Body, m.Encoding, m.Parts
	if by == parcours.ChannelTelegram {
		c.Body = readable(m.Body)
	}
	if by == parcours.ChannelSMS && s.partPrice != nil {
		c.Cost = s.partPrice.Times(m.Parts).String()
	}
	return c, nil
}

// counting reports whether the page asks for the count alone.
func counting(r *http.Request) bool { return r.URL.Query().Get("part") == "count" }

// later is when a human's words leave: now, or the next opening.
func (s *Server) later(now time.Time, urgent bool) time.Time {
	if next := s.rules.NextOpen(now); !urgent && next.After(now) {
		return next
	}
	return time.Time{}
}

// messageBox is the box on a person's page; nil when nothing is sent to them, or the
// reader does not write.
func (s *Server) messageBox(p page, file parcours.File) *compose {
	if !p.Writes() || !file.Person.ExitedOn.IsZero() || !file.Person.HeldAt.IsZero() {
		return nil
	}
	here := "/personnes/" + file.Person.ID
	_, by, _ := s.rules.Route(file.Person.PreferredChannel, file.Contacts, nil, file.Person.Address == "")
	return &compose{
		page: p, ID: "message", Action: here + "/message", Preview: here + "/message/apercu", Caption: "compose.message", Button: "compose.send",
		Language: file.Person.Language, By: by, Automatic: by.Automatic(), Later: s.later(p.now, false), MaxLen: answerRunes,
	}
}

func (s *Server) previewMessage(w http.ResponseWriter, r *http.Request, v *visit) error {
	file, err := s.store.Person(r.Context(), v.actor, r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("read person: %w", err)
	}
	text := draft(r)
	_, by, _ := s.rules.Route(file.Person.PreferredChannel, file.Contacts, nil, file.Person.Address == "")
	c, err := s.count(s.page(v, "person.title", "people"), "answer.relay.message", text, file, by)
	if err != nil {
		return err
	}
	if counting(r) {
		return s.renderCount(w, c)
	}
	return s.person(w, r, v, personExtra{draft: text, problem: unfit(text), count: c})
}

func (s *Server) renderCount(w http.ResponseWriter, c *counted) error {
	if c == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return s.renderPart(w, "person", "count", c)
}

func (s *Server) sendMessage(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, text := r.PathValue("id"), draft(r)
	if problem := unfit(text); problem != "" {
		return s.person(w, r, v, personExtra{draft: text, problem: problem})
	}
	if err := s.store.SendMessage(r.Context(), v.now, v.actor, id, text); err != nil {
		return fmt.Errorf("write to person %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessMessage, id); err != nil {
		return fmt.Errorf("keep the message's author: %w", err)
	}
	return s.done(w, r, "flash.written", "/personnes/"+id+"#fil")
}
