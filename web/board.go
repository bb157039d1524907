package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"relais/parcours"
)

// Boards are the figures of the coordinator's pages, part by part.
type Boards interface {
	// Board counts one part. Unless fresh, figures of some minutes ago may come back
	// where counting takes long; their At says so.
	Board(ctx context.Context, now time.Time, part parcours.BoardPart, f parcours.Filter, fresh bool) (parcours.Board, error)
	// Morning returns the first lines of the lists that the coordinator works.
	Morning(ctx context.Context, today parcours.Date, f parcours.Filter, most int) (parcours.Morning, error)
	// PeopleBehind counts the people behind a figure that counts something else;
	// ErrNotFound when there is no list behind it.
	PeopleBehind(ctx context.Context, now time.Time, f parcours.Filter, figure parcours.Figure) (int, error)
}

// boardSlug is a part's name in addresses.
type boardSlug struct {
	slug string
	part parcours.BoardPart
}

// slugReach names the figures of the first page, which are at the root, for exports.
const slugReach = "joindre"

// boardSlugs are the other parts, in the order of the tabs.
var boardSlugs = []boardSlug{
	{"delais", parcours.BoardDeadlines},
	{"rendez-vous", parcours.BoardAttendance},
	{"semaines", parcours.BoardWeeks},
	{"parcours", parcours.BoardPath},
	{"reponses", parcours.BoardAnswers},
}

// boardTab leads to one part with the same filter.
type boardTab struct {
	Name, Label string
	Address     string
	Current     bool
}

// boardTabs are the ways between the parts; the first is the morning.
func boardTabs(p page, f parcours.Filter, versus *parcours.Filter, current parcours.BoardPart) []boardTab {
	tab := func(part parcours.BoardPart, to string) boardTab {
		return boardTab{p.T("board.tabs"), p.T("board.tab_" + string(part)), to, part == current}
	}
	morning := f
	morning.From, morning.To = parcours.Date{}, parcours.Date{}
	tabs := []boardTab{tab(parcours.BoardMorning, address("/", filterQuery(morning)))}
	for _, b := range boardSlugs {
		q := filterQuery(f) // the morning has no period: the other parts have their own
		if current != parcours.BoardMorning {
			q = comparedQuery(f, versus)
		}
		tabs = append(tabs, tab(b.part, address("/pilotage/"+b.slug, q)))
	}
	return tabs
}

// boardPage is one part of the figures, of one set of people or of two side by side.
type boardPage struct {
	page
	Part     parcours.BoardPart
	Tabs     []boardTab
	Form     filterForm
	Columns  []boardColumn
	Sections []boardSection
	// Loads closes the part about the service.
	Loads *loadTable
	// Compared: there are two columns, and their difference.
	Compared bool
	Listed   bool
	// At is when the figures were counted, zero when just now.
	At             time.Time
	Fresh          string
	Export, Shared string
	// What leaves the team, every part together.
	Steering, Bulletin, Cohort string

	definitions parcours.Rules
}

// boardColumn is one set of people.
type boardColumn struct {
	Title  string
	Filter parcours.Filter
	Board  parcours.Board
}

func (s *Server) showBoard(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := boardFilter(r.URL.Query(), v)
	if err != nil {
		return err
	}
	slug := r.PathValue("part")
	i := slices.IndexFunc(boardSlugs, func(b boardSlug) bool { return b.slug == slug })
	if i < 0 {
		return fmt.Errorf("board: %w", parcours.ErrNotFound)
	}
	versus, err := versusOf(r, f)
	if err != nil {
		return err
	}
	part := boardSlugs[i].part
	p := boardPage{
		page: s.page(v, "board.tab_"+string(part), "pilotage"), Part: part,
		definitions: s.rules, Compared: versus != nil, Listed: v.actor.SeesAll(), Fresh: address("/pilotage/"+slug, fresh(comparedQuery(f, versus))),
		Export: address("/pilotage/"+slug+"/export.csv", comparedQuery(f, nil)), Shared: address("/pilotage/"+slug+"/partage.csv", comparedQuery(f, nil)),
	}
	p.Steering, p.Bulletin = address("/comite/figures.csv", filterQuery(f)), address("/comite/bulletin.html", filterQuery(f))
	p.Cohort = address("/comite/cohorte.csv", filterQuery(parcours.Filter{EnteredFrom: f.EnteredFrom, EnteredTo: f.EnteredTo}))
	p.Tabs = boardTabs(p.page, f, versus, part)
	if p.Form, err = s.filterForm(r.Context(), p.page, "/pilotage/"+slug, f, versus, true); err != nil {
		return err
	}
	filters := []parcours.Filter{f}
	if versus != nil {
		filters = append(filters, *versus)
	}
	for _, f := range filters {
		board, err := s.store.Board(r.Context(), v.now, part, f, r.URL.Query().Get(queryFresh) != "")
		if err != nil {
			return fmt.Errorf("read figures: %w", err)
		}
		p.Columns = append(p.Columns, boardColumn{Title: p.Form.describe(p.page, f), Filter: f, Board: board})
		if v.now.Sub(board.At) >= time.Minute {
			p.At = board.At
		}
	}
	p.Sections = p.sections()
	if part == parcours.BoardAnswers {
		loads, err := s.store.Loads(r.Context(), v.now, f)
		if err != nil {
			return fmt.Errorf("read loads: %w", err)
		}
		table := loadsOf(p.page, loads, f, p.Listed)
		p.Loads = &table
	}
	return s.render(w, http.StatusOK, "board", p)
}

const queryFresh = "recompte"

func fresh(q url.Values) url.Values {
	q.Set(queryFresh, "1")
	return q
}
