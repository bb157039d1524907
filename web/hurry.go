package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Planned messages are sent now, withdrawn and put back by hand.
type Hurries interface {
	// Outlook tells what would become of each planned message, were it sent now.
	Outlook(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (map[string]parcours.Verdict, error)
	// SendNow answers parcours.ErrConflict, with the verdict, when the message may not leave.
	SendNow(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) (parcours.Verdict, error)
	// PutBack undoes CancelNotification for a while.
	PutBack(ctx context.Context, now time.Time, actor parcours.Actor, personID, id string) error
	Withdrawn(ctx context.Context, now time.Time, actor parcours.Actor, personID string) ([]parcours.Notification, error)
}

const (
	accessHurry   = "send_now"
	accessPutBack = "put_back"
)

// plannedRow is a message that is going to be sent, and what sending it now would do.
type plannedRow struct {
	page
	parcours.Notification
	PersonID string
	// Sendable: it would leave at once. Otherwise Why is the key of what holds it, empty
	// for what a human carries, and Until when that ends.
	Sendable bool
	Why      string
	Until    time.Time
}

func plannedRows(p page, personID string, planned []parcours.Notification, outlook map[string]parcours.Verdict) []plannedRow {
	var rows []plannedRow
	for _, n := range planned {
		row := plannedRow{page: p, Notification: n, PersonID: personID}
		if v, ok := outlook[n.ID]; ok {
			row.Sendable = v.Action == parcours.GateSend
			if !row.Sendable {
				row.Why, row.Until = "hurry."+v.Reason, v.At
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *Server) sendNow(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, notification := r.PathValue("id"), r.PathValue("notification")
	verdict, err := s.store.SendNow(r.Context(), v.now, v.actor, id, notification)
	if errors.Is(err, parcours.ErrConflict) && verdict.Reason != "" {
		return s.done(w, r, "flash.not_now", "/personnes/"+id+"#prevu") // the page says what holds it
	}
	if err != nil {
		return fmt.Errorf("send now: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessHurry, notification); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.hurried", "/personnes/"+id+"#prevu")
}

func (s *Server) putBack(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, notification := r.PathValue("id"), r.PathValue("notification")
	if err := s.store.PutBack(r.Context(), v.now, v.actor, id, notification); err != nil {
		return fmt.Errorf("put back: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessPutBack, notification); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.put_back", "/personnes/"+id+"#prevu")
}
