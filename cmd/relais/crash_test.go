package main_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/sandbox"
	"relais/store/storetest"
)

// crash is one way for the service to die while it convenes four people, and what
// must become of them. It dies where each of its lives says, is started again at
// once, and lives on after the last.
type crash struct {
	name  string
	lives []string
	// silent: what the provider says of its messages does not reach us.
	silent bool
	// fault is what happens to the first order for each person.
	fault sandbox.Fault
	// fate is what becomes of the messages; delivered when empty.
	fate sandbox.Fate
	// answered: two of the four answer their convocation.
	answered bool
	// writes: somebody writes to the bot on Telegram.
	writes bool
	// meanwhile is what is changed in the database after the first death, as time or
	// people would have done.
	meanwhile []string
	// slowly: messages leave one after the other.
	slowly bool
	// adopted says whether a listing must have shown what became of a message.
	adopted listing
	// called says who is on the call list, because nothing reached them.
	called callList
	// rings is how often the bot's answer to whoever writes may come; once when empty.
	rings []int
	// tells is the incident of which a human is told, once; none when empty.
	tells string
}

type listing int

const (
	eitherWay listing = iota
	byListing
	withoutListing
)

type callList int

const (
	noneCalled callList = iota
	someCalled
	allCalled
)

// crashes are the deaths between every two steps of delivery. The numbered cases are
// those of the specification.
func crashes() []crash {
	lost := sandbox.Fault{Call: "create", Drop: true, Effect: true}
	failed := sandbox.Fault{Call: "create", Status: 503, Effect: true}
	refused := sandbox.Fault{Call: "create", Status: 503}
	landline := sandbox.Fault{Call: "create", Status: 400, Code: 21614}
	undelivered := sandbox.Fate{Sent: time.Minute, Final: 2 * time.Minute, Status: "undelivered", Code: 30006}
	unproved := sandbox.Fate{Sent: time.Minute}
	return []crash{
		{name: "before the first of four is convened", lives: []string{"before convene"}},
		{name: "while the second of four is convened", lives: []string{"during convene:2"}},
		{name: "after the third of four is convened", lives: []string{"after convene:3"}},

		{name: "after the claim", lives: []string{"after claim"}},
		{name: "before the mark", lives: []string{"before mark"}},
		{name: "during the mark", lives: []string{"during mark"}},
		{name: "case 1, marked and not sent", lives: []string{"after mark"}},
		{name: "case 1, marked and not sent, without callbacks", lives: []string{"after mark"}, silent: true},
		{name: "case 1, connected", lives: []string{"connected"}},
		{name: "case 1, marked and not sent, twice", lives: []string{"after mark", "after recover"}},
		{name: "case 2, request written", lives: []string{"request written"}},
		{name: "case 2, accepted and answer unread", lives: []string{"answer unread:4"}, adopted: withoutListing},
		{name: "case 2, accepted and answer unread, without callbacks", lives: []string{"answer unread"}, silent: true, adopted: byListing},
		{name: "case 2, answer read and not kept", lives: []string{"answer read:4"}, adopted: withoutListing},
		{name: "case 2, answer read and not kept, without callbacks", lives: []string{"before result"}, silent: true, adopted: byListing},
		{name: "case 2, while the answer is kept, without callbacks", lives: []string{"during result"}, silent: true},
		{name: "after the result", lives: []string{"after result"}, silent: true},

		{name: "case 3, answer lost, before the doubt is kept", lives: []string{"before refusal"}, fault: lost, silent: true, adopted: byListing},
		{name: "case 3, answer lost, after the doubt is kept", lives: []string{"after refusal"}, fault: lost, silent: true, adopted: byListing},
		{name: "case 3, answer lost, with callbacks", lives: []string{"before refusal:4"}, fault: lost, adopted: withoutListing},
		{name: "case 5, 503 with effect, answer unread", lives: []string{"answer unread"}, fault: failed, silent: true, adopted: byListing},
		{name: "case 5, 503 with effect, with callbacks", lives: []string{"after refusal:4"}, fault: failed, adopted: withoutListing},
		{name: "case 5, 503 without effect, answer unread", lives: []string{"answer unread:4"}, fault: refused},
		{name: "case 5, 503 without effect, after the doubt is kept", lives: []string{"after refusal:4"}, fault: refused},

		{name: "before a look-up adopts", lives: []string{"answer unread", "before adoption"}, silent: true, adopted: byListing},
		{name: "while a look-up adopts", lives: []string{"answer unread", "during adoption"}, silent: true, adopted: byListing},
		{name: "after a look-up adopts", lives: []string{"answer unread", "after adoption"}, silent: true, adopted: byListing},
		{name: "after an empty look-up", lives: []string{"after mark", "after empty look-up"}},
		{name: "before the last empty look-up concludes", lives: []string{"after mark", "before resolution"}},
		{name: "after the last empty look-up concludes", lives: []string{"after mark", "after resolution"}},

		{name: "before a receipt is kept", lives: []string{"before receipt"}},
		{name: "while a receipt is kept", lives: []string{"during receipt"}},
		{name: "after a receipt is kept", lives: []string{"after receipt"}},

		{name: "before a receipt of failure is kept", lives: []string{"before receipt:5"}, fate: undelivered, called: allCalled},
		{name: "while a receipt of failure is kept", lives: []string{"during receipt:5"}, fate: undelivered, called: allCalled},
		{name: "after a receipt of failure is kept", lives: []string{"after receipt:5"}, fate: undelivered, called: allCalled},
		{name: "before a refusal is kept", lives: []string{"before refusal"}, fault: landline, called: allCalled},
		{name: "after a refusal is kept", lives: []string{"after refusal"}, fault: landline, called: allCalled},
		{name: "after the fallback of what was not proved in time", lives: []string{"after result:4", "after fallback"}, fate: unproved, meanwhile: []string{"update notification set fallback_at = 1 where kind = 'convocation'"}, called: allCalled},

		{name: "before an answer is kept", lives: []string{"before inbound"}, answered: true},
		{name: "while an answer is kept", lives: []string{"during inbound"}, answered: true},
		{name: "after an answer is kept", lives: []string{"after inbound"}, answered: true},
		{name: "before a turn", lives: []string{"before turn"}, answered: true},
		{name: "during a turn", lives: []string{"during turn"}, answered: true},
		{name: "after a turn", lives: []string{"after turn"}, answered: true},
		{name: "before an update of Telegram is kept", lives: []string{"before inbound"}, writes: true},
		{name: "after an update of Telegram is kept", lives: []string{"after inbound"}, writes: true},
	}
}

