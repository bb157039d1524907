package twilio_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"relais/notifier/twilio"
	"relais/parcours"
)

const (
	account = "AC00000000000000000000000000000001"
	token   = "0123456789abcdef0123456789abcdef"
	mobile  = "+33639980144"
	attempt = "01936f5e-0000-7000-8000-000000000001"
)

// provider stands for Twilio on the loopback: it creates messages for real and
// lets a test choose what happens to the answer.
type provider struct {
	*httptest.Server
	// behave may answer itself; it returns false to let the message be created
	// and answered as usual.
	behave func(w http.ResponseWriter, r *http.Request, p *provider) bool

	mu       sync.Mutex
	requests []url.Values
	header   http.Header
	messages []map[string]any
}

func newProvider(t *testing.T, behave func(http.ResponseWriter, *http.Request, *provider) bool) *provider {
	t.Helper()
	p := &provider{behave: behave}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *provider) serve(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if user != account || password != token {
		explain(w, http.StatusUnauthorized, 20003)
		return
	}
	if r.Method == http.MethodPost {
		_ = r.ParseForm()
		p.mu.Lock()
		p.requests, p.header = append(p.requests, r.PostForm), r.Header.Clone()
		p.mu.Unlock()
	}
	if p.behave != nil && p.behave(w, r, p) {
		return
	}
	switch {
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(p.create(r.PostForm))
	default:
		p.list(w, r)
	}
}

func (p *provider) create(form url.Values) map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := map[string]any{
		"sid": fmt.Sprintf("SM%032x", len(p.messages)+1), "status": "queued", "direction": "outbound-api",
		"to": form.Get("To"), "from": form.Get("From"), "body": form.Get("Body"),
		"date_created": time.Now().UTC().Format(time.RFC1123Z), "error_code": nil,
	}
	p.messages = append(p.messages, m)
	return m
}

// list answers two messages a page, newest first.
func (p *provider) list(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []map[string]any
	for i := len(p.messages) - 1; i >= 0; i-- {
		if p.messages[i]["to"] == r.URL.Query().Get("To") {
			found = append(found, p.messages[i])
		}
	}
	page := map[string]any{"messages": found, "page_size": 2}
	if skip := r.URL.Query().Get("Page"); skip == "1" {
		page["messages"] = found[2:]
	} else if len(found) > 2 {
		page["messages"] = found[:2]
		next := r.URL.Query()
		next.Set("Page", "1")
		page["next_page_uri"] = r.URL.Path + "?" + next.Encode()
	}
	_ = json.NewEncoder(w).Encode(page)
}

func (p *provider) created() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.messages)
}

func (p *provider) received() []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests
}

// explain answers an error the way Twilio does.
func explain(w http.ResponseWriter, status, code int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "status": status, "message": "The number " + mobile + " is refused"})
}

// hangUp closes the connection without a word.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func newSender(t *testing.T, apiURL string, change ...func(*twilio.Config)) *twilio.Sender {
	t.Helper()
	c := twilio.Config{
		AccountSID: account, AuthToken: token, From: "38000", APIURL: apiURL,
		PublicURL: "https://relais.exemple.fr", TwoWay: true,
	}
	for _, f := range change {
		f(&c)
	}
	s, err := twilio.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func attemptTo(body string) parcours.Attempt {
	return parcours.Attempt{ID: attempt, Channel: parcours.ChannelSMS, Address: mobile, Body: body, SendingAt: time.Now()}
}
