package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fault is something that happens to one node, or to all of them.
type fault struct {
	kind string
	// node is which one: a number, or whoever sends at that moment.
	node int
	from peer
	in   way
	// hold is how long it lasts, rest how long nothing happens afterwards.
	hold, rest time.Duration
	// beside is a second one, to the next node, which begins while the first lasts.
	beside *fault
}

const (
	kill    = "kill -9"
	stand   = "SIGSTOP"
	part    = "partition"
	unplug  = "unplugged"
	rolling = "rolling restart"
	severed = "connections cut"
	crashed = "database killed"

	whoSends = -1
)

func (f fault) String() string {
	switch f.kind {
	case rolling, severed, crashed:
		return f.kind
	}
	where := fmt.Sprintf("node %d", f.node)
	if f.node == whoSends {
		where = "the sending node"
	}
	text := fmt.Sprintf("%s, %s, %v", f.what(), where, f.hold)
	if f.beside != nil {
		text += fmt.Sprintf(", and meanwhile the next one: %s, %v", f.beside.what(), f.beside.hold)
	}
	return text
}

// what names the fault.
func (f fault) what() string {
	if f.kind != part {
		return f.kind
	}
	return f.kind + " from the " + f.from.String() + " " + f.in.String()
}

// chaosPlan draws the faults of so long, the same for the same seed; of no time at all,
// a short one of each kind.
func chaosPlan(seed uint64, nodes int, long time.Duration) []fault {
	random := rand.New(rand.NewPCG(seed, 3))
	between := func(from, to int) time.Duration { return time.Duration(from+random.IntN(to-from)) * time.Millisecond }
	draw := func(kinds ...string) fault {
		f := fault{kind: kinds[random.IntN(len(kinds))], node: random.IntN(nodes+2) - 2, from: peer(random.IntN(2)), in: way(random.IntN(3))}
		f.node = max(f.node, whoSends)
		f.hold, f.rest = between(200, 6000), between(500, 3000)
		if random.IntN(4) == 0 { // past every lease
			f.hold = between(6000, 14000)
		}
		return f
	}
	often := []string{kill, kill, stand, stand, part, part, part, part, unplug}
	var plan []fault
	if long == 0 {
		for _, i := range random.Perm(6) {
			f := draw([]string{kill, stand, part, part, rolling, severed}[i])
			f.hold, f.rest = between(500, 4500), between(300, 1000)
			plan = append(plan, f)
		}
		return plan
	}
	for left := long; left > 0; {
		f := draw(append(often, rolling, severed, crashed)...)
		if slices.Contains(often, f.kind) && random.IntN(3) == 0 {
			second := draw(often...)
			f.beside, left = &second, left-second.hold
		}
		plan, left = append(plan, f), left-f.hold-f.rest
	}
	return plan
}

// chaos is a fleet to which a plan happens.
type chaos struct {
	*fleet
	faults map[string]int
	struck map[string][]strike
	// stops is how long graceful stops took.
	stops []time.Duration
	// freezes counts the nodes that stood still: each may double what had passed its
	// last check.
	freezes int
	lives   int
	logs    []*transcript
}

// resolve returns the node that a fault hits now.
func (c *chaos) resolve(f fault) int {
	if f.node == whoSends {
		if node := c.holds("send/sms"); node >= 0 {
			return node
		}
		return 0
	}
	return f.node
}

// happen lets a fault come and go.
func (c *chaos) happen(f fault) {
	switch f.kind {
	case rolling:
		c.faults[f.kind]++
		c.rollingRestart()
	case severed:
		c.faults[f.kind]++
		c.cluster.cutFor(c.t.Context(), 300*time.Millisecond)
	case crashed:
		c.faults[f.kind]++
		c.cluster.stop("immediate")
		c.cluster.start()
	default:
		node := c.resolve(f)
		end := c.hit(f, node)
		if f.beside == nil {
			time.Sleep(f.hold)
			end()
			break
		}
		time.Sleep(f.hold / 2)
		endSecond := c.hit(*f.beside, (node+1)%len(c.nodes))
		time.Sleep(f.beside.hold)
		end()
		endSecond()
	}
	time.Sleep(f.rest)
}

// hit begins a fault of one node, and returns what ends it.
func (c *chaos) hit(f fault, node int) (end func()) {
	v := c.nodes[node]
	c.t.Logf("%s: %s hits node %d, process %d", time.Now().Format("04:05.000"), f.kind, node, v.process.Process.Pid)
	process, at := v.process.Process.Pid, time.Now()
	c.faults[f.what()]++
	over := func(do func()) func() {
		return func() {
			do()
			if f.kind != part || f.from == database {
				c.struck[f.kind] = append(c.struck[f.kind], strike{process, at, time.Now()})
			}
		}
	}
	switch f.kind {
	case kill:
		v.kill()
		return over(func() { c.start(node); c.lives++; c.logs = append(c.logs, c.nodes[node].log) })
	case stand:
		c.freezes++
		c.watch.freezes(node)
		v.signal(syscall.SIGSTOP)
		return over(func() { c.watch.wakes(node); v.signal(syscall.SIGCONT) })
	case part:
		c.network.cut(node, f.from, f.in)
		return over(func() { c.network.mend(node, f.from) })
	default:
		c.network.cut(node, database, bothWays)
		c.network.cut(node, providers, bothWays)
		return over(func() { c.network.mend(node, database); c.network.mend(node, providers) })
	}
}