// rounds is how often a case is played: once, or, where it dies at some instant, three
// times in a thorough run. In a quick one PostgreSQL plays the numbered cases alone.
func (c crash) rounds(database settings) int {
	switch {
	case thorough() && strings.HasPrefix(c.lives[len(c.lives)-1], "during"):
		return 3
	case !thorough() && strings.HasPrefix(database["DATABASE"], "postgres") && !strings.HasPrefix(c.name, "case "):
		return 0
	}
	return 1
}

// thorough reports whether make crash runs, which may take minutes.
func thorough() bool { return os.Getenv("RELAIS_TEST_THOROUGH") == "1" }

// crashPeople are how many there are to convene.
const crashPeople = 4

// fatalProgram builds the program with its fail points, once.
var fatalProgram = sync.OnceValues(func() (string, error) {
	path := filepath.Join(filepath.Dir(program), "relais-failpoint")
	out, err := exec.Command("go", "build", "-tags", "failpoint", "-o", path, ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("build the program with its fail points: %w\n%s", err, out)
	}
	return path, err
})

// TestDeathBetweenTwoStepsLosesNothingAndDoublesNothing kills the service at each
// step of delivery, as kill -9 does.
func TestDeathBetweenTwoStepsLosesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	fatal, err := fatalProgram()
	if err != nil {
		t.Fatal(err)
	}
	onEachEngine(t, func(t *testing.T, model settings) {
		mustRelais(t, model, "import", referentsFile(t), slotsFile(t, crashPeople), wavesFile(t, 0, crashPeople))
		// A case mostly waits: several run at once, whatever the number of processors.
		cases := make(chan crash)
		var workers sync.WaitGroup
		for range 5 {
			workers.Go(func() {
				for c := range cases {
					t.Run(c.name, func(t *testing.T) { c.test(t, fatal, copyOf(t, model)) })
				}
			})
		}
		for _, c := range slices.Concat(crashes(), outboxCrashes(), chatCrashes()) {
			for range c.rounds(model) {
				cases <- c
			}
		}
		close(cases)
		workers.Wait()
	})
}

