package main_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/sandbox"
)

// outage is a service whose database fails while people are convened, strangers
// write and are answered, and receipts come in.
type outage struct {
	*world
	t *testing.T
	s settings
	v *service
	// address is where the service answers, however often it is started.
	address string
	// beside reads the database beside the service.
	beside *sql.DB

	mu sync.Mutex
	// answers are the statuses that the webhook of each message got, in order.
	answers map[string][]int
	// receipts are those that were acknowledged, as sid and status; refused counts
	// the others.
	receipts map[string]bool
	refused  int
	// unmarked are the orders whose mark the database did not hold when they came;
	// checked counts those that it did.
	unmarked []string
	checked  int

	// restarted: for a while there was no service to call.
	restarted bool

	people   int
	writers  sync.WaitGroup
	quiet    chan struct{} // closed when strangers stop writing
	stranger atomic.Int64
}

const (
	// waveSize is how many people are convened before the database fails.
	waveSize = 24
	writers  = 6
)

// newOutage starts a service on a database and its load.
func newOutage(t *testing.T, database settings) *outage {
	t.Helper()
	o := &outage{t: t, answers: map[string][]int{}, receipts: map[string]bool{}, quiet: make(chan struct{}), people: waveSize}
	o.world = newWorld(t, func(w *sandbox.Options) {
		w.HTTP = &http.Client{Timeout: 20 * time.Second, Transport: noting{o}}
		w.Network = func(sandbox.SMS) sandbox.Fate {
			return sandbox.Fate{Sent: 200 * time.Millisecond, Final: time.Second, Status: "delivered"}
		}
	})
	provider := httptest.NewServer(http.HandlerFunc(o.order))
	t.Cleanup(provider.Close)
	maps.DeleteFunc(o.settings, func(name, _ string) bool { return strings.HasPrefix(name, "TELEGRAM") || name == "SMTP_URL" })
	o.s = o.settings.with(database).with(settings{
		"TWILIO_API_URL": provider.URL, "SEND_TIMEOUT": "1500ms", "LEASE": "3s", "LOOK_UP_DELAYS": "2s,3s,4s", "POLL_DELAYS": "2s,5s,10s,20s,40s", "CONCURRENCY": "8",
	})
	o.v = serve(t, o.s)
	o.address = o.v.address
	o.beside = beside(t, o.s)
	mustRelais(t, o.s, "import", referentsFile(t), slotsFile(t, 20), wavesFile(t, 0, o.people))
	for range writers {
		o.writers.Go(o.write)
	}
	t.Cleanup(o.stopWriting)
	o.await("strangers are answered", func() string {
		if n := o.acknowledged(); n < 3*writers {
			return fmt.Sprint(n)
		}
		return ""
	})
	return o
}

