package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Life is what people, or those around them, tell of their life and a human settles.
// Every method answers parcours.ErrConflict when it was settled meanwhile.
type Life interface {
	// ConfirmDeath ends the follow-up of a person whose death was told; LiftHold takes
	// it back.
	ConfirmDeath(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error
	LiftHold(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error
	// SettleNumber makes a number that the person gave theirs, or drops it.
	SettleNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID, claimID string, confirmed bool) error
}

const (
	accessDeath  = "settle_death"
	accessNumber = "settle_number"
)

func (s *Server) settleDeath(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	settle := s.store.LiftHold
	if r.PathValue("step") == "confirmation" {
		settle = s.store.ConfirmDeath
	}
	if err := settle(r.Context(), v.now, v.actor, id); err != nil {
		return fmt.Errorf("death of person %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessDeath, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.fact", "/personnes/"+id)
}

func (s *Server) settleNumber(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	err := s.store.SettleNumber(r.Context(), v.now, v.actor, id, r.PathValue("claim"), r.PathValue("step") == "confirmation")
	if err != nil {
		return fmt.Errorf("number of person %s: %w", id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessNumber, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.fact", "/personnes/"+id)
}
