package main_test

import (
	"bytes"
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/sandbox"
)

// TestKillLosesNothingAndDoublesNothing kills the service while it convenes: at
// its start, while it books, between a mark and its call, before it hears the
// answer, while it looks up what it does not know. Requests and answers take
// their time and some are lost. In the end everybody has one convocation, and
// everybody who answered has one reply.
func TestKillLosesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		kills, wave := 30, 6
		if strings.HasPrefix(database["DATABASE"], "postgres") {
			kills, wave = 10, 18
		}
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		w := newRoughWorld(t, seed)
		s := w.settings.with(database).with(settings{
			"SEND_TIMEOUT": "1500ms", "LEASE": "3s", "NODE_LEASE": "1s", "LOOK_UP_DELAYS": "2s,3s,4s", "CONCURRENCY": "4",
		})
		people, logs := w.killWhileItConvenes(t, s, rand.New(rand.NewPCG(seed, 1)), kills, wave)

		last := serve(t, s)
		w.awaitDrained(t, s, people)
		logs = append(logs, last.log)
		toCall := w.countEverything(t, s, people)
		if len(toCall) > 2 {
			t.Errorf("%d people are on the call list: sends are given up too easily", len(toCall))
		}
		told := map[string]int{}
		for _, phrase := range []string{"sends interrupted", "message found", "send refused", "serving"} {
			for _, log := range logs {
				told[phrase] += strings.Count(log.String(), `msg="`+phrase) + strings.Count(log.String(), "msg="+phrase)
			}
		}
		t.Logf("%d people, %d kills, %d orders lost on the way, %d people to be called; said by the service: %v", people, kills, len(w.lost), len(toCall), told)
		// Whether a look-up or a receipt tells first is chance; that a look-up finds what a
		// death left is held by TestDeathBetweenTwoStepsLosesNothingAndDoublesNothing.
		if told["sends interrupted"] == 0 {
			t.Error("no kill fell during a send: the test proves nothing")
		}
		if status, _ := last.stop(); status != 0 {
			t.Errorf("the last service ended with status %d", status)
		}
	})
}

// roughWorld is a world whose SMS provider is slow and at times does not get
// through. Every third person answers their convocation.
type roughWorld struct {
	*world
	mu     sync.Mutex
	random *rand.Rand
	lost   map[string]bool // by number
	orders int
	// underWay are the orders that were received and not answered, by number; together
	// counts those that began while another to the same person was.
	underWay map[string]int
	together int
	// telegramURL is where Telegram is, for a test that wants it.
	telegramURL string
	// smooth: orders take their time, and none is lost.
	smooth bool
}

func newRoughWorld(t *testing.T, seed uint64) *roughWorld {
	w := &roughWorld{random: rand.New(rand.NewPCG(seed, 2)), lost: map[string]bool{}, underWay: map[string]int{}}
	w.world = newWorld(t, func(o *sandbox.Options) {
		o.Speed = 60 // a webhook that failed is called again after 0.2 s, then 1 s, 5 s, 15 s
		o.Network = func(m sandbox.SMS) sandbox.Fate {
			if strings.Contains(m.Text, convocation) && everyThird(m.To) {
				w.Queue.After(time.Duration(w.upTo(60))*time.Second, m.To, "answer", func(context.Context) error {
					w.Twilio.Receive(m.To, "1")
					if w.asks {
						w.Twilio.Receive(m.To, "QUI")
					}
					return nil
				})
			}
			return sandbox.Fate{Sent: 2 * time.Second, Final: 8 * time.Second, Status: "delivered"}
		}
	})
	w.answers = everyThird
	w.Twilio.SetListLag(200 * time.Millisecond)
	provider := httptest.NewServer(http.HandlerFunc(w.carry))
	t.Cleanup(provider.Close)
	w.settings["TWILIO_API_URL"] = provider.URL
	w.telegramURL = w.settings["TELEGRAM_API_URL"]
	// Telegram and e-mail are not what is killed here.
	maps.DeleteFunc(w.settings, func(name, _ string) bool { return strings.HasPrefix(name, "TELEGRAM") || name == "SMTP_URL" })
	return w
}

func (w *roughWorld) upTo(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.random.IntN(n)
}

// carry passes a call on to the provider, late, and its answer back, late. What
// has been received arrives, even if the caller dies meanwhile. Of a hundred
// orders three do not arrive, but one for each person at most, and three are not
// answered.
func (w *roughWorld) carry(rw http.ResponseWriter, r *http.Request) {
	order, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // killed in the middle of it
	}
	defer w.note(r.Method, order)()
	time.Sleep(time.Duration(w.upTo(120)) * time.Millisecond)
	luck := w.upTo(100)
	if w.smooth {
		luck = 50
	}
	if r.Method == http.MethodPost && luck < 3 && w.lose(order) {
		panic(http.ErrAbortHandler)
	}
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(order))
	answer := httptest.NewRecorder()
	w.Twilio.ServeHTTP(answer, r)
	time.Sleep(time.Duration(w.upTo(120)) * time.Millisecond)
	if r.Method == http.MethodPost && luck >= 97 {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(rw.Header(), answer.Header())
	rw.WriteHeader(answer.Code)
	_, _ = rw.Write(answer.Body.Bytes()) // the caller may be dead
}

// note counts an order that was received; what it returns notes the end.
func (w *roughWorld) note(method string, order []byte) (ended func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if method != http.MethodPost {
		return func() {}
	}
	w.orders++
	form, _ := url.ParseQuery(string(order))
	to := form.Get("To")
	if w.underWay[to]++; w.underWay[to] > 1 {
		w.together++
	}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.underWay[to]--
	}
}

func (w *roughWorld) overlaps() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.together
}

func (w *roughWorld) noted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.orders
}

// awaitOrder waits until one more message was ordered, but not for ever: there may
// be nothing to order before what is in doubt is known.
func (w *roughWorld) awaitOrder(before int) {
	for deadline := time.Now().Add(3 * time.Second); w.noted() <= before && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
}

// lose reports whether an order may be lost: none of this person's was before.
func (w *roughWorld) lose(order []byte) bool {
	form, _ := url.ParseQuery(string(order))
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.lost[form.Get("To")]
	w.lost[form.Get("To")] = true
	return !before
}

// killWhileItConvenes starts and kills the service, and has people come in
// between. It returns how many came and what the services said.
func (w *roughWorld) killWhileItConvenes(t *testing.T, s settings, random *rand.Rand, kills, wave int) (people int, logs []*transcript) {
	between := func(from, to int) time.Duration {
		return time.Duration(from+random.IntN(to-from)) * time.Millisecond
	}
	staff := []string{"import", referentsFile(t), slotsFile(t, 20)}
	for n := range kills {
		before := w.noted()
		v := start(t, s)
		logs = append(logs, v.log)
		life := between(0, 400) // killed before it is up, or just after
		if n%3 > 0 {
			if people == 0 {
				mustRelais(t, s, staff...)
			}
			mustRelais(t, s, "import", wavesFile(t, people, wave))
			people += wave
			w.awaitOrder(before)
			life = between(0, 250) // killed with orders under way
		}
		switch n % 6 {
		case 2:
			life = between(100, 1500) // killed at work
		case 5:
			life = between(3000, 5500) // killed while it mends what the kills before left
		}
		time.Sleep(life)
		v.kill()
	}
	return people, logs
}
