package notifier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

const botToken = "4242:abcdefghijklmnopqrstuvwxyz"

// doom is what becomes of one request to send a message, at either provider.
type doom struct {
	name string
	// unreachable: no connection is made.
	unreachable bool
	// created: the message exists; inside: it will, once the provider gets to it.
	created, inside bool
	// status and code are answered, unless the connection is closed (status 0).
	status, code int
	// retryAfter goes with a 429.
	retryAfter string
	// lag is how long listings do not show the message.
	lag time.Duration
}

// dooms are those that a schedule draws from. 201 is the truth.
var dooms = []doom{
	{name: "taken", created: true, status: 201},
	{name: "answer lost, listed too late", created: true, status: 0, lag: 3 * time.Hour},
	{name: "lost on the way", status: 0},
	{name: "answer lost", created: true, status: 0},
	{name: "answer lost, listed late", created: true, status: 0, lag: 4 * time.Minute},
	{name: "slower", inside: true, status: 502},
	{name: "slow", inside: true, status: 0},
	{name: "broken", status: 503, code: 20503},
	{name: "broken, with effect", created: true, status: 503},
	{name: "broken, with late effect", inside: true, status: 500, code: 20500},
	{name: "garbage, with effect", created: true, status: 200, code: -1},
	{name: "unreachable", unreachable: true},
	{name: "too fast", status: 429, code: 20429},
	{name: "too fast, says when", status: 429, code: 20429, retryAfter: "7"},
	{name: "landline", status: 400, code: 21614},
	{name: "blocked", status: 400, code: 21610},
	{name: "account refused", status: 401, code: 20003},
}

// message is what a provider knows of one message that it took.
type message struct {
	channel, to, body      string
	attempt, notice        string
	id                     string // the provider's
	taken, created, listed time.Time
	status, code           string
	callback               string
	rang, failed           bool
	lived                  int // how far it is in its life
	// inside: taken, and not made yet.
	inside bool
}

// receipt is one status callback on its way.
type receipt struct {
	m            *message
	status, code string
}

// request is one request to create a message, as it reached a provider.
type request struct {
	channel, to, body string
	attempt, notice   string
	validity          time.Duration
	doom              doom
}

// listing is one answer about the messages to a number.
type listing struct {
	at    time.Time
	to    string
	shown []*message
}

// network is Twilio and Telegram with every phone behind them. It lives by the
// schedule's clock.
type network struct {
	*httptest.Server
	now func() time.Time
	// leaves is told of each request before anything becomes of it.
	leaves func(request)

	mu       sync.Mutex
	dooms    []doom // of the next requests; taken when empty
	messages []*message
	requests []request
	listings []listing
	receipts []receipt
	// under is the attempt that is being sent.
	underAttempt, underNotice string
	deaf                      int // how many listings and fetches fail
}

func newNetwork(now func() time.Time) *network {
	n := &network{now: now, leaves: func(request) {}}
	n.Server = httptest.NewServer(http.HandlerFunc(n.serve))
	return n
}

// RoundTrip reaches the loopback, unless the next request is to reach nothing.
type toNetwork struct {
	*http.Transport
	n *network
}

