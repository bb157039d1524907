package telegram_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/notifier/telegram"
	"relais/parcours"
)

const (
	token   = "4242:abcdefghijklmnopqrstuvwxyz"
	attempt = "01936f5e-0000-7000-8000-000000000001"
	// packed is the attempt's 16 bytes in base64url.
	packed = "AZNvXgAAcACAAAAAAAAAAQ"
)

// provider stands for the Bot API on the loopback.
type provider struct {
	*httptest.Server
	// behave may answer itself; false lets the provider answer as usual.
	behave func(w http.ResponseWriter, method string, params map[string]string, p *provider) bool

	mu      sync.Mutex
	calls   []string
	params  []map[string]string
	sent    int
	updates map[int64]string
	offsets []int64
}

func newProvider(t *testing.T, behave func(http.ResponseWriter, string, map[string]string, *provider) bool) *provider {
	t.Helper()
	p := &provider{behave: behave, updates: map[int64]string{}}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *provider) serve(w http.ResponseWriter, r *http.Request) {
	method := path.Base(r.URL.Path)
	if !strings.HasPrefix(r.URL.Path, "/bot"+token+"/") {
		refuse(w, 401, "Unauthorized")
		return
	}
	params := map[string]string{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		for name, value := range body {
			params[name] = fmt.Sprint(value)
		}
	} else if err := r.ParseMultipartForm(1 << 20); err == nil {
		for name := range r.MultipartForm.Value {
			params[name] = r.FormValue(name)
		}
	}
	p.mu.Lock()
	p.calls, p.params = append(p.calls, method), append(p.params, params)
	p.mu.Unlock()
	if p.behave != nil && p.behave(w, method, params, p) {
		return
	}
	switch method {
	case "sendMessage":
		answer(w, map[string]any{"message_id": p.accept(), "date": 1, "chat": map[string]any{"id": 100, "type": "private"}})
	case "editMessageReplyMarkup", "editMessageText":
		answer(w, map[string]any{"message_id": 3, "date": 1, "chat": map[string]any{"id": 100, "type": "private"}})
	case "getUpdates":
		p.hand(w, params)
	case "getMe":
		answer(w, map[string]any{"id": 4242, "is_bot": true, "username": "RelaisBot"})
	default:
		answer(w, true)
	}
}

func (p *provider) accept() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent++
	return p.sent
}

func (p *provider) hand(w http.ResponseWriter, params map[string]string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var offset float64
	_, _ = fmt.Sscan(params["offset"], &offset)
	p.offsets = append(p.offsets, int64(offset))
	var ids []int64
	for id := range p.updates {
		if id < int64(offset) {
			delete(p.updates, id) // confirmed
		} else {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	page := []json.RawMessage{}
	for _, id := range ids {
		page = append(page, json.RawMessage(p.updates[id]))
	}
	answer(w, page)
}

func (p *provider) seen() (calls []string, params []map[string]string, sent int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls, p.params, p.sent
}

func answer(w http.ResponseWriter, result any) {
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result})
}

func refuse(w http.ResponseWriter, status int, text string, parameters ...map[string]any) {
	body := map[string]any{"ok": false, "error_code": status, "description": text}
	for _, p := range parameters {
		body["parameters"] = p
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func newSender(t *testing.T, url string) *telegram.Sender {
	t.Helper()
	s, err := telegram.New(telegram.Config{Token: token, APIURL: cmp.Or(url, "http://127.0.0.1:1")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func attemptTo(address string) parcours.Attempt {
	return parcours.Attempt{
		ID: attempt, Channel: parcours.ChannelTelegram, Address: address, SendingAt: time.Now(),
		Body:    "Rendez-vous &lt;jeudi&gt; à <b>14h30</b>",
		Choices: []parcours.RenderedChoice{{Action: "come", Label: "Je viens"}, {Action: "cannot", Label: "Je ne peux pas"}},
	}
}