// copyOf returns the settings of a copy of a database that nobody has open.
func copyOf(t *testing.T, model settings) settings {
	t.Helper()
	if strings.HasPrefix(model["DATABASE"], "postgres") {
		return model.with(settings{"DATABASE": storetest.PostgresLike(t, model["DATABASE"])})
	}
	folder := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(folder, os.DirFS(filepath.Dir(model["DATABASE"]))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(folder, filepath.Base(model["DATABASE"])+".key"), 0o600); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return model.with(settings{"DATABASE": filepath.Join(folder, filepath.Base(model["DATABASE"]))})
}

func (c crash) test(t *testing.T, fatal string, database settings) {
	w := c.world(t)
	s := w.settings.with(database).with(settings{
		"SEND_TIMEOUT": "1s", "LEASE": "2s", "NODE_LEASE": "1s", "LOOK_UP_DELAYS": "1500ms,2500ms,3500ms", "POLL_DELAYS": "2s,3s,5s", "CONCURRENCY": "4",
	})
	if c.adopted == withoutListing {
		s["LOOK_UP_DELAYS"] = "1m,2m,3m"
	}
	if c.slowly {
		s["CONCURRENCY"] = "1"
	}
	var told strings.Builder
	for life, point := range c.lives {
		v := startProgram(t, fatal, s.with(settings{"FAIL_POINT": point}))
		w.Clock.Resume()
		select {
		case <-v.ended:
		case <-time.After(patience):
			t.Fatalf("the service never came to %q", point)
		}
		if status := v.process.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
			t.Fatalf("the service ended by itself before %q: %v", point, v.process.ProcessState)
		}
		told.WriteString(v.log.String())
		w.Clock.Pause() // what it is told next, it is told in its next life
		if life == 0 {
			for _, query := range c.meanwhile {
				change(t, s, query)
			}
		}
	}
	last := serve(t, s)
	w.Clock.Resume()
	w.awaitDrained(t, s, crashPeople)
	if c.tells != "" {
		until(t, "a human is told", func() string { return cmp.Diff([]string{c.tells}, ask(t, s, "select kind from incident")) })
	}
	if c.called == allCalled {
		c.everybodyIsCalled(t, w, s)
	} else if toCall := w.countEverything(t, s, crashPeople); (len(toCall) > 0) != (c.called == someCalled) {
		t.Errorf("on the call list: %v", toCall)
	}
	if c.writes {
		may := c.rings
		if len(may) == 0 {
			may = []int{1}
		}
		until(t, "the bot has answered", func() string {
			if waits := ask(t, s, "select state from attempt where channel = 'telegram' and state in ('queued', 'claimed', 'sending', 'unknown')"); len(waits) > 0 {
				return strings.Join(waits, " ")
			}
			return answersOfBot(w, stranger, may...)
		})
	}
	told.WriteString(last.log.String())
	if found := strings.Contains(told.String(), `msg="message found"`); c.adopted != eitherWay && found != (c.adopted == byListing) {
		t.Errorf("found by listing: %v, want %v", found, !found)
	}
	if status, _ := last.stop(); status != 0 {
		t.Errorf("the last life ended with status %d", status)
	}
}

