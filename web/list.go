package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"relais/parcours"
)

// Lists that the coordinator's page begins.
const (
	listNotConvened = string(parcours.ListNotConvened)
	listAtRisk      = string(parcours.ListAtRisk)
	listUnreachable = string(parcours.ListUnreachable)
)

// listedRows bounds a list behind a figure.
const listedRows = 500

// peopleTable is a list of people with the columns that it needs.
type peopleTable struct {
	page
	// Name of the list: its words are under list.<name>.
	Name string
	Rows []parcours.ListedPerson
	// Total counts the rows before shortening.
	Total int
	// More leads to the whole list.
	More string
	// Heading is said to those who do not see the table's place on the page.
	Heading string
	// Columns that depend on the list.
	WithCause, WithNext, WithAppointment bool
}

// Hidden is how many rows the table leaves out.
func (t peopleTable) Hidden() int { return t.Total - len(t.Rows) }

func (t *peopleTable) shorten(n int) { t.Rows = t.Rows[:min(n, len(t.Rows))] }

// listPage shows one list whole.
type listPage struct {
	page
	Table peopleTable
	// Cause narrows the list of a level of reach to one loss.
	Cause parcours.LossCause
	// Full: there are more people than a page shows.
	Full bool
	Back string
}

func (s *Server) showList(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	if list := parcours.WorkList(r.PathValue("list")); slices.Contains(parcours.WorkLists(), list) {
		return s.showWork(w, r, v, list, f)
	}
	p := s.page(v, "list.title", "pilotage")
	name, cause := r.PathValue("list"), parcours.LossCause(r.URL.Query().Get("cause"))
	table, err := s.figureList(r.Context(), p, parcours.Figure(name), cause, f)
	if err != nil {
		return err
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessList, name); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "list", listPage{
		page: p, Table: table, Cause: cause, Full: len(table.Rows) == listedRows, Back: address("/", filterQuery(f)),
	})
}

// workList reads one of the lists that are worked, ErrNotFound for another name.
func (s *Server) workList(ctx context.Context, p page, name string, f parcours.Filter) (peopleTable, error) {
	table := peopleTable{page: p, Name: name, More: listAddress(name, f, parcours.LossNone), Heading: "list." + name + ".title"}
	var err error
	switch name {
	case listNotConvened:
		table.WithCause, table.WithAppointment = true, true
		table.Rows, err = s.store.NotConvened(ctx, p.Today(), f)
	case listAtRisk:
		table.WithAppointment = true
		table.Rows, err = s.store.AtRisk(ctx, p.Today(), f)
	case listUnreachable:
		table.WithCause, table.WithNext = true, true
		table.Rows, err = s.store.Unreachable(ctx, p.Today(), f)
	default:
		return table, fmt.Errorf("list: %w", parcours.ErrNotFound)
	}
	if err != nil {
		return table, fmt.Errorf("read list %s: %w", name, err)
	}
	table.Total = len(table.Rows)
	return table, nil
}

// figures that have a list behind them.
var listedFigures = []parcours.Figure{
	parcours.FigurePeople, parcours.FigureContactable, parcours.FigureSent, parcours.FigureHandedOver,
	parcours.FigureDelivered, parcours.FigureAnswered, parcours.FigureMet, parcours.FigureMetWithoutReceipt,
	parcours.FigureClockDone, parcours.FigureClockLate, parcours.FigureClockGreen, parcours.FigureClockAmber,
	parcours.FigureClockRed, parcours.FigureMature, parcours.FigureConvenedInTime, parcours.FigureMetInTime,
	parcours.FigureOutcomesMissing,
}

func (s *Server) figureList(ctx context.Context, p page, figure parcours.Figure, cause parcours.LossCause, f parcours.Filter) (peopleTable, error) {
	if !slices.Contains(listedFigures, figure) {
		return peopleTable{}, fmt.Errorf("list: %w", parcours.ErrNotFound)
	}
	rows, err := s.store.Behind(ctx, p.Now(), f, figure, cause, listedRows)
	if err != nil {
		return peopleTable{}, fmt.Errorf("read list %s: %w", figure, err)
	}
	heading := "list." + string(figure) + ".title"
	if cause != parcours.LossNone {
		heading = "list.lost.title"
	}
	return peopleTable{
		page: p, Name: string(figure), Rows: rows, Total: len(rows), Heading: heading,
		WithCause: cause != parcours.LossNone, WithAppointment: true,
	}, nil
}
