package main_test

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"relais/store/storetest"
)

// fleet is several nodes on one PostgreSQL, each in a place of its own, with the
// providers and a load.
type fleet struct {
	*roughWorld
	t       *testing.T
	network network
	cluster *cluster
	proxy   *balancer
	load    *load
	watch   *watch
	// s are the settings under which the test itself reaches the database, which is
	// never cut off from it.
	s settings
	// on are the settings of each node, nodes those that run.
	on    []settings
	nodes []*service
	// beside reads the database.
	beside *sql.DB
}

// quick are delays that a test can wait for.
func quick() settings {
	return settings{
		"SEND_TIMEOUT": "1500ms", "LEASE": "3s", "NODE_LEASE": "3s", "LOOK_UP_DELAYS": "2s,3s,4s", "POLL_DELAYS": "2s,5s,10s,20s,40s", "CONCURRENCY": "8",
	}
}

// newFleet starts nodes with more settings than those of the places they are in.
func newFleet(t *testing.T, seed uint64, nodes int, more settings) *fleet {
	t.Helper()
	f := newDock(t, seed, nodes, more, nil)
	f.launch()
	return f
}

// newDock is a fleet whose nodes are not started. serving may make the database, and
// return by what address a node reaches it, the test itself being node -1; nil: a server
// of the fleet's own.
func newDock(t *testing.T, seed uint64, nodes int, more settings, serving func(f *fleet) func(node int) string) *fleet {
	t.Helper()
	f := &fleet{t: t, network: newNetwork(t, nodes), nodes: make([]*service, nodes)}
	if serving == nil {
		serving = (*fleet).ownServer
	}
	address := serving(f)
	f.roughWorld = newRoughWorld(t, seed)
	f.asks = true
	f.proxy = balance(t, f.world)
	f.proxy.client = clientOf(f.network, 2*time.Second)
	f.s = f.settings.with(more).with(settings{
		"DATABASE": address(-1), "DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key()), "TWILIO_PARTS_PER_SECOND": "0",
	})
	f.watch = newWatch(f)
	f.load = newLoad(f)
	for i := range nodes {
		front := "http://" + f.network.toProviders(i, f.front(i))
		f.on = append(f.on, f.s.with(settings{
			"LISTEN": f.network.nodeListens(i), "DATABASE": address(i), "TWILIO_API_URL": front,
			"TELEGRAM_TOKEN": botToken, "TELEGRAM_API_URL": front,
		}))
		f.proxy.nodes = append(f.proxy.nodes, "http://"+f.network.toNode(i))
	}
	mustRelais(t, f.s, "import", referentsFile(t), slotsFile(t, 400))
	db, err := sql.Open("pgx", f.s["DATABASE"])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	f.beside = db
	return f
}

// ownServer starts a server in the database's place.
func (f *fleet) ownServer() func(node int) string {
	f.cluster = bareCluster(f.t, f.network.databaseHost(), f.network.inDatabase)
	f.cluster.create()
	seen := map[int]string{}
	return func(node int) string {
		if node < 0 {
			return f.cluster.address("relais")
		}
		if seen[node] == "" {
			seen[node] = f.network.toDatabase(node, net.JoinHostPort(f.cluster.host, f.cluster.port))
		}
		return "postgres://postgres@" + seen[node] + "/relais?sslmode=disable"
	}
}

// front is where one node finds the providers.
func (f *fleet) front(node int) string {
	var listener net.Listener
	err := f.network.inProviders(func() (err error) {
		listener, err = net.Listen("tcp", f.network.providersHost()+":0")
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	telegram := f.Handler()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) > 4 && r.URL.Path[:4] == "/bot" {
			if filepath.Base(r.URL.Path) == "getUpdates" {
				f.watch.polls(node)
			}
			telegram.ServeHTTP(w, r)
			return
		}
		if r.Method == http.MethodPost {
			f.watch.orders(node)
		}
		f.carry(w, r)
	}))
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	f.t.Cleanup(server.Close)
	return listener.Addr().String()
}

// launch starts every node and waits until they are ready.
func (f *fleet) launch() {
	f.t.Helper()
	f.watch.begin()
	for i := range f.nodes {
		f.start(i)
	}
	for _, v := range f.nodes {
		v.awaitReady()
	}
}

// start starts a node in its place.
func (f *fleet) start(node int) {
	f.t.Helper()
	v := startIn(f.t, program, f.on[node], func(do func() error) error { return f.network.inNode(node, do) })
	f.watch.lives(node, v)
	f.nodes[node] = v
}