// rollingRestart stops each node under load and starts it again.
func (c *chaos) rollingRestart() {
	for _, v := range c.nodes {
		v.awaitReady() // as an operator waits
	}
	for i, v := range c.nodes {
		status, took := v.stop()
		if c.stops = append(c.stops, took); status != 0 || took > 10*time.Second {
			c.t.Errorf("node %d ended with status %d after %v", i, status, took)
		}
		c.start(i)
		c.lives++
		c.logs = append(c.logs, c.nodes[i].log)
		c.nodes[i].awaitReady()
	}
}

// chaosFor is how long TestNodesUnderChaos goes on: RELAIS_TEST_NODES_FOR; 0: as long
// as each kind of fault takes once.
func chaosFor(t *testing.T) time.Duration {
	text := os.Getenv("RELAIS_TEST_NODES_FOR")
	if text == "" {
		return 0
	}
	long, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("RELAIS_TEST_NODES_FOR: %v", err)
	}
	return long
}

// chaosSeed is RELAIS_TEST_SEED, or a new one.
func chaosSeed(t *testing.T) uint64 {
	if text := os.Getenv("RELAIS_TEST_SEED"); text != "" && text != "0" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("RELAIS_TEST_SEED: %v", err)
		}
		return seed
	}
	return uint64(time.Now().UnixNano())
}

// TestNodesUnderChaos has three nodes convene people, answer strangers and take
// receipts while they are killed, frozen, cut off and restarted at random. In the end
// nothing is lost, nothing is doubled but what delivery says may be, everybody's
// messages came in order, and one node at a time ticked and polled.
func TestNodesUnderChaos(t *testing.T) {
	t.Parallel()
	seed, long := chaosSeed(t), chaosFor(t)
	t.Logf("seed %d, %v: make nodes SEED=%d FOR=%v plays the same faults again", seed, long, seed, long)
	f := newFleet(t, seed, 3, quick())
	c := &chaos{fleet: f, faults: map[string]int{}, struck: map[string][]strike{}, lives: len(f.nodes)}
	for _, v := range f.nodes {
		c.logs = append(c.logs, v.log)
	}
	c.load.begin(pace{wave: 6, every: 3 * time.Second, stranger: 400 * time.Millisecond, chats: 5 * time.Second})
	f.atWork()
	began, rounds := time.Now(), 0
	for _, f := range chaosPlan(seed, len(f.nodes), 2*long) { // some take less long than they may
		if long > 0 && time.Since(began) > long || t.Failed() {
			break
		}
		rounds++
		t.Logf("%v, fault %d: %v", time.Since(began).Round(time.Second), rounds, f)
		c.happen(f)
	}
	c.load.end()
	c.mended()
	f.settle()
	c.report(time.Since(began), rounds)
	f.count(c.freezes)
	for i, v := range c.nodes {
		if status, took := v.stop(); status != 0 {
			t.Errorf("node %d ended with status %d after %v", i, status, took)
		}
	}
	if free := ask(t, c.s, "select name from lease where owner <> ''"); len(free) > 0 {
		t.Errorf("the stopped nodes still hold %q", free)
	}
	c.keepLogs()
}

// report tells what happened.
func (c *chaos) report(took time.Duration, rounds int) {
	c.t.Logf("%d rounds in %v, %d lives of %d nodes", rounds, took.Round(time.Second), c.lives, len(c.nodes))
	kinds := make([]string, 0, len(c.faults))
	for kind, n := range c.faults {
		kinds = append(kinds, fmt.Sprintf("%s: %d", kind, n))
	}
	slices.Sort(kinds)
	c.t.Logf("faults: %s", strings.Join(kinds, "; "))
	for _, kind := range []string{kill, stand, part, unplug} {
		c.t.Logf("takeovers after %s, NODE_LEASE %s: %s", kind, c.on[0]["NODE_LEASE"], spread(c.watch.takeovers(c.struck[kind])))
	}
	slices.Sort(c.stops)
	c.t.Logf("graceful stops: %s", spread(c.stops))
	told := map[string]int{}
	for _, phrase := range []string{"sends interrupted", "message found", "send refused", "sender stopped", "lease changed hands", "another node sends by now", "result came too late"} {
		for _, log := range c.logs {
			told[phrase] += strings.Count(log.String(), phrase)
		}
	}
	c.t.Logf("said by the nodes: %v", told)
}

// keepLogs keeps all that the nodes said, and who held what, in RELAIS_TEST_LOGS.
func (c *chaos) keepLogs() {
	folder := os.Getenv("RELAIS_TEST_LOGS")
	if folder == "" {
		return
	}
	for i, log := range c.logs {
		_ = os.WriteFile(fmt.Sprintf("%s/life-%03d.log", folder, i), []byte(log.String()), 0o600)
	}
	_ = os.WriteFile(folder+"/leases", []byte(c.watch.history()), 0o600)
}
