package notifier_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/locales"
	"relais/notifier"
	"relais/notifier/twilio"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// monday is a working morning: the sending window is open.
var monday = time.Date(2023, time.July, 3, 8, 0, 0, 0, time.UTC)

const (
	account = "AC00000000000000000000000000000001"
	token   = "0123456789abcdef"
)

// Two people who share a number share no first name, else they would be one.
var givenNames = []string{"Yann", "Maëlys", "Erwan", "Nolwenn", "Gaël"}

// house is Relais with its store, its texts and a provider on the loopback.
type house struct {
	*notifier.Dispatcher
	store    *store.Store
	provider *provider

	mu sync.Mutex
	// now is business time; ahead is how far the machine's clock runs before the
	// real one, which the provider lives by.
	now   time.Time
	ahead time.Duration
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) process() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().Add(h.ahead)
}

// later moves business time.
func (h *house) later(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// newHouse opens a house where the people convened are the mobiles given; their
// convocations are due.
func newHouse(t *testing.T, mobiles ...string) *house {
	t.Helper()
	h := &house{store: storetest.Open(t), provider: newProvider(t), now: monday}
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	sender, err := twilio.New(twilio.Config{
		AccountSID: account, AuthToken: token, From: "38000", APIURL: h.provider.URL,
		PublicURL: "https://relais.exemple.fr", TwoWay: true, Now: h.clock, Process: h.process, SendTimeout: 2 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Dispatcher = &notifier.Dispatcher{
		Outbox: h.store, Senders: []notifier.Sender{sender}, Renderer: texts, Rules: storetest.Rules(t),
		Now: h.clock, Process: h.process, Owner: "test", SendTimeout: 2 * time.Second, Log: slog.New(slog.DiscardHandler),
	}
	if len(mobiles) > 0 {
		h.convene(t, mobiles...)
	}
	return h
}

func (h *house) convene(t *testing.T, mobiles ...string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	batch := func(kind string) parcours.ImportBatch {
		return parcours.ImportBatch{ID: "batch-" + kind, Kind: kind, FileName: kind + ".csv"}
	}
	_, err := h.store.ImportProfessionals(ctx, monday, batch("referents"), []parcours.ProfessionalRow{
		{Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		{Email: "paul.gicquel@exemple.fr", FirstName: "Paul", LastName: "Gicquel", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
	}, false)
	must(err)
	_, err = h.store.ImportSlots(ctx, monday, batch("slots"), []parcours.SlotRow{{
		StartsAt: monday.AddDate(0, 0, 7), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02",
		Territory: "Redon", Kind: parcours.JointInterview, Capacity: max(1, len(mobiles)),
		ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"},
	}}, false)
	must(err)
	var people []parcours.PersonRow
	for i, number := range mobiles {
		people = append(people, parcours.PersonRow{
			Row: parcours.Row{Line: i + 2}, FirstName: givenNames[i%len(givenNames)], LastName: "Tanguy" + strings.Repeat("i", i), InternalID: fmt.Sprintf("I-%d", i),
			Postcode: "35600", City: "Redon", RightsOpenedOn: parcours.NewDate(2023, time.June, 28),
			Phones: []parcours.Phone{{E164: number, Kind: parcours.PhoneMobile}},
		})
	}
	_, err = h.store.ImportPeople(ctx, monday, batch("people"), people, false)
	must(err)
	_, err = h.store.PlacePeople(ctx, monday)
	must(err)
	waiting, err := h.store.Waiting(ctx, parcours.DateOf(monday, time.UTC))
	must(err)
	slots, err := h.store.FreeSlots(ctx, parcours.JointInterview, monday)
	must(err)
	for _, booked := range storetest.Rules(t).Assign(waiting, slots, monday).Booked {
		must(h.store.Convene(ctx, monday, booked))
	}
}

// dispatch runs passes until nothing moves, and returns how many attempts moved.
func (h *house) dispatch(t *testing.T) int {
	t.Helper()
	for total := 0; ; {
		n, err := h.Dispatch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return total
		}
		if total += n; total > 1000 {
			t.Fatal("the dispatcher turns in circles")
		}
	}
}

// lookUp asks about the unknown as if so much time had passed on the machine, and
// returns how many were asked.
func (h *house) lookUp(t *testing.T, ahead time.Duration) int {
	t.Helper()
	h.mu.Lock()
	h.ahead = ahead
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		h.ahead = 0
		h.mu.Unlock()
	}()
	n, err := h.LookUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *house) incidents(t *testing.T) []string {
	t.Helper()
	all, err := h.store.Incidents(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, i := range all {
		kinds = append(kinds, i.Kind)
	}
	slices.Sort(kinds)
	return kinds
}

// nextDue returns when the next SMS is due, after now; zero when none is queued.
func (h *house) nextDue(t *testing.T) time.Duration {
	t.Helper()
	at, ok, err := h.store.NextDue(t.Context(), []parcours.Channel{parcours.ChannelSMS})
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return -1
	}
	return at.Sub(h.clock())
}

// What the provider may do with one request to create a message.
type fate func(p *provider, w http.ResponseWriter, form url.Values)

func taken(p *provider, w http.ResponseWriter, form url.Values) {
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(p.create(form))
}

func lostBefore(_ *provider, w http.ResponseWriter, _ url.Values) { hangUp(w) }

func lostAfter(p *provider, w http.ResponseWriter, form url.Values) {
	p.create(form)
	hangUp(w)
}

func refused(status, code int, header ...string) fate {
	return func(_ *provider, w http.ResponseWriter, _ url.Values) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "status": status})
	}
}

