package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"relais/parcours"
)

// Calendars are appointments as calendars read them, under addresses that are secrets:
// parcours.ErrNotFound for one that is not known, is out of use or is over.
type Calendars interface {
	CalendarFeed(ctx context.Context, accountID string) (parcours.CalendarFeed, error)
	// OpenCalendar returns the token once; the one before opens nothing any more.
	OpenCalendar(ctx context.Context, now time.Time, accountID string) (token string, err error)
	CloseCalendar(ctx context.Context, accountID string) error
	ReadCalendar(ctx context.Context, now time.Time, token string) ([]parcours.CalendarEvent, error)
	LinkedAppointment(ctx context.Context, now time.Time, token string) (parcours.CalendarEvent, error)
}

const (
	accessOpenCalendar  = "open_calendar"
	accessCloseCalendar = "close_calendar"
)

// keepsCalendar reports whether the reader has appointments of their own.
func (s *Server) keepsCalendar(v *visit) bool {
	return s.calendarFile != nil && v.actor.ProfessionalID != "" && slices.Contains(linkable, v.account.Role)
}

// calendarOf is zero when the reader's calendar has no address.
func (s *Server) calendarOf(r *http.Request, v *visit) (parcours.CalendarFeed, error) {
	feed, err := s.store.CalendarFeed(r.Context(), v.account.ID)
	if err != nil && !errors.Is(err, parcours.ErrNotFound) {
		return feed, fmt.Errorf("read the calendar's address: %w", err)
	}
	return feed, nil
}

// openCalendar makes the address of the reader's calendar, or another one, and shows it
// once.
func (s *Server) openCalendar(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !s.keepsCalendar(v) {
		return errForbidden
	}
	token, err := s.store.OpenCalendar(r.Context(), v.now, v.account.ID)
	if err != nil {
		return fmt.Errorf("open calendar: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessOpenCalendar, v.account.ID); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.accountWith(w, r, v, accountProblem{}, "", s.publicAddress("/agenda/"+token+".ics"))
}

func (s *Server) closeCalendar(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.store.CloseCalendar(r.Context(), v.account.ID); err != nil {
		return fmt.Errorf("close calendar: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessCloseCalendar, v.account.ID); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.calendar_closed", "/compte#agenda")
}

// readCalendar answers a calendar program, which signs in nowhere: the address is the
// secret. No log holds it, for requests are logged by their route.
func (s *Server) readCalendar(w http.ResponseWriter, r *http.Request, v *visit) error {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok || s.calendarFile == nil {
		return parcours.ErrNotFound
	}
	events, err := s.store.ReadCalendar(r.Context(), v.now, token)
	if err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	return s.sendCalendar(w, v, "relais.ics", events)
}

// readAppointment gives a person one appointment for their own calendar.
func (s *Server) readAppointment(w http.ResponseWriter, r *http.Request, v *visit) error {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok || s.calendarFile == nil {
		return parcours.ErrNotFound
	}
	event, err := s.store.LinkedAppointment(r.Context(), v.now, token)
	if err != nil {
		return fmt.Errorf("appointment: %w", err)
	}
	return s.sendCalendar(w, v, "rendez-vous.ics", []parcours.CalendarEvent{event})
}

func (s *Server) sendCalendar(w http.ResponseWriter, v *visit, name string, events []parcours.CalendarEvent) error {
	var file bytes.Buffer
	if err := s.calendarFile(&file, s.words[parcours.French].text("agenda.name"), v.now, events); err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(file.Bytes())
	return err
}
