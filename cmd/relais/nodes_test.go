package main_test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/sandbox"
	"relais/store/storetest"
)

// balancer stands before several nodes, as a proxy does: it passes a call on to the
// next one, and to another when that one does not answer, or answers that it cannot
// just now.
type balancer struct {
	*httptest.Server
	client *http.Client

	mu    sync.Mutex
	nodes []string // addresses
	turn  int
	// rests is until when a node that did not answer is left aside.
	rests map[string]time.Time
	// offered is told of each call before a node has it, taken of each that a node took. May
	// be nil.
	offered, taken func(r *http.Request, body []byte)
}

// balance puts a proxy between the providers of a world and its nodes.
func balance(t *testing.T, w *world) *balancer {
	b := &balancer{client: &http.Client{Timeout: 2 * time.Second}, rests: map[string]time.Time{}}
	b.Server = httptest.NewServer(http.HandlerFunc(b.pass))
	t.Cleanup(b.Close)
	w.settings["PUBLIC_URL"] = b.URL
	w.Twilio.SetWebhook(b.URL + "/webhooks/twilio/message")
	return b
}

// to names the nodes that there are.
func (b *balancer) to(nodes ...*service) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.nodes = nil
	for _, v := range nodes {
		b.nodes = append(b.nodes, v.address)
	}
}

func (b *balancer) next() (node string, known int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.nodes {
		b.turn++
		if node = b.nodes[b.turn%len(b.nodes)]; time.Now().After(b.rests[node]) {
			break
		}
	}
	return node, len(b.nodes)
}

func (b *balancer) rest(node string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rests[node] = time.Now().Add(2 * time.Second)
}

func (b *balancer) pass(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if b.offered != nil {
		b.offered(r, body)
	}
	node, known := b.next()
	unable := false
	for range known {
		call, err := http.NewRequestWithContext(r.Context(), r.Method, node+r.RequestURI, bytes.NewReader(body))
		if err != nil {
			break
		}
		call.Header = r.Header.Clone()
		answer, err := b.client.Do(call)
		if err != nil {
			b.rest(node)
			node, _ = b.next()
			continue
		}
		defer answer.Body.Close()
		if answer.StatusCode == http.StatusServiceUnavailable && known > 1 {
			unable = true
			b.rest(node)
			node, _ = b.next()
			continue
		}
		if answer.StatusCode/100 == 2 && b.taken != nil {
			b.taken(r, body)
		}
		maps.Copy(rw.Header(), answer.Header)
		rw.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(rw, answer.Body) // the provider may be gone
		return
	}
	if unable {
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	rw.WriteHeader(http.StatusBadGateway)
}

// onPostgres returns the settings of an empty PostgreSQL database, with delays that
// a test can wait for.
func onPostgres(t *testing.T) settings {
	return settings{
		"DATABASE": storetest.Postgres(t), "DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key()),
		"SEND_TIMEOUT": "1500ms", "LEASE": "3s", "NODE_LEASE": "2s", "LOOK_UP_DELAYS": "2s,3s,4s", "CONCURRENCY": "4",
	}
}

// elsewhere are the settings of one more node.
func (s settings) elsewhere(t *testing.T) settings { return s.with(settings{"LISTEN": freeAddress(t)}) }

// held reports whether a node says that it holds a lease.
func (v *service) held(lease string) bool {
	v.t.Helper()
	answer, err := http.Get(v.address + "/metrics")
	if err != nil {
		return false
	}
	return strings.Contains(body(v.t, answer), fmt.Sprintf("relais_lease_held{name=%q} 1", lease))
}

// awaitHeld waits until a node holds a lease, and returns how long that took.
func (v *service) awaitHeld(lease string) time.Duration {
	v.t.Helper()
	began := time.Now()
	until(v.t, "the node holds the lease "+lease, func() string {
		if v.held(lease) {
			return ""
		}
		return "it does not"
	})
	return time.Since(began)
}

// holder returns which of two nodes holds a lease, and the other one.
func holder(lease string, one, two *service) (holds, waits *service) {
	one.t.Helper()
	until(one.t, "one node holds the lease "+lease, func() string {
		first, second := one.held(lease), two.held(lease)
		if first == second {
			return fmt.Sprintf("the one: %v, the other: %v", first, second)
		}
		holds, waits = one, two
		if second {
			holds, waits = two, one
		}
		return ""
	})
	return holds, waits
}

func (v *service) signal(s syscall.Signal) {
	v.t.Helper()
	if err := v.process.Process.Signal(s); err != nil {
		v.t.Fatalf("signal the service: %v", err)
	}
}

// frozen reports whether the process stands still.
func (v *service) frozen() bool {
	state, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(v.process.Process.Pid)).Output()
	return err == nil && strings.HasPrefix(strings.TrimSpace(string(state)), "T")
}

