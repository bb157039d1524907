package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Upstreams is what RDV-Solidarités sent and could not be applied.
type Upstreams interface {
	DeadUpstream(ctx context.Context, actor parcours.Actor) ([]parcours.DeadUpstream, error)
	DeadUpstreamPayload(ctx context.Context, actor parcours.Actor, id string) ([]byte, error)
	// RetryUpstream and DismissUpstream answer parcours.ErrNotFound for what is not in
	// the list any more.
	RetryUpstream(ctx context.Context, actor parcours.Actor, id string) error
	DismissUpstream(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

const (
	accessUpstream       = "read_upstream"
	accessSettleUpstream = "settle_upstream"
)

// shownUpstream bounds the page: what is settled leaves it, and the next come up.
const shownUpstream = 50

type upstreamPage struct {
	page
	Messages []upstreamRow
	Total    int
}

type upstreamRow struct {
	parcours.DeadUpstream

	// Who is whom the message is about, as the tool upstream writes them; empty when the
	// message cannot be read, or is about nobody.
	Who string
	// Born, StartsAt and Place tell them, and the appointment, apart.
	Born     parcours.Date
	StartsAt time.Time
	Place    string
	// Agents are the addresses of those who are there.
	Agents []string
}

func (s *Server) showUpstream(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	all, err := s.store.DeadUpstream(ctx, v.actor)
	if err != nil {
		return fmt.Errorf("read what was not applied: %w", err)
	}
	shown := upstreamPage{page: s.page(v, "upstream.title", "upstream"), Total: len(all)}
	for _, d := range all[:min(len(all), shownUpstream)] {
		row, err := s.upstreamRow(ctx, v, d)
		if err != nil {
			return err
		}
		shown.Messages = append(shown.Messages, row)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessUpstream, "upstream"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "upstream", shown)
}

func (s *Server) upstreamRow(ctx context.Context, v *visit, d parcours.DeadUpstream) (upstreamRow, error) {
	row := upstreamRow{DeadUpstream: d}
	if s.readUpstream == nil {
		return row, nil
	}
	payload, err := s.store.DeadUpstreamPayload(ctx, v.actor, d.ID)
	if err != nil {
		return row, fmt.Errorf("read what was not applied: %w", err)
	}
	m, err := s.readUpstream(payload)
	if err != nil {
		return row, nil // its reason says so already
	}
	switch {
	case m.Rdv != nil:
		row.StartsAt, row.Place, row.Agents = m.Rdv.StartsAt, m.Rdv.Place, m.Rdv.Agents
		if len(m.Rdv.Participations) > 0 {
			row.is(m.Rdv.Participations[0].User)
		}
	case m.User != nil:
		row.is(*m.User)
	case m.Assignation != nil:
		row.is(m.Assignation.User)
		row.Agents = []string{m.Assignation.Agent}
	case m.Absence != nil:
		row.Agents = []string{m.Absence.Agent}
	}
	return row, nil
}

func (u *upstreamRow) is(who parcours.ForeignUser) {
	u.Who, u.Born = parcours.Professional{FirstName: who.FirstName, LastName: who.LastName}.Name(), who.BirthDate
}

// settleUpstream applies a message again, or lets it go with its content.
func (s *Server) settleUpstream(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id := r.Context(), r.PathValue("message")
	var err error
	var flash string
	switch r.PathValue("step") {
	case "essai":
		flash, err = "flash.upstream_retried", s.store.RetryUpstream(ctx, v.actor, id)
	case "abandon":
		if r.PostFormValue("sure") != "yes" {
			return fmt.Errorf("%w: say first that the message may go", parcours.ErrInvalid)
		}
		flash, err = "flash.upstream_dismissed", s.store.DismissUpstream(ctx, v.now, v.actor, id)
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("settle message %s: %w", id, err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessSettleUpstream, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, flash, "/rdv-solidarites")
}
