package main_test

import (
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"
)

// takeoverWithin is how soon another node does what one that is gone did, where
// RELAIS_NODE_LEASE is what it is by default.
const takeoverWithin = 15 * time.Second

// onlyThorough leaves what takes a minute to make crash and make nodes.
func onlyThorough(t *testing.T) {
	t.Helper()
	if !thorough() {
		t.Skip("skipped: make crash and make nodes play it")
	}
}

// measured reports whether make nodes runs, which measures, and plays all there is.
func measured() bool { return os.Getenv("RELAIS_TEST_NODES_FOR") != "" }

// atWork waits until the nodes share what there is to do among them and do it.
func (f *fleet) atWork() {
	f.t.Helper()
	for _, lease := range []string{"tick", "send/sms", "poll/telegram"} {
		until(f.t, "a node holds "+lease, func() string {
			if f.holds(lease) < 0 {
				return "none does"
			}
			return ""
		})
	}
}

// TestTakeoverTakesFifteenSecondsAtMost strikes the node that ticks, the one that sends
// and the one that polls, in every way in which a node is lost, and measures when
// another one does its work: from the blow to the next lease, order or poll.
func TestTakeoverTakesFifteenSecondsAtMost(t *testing.T) {
	t.Parallel()
	onlyThorough(t)
	f := newFleet(t, chaosSeed(t), 3, quick().with(settings{"NODE_LEASE": ""}))
	f.load.begin(pace{wave: 3, every: 5 * time.Second, stranger: 300 * time.Millisecond})
	f.atWork()
	kinds, roles := []string{kill}, []string{"send/sms"}
	if measured() {
		kinds, roles = []string{kill, stand, unplug, kill}, []string{"tick", "send/sms", "poll/telegram"}
	}
	took := map[string][]time.Duration{}
	for _, kind := range kinds {
		for _, role := range roles {
			after := f.strikeAt(kind, role)
			took[role] = append(took[role], after)
			took[kind] = append(took[kind], after)
			if measured() && after > takeoverWithin { // elsewhere the machine does other work too
				t.Errorf("%s of the node with %s: taken over after %v", kind, role, after)
			}
			f.mended()
			f.atWork()
		}
	}
	f.load.end()
	f.settle()
	f.count(len(roles))
	for _, of := range append([]string{kill, stand, unplug}, roles...) {
		if all := took[of]; len(all) > 0 {
			slices.Sort(all)
			t.Logf("takeover of %s, default lease: %s", of, spread(all))
		}
	}
}

// strikeAt strikes the node that has a role, and returns when another has taken it over.
func (f *fleet) strikeAt(kind, role string) time.Duration {
	f.t.Helper()
	node := f.holds(role)
	v := f.nodes[node]
	at := time.Now()
	switch kind {
	case kill:
		v.kill()
	case stand:
		f.watch.freezes(node)
		v.signal(syscall.SIGSTOP)
		defer f.watch.wakes(node)
	case unplug:
		f.network.cut(node, database, bothWays)
		f.network.cut(node, providers, bothWays)
	}
	switch role {
	case "send/sms":
		return f.watch.works("a message is ordered", func() []call { return f.watch.ordered }, node, at)
	case "poll/telegram":
		return f.watch.works("updates are asked for", func() []call { return f.watch.polled }, node, at)
	}
	until(f.t, "another node ticks", func() string {
		if now := f.holds(role); now < 0 || now == node {
			return fmt.Sprintf("node %d holds the lease", now)
		}
		return ""
	})
	return time.Since(at)
}

// TestTakeoverFromANodeThatDoesNotReachTheProvider cuts the sending node from the
// providers for good: it has the database, and would have kept the right to send.
func TestTakeoverFromANodeThatDoesNotReachTheProvider(t *testing.T) {
	t.Parallel()
	onlyThorough(t)
	f := newFleet(t, chaosSeed(t), 2, quick())
	f.load.begin(pace{wave: 3, every: 5 * time.Second, stranger: 300 * time.Millisecond})
	f.atWork()
	node := f.holds("send/sms")
	at := time.Now()
	f.network.cut(node, providers, bothWays)
	took := f.watch.works("a message is ordered", func() []call { return f.watch.ordered }, node, at)
	t.Logf("another node sends %.1f s after the cut, RELAIS_SEND_TIMEOUT being %s", took.Seconds(), f.on[node]["SEND_TIMEOUT"])
	if took > 25*time.Second { // it would have been for ever
		t.Errorf("another node sent after %v", took)
	}
	f.load.end()
	f.settle()
	f.mended()
	f.settle()
	f.count(0)
}
