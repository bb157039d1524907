package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Keys of the log.
const (
	keyMethod   = "method"
	keyRoute    = "route"
	keyStatus   = "status"
	keyDuration = "duration"
	keyBytes    = "bytes"
	keyError    = "error"
	keyReason   = "reason"
	keyCheck    = "check"
	keyPanic    = "panic"
	keyStack    = "stack"
	keyAccount  = "account"
)

// contentPolicy lets pages load only what this server serves. Pico's sheet
// draws its arrows and ticks from data: images.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// headers sets what every answer of the console carries.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !strings.HasPrefix(r.URL.Path, "/static/") {
			h.Set("Cache-Control", "no-store") // pages hold people's data
		}
		next.ServeHTTP(w, r)
	})
}

// newOriginCheck refuses posts that another site makes in a reader's name.
func (s *Server) newOriginCheck() (*http.CrossOriginProtection, error) {
	c := http.NewCrossOriginProtection()
	if s.public.Host != "" {
		// behind a proxy that rewrites Host, older browsers send only this
		if err := c.AddTrustedOrigin(s.public.Scheme + "://" + s.public.Host); err != nil {
			return nil, fmt.Errorf("public address: %w", err)
		}
	}
	c.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, _ := chooseLanguage(r)
		s.fail(w, r, &visit{lang: lang, now: s.clock(), here: "/"}, errForbidden)
	}))
	return c, nil
}

// recoverPanics turns a programmer's error into a 500, once logged.
func (s *Server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			// the value may quote what a person wrote: its type and the place tell enough
			s.log.Error("request panicked", keyRoute, r.Pattern, keyPanic, fmt.Sprintf("%T", cause), keyStack, string(debug.Stack()))
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// record logs and counts each request by its route, never by its address: ids
// are in the path, and anything may have been typed in the query.
func (s *Server) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		watched := &watchedWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(watched, r)
		took := time.Since(began)
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		s.metrics.GetOrCreateCounter(fmt.Sprintf(`relais_http_requests_total{route=%q,status="%dxx"}`, route, watched.status/100)).Inc()
		s.metrics.GetOrCreateHistogram(fmt.Sprintf(`relais_http_request_seconds{route=%q}`, route)).Update(took.Seconds())
		level := slog.LevelInfo
		if quiet(route) {
			level = slog.LevelDebug
		}
		s.log.Log(r.Context(), level, "request", keyMethod, r.Method, keyRoute, route,
			keyStatus, watched.status, keyDuration, took, keyBytes, watched.bytes)
	})
}

// quiet names the routes that machines ask every few seconds.
func quiet(route string) bool {
	switch route {
	case "GET /healthz", "GET /readyz", "GET /metrics", "GET /static/", "GET /pilotage/chiffres", "GET /file/flux", "GET /personnes/{id}/flux":
		return true
	}
	return false
}

// watchedWriter remembers what was answered.
type watchedWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

// WriteHeader implements http.ResponseWriter.
func (w *watchedWriter) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *watchedWriter) Write(p []byte) (int, error) {
	w.wrote = true
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
