package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"relais/parcours"
)

const (
	accessExport = "export_figures"
	accessShare  = "share_figures"
)

// exportBoard writes the figures of a part as a spreadsheet, for those who steer.
func (s *Server) exportBoard(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.boardCSV(w, r, v, accessExport)
}

// shareBoard is exportBoard for readers outside the team: small cells are hidden.
func (s *Server) shareBoard(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.boardCSV(w, r, v, accessShare)
}

func (s *Server) boardCSV(w http.ResponseWriter, r *http.Request, v *visit, access string) error {
	f, err := boardFilter(r.URL.Query(), v)
	if err != nil {
		return err
	}
	p := boardPage{page: s.page(v, "pilotage.title", "pilotage"), definitions: s.rules}
	slug := r.PathValue("part")
	part := parcours.BoardMorning
	if slug != slugReach {
		i := slices.IndexFunc(boardSlugs, func(b boardSlug) bool { return b.slug == slug })
		if i < 0 {
			return fmt.Errorf("export: %w", parcours.ErrNotFound)
		}
		part = boardSlugs[i].part
	}
	board, err := s.store.Board(r.Context(), v.now, part, f, access == accessShare)
	if err != nil {
		return fmt.Errorf("read figures: %w", err)
	}
	if part == parcours.BoardMorning {
		board.Deadlines = nil // they have their own part
	}
	list := board.Measures()
	shared := make([]parcours.SharedMeasure, len(list))
	for i, m := range list {
		shared[i] = parcours.SharedMeasure{Measure: m}
	}
	if access == accessShare {
		if err := countPeople(r.Context(), s.store, v.now, f, list); err != nil {
			return err
		}
		shared = parcours.Suppress(list, s.rules.SmallCell)
	}
	form, err := s.filterForm(r.Context(), p.page, "", f, nil, true)
	if err != nil {
		return err
	}
	whom := form.describe(p.page, f)
	out := sheet{Name: "pilotage-" + slug + "-" + p.Today().String(), Rows: p.exported(shared, whom, f, s.rules.SmallCell)}
	return s.export(w, r, v, out.export(access, whom, false), string(part))
}

// exported are measures as rows, with decimal commas, after whom and when they are of.
func (p boardPage) exported(list []parcours.SharedMeasure, whom string, f parcours.Filter, least int) [][]string {
	rows := [][]string{
		{p.T("export.people"), whom},
		{p.T("export.period"), p.T("filter.period_" + strconv.Itoa(periodOf(f, p.Today())))},
		{p.T("export.counted"), p.Today().String()},
		{p.T("export.figure"), p.T("export.value"), p.T("export.of"), p.T("export.rate"), p.T("export.unit"), p.T("export.definition")},
	}
	for _, m := range list {
		value, of, rate := p.shared(m, least)
		rows = append(rows, []string{p.exportLabel(m.Measure), value, of, rate, p.T("unit." + string(m.Unit)), p.defined(m.Figure)})
	}
	return rows
}

// plain is a value as a number: hours with a decimal comma for minutes.
func (p page) plain(m parcours.Measure) string {
	if m.Absent {
		return ""
	}
	if m.Unit == parcours.UnitMinutes {
		return strings.Replace(fmt.Sprintf("%.2f", float64(m.Value)/60), ".", ",", 1)
	}
	return strconv.Itoa(m.Value)
}

// defined is define for figures that have a text of their own.
func (p boardPage) defined(figure parcours.Figure) string {
	name := string(figure)
	if _, ok := p.words["define."+name]; ok {
		return p.define(name)
	}
	return ""
}