// world is the providers of a crash.
func (c crash) world(t *testing.T) *world {
	fate := c.fate
	if fate == (sandbox.Fate{}) {
		fate = sandbox.Fate{Sent: time.Minute, Final: 2 * time.Minute, Status: "delivered"}
	}
	var w *world
	w = newWorld(t, func(o *sandbox.Options) {
		o.Speed = 60 // a receipt comes a second after the order: when the service lives again
		o.Network = func(m sandbox.SMS) sandbox.Fate {
			if c.answered && strings.Contains(m.Text, convocation) && everyThird(m.To) {
				w.Queue.After(10*time.Second, m.To, "answer", func(context.Context) error {
					w.Twilio.Receive(m.To, "1")
					return nil
				})
			}
			return fate
		}
	})
	if c.answered {
		w.answers = everyThird
	}
	w.tells = c.tells
	if c.fault != (sandbox.Fault{}) {
		for n := range crashPeople {
			fault := c.fault
			if fault.Call != "erase" { // which bears no number
				fault.To = mobile(n)
			}
			w.Twilio.Inject(fault)
			if c.called == allCalled || fault.Call == "erase" { // nor does it go better the second time
				w.Twilio.Inject(fault)
			}
		}
	}
	if c.silent {
		w.silence(t)
	}
	if c.writes {
		w.Telegram.Know(stranger, "Zoé", "HAMON", "fr", true)
		if err := w.Telegram.Say(stranger, "Bonjour", 0); err != nil {
			t.Fatal(err)
		}
	} else {
		maps.DeleteFunc(w.settings, func(name, _ string) bool { return strings.HasPrefix(name, "TELEGRAM") })
	}
	delete(w.settings, "SMTP_URL")
	return w
}

// silence stands between the provider and the service: status callbacks end there.
func (w *world) silence(t *testing.T) {
	behind := &url.URL{Scheme: "http", Host: w.settings["LISTEN"]}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(behind) }}
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/webhooks/twilio/status/") {
			rw.WriteHeader(http.StatusNoContent)
			return
		}
		pass.ServeHTTP(rw, r)
	}))
	t.Cleanup(front.Close)
	w.settings["PUBLIC_URL"] = front.URL
	w.Twilio.SetWebhook(front.URL + "/webhooks/twilio/message")
}

// everybodyIsCalled checks that nobody was reached, nor told twice, and that everybody
// waits on the call list, once.
func (c crash) everybodyIsCalled(t *testing.T, w *world, s settings) {
	t.Helper()
	for n := range crashPeople {
		if got := count(w.sent(mobile(n)), convocation); got > 1 {
			t.Errorf("%s got %d convocations", mobile(n), got)
		}
	}
	until(t, "everybody is on the call list, once", func() string {
		got := ask(t, s, `select p.internal_id from attempt a join notification n on n.id = a.notification_id join person p on p.id = n.person_id
			where n.kind = 'convocation' and a.channel = 'call' order by p.internal_id`)
		var want []string
		for n := range crashPeople {
			want = append(want, internalID(n))
		}
		return cmp.Diff(want, got)
	})
	if incidents := ask(t, s, "select kind from incident"); len(incidents) > 0 {
		t.Errorf("incidents: %q", incidents)
	}
}

// TestTheProgramHoldsNoFailPoint compares it with the build that has them.
func TestTheProgramHoldsNoFailPoint(t *testing.T) {
	t.Parallel()
	fatal, err := fatalProgram()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{program: false, fatal: true} {
		binary, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range []string{"RELAIS_FAIL_POINT", "answer unread", "main.fatalOutbox", "failpoint.go"} {
			if got := strings.Contains(string(binary), trace); got != want {
				t.Errorf("%s holds %q: %v, want %v", filepath.Base(path), trace, got, want)
			}
		}
	}
}
