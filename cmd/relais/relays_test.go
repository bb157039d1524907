package main_test

import (
	"errors"
	"io"
	"net"
	"sync"
	"testing"
)

// relays is a network on the loopback: between a node and another stands a relay that
// can be told to pass nothing on. Calls are accepted all the while, as the backlog of
// a machine that hangs accepts them.
type relays struct {
	t      *testing.T
	listen []string // of the nodes
	mu     sync.Mutex
	links  map[link][]*relay
}

type link struct {
	node int
	from peer
}

func newRelays(t *testing.T, nodes int) *relays {
	n := &relays{t: t, links: map[link][]*relay{}}
	for range nodes {
		n.listen = append(n.listen, freeAddress(t))
	}
	return n
}

func (n *relays) kind() string { return "processes of one machine with relays between them" }

func (n *relays) inDatabase(do func() error) error { return do() }

func (n *relays) inProviders(do func() error) error { return do() }

func (n *relays) inNode(_ int, do func() error) error { return do() }

func (n *relays) databaseHost() string { return "127.0.0.1" }

func (n *relays) providersHost() string { return "127.0.0.1" }

func (n *relays) nodeListens(node int) string { return n.listen[node] }

func (n *relays) toDatabase(node int, address string) string {
	return n.relay(link{node, database}, address, false)
}

func (n *relays) toProviders(node int, address string) string {
	return n.relay(link{node, providers}, address, false)
}

func (n *relays) toNode(node int) string {
	return n.relay(link{node, providers}, n.listen[node], true)
}

// relay starts one before address; those of one link are cut together. called: it is
// the node that is called.
func (n *relays) relay(of link, address string, called bool) string {
	n.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	r := &relay{to: address, called: called, open: make(chan struct{}), in: -1}
	close(r.open)
	n.mu.Lock()
	n.links[of] = append(n.links[of], r)
	n.mu.Unlock()
	var serving sync.WaitGroup
	serving.Go(func() { r.serve(listener) })
	n.t.Cleanup(func() {
		listener.Close()
		r.end()
		serving.Wait()
	})
	return listener.Addr().String()
}

func (n *relays) cut(node int, from peer, in way) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range n.links[link{node, from}] {
		r.cut(in)
	}
}

func (n *relays) mend(node int, from peer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range n.links[link{node, from}] {
		r.mend()
	}
}

// relay passes connections on.
type relay struct {
	to     string
	called bool

	mu    sync.Mutex
	in    way           // what is cut; -1: nothing
	open  chan struct{} // closed while nothing is cut
	conns map[net.Conn]bool
	ended bool
}

func (r *relay) cut(in way) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.in < 0 {
		r.open = make(chan struct{})
	}
	if r.in >= 0 && r.in != in {
		in = bothWays
	}
	r.in = in
}

func (r *relay) mend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.in >= 0 {
		r.in = -1
		close(r.open)
	}
}

// passage is closed when what the caller sent (or, if not, what it is answered) may
// pass.
func (r *relay) passage(caller bool) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	leaves := caller != r.called // the node
	if r.in < 0 || r.in == outwards && !leaves || r.in == inwards && leaves {
		passes := make(chan struct{})
		close(passes)
		return passes
	}
	return r.open
}

func (r *relay) keep(c net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		c.Close()
		return false
	}
	if r.conns == nil {
		r.conns = map[net.Conn]bool{}
	}
	r.conns[c] = true
	return true
}

func (r *relay) drop(c net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.conns, c)
	c.Close()
}

func (r *relay) end() {
	r.mend()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	for c := range r.conns {
		c.Close()
	}
}

func (r *relay) serve(listener net.Listener) {
	var passing sync.WaitGroup
	defer passing.Wait()
	for {
		caller, err := listener.Accept()
		if err != nil {
			return
		}
		if !r.keep(caller) {
			return
		}
		passing.Go(func() { r.pass(caller) })
	}
}

// pass carries one connection, both directions, until either end hangs up.
func (r *relay) pass(caller net.Conn) {
	defer r.drop(caller)
	<-r.passage(true) // its first packet has to arrive
	called, err := net.Dial("tcp", r.to)
	if err != nil || !r.keep(called) {
		_ = caller.(*net.TCPConn).SetLinger(0)
		return
	}
	defer r.drop(called)
	var both sync.WaitGroup
	both.Go(func() { r.carry(called, caller, true) })
	both.Go(func() { r.carry(caller, called, false) })
	both.Wait()
}

// carry passes on what one end says. A packet that is held back while its sender
// resets the connection is lost with it, as it would be in the kernel's own queue.
func (r *relay) carry(to, from net.Conn, caller bool) {
	said, reset, enough := make(chan []byte, 64), make(chan struct{}), make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(said)
		for {
			packet := make([]byte, 16<<10)
			n, err := from.Read(packet)
			if n > 0 {
				select {
				case said <- packet[:n]:
				case <-enough:
					return
				}
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					close(reset)
				}
				return
			}
		}
	})
	if r.pour(to, said, reset, caller) {
		reading.Wait()
		_ = to.(*net.TCPConn).CloseWrite() // the other direction may still have something to say
		return
	}
	_ = to.(*net.TCPConn).SetLinger(0)
	to.Close()
	from.Close()
	close(enough)
	reading.Wait()
}

// pour writes what was said, when it may pass; false when the connection is broken.
func (r *relay) pour(to net.Conn, said <-chan []byte, reset <-chan struct{}, caller bool) bool {
	for {
		var packet []byte
		more := false
		select {
		case <-reset:
			return false
		case packet, more = <-said:
		}
		select {
		case <-reset:
			return false
		case <-r.passage(caller):
		}
		if !more {
			return true
		}
		if _, err := to.Write(packet); err != nil {
			return false
		}
	}
}