// mended ends every fault and has every node run.
func (f *fleet) mended() {
	f.t.Helper()
	for i, v := range f.nodes {
		f.network.mend(i, database)
		f.network.mend(i, providers)
		if v.running() {
			v.signal(syscall.SIGCONT)
		} else {
			f.start(i)
		}
	}
	for _, v := range f.nodes {
		v.awaitReady()
	}
}

// holds returns the node that holds a lease by the database's word, or -1.
func (f *fleet) holds(lease string) int { return f.watch.holder(lease) }

// load is what happens to the people around a fleet.
type load struct {
	f    *fleet
	quit context.CancelFunc
	busy sync.WaitGroup

	mu sync.Mutex
	// people and strangers are how many came so far, chats those who wrote to the bot.
	people, strangers, chats int
	// offered are the messages that were handed to a node, taken those that a node has
	// acknowledged, and when first; receipts the receipts, as sid and status.
	offered, taken map[string]time.Time
	receipts       map[string]bool
	// turnedAway counts the calls that were not taken.
	turnedAway int
	trouble    []string
}

func newLoad(f *fleet) *load {
	l := &load{f: f, offered: map[string]time.Time{}, taken: map[string]time.Time{}, receipts: map[string]bool{}}
	f.proxy.offered = func(r *http.Request, body []byte) { l.offers(r.URL.Path, body) }
	f.proxy.taken = func(r *http.Request, body []byte) { l.takes(r.URL.Path, body) }
	return l
}

// pace is how fast people come and write.
type pace struct {
	wave            int           // people of one import
	every           time.Duration // between two imports
	stranger, chats time.Duration // between two who write
}

// begin lets people come and strangers write until end.
func (l *load) begin(p pace) {
	ctx, quit := context.WithCancel(l.f.t.Context())
	l.quit = quit
	l.f.t.Cleanup(l.end)
	l.busy.Go(func() { every(ctx, p.every, func() { l.come(ctx, p.wave) }) })
	l.busy.Go(func() { every(ctx, p.stranger, func() { l.write(ctx) }) })
	if p.chats > 0 {
		l.busy.Go(func() { every(ctx, p.chats, l.chat) })
	}
}

func every(ctx context.Context, period time.Duration, do func()) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// end lets nobody come any more, and waits until what was begun is done.
func (l *load) end() {
	l.quit()
	l.busy.Wait()
}

const (
	// mostPeople and mostStrangers are as many as there are numbers.
	mostPeople    = 3900
	firstStranger = 4000
	mostStrangers = 5900
)

// come imports one more wave, again and again until it is in.
func (l *load) come(ctx context.Context, wave int) {
	l.mu.Lock()
	from := l.people
	l.mu.Unlock()
	if from+wave > mostPeople {
		return
	}
	path := wavesFile(l.f.t, from, wave)
	for ctx.Err() == nil {
		if out, err := tryRelais(l.f.s, "import", path); err != nil {
			l.note(fmt.Sprintf("an import failed: %v\n%s", err, out))
			time.Sleep(200 * time.Millisecond)
			continue
		}
		l.mu.Lock()
		l.people += wave
		l.mu.Unlock()
		break
	}
	_ = os.Remove(path)
}

// awaitTaken waits until so many more of those who write are heard.
func (f *fleet) awaitTaken(what string, more int) {
	f.t.Helper()
	taken := func() int {
		f.load.mu.Lock()
		defer f.load.mu.Unlock()
		return len(f.load.taken)
	}
	before := taken()
	until(f.t, what, func() string {
		if now := taken() - before; now < more {
			return fmt.Sprintf("%d of %d are", now, more)
		}
		return ""
	})
}

func (l *load) note(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.trouble = append(l.trouble, what)
}

// write is one stranger who asks who writes, until a node takes it.
func (l *load) write(ctx context.Context) {
	l.mu.Lock()
	n := l.strangers
	if n >= mostStrangers {
		l.mu.Unlock()
		return
	}
	l.strangers++
	l.mu.Unlock()
	l.busy.Go(func() {
		form := inbound(fmt.Sprintf("SM%032x", n+1), mobile(firstStranger+n), "QUI")
		for wait := 100 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
			if trySigned(l.f.proxy.URL+"/webhooks/twilio/message", form) == http.StatusOK {
				return
			}
			l.mu.Lock()
			l.turnedAway++
			l.mu.Unlock()
			select {
			case <-l.f.t.Context().Done():
				return
			case <-time.After(wait):
			}
		}
	})
}

// chat is one stranger more who writes to the bot.
func (l *load) chat() {
	l.mu.Lock()
	chat := stranger + int64(l.chats)
	l.chats++
	l.mu.Unlock()
	l.f.Telegram.Know(chat, "Zoé", "HAMON", "fr", true)
	if err := l.f.Telegram.Say(chat, "Bonjour", 0); err != nil {
		l.note(err.Error())
	}
}
