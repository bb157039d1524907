package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// TwilioAccount is what the loopback Twilio knows of its customer.
type TwilioAccount struct {
	// SID is "AC" and 32 hexadecimal digits; Token is the auth token, with which
	// webhooks are signed.
	SID   string
	Token string
	// Sender is the number or name in From; a Messaging Service sends from it too.
	Sender string
	// MessagingService is the service's sid, empty when there is none.
	MessagingService string
	// Webhook is the address to which inbound messages are posted.
	Webhook string
	// AdvancedOptOut: Twilio itself obeys STOP and START (French words included)
	// and refuses later messages with 21610. A bare short code does not.
	AdvancedOptOut bool
}

// Fate is what becomes of a message that Twilio accepted.
type Fate struct {
	// Sent and Final are virtual delays after acceptance.
	Sent, Final time.Duration
	// Status is the final status: "delivered", "undelivered" or "failed"; empty
	// stays "sent" for ever.
	Status string
	// Code is the error code of a failure.
	Code int
	// SentLate posts the "sent" callback after the final one.
	SentLate bool
	// Doubled posts the final callback twice.
	Doubled bool
}

// SMS is one message as Twilio knows it.
type SMS struct {
	SID       string
	Direction string // "outbound-api" or "inbound"
	From, To  string
	// Body is the text the API shows, empty once erased; Text is what the phone got.
	Body, Text string
	Service    string
	Status     string
	ErrorCode  int
	Segments   int
	// Callback is the StatusCallback, without fragment.
	Callback string
	Validity time.Duration
	// At is the virtual instant, Created, SentAt and Updated are real.
	At, RangAt               time.Time
	Created, SentAt, Updated time.Time
}

func (m SMS) final() bool {
	return slices.Contains([]string{"delivered", "undelivered", "failed", "received", "canceled"}, m.Status)
}

// Twilio speaks the Messages resource of the 2010-04-01 API for one account:
// create, fetch, list and erase, status callbacks and inbound webhooks. It keeps
// every message it accepted; nothing is lost or made up.
type Twilio struct {
	faults
	account TwilioAccount
	queue   *Queue
	post    poster
	dice    dice
	process func() time.Time
	// fate decides, rings is told, heard is told of any change.
	fate  func(SMS) Fate
	rings func(SMS)
	heard func(number string)

	mu       sync.Mutex
	messages []*SMS
	bySID    map[string]*SMS
	byPhone  map[string][]*SMS
	numbered map[string]int // messages exchanged with a number so far
	// lean: messages are kept until they are over and erased, and those of one number are listed.
	lean     bool
	optedOut map[string]bool
	listLag  time.Duration
	lost     int
}

// SetListLag hides messages younger than lag (real time) from listings, as
// Twilio's index may.
func (t *Twilio) SetListLag(lag time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listLag = lag
}

// SetWebhook changes where inbound messages are posted.
func (t *Twilio) SetWebhook(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.account.Webhook = address
}

// Ledger returns a copy of every message, in the order in which Twilio got them.
func (t *Twilio) Ledger() []SMS {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]SMS, len(t.messages))
	for i, m := range t.messages {
		all[i] = *m
	}
	return all
}

// With returns the messages exchanged with one number, oldest first.
func (t *Twilio) With(number string) []SMS {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := make([]SMS, 0, len(t.byPhone[number]))
	for _, m := range t.byPhone[number] {
		mine = append(mine, *m)
	}
	return mine
}

