package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Absences are who is away, and who answers for them.
type Absences interface {
	Team(ctx context.Context) ([]parcours.Professional, error)
	// SetAbsence answers parcours.ErrNotFound for an absence that is not the actor's to set.
	SetAbsence(ctx context.Context, now time.Time, actor parcours.Actor, a parcours.Absence) error
}

const accessAbsence = "set_absence"

// absencesPage is the absences to come and under way, with the form for one.
type absencesPage struct {
	page
	Away []absenceRow
	// Own lists whose absence the reader may set, Team who may stand in.
	Own, Team []parcours.Professional
}

// absenceRow is one absence in words.
type absenceRow struct {
	parcours.Professional
	StandIn string
	// Mine: the reader may end it.
	Mine bool
}

func (s *Server) showAbsences(w http.ResponseWriter, r *http.Request, v *visit) error {
	team, err := s.store.Team(r.Context())
	if err != nil {
		return fmt.Errorf("read team: %w", err)
	}
	names := map[string]string{}
	for _, p := range team {
		names[p.ID] = p.Name()
	}
	shown := absencesPage{page: s.page(v, "absence.title", "absences"), Team: team}
	today := s.today(v)
	for _, p := range team {
		mine := v.actor.SeesAll() || p.ID == v.actor.ProfessionalID
		if mine {
			shown.Own = append(shown.Own, p)
		}
		if !p.AbsentFrom.IsZero() && (p.AbsentUntil.IsZero() || !p.AbsentUntil.Before(today)) {
			shown.Away = append(shown.Away, absenceRow{Professional: p, StandIn: names[p.StandInID], Mine: mine})
		}
	}
	return s.render(w, http.StatusOK, "absences", shown)
}

// setAbsence reads the form of an absence; without a first day it ends one.
func (s *Server) setAbsence(w http.ResponseWriter, r *http.Request, v *visit) error {
	a := parcours.Absence{ProfessionalID: r.PostFormValue("professional"), StandInID: r.PostFormValue("stand_in")}
	var err error
	if a.From, err = parcours.ParseDate(r.PostFormValue("from")); err != nil {
		return err
	}
	if a.Until, err = parcours.ParseDate(r.PostFormValue("until")); err != nil {
		return err
	}
	if err := s.store.SetAbsence(r.Context(), v.now, v.actor, a); err != nil {
		return fmt.Errorf("absence of %s: %w", a.ProfessionalID, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessAbsence, a.ProfessionalID); err != nil {
		return fmt.Errorf("keep the absence's author: %w", err)
	}
	return s.done(w, r, "flash.fact", "/absences")
}