func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// provider is a phone network: a ledger of every message it took.
type provider struct {
	*httptest.Server

	mu       sync.Mutex
	posts    []url.Values
	messages []map[string]any
	fates    []fate                    // of the next requests; taken when empty
	listed   []string                  // the pages that were listed
	refused  string                    // a page that is not listed
	refusals int                       // the next times
	unlisted bool                      // listing and fetching fail
	hidden   bool                      // listing shows nothing
	endless  func(page int) (next int) // listing shows the same messages on every page
	stubborn bool                      // erasing has no effect
	holds    map[string]bool           // messages of which erasing has none
	erased   func(n int)               // called when so many were erased
	emptied  int
	fetched  int
	underWay map[string]int
	overlaps int
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{underWay: map[string]int{}}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *provider) will(fates ...fate) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fates = append(p.fates, fates...)
}

func (p *provider) serve(w http.ResponseWriter, r *http.Request) {
	if sid, one := strings.CutSuffix(path.Base(r.URL.Path), ".json"); one && sid != "Messages" {
		_ = r.ParseForm()
		p.one(w, sid, r.Method == http.MethodPost && r.PostForm.Has("Body") && r.PostForm.Get("Body") == "")
		return
	}
	if r.Method != http.MethodPost {
		p.list(w, r)
		return
	}
	_ = r.ParseForm()
	to := r.PostForm.Get("To")
	p.mu.Lock()
	p.posts = append(p.posts, r.PostForm)
	if p.underWay[to]++; p.underWay[to] > 1 {
		p.overlaps++
	}
	happens := fate(taken)
	if len(p.fates) > 0 {
		happens, p.fates = p.fates[0], p.fates[1:]
	}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.underWay[to]--
		p.mu.Unlock()
	}()
	happens(p, w, r.PostForm)
}

func (p *provider) create(form url.Values) map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := map[string]any{
		"sid": fmt.Sprintf("SM%032x", len(p.messages)+1), "status": "sent", "direction": "outbound-api", "to": form.Get("To"), "from": form.Get("From"),
		"body": form.Get("Body"), "date_created": time.Now().UTC().Format(time.RFC1123Z),
	}
	p.messages = append(p.messages, m)
	return m
}