// ServeHTTP answers /2010-04-01/Accounts/{sid}/Messages….
func (t *Twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, ok := r.BasicAuth()
	if !ok || user != t.account.SID || password != t.account.Token {
		w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
		t.refuse(w, http.StatusUnauthorized, 20003, "Authenticate")
		return
	}
	if t.tellStanding(w, r) {
		return
	}
	rest, ours := strings.CutPrefix(r.URL.Path, "/2010-04-01/Accounts/"+t.account.SID+"/Messages")
	if !ours {
		t.refuse(w, http.StatusNotFound, 20404, "The requested resource "+r.URL.Path+" was not found")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	switch sid := strings.TrimSuffix(strings.TrimPrefix(rest, "/"), ".json"); {
	case rest == ".json" && r.Method == http.MethodPost:
		t.create(w, r)
	case rest == ".json" && r.Method == http.MethodGet:
		t.list(w, r)
	case sid != "" && r.Method == http.MethodGet:
		t.fetch(w, r, sid)
	case sid != "" && r.Method == http.MethodPost:
		t.erase(w, r, sid)
	default:
		t.refuse(w, http.StatusMethodNotAllowed, 20004, "Method not allowed")
	}
}

func (t *Twilio) create(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		t.refuse(w, http.StatusBadRequest, 20001, "Could not read the form")
		return
	}
	fault := t.meet(r.Context(), "create", r.PostForm.Get("To"))
	if fault.spoils() && !fault.Effect {
		t.spoil(w, fault)
		return
	}
	order, refusal := t.validate(r.PostForm)
	if refusal != nil {
		t.refuse(w, http.StatusBadRequest, refusal.code, refusal.text)
		return
	}
	m := t.accept(order)
	pause(r.Context(), fault.Hold)
	if fault.spoils() {
		t.spoil(w, fault)
		return
	}
	writeJSON(w, http.StatusCreated, t.resource(m))
}

type refusal struct {
	code int
	text string
}

var (
	e164      = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	frenchFix = regexp.MustCompile(`^\+33[1-589]`)
)