func (t toNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	t.n.mu.Lock()
	cut := sends(r) && len(t.n.dooms) > 0 && t.n.dooms[0].unreachable
	if cut {
		t.n.dooms = t.n.dooms[1:]
	}
	t.n.mu.Unlock()
	if cut {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	return t.Transport.RoundTrip(r)
}

func sends(r *http.Request) bool {
	return r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/Messages.json") || strings.HasSuffix(r.URL.Path, "/sendMessage"))
}

func (n *network) serve(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch base := path.Base(r.URL.Path); {
	case sends(r) && base == "sendMessage":
		_ = r.ParseMultipartForm(1 << 20)
		n.take(w, request{channel: "telegram", to: r.FormValue("chat_id"), body: r.FormValue("text")}, r.FormValue("reply_markup"))
	case sends(r):
		_ = r.ParseForm()
		seconds, _ := strconv.Atoi(r.PostForm.Get("ValidityPeriod"))
		callback, _ := url.Parse(r.PostForm.Get("StatusCallback"))
		n.take(w, request{
			channel: "sms", to: r.PostForm.Get("To"), body: r.PostForm.Get("Body"), validity: time.Duration(seconds) * time.Second,
		}, callback.Path)
	case n.deaf > 0:
		n.deaf--
		w.WriteHeader(http.StatusServiceUnavailable)
	case base == "Messages.json":
		n.list(w, r)
	default:
		n.fetch(w, strings.TrimSuffix(base, ".json"))
	}
}

// take meets one request with its doom. extra is the callback's path at Twilio, the
// buttons at Telegram.
func (n *network) take(w http.ResponseWriter, r request, extra string) {
	r.attempt, r.notice = n.underAttempt, n.underNotice
	if r.doom = dooms[0]; len(n.dooms) > 0 {
		r.doom, n.dooms = n.dooms[0], n.dooms[1:]
	}
	n.requests = append(n.requests, r)
	n.leaves(r)
	var m *message
	if r.doom.created || r.doom.inside {
		m = &message{
			channel: r.channel, to: r.to, body: r.body, attempt: r.attempt, notice: r.notice, id: strconv.Itoa(len(n.messages) + 1), callback: extra,
			inside: true, status: "queued", taken: n.now(), listed: n.now().Add(r.doom.lag),
		}
		if r.channel == "sms" {
			m.id = fmt.Sprintf("SM%032x", len(n.messages)+1)
		}
		n.messages = append(n.messages, m)
		if r.doom.created {
			n.make(m)
		}
	}
	switch {
	case r.doom.status == 0:
		hangUp(w)
	case r.channel == "telegram":
		n.answerTelegram(w, r.doom, m)
	default:
		n.answerTwilio(w, r.doom, m)
	}
}

// make lets a message out: the phone rings at Telegram at once, at Twilio once it
// is delivered.
func (n *network) make(m *message) {
	m.inside, m.created = false, n.now()
	if m.channel == "telegram" {
		m.rang = true
	}
}

func (n *network) answerTwilio(w http.ResponseWriter, d doom, m *message) {
	if d.retryAfter != "" {
		w.Header().Set("Retry-After", d.retryAfter)
	}
	switch {
	case d.code < 0, d.status >= 500 && d.code == 0:
		w.WriteHeader(d.status)
		_, _ = w.Write([]byte("<html>a proxy's page</html>"))
	case d.status == 201:
		w.WriteHeader(d.status)
		_ = json.NewEncoder(w).Encode(resource(m))
	default:
		w.WriteHeader(d.status)
		_ = json.NewEncoder(w).Encode(map[string]any{"code": d.code, "status": d.status})
	}
}

func (n *network) answerTelegram(w http.ResponseWriter, d doom, m *message) {
	said := map[string]any{"ok": false, "error_code": d.status, "description": "an error"}
	switch {
	case d.status == 201:
		id, _ := strconv.Atoi(m.id)
		said = map[string]any{"ok": true, "result": map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": 1, "type": "private"}}}
	case d.code < 0, d.status >= 500:
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>a proxy's page</html>"))
		return
	case d.status == 429:
		seconds, _ := strconv.Atoi(d.retryAfter)
		said["parameters"] = map[string]any{"retry_after": max(3, seconds)}
	case d.code == 21614:
		said["error_code"], said["description"] = 400, "Bad Request: chat not found"
	case d.code == 21610:
		said["error_code"], said["description"] = 403, "Forbidden: bot was blocked by the user"
	}
	w.Header().Set("Content-Type", "application/json")
	if code, refuses := said["error_code"].(int); refuses {
		w.WriteHeader(code)
	}
	_ = json.NewEncoder(w).Encode(said)
}

func resource(m *message) map[string]any {
	shown := map[string]any{
		"sid": m.id, "status": m.status, "direction": "outbound-api", "to": m.to, "body": m.body,
		"date_created": m.created.UTC().Format(time.RFC1123Z), "num_segments": "1", "error_code": nil,
	}
	if code, err := strconv.Atoi(m.code); err == nil {
		shown["error_code"] = code
	}
	return shown
}

// pageSize is smaller than Relais asks for: what it looks for is on another page.
const pageSize = 2

func (n *network) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	page, _ := strconv.Atoi(query.Get("Page"))
	all := []map[string]any{}
	seen := listing{at: n.now(), to: query.Get("To")}
	for i := len(n.messages) - 1; i >= 0; i-- {
		m := n.messages[i]
		if m.channel == "sms" && m.to == seen.to && !m.inside && !n.now().Before(m.listed) {
			all, seen.shown = append(all, resource(m)), append(seen.shown, m)
		}
	}
	start := min(page*pageSize, len(all))
	end := min(start+pageSize, len(all))
	answer := map[string]any{"messages": all[start:end], "page": page, "page_size": pageSize}
	if end < len(all) {
		query.Set("Page", strconv.Itoa(page+1))
		answer["next_page_uri"] = r.URL.Path + "?" + query.Encode()
	} else {
		n.listings = append(n.listings, seen)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (n *network) fetch(w http.ResponseWriter, sid string) {
	for _, m := range n.messages {
		if m.id == sid && !m.inside {
			_ = json.NewEncoder(w).Encode(resource(m))
			return
		}
	}
	w.WriteHeader(http.StatusNotFound)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": 20404, "status": 404})
}

// becomes moves a message at its provider; the callback is on its way.
func (n *network) becomes(m *message, status, code string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if m.inside {
		n.make(m)
	}
	if m.channel != "sms" {
		return
	}
	m.status, m.code = status, code
	m.rang = m.rang || status == "delivered"
	m.failed = m.failed || code != ""
	n.receipts = append(n.receipts, receipt{m, status, code})
}

// carries tells which attempt the next request belongs to.
func (n *network) carries(attempt, notice string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.underAttempt, n.underNotice = attempt, notice
}

// will adds to what becomes of the next requests.
func (n *network) will(next ...doom) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dooms = append(n.dooms, next...)
}
