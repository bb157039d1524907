package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Leavers are those who seem to have left, by the CNAF's files, for a human to decide.
type Leavers interface {
	Leavers(ctx context.Context, actor parcours.Actor, limit int) ([]parcours.Leaver, error)
	// DecideLeaving answers parcours.ErrConflict when somebody decided meanwhile,
	// ReopenLeaving when nobody had.
	DecideLeaving(ctx context.Context, now time.Time, actor parcours.Actor, personID string, left bool) error
	ReopenLeaving(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error
}

const (
	accessLeavers = "read_leavers"
	accessLeaving = "decide_leaving"
)

// shownLeavers bounds the page: what is decided leaves it, and the next come up.
const shownLeavers = 100

type leaversPage struct {
	page
	Leavers []leaverRow
	// More: there are others after those.
	More bool
}

type leaverRow struct {
	page
	parcours.Leaver
}

// Name is the person's.
func (l leaverRow) Name() string {
	return parcours.Professional{FirstName: l.FirstName, LastName: l.LastName}.Name()
}

// Why says why the person seems to have left.
func (l leaverRow) Why() string {
	switch l.Reason {
	case parcours.LeaverAbsent, "MUT":
		return l.T("leavers.reason_" + l.Reason)
	case "5", "6":
		return l.T("leavers.reason_closed")
	}
	return l.T("leavers.reason_other", "code", l.Reason)
}

func (s *Server) showLeavers(w http.ResponseWriter, r *http.Request, v *visit) error {
	all, err := s.store.Leavers(r.Context(), v.actor, shownLeavers+1)
	if err != nil {
		return fmt.Errorf("read leavers: %w", err)
	}
	shown := leaversPage{page: s.page(v, "leavers.title", "leavers"), More: len(all) > shownLeavers}
	for _, l := range all[:min(len(all), shownLeavers)] {
		shown.Leavers = append(shown.Leavers, leaverRow{shown.page, l})
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessLeavers, "leavers"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "leavers", shown)
}

// settleLeaver ends somebody's follow-up or keeps it; either can be taken back.
func (s *Server) settleLeaver(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("person")
	var err error
	var flash string
	back := undo{Path: "/sorties/" + id + "/retour"}
	switch r.PathValue("step") {
	case "fin":
		flash, err = "flash.exited", s.store.DecideLeaving(ctx, v.now, v.actor, id, true)
	case "suite":
		flash, err = "flash.leaver_kept", s.store.DecideLeaving(ctx, v.now, v.actor, id, false)
	case "retour":
		flash, back, err = "flash.leaver_reopened", undo{}, s.store.ReopenLeaving(ctx, v.now, v.actor, id)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("decide about person %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessLeaving, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	if back.Path == "" {
		return s.done(w, r, flash, "/sorties")
	}
	return s.doneUntil(w, r, flash, "/sorties", back)
}