// validate reads a create request as Twilio's API does; codes are those of
// https://www.twilio.com/docs/api/errors.
func (t *Twilio) validate(form url.Values) (SMS, *refusal) {
	m := SMS{
		Direction: "outbound-api", To: form.Get("To"), From: form.Get("From"),
		Service: form.Get("MessagingServiceSid"), Text: form.Get("Body"),
	}
	t.mu.Lock()
	stopped := t.optedOut[m.To]
	t.mu.Unlock()
	switch {
	case m.To == "":
		return m, &refusal{21604, "A 'To' phone number is required."}
	case m.From == "" && m.Service == "":
		return m, &refusal{21603, "A 'From' phone number is required."}
	case strings.TrimSpace(m.Text) == "":
		return m, &refusal{21602, "Message body is required."}
	case utf8.RuneCountInString(m.Text) > 1600:
		return m, &refusal{21617, "The concatenated message body exceeds the 1600 character limit."}
	case m.Service != "" && m.Service != t.account.MessagingService:
		return m, &refusal{21705, "The Messaging Service Sid is invalid."}
	case m.Service == "" && m.From != t.account.Sender:
		return m, &refusal{21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination."}
	case !e164.MatchString(m.To):
		return m, &refusal{21211, "The 'To' number is not a valid phone number."}
	case frenchFix.MatchString(m.To):
		return m, &refusal{21614, "'To' number is not a valid mobile number."}
	case stopped:
		return m, &refusal{21610, "Attempt to send to unsubscribed recipient."}
	}
	if text := form.Get("ValidityPeriod"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 1 || seconds > 36000 {
			return m, &refusal{21624, "The ValidityPeriod is invalid: it must be between 1 and 36000."}
		}
		m.Validity = time.Duration(seconds) * time.Second
	}
	if callback := form.Get("StatusCallback"); callback != "" {
		u, err := url.Parse(callback)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Contains(u.Hostname(), "_") {
			return m, &refusal{21609, "The 'StatusCallback' URL is not a valid URL."}
		}
		u.Fragment = ""
		m.Callback = u.String()
	}
	return m, nil
}

// accept records a message and plans what becomes of it.
func (t *Twilio) accept(order SMS) SMS {
	t.mu.Lock()
	m := &order
	t.record(m)
	m.Status = "queued"
	if m.Service != "" { // the service chooses its sender later
		m.Status, m.From = "accepted", ""
	}
	m.Segments = Segments(m.Text)
	accepted := *m
	t.mu.Unlock()

	t.plan(accepted)
	t.heard(accepted.To)
	return accepted
}

// record stamps a new message and keeps it. The caller holds the lock.
func (t *Twilio) record(m *SMS) {
	number := m.To
	if m.Direction == "inbound" {
		number = m.From
	}
	t.numbered[number]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d", t.dice, number, t.numbered[number]))
	m.SID = "SM" + hex.EncodeToString(sum[:16])
	m.Body = m.Text
	m.At = t.queue.clock.Now()
	m.Created = t.process()
	m.Updated = m.Created
	t.bySID[m.SID] = m
	t.byPhone[number] = append(t.byPhone[number], m)
	if !t.lean {
		t.messages = append(t.messages, m)
	}
}

func (t *Twilio) fetch(w http.ResponseWriter, r *http.Request, sid string) {
	t.mu.Lock()
	m, known := t.bySID[sid]
	var found SMS
	if known {
		found = *m
	}
	t.mu.Unlock()
	if fault := t.meet(r.Context(), "fetch", found.To); fault.spoils() {
		t.spoil(w, fault)
		return
	}
	if !known {
		t.refuse(w, http.StatusNotFound, 20404, "The requested resource "+r.URL.Path+" was not found")
		return
	}
	writeJSON(w, http.StatusOK, t.resource(found))
}

// erase blanks the text that the API shows, which Twilio allows once a message
// is final.
func (t *Twilio) erase(w http.ResponseWriter, r *http.Request, sid string) {
	if err := r.ParseForm(); err != nil || !r.PostForm.Has("Body") || r.PostForm.Get("Body") != "" {
		t.refuse(w, http.StatusBadRequest, 20001, "Only an empty Body can be posted to a message")
		return
	}
	fault := t.meet(r.Context(), "erase", "")
	if fault.spoils() && !fault.Effect {
		t.spoil(w, fault)
		return
	}
	t.mu.Lock()
	m, known := t.bySID[sid]
	var erased SMS
	done := known && m.final()
	if done {
		m.Body, m.Updated = "", t.process()
		erased = *m
		if t.lean {
			t.forget(m)
		}
	}
	t.mu.Unlock()
	switch {
	case !known:
		t.refuse(w, http.StatusNotFound, 20404, "The requested resource "+r.URL.Path+" was not found")
	case !done:
		t.refuse(w, http.StatusBadRequest, 20009, "Cannot delete message because delivery has not been completed.")
	case fault.spoils():
		t.spoil(w, fault)
	default:
		writeJSON(w, http.StatusOK, t.resource(erased))
	}
}

// forget drops a message that is over and erased. The caller holds the lock.
func (t *Twilio) forget(m *SMS) {
	delete(t.bySID, m.SID)
	for _, number := range []string{m.To, m.From} {
		if left := slices.DeleteFunc(t.byPhone[number], func(other *SMS) bool { return other == m }); len(left) > 0 {
			t.byPhone[number] = left
		} else {
			delete(t.byPhone, number)
		}
	}
}

// refuse answers as Twilio does to a request it did not carry out.
func (t *Twilio) refuse(w http.ResponseWriter, status, code int, text string) {
	writeJSON(w, status, map[string]any{
		"code": code, "message": text, "status": status,
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	})
}

func (t *Twilio) spoil(w http.ResponseWriter, f Fault) {
	if f.Drop {
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.Status/100 == 3 {
		w.Header().Set("Location", "/2010-04-01/Accounts/"+t.account.SID+"/Messages.json")
	}
	if f.Body != "" {
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // the caller went away: nothing to do
		return
	}
	if f.Code == 0 {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		fmt.Fprintf(w, "<html><body>%d %s</body></html>", f.Status, http.StatusText(f.Status))
		return
	}
	t.refuse(w, f.Status, f.Code, http.StatusText(f.Status))
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the caller went away: nothing to do
}
