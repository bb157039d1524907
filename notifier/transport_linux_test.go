package notifier_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"relais/notifier"
)

// full is a server that accepts connections and reads nothing before it is told to: what
// is sent to it stays in the caller's kernel once its own buffer is full, as it does
// while the network is cut.
func full(t *testing.T) (address string, read func() []byte) {
	t.Helper()
	small := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 4096) })
	}}
	listener, err := small.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().String(), func() []byte {
		t.Helper()
		conn, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		got, _ := io.ReadAll(bufio.NewReader(conn)) // how it ends is what is asked
		return got
	}
}

// Without it the whole of a request that was given up arrived once the server read again.
func TestWhatWasGivenUpDoesNotLeaveLater(t *testing.T) {
	t.Parallel()
	order := strings.Repeat("x", 64<<10)
	for name, c := range map[string]struct {
		transport *http.Transport
		whole     bool
	}{
		"the default one":    {http.DefaultTransport.(*http.Transport).Clone(), true},
		"that of a provider": {notifier.NewTransport(time.Minute), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer c.transport.CloseIdleConnections()
			address, read := full(t)
			ctx, giveUp := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer giveUp()
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address, strings.NewReader(order))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.transport.RoundTrip(r); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("the request ended with %v", err)
			}
			if got := len(read()); (got > len(order)) != c.whole {
				t.Errorf("%d bytes arrived of a request that was given up, all of it: %v, want %v", got, !c.whole, c.whole)
			}
		})
	}
}

// The connection that several requests share is not closed with one of them.
func TestAProviderThatAcknowledgesNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := notifier.NewTransport(30*time.Second).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var timeout int
	var failed error
	if err := raw.Control(func(fd uintptr) {
		timeout, failed = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT)
	}); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	if timeout != 30_000 {
		t.Errorf("unacknowledged for %d ms, want 30000", timeout)
	}
}
