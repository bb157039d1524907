package main_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// watch notes who does what, by the word of the database, of the nodes and of the
// providers, all the while.
type watch struct {
	f *fleet

	mu sync.Mutex
	// of says which node a process is.
	of map[int]int
	// held is what the database said of each lease, oldest first.
	held map[string][]holding
	// woken is when each node was last woken up; zero while it stands still.
	woken map[int]time.Time
	// believed is when each node last said that it holds a lease.
	believed        map[belief]said
	strayed         []string // what was done without the right to
	polled, ordered []call
}

// holding is who held a lease from when on; 0: nobody.
type holding struct {
	process int
	since   time.Time
}

type belief struct {
	node  int
	lease string
}

// said is a question to a node, and its answer.
type said struct {
	asked, answered time.Time
	yes             bool
}

func newWatch(f *fleet) *watch {
	return &watch{f: f, of: map[int]int{}, held: map[string][]holding{}, woken: map[int]time.Time{}, believed: map[belief]said{}}
}

// begin looks until the test ends.
func (w *watch) begin() {
	ctx, end := context.WithCancel(context.Background())
	var looking sync.WaitGroup
	looking.Go(func() { every(ctx, 50*time.Millisecond, func() { w.look(ctx) }) })
	for i := range w.f.nodes {
		looking.Go(func() { every(ctx, 150*time.Millisecond, func() { w.ask(ctx, i) }) })
	}
	w.f.t.Cleanup(func() {
		end()
		looking.Wait()
	})
}

func (w *watch) lives(node int, v *service) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.of[v.process.Process.Pid] = node
	w.woken[node] = time.Now().Add(-time.Hour)
}

// freezes and wakes tell that a node stands still, or goes on.
func (w *watch) freezes(node int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.woken[node] = time.Time{}
}

func (w *watch) wakes(node int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.woken[node] = time.Now()
}

// dazed reports whether a node stands still or has only just woken up: it may believe
// what is no longer so.
func (w *watch) dazed(node int) bool {
	return w.woken[node].IsZero() || time.Since(w.woken[node]) < 3*time.Second
}

// look asks the database who holds what.
func (w *watch) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	rows, err := w.f.beside.QueryContext(ctx, "select name, owner from lease")
	if err != nil {
		return // it may be down just now
	}
	defer rows.Close()
	now := time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	for rows.Next() {
		var name, owner string
		if rows.Scan(&name, &owner) != nil {
			return
		}
		process := 0
		if parts := strings.Split(owner, "/"); len(parts) > 1 { // host/process/random
			process, _ = strconv.Atoi(parts[len(parts)-2])
		}
		if past := w.held[name]; len(past) == 0 || past[len(past)-1].process != process {
			w.held[name] = append(past, holding{process, now})
		}
	}
}

func (w *watch) last(lease string) (process int, since time.Time) {
	if past := w.held[lease]; len(past) > 0 {
		return past[len(past)-1].process, past[len(past)-1].since
	}
	return 0, time.Time{}
}

// holder returns the node that holds a lease, -1 when none does.
func (w *watch) holder(lease string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	process, _ := w.last(lease)
	if node, known := w.of[process]; known && process != 0 {
		return node
	}
	return -1
}

// polls notes that a node asks Telegram for updates.
func (w *watch) polls(node int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.polled = append(w.polled, call{node, time.Now(), w.dazed(node)})
}

// orders notes that a node orders a message.
func (w *watch) orders(node int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ordered = append(w.ordered, call{node, time.Now(), w.dazed(node)})
}

// works waits until another node than one has called, after a moment, and returns how
// long after it.
func (w *watch) works(what string, calls func() []call, than int, after time.Time) time.Duration {
	w.f.t.Helper()
	var took time.Duration
	until(w.f.t, what+" by another node", func() string {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, c := range calls() {
			if c.node != than && c.at.After(after) {
				took = c.at.Sub(after)
				return ""
			}
		}
		return "not yet"
	})
	return took
}

// call is one call of a node to a provider.
type call struct {
	node  int
	at    time.Time
	dazed bool
}

// strays tells of what was done without the right to. A poll is the node's that held the
// lease, had lost it less than a second ago, or was about to be seen with it.
func (w *watch) strays() (polls int, strayed []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	strayed = slices.Clone(w.strayed)
	for _, p := range w.polled {
		mine := p.dazed
		past := w.held["poll/telegram"]
		for i, h := range past {
			until := p.at.Add(time.Hour)
			if i+1 < len(past) {
				until = past[i+1].since
			}
			mine = mine || h.process != 0 && w.of[h.process] == p.node && h.since.Before(p.at.Add(2*time.Second)) && until.After(p.at.Add(-time.Second))
		}
		if !mine {
			strayed = append(strayed, fmt.Sprintf("node %d polled at %s without the lease", p.node, p.at.Format("15:04:05.000")))
		}
	}
	return len(w.polled), strayed
}

// ask asks a node what it believes to hold, and holds it against what the others say.
// Two that say so prove nothing, for one may have followed the other: one that says it
// before and after another one does.
func (w *watch) ask(ctx context.Context, node int) {
	answer := said{asked: time.Now()}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.f.network.nodeListens(node)+"/metrics", nil)
	if err != nil {
		panic(fmt.Sprintf("a node has no address: %v", err))
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		w.forget(node)
		return
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		w.forget(node)
		return
	}
	answer.answered = time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, lease := range []string{"tick", "poll/telegram", "send/sms"} {
		answer.yes = strings.Contains(string(text), fmt.Sprintf("relais_lease_held{name=%q} 1", lease))
		w.compare(node, lease, answer)
	}
}

func (w *watch) forget(node int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for b := range w.believed {
		if b.node == node {
			delete(w.believed, b)
		}
	}
}

func (w *watch) compare(node int, lease string, now said) {
	before := w.believed[belief{node, lease}]
	w.believed[belief{node, lease}] = now
	if !now.yes || !before.yes {
		return
	}
	for b, other := range w.believed {
		if b.lease == lease && b.node != node && other.yes && other.asked.After(before.answered) && other.answered.Before(now.asked) &&
			!w.dazed(node) && !w.dazed(b.node) {
			w.strayed = append(w.strayed, fmt.Sprintf("nodes %d and %d both hold %s at %s", node, b.node, lease, other.answered.Format("04:05.000")))
		}
	}
}

// history is who held what from when on.
func (w *watch) history() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var lines []string
	for lease, past := range w.held {
		for _, h := range past {
			lines = append(lines, fmt.Sprintf("%s %s: node %d, process %d", h.since.Format("15:04:05.000"), lease, w.of[h.process], h.process))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// takeovers returns how long it took from each fault to another node's having each
// lease that the struck one held.
func (w *watch) takeovers(struck []strike) (took []time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range struck {
		for _, past := range w.held {
			i := slices.IndexFunc(past, func(h holding) bool { return h.since.After(s.at) })
			if i > 0 && past[i-1].process == s.process {
				for _, next := range past[i:] {
					if next.process != 0 && next.process != s.process && next.since.Before(s.until) {
						took = append(took, next.since.Sub(s.at))
						break
					}
				}
			}
		}
	}
	slices.Sort(took)
	return took
}

// strike is a fault that hit a process at a moment; until is when it was over.
type strike struct {
	process   int
	at, until time.Time
}

// spread tells least, median and most of sorted durations.
func spread(all []time.Duration) string {
	if len(all) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d, from %.1f s by %.1f s (median) to %.1f s", len(all), all[0].Seconds(), all[len(all)/2].Seconds(), all[len(all)-1].Seconds())
}
