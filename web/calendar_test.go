package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store/storetest"
	"relais/web"
)

// said is a log that several requests write.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// TestCalendarsAddressReachesNoLog reads a calendar as a program does, under its
// address and under addresses that open nothing: no line of the log, and no figure,
// holds any of them.
func TestCalendarsAddressReachesNoLog(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	account, err := s.CreateAccount(t.Context(), time.Now(), parcours.Account{Email: "anne.morel@exemple.fr", Role: parcours.AccountReferent})
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.OpenCalendar(t.Context(), time.Now(), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	log := new(said)
	base := serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Rules, o.Log = s, storetest.Rules(t), slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.CalendarFile = func(w io.Writer, name string, stamp time.Time, events []parcours.CalendarEvent) error {
			return intake.Calendar{Name: name, Zone: paris(), PublicURL: "https://relais.exemple.fr"}.Write(w, stamp, events)
		}
	})
	b := visitor(t, base)
	got := b.get("/agenda/" + token + ".ics")
	if got.status != http.StatusOK || !strings.HasPrefix(got.body, "BEGIN:VCALENDAR\r\n") || got.header.Get("Content-Type") != "text/calendar; charset=utf-8" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d, %q, %q", got.status, got.header, got.body)
	}
	for _, path := range []string{"/agenda/" + token, "/agenda/SECRETX.ics", "/rdv/SECRETX.ics", "/agenda/SECRETX.ics/", "/rdv/" + token + ".ics"} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: got %d", path, got.status)
		}
	}
	for _, where := range []string{log.String(), b.get("/metrics").body} {
		if strings.Contains(where, token) || strings.Contains(where, "SECRETX") {
			t.Errorf("the address is in:\n%s", where)
		}
	}
	if !strings.Contains(log.String(), "GET /agenda/{file}") {
		t.Error("the request left no line")
	}
}
