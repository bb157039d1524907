package notifier

import (
	"context"
	"net"
	"net/http"
	"time"
)

// NewTransport returns a transport to a provider that sends nothing behind our back.
//
// A request that was given up may still lie in the kernel, which repeats it for as long
// as a quarter of an hour while the network is cut: it would reach the provider when
// the cut is mended, long after look-ups have concluded that it never left. Here a
// connection that is closed takes with it what has not been acknowledged, and one on
// which nothing is acknowledged for giveUp is closed by the kernel itself (on Linux),
// which also holds for a connection that several requests share.
func NewTransport(giveUp time.Duration) *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second, Control: giveUpAfter(giveUp)}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // it fails on a connection that is closed already
		}
		return conn, nil
	}
	return transport
}
