package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Pauses are when nothing is sent, since the database was restored from a backup.
type Pauses interface {
	// Pause is zero while messages leave.
	Pause(ctx context.Context) (parcours.Pause, error)
	MissingMessages(ctx context.Context, limit int) ([]parcours.MissingMessage, error)
	// Resume answers ErrConflict when it is about another pause than that one.
	Resume(ctx context.Context, now time.Time, actor parcours.Actor, pauseID string) error
}

const accessPause = "read_pause"

// shownMissing bounds the list of messages that left and that are not known.
const shownMissing = 200

// pausePage says what is missing, and lets the coordinator resume.
type pausePage struct {
	page
	Pause   parcours.Pause
	Missing []parcours.MissingMessage
	// More are behind the first ones, while paused.
	More int
}

func (s *Server) showPause(w http.ResponseWriter, r *http.Request, v *visit) error {
	shown := pausePage{page: s.page(v, "pause.title", "pilotage")}
	var err error
	if shown.Pause, err = s.store.Pause(r.Context()); err != nil {
		return fmt.Errorf("read the pause: %w", err)
	}
	if shown.Missing, err = s.store.MissingMessages(r.Context(), shownMissing); err != nil {
		return fmt.Errorf("read missing messages: %w", err)
	}
	shown.More = max(0, shown.Pause.Lost()-len(shown.Missing))
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessPause, "missing"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "pause", shown)
}

// resumeSending ends the pause that the page showed, once the reader has said that
// what is missing was looked at: messages that have left cannot be taken back.
func (s *Server) resumeSending(w http.ResponseWriter, r *http.Request, v *visit) error {
	if r.PostFormValue("looked") != "yes" {
		return fmt.Errorf("%w: say first that the missing messages were looked at", parcours.ErrInvalid)
	}
	if err := s.store.Resume(r.Context(), v.now, v.actor, r.PostFormValue("pause")); err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	return s.done(w, r, "flash.resumed", "/")
}
