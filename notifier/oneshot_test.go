package notifier_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"relais/notifier"
)

func TestSecondRequestIsRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "7")
		http.Redirect(w, r, "/again", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(server.Close)
	once := &notifier.OneShot{Next: http.DefaultTransport, Marked: time.Now(), Limit: time.Second}
	// A client that follows redirects, as a library might.
	_, err := (&http.Client{Transport: once}).Post(server.URL, "text/plain", strings.NewReader("x"))
	if !errors.Is(err, notifier.ErrSecondRequest) || !notifier.Refused(err) {
		t.Errorf("got %v, want the second request refused", err)
	}
	if asked.Load() != 1 || !once.Connected() || once.Status() != http.StatusTemporaryRedirect || once.RetryAfter() != 7*time.Second {
		t.Errorf("got %d requests, connected %t, status %d, retry after %s", asked.Load(), once.Connected(), once.Status(), once.RetryAfter())
	}
}

func TestSendMarkedTooLongAgoIsRefused(t *testing.T) {
	t.Parallel()
	for name, marked := range map[string]time.Time{
		"frozen past the limit":     time.Now().Add(-time.Minute),
		"wall clock set back":       time.Now().Add(time.Minute),
		"no monotonic reading left": time.Now().Add(-time.Minute).Round(0),
	} {
		once := &notifier.OneShot{Next: http.DefaultTransport, Marked: marked, Limit: 30 * time.Second}
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1/", strings.NewReader("x"))
		if _, err := once.RoundTrip(r); !errors.Is(err, notifier.ErrTooLate) || once.Connected() {
			t.Errorf("%s: got %v, want a refusal before any connection", name, err)
		}
	}
}

func TestMachineClockThatIsGivenDecides(t *testing.T) {
	t.Parallel()
	marked := time.Date(2023, time.July, 3, 8, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]error{time.Second: nil, 31 * time.Second: notifier.ErrTooLate} {
		once := &notifier.OneShot{
			Next: http.DefaultTransport, Marked: marked, Limit: 30 * time.Second, Now: func() time.Time { return marked.Add(after) },
		}
		server := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(server.Close)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := once.RoundTrip(r)
		if err == nil {
			answer.Body.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%s after the mark: got %v, want %v", after, err, want)
		}
	}
}
