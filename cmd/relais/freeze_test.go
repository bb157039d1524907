package main_test

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// freeze is a step at which a node stands still, past its lease and its deadlines,
// while another node takes over and finishes the work; then it goes on.
type freeze struct {
	name, point string
	answered    bool
	// doubled: the request may leave when the node wakes up. It had passed its last
	// check, which is the risk that remains; a double is then told to a human.
	doubled bool
}

func freezes() []freeze {
	return []freeze{
		{name: "while it convenes", point: "before convene:2"},
		{name: "after its claim", point: "after claim"},
		{name: "after its mark", point: "after mark"},
		{name: "once connected", point: "connected", doubled: true},
		{name: "before it reads the answer", point: "answer unread"},
		{name: "before it keeps the result", point: "before result"},
		{name: "before it keeps what a person wrote", point: "before inbound", answered: true},
		{name: "before it records a turn", point: "before turn", answered: true},
	}
}

// TestNodesThatFreezeSendNothingStale freezes a node at each step where it believes
// that it may go on.
func TestNodesThatFreezeSendNothingStale(t *testing.T) {
	t.Parallel()
	fatal, err := fatalProgram()
	if err != nil {
		t.Fatal(err)
	}
	model := onPostgres(t)
	mustRelais(t, model, "import", referentsFile(t), slotsFile(t, crashPeople), wavesFile(t, 0, crashPeople))
	cases := make(chan freeze)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for c := range cases {
				t.Run(c.name, func(t *testing.T) { c.test(t, fatal, copyOf(t, model)) })
			}
		})
	}
	for _, c := range freezes() {
		cases <- c
	}
	close(cases)
	workers.Wait()
}

func (c freeze) test(t *testing.T, fatal string, database settings) {
	w := crash{answered: c.answered}.world(t)
	proxy := balance(t, w)
	// One send at a time: of several, others could stand between their last check and
	// the write.
	s := w.settings.with(database).with(settings{"NODE_LEASE": "1s", "CONCURRENCY": "1"})
	sleeper := startProgram(t, fatal, s.with(settings{"FAIL_POINT": c.point, "FAIL_BY": "freeze"}))
	proxy.to(sleeper)
	until(t, "the node freezes", func() string {
		if sleeper.frozen() {
			return ""
		}
		return "it goes on"
	})
	frozen := time.Now()
	other := serve(t, s.elsewhere(t))
	proxy.to(sleeper, other)
	other.awaitHeld("send/sms")
	other.awaitHeld("tick")
	w.awaitDrained(t, s, crashPeople)
	w.Clock.Pause() // no receipt helps the one that wakes up
	if left := 2*time.Second - time.Since(frozen); left > 0 {
		time.Sleep(left) // past the deadline of a send: only the machine's clock tells
	}
	sleeper.signal(syscall.SIGCONT)
	until(t, "the node that wakes up answers", func() string {
		if sleeper.held("send/sms") || sleeper.held("tick") {
			return "it believes that it holds a lease"
		}
		return ""
	})
	if status, _ := sleeper.stop(); status != 0 {
		t.Errorf("the node that woke up ended with status %d", status)
	}
	w.Clock.Resume()
	w.awaitDrained(t, s, crashPeople)
	if c.doubled {
		c.everyDoubleIsTold(t, w, s)
	} else if toCall := w.countEverything(t, s, crashPeople); len(toCall) > 0 {
		t.Errorf("%v are on the call list", toCall)
	}
	if status, _ := other.stop(); status != 0 {
		t.Errorf("the other node ended with status %d", status)
	}
}

// everyDoubleIsTold checks that everybody was told, and that a human knows of each
// second time.
func (c freeze) everyDoubleIsTold(t *testing.T, w *world, s settings) {
	t.Helper()
	doubles := 0
	for n := range crashPeople {
		got := count(w.sent(mobile(n)), convocation)
		if got < 1 || got > 2 {
			t.Errorf("%s got %d convocations", mobile(n), got)
		}
		doubles += got - 1
	}
	incidents := ask(t, s, "select kind from incident")
	if len(incidents) != doubles || strings.Count(fmt.Sprint(incidents), "duplicate") != doubles {
		t.Errorf("%d people were told twice, incidents: %q", doubles, incidents)
	}
}
