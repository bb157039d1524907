package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"relais/parcours"
)

// Calls are the people to call, and the calls that were made.
type Calls interface {
	CallsDue(ctx context.Context, now time.Time, actor parcours.Actor, f parcours.Filter) ([]parcours.DueCall, error)
	CallsDone(ctx context.Context, now, since time.Time, actor parcours.Actor) ([]parcours.DoneCall, error)
	RecordCall(ctx context.Context, now time.Time, actor parcours.Actor, c parcours.Call) (id string, err error)
	UndoCall(ctx context.Context, now time.Time, actor parcours.Actor, callID string) error
}

// callsPage is whom to call now, whom later, and what was done today.
type callsPage struct {
	page
	Territories []parcours.Territory
	Territory   string
	// Calls are due by the end of the day, Later after it.
	Calls, Later []callRow
	Done         []parcours.DoneCall
}

// callRow is one person to call, with the words to say in their language.
type callRow struct {
	page
	parcours.DueCall
	Script   []string
	Outcomes []parcours.CallOutcome
}

// Dial is the number to dial, empty without one.
func (c callRow) Dial() string { return c.DueCall.Phone }

// Spoken is Dial as people read it.
func (c callRow) Spoken() string { return c.page.Phone(c.DueCall.Phone) }

// Attempts are the messages that the call is about.
func (c callRow) Attempts() []string {
	ids := make([]string, 0, len(c.Messages))
	for _, m := range c.Messages {
		ids = append(ids, m.AttemptID)
	}
	return ids
}

func (s *Server) showCalls(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	p := s.page(v, "calls.title", "calls")
	shown := callsPage{page: p, Territory: f.TerritoryID}
	due, err := s.store.CallsDue(ctx, v.now, v.actor, f)
	if err != nil {
		return fmt.Errorf("read calls due: %w", err)
	}
	tomorrow := p.Today().AddDays(1).At(0, 0, s.rules.Zone)
	for _, d := range due {
		row := callRow{page: p, DueCall: d, Script: s.script(p, d), Outcomes: parcours.CallOutcomes()}
		if d.Phone == "" {
			row.Outcomes = []parcours.CallOutcome{parcours.CallWrongNumber}
		}
		if d.DueAt.Before(tomorrow) {
			shown.Calls = append(shown.Calls, row)
		} else {
			shown.Later = append(shown.Later, row)
		}
	}
	if shown.Done, err = s.store.CallsDone(ctx, v.now, p.Today().At(0, 0, s.rules.Zone), v.actor); err != nil {
		return fmt.Errorf("read calls done: %w", err)
	}
	if v.actor.SeesAll() {
		if shown.Territories, err = s.store.Territories(ctx); err != nil {
			return fmt.Errorf("read territories: %w", err)
		}
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessCalls, "due"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "calls", shown)
}

// script is what to say, in the person's language where the console has it.
func (s *Server) script(p page, d parcours.DueCall) []string {
	if words, ok := s.words[d.Language]; ok {
		p.words, p.Lang = words, d.Language
	} else {
		p.words, p.Lang = s.words[languages[0]], languages[0]
	}
	lines := []string{p.T("calls.script.open", "name", d.Name, "service", s.service.Name)}
	for _, m := range d.Messages {
		f := m.Facts
		place := strings.Trim(f.Place+", "+f.Address, ", ")
		line := p.T("calls.script."+m.Kind, "moment", p.Moment(f.StartsAt), "place", place)
		if m.Kind == parcours.KindConvocation && len(f.With) > 0 {
			line += " " + p.T("calls.script.with", "people", strings.Join(f.With, ", "))
		}
		lines = append(lines, line)
	}
	return append(lines, p.T("calls.script.close", "phone", s.service.Phone))
}

func (s *Server) recordCall(w http.ResponseWriter, r *http.Request, v *visit) error {
	call := parcours.Call{PersonID: r.PostFormValue("person"), AttemptIDs: r.PostForm["attempt"], Outcome: parcours.CallOutcome(r.PostFormValue("outcome"))}
	id, err := s.store.RecordCall(r.Context(), v.now, v.actor, call)
	if err != nil {
		return fmt.Errorf("record call: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessCall, id); err != nil {
		return fmt.Errorf("keep the author of the call: %w", err)
	}
	return s.done(w, r, "flash.call_"+string(call.Outcome), "/appels")
}

func (s *Server) undoCall(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("call")
	if err := s.store.UndoCall(r.Context(), v.now, v.actor, id); err != nil {
		return fmt.Errorf("undo call: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessUndoCall, id); err != nil {
		return fmt.Errorf("keep who took the call back: %w", err)
	}
	return s.done(w, r, "flash.taken_back", "/appels")
}
