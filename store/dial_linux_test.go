package store

import (
	"net"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Without this option a write to a machine that vanished hung for as long as it was
// away, a quarter of an hour at most; with it, ten seconds.
func TestAVanishedServerIsGivenUp(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := dialer().DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for _, option := range []struct {
		name  string
		level int
		key   int
		want  int
	}{
		{"unacknowledged for, ms", unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 10_000},
		{"asks whether anybody is there after, s", unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 5},
	} {
		var got int
		var failed error
		if err := raw.Control(func(fd uintptr) { got, failed = unix.GetsockoptInt(int(fd), option.level, option.key) }); err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		if got != option.want {
			t.Errorf("%s: %d, want %d", option.name, got, option.want)
		}
	}
}
