package web

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

//go:embed static
var staticFiles embed.FS

// loadAssets returns a digest of each static file, by name.
func loadAssets() (map[string]string, error) {
	digests := map[string]string{}
	err := fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		digests[strings.TrimPrefix(name, "static/")] = hex.EncodeToString(sum[:6])
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	return digests, nil
}

// static serves the sheet, the script and the fonts. Their address carries their
// digest, so browsers keep them.
func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/static/")
	digest, ok := s.assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=3600")
	if r.URL.Query().Get("v") == digest {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("ETag", `"`+digest+`"`)
	http.ServeFileFS(w, r, staticFiles, "static/"+name)
}

func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "User-agent: *\nDisallow: /\n")
}

// healthz answers as long as the process runs.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]bool{"alive": true})
}

// readyWithin bounds how long /readyz waits for its checks.
const readyWithin = 2 * time.Second

// readyz answers 200 when every check passes, 503 with those that fail otherwise.
// The reasons may name files and servers, and anybody may ask: they are logged.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	answer := struct {
		Ready bool `json:"ready"`
		// Paused: nothing is sent, and everything else works.
		Paused bool              `json:"paused"`
		Checks map[string]string `json:"checks"`
	}{true, false, map[string]string{}}
	if pause, err := s.store.Pause(ctx); err == nil { // a check tells of a database that does not answer
		answer.Paused = pause.Paused()
	}
	for _, name := range slices.Sorted(maps.Keys(s.ready)) {
		answer.Checks[name] = "ok"
		if err := s.ready[name](ctx); err != nil {
			answer.Ready = false
			answer.Checks[name] = "failing"
			s.log.Warn("readiness check failed", keyCheck, name, keyError, err)
		}
	}
	status := http.StatusOK
	if !answer.Ready {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, answer)
}

func (s *Server) writeMetrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	metrics.WriteProcessMetrics(w)
	s.metrics.WritePrometheus(w)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the reader is gone: nobody to tell
}
