package web

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"relais/parcours"
)

// answer is what an operation gives back.
type answer[T any] struct {
	Body T
}

// Narrowing narrows figures and lists; an empty field does not. Like the other parts of
// requests, it is exported for huma to see its fields.
type Narrowing struct {
	Territory   string `query:"territory" doc:"Id of a territory."`
	Referent    string `query:"referent" doc:"Id of a referent."`
	EnteredFrom string `query:"entered_from" doc:"First month of entry, or day." example:"2026-01"`
	EnteredTo   string `query:"entered_to" doc:"Last month of entry, or day." example:"2026-03"`
	Channel     string `query:"channel" enum:"sms,telegram,call,letter" doc:"Channel on which a message to the person goes first."`
	Orientation string `query:"orientation" enum:"work,socio_pro,social" doc:"Orientation in force."`
	Period      int    `query:"period" minimum:"0" maximum:"365" doc:"28, 90 or 365 days until today, of what is counted by period: appointments, weeks, questions, jobs."`
	From        string `query:"from" format:"date" doc:"First day of that period."`
	To          string `query:"to" format:"date" doc:"Last day of that period."`
}

// values are the fields as an address of the console has them: one reading for both.
func (in Narrowing) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		queryTerritory: in.Territory, queryReferent: in.Referent, queryEnteredFrom: in.EnteredFrom, queryEnteredTo: in.EnteredTo,
		queryChannel: in.Channel, queryOrientation: in.Orientation, queryFrom: in.From, queryTo: in.To,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if in.Period > 0 {
		q.Set(queryPeriod, strconv.Itoa(in.Period))
	}
	return q
}

func (s *Server) apiReach(ctx context.Context, v *visit, in *Narrowing) (*answer[parcours.Reach], error) {
	f, err := filterFrom(in.values(), v)
	if err != nil {
		return nil, err
	}
	reach, err := s.store.Reach(ctx, v.now, f)
	if err != nil {
		return nil, fmt.Errorf("read reach: %w", err)
	}
	return &answer[parcours.Reach]{reach}, nil
}

func (s *Server) apiDeadlines(ctx context.Context, v *visit, in *Narrowing) (*answer[parcours.Deadlines], error) {
	f, err := filterFrom(in.values(), v)
	if err != nil {
		return nil, err
	}
	deadlines, err := s.store.Deadlines(ctx, v.today, f)
	if err != nil {
		return nil, fmt.Errorf("read deadlines: %w", err)
	}
	return &answer[parcours.Deadlines]{deadlines}, nil
}

func (s *Server) apiReferents(ctx context.Context, v *visit, in *Narrowing) (*answer[[]parcours.Load], error) {
	f, err := filterFrom(in.values(), v)
	if err != nil {
		return nil, err
	}
	loads, err := s.store.Loads(ctx, v.now, f)
	if err != nil {
		return nil, fmt.Errorf("read loads: %w", err)
	}
	return &answer[[]parcours.Load]{nonNil(loads)}, nil
}

type figuresInput struct {
	Part string `path:"part" enum:"morning,deadlines,attendance,weeks,path,answers" doc:"Page of the console."`
	Narrowing
}

// figuresJSON are the numbers of one page.
type figuresJSON struct {
	Part parcours.BoardPart `json:"part"`
	// CountedAt may be some minutes ago where counting takes long.
	CountedAt time.Time          `json:"counted_at" doc:"May be some minutes ago where counting takes long."`
	From      string             `json:"from,omitempty" format:"date" doc:"First day of the period of what is counted by period."`
	To        string             `json:"to,omitempty" format:"date"`
	Measures  []parcours.Measure `json:"measures"`
}

const aboutFigures = "The same counts as the console shows for the same filter. Without `period`, `from` or `to`, what is counted by period " +
	"(appointments, weeks, questions, jobs) goes back 90 days, as on the console. Figures are not suppressed here: do not publish small ones; " +
	"the export for the steering committee does that."

func (s *Server) apiFigures(ctx context.Context, v *visit, in *figuresInput) (*answer[figuresJSON], error) {
	part := parcours.BoardPart(in.Part)
	f, err := boardFilter(in.values(), v)
	if err != nil {
		return nil, err
	}
	if part == parcours.BoardMorning {
		f.From, f.To = parcours.Date{}, parcours.Date{} // it has no period
	}
	board, err := s.store.Board(ctx, v.now, part, f, false)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return &answer[figuresJSON]{figuresJSON{
		Part: part, CountedAt: board.At.In(s.rules.Zone), From: f.From.String(), To: f.To.String(), Measures: nonNil(board.Measures()),
	}}, nil
}

// listedJSON is one person of a list that is worked.
type listedJSON struct {
	PersonID    string               `json:"person_id"`
	Name        string               `json:"name"`
	Territory   string               `json:"territory"`
	Referent    string               `json:"referent"`
	EnteredOn   string               `json:"entered_on,omitempty" format:"date"`
	Deadline    string               `json:"deadline,omitempty" format:"date"`
	Clock       parcours.ClockColour `json:"clock"`
	Cause       parcours.LossCause   `json:"cause,omitempty"`
	NextChannel parcours.Channel     `json:"next_channel,omitempty"`
	StartsAt    *time.Time           `json:"starts_at,omitempty"`
	Late        bool                 `json:"late,omitempty"`
}

func (s *Server) apiUnreachable(ctx context.Context, v *visit, in *Narrowing) (*answer[[]listedJSON], error) {
	return s.apiList(ctx, v, listUnreachable, in)
}

func (s *Server) apiNotConvened(ctx context.Context, v *visit, in *Narrowing) (*answer[[]listedJSON], error) {
	return s.apiList(ctx, v, listNotConvened, in)
}

func (s *Server) apiList(ctx context.Context, v *visit, name string, in *Narrowing) (*answer[[]listedJSON], error) {
	f, err := filterFrom(in.values(), v)
	if err != nil {
		return nil, err
	}
	table, err := s.workList(ctx, s.page(v, "", ""), name, f)
	if err != nil {
		return nil, err
	}
	people := make([]listedJSON, 0, len(table.Rows))
	for _, l := range table.Rows {
		people = append(people, listedJSON{
			PersonID: l.PersonID, Name: l.Name, Territory: l.Territory, Referent: l.Referent, EnteredOn: l.EnteredOn.String(), Deadline: l.Deadline.String(),
			Clock: l.Colour, Cause: l.Cause, NextChannel: l.NextChannel, StartsAt: s.instant(l.StartsAt), Late: l.Late,
		})
	}
	return &answer[[]listedJSON]{people}, s.noted(ctx, v, accessList, name)
}

// noted keeps in the access log what a caller read or changed.
func (s *Server) noted(ctx context.Context, v *visit, action, subject string) error {
	if err := s.store.LogAccess(ctx, v.now, v.actor, action, subject); err != nil {
		return fmt.Errorf("keep the access: %w", err)
	}
	return nil
}

// instant is a moment in the département's zone, nil for none.
func (s *Server) instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	local := t.In(s.rules.Zone)
	return &local
}

func (s *Server) today(v *visit) parcours.Date { return parcours.DateOf(v.now, s.rules.Zone) }

// nonNil makes an empty list [] rather than null.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
