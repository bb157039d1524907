package main_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
			"SEND_TIMEOUT": "1500ms", "LEASE": "3s", "LOOK_UP_DELAYS": "2s,3s,4s", "CONCURRENCY": "4",
		})
		people, logs := w.killWhileItConvenes(t, s, rand.New(rand.NewPCG(seed, 1)), kills, wave)

		last := serve(t, s)
		w.awaitDrained(t, s, people)
		logs = append(logs, last.log)
		w.countEverything(t, s, people)
		told := map[string]int{}
		for _, phrase := range []string{"sends interrupted", "message found", "send refused", "serving"} {
			for _, log := range logs {
				told[phrase] += strings.Count(log.String(), `msg="`+phrase) + strings.Count(log.String(), "msg="+phrase)
			}
		}
		t.Logf("%d people, %d kills; said by the service: %v", people, kills, told)
		if told["message found"] == 0 || told["sends interrupted"] == 0 {
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
}

func newRoughWorld(t *testing.T, seed uint64) *roughWorld {
	w := &roughWorld{random: rand.New(rand.NewPCG(seed, 2)), lost: map[string]bool{}}
	w.world = newWorld(t, func(o *sandbox.Options) {
		o.Speed = 60 // a webhook that failed is called again after 0.2 s, then 1 s, 5 s, 15 s
		o.Network = func(m sandbox.SMS) sandbox.Fate {
			if strings.Contains(m.Text, convocation) && answers(m.To) {
				w.Queue.After(time.Duration(w.upTo(60))*time.Second, m.To, "answer", func(context.Context) error {
					w.Twilio.Receive(m.To, "1")
					return nil
				})
			}
			return sandbox.Fate{Sent: 2 * time.Second, Final: 8 * time.Second, Status: "delivered"}
		}
	})
	w.Twilio.SetListLag(200 * time.Millisecond)
	provider := httptest.NewServer(http.HandlerFunc(w.carry))
	t.Cleanup(provider.Close)
	w.settings["TWILIO_API_URL"] = provider.URL
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
	w.note()
	time.Sleep(time.Duration(w.upTo(120)) * time.Millisecond)
	luck := w.upTo(100)
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

func (w *roughWorld) note() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.orders++
}

func (w *roughWorld) noted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.orders
}

// awaitOrder waits until one more order was received, but not for ever: there may
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

// mobile is the number of person n.
func mobile(n int) string { return fmt.Sprintf("+3363998%04d", n) }

func internalID(n int) string { return fmt.Sprintf("K-%04d", n) }

// answers reports whether the owner of a number answers their convocation.
func answers(number string) bool { return number[len(number)-1]%3 == 0 }

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

// wavesFile has so many people, the first of them being person from.
func wavesFile(t *testing.T, from, n int) string {
	rows := [][]string{peopleHeader()}
	for i := from; i < from+n; i++ {
		rows = append(rows, []string{
			"Mme", fmt.Sprintf("ESSAI %c%c", 'A'+i/26, 'A'+i%26), "Camille", fmt.Sprintf("%02d/%02d/1980", 1+i%28, 1+i%12), internalID(i),
			mobile(i), "35600 Redon", "Pays de Redon", anne, today(t),
		})
	}
	return file(t, "vague.csv", table(t, rows...))
}

// awaitDrained waits until everybody is convened, everything received is
// answered and nothing is under way or in doubt.
func (w *roughWorld) awaitDrained(t *testing.T, s settings, people int) {
	t.Helper()
	w.Clock.SetSpeed(3600) // an answer that came to a dead service several times is not an hour late
	until(t, "the outbox is empty", func() string {
		posted, busy := w.pause()
		got := ask(t, s, `select (select count(*) from notification where kind = 'convocation'),
			(select count(*) from inbox where state = 'new'),
			(select count(*) from attempt where channel = 'sms' and state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= $1)`, time.Now().UnixMilli())
		if got[0] == fmt.Sprintf("%d 0 0", people) && !busy && w.posted() == posted {
			return ""
		}
		late := ask(t, s, `select n.kind, a.n, a.state, 'look-ups', a.look_ups, 'due', (a.due_at - $1) / 1000, 'sent', (a.sending_at - $1) / 1000,
			'lease', (a.lease_until - $1) / 1000, 'look-up', (a.look_up_at - $1) / 1000
			from attempt a join notification n on n.id = a.notification_id
			where a.channel = 'sms' and a.state in ('queued', 'claimed', 'sending', 'unknown') and a.due_at <= $1 limit 5`, time.Now().UnixMilli())
		return fmt.Sprintf("%s (convocations of %d, inbound events to read, attempts not settled), provider busy: %v\n%s",
			got[0], people, busy, strings.Join(late, "\n"))
	})
}

