package web

import (
	"context"
	"errors"
	"net/http"

	"relais/parcours"
)

// failurePage tells what went wrong in words, and what to do next. The error's
// own text is for the log.
type failurePage struct {
	page
	Status int
	Name   string
}

// statusOf maps the kinds of failure to HTTP and to the name of their words.
func statusOf(err error) (status int, name string) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, parcours.ErrNotFound):
		return http.StatusNotFound, "not_found"
	case errors.Is(err, errForbidden):
		return http.StatusForbidden, "forbidden"
	case errors.Is(err, parcours.ErrConflict):
		return http.StatusConflict, "conflict"
	case errors.Is(err, parcours.ErrInvalid):
		return http.StatusUnprocessableEntity, "invalid"
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "too_large"
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests, "too_many"
	case errors.Is(err, context.Canceled):
		return 499, "gone" // the reader left; nobody sees it
	case errors.Is(err, parcours.ErrUnavailable):
		return http.StatusServiceUnavailable, "fault"
	}
	return http.StatusInternalServerError, "fault"
}

// publicReason is what a program may be told: the rule that was broken, or nothing.
func publicReason(err error) string {
	if errors.Is(err, parcours.ErrInvalid) {
		return err.Error()
	}
	return ""
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	status, name := statusOf(err)
	s.logFailure(r, status, err)
	p := failurePage{page: s.page(v, "failure."+name+".title", ""), Status: status, Name: name}
	w.Header().Set("Cache-Control", "no-store")
	if err := s.render(w, status, "failure", p); err != nil {
		s.log.Error("failure page not shown", keyError, err)
	}
}

// logFailure keeps the cause of a fault. What a reader got wrong is logged by its
// kind only: the error may quote what they typed.
func (s *Server) logFailure(r *http.Request, status int, err error) {
	if status >= http.StatusInternalServerError {
		s.log.ErrorContext(r.Context(), "request failed", keyRoute, r.Pattern, keyStatus, status, keyError, err)
		return
	}
	_, name := statusOf(err)
	s.log.InfoContext(r.Context(), "request refused", keyRoute, r.Pattern, keyStatus, status, keyReason, name)
}

// nowhere answers for every address that does not exist.
func (s *Server) nowhere(http.ResponseWriter, *http.Request, *visit) error {
	return parcours.ErrNotFound
}
