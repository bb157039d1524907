package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"relais/parcours"
)

// Actions of the access log.
const (
	accessSteering = "export_steering"
	accessBulletin = "export_bulletin"
	accessCohort   = "export_cohort"
)

// exportSteering hands over every figure, for the steering committee.
func (s *Server) exportSteering(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.exportReport(w, r, v, accessSteering, "comite", "text/csv; charset=utf-8", "csv", s.reports().Steering)
}

// exportBulletin hands over the committee's page as a file: it has its own style, which
// no page of the console may have.
func (s *Server) exportBulletin(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.exportReport(w, r, v, accessBulletin, "bulletin", "application/octet-stream", "html", s.reports().Bulletin)
}

// exportCohort hands over the evaluators' file; months of entry alone narrow it, since
// several narrow files side by side would tell who is in them.
func (s *Server) exportCohort(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.exportReport(w, r, v, accessCohort, "cohorte", "text/csv; charset=utf-8", "csv",
		func(ctx context.Context, w io.Writer, now time.Time, f parcours.Filter) error {
			return s.reports().Cohort(ctx, w, now, f.EnteredFrom, f.EnteredTo)
		})
}

// exportReport hands a report over once it is whole and kept in the access log.
func (s *Server) exportReport(w http.ResponseWriter, r *http.Request, v *visit, access, name, media, ext string, write func(context.Context, io.Writer, time.Time, parcours.Filter) error) error {
	f, err := boardFilter(r.URL.Query(), v)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := write(r.Context(), &text, v.now, f); err != nil {
		return err
	}
	if access == accessCohort {
		f = parcours.Filter{EnteredFrom: f.EnteredFrom, EnteredTo: f.EnteredTo}
	}
	p := s.page(v, "pilotage.title", "pilotage")
	form, err := s.filterForm(r.Context(), p, "", f, nil, true)
	if err != nil {
		return err
	}
	return s.export(w, r, v, parcours.KeptExport{
		Action: access, Name: name + "-" + v.today.String() + "." + ext, Media: media, Whom: form.describe(p, f), Lines: max(1, bytes.Count(text.Bytes(), []byte("\r\n"))-1), Content: text.Bytes(),
	}, "figures")
}
