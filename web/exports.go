package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"relais/parcours"
)

// Exports keeps what is taken out of the console.
type Exports interface {
	// KeepExport keeps a file until it expires, and in the access log that it was taken.
	KeepExport(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.KeptExport, subject string) error
	// KeptExports are the reader's own, and everybody's for those who check them, without
	// their content.
	KeptExports(ctx context.Context, now time.Time, actor parcours.Actor) ([]parcours.KeptExport, error)
	// TakeExport and DropExport answer parcours.ErrNotFound for another's, and for one
	// that expired.
	TakeExport(ctx context.Context, now time.Time, actor parcours.Actor, id string) (parcours.KeptExport, error)
	DropExport(ctx context.Context, now time.Time, actor parcours.Actor, id string) error
}

// exporting lets those through who have the right to take exports away.
func exporting(a action) action {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if !v.account.MayExport {
			return errForbidden
		}
		return a(w, r, v)
	}
}

// export hands a file over, once it is kept for a few days and it is kept who took it.
func (s *Server) export(w http.ResponseWriter, r *http.Request, v *visit, e parcours.KeptExport, subject string) error {
	e.ExpiresAt = v.now.In(s.rules.Zone).AddDate(0, 0, s.exportDays)
	if err := s.store.KeepExport(r.Context(), v.now, v.actor, e, subject); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	return sendFile(w, e)
}

func sendFile(w http.ResponseWriter, e parcours.KeptExport) error {
	w.Header().Set("Content-Type", e.Media)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", e.Name))
	_, err := w.Write(e.Content)
	return err
}

// exportsPage lists the exports that are still kept.
type exportsPage struct {
	page
	Own []parcours.KeptExport
	// Others are those of other accounts, which the reader may know of and not open.
	Others []parcours.KeptExport
	// Checks: the reader is shown the others'.
	Checks bool
	Days   int
}

func (s *Server) showExports(w http.ResponseWriter, r *http.Request, v *visit) error {
	list, err := s.store.KeptExports(r.Context(), v.now, v.actor)
	if err != nil {
		return fmt.Errorf("kept exports: %w", err)
	}
	shown := exportsPage{page: s.page(v, "exports.title", "exports"), Checks: v.actor.RunsAccessRequests(), Days: s.exportDays}
	for _, e := range list {
		if e.AccountID == v.account.ID {
			shown.Own = append(shown.Own, e)
		} else {
			shown.Others = append(shown.Others, e)
		}
	}
	return s.render(w, http.StatusOK, "exports", shown)
}

// takeExport hands one of the reader's own over again.
func (s *Server) takeExport(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := s.store.TakeExport(r.Context(), v.now, v.actor, r.PathValue("export"))
	if err != nil {
		return err
	}
	return sendFile(w, e)
}

func (s *Server) dropExport(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.store.DropExport(r.Context(), v.now, v.actor, r.PathValue("export")); err != nil {
		return err
	}
	return s.done(w, r, "flash.export_dropped", "/exports")
}