// nodesWorld is a rough world with a proxy before the nodes, where everybody who
// answers also asks who writes, at once.
func nodesWorld(t *testing.T) (*roughWorld, *balancer) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	w := newRoughWorld(t, seed)
	w.asks = true
	return w, balance(t, w.world)
}

// readInOrder checks that what a person wrote was read in the order in which it was
// received: a call that no node took is repeated later, after the next one, and what is
// found at the provider is dated to a second.
func (w *roughWorld) readInOrder(t *testing.T, s settings) {
	t.Helper()
	overtaken := ask(t, s, `select p.internal_id from inbox a join inbox b on b.person_id = a.person_id join person p on p.id = a.person_id
		where a.received_at + 1000 < b.received_at and a.done_at > b.done_at`)
	if len(overtaken) > 0 {
		t.Errorf("of what %q wrote the later was read first", overtaken)
	}
}

// repliesInOrder checks that whoever answered and asked got, after the convocation,
// the two replies in the order in which what they wrote was read. What was sent again
// because it was lost comes when it comes.
func (w *roughWorld) repliesInOrder(t *testing.T, s settings, people int) {
	t.Helper()
	again := ask(t, s, `select p.internal_id from attempt a join notification n on n.id = a.notification_id join person p on p.id = n.person_id
		where a.n > 1`)
	read := ask(t, s, "select provider_id from inbox order by done_at, id")
	checked := 0
	for n := range people {
		if !everyThird(mobile(n)) || slices.Contains(again, internalID(n)) {
			continue
		}
		checked++
		var wrote []sandbox.SMS
		got, want := []string(nil), []string{convocation}
		for _, m := range w.Twilio.With(mobile(n)) {
			if m.Direction == "inbound" {
				wrote = append(wrote, m)
				continue
			}
			for _, part := range []string{convocation, thanks, whoWritesThem} {
				if strings.Contains(m.Text, part) {
					got = append(got, part)
				}
			}
		}
		slices.SortFunc(wrote, func(a, b sandbox.SMS) int {
			return cmp.Compare(slices.Index(read, a.SID), slices.Index(read, b.SID))
		})
		for _, m := range wrote {
			want = append(want, map[string]string{"1": thanks, "QUI": whoWritesThem}[m.Text])
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s got (-want +got):\n%s", mobile(n), diff)
			w.tellOf(t, s, n)
		}
	}
	t.Logf("the order of the replies was checked for %d people", checked)
}