// countEverything compares what the provider truthfully recorded with what was due.
func (w *roughWorld) countEverything(t *testing.T, s settings, people int) {
	convocations, replies := map[string]int{}, map[string]int{}
	var sids []string
	for _, m := range w.Twilio.Ledger() {
		switch {
		case m.Direction == "inbound":
			continue
		case strings.Contains(m.Text, convocation):
			convocations[m.To]++
		case strings.Contains(m.Text, "Merci, c'est noté"):
			replies[m.To]++
		default:
			t.Errorf("%s got %q", m.To, m.Text)
		}
		sids = append(sids, m.SID)
	}
	// Two sends in a row that never left are a human's business: delivery says so
	// on the call list, and never sends a third time by itself.
	due, answered, toCall := map[string]int{}, map[string]int{}, ask(t, s, `select p.internal_id from attempt a
		join notification n on n.id = a.notification_id join person p on p.id = n.person_id where n.kind = 'convocation' and a.channel = 'call'`)
	for n := range people {
		if slices.Contains(toCall, internalID(n)) {
			continue
		}
		due[mobile(n)] = 1
		if answers(mobile(n)) {
			answered[mobile(n)] = 1
		}
	}
	if len(toCall) > 2 {
		t.Errorf("%d people are on the call list: sends are given up too easily", len(toCall))
	}
	if diff := cmp.Diff(due, convocations); diff != "" {
		t.Errorf("convocations (-due +rung):\n%s", diff)
		w.tellOf(t, s, people, due, convocations)
	}
	if diff := cmp.Diff(answered, replies); diff != "" {
		t.Errorf("replies to answers (-due +rung):\n%s", diff)
		w.tellOf(t, s, people, answered, replies)
	}
	if lost := w.Twilio.Lost(); lost > 0 {
		t.Errorf("%d answers were never taken", lost)
	}
	// A message whose sending was interrupted, whose receipts were lost and which
	// the person answered is proved, and its provider's id never learnt.
	known := ask(t, s, "select provider_id from attempt where provider_id <> ''")
	byAnswer := ask(t, s, "select count(*) from attempt where provider_id = '' and state = 'acknowledged'")
	unknown := slices.DeleteFunc(sids, func(sid string) bool { return slices.Contains(known, sid) })
	if got := fmt.Sprint(len(unknown)); got != byAnswer[0] {
		t.Errorf("%s messages of the provider are not known here, and %s attempts are proved by an answer alone", got, byAnswer[0])
	}
	proved := ask(t, s, `select count(*) from notification n where n.kind = 'convocation'
		and (select count(*) from attempt a where a.notification_id = n.id and a.rank >= 20) = 1`)
	if proved[0] != fmt.Sprint(len(due)) {
		t.Errorf("%s convocations have one attempt that left, want %d; states: %q", proved[0], len(due),
			ask(t, s, "select n.state, a.state, count(*) from notification n join attempt a on a.notification_id = n.id where n.kind = 'convocation' group by n.state, a.state"))
	}
	confirmed := ask(t, s, "select count(*) from participation where confirmed_at > 0")
	if confirmed[0] != fmt.Sprint(len(answered)) {
		t.Errorf("%s appointments are confirmed, want %d", confirmed[0], len(answered))
	}
	if incidents := ask(t, s, "select kind from incident"); len(slices.DeleteFunc(incidents, func(kind string) bool { return kind == "lost_twice" })) > 0 {
		t.Errorf("incidents: %q", incidents)
	}
	t.Logf("%d orders were lost on the way, %d people are to be called", len(w.lost), len(toCall))
}

// tellOf tells all that is known of the people for whom two counts differ.
func (w *roughWorld) tellOf(t *testing.T, s settings, people int, want, got map[string]int) {
	for n := range people {
		if want[mobile(n)] == got[mobile(n)] {
			continue
		}
		for _, m := range w.Twilio.With(mobile(n)) {
			t.Logf("%s: %s %s %s %.40q", mobile(n), m.Created.Format("04:05.000"), m.Direction, m.Status, m.Text)
		}
		for _, line := range ask(t, s, `select n.template, n.state, n.reason, a.n, a.channel, a.state, a.code, 'look-ups', a.look_ups, 'sent', a.sending_at, 'lease', a.lease_seq,
			'until', a.lease_until, 'updated', a.updated_at, a.provider_id
			from attempt a join notification n on n.id = a.notification_id join person p on p.id = n.person_id
			where p.internal_id = $1 order by n.created_at, a.n`, internalID(n)) {
			t.Log(line)
		}
		for _, line := range ask(t, s, "select e.kind, e.at from event e join person p on p.id = e.person_id where p.internal_id = $1 order by e.at", internalID(n)) {
			t.Log(line)
		}
	}
}