// beside opens the database for reading, beside the service.
func beside(t *testing.T, s settings) *sql.DB {
	t.Helper()
	driver, source := "pgx", s["DATABASE"]
	if !strings.HasPrefix(source, "postgres") {
		driver, source = "sqlite", "file:"+source+"?_busy_timeout=10000&_query_only=1"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// write is one stranger after the other who asks who writes. The webhook of each
// is called until it is taken, as the provider's would be.
func (o *outage) write() {
	for {
		n := o.stranger.Add(1)
		sid := fmt.Sprintf("SM%032x", n)
		form := inbound(sid, mobile(4000+int(n)), "QUI")
		for try := 0; ; try++ {
			status := o.postInbound(form)
			o.mu.Lock()
			o.answers[sid] = append(o.answers[sid], status)
			o.mu.Unlock()
			if status/100 == 2 {
				break
			}
			select {
			case <-o.t.Context().Done(): // the test was given up
				return
			case <-time.After(min(time.Second, time.Duration(1+try)*100*time.Millisecond)):
			}
		}
		select {
		case <-o.quiet:
			return
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// postInbound calls the webhook and returns its status, 0 when it did not answer.
func (o *outage) postInbound(form url.Values) int {
	address := o.address + "/webhooks/twilio/message"
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", sandbox.Sign(authToken, address, form))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

// acknowledged is how many messages were taken so far.
func (o *outage) acknowledged() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, statuses := range o.answers {
		if statuses[len(statuses)-1]/100 == 2 {
			n++
		}
	}
	return n
}

// turnedAway is how many calls of the inbound webhook were not taken so far.
func (o *outage) turnedAway() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, statuses := range o.answers {
		for _, status := range statuses {
			if status/100 != 2 {
				n++
			}
		}
	}
	return n
}

// noting is the provider's way to the webhooks; it notes what they answer.
type noting struct{ o *outage }

func (n noting) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	answer, err := http.DefaultTransport.RoundTrip(r)
	if strings.Contains(r.URL.Path, "/status/") {
		form, _ := url.ParseQuery(string(raw))
		n.o.mu.Lock()
		defer n.o.mu.Unlock()
		switch {
		case err == nil && answer.StatusCode/100 == 2:
			n.o.receipts[form.Get("MessageSid")+" "+form.Get("MessageStatus")] = true
		case err == nil && answer.StatusCode != http.StatusServiceUnavailable:
			n.o.t.Errorf("a receipt was answered %d, want 204 or 503", answer.StatusCode)
		default:
			n.o.refused++
		}
	}
	return answer, err
}

// order is the provider's API. It takes its time, and an order is held against the
// database: what leaves without a mark could leave twice.
func (o *outage) order(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if r.Method == http.MethodPost {
		form, _ := url.ParseQuery(string(raw))
		o.holdAgainstMark(path.Base(form.Get("StatusCallback")))
		time.Sleep(50 * time.Millisecond)
	}
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(raw))
	o.Twilio.ServeHTTP(w, r)
}

func (o *outage) holdAgainstMark(attemptID string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var state string
	var left int64
	err := o.beside.QueryRowContext(ctx, "select state, left_at from attempt where id = $1 and body_sealed is not null", attemptID).Scan(&state, &left)
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows): // the database cannot be asked just now
	case err != nil || left == 0 || state == "queued" || state == "claimed":
		o.unmarked = append(o.unmarked, attemptID+" "+state)
	default:
		o.checked++
	}
}

// probe returns the status of a page, 0 when there is no answer within 5 s.
func (o *outage) probe(page string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.address+page, nil)
	if err != nil {
		panic(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

// await waits for a state of the service.
func (o *outage) await(what string, state func() string) {
	o.t.Helper()
	until(o.t, what, state)
}

// awaitTrouble waits until the database is known to be out of order: webhooks are
// turned away and the service says that it is not ready.
func (o *outage) awaitTrouble() {
	o.t.Helper()
	before := o.turnedAway()
	o.await("webhooks are turned away and the service is not ready", func() string {
		away, alive, ready := o.turnedAway()-before, o.probe("/healthz"), o.probe("/readyz")
		if away > 2*writers && alive == http.StatusOK && ready == http.StatusServiceUnavailable {
			return ""
		}
		return fmt.Sprintf("%d turned away, alive %d, ready %d", away, alive, ready)
	})
}

// awaitWork waits until the service works again, by itself.
func (o *outage) awaitWork() {
	o.t.Helper()
	before := o.acknowledged()
	o.await("webhooks are taken and the service is ready", func() string {
		taken, ready := o.acknowledged()-before, o.probe("/readyz")
		if taken > 2*writers && ready == http.StatusOK {
			return ""
		}
		return fmt.Sprintf("%d taken, ready %d", taken, ready)
	})
}

func (o *outage) stopWriting() {
	select {
	case <-o.quiet:
	default:
		close(o.quiet)
	}
	o.writers.Wait()
}

// gauge is a figure of /metrics.
func (o *outage) gauge(name string) int {
	o.t.Helper()
	answer, err := http.Get(o.address + "/metrics")
	if err != nil {
		o.t.Fatal(err)
	}
	for line := range strings.Lines(body(o.t, answer)) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			n, err := strconv.Atoi(strings.TrimSpace(value))
			if err != nil {
				o.t.Fatal(err)
			}
			return n
		}
	}
	o.t.Fatalf("no figure %s", name)
	return 0
}