// TestNodesSurviveEachOther kills one of two nodes while it sends, then freezes the
// other one past its lease while it sends, and wakes it up.
func TestNodesSurviveEachOther(t *testing.T) {
	t.Parallel()
	w, proxy := nodesWorld(t)
	s := w.settings.with(onPostgres(t))
	const wave = 12
	people := 0
	come := func() {
		mustRelais(t, s, "import", wavesFile(t, people, wave))
		people += wave
	}
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 20))
	first, second := serve(t, s), serve(t, s.elsewhere(t))
	proxy.to(first, second)

	victim, survivor := holder("send/sms", first, second)
	before := w.noted()
	come()
	w.awaitOrder(before)
	victim.kill()
	come()
	// Two seconds of lease, two of looking, and the machine's own.
	if took := survivor.awaitHeld("send/sms"); took > 8*time.Second {
		t.Errorf("the takeover took %v", took)
	}
	survivor.awaitHeld("tick")

	before = w.noted()
	come()
	w.awaitOrder(before)
	survivor.signal(syscall.SIGSTOP)
	w.froze = true
	third := serve(t, s.elsewhere(t))
	proxy.to(survivor, third)
	come()
	third.awaitHeld("send/sms")
	third.awaitHeld("tick")
	before = w.noted()
	come()
	w.awaitOrder(before)
	survivor.signal(syscall.SIGCONT)

	w.awaitDrained(t, s, people)
	if status, _ := survivor.stop(); status != 0 {
		t.Errorf("the node that was frozen ended with status %d", status)
	}
	w.awaitDrained(t, s, people)
	if toCall := w.countEverything(t, s, people); len(toCall) > 2 {
		t.Errorf("%v are on the call list", toCall)
	}
	w.readInOrder(t, s)
	w.repliesInOrder(t, s, people)
	if w.overlaps() > 0 {
		t.Errorf("%d orders began while another one to the same person was under way", w.overlaps())
	}
	if status, _ := third.stop(); status != 0 {
		t.Errorf("the last node ended with status %d", status)
	}
	if free := ask(t, s, "select name from lease where owner <> ''"); len(free) > 0 {
		t.Errorf("the stopped nodes still hold %q", free)
	}
}

// TestNodesRestartOneAfterTheOther stops each of two nodes under load and starts it
// again: nothing is left in doubt, and what one did alone the other does at once.
func TestNodesRestartOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w, proxy := nodesWorld(t)
	w.smooth = true
	s := w.settings.with(onPostgres(t)).with(settings{"TELEGRAM_TOKEN": botToken, "TELEGRAM_API_URL": w.telegramURL, "NODE_LEASE": "10s"})
	const wave = 12
	people := 0
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 20))
	where := []settings{s, s.elsewhere(t)}
	nodes := []*service{serve(t, where[0]), serve(t, where[1])}
	proxy.to(nodes...)
	logs := []*transcript{nodes[0].log, nodes[1].log}
	for i := range nodes {
		before := w.noted()
		mustRelais(t, s, "import", wavesFile(t, people, wave))
		people += wave
		w.awaitOrder(before)
		w.Telegram.Know(stranger+int64(i), "Zoé", "HAMON", "fr", true)
		if err := w.Telegram.Say(stranger+int64(i), "Bonjour", 0); err != nil {
			t.Fatal(err)
		}
		var did []string
		for _, lease := range []string{"send/sms", "send/telegram", "poll/telegram", "tick"} {
			if nodes[i].held(lease) {
				did = append(did, lease)
			}
		}
		if status, _ := nodes[i].stop(); status != 0 {
			t.Errorf("node %d ended with status %d", i, status)
		}
		for _, lease := range did {
			if took := nodes[1-i].awaitHeld(lease); took > 5*time.Second {
				t.Errorf("%s was handed over after %v, as if the node had died", lease, took)
			}
		}
		nodes[i] = serve(t, where[i])
		logs = append(logs, nodes[i].log)
	}
	w.awaitDrained(t, s, people)
	if toCall := w.countEverything(t, s, people); len(toCall) > 0 {
		t.Errorf("%v are on the call list", toCall)
	}
	w.readInOrder(t, s)
	w.repliesInOrder(t, s, people)
	for i := range nodes {
		until(t, "a message to the bot is answered, once", func() string { return answersOfBot(w.world, stranger+int64(i), 1) })
	}
	for _, log := range logs {
		for _, doubt := range []string{"sends interrupted", "message found", "level=ERROR"} {
			if strings.Contains(log.String(), doubt) {
				t.Errorf("a node says %q:\n%s", doubt, log.tail(2000))
			}
		}
	}
}
