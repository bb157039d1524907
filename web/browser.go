package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// browser is one from which an account signed in before. Knowing one opens
// nothing: it only keeps strangers' failures from being counted against it, so
// that nobody can lock somebody else out by guessing.
type browser struct{ token, accountID string }

const (
	browserCookie = "relais_known"
	// browserLifetime outlasts holidays; each sign-in renews it.
	browserLifetime = 90 * 24 * time.Hour
	// browserPrefix keeps these apart from sessions, which share their table.
	browserPrefix = "known:"
	browserKey    = "known"
)

// knownBrowser is the zero browser when the request comes from none, or from one
// that was forgotten.
func (s *Server) knownBrowser(r *http.Request) (browser, error) {
	cookie, err := r.Cookie(s.cookieName(browserCookie))
	if errors.Is(err, http.ErrNoCookie) || len(cookie.Value) > 64 {
		return browser{}, nil
	}
	data, found, err := s.store.FindCtx(r.Context(), browserPrefix+cookie.Value)
	if err != nil || !found {
		return browser{}, err
	}
	_, values, err := s.sessions.Codec.Decode(data)
	if err != nil {
		return browser{}, fmt.Errorf("read a known browser: %w", err)
	}
	accountID, _ := values[browserKey].(string)
	return browser{cookie.Value, accountID}, nil
}

// rememberBrowser notes that the account signed in here. Where several people
// share a browser, the last one counts.
func (s *Server) rememberBrowser(w http.ResponseWriter, r *http.Request, from browser, accountID string) error {
	if from.accountID != accountID {
		from = browser{rand.Text(), accountID}
	}
	until := time.Now().Add(browserLifetime)
	data, err := s.sessions.Codec.Encode(until, map[string]any{browserKey: accountID})
	if err != nil {
		return fmt.Errorf("keep a known browser: %w", err)
	}
	if err := s.store.CommitCtx(r.Context(), browserPrefix+from.token, data, until); err != nil {
		return fmt.Errorf("keep a known browser: %w", err)
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(browserCookie), Value: from.token, Path: "/", MaxAge: int(browserLifetime.Seconds()),
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteStrictMode,
	})
	return nil
}

// browserFamily names the browser of a User-Agent header; empty when it is none of
// those that people use. Each also claims to be those that come after it here.
func browserFamily(userAgent string) string {
	for _, b := range []struct{ mark, name string }{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	} {
		if strings.Contains(userAgent, b.mark) {
			return b.name
		}
	}
	return ""
}
