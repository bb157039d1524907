package web

import (
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// listedJSON is one person of a list under /api/v1. Dates are YYYY-MM-DD,
// instants RFC 3339 in the département's zone.
type listedJSON struct {
	PersonID    string               `json:"person_id"`
	Name        string               `json:"name"`
	Territory   string               `json:"territory"`
	Referent    string               `json:"referent"`
	EnteredOn   parcours.Date        `json:"entered_on"`
	Deadline    parcours.Date        `json:"deadline"`
	Clock       parcours.ClockColour `json:"clock"`
	Cause       parcours.LossCause   `json:"cause,omitempty"`
	NextChannel parcours.Channel     `json:"next_channel,omitempty"`
	StartsAt    time.Time            `json:"starts_at,omitzero"`
	Late        bool                 `json:"late,omitempty"`
}

func (s *Server) apiReach(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	reach, err := s.store.Reach(r.Context(), v.now, f)
	if err != nil {
		return fmt.Errorf("read reach: %w", err)
	}
	writeJSON(w, http.StatusOK, reach)
	return nil
}

func (s *Server) apiDeadlines(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	deadlines, err := s.store.Deadlines(r.Context(), s.today(v), f)
	if err != nil {
		return fmt.Errorf("read deadlines: %w", err)
	}
	writeJSON(w, http.StatusOK, deadlines)
	return nil
}

func (s *Server) apiReferents(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	loads, err := s.store.Loads(r.Context(), v.now, f)
	if err != nil {
		return fmt.Errorf("read loads: %w", err)
	}
	writeJSON(w, http.StatusOK, nonNil(loads))
	return nil
}

func (s *Server) apiUnreachable(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.apiList(w, r, v, listUnreachable)
}

func (s *Server) apiNotConvened(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.apiList(w, r, v, listNotConvened)
}

func (s *Server) apiList(w http.ResponseWriter, r *http.Request, v *visit, name string) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	table, err := s.workList(r.Context(), s.page(v, "", ""), name, f)
	if err != nil {
		return err
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessList, name); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	people := make([]listedJSON, 0, len(table.Rows))
	for _, l := range table.Rows {
		starts := l.StartsAt
		if !starts.IsZero() {
			starts = starts.In(s.rules.Zone)
		}
		people = append(people, listedJSON{
			PersonID: l.PersonID, Name: l.Name, Territory: l.Territory, Referent: l.Referent,
			EnteredOn: l.EnteredOn, Deadline: l.Deadline, Clock: l.Colour, Cause: l.Cause,
			NextChannel: l.NextChannel, StartsAt: starts, Late: l.Late,
		})
	}
	writeJSON(w, http.StatusOK, people)
	return nil
}

func (s *Server) today(v *visit) parcours.Date { return parcours.DateOf(v.now, s.rules.Zone) }

// nonNil makes an empty list [] rather than null.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
