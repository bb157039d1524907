package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/notifier/telegram"
	"relais/parcours"
)

// kept is the least a store does: uniqueness, and failing when told to.
type kept struct {
	mu   sync.Mutex
	rows map[string]parcours.RawInbound
	// fail counts the next calls that are refused.
	fail int
}

func (k *kept) RecordInbound(_ context.Context, in parcours.RawInbound) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail > 0 {
		k.fail--
		return false, errors.New("locked")
	}
	if k.rows == nil {
		k.rows = map[string]parcours.RawInbound{}
	}
	_, known := k.rows[in.ProviderID]
	k.rows[in.ProviderID] = in
	return !known, nil
}

func (k *kept) ids() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var ids []string
	for id := range k.rows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func text(id int, words string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":100,"type":"private"},"from":{"id":100},"text":%q}}`, id, words)
}

var at = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func call(k *kept, secret, body string) *httptest.ResponseRecorder {
	h := &telegram.Webhook{Secret: "s3cret", Sink: k, Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}
	mux := http.NewServeMux()
	mux.Handle(telegram.WebhookPattern, h)
	r := httptest.NewRequest(http.MethodPost, "/webhooks/telegram", strings.NewReader(body))
	if secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w
}

func TestWebhookAcknowledgesWhatIsKept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, secret, body string
		fail, want         int
		rows               []string
	}{
		{name: "kept", secret: "s3cret", body: text(7, "oui"), want: 200, rows: []string{"7"}},
		{name: "wrong secret", secret: "s3crets", body: text(7, "oui"), want: 403},
		{name: "no secret", body: text(7, "oui"), want: 403},
		{name: "database down", secret: "s3cret", body: text(7, "oui"), fail: 1, want: 503},
		{name: "not JSON", secret: "s3cret", body: "<html>", want: 400},
		{name: "no id", secret: "s3cret", body: "{}", want: 400},
		{name: "too large", secret: "s3cret", body: text(7, strings.Repeat("x", 256<<10)), want: 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := &kept{fail: c.fail}
			if w := call(k, c.secret, c.body); w.Code != c.want {
				t.Errorf("got %d, want %d", w.Code, c.want)
			}
			if diff := cmp.Diff(c.rows, k.ids()); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWebhookWithoutSecretRefusesAll(t *testing.T) {
	t.Parallel()
	h := &telegram.Webhook{Sink: &kept{}, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/webhooks/telegram", strings.NewReader(text(1, "oui"))))
	if w.Code != http.StatusForbidden {
		t.Errorf("got %d, want 403", w.Code)
	}
}

func poller(s *telegram.Sender, k *kept) *telegram.Poller {
	return &telegram.Poller{Sender: s, Sink: k, Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}
}

func TestPollingConfirmsOnlyWhatIsKept(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	for _, id := range []int64{41, 42, 43} {
		p.updates[id] = text(int(id), "oui")
	}
	k := &kept{fail: 1}
	poll := poller(newSender(t, p.URL), k)
	if _, err := poll.Poll(t.Context(), 0); err == nil {
		t.Fatal("got no error from a locked database")
	}
	n, err := poll.Poll(t.Context(), 0)
	if err != nil || n != 3 {
		t.Fatalf("got %d, %v", n, err)
	}
	if n, err := poll.Poll(t.Context(), 0); err != nil || n != 0 {
		t.Fatalf("got %d, %v", n, err)
	}
	if diff := cmp.Diff([]int64{0, 0, 44}, p.offsets); diff != "" {
		t.Errorf("offsets (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"41", "42", "43"}, k.ids()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// Telegram numbers its updates; what a proxy or a change of the API did to some of them
// must not stop the others.
func TestAnUpdateWithoutANumberIsSkippedAndHoldsNothingBack(t *testing.T) {
	t.Parallel()
	unnumbered := []string{`{"message":{"text":"oui"}}`, `{"update_id":0}`, `{"update_id":-3}`, `{"update_id":9223372036854775807}`, `{"update_id":"42"}`, `null`, `[]`}
	p := newProvider(t, nil)
	k := &kept{}
	poll := poller(newSender(t, p.URL), k)
	step := func(what string, fails bool, want int, rows ...string) {
		t.Helper()
		n, err := poll.Poll(t.Context(), 0)
		if n != want || fails != (err != nil) {
			t.Errorf("%s: kept %d, %v; want %d", what, n, err, want)
		}
		if diff := cmp.Diff(rows, k.ids()); diff != "" {
			t.Errorf("%s: rows (-want +got):\n%s", what, diff)
		}
	}
	p.updates[40] = unnumbered[0]
	step("nothing to go on from", true, 0) // Run waits and asks again
	p.updates[41], p.updates[42] = unnumbered[1], text(42, "oui")
	step("one with a number behind them", false, 1, "42")
	for i, raw := range unnumbered {
		p.updates[int64(43+i)] = raw
	}
	step("a page of them", true, 0, "42")
	p.updates[50], p.updates[51], p.updates[52], p.updates[53] = `{"update_id":-50}`, text(51, "non"), `{"update_id":-52}`, text(53, "merci")
	step("between others", false, 2, "42", "51", "53")
	p.updates[54], p.updates[60], p.updates[61] = `{"update_id":-54}`, `{"update_id":-60}`, text(61, "encore")
	k.fail = 1
	step("a database that is down", true, 0, "42", "51", "53")
	step("and up again", false, 1, "42", "51", "53", "61")
	p.updates[70] = unnumbered[6] // numbers were left out before it: more than one step leads past it
	for range 9 {
		step("behind a hole", true, 0, "42", "51", "53", "61")
	}
	p.updates[71] = text(71, "fin")
	step("the next", false, 1, "42", "51", "53", "61", "71")
	// the two that came a second time while the database was down are counted once
	if got, want := poll.Skipped(), int64(2+len(unnumbered)+2+2+1); got != want {
		t.Errorf("%d were counted, want %d", got, want)
	}
}

func TestPollingAsksForBlocksExplicitly(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	if _, err := poller(newSender(t, p.URL), &kept{}).Poll(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	_, params, _ := p.seen()
	if got := params[0]["allowed_updates"]; got != "[message callback_query my_chat_member]" {
		t.Errorf("got %q", got)
	}
}

func TestPollingErrorsAreTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		want   error
	}{{401, telegram.ErrToken}, {404, telegram.ErrToken}, {409, telegram.ErrBusy}} {
		p := newProvider(t, func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
			refuse(w, c.status, "no")
			return true
		})
		if _, err := poller(newSender(t, p.URL), &kept{}).Poll(t.Context(), 0); !errors.Is(err, c.want) {
			t.Errorf("%d: got %v, want %v", c.status, err, c.want)
		}
	}
}

// The node that polled kept the right to while it was cut from Telegram.
func TestANodeThatDoesNotReachTelegramLetsAnotherPoll(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	poll := poller(newSender(t, gone.URL), &kept{})
	poll.Shared = true
	if err := poll.Run(t.Context()); !errors.Is(err, telegram.ErrUnreached) {
		t.Errorf("got %v, want ErrUnreached", err)
	}
	alone, end := context.WithTimeout(t.Context(), 4*time.Second)
	defer end()
	poll.Shared = false
	if err := poll.Run(alone); err != nil {
		t.Errorf("who is alone goes on trying: got %v", err)
	}
}

func TestRunStopsOnWrongTokenAndOnContext(t *testing.T) {
	t.Parallel()
	wrong := newProvider(t, func(w http.ResponseWriter, _ string, _ map[string]string, _ *provider) bool {
		refuse(w, 401, "Unauthorized")
		return true
	})
	if err := poller(newSender(t, wrong.URL), &kept{}).Run(t.Context()); !errors.Is(err, telegram.ErrToken) {
		t.Errorf("got %v, want ErrToken", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	p := newProvider(t, func(_ http.ResponseWriter, method string, _ map[string]string, _ *provider) bool {
		if method == "getUpdates" {
			cancel() // while the poll is held open
			<-ctx.Done()
		}
		return false
	})
	if err := poller(newSender(t, p.URL), &kept{}).Run(ctx); err != nil {
		t.Errorf("got %v, want nil", err)
	}
	if calls, _, _ := p.seen(); calls[0] != "deleteWebhook" {
		t.Errorf("got %v, want the webhook removed first", calls)
	}
}

func TestWebhookIsAskedForWithItsSecret(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	s := newSender(t, p.URL)
	if err := s.UseWebhook(t.Context(), "https://relais.exemple.fr", "s3cret"); err != nil {
		t.Fatal(err)
	}
	_, params, _ := p.seen()
	if diff := cmp.Diff(map[string]string{
		"url": "https://relais.exemple.fr/webhooks/telegram", "secret_token": "s3cret", "max_connections": "4",
		"allowed_updates": `["message","callback_query","my_chat_member"]`,
	}, params[0]); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if err := s.UseWebhook(t.Context(), "https://relais.exemple.fr", "pas bon"); err == nil {
		t.Error("got no error for a secret that Telegram refuses")
	}
}
