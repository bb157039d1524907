package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

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
	// Said is the heading in words when a key is not enough.
	Said string
	// Columns that depend on the list.
	WithCause, WithNext, WithAppointment bool
}

// Hidden is how many rows the table leaves out.
func (t peopleTable) Hidden() int { return t.Total - len(t.Rows) }

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
	var rows []parcours.ListedPerson
	var err error
	switch name {
	case listNotConvened:
		rows, err = s.store.NotConvened(ctx, p.Today(), f)
	case listAtRisk:
		rows, err = s.store.AtRisk(ctx, p.Today(), f)
	case listUnreachable:
		rows, err = s.store.Unreachable(ctx, p.Today(), f)
	default:
		return peopleTable{}, fmt.Errorf("list: %w", parcours.ErrNotFound)
	}
	if err != nil {
		return peopleTable{}, fmt.Errorf("read list %s: %w", name, err)
	}
	return workTable(p, name, f, parcours.PeopleList{People: rows, Total: len(rows)}), nil
}

// workTable shows a list that is worked, or its first lines.
func workTable(p page, name string, f parcours.Filter, list parcours.PeopleList) peopleTable {
	return peopleTable{
		page: p, Name: name, Rows: list.People, Total: list.Total, More: listAddress(name, f, parcours.LossNone), Heading: "list." + name + ".title",
		WithCause: name != listAtRisk, WithNext: name == listUnreachable, WithAppointment: name != listUnreachable,
	}
}

// figures that have a list behind them.
var listedFigures = []parcours.Figure{
	parcours.FigurePeople, parcours.FigureContactable, parcours.FigureSent, parcours.FigureHandedOver,
	parcours.FigureDelivered, parcours.FigureAnswered, parcours.FigureMet, parcours.FigureMetWithoutReceipt,
	parcours.FigureClockDone, parcours.FigureClockLate, parcours.FigureClockGreen, parcours.FigureClockAmber,
	parcours.FigureClockRed, parcours.FigureMature, parcours.FigureConvenedInTime, parcours.FigureMetInTime,
	parcours.FigureOutcomesMissing,
}

// headingOf names a figure with its part, as the page of its number does.
func (s *Server) headingOf(p page, figure parcours.Figure) string {
	board := boardPage{page: p, definitions: s.rules}
	whole, part, _ := strings.Cut(string(figure), ".")
	name := board.measureLabel(parcours.Measure{Figure: parcours.Figure(whole)})
	if part == "" {
		return name
	}
	label := board.measureLabel(parcours.Measure{Figure: parcours.Figure(whole), Detail: part})
	if strings.Contains(p.T("measure."+whole), "{") {
		return label
	}
	return name + " : " + label
}

// Named is the heading in words.
func (t peopleTable) Named() string {
	if t.Said != "" {
		return t.Said
	}
	return t.T(t.Heading)
}

// WhenEmpty is what is said of a list without a line.
func (t peopleTable) WhenEmpty() string {
	if t.Said != "" {
		return t.T("list.people.empty")
	}
	return t.T("list." + t.Name + ".empty")
}

func (s *Server) figureList(ctx context.Context, p page, figure parcours.Figure, cause parcours.LossCause, f parcours.Filter) (peopleTable, error) {
	rows, err := s.store.Behind(ctx, p.Now(), f, figure, cause, listedRows)
	if err != nil {
		return peopleTable{}, fmt.Errorf("read list %s: %w", figure, err)
	}
	heading, said := "list."+string(figure)+".title", ""
	if !slices.Contains(listedFigures, figure) {
		said = s.headingOf(p, figure)
	}
	if cause != parcours.LossNone {
		heading = "list.lost.title"
	}
	return peopleTable{
		page: p, Name: string(figure), Rows: rows, Total: len(rows), Heading: heading, Said: said,
		WithCause: cause != parcours.LossNone, WithAppointment: true,
	}, nil
}
