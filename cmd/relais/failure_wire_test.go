package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// providerName is a name that the wire knows, for providers that are reached by one.
const providerName = "api.provider.example"

// wire is the network between the service and its providers. It leads nowhere but
// to this machine: whatever would go elsewhere fails the test.
type wire struct {
	transport *http.Transport

	mu     sync.Mutex
	broken dial // nil: it works
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

func newWire(t *testing.T) *wire {
	w := &wire{}
	w.transport = &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		w.mu.Lock()
		broken := w.broken
		w.mu.Unlock()
		if broken != nil {
			return broken(ctx, network, address)
		}
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if host == providerName {
			host = "127.0.0.1"
		}
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
			t.Errorf("a call to %s leaves this machine", host)
			return nil, fmt.Errorf("%s is not on this machine", host)
		}
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort(host, port))
	}}
	return w
}

// trust makes the certificate of a server known.
func (w *wire) trust(s *httptest.Server) {
	w.transport.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig
}

// cut makes every connection to come behave as given; nil mends the wire.
func (w *wire) cut(as dial) {
	w.mu.Lock()
	w.broken = as
	w.mu.Unlock()
	w.transport.CloseIdleConnections()
}

func (w *wire) isCut() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken != nil
}

// noNames is a wire without a name server.
func noNames(ctx context.Context, network, address string) (net.Conn, error) {
	silent := func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("the name server is down")
	}
	return (&net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: silent}}).DialContext(ctx, network, address)
}

// leadsTo is a wire at whose end somebody else answers, or nobody.
func leadsTo(address string) dial {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}