func (p *provider) list(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.unlisted {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	query := r.URL.Query()
	p.listed = append(p.listed, query.Get("Page"))
	if p.refusals > 0 && query.Get("Page") == p.refused {
		p.refusals--
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	found := []map[string]any{}
	for _, m := range slices.Backward(p.messages) {
		to, from := query.Get("To"), query.Get("From")
		if !p.hidden && (to == "" || m["to"] == to) && (from == "" || m["from"] == from) {
			found = append(found, m)
		}
	}
	size, _ := strconv.Atoi(query.Get("PageSize"))
	page, _ := strconv.Atoi(query.Get("Page"))
	if p.endless != nil {
		query.Set("Page", strconv.Itoa(p.endless(page)))
		query.Set("PageToken", "PA"+query.Get("Page"))
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": found[:min(size, len(found))], "next_page_uri": r.URL.Path + "?" + query.Encode()})
		return
	}
	start := min(page*size, len(found))
	answer := map[string]any{"messages": found[start:min(start+size, len(found))]}
	if start+size < len(found) {
		query.Set("Page", strconv.Itoa(page+1))
		query.Set("PageToken", "PA"+strconv.Itoa(page+1))
		answer["next_page_uri"] = r.URL.Path + "?" + query.Encode()
	}
	w.Header().Set("Connection", "close") // so that none is kept which turns out dead later
	_ = json.NewEncoder(w).Encode(answer)
}

// refusePage makes the provider refuse to list a page, the next times.
func (p *provider) refusePage(page string, times int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused, p.refusals = page, times
}

// writes is what somebody sends to a number, so long ago.
func (p *provider) writes(from, to, text string, ago time.Duration) (sid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", p.URL, len(p.messages)))
	sid = "SM" + hex.EncodeToString(sum[:16])
	p.messages = append(p.messages, map[string]any{
		"sid": sid, "status": "received", "direction": "inbound", "from": from, "to": to, "body": text, "num_media": "0",
		"date_created": time.Now().Add(-ago).UTC().Format(time.RFC1123Z),
	})
	return sid
}

// one answers with a message, its text erased if asked.
func (p *provider) one(w http.ResponseWriter, sid string, erase bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fetched++
	if p.unlisted {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	for _, m := range p.messages {
		if m["sid"] == sid {
			if erase && !p.stubborn && !p.holds[sid] {
				m["body"] = ""
				if p.emptied++; p.erased != nil {
					p.erased(p.emptied)
				}
			}
			_ = json.NewEncoder(w).Encode(m)
			return
		}
	}
	refused(404, 20404)(p, w, nil)
}

// kept returns how many messages still have their text.
func (p *provider) kept() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, m := range p.messages {
		if m["body"] != "" {
			n++
		}
	}
	return n
}

// becomes changes what the provider says of its messages.
func (p *provider) becomes(status string, code int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.messages {
		if m["status"] = status; code != 0 {
			m["error_code"] = code
		}
	}
}

// hide makes listings empty, as an index that lags.
func (p *provider) hide(is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hidden = is
}

// silent makes the provider refuse to list and fetch.
func (p *provider) silent(is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unlisted = is
}

// rang returns how many requests came and how many messages were taken.
func (p *provider) rang() (posts, messages int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.posts), len(p.messages)
}

func (p *provider) want(t *testing.T, posts, messages int) {
	t.Helper()
	if gotPosts, gotMessages := p.rang(); gotPosts != posts || gotMessages != messages {
		t.Errorf("got %d requests and %d messages, want %d and %d", gotPosts, gotMessages, posts, messages)
	}
}

// unwritten is a catalogue that lost its texts.
type unwritten struct{}

func (unwritten) Render(locales.Request) (locales.Message, error) {
	return locales.Message{}, fmt.Errorf("%w: a fact is missing", parcours.ErrInvalid)
}

func untilDone(t *testing.T, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("it does not stop")
		}
	}
}
