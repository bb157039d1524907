package main_test

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// network is what lies between the nodes, the database and the providers, and may be
// cut while they run.
type network interface {
	// kind says what it is made of.
	kind() string
	// inDatabase, inProviders and inNode run something in the place of one of them:
	// sockets opened and processes started meanwhile belong there.
	inDatabase(do func() error) error
	inProviders(do func() error) error
	inNode(node int, do func() error) error
	// databaseHost and providersHost are the addresses at which those listen.
	databaseHost() string
	providersHost() string
	// nodeListens is the RELAIS_LISTEN of a node, where the test itself may ask it too.
	nodeListens(node int) string
	// toDatabase, toProviders and toNode return the address by which a node reaches the
	// one that listens at host:port, or is reached from the providers.
	toDatabase(node int, address string) string
	toProviders(node int, address string) string
	toNode(node int) string
	// cut lets nothing pass between a node and another any more, in one direction or
	// both: what is sent is neither delivered nor refused. mend ends that.
	cut(node int, from peer, in way)
	mend(node int, from peer)
}

// peer is what a node talks to.
type peer int

const (
	database peer = iota
	providers
)

func (p peer) String() string { return [...]string{"database", "providers"}[p] }

// way is a direction, seen from the node.
type way int

const (
	bothWays way = iota
	outwards
	inwards
)

func (w way) String() string { return [...]string{"both ways", "outwards", "inwards"}[w] }

// newNetwork returns one of network namespaces where this process may make some, and
// of relays on the loopback that can be cut where it may not. RELAIS_TEST_NETWORK=relays
// asks for the latter.
func newNetwork(t *testing.T, nodes int) network {
	t.Helper()
	why := "RELAIS_TEST_NETWORK asks for it"
	if os.Getenv("RELAIS_TEST_NETWORK") != "relays" {
		n, err := newNamespaces(t, nodes)
		if err == nil {
			t.Logf("network: %s", n.kind())
			return n
		}
		why = err.Error()
	}
	n := newRelays(t, nodes)
	t.Logf("network: %s, since %s", n.kind(), strings.TrimSpace(why))
	return n
}

// clientOf returns an HTTP client whose calls come from the providers' place.
func clientOf(n network, timeout time.Duration) *http.Client {
	dial := func(ctx context.Context, network, address string) (conn net.Conn, err error) {
		err = n.inProviders(func() error {
			conn, err = (&net.Dialer{Timeout: timeout}).DialContext(ctx, network, address)
			return err
		})
		return conn, err
	}
	return &http.Client{Timeout: timeout, Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 16}}
}

// somePort is a port below those that the system gives to outgoing connections.
func somePort() int { return 20_000 + rand.IntN(10_000) }
